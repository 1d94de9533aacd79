using Referrals;

namespace Backfill.Rules;

/// <summary>
/// The club's rules as a program: the referral succeeded, its payment is paid, new, after the referral and in the same month, the
/// referrer is a member and not deleted, and the club's log says granted. What it gives are days of membership.
/// </summary>
internal static class ClubProgram
{
    /// <summary>The club's word for a referral that succeeded.</summary>
    public const string Succeeded = "Berhasil";

    public static ReferralsOptions Options() => new ReferralsOptions()
        .AddProgram(Program())
        .AddCondition("paid after the referral", new PaidAfterReferral())
        .AddCondition("paid in the month of the referral", new PaidInSameMonth())
        .AddCondition("the referrer was a member on that day", new ReferrerIsMember())
        .AddRule("days of the chosen reward", new DaysOfReward());

    /// <summary>The club's word for a payment that has arrived.</summary>
    public const string Paid = "PAID";

    private static ReferralProgram Program() => ReferralProgram.Create("club", p => p
        .Named("Days of membership for bringing a friend")
        .InZone("Asia/Jakarta")
        .CountBeforeSignUp(TimePeriod.Months(12)) // What was paid when is judged by the conditions below.
        .Qualify(q => q.On(ClubFacts.Outcome)
            .Where(ClubFacts.Status, Succeeded)
            .Where(ClubFacts.PaymentStatus, Paid)
            .Where(ClubFacts.PaymentType, "NEW")
            .And(Condition.Custom("paid after the referral"))
            .And(Condition.Custom("paid in the month of the referral"))
            .And(Condition.Custom("the referrer was a member on that day"))
            .Where(ClubFacts.ReferrerDeleted, "no")
            .Where(ClubFacts.LogGranted, "yes"))
        .RewardReferrer(r => r.Named("membership").Custom("days of the chosen reward", "days").KeptOnRefund()));
}

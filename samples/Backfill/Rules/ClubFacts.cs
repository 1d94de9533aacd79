namespace Backfill.Rules;

/// <summary>The names under which the club's facts go with a conversion, for the program's conditions to ask.</summary>
internal static class ClubFacts
{
    public const string Outcome = "referral.outcome";
    public const string Status = "status";
    public const string PaymentStatus = "payment status";
    public const string PaymentType = "payment type";
    public const string PaidAt = "paid at";
    public const string Zone = "zone";
    public const string MemberUntil = "referrer's membership until";
    public const string ReferrerDeleted = "referrer deleted";
    public const string RewardDays = "days of the reward";
    public const string LogGranted = "granted in the log";
}

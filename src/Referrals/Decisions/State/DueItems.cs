using NodaTime;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// What the passing of time asks for, in one place: which record is due when, and by which input. Rewards come due by the end of their
/// hold or review, accounts by the next expiry or by what is to be set off, customers by the sign-up that their conversions waited for and by the
/// end of the review of their referral. A reward that waits for its referral is not due itself: it is let go by the end of that review.
/// </summary>
internal static class DueItems
{
    /// <summary>The kinds of records that can be due, in the order in which they are handled at one instant.</summary>
    internal static readonly RecordKind[] Kinds = [RecordKind.Customer, RecordKind.Reward, RecordKind.Account];

    internal static Instant? DueAt(object? record) => record switch
    {
        CustomerState { SignedUpAt: { } signedUpAt, WaitingFirst: not null } customer => customer.Referral?.ReinstatedAt ?? signedUpAt,
        CustomerState { Referral: { } referral } => referral.DueAt,
        RewardState { Stage: RewardStage.Held, WaitsForReferral: false } reward => reward.HeldUntil,
        RewardState { Stage: RewardStage.InReview } reward => reward.ReviewUntil,
        AccountState account => account.DueAt,
        _ => null,
    };

    /// <summary>The first conversion that is to be judged now that its customer has signed up, after these changes; <c>null</c> for none.</summary>
    internal static ReferralInput? CatchUpAfter(IEnumerable<StateChange> changes) => changes
        .Where(static change => change.Value is CustomerState)
        .Select(static change => InputOf(change.Key, change.Value, change.Version + 1))
        .OfType<CatchUp>()
        .FirstOrDefault();

    /// <summary>Whether a due record has to do with what a customer owns.</summary>
    internal static Func<object, bool> ConcerningOwner(CustomerId owner) => record => record switch
    {
        RewardState reward => reward.Owner == owner,
        AccountState account => account.Owner == owner,

        // Whose rewards wait for the review of a referral, or for what waited for the sign-up, is only known once it is decided.
        _ => true,
    };

    /// <summary>
    /// The input that a due record asks for, at the time at which it came due, however late somebody looks. Its key names what is asked, when,
    /// and the version of the record: any number of workers report the same input, a later state of the record asks again, and so does
    /// the same state for as long as the answer is a refusal.
    /// </summary>
    internal static ReferralInput? InputOf(RecordKey key, object? record, long version)
    {
        if (DueAt(record) is not { } due)
        {
            return null;
        }

        return record switch
        {
            CustomerState { SignedUpAt: not null, WaitingFirst: { } waiting } customer =>
                new CatchUp { Customer = customer.Customer, ConversionId = waiting, Round = customer.Referral?.Reinstated ?? 0 }.At(due),
            CustomerState customer => ReferralDeadline.Of(customer.Customer).At(due) with { DueVersion = version },
            RewardState { Stage: RewardStage.Held } reward => Vesting.Of(reward.Id).At(due) with { DueVersion = version },
            RewardState reward => ReviewDeadline.Of(reward.Id).At(due) with { DueVersion = version },
            AccountState account => Expiration.Of(account.Owner, account.Unit).At(due) with { DueVersion = version },
            _ => null,
        };
    }
}

using System.Globalization;
using NodaTime;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// What the passing of time asks for, in one place: which record is due when, and by which input. Rewards come due by the end of their
/// hold or review, accounts by the next expiry or by what is to be set off, customers by the end of the review of their referral. A reward that
/// waits for its referral is not due itself: it is let go by the end of that review.
/// </summary>
internal static class DueItems
{
    /// <summary>The kinds of records that can be due, in the order in which they are handled at one instant.</summary>
    internal static readonly RecordKind[] Kinds = [RecordKind.Customer, RecordKind.Reward, RecordKind.Account];

    internal static Instant? DueAt(object? record) => record switch
    {
        CustomerState { Referral: { } referral } => referral.DueAt,
        RewardState { Stage: RewardStage.Held, WaitsForReferral: false } reward => reward.HeldUntil,
        RewardState { Stage: RewardStage.InReview } reward => reward.ReviewUntil,
        AccountState account => account.DueAt,
        _ => null,
    };

    /// <summary>Whether a due record has to do with what a customer owns.</summary>
    internal static Func<object, bool> ConcerningOwner(CustomerId owner) => record => record switch
    {
        RewardState reward => reward.Owner == owner,
        AccountState account => account.Owner == owner,

        // Whose rewards wait for the review of a referral is only known once it is decided.
        _ => true,
    };

    /// <summary>
    /// The input that a due record asks for, at the time at which it came due, however late somebody looks. Its key names the version of
    /// the record: any number of workers report the same input, and a later state of the record asks anew.
    /// </summary>
    internal static ReferralInput? InputOf(RecordKey key, object? record, long version)
    {
        if (DueAt(record) is not { } due)
        {
            return null;
        }

        var inputKey = string.Create(CultureInfo.InvariantCulture, $"due:{version}:{ContentHash.Of(key.ToString())}");
        return record switch
        {
            CustomerState customer => ReferralDeadline.Of(customer.Customer).WithKey(inputKey).At(due),
            RewardState { Stage: RewardStage.Held } reward => Vesting.Of(reward.Id).WithKey(inputKey).At(due),
            RewardState reward => ReviewDeadline.Of(reward.Id).WithKey(inputKey).At(due),
            AccountState account => Expiration.Of(account.Owner, account.Unit).WithKey(inputKey).At(due),
            _ => null,
        };
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text;
using Referrals.Codes;
using Referrals.Ledger;

namespace Referrals.Crm.Projection;

/// <summary>What is known of a person when they are mirrored.</summary>
/// <param name="Customer">Who, as the application calls them.</param>
/// <param name="Overview">The person at a glance.</param>
/// <param name="Rewards">All rewards of the person.</param>
/// <param name="Own">What the application tells of the person.</param>
internal sealed record PersonFacts(CustomerId Customer, CustomerOverview Overview, IReadOnlyList<CustomerReward> Rewards, CrmPerson Own)
{
    internal long FriendsRewarded => Rewards
        .Where(static reward => reward.Side == Side.Referrer && reward.Stage is RewardStage.Vested or RewardStage.Expired)
        .Select(static reward => (Friend: reward.Referee, Conversion: reward.Referee is null ? reward.ConversionId : null))
        .Distinct().Count();

    internal decimal Granted(Unit unit) => Rewards.Where(reward => reward.Granted.Unit == unit).Sum(static reward => (reward.Granted - reward.Reversed).Value);

    internal Balance? BalanceIn(Unit unit) => Overview.Balances.FirstOrDefault(balance => balance.Unit == unit);
}

/// <summary>What one record is made of.</summary>
internal readonly record struct RecordFacts(PersonFacts Person, ReferralDetails? Referral, CustomerReward? Reward);

/// <summary>Our words for states, as they stand in pick lists.</summary>
internal static class Words
{
    internal static string StatusOf(CustomerOverview overview) =>
        overview.Ban is not null ? "banned"
        : overview.Code is not { } code ? "not_enrolled"
        : code.Status == CodeStatus.Usable ? "active"
        : Snake(code.Status.ToString());

    /// <summary>SignedUp as signed_up.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    internal static string? Snake(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                _ = text.Append('_');
            }

            _ = text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}

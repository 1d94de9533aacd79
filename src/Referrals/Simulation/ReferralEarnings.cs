using Referrals.Deciding;

namespace Referrals.Simulation;

/// <summary>What each referral of a history earned in all, both sides together, less what was taken back.</summary>
internal sealed class ReferralEarnings
{
    private readonly Dictionary<string, CustomerId> _refereeOf = new(StringComparer.Ordinal);
    private readonly Dictionary<CustomerId, List<Amount>> _amounts = [];

    internal void Add(DecidedInput decided)
    {
        foreach (var fact in decided.Decision.Facts)
        {
            if (fact is { Kind: FactKind.RewardGranted, Subject: { } granted, Amount: { } amount } && Referee(decided.Input) is { } referee)
            {
                _refereeOf[granted] = referee;
                Book(referee, amount);
            }
            else if (fact is { Kind: FactKind.RewardReversed, Subject: { } reversed, Amount: { } back } && _refereeOf.TryGetValue(reversed, out var whose))
            {
                Book(whose, -back);
            }
        }
    }

    internal IReadOnlyList<Amount> Of(CustomerId referee) => GuardReport.Sum(_amounts.GetValueOrDefault(referee) ?? []);

    /// <summary>Only a referee's conversion, or the sign-up that conversions waited for, ever earns anything.</summary>
    private static CustomerId? Referee(ReferralInput input) => input switch
    {
        Conversion conversion => conversion.Customer,
        SignUp signUp => signUp.Customer,
        _ => null,
    };

    private void Book(CustomerId referee, Amount amount)
    {
        if (!_amounts.TryGetValue(referee, out var amounts))
        {
            _amounts[referee] = amounts = [];
        }

        amounts.Add(amount);
    }
}

using Referrals;
using Referrals.Ledger;

namespace Replay.Reporting;

/// <summary>What came out of the whole history: one pass over the stored decisions and one over the ledger.</summary>
internal sealed class Outcome
{
    private readonly Dictionary<string, IReadOnlyList<DecidedInput>> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Rule, Unit Unit), RuleTotals> _rules = [];
    private readonly Dictionary<string, Refusal> _refusals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _decisions = new(StringComparer.Ordinal);
    private readonly Dictionary<(CustomerId Customer, Unit Unit), Amount> _earned = [];
    private readonly SortedDictionary<(LedgerAccount Account, string Unit), Amount> _ledger = [];
    private readonly HashSet<(CustomerId Owner, Unit Unit)> _holders = [];

    /// <summary>What each rule granted, in the order in which they first did.</summary>
    public IReadOnlyCollection<RuleTotals> Rules => _rules.Values;

    /// <summary>Reasons, the most frequent first.</summary>
    public IEnumerable<Refusal> Refusals => _refusals.Values
        .OrderByDescending(static refusal => refusal.Count)
        .ThenBy(static refusal => refusal.Reason, StringComparer.Ordinal);

    /// <summary>How often each decision was made, by its code.</summary>
    public IReadOnlyDictionary<string, int> Decisions => _decisions;

    /// <summary>The sum of each account in each unit.</summary>
    public IReadOnlyDictionary<(LedgerAccount Account, string Unit), Amount> Ledger => _ledger;

    /// <summary>How many rewards were cut to what was left of a cap.</summary>
    public int Cut { get; private set; }

    /// <summary>How many lines the ledger has.</summary>
    public int LedgerLines { get; private set; }

    /// <summary>How many customers have ever had a balance.</summary>
    public int Holders => _holders.Select(static holder => holder.Owner).Distinct().Count();

    /// <summary>What customers earned, after reversals, the most first.</summary>
    public IEnumerable<(CustomerId Customer, Amount Amount)> Earned => _earned
        .OrderByDescending(static pair => pair.Value.Value)
        .ThenBy(static pair => pair.Key.Customer.Value, StringComparer.Ordinal)
        .Select(static pair => (pair.Key.Customer, pair.Value));

    public static async Task<Outcome> ReadAsync(ReferralEngine referrals, CancellationToken cancellationToken)
    {
        var outcome = new Outcome();
        await foreach (var decided in referrals.Operations.ReadDecisionsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            outcome.Add(decided);
        }

        // What still waits has waited for nothing.
        foreach (var refund in outcome._waiting.Values.SelectMany(static refunds => refunds))
        {
            outcome.AddReason(DecisionCodes.RefundWaiting, refund);
        }

        await foreach (var line in referrals.Operations.ReadLedgerAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            outcome.Add(line);
        }

        return outcome;
    }

    private void Add(DecidedInput decided)
    {
        var decision = decided.Decision;
        _decisions[decision.Code] = _decisions.GetValueOrDefault(decision.Code) + 1;
        foreach (var fact in decision.Facts.Where(static fact => fact.Kind is FactKind.RewardGranted or FactKind.RewardReversed))
        {
            AddReward(fact);
        }

        Cut += decision.Explanation.Checks.Sum(static rule => rule.Children.Count(static check => check.Code == "reward.cap_clamped"));
        foreach (var reason in Reasons(decided).Distinct())
        {
            AddReason(reason, decided);
        }

        if (decided is { Input: Refund refund, Decision.Code: DecisionCodes.RefundWaiting })
        {
            _waiting[refund.ConversionId] = [.. _waiting.GetValueOrDefault(refund.ConversionId) ?? [], decided];
        }
        else if (decided.Input is Conversion conversion && decision.IsAccepted)
        {
            _ = _waiting.Remove(conversion.Id);
        }
    }

    private void AddReason(string reason, DecidedInput decided)
    {
        if (!_refusals.TryGetValue(reason, out var refusal))
        {
            _refusals.Add(reason, refusal = new Refusal(reason, decided));
        }

        refusal.Count++;
    }

    private static IEnumerable<string> Reasons(DecidedInput decided) => decided.Decision.IsAccepted
        ? decided.Decision.Facts
            .Where(static fact => fact.Kind is FactKind.ReferralRefused or FactKind.ConversionNotRewarded)
            .Select(static fact => fact.Code!)
        : [decided.Decision.Code];

    private void AddReward(Fact fact)
    {
        var amount = fact.Amount!.Value;
        var key = (fact.Rule!, amount.Unit);
        if (!_rules.TryGetValue(key, out var totals))
        {
            _rules.Add(key, totals = new RuleTotals(fact.Rule!, fact.Code!, amount.Unit));
        }

        totals.Add(fact);
        var person = (fact.Customer!.Value, amount.Unit);
        var signed = fact.Kind == FactKind.RewardReversed ? -amount : amount;
        _earned[person] = _earned.TryGetValue(person, out var before) ? before + signed : signed;
    }

    private void Add(LedgerLine line)
    {
        LedgerLines++;
        var key = (line.Account, line.Amount.Unit.ToString());
        _ledger[key] = _ledger.TryGetValue(key, out var before) ? before + line.Amount : line.Amount;
        if (line.Owner is { } owner)
        {
            _ = _holders.Add((owner, line.Amount.Unit));
        }
    }
}

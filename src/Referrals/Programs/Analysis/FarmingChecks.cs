using System.Collections.Frozen;

namespace Referrals;

/// <summary>Rewards that a person can earn from himself at no cost: by small orders, by orders sent back, by accounts.</summary>
internal static class FarmingChecks
{
    /// <summary>Parts of names of events in which money changes hands.</summary>
    private static readonly FrozenSet<string> Sales = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "purchase", "order", "sale", "checkout", "payment", "paid", "bought", "buy", "subscription", "renewal", "renewed");

    /// <summary>Parts of names of events that cost nobody anything.</summary>
    private static readonly FrozenSet<string> Free = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "signup", "registration", "registered", "install", "installed", "login", "newsletter", "download", "downloaded", "visit", "visited",
        "trial", "click", "share", "shared", "opened");

    internal static IEnumerable<AnalysisFinding> Of(ReferralProgram program)
    {
        RuleFacts[] rules =
        [
            .. Enumerable.Range(0, program.Incentives.Count).Select(index => new RuleFacts(program, index)).Where(static facts => !facts.Rule.IsShadow),
        ];
        var isGuarded = program.Guards.Guards.Any(guard => AbuseChecks.ComparesPersons(program.Guards, guard));
        return SmallOrders(rules, isGuarded).Concat(rules.SelectMany(static facts => Kept(facts))).Concat(rules.SelectMany(facts => NoCost(facts, isGuarded)));
    }

    /// <summary>What one order earns both sides together, against what it has to cost.</summary>
    private static IEnumerable<AnalysisFinding> SmallOrders(RuleFacts[] rules, bool isGuarded)
    {
        var told = new HashSet<int>();
        foreach (var facts in rules.OrderBy(static facts => facts.Rule.Side == Side.Referee ? 0 : 1))
        {
            if (told.Contains(facts.Index) || Alternatives.NeverHolds(facts.Whole)
                || facts.Rule.Units.FirstOrDefault(static unit => unit.IsMoney) is not { IsDefault: false } unit)
            {
                continue;
            }

            var together = rules.Where(other => other == facts || (other.Rule.Side != facts.Rule.Side
                && RuleFacts.Parts(other.Rule.When).All(part => RuleRelations.Follows(part, facts.Asked)))).ToArray();
            var least = facts.Asked.OfType<AmountCondition>().Where(amount => amount.Limit.Unit == unit).Select(static amount => amount.Comparison switch
            {
                Comparison.AtLeast or Comparison.Exactly => amount.Limit.MinorUnits,
                Comparison.Above => amount.Limit.MinorUnits + 1,
                _ => 0,
            }).DefaultIfEmpty().Max();
            var sums = together.GroupBy(static other => other.Rule.Side).Sum(side => side.Max(other => Earned(other, unit, least)));
            if (least > 0 && sums >= least)
            {
                told.UnionWith(together.Select(static other => other.Index));
                yield return new(
                    AnalysisCodes.RewardAboveMinimum, FindingSeverity.Warning, facts.Path("reward"),
                    together.Length > 1
                        ? $"A purchase of {Amount.FromMinorUnits(least, unit)} earns both sides together at least {Amount.FromMinorUnits((long)sums, unit)}, so buying from oneself costs nothing."
                        : $"A purchase of {Amount.FromMinorUnits(least, unit)} earns {Amount.FromMinorUnits((long)sums, unit)}, so buying from oneself costs nothing.",
                    "Raise the smallest amount well above the rewards, or lower them.")
                {
                    Probe = new FindingProbe(facts.Whole, Given: [facts.Index]),
                };
            }
            else if (least == 0 && together.GroupBy(static other => other.Rule.Side).Sum(side => side.Max(other => ShareOf(other, unit))) >= 1)
            {
                told.UnionWith(together.Select(static other => other.Index));
                yield return new(
                    AnalysisCodes.RewardAboveMinimum, FindingSeverity.Warning, facts.Path("reward"),
                    "Both sides together earn as much as was paid, so buying from oneself costs nothing.",
                    "Lower the percentages.")
                {
                    Probe = new FindingProbe(facts.Whole, Given: [facts.Index]),
                };
            }
            else if (least == 0 && sums > 0 && facts.Whole.Events is { } events && events.Any(static name => Has(name, Sales)))
            {
                told.UnionWith(together.Select(static other => other.Index));
                var isCovered = isGuarded && together.All(static other => other.Rule.Hold is not null || other.Rule.Review is not null);
                yield return new(
                    AnalysisCodes.NoMinimum, isCovered ? FindingSeverity.Note : FindingSeverity.Warning, facts.Path("when"),
                    $"An order of any amount earns {Amount.FromMinorUnits((long)sums, unit)}, also one of the smallest coin.",
                    "Ask for an amount well above the rewards with atLeast.")
                {
                    Probe = new FindingProbe(facts.Whole, Amount.FromMinorUnits(1, unit), Given: [facts.Index]),
                };
            }
        }
    }

    private static IEnumerable<AnalysisFinding> Kept(RuleFacts facts)
    {
        if (facts.Rule is { OnRefund: RefundPolicy.Keep } && facts.Rule.Units.Any(static unit => unit.IsMoney)
            && (facts.Whole.Events is null || facts.Whole.Events.Any(static name => Has(name, Sales))))
        {
            yield return new(
                AnalysisCodes.KeptOnRefund, FindingSeverity.Warning, facts.Path("onRefund"),
                $"'{facts.Rule.Name}' is kept when the order is sent back, so an order and its return earn it for nothing.",
                "Take it back on a refund, which is the default.")
            {
                Probe = new FindingProbe(facts.Whole, Given: [facts.Index]) { IsRefunded = true },
            };
        }
    }

    private static IEnumerable<AnalysisFinding> NoCost(RuleFacts facts, bool isGuarded)
    {
        var events = facts.Whole.Events ?? new HashSet<string>(
            facts.Asked.OfType<HappenedCondition>().Select(static happened => happened.Name), StringComparer.Ordinal);
        var isFree = facts.Rule.IsBySignUp || (events.Count > 0 && events.All(static name => Has(name, Free) && !Has(name, Sales)));
        if (isFree && facts.Rule.Units.Any(static unit => unit.IsMoney))
        {
            yield return new(
                AnalysisCodes.PaidForNoCost, isGuarded ? FindingSeverity.Note : FindingSeverity.Warning, facts.Path("when"),
                $"'{facts.Rule.Name}' pays money for {(facts.Rule.IsBySignUp ? "sign-ups" : string.Join(" and ", events.Order(StringComparer.Ordinal)))}, which costs nobody anything: accounts can be opened to earn it.",
                "Pay for a first purchase instead, or give something that is worth nothing to an empty account.")
            {
                Probe = facts.Rule.IsBySignUp ? null : new FindingProbe(facts.Whole, Given: [facts.Index]),
            };
        }
    }

    /// <summary>What a rule gives at least for an order of an amount, in smallest parts; nothing where it may give nothing.</summary>
    private static decimal Earned(RuleFacts facts, Unit unit, long amount) => facts.Rule is { Overrides.Count: 0, Multipliers.Count: 0, Levels: null }
        ? Earned(facts.Rule.Formula, unit, amount)
        : 0;

    private static decimal Earned(RewardFormula formula, Unit unit, long amount) => formula switch
    {
        FlatFormula flat when flat.Amount.Unit == unit => flat.Amount.MinorUnits,
        PercentageFormula { Lines: null } share when share.Unit == unit => Math.Min(
            Math.Max(decimal.Truncate(share.Share.Fraction * amount), share.Floor?.MinorUnits ?? 0), share.Ceiling?.MinorUnits ?? decimal.MaxValue),
        SpendFormula spend when spend.Each.Unit == unit && spend.Step.Unit == unit => amount / spend.Step.MinorUnits * spend.Each.MinorUnits,
        RecurringFormula recurring => Earned(recurring.Each[0], unit, amount),
        TieredFormula { Table: { IsGraduated: false, Measure.SumOf: null } table } when table.Tiers[0].From <= 1 =>
            Earned(table.Tiers[0].Reward, unit, amount),
        _ => 0,
    };

    private static decimal ShareOf(RuleFacts facts, Unit unit) =>
        facts.Rule.Formula is PercentageFormula { Lines: null, Ceiling: null } share && share.Unit == unit ? share.Share.Fraction : 0;

    private static bool Has(string name, FrozenSet<string> words)
    {
        var parts = name.Split(['.', '_', '-', ' ', ':', '/']);
        return parts.Any(words.Contains) || words.Contains(string.Concat(parts));
    }
}

using Referrals.Explanations;
using Referrals.Ledger;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>What always holds of rules, whatever the program and whatever happens: thousands of random programs and histories.</summary>
public sealed class RuleInvariantTests
{
    private const int Histories = 2_500;

    private static readonly Lazy<RuleHistory[]> Told = new(static () =>
        [.. Enumerable.Range(0, Histories).AsParallel().AsOrdered().Select(static seed => Named(seed, () => new RuleHistory(seed)))]);

    [Fact]
    public void Histories_reach_every_reason_of_a_rule()
    {
        var reached = Told.Value.SelectMany(static history => history.Scenario.Decisions)
            .SelectMany(static decision => decision.Explanation.Checks).SelectMany(Deep).Select(static check => check.Code).ToHashSet();

        Assert.Superset(
            new HashSet<string>
            {
                RewardCodes.AmountMissing, RewardCodes.Currency, RewardCodes.NoLine, RewardCodes.QuantityMissing, RewardCodes.BelowTiers,
                RewardCodes.NoMilestone, RewardCodes.PaymentsOver, RewardCodes.TimeOver, RewardCodes.DealMissing, RewardCodes.StageNotReached,
                RewardCodes.Zero, RewardCodes.Override, RewardCodes.Multiplied, RewardCodes.TierReached, RewardCodes.Raised, RewardCodes.Split,
                RewardCodes.CapReached, RewardCodes.CapClamped, RewardCodes.BudgetUsedUp, RewardCodes.Tax, RewardCodes.Outranked,
                RewardCodes.Shadow,
            },
            reached);
    }

    [Fact]
    public void Caps_and_budgets_are_never_exceeded_in_any_window() => ForAll(history =>
    {
        var limits = new PlainLimits(history.Program);
        Assert.All(history.Scenario.Decisions, decision => Assert.Empty(limits.After(decision.Facts)));
    });

    [Fact]
    public void Ledger_balances_in_every_unit_and_its_chains_are_whole() => ForAll(history =>
    {
        var audit = new LedgerAudit();
        foreach (var line in history.Scenario.Ledger)
        {
            audit.Add(line);
        }

        Assert.Empty(audit.Finish());
        Assert.All(
            history.Scenario.Ledger.GroupBy(static line => line.Amount.Unit),
            static unit => Assert.Equal(0, unit.Sum(static line => line.Amount.MinorUnits)));
    });

    [Fact]
    public void Full_refunds_in_parts_take_back_exactly_what_was_granted()
    {
        _ = Parallel.For(90_000, 90_400, seed => _ = Named(seed, () =>
        {
            var history = new RuleHistory(seed);
            history.RefundEverything();
            var facts = history.Scenario.Facts.ToArray();
            var reversed = facts.Where(static fact => fact.Kind == FactKind.RewardReversed).ToLookup(static fact => fact.Subject!, static fact => fact.Amount!.Value.MinorUnits);
            foreach (var grant in facts.Where(static fact => fact.Kind == FactKind.RewardGranted))
            {
                var keeps = history.Program.Incentives.Single(rule => rule.Name == grant.Rule).OnRefund == RefundPolicy.Keep;
                Assert.Equal(keeps ? 0 : grant.Amount!.Value.MinorUnits, reversed[grant.Subject!].Sum());
            }

            return true;
        }));
    }

    [Fact]
    public void Json_gives_an_equal_program_and_the_same_decisions() => ForAll(history =>
    {
        var again = ProgramJson.Read(ProgramJson.Write(history.Program));
        Assert.Equal(history.Program, again);
        Assert.Equal(history.Scenario.Facts, history.ToldAgain(again).Facts);
    });

    [Fact]
    public void Told_again_every_fact_and_posting_is_the_same() => ForAll(history =>
    {
        var again = history.ToldAgain(history.Program);
        Assert.Equal(history.Scenario.Facts, again.Facts);
        Assert.Equal(history.Scenario.Ledger, again.Ledger);
    });

    [Fact]
    public void Deal_never_earns_more_than_its_whole_reward() => ForAll(history =>
    {
        foreach (var rule in history.Program.Incentives.Where(static rule => rule is { Formula: StagedFormula, Overrides.Count: 0, Multipliers.Count: 0, OnRefund: RefundPolicy.Reverse }))
        {
            var whole = ((StagedFormula)rule.Formula).Whole;
            var most = whole is FlatFormula flat ? flat.Amount.MinorUnits
                : history.Program.Rounding.Apply(RuleHistory.DealSize * whole.PlainPercentageOf(history.Money)!.Value.Fraction);
            var deals = history.Told.OfType<Conversion>().Where(static told => told.Deal is not null).GroupBy(static told => told.Deal!);
            foreach (var deal in deals)
            {
                var orders = deal.Select(static told => told.Id).ToHashSet();

                // Each part that a partial refund took back was rounded by itself.
                var rounded = history.Scenario.Facts.Count(fact =>
                    fact.Kind == FactKind.RewardReversed && fact.Rule == rule.Name && orders.Contains(fact.Subject!.Split(':')[1]));
                Assert.True(
                    Net(history, rule.Name, orders) <= most + rounded,
                    $"{rule.Name} paid {Net(history, rule.Name, orders)} of {most} for {deal.Key}, where {rounded} parts were taken back.");
            }
        }
    });

    [Fact]
    public void Raises_never_pay_more_than_the_highest_step_for_each_conversion() => ForAll(history =>
    {
        foreach (var rule in history.Program.Incentives.Where(static rule => rule is { Overrides.Count: 0, Multipliers.Count: 0 }))
        {
            if (rule.Formula is TieredFormula { Table: { RaisesEarlier: true } table } && table.Tiers.All(static tier => tier.Reward.IsFlat))
            {
                var most = table.Tiers.Max(static tier => ((FlatFormula)tier.Reward).Amount.MinorUnits);
                var grants = history.Scenario.Facts.Where(fact => fact.Kind == FactKind.RewardGranted && fact.Rule == rule.Name).ToArray();
                var orders = grants.Select(static fact => fact.Subject!.Split(':')[1]).ToHashSet();

                // What qualified and earned nothing at its time, such as below the first step, is raised too.
                var qualified = history.Scenario.Facts
                    .Where(fact => fact.Kind == FactKind.ConversionNotRewarded && fact.Rule == rule.Name && fact.Code!.StartsWith("reward.", StringComparison.Ordinal))
                    .Select(static fact => fact.Subject!)
                    .Union(orders)
                    .Count();
                Assert.True(
                    Net(history, rule.Name, orders) <= qualified * most,
                    $"{qualified} conversions of at most {most} paid {Net(history, rule.Name, orders)}.");
            }
        }
    });

    [Fact]
    public async Task Pipeline_over_a_store_decides_as_the_pure_function_does()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var history = new RuleHistory(seed);
            var referrals = new ReferralEngine(
                new InMemoryReferralStore(),
                new ReferralsOptions().AddProgram(history.Program),
                randomness: new Referrals.Pipeline.SeededRandomness(42));
            for (var i = 0; i < history.Told.Count; i++)
            {
                var stored = await referrals.SubmitAsync(history.Told[i]);
                var expected = history.Scenario.Decisions[i];
                Assert.Equal((expected.Code, expected.Explanation.ToText()), (stored.Code, stored.Explanation.ToText()));
                Assert.Equal(expected.Facts, stored.Facts);
                Assert.Equal(expected.LedgerLines, stored.LedgerLines);
            }

            Assert.Empty(await referrals.Operations.VerifyLedgerAsync());
        }
    }

    private static long Net(RuleHistory history, string rule, HashSet<string> orders) => history.Scenario.Facts
        .Where(fact => fact.Kind is FactKind.RewardGranted or FactKind.RewardReversed)
        .Where(fact => fact.Rule == rule && orders.Contains(fact.Subject!.Split(':')[1]))
        .Sum(static fact => fact.Kind == FactKind.RewardGranted ? fact.Amount!.Value.MinorUnits : -fact.Amount!.Value.MinorUnits);

    private static IEnumerable<Check> Deep(Check check) => check.Children.SelectMany(Deep).Prepend(check);

    private static void ForAll(Action<RuleHistory> holds)
    {
        var told = Told.Value;
        _ = Parallel.For(0, Histories, seed => _ = Named(seed, () =>
        {
            holds(told[seed]);
            return true;
        }));
    }

    /// <summary>Names the seed of what fails, so that it can be told again alone.</summary>
    private static T Named<T>(int seed, Func<T> tell)
    {
        try
        {
            return tell();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using Referrals.Ledger;
using Referrals.Simulation;
using static Referrals.Tests.Simulation.SimulatedHistory;

namespace Referrals.Tests.Simulation;

/// <summary>What always holds of a simulation, whatever the programs and whatever happened.</summary>
public sealed class SimulationPropertyTests
{
    [Fact]
    public void Unchanged_program_changes_nothing_at_all() => ForAll(60, async (program, inputs, _) =>
    {
        var engine = await ToldAsync(program, inputs);
        var report = await engine.Operations.SimulateAsync(program, new SimulationOptions { Until = End });

        Assert.True(report.IsSame);
        Assert.Empty(report.People);
        Assert.Empty(report.Deviations);
        Assert.All(report.Rules, rule => Assert.Equal(rule.Then, rule.Now));
        Assert.All(report.Budgets, budget => Assert.Equal(budget.Then, budget.Now));
        Assert.Equal(report.KpisThen.ToJson(), report.KpisNow.ToJson());
    });

    [Fact]
    public void Unchanged_program_that_goes_live_in_the_middle_changes_nothing_either() => ForAll(40, async (program, inputs, _) =>
    {
        var engine = await ToldAsync(program, inputs);
        var middle = inputs[inputs.Count / 2].OccurredAt;
        var report = await engine.Operations.SimulateAsync(program, new SimulationOptions { From = middle, Until = End });

        Assert.True(report.IsSame);
        Assert.Empty(report.Deviations);
    });

    /// <summary>The other way to the same numbers: a real engine with a store that ran under the changed program from the start.</summary>
    [Fact]
    public void Changed_side_is_what_a_real_engine_does_under_the_changed_program() => ForAll(60, async (program, inputs, other) =>
    {
        var report = await (await ToldAsync(program, inputs)).Operations.SimulateAsync(other, new SimulationOptions { Until = End });
        var real = await (await ToldAsync(other, inputs)).Operations.ReadLedgerAsync().ToListAsync();
        var was = await (await ToldAsync(program, inputs)).Operations.ReadLedgerAsync().ToListAsync();

        Assert.Equal(Sums(real), Filled(report.Accounts.Select(account => (account.Unit, account.Account, account.Now.MinorUnits))));
        Assert.Equal(Sums(was), Filled(report.Accounts.Select(account => (account.Unit, account.Account, account.Then.MinorUnits))));
        foreach (var unit in report.Rules.GroupBy(rule => rule.Unit))
        {
            Assert.Equal(Taken(real, LedgerAccount.Reversed, unit.Key), unit.Sum(rule => rule.Now.TakenBack.MinorUnits));
            Assert.Equal(Granted(real, unit.Key), unit.Sum(rule => rule.Now.Granted.MinorUnits));
            Assert.Equal(Granted(was, unit.Key), unit.Sum(rule => rule.Then.Granted.MinorUnits));
        }
    });

    /// <summary>The same for a program that goes live in the middle: it is registered there as the next version.</summary>
    [Fact]
    public void Program_that_goes_live_in_the_middle_does_what_a_real_next_version_does() => ForAll(40, async (program, inputs, other) =>
    {
        var place = inputs.Count / 2;
        var from = inputs[place].OccurredAt!.Value;
        var told = inputs.Take(place).Where(input => input.OccurredAt < from).Concat(inputs.Skip(place).Where(input => input.OccurredAt >= from)).ToArray();
        var report = await (await ToldAsync(program, told)).Operations.SimulateAsync(other, new SimulationOptions { From = from, Until = End });

        var store = new Referrals.Storage.InMemoryReferralStore();
        var old = new ReferralEngine(store, new ReferralsOptions().AddProgram(program));
        await TellAsync(old, told.Take(told.Count(input => input.OccurredAt < from)));
        _ = await old.Operations.ProcessDueAsync(from - NodaTime.Duration.FromMilliseconds(1));
        var next = new ReferralEngine(store, new ReferralsOptions().AddProgram(program).AddProgram(other with { Version = program.Version + 1 }));
        await TellAsync(next, told.Skip(told.Count(input => input.OccurredAt < from)));
        _ = await next.Operations.ProcessDueAsync(End);

        Assert.Equal(
            Sums(await next.Operations.ReadLedgerAsync().ToListAsync()),
            Filled(report.Accounts.Select(account => (account.Unit, account.Account, account.Now.MinorUnits))));
    });

    [Fact]
    public void Parts_of_a_report_add_up() => ForAll(60, async (program, inputs, other) =>
    {
        var report = await (await ToldAsync(program, inputs)).Operations.SimulateAsync(other, new SimulationOptions { Until = End });
        foreach (var unit in report.Rules.Select(rule => rule.Unit).Distinct())
        {
            var whole = report.Difference(unit).MinorUnits;
            Assert.Equal(whole, report.People.Where(person => person.Unit == unit).Sum(person => person.Difference.MinorUnits));
            Assert.Equal(whole, report.Rewards.Where(reward => reward.Difference.Unit == unit).Sum(reward => reward.Difference.MinorUnits));
        }

        // A reward of another unit, or somebody else's, is there twice without a reason: both sides grant it.
        var both = report.Rewards.CountBy(reward => reward.Id).Where(each => each.Value == 2).Select(each => each.Key).ToHashSet();
        Assert.All(report.Rewards, reward => Assert.Equal(
            (reward.Then is null || reward.Now is null) && !both.Contains(reward.Id), reward.Reason is not null));
        Assert.All(report.Referrals, referral => Assert.Equal(referral.Then is null || referral.Now is null, referral.Reason is not null));
    });

    [Fact]
    public void Same_history_and_program_give_the_same_report() => ForAll(20, async (program, inputs, other) =>
    {
        var engine = await ToldAsync(program, inputs);
        var history = await engine.Operations.ReadDecisionsAsync().ToListAsync();
        var first = (await engine.Operations.SimulateAsync(other)).ToText();

        Assert.Equal(first, (await engine.Operations.SimulateAsync(other)).ToText());
        Assert.Equal(first, ProgramSimulation.Run(history, new Referrals.ReferralDecider(program), other).ToText());
    });

    private static string[] Sums(IEnumerable<LedgerLine> lines) =>
        Filled(lines.GroupBy(line => (line.Amount.Unit, line.Account)).Select(sum => (sum.Key.Unit, sum.Key.Account, sum.Sum(line => line.Amount.MinorUnits))));

    private static string[] Filled(IEnumerable<(Unit Unit, LedgerAccount Account, long Sum)> sums) =>
        [.. sums.Where(sum => sum.Sum != 0).Select(sum => $"{sum.Unit} {sum.Account} {sum.Sum}").Order(StringComparer.Ordinal)];

    private static long Taken(IEnumerable<LedgerLine> lines, LedgerAccount account, Unit unit) =>
        lines.Where(line => line.Account == account && line.Amount.Unit == unit).Sum(line => line.Amount.MinorUnits);

    private static long Granted(IEnumerable<LedgerLine> lines, Unit unit) => -lines
        .Where(line => line.Account == LedgerAccount.Program && line.Amount.Unit == unit && line.Step.StartsWith("granted", StringComparison.Ordinal))
        .Sum(line => line.Amount.MinorUnits);

    private static void ForAll(int tests, Func<ReferralProgram, IReadOnlyList<ReferralInput>, ReferralProgram, Task> holds) => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seed =>
        {
            foreach (var (program, inputs, other) in SimulatedHistory.Random(seed))
            {
                holds(program, inputs, other).GetAwaiter().GetResult();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));
}

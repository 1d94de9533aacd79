using Referrals.Simulation;
using static Referrals.Tests.Decisions.Story;
using static Referrals.Tests.Simulation.SimulatedHistory;

namespace Referrals.Tests.Simulation;

/// <summary>The report as people read it.</summary>
public sealed class SimulationReportTests
{
    private static readonly ReferralProgram Stored = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase").First())
        .RewardReferrer(r => r.Named("thanks").Flat(10, "USD").HeldFor(TimePeriod.Days(30)))
        .RewardReferee(r => r.Named("welcome").Flat(5, "USD")));

    private static readonly ReferralProgram Changed = ReferralProgram.Create("spring", p => p
        .Version(2)
        .Qualify(q => q.On("purchase").First().AtLeast(30, "USD"))
        .RewardReferrer(r => r.Named("thanks").Flat(15, "USD").HeldFor(TimePeriod.Days(14)))
        .RewardReferee(r => r.Named("welcome").Flat(5, "USD"))
        .Budget(60, "USD"));

    [Fact]
    public async Task Report_reads_well()
    {
        var engine = await QuarterAsync();
        Approvals.Verify((await engine.Operations.SimulateAsync(Changed, new SimulationOptions { Until = Day(31) })).ToText());
    }

    [Fact]
    public async Task Documented_report_is_a_real_one()
    {
        var report = await (await QuarterAsync()).Operations.SimulateAsync(Changed, new SimulationOptions { Until = Day(31) });
        var page = await File.ReadAllTextAsync(Path.Combine(TestTree.Root, "docs", "simulation.md"));

        Assert.Contains(report.ToText().TrimEnd(), page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_without_a_difference_reads_well()
    {
        var engine = await QuarterAsync();
        Approvals.Verify((await engine.Operations.SimulateAsync(Stored)).ToText());
    }

    [Fact]
    public async Task Report_over_a_past_that_is_not_exact_reads_well()
    {
        var engine = await QuarterAsync();
        var file = new MemoryStream();
        _ = await engine.Operations.ExportAsync(file);
        file.Position = 0;
        var other = Engine(ReferralProgram.Create("spring", p => p.Version(3).RewardReferrer(r => r.Flat(1, "USD"))));
        _ = await other.Operations.ImportAsync(file);

        Approvals.Verify((await other.Operations.SimulateAsync(Changed, new SimulationOptions { From = Day(8) })).ToText());
    }

    /// <summary>Alice and zoe refer friends, who buy for 20 to 100 USD; one purchase goes back, and alice uses what she has.</summary>
    private static async Task<ReferralEngine> QuarterAsync()
    {
        var engine = Engine(Stored);
        var inputs = new List<ReferralInput> { Enrollment.Of(Customer("alice")).At(Day(0)), Enrollment.Of(Customer("zoe")).At(Day(0)) };
        decimal[] amounts = [80, 20, 45, 100, 25, 60];
        for (var i = 0; i < amounts.Length; i++)
        {
            var friend = Customer($"friend-{i + 1}");
            inputs.Add(SignUp.Of(friend).ReferredBy(Customer(i % 3 == 2 ? "zoe" : "alice")).At(Day(i)));
            inputs.Add(Conversion.Of(friend, $"order-{i + 1}", "purchase", Usd(amounts[i])).At(Day(i + 0.5)));
        }

        inputs.Add(Refund.OfWhole("refund-1", "order-3").At(Day(9)));
        inputs.Add(Redemption.Of("voucher-1", Customer("alice"), Usd(15)).At(Day(25)));
        await TellAsync(engine, inputs);
        return engine;
    }
}

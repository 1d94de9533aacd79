using NodaTime;
using Referrals.Kpis;
using Referrals.Simulation;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Simulation;

/// <summary>A check that has looked at nothing says so, and does not pass.</summary>
public sealed class EmptyHistoryTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 9, 0);

    [Fact]
    public void Simulation_of_nothing_is_not_the_same_and_knows_no_cost()
    {
        var report = ProgramSimulation.Run([], new ReferralDecider(Program(10, "EUR")), Program(999, "EUR"));

        Assert.True(report.IsEmpty);
        Assert.False(report.IsSame);
        Assert.Contains("Nothing was compared", report.ToText(), StringComparison.Ordinal);
        Assert.Contains("Nothing was compared", Assert.Throws<InvalidOperationException>(() => report.Difference(Unit.Money("EUR"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulation_over_a_time_without_inputs_knows_no_cost_either()
    {
        var engine = await ShopAsync(Program(10, "EUR"));

        var report = await engine.Operations.SimulateAsync(Program(999, "EUR"), new SimulationOptions { From = Now + Duration.FromDays(30) });

        Assert.True(report.IsEmpty);
        Assert.Throws<InvalidOperationException>(() => report.Difference(Unit.Money("EUR")));
    }

    [Fact]
    public async Task Difference_in_a_unit_that_nobody_gives_is_refused()
    {
        var report = await (await ShopAsync(Program(10, "EUR"))).Operations.SimulateAsync(Program(12, "EUR"));

        Assert.Equal(Amount.Of(2, "EUR"), report.Difference(Unit.Money("EUR")));
        Assert.Contains("EUR", Assert.Throws<ArgumentException>(() => report.Difference(Unit.Money("USD"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Back_test_of_nothing_says_so()
    {
        var report = GuardBackTest.Run([], Program(10, "EUR"), Now, Now + Duration.FromDays(1));

        Assert.True(report.IsEmpty);
        Assert.StartsWith("Nothing was compared", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_in_points_is_not_known_in_money()
    {
        var window = KpiWindow.Of(Now - Duration.FromDays(1), Now + Duration.FromDays(1));
        var points = await (await ShopAsync(Program(100_000, "points"))).Reports.ComputeKpisAsync(window, Unit.Money("EUR"));
        var money = await (await ShopAsync(Program(8, "EUR"))).Reports.ComputeKpisAsync(window, Unit.Money("EUR"));

        Assert.Equal(1, points.Totals.CostsLeftOut["referral"]);
        foreach (var name in new[] { "cost_to_revenue", "referral_program_cost", "CAC_referral_per_purchaser", "ROI_referral_revenue_basis" })
        {
            var definition = KpiCatalogue.Find(name)!;
            Assert.Null(definition.Of(points.Totals).Value);
            Assert.Contains("other units", definition.Of(points.Totals).Reason, StringComparison.Ordinal);
            Assert.NotNull(definition.Of(money.Totals).Value);
        }

        Assert.Equal(0.1m, KpiCatalogue.Find("cost_to_revenue")!.Of(money.Totals).Value);
    }

    private static ReferralProgram Program(decimal amount, string unit) => ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(amount, unit)));

    private static async Task<ReferralEngine> ShopAsync(ReferralProgram program)
    {
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Now));
        var (alice, bob) = (CustomerId.From("alice"), CustomerId.From("bob"));
        _ = await engine.EnrollAsync(Enrollment.Of(alice));
        _ = await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(alice));
        _ = await engine.ConvertAsync(Conversion.Of(bob, "o", "purchase", Amount.Of(80, "EUR")));
        return engine;
    }
}

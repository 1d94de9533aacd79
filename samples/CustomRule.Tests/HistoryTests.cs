using Referrals;
using Referrals.Serialization;
using Referrals.Simulation;
using Referrals.Testing;
using static Bookshop.Tests.Orders;

namespace Bookshop.Tests;

/// <summary>The rules on histories: last year's, and random ones.</summary>
public sealed class HistoryTests
{
    private static readonly Unit Eur = Unit.Money("EUR");

    [Fact]
    public async Task Same_program_leads_to_the_same()
    {
        var report = await (await ShopHistory.LastYearAsync()).Operations.SimulateAsync(Shop.Program);

        Assert.False(report.IsEmpty);
        Assert.Empty(report.Deviations);
        Assert.True(report.IsSame, report.ToText());
    }

    [Fact]
    public async Task Last_year_cost_at_most_five_percent_of_revenue()
    {
        var report = await (await ShopHistory.LastYearAsync()).Operations.SimulateAsync(Shop.Program, new SimulationOptions { Unit = Eur });

        Assert.False(report.IsEmpty);
        Assert.InRange(report.KpisNow["cost_to_revenue"].Value!.Value, 0.001m, 0.05m);
    }

    [Fact]
    public async Task Quarter_of_the_margin_would_have_cost_so_much_more()
    {
        var generous = ProgramJson.Read(Shop.Json.Replace("\"percent\": 20", "\"percent\": 25", StringComparison.Ordinal), Shop.Rules);
        var report = await ShopHistory.SimulateLastQuarterAsync(generous);

        Assert.Empty(report.Deviations);
        Assert.Equal(Amount.Of(13.43m, "EUR"), report.Difference(Eur));
        Assert.DoesNotContain(report.People, static person => person.Difference.IsNegative);
    }

    [Fact]
    public async Task Cap_of_ten_euros_a_month_would_have_saved_so_much()
    {
        var careful = ProgramJson.Read(Shop.Json.Replace("\"60.00 EUR\"", "\"10.00 EUR\"", StringComparison.Ordinal), Shop.Rules);
        var report = await ShopHistory.SimulateLastQuarterAsync(careful);

        Assert.Equal(Amount.Of(-10.21m, "EUR"), report.Difference(Eur));
    }

    /// <summary>A property over random histories: whoever brings friends never earns more than the cap of a month, and the books balance.</summary>
    [Fact]
    public void Nobody_earns_more_than_60_euros_a_month_whatever_happens() => RandomStories.Check(
        static () => Story.Under(Shop.Program, Shop.Rules).Alice.Refers("bob").Bob.Refers("carol"),
        static story =>
        {
            var months = story.Scenario.Facts
                .Where(static fact => fact.Kind == FactKind.RewardGranted && fact.Rule == "margin")
                .GroupBy(static fact => (fact.Customer, fact.OccurredAt.InZone(Shop.Program.Zone).Date.ToYearMonth()))
                .Select(static month => month.Sum(static fact => fact.Amount!.Value.Value));
            Assert.All(months, static earned => Assert.InRange(earned, 0, 60));
            Assert.All(
                story.Scenario.Ledger.GroupBy(static line => line.Amount.Unit),
                static books => Assert.Equal(0, books.Sum(static line => line.Amount.MinorUnits)));
        },
        next: OrUsual);

    /// <summary>Half of the steps are orders with a margin, the others what usually happens.</summary>
    private static StoryStep OrUsual(Random random)
    {
        if (random.Next(2) == 0)
        {
            return RandomStories.Usual("EUR")(random);
        }

        var (who, price, cost) = (random.Next(2) == 0 ? "bob" : "carol", random.Next(20, 300), random.Next(0, 200));
        return new StoryStep(
            $"[\"{who}\"].Buys(\"{price}.00 EUR\", order => With(order, ({price}, \"{cost}\")))",
            story => story[who].Buys($"{price}.00 EUR", order => With(order, (price, $"{cost}"))));
    }
}

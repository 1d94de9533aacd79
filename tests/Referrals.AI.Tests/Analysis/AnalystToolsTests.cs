using NodaTime;
using Referrals.Serialization;

namespace Referrals.AI.Tests.Analysis;

public sealed class AnalystToolsTests
{
    private static readonly ToolCaller Analyst = AssistantShop.Team(ToolPermissions.Analysis);

    [Fact]
    public async Task Number_that_tells_of_a_few_is_left_out()
    {
        await using var shop = new AssistantShop();
        var code = (await shop.Engine.EnrollAsync(Enrollment.Of(AssistantShop.Id("ann")))).Code.Value;
        for (var i = 0; i < 40; i++)
        {
            var customer = $"c{i}";
            _ = await shop.Engine.SignUpAsync(i < 12 ? SignUp.Of(AssistantShop.Id(customer)).WithCode(code) : SignUp.Of(AssistantShop.Id(customer)));
            shop.Clock.Advance(Duration.FromHours(12));
        }

        for (var i = 0; i < 3; i++)
        {
            _ = await shop.BuyAsync($"c{i}", $"o{i}", 80);
        }

        (string, object?)[] days = [("from", "2026-03-01"), ("until", "2026-03-31")];
        var answer = await shop.AskAsync(Analyst, "get_kpis", days);
        var kpis = answer.GetProperty("kpis").EnumerateArray().ToDictionary(static kpi => kpi.GetProperty("name").GetString()!);

        Assert.Equal(12, kpis["referred_signups"].GetProperty("value").GetDecimal());
        Assert.Equal("left out", kpis["referred_purchasers"].GetProperty("valueText").GetString());
        Assert.False(kpis["referred_purchasers"].TryGetProperty("value", out _));
        Assert.Equal("left out", kpis["referral_conversion_rate_signup_to_first_purchase"].GetProperty("valueText").GetString());
        Assert.DoesNotContain("\"c1\"", answer.GetRawText(), StringComparison.Ordinal);
        Assert.True(answer.GetRawText().Length < 8_000, $"{answer.GetRawText().Length}");

        var named = await shop.AskAsync(Analyst, "get_kpis", [.. days, ("names", new[] { "referred_signups" })]);
        Assert.Equal("referred_signups", Assert.Single(named.GetProperty("kpis").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("argument.invalid", (await shop.AskAsync(Analyst, "get_kpis", [.. days, ("names", new[] { "nonsense" })])).ErrorOf());
        Assert.Equal("argument.invalid", (await shop.AskAsync(Analyst, "get_kpis", ("from", "2026-03-31"), ("until", "2026-03-01"))).ErrorOf());
    }

    [Fact]
    public async Task Changed_program_is_reviewed_and_simulated_without_persons()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        var json = (await shop.AskAsync(Analyst, "get_program_rules")).GetProperty("json").GetString()!;
        Assert.Equal(shop.Engine.Program, ProgramJson.Read(json));
        var changed = json.Replace("\"10.00 EUR\"", "\"12.00 EUR\"", StringComparison.Ordinal);
        Assert.NotEqual(json, changed);

        var simulated = await shop.AskAsync(Analyst, "simulate_program", ("program", changed));
        var cost = Assert.Single(simulated.GetProperty("cost").EnumerateArray());
        Assert.Equal("fewer than 5", cost.GetProperty("gainers").GetString());
        Assert.NotEqual("0.00", cost.GetProperty("difference").GetProperty("value").GetString());
        Assert.All(["ann", "bob", "cid", "L-100"], person => Assert.DoesNotContain($"\"{person}", simulated.GetRawText(), StringComparison.Ordinal));

        Assert.Null((await shop.AskAsync(Analyst, "review_program")).ErrorOf());
        Assert.Equal("program.invalid", (await shop.AskAsync(Analyst, "review_program", ("program", "{\"id\":"))).ErrorOf());
        Assert.Equal("program.invalid", (await shop.AskAsync(Analyst, "simulate_program", ("program", "[]"))).ErrorOf());
        Assert.Equal("argument.invalid", (await shop.AskAsync(Analyst, "simulate_program", ("program", json.Replace("\"spring\"", "\"autumn\"", StringComparison.Ordinal)))).ErrorOf());
        Assert.Equal("argument.too_long", (await shop.AskAsync(Analyst, "simulate_program", ("program", new string(' ', 10) + new string('x', ProgramJson.MaxBytes + 1)))).ErrorOf());
    }

    [Fact]
    public async Task Definitions_are_those_of_the_catalogue()
    {
        await using var shop = new AssistantShop();
        var all = await shop.AskAsync(Analyst, "define_kpis");
        var one = await shop.AskAsync(Analyst, "define_kpis", ("names", new[] { "participation_rate" }));

        Assert.Equal(Kpis.KpiCatalogue.All.Count, all.GetProperty("definitions").GetArrayLength());
        Assert.Equal(Kpis.KpiCatalogue.Find("participation_rate")!.Text, Assert.Single(one.GetProperty("definitions").EnumerateArray()).TextOf());
        Assert.True(all.GetRawText().Length < 8_000, $"{all.GetRawText().Length}");
    }
}

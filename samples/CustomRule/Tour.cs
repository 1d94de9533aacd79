using Referrals;
using Referrals.Serialization;
using Referrals.Simulation;
using Referrals.Testing;

namespace Bookshop;

/// <summary>What the sample prints: terms, a story with its explanations, a mistake in the program, and what another percentage would have cost.</summary>
public static class Tour
{
    /// <summary>Prints it; the same every time.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        await Heading("What customers read").ConfigureAwait(false);
        await output.WriteLineAsync(ProgramTerms.Of(Shop.Program, Side.Referrer, Shop.Words).ToText()).ConfigureAwait(false);

        await Heading("A story").ConfigureAwait(false);
        var story = Story.Under(Shop.Program, Shop.Rules)
            .Alice.Refers("bob", static bob => bob.With("birthMonth", "3"))
            .OnDay(3).Bob.Buys("80.00 EUR", static order => order.WithLine(Book("atlas", 80, cost: "50.01")))
            .OnDay(4).Bob.Buys("30.00 EUR", static order => order.WithLine(Book("guide", 30, cost: "30.00")))
            .OnDay(40).Bob.Buys("45.00 EUR");
        await output.WriteLineAsync(story.ToString()).ConfigureAwait(false);
        await output.WriteLineAsync("Why the last order earned no share of a margin, and nothing for a birthday:").ConfigureAwait(false);
        await output.WriteLineAsync(story.Last.Explanation.ToText()).ConfigureAwait(false);

        await Heading("A slip in the program file").ConfigureAwait(false);
        try
        {
            _ = ProgramJson.Read(Shop.Json.Replace("\"percent\": 20", "\"percent\": 200", StringComparison.Ordinal), Shop.Rules);
        }
        catch (ReferralProgramException mistake)
        {
            await output.WriteLineAsync(mistake.Message).ConfigureAwait(false);
        }

        await Heading("If it had been 25 % of the margin, for referrals from 1 October on").ConfigureAwait(false);
        var generous = ProgramJson.Read(Shop.Json.Replace("\"percent\": 20", "\"percent\": 25", StringComparison.Ordinal), Shop.Rules);
        var report = await ShopHistory.SimulateLastQuarterAsync(generous).ConfigureAwait(false);
        await output.WriteLineAsync(Summary(report)).ConfigureAwait(false);
        return 0;

        async Task Heading(string text) => await output.WriteLineAsync($"\n{text}\n{new string('-', text.Length)}").ConfigureAwait(false);
    }

    private static ProductLine Book(string sku, decimal price, string cost) => ProductLine.Of(sku, Amount.Of(price, "EUR")).With("cost", cost);

    private static string Summary(SimulationReport report)
    {
        var eur = Unit.Money("EUR");
        return $"""
            {report.Inputs} inputs from {report.From.InUtc().Date:R} until {report.Until.InUtc().Date:R}
            rewards in EUR: {report.Difference(eur)} more; {report.People.Count(static person => !person.Difference.IsNegative)} people gain
            """;
    }
}

using Referrals.Insights.Incrementality;

namespace InsightsSample;

/// <summary>What did the larger reward bring that would not have come anyhow?</summary>
internal static class IncrementalPage
{
    private const double ExtraReward = 5;

    public static void Print(string file, TextWriter output)
    {
        output.WriteLine("INCREMENTALITY: the larger reward against those who were held back from it");
        output.WriteLine();
        var table = CsvColumns.Read(file);
        var (variants, revenue, referred) = (table.Text("variant"), table.Numbers("revenue"), table.Flags("has_referred"));
        var cost = ExtraReward * variants.Zip(referred).Count(one => one is ("15-eur", true));
        var effect = IncrementalEffect.OfHoldOut(
            [.. revenue.Where((_, row) => variants[row] == "15-eur")],
            [.. revenue.Where((_, row) => variants[row] == "10-eur")],
            cost).OrThrow();

        var (total, back) = (effect.Total, effect.Return.OrThrow());
        output.WriteLine($"  all revenue of the {effect.Treated:N0} customers: {effect.NaiveTotal:N0} EUR for {cost:N0} EUR more in rewards, a naive return of {effect.NaiveReturn:N0} times the cost");
        output.WriteLine($"  revenue that came because of it: {total.Value:N0} EUR ({total.Interval.Low:N0} to {total.Interval.High:N0}), a return of {back.Value:N1} times the cost ({back.Interval.Low:N1} to {back.Interval.High:N1})");
        output.WriteLine(back.Interval.Low > 0 ? "  It pays." : back.Interval.High < 0 ? "  It does not pay." : "  The data does not tell whether it pays.");
    }
}

using Referrals.Insights.Feedback;

namespace InsightsSample;

/// <summary>How likely are customers to recommend the shop, and do referred ones differ?</summary>
internal static class FeedbackPage
{
    public static void Print(string folder, TextWriter output)
    {
        output.WriteLine("FEEDBACK: net promoter score");
        output.WriteLine();
        var answers = CsvColumns.Read(Path.Combine(folder, "nps.csv"));
        var customers = CsvColumns.Read(Path.Combine(folder, "customers.csv"));
        var referred = customers.Text("customer_id").Where((_, row) => customers.Text("acquired_via")[row] == "referral").ToHashSet(StringComparer.Ordinal);
        var all = answers.Text("customer_id").Zip(answers.Numbers("score"), (customer, score) => (IsReferred: referred.Contains(customer), Score: (int)score)).ToArray();

        var (first, second) = (Of(all.Where(one => one.IsReferred)), Of(all.Where(one => !one.IsReferred)));
        output.WriteLine($"  {"customers",-11}{"answers",9}{"score",8}{"95 % interval",18}");
        foreach (var (name, nps) in new[] { ("all", Of(all)), ("referred", first), ("others", second) })
        {
            var interval = $"{nps.Score.Interval.Low:N1} to {nps.Score.Interval.High:N1}";
            output.WriteLine($"  {name,-11}{nps.Answers,9:N0}{nps.Score.Value,8:N1}{interval,18}");
        }

        var difference = first.Minus(second);
        output.WriteLine();
        output.WriteLine($"Referred less others: {difference.Value:N1} points ({difference.Interval.Low:N1} to {difference.Interval.High:N1}).");
        output.WriteLine(difference.Interval.Contains(0) ? "  The answers do not tell them apart." : difference.Value > 0 ? "  They recommend more." : "  They recommend less.");

        static NetPromoterScore Of(IEnumerable<(bool IsReferred, int Score)> answers) =>
            NetPromoterScore.Of([.. answers.Select(one => one.Score)]).OrThrow();
    }
}

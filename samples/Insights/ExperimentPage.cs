using Referrals.Insights.Experiments;

namespace InsightsSample;

/// <summary>Does a reward of 15 EUR bring more referrers than one of 10 EUR?</summary>
internal static class ExperimentPage
{
    public static void Print(string file, TextWriter output)
    {
        output.WriteLine("EXPERIMENT: a reward of 15 EUR against one of 10 EUR");
        output.WriteLine();

        // Before the start: how long will it take?
        var plan = SampleSize.ForProportions(baseline: 0.12, target: 0.15, looks: Looks.AnyTime).OrThrow();
        output.WriteLine($"Planned: {plan.UnitsPerVariant:N0} customers per variant find a rise from 12 % to 15 % in 4 of 5 cases;");
        output.WriteLine($"with 200 customers a day that takes {plan.Days(unitsPerDay: 200):N0} days, and usually fewer, as every look may end it.");

        // At each sign-in: who sees what? The same answer everywhere and forever.
        var experiment = Experiment.Create("reward-size", ["10-eur", "15-eur"]);
        var table = CsvColumns.Read(file);
        var (customers, variants) = (table.Text("customer_id"), table.Text("variant"));
        var agreeing = customers.Zip(variants).Count(pair => experiment.Assign(pair.First).Variant == pair.Second);
        output.WriteLine($"Assigned: {agreeing:N0} of {customers.Length:N0} rows have the variant that the hash gives.");
        output.WriteLine();

        // At any time: what does it say, and what to do?
        var data = ExperimentData.Of(experiment, variants);
        var revenue = Metric.Mean("revenue", table.Numbers("revenue")).Winsorized(0.99);
        var report = ExperimentReport.Create(data,
        [
            Metric.Proportion("has referred somebody", table.Flags("has_referred")).WorthHaving(0.01),
            revenue,
            revenue.AdjustedBy(table.Numbers("revenue_before")),
        ]);
        output.Write(report.ToText());
        output.WriteLine();

        var (plain, adjusted) = (report.Metrics[1].Comparisons, report.Metrics[2].Comparisons);
        if (plain.Count > 0 && adjusted.Count > 0)
        {
            var saved = 1 - Math.Pow(adjusted[0].Difference.StandardError / plain[0].Difference.StandardError, 2);
            output.WriteLine($"What was known of customers before (CUPED) saves {saved:P0} of the customers that revenue needs.");
        }

        if (report.Metrics[0].Comparisons is [var primary, ..])
        {
            output.WriteLine($"Expected loss of choosing it: {primary.ExpectedLoss * 1_000_000:N1} referrers per million customers.");
        }
    }
}

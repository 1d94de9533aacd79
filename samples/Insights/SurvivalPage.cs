using Referrals.Insights.Survival;

namespace InsightsSample;

/// <summary>How long does it take from the sign-up to the first order, and are referred customers quicker?</summary>
internal static class SurvivalPage
{
    private const double End = 365;

    public static void Print(string folder, TextWriter output)
    {
        output.WriteLine("SURVIVAL: from the sign-up to the first order");
        output.WriteLine();
        var customers = CsvColumns.Read(Path.Combine(folder, "customers.csv"));
        var orders = CsvColumns.Read(Path.Combine(folder, "orders.csv"));
        var firstOrders = orders.Text("customer_id").Zip(orders.Days("at"), orders.Text("kind")).Where(order => order.Third == "sale")
            .GroupBy(order => order.First, order => order.Second).ToDictionary(group => group.Key, group => group.Min());

        var rows = customers.Text("customer_id").Zip(customers.Days("signup_at"), customers.Text("acquired_via"))
            .Select((customer, row) => (
                Days: firstOrders.GetValueOrDefault(customer.First, End) - customer.Second,
                HasOrdered: firstOrders.ContainsKey(customer.First),
                IsReferred: customer.Third == "referral",
                IsBusiness: customers.Text("segment")[row] == "business"))
            .Where(row => row.Days > 0).ToArray();
        double[] days = [.. rows.Select(row => row.Days)];
        bool[] ordered = [.. rows.Select(row => row.HasOrdered)];

        output.WriteLine($"  {"customers",-11}{"count",7}{"ordered",9}{"within 14 days",16}{"95 % interval",18}{"within 60 days",16}{"median days",13}");
        foreach (var referred in new[] { true, false })
        {
            var curve = SurvivalCurve.Of(
                [.. days.Where((_, i) => rows[i].IsReferred == referred)],
                [.. ordered.Where((_, i) => rows[i].IsReferred == referred)]).OrThrow();
            var interval = curve.Points.Last(point => point.Time <= 14).Interval;
            var range = $"{1 - interval.High:P1} to {1 - interval.Low:P1}";
            var median = curve.Median.Value is { } time ? $"{time.Value:N1}" : "not reached";
            output.WriteLine($"  {(referred ? "referred" : "others"),-11}{curve.Subjects,7:N0}{curve.Events,9:N0}{1 - curve.At(14),16:P1}{range,18}{1 - curve.At(60),16:P1}{median,13}");
        }

        var test = LogRank.Compare(days, ordered, [.. rows.Select(row => row.IsReferred ? "referred" : "others")]).OrThrow().Test;
        var cox = CoxModel.Fit(
            days,
            ordered,
            ["referred", "business"],
            [[.. rows.Select(row => row.IsReferred ? 1d : 0)], [.. rows.Select(row => row.IsBusiness ? 1d : 0)]]).OrThrow();
        var ratio = cox.HazardRatios["referred"];
        output.WriteLine();
        output.WriteLine($"Log-rank test: chi-square {test.Statistic:N1}, p = {test.PValue:G2}.");
        output.WriteLine($"With the segment held equal, referred customers order at {ratio.Value:N2} times the rate of others ({ratio.Interval.Low:N2} to {ratio.Interval.High:N2}).");
        output.WriteLine(ratio.Interval.Low > 1 ? "  They are quicker." : ratio.Interval.High < 1 ? "  They are slower." : "  The data does not tell whether they are quicker or slower.");
    }
}

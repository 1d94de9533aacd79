using Referrals.Insights.Forecasts;

namespace InsightsSample;

/// <summary>How many referred sign-ups are to come, and is the goal within reach?</summary>
internal static class ForecastPage
{
    private const int Known = 273;
    private const int Year = 365;

    public static void Print(string folder, TextWriter output)
    {
        output.WriteLine("FORECAST: referred sign-ups of October to December, from the three months before");
        output.WriteLine();
        var customers = CsvColumns.Read(Path.Combine(folder, "customers.csv"));
        var perDay = new double[Year];
        foreach (var (day, channel) in customers.Days("signup_at").Zip(customers.Text("acquired_via")))
        {
            if (channel == "referral" && day is >= 0 and < Year)
            {
                perDay[(int)day]++;
            }
        }

        var forecast = DailyForecast.Simulate(perDay[(Known - 91)..Known], Year - Known).OrThrow();
        output.WriteLine($"  {"days ahead",-12}{"median",8}{"95 % interval",18}{"actual",9}{"error",9}");
        foreach (var ahead in new[] { 7, 31, 61, Year - Known })
        {
            var day = forecast.Days[ahead - 1];
            var interval = $"{day.Interval.Low:N0} to {day.Interval.High:N0}";
            var actual = perDay[Known..(Known + ahead)].Sum();
            output.WriteLine($"  {ahead,-12}{day.Median,8:N0}{interval,18}{actual,9:N0}{(day.Median / actual) - 1,9:P1}");
        }

        // How wrong would it have been in every month of the year so far? Also of orders, which have less of a trend.
        output.WriteLine();
        output.WriteLine("Months that were held back, each forecast from the 8 weeks before it, with a fan of 80 %:");
        var orders = CsvColumns.Read(Path.Combine(folder, "orders.csv"));
        var ordersPerDay = new double[Year];
        foreach (var (day, _) in orders.Days("at").Zip(orders.Text("kind")).Where(order => order is { First: >= 0 and < Year, Second: "sale" }))
        {
            ordersPerDay[(int)day]++;
        }

        BackTest("referred sign-ups", perDay, output);
        BackTest("orders", ordersPerDay, output);
        if (forecast.HasTrend)
        {
            output.WriteLine();
            output.WriteLine($"The weeks before have a trend (t = {forecast.Trend.Statistic:N1}, p = {forecast.Trend.PValue:G2}), and the forecast assumes none: do not use it.");
            return;
        }

        const int goal = 500;
        var reach = forecast.Reach(goal);
        var when = reach.MedianDay is { } middle ? $"most likely on day {middle} (day {reach.EarlyDay} to {(reach.LateDay is { } late ? $"{late}" : "beyond")})" : "most likely later";
        output.WriteLine();
        output.WriteLine($"A goal of {goal} is reached by the end of the year with a probability of {reach.Probability:P0}, {when}; {reach.NeededPerDay:N1} a day are needed.");
    }

    private static void BackTest(string what, double[] perDay, TextWriter output)
    {
        var test = ForecastBackTest.Of(perDay, days: 28, known: 56).OrThrow();
        var held = test.Spans.Count(span => span.IsCovered);
        var trends = test.Spans.Count(span => span.HasTrend);
        output.WriteLine(
            $"  {what,-18}{test.Spans.Count,3} months, {held} held by the fan, {trends} refused for a trend; error {test.AbsoluteError:P0}, bias {test.Bias:P0}");
    }
}

using Referrals.Insights;
using Referrals.Insights.LifetimeValue;

namespace InsightsSample;

/// <summary>What are customers worth, who is still there, and are referred ones worth more?</summary>
internal static class ValuePage
{
    private const int EndOfYear = 364;
    private const int HeldBackFrom = 273;

    public static void Print(string folder, TextWriter output)
    {
        output.WriteLine("LIFETIME VALUE: margin of the customers of a year");
        output.WriteLine();
        var customers = CsvColumns.Read(Path.Combine(folder, "customers.csv"));
        var orders = CsvColumns.Read(Path.Combine(folder, "orders.csv"));
        var (kinds, ids, at, earned) = (orders.Text("kind"), orders.Text("customer_id"), orders.Days("at"), orders.Numbers("margin"));
        int[] sales = [.. Enumerable.Range(0, orders.Rows).Where(row => kinds[row] == "sale" && earned[row] > 0)];
        string[] buyers = [.. sales.Select(row => ids[row])];
        int[] days = [.. sales.Select(row => (int)at[row])];
        double[] margins = [.. sales.Select(row => earned[row])];

        // How good are the models? Fit to September, look at the rest of the year.
        var early = PurchaseLog.Read(buyers, days, margins, end: HeldBackFrom - 1).OrThrow();
        var known = early.Customers.ToHashSet(StringComparer.Ordinal);
        var actual = buyers.Zip(days).Where(sale => sale.Second >= HeldBackFrom && known.Contains(sale.First)).Distinct().Count();
        output.WriteLine($"Fitted to {early.History.Customers:N0} buyers up to September, the models expect of them in October to December:");
        output.WriteLine($"  {"model",-14}{"purchases",11}{"95 % interval",20}{"actual",9}{"error",9}");
        Compare("BG/NBD", BgNbdModel.Fit(early.History));
        Compare("Pareto/NBD", ParetoNbdModel.Fit(early.History));
        Compare("common rate", CommonRateModel.Fit(early.History));
        output.WriteLine();

        // What is everybody worth in the year to come?
        var log = PurchaseLog.Read(buyers, days, margins, end: EndOfYear).OrThrow();
        var model = RepeatPurchaseModel.FitBest(log.History);
        var spend = GammaGammaModel.Fit(log.History.Frequency, log.MeanSpend);
        if ((model.Refusal ?? spend.Refusal) is { } refusal)
        {
            output.WriteLine(refusal.Message);
            return;
        }

        Parameters(output, model.Value!.Name, model.Value.Fitted!);
        Parameters(output, "Gamma-Gamma", spend.Value!.Fitted!);
        output.WriteLine($"  correlation of frequency and spend: {spend.Value.FrequencyCorrelation} (should hold 0)");
        var weekly = Discount.PerPeriod(annual: 0.10, periodsPerYear: 52.1775);
        var values = ExpectedValue.OfCustomers(model.Value, spend.Value, log.History, log.MeanSpend, periods: 52, discount: weekly).OrThrow();
        var alive = model.Value.ProbabilitiesAlive(log.History);
        output.WriteLine();
        output.WriteLine($"Margin of the next 52 weeks, discounted at 10 % a year: {values.Sum():N0} EUR, {values.Average():N2} EUR per buyer;");
        output.WriteLine($"{alive.Sum():N0} of {alive.Count:N0} buyers are expected to be still there. The most valuable ones:");
        foreach (var row in Enumerable.Range(0, values.Count).OrderByDescending(row => values[row]).Take(3))
        {
            output.WriteLine($"  {log.Customers[row],-8}{log.History.Frequency[row],3} repeat purchases, alive with {alive[row]:P0}, worth {values[row]:N2} EUR");
        }

        output.WriteLine();
        Referred(customers, buyers, days, margins, output);

        void Compare<T>(string name, Estimate<T> fit)
            where T : RepeatPurchaseModel
        {
            if (fit.Value?.TotalPurchases(early.History, (EndOfYear + 1 - HeldBackFrom) / 7d).Value is { } total)
            {
                var interval = $"{total.Interval.Low:N0} to {total.Interval.High:N0}";
                output.WriteLine($"  {name,-14}{total.Value,11:N0}{interval,20}{actual,9:N0}{(total.Value / actual) - 1,9:P1}");
            }
            else
            {
                output.WriteLine($"  {name,-14}{fit.Refusal?.Message}");
            }
        }
    }

    private static void Parameters(TextWriter output, string name, LikelihoodFit fit)
    {
        var parameters = fit.Parameters.Select(pair => $"{pair.Key} {pair.Value.Value:G4} ± {pair.Value.StandardError:G2}");
        output.WriteLine($"{name}: {string.Join(", ", parameters)} (log-likelihood {fit.LogLikelihood:N1}, {fit.Observations:N0} customers)");
    }

    /// <summary>Margins of the first 90 days, of customers who have had 90 days.</summary>
    private static void Referred(CsvColumns customers, string[] buyers, int[] days, double[] margins, TextWriter output)
    {
        const int window = 90;
        var signUps = customers.Days("signup_at");
        int[] rows = [.. Enumerable.Range(0, customers.Rows).Where(row => signUps[row] + window <= EndOfYear)];
        var earned = rows.ToDictionary(row => customers.Text("customer_id")[row], row => (Until: signUps[row] + window, Margin: 0d));
        for (var sale = 0; sale < buyers.Length; sale++)
        {
            if (earned.TryGetValue(buyers[sale], out var own) && days[sale] < own.Until)
            {
                earned[buyers[sale]] = own with { Margin = own.Margin + margins[sale] };
            }
        }

        var compared = ReferredValue.Compare(
            [.. rows.Select(row => earned[customers.Text("customer_id")[row]].Margin)],
            [.. rows.Select(row => customers.Text("acquired_via")[row] == "referral")],
            [.. rows.Select(row => $"{customers.Text("segment")[row]}, month {1 + (int)(signUps[row] / 30.44)}")]);
        if (!compared.HasValue)
        {
            output.WriteLine(compared.Refusal.Message);
            return;
        }

        var (plain, standardized) = (compared.Value.Plain.Difference, compared.Value.Standardized!);
        output.WriteLine($"Margin of the first {window} days, {compared.Value.Referred.Count:N0} referred customers: {compared.Value.Referred.Mean:N2} EUR, {compared.Value.Others.Count:N0} others: {compared.Value.Others.Mean:N2} EUR.");
        output.WriteLine($"  difference {plain.Value:N2} EUR ({plain.Interval.Low:N2} to {plain.Interval.High:N2}); with the same mix of segments and months {standardized.Value:N2} EUR ({standardized.Interval.Low:N2} to {standardized.Interval.High:N2}).");
        output.WriteLine(standardized.Interval.Low > 0 ? "  Referred customers are worth more."
            : standardized.Interval.High < 0 ? "  Referred customers are worth less."
            : "  The data does not tell whether referred customers are worth more or less.");
    }
}

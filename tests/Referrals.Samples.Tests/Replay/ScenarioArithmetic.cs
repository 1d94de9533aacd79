using System.Globalization;

namespace Referrals.Samples.Tests.Replay;

/// <summary>
/// The KPIs of the vectors' README, computed straight from the files in plain loops: an independent source for windows that
/// have no expected values.
/// </summary>
internal sealed class ScenarioArithmetic
{
    private readonly List<Customer> _customers = [];
    private readonly List<(string Advocate, DateTimeOffset At)> _shares = [];
    private readonly List<(string Share, string Visitor, DateTimeOffset At)> _clicks = [];
    private readonly List<(string Customer, DateTimeOffset At, double Amount, double Margin, bool Sale)> _orders = [];
    private readonly List<(DateTimeOffset At, string Channel, double Amount)> _costs = [];
    private readonly List<(DateTimeOffset At, int Score)> _answers = [];

    public ScenarioArithmetic(string folder)
    {
        _customers.AddRange(Rows(folder, "customers").Select(static r => new Customer(r[0], At(r[1]), r[2], r[3])));
        _shares.AddRange(Rows(folder, "shares").Select(static r => (r[1], At(r[3]))));
        _clicks.AddRange(Rows(folder, "clicks").Select(static r => (r[1], r[2], At(r[3]))));
        _orders.AddRange(Rows(folder, "orders").Select(static r => (r[1], At(r[2]), Number(r[3]), Number(r[4]), r[5] == "sale")));
        _costs.AddRange(Rows(folder, "costs").Select(static r => (At(r[0]), r[2], Number(r[3]))));
        _answers.AddRange(Rows(folder, "nps").Select(static r => (At(r[1]), int.Parse(r[2], CultureInfo.InvariantCulture))));
    }

    public Dictionary<string, double> Of(DateTimeOffset from, DateTimeOffset to)
    {
        bool In(DateTimeOffset at) => from <= at && at < to;
        var joined = _customers.Where(c => In(c.At)).ToList();
        var referred = joined.Where(static c => c.Via == "referral").ToList();
        var others = joined.Where(static c => c.Via != "referral").ToList();
        var buyers = _orders.Where(o => o.Sale && o.At < to).Select(static o => o.Customer).ToHashSet();
        var signedUp = _customers.ToDictionary(static c => c.Id, static c => c.At);
        var shares = _shares.Count(s => In(s.At));
        var advocates = _shares.Where(s => In(s.At)).Select(static s => s.Advocate).Distinct().Count();
        var clicks = _clicks.Where(c => In(c.At)).ToList();
        var unique = clicks.Select(static c => (c.Share, c.Visitor)).Distinct().Count();
        var referredBuyers = referred.Count(c => buyers.Contains(c.Id));
        var cost = _costs.Where(c => In(c.At) && c.Channel == "referral").Sum(static c => c.Amount);
        var paid = _costs.Where(c => In(c.At) && c.Channel == "paid").Sum(static c => c.Amount);
        var referredMargins = Margins(referred, In);
        var otherMargins = Margins(others, In);
        var cycles = referred.Select(c => (c.At - signedUp[c.Referrer]).TotalDays).Order().ToList();
        var scores = _answers.Where(a => In(a.At)).Select(static a => a.Score).ToList();
        var cohort = referred.Select(static c => c.Id).ToHashSet();
        return new Dictionary<string, double>
        {
            ["eligible_customers"] = _customers.Count(c => c.At < to),
            ["active_advocates"] = advocates,
            ["participation_rate"] = (double)advocates / _customers.Count(c => c.At < to),
            ["shares"] = shares,
            ["shares_per_active_advocate"] = (double)shares / advocates,
            ["unique_clicks"] = unique,
            ["raw_clicks"] = clicks.Count,
            ["clicks_per_share"] = (double)unique / shares,
            ["referred_signups"] = referred.Count,
            ["click_to_signup_rate"] = (double)referred.Count / unique,
            ["referred_purchasers"] = referredBuyers,
            ["referral_conversion_rate_signup_to_first_purchase"] = (double)referredBuyers / referred.Count,
            ["nonreferred_conversion_rate"] = (double)others.Count(c => buyers.Contains(c.Id)) / others.Count,
            ["new_customers"] = joined.Count,
            ["referral_share_of_new_signups"] = (double)referred.Count / joined.Count,
            ["referral_program_cost"] = cost,
            ["CAC_referral_per_purchaser"] = cost / referredBuyers,
            ["CAC_paid_per_purchaser"] = paid / joined.Count(c => c.Via == "paid" && buyers.Contains(c.Id)),
            ["referred_cohort_revenue_net"] = _orders.Where(o => In(o.At) && cohort.Contains(o.Customer)).Sum(static o => o.Amount),
            ["referred_cohort_margin_net"] = referredMargins.Sum(),
            ["ROI_referral_margin_basis"] = (referredMargins.Sum() - cost) / cost,
            ["historic_margin_per_customer_referred"] = referredMargins.Sum() / referred.Count,
            ["historic_margin_sd_referred"] = Deviation(referredMargins),
            ["n_referred"] = referred.Count,
            ["historic_margin_per_customer_nonreferred"] = otherMargins.Sum() / others.Count,
            ["historic_margin_sd_nonreferred"] = Deviation(otherMargins),
            ["n_nonreferred"] = others.Count,
            ["K_measured_signups"] = (double)referred.Count(c => In(signedUp[c.Referrer])) / joined.Count,
            ["cycle_time_days_mean"] = cycles.Sum() / cycles.Count,
            ["cycle_time_days_median"] = (cycles[(cycles.Count - 1) / 2] + cycles[cycles.Count / 2]) / 2,
            ["nps_n"] = scores.Count,
            ["nps"] = 100.0 * (scores.Count(static s => s >= 9) - scores.Count(static s => s <= 6)) / scores.Count,
        };
    }

    private List<double> Margins(List<Customer> cohort, Func<DateTimeOffset, bool> isIn)
    {
        var sums = _orders.Where(o => isIn(o.At))
            .GroupBy(static o => o.Customer)
            .ToDictionary(static g => g.Key, static g => g.Sum(static o => o.Margin));
        return [.. cohort.Select(c => sums.GetValueOrDefault(c.Id))];
    }

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    private static IEnumerable<string[]> Rows(string folder, string name) =>
        File.ReadLines(Path.Combine(folder, name + ".csv")).Skip(1).Select(static line => line.Split(','));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Customer(string Id, DateTimeOffset At, string Via, string Referrer);
}

namespace Referrals.Insights.LifetimeValue;

/// <summary>What models of repeat purchases need of each customer: how many repeat purchases, when the last one was, and for how long
/// the customer has been observed.</summary>
/// <remarks>
/// Time is counted in periods of your choice from the customer's first purchase, which is not counted. Purchases on one day are one. Rows are
/// customers, in the given order.
/// </remarks>
public sealed class PurchaseHistory
{
    private readonly int[] _patternOf;

    private PurchaseHistory(int[] frequency, double[] recency, double[] age)
    {
        (Frequency, Recency, Age) = (frequency, recency, age);
        var index = new Dictionary<(int, double, double), int>();
        var patterns = new List<PurchasePattern>();
        _patternOf = new int[frequency.Length];
        for (var row = 0; row < frequency.Length; row++)
        {
            var key = (frequency[row], recency[row], age[row]);
            if (!index.TryGetValue(key, out var at))
            {
                index[key] = at = patterns.Count;
                patterns.Add(new PurchasePattern(frequency[row], recency[row], age[row], 0));
            }

            patterns[at] = patterns[at] with { Weight = patterns[at].Weight + 1 };
            _patternOf[row] = at;
        }

        Patterns = [.. patterns];
    }

    /// <summary>The number of customers.</summary>
    public int Customers => _patternOf.Length;

    /// <summary>The number of repeat purchases of each customer.</summary>
    public IReadOnlyList<int> Frequency { get; }

    /// <summary>The time from the first to the last purchase; 0 without a repeat purchase.</summary>
    public IReadOnlyList<double> Recency { get; }

    /// <summary>The time from the first purchase to the end of the observation.</summary>
    public IReadOnlyList<double> Age { get; }

    internal PurchasePattern[] Patterns { get; }

    /// <summary>A history from its columns.</summary>
    /// <param name="frequency">Repeat purchases, from 0.</param>
    /// <param name="recency">First to last purchase; 0 exactly where there is no repeat purchase, and not above the age.</param>
    /// <param name="age">First purchase to the end of the observation, above 0.</param>
    /// <returns>The history, or a refusal that names the first row that cannot be.</returns>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static Estimate<PurchaseHistory> Of(IReadOnlyList<int> frequency, IReadOnlyList<double> recency, IReadOnlyList<double> age)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        ArgumentNullException.ThrowIfNull(recency);
        ArgumentNullException.ThrowIfNull(age);
        Checks.SameLength(frequency.Count, recency.Count, nameof(recency));
        Checks.SameLength(frequency.Count, age.Count, nameof(age));
        for (var row = 0; row < frequency.Count; row++)
        {
            var (x, last, end) = (frequency[row], recency[row], age[row]);
            if (!(end > 0) || !double.IsFinite(end))
            {
                return Checks.Invalid($"Row {row} has an age of {end}; it must be above 0. Leave out customers whose first purchase is at the end.");
            }

            if (x < 0 || !(last >= 0) || last > end)
            {
                return Checks.Invalid($"Row {row} has {x} repeat purchases, the last at {last}, and an age of {end}. The last one lies between 0 and the age.");
            }

            if (x == 0 != (last == 0))
            {
                return Checks.Invalid($"Row {row} has {x} repeat purchases and the last at {last}. Both are 0, or neither. Purchases on the first day are one.");
            }
        }

        return new PurchaseHistory([.. frequency], [.. recency], [.. age]);
    }

    /// <summary>Spreads a number per pattern to the customers.</summary>
    internal double[] ForCustomers(Func<PurchasePattern, double> function)
    {
        var values = Array.ConvertAll(Patterns, pattern => function(pattern));
        return Array.ConvertAll(_patternOf, pattern => values[pattern]);
    }
}

/// <summary>Customers who have the same history.</summary>
internal readonly record struct PurchasePattern(int Frequency, double Recency, double Age, double Weight);

/// <summary>A history made out of single purchases, with what the customers spend.</summary>
public sealed class PurchaseLog
{
    private PurchaseLog(IReadOnlyList<string> customers, PurchaseHistory history, IReadOnlyList<double> spend, int leftOut)
    {
        Customers = customers;
        History = history;
        MeanSpend = spend;
        LeftOut = leftOut;
    }

    /// <summary>The ids of the customers, in the order of the columns.</summary>
    public IReadOnlyList<string> Customers { get; }

    /// <summary>The columns for models of repeat purchases.</summary>
    public PurchaseHistory History { get; }

    /// <summary>The mean amount of the repeat purchases of each customer; 0 without any.</summary>
    public IReadOnlyList<double> MeanSpend { get; }

    /// <summary>Customers whose first purchase was on the last day, of whom nothing can be told yet.</summary>
    public int LeftOut { get; }

    /// <summary>Makes a history out of purchases up to a day. Purchases after it are not read.</summary>
    /// <param name="customers">The customer of each purchase.</param>
    /// <param name="days">The day of each purchase, such as the number of days since a fixed date.</param>
    /// <param name="amounts">The amount of each purchase, revenue or margin; refunds taken off. The sum of a day must be above 0.</param>
    /// <param name="end">The last day of the observation.</param>
    /// <param name="daysPerPeriod">The length of a period, 7 for weeks.</param>
    /// <returns>The history, or a refusal if nobody has a purchase before the end.</returns>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static Estimate<PurchaseLog> Read(
        IReadOnlyList<string> customers,
        IReadOnlyList<int> days,
        IReadOnlyList<double> amounts,
        int end,
        double daysPerPeriod = 7)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(amounts);
        Checks.SameLength(customers.Count, days.Count, nameof(days));
        Checks.SameLength(customers.Count, amounts.Count, nameof(amounts));
        Checks.Positive(daysPerPeriod);
        var byCustomer = new Dictionary<string, SortedDictionary<int, double>>(StringComparer.Ordinal);
        var order = new List<string>();
        for (var row = 0; row < customers.Count; row++)
        {
            if (days[row] > end)
            {
                continue;
            }

            if (!byCustomer.TryGetValue(customers[row], out var own))
            {
                byCustomer[customers[row]] = own = [];
                order.Add(customers[row]);
            }

            own[days[row]] = own.GetValueOrDefault(days[row]) + amounts[row];
        }

        string[] kept = [.. order.Where(customer => byCustomer[customer].First().Key < end)];
        if (kept.Length == 0)
        {
            return Checks.TooFew($"None of {order.Count} customers has a purchase before the day {end}. Choose a later end.");
        }

        SortedDictionary<int, double>[] logs = [.. kept.Select(customer => byCustomer[customer])];
        var history = PurchaseHistory.Of(
            [.. logs.Select(log => log.Count - 1)],
            [.. logs.Select(log => (log.Last().Key - log.First().Key) / daysPerPeriod)],
            [.. logs.Select(log => (end - log.First().Key) / daysPerPeriod)]);
        double[] spend = [.. logs.Select(log => log.Count > 1 ? log.Skip(1).Average(day => day.Value) : 0)];
        return history.HasValue ? new PurchaseLog(kept, history.Value, spend, order.Count - kept.Length) : history.Refusal;
    }
}

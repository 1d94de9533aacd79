using System.Diagnostics.CodeAnalysis;

namespace Referrals.Insights;

/// <summary>A result, or the reason why the data does not support one.</summary>
/// <remarks>
/// Too little data, data that cannot be, and a fit that does not converge are ordinary outcomes, so that they are refusals and not
/// exceptions. A refusal never hides behind NaN, infinity or a start value.
/// </remarks>
/// <typeparam name="T">What is estimated.</typeparam>
public sealed record Estimate<T>
    where T : class
{
    private Estimate(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>The result; <c>null</c> if it is refused.</summary>
    public T? Value { get; }

    /// <summary>Why there is no result; <c>null</c> if there is one.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether there is a result.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool HasValue => Value is not null;

    /// <summary>The result, for code that has no use for a refusal.</summary>
    /// <exception cref="InvalidOperationException">There is no result; the message is that of the refusal.</exception>
    public T OrThrow() => Value ?? throw new InvalidOperationException(Refusal!.Message);

    /// <summary>The result or the refusal in words.</summary>
    public override string ToString() => HasValue ? Value.ToString() ?? "" : Refusal.ToString();

    /// <summary>A result whose type is an interface, from which there is no conversion.</summary>
    internal static Estimate<T> From(T value) => new(value, null);

    /// <summary>A result.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "Estimates are made by the library only.")]
    public static implicit operator Estimate<T>(T value) => new(value ?? throw new ArgumentNullException(nameof(value)), null);

    /// <summary>A refusal.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "Estimates are made by the library only.")]
    public static implicit operator Estimate<T>(Refusal refusal) => new(null, refusal ?? throw new ArgumentNullException(nameof(refusal)));
}

/// <summary>Why there is no result.</summary>
public sealed record Refusal
{
    internal Refusal(RefusalCode code, string message) => (Code, Message) = (code, message);

    /// <summary>The kind of reason, for programs.</summary>
    public RefusalCode Code { get; }

    /// <summary>The reason for people: the value found, the limit and what to do.</summary>
    public string Message { get; }

    /// <summary>The code and the reason.</summary>
    public override string ToString() => $"{Code}: {Message}";
}

/// <summary>Kinds of reasons why there is no result.</summary>
public enum RefusalCode
{
    /// <summary>There are fewer observations than the method needs.</summary>
    TooFewObservations = 0,

    /// <summary>All observations are equal, so that nothing can be told about their spread.</summary>
    NoVariation = 1,

    /// <summary>The data contradicts itself, such as a last purchase after the end of the observation.</summary>
    InvalidData = 2,

    /// <summary>The likelihood has no maximum inside the allowed range, or the search for it ran into its limit.</summary>
    NotConverged = 3,

    /// <summary>A feature separates the outcomes completely, so that its effect has no finite estimate.</summary>
    Separated = 4,

    /// <summary>The quantity does not exist for these values, such as a ratio to zero or the mean of a distribution that has none.</summary>
    Undefined = 5,
}

/// <summary>A number with its uncertainty.</summary>
public sealed record PointEstimate
{
    internal PointEstimate(double value, double standardError, ConfidenceInterval interval) =>
        (Value, StandardError, Interval) = (value, standardError, interval);

    /// <summary>The estimate.</summary>
    public double Value { get; }

    /// <summary>The standard error, on the scale of the value.</summary>
    public double StandardError { get; }

    /// <summary>The interval.</summary>
    public ConfidenceInterval Interval { get; }

    /// <summary>The value and the interval.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Value:G6} {Interval}");
}

/// <summary>The values that fit the observations.</summary>
public sealed record ConfidenceInterval
{
    internal ConfidenceInterval(double low, double high, double level, string method) =>
        (Low, High, Level, Method) = (low, high, level, method);

    /// <summary>The lower end.</summary>
    public double Low { get; }

    /// <summary>The upper end.</summary>
    public double High { get; }

    /// <summary>The level, such as 0.95: how often an interval made in this way holds the true value.</summary>
    public double Level { get; }

    /// <summary>The method by its name in the literature, such as <c>Wilson score</c>.</summary>
    public string Method { get; }

    /// <summary>Whether a value lies in the interval, its ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>The ends, the level and the method.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{Low:G6}, {High:G6}] ({100 * Level:G4} %, {Method})");
}

/// <summary>A test of a hypothesis.</summary>
public sealed record SignificanceTest
{
    internal SignificanceTest(string method, double statistic, double pValue, double? degreesOfFreedom = null) =>
        (Method, Statistic, PValue, DegreesOfFreedom) = (method, statistic, pValue, degreesOfFreedom);

    /// <summary>The test by its name in the literature. Tests of the same data by different methods give different p-values.</summary>
    public string Method { get; }

    /// <summary>The value of the test statistic.</summary>
    public double Statistic { get; }

    /// <summary>The two-sided p-value.</summary>
    public double PValue { get; }

    /// <summary>The degrees of freedom; <c>null</c> where the distribution has none.</summary>
    public double? DegreesOfFreedom { get; }
}

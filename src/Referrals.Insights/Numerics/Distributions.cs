namespace Referrals.Insights.Numerics;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    private static readonly double[] A =
    [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01,
        2.506628277459239e+00,
    ];

    private static readonly double[] B =
        [-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1];

    private static readonly double[] C =
    [
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00,
        2.938163982698783e+00,
    ];

    private static readonly double[] D =
        [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1];

    /// <summary>P(Z &lt;= z), to full relative accuracy in the lower tail.</summary>
    public static double Cdf(double z)
    {
        var (lower, upper) = IncompleteFunctions.Gamma(0.5, 0.5 * z * z);
        return z <= 0 ? 0.5 * upper : 0.5 + (0.5 * lower);
    }

    /// <summary>P(Z &gt; z).</summary>
    public static double Survival(double z) => Cdf(-z);

    /// <summary>The density.</summary>
    public static double Pdf(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);

    /// <summary>P(|Z| &gt;= |z|).</summary>
    public static double TwoSided(double z) => 2 * Cdf(-Math.Abs(z));

    /// <summary>The z with P(Z &lt;= z) = <paramref name="p"/>, for p between 0 and 1.</summary>
    /// <remarks>P. J. Acklam's rational approximation (2003), made exact by two steps of Halley.</remarks>
    public static double Quantile(double p)
    {
        if (p > 0.5)
        {
            return -Quantile(1 - p);
        }

        double z;
        if (p < 0.02425)
        {
            var q = Math.Sqrt(-2 * Math.Log(p));
            z = Polynomial(C, q) / Polynomial(D, q);
        }
        else
        {
            var q = p - 0.5;
            z = q * Polynomial(A, q * q) / Polynomial(B, q * q);
        }

        for (var step = 0; step < 2; step++)
        {
            var u = (Cdf(z) - p) / Pdf(z);
            z -= u / (1 + (0.5 * z * u));
        }

        return z;
    }

    /// <summary>The z that leaves (1 - level) / 2 on each side.</summary>
    public static double Critical(double level) => -Quantile(0.5 * (1 - level));

    private static double Polynomial(double[] coefficients, double x)
    {
        var value = 0d;
        foreach (var coefficient in coefficients)
        {
            value = (value * x) + coefficient;
        }

        return value;
    }
}

/// <summary>Student's t distribution.</summary>
internal static class StudentT
{
    /// <summary>P(|T| &gt;= |t|) for <paramref name="df"/> &gt; 0 degrees of freedom.</summary>
    public static double TwoSided(double t, double df)
    {
        var square = t * t;
        return IncompleteFunctions.Beta(0.5 * df, 0.5, df / (df + square), square / (df + square)).Lower;
    }

    /// <summary>P(T &lt;= t).</summary>
    public static double Cdf(double t, double df)
    {
        var tail = 0.5 * TwoSided(t, df);
        return t <= 0 ? tail : 1 - tail;
    }

    /// <summary>The t that leaves (1 - level) / 2 on each side.</summary>
    public static double Critical(double level, double df)
    {
        var tail = 1 - level;
        var high = Normal.Critical(level);
        while (TwoSided(high, df) > tail)
        {
            high *= 2;
        }

        return Root.Find(t => tail - TwoSided(t, df), 0, high);
    }
}

/// <summary>The chi-square distribution.</summary>
internal static class ChiSquare
{
    /// <summary>P(X &gt; x) for <paramref name="df"/> &gt; 0 degrees of freedom.</summary>
    public static double Survival(double x, double df) => IncompleteFunctions.Gamma(0.5 * df, 0.5 * x).Upper;

    /// <summary>P(X &lt;= x).</summary>
    public static double Cdf(double x, double df) => IncompleteFunctions.Gamma(0.5 * df, 0.5 * x).Lower;
}

/// <summary>The beta distribution.</summary>
internal static class BetaDistribution
{
    /// <summary>The x with P(X &lt;= x) = <paramref name="p"/>.</summary>
    public static double Quantile(double p, double a, double b)
    {
        // Looked for on the scale of the log odds, where ends near 0 and 1 keep their digits.
        var logit = Root.Find(u => Probability(u, a, b, p), -745, 745);
        return Elementary.Logistic(logit);
    }

    private static double Probability(double logit, double a, double b, double p)
    {
        var (lower, upper) = IncompleteFunctions.Beta(a, b, Elementary.Logistic(logit), Elementary.Logistic(-logit));
        return p < 0.5 ? lower - p : 1 - p - upper;
    }
}

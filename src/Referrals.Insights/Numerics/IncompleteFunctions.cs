namespace Referrals.Insights.Numerics;

/// <summary>The regularized incomplete gamma and beta functions, each with its complement to full relative accuracy.</summary>
/// <remarks>
/// Series and continued fractions of NIST's Digital Library of Mathematical Functions, 8.7, 8.9 and 8.17. The factor before them is taken
/// by C. Loader, Fast and accurate computation of binomial probabilities (2000), which keeps its digits where parameters are large.
/// </remarks>
internal static class IncompleteFunctions
{
    private const double Epsilon = 1e-16;
    private const double Tiny = 1e-300;
    private const int MaxSteps = 1_000_000;

    /// <summary>P(a, x) and Q(a, x) = 1 - P(a, x), for a &gt; 0 and x &gt;= 0.</summary>
    public static (double Lower, double Upper) Gamma(double a, double x)
    {
        if (x <= 0)
        {
            return (0, 1);
        }

        if (double.IsPositiveInfinity(x))
        {
            return (1, 0);
        }

        var factor = Math.Exp(-Deviance(a, x - a, x) - GammaFunctions.StirlingError(a)) * Math.Sqrt(a / (2 * Math.PI));
        if (x < a + 1)
        {
            var lower = factor * GammaSeries(a, x) / a;
            return (Math.Min(1, lower), Math.Max(0, 1 - lower));
        }

        var upper = factor * GammaFraction(a, x);
        return (Math.Max(0, 1 - upper), Math.Min(1, upper));
    }

    /// <summary>I_x(a, b) and its complement, for a, b &gt; 0 and x from 0 to 1.</summary>
    public static (double Lower, double Upper) Beta(double a, double b, double x) => Beta(a, b, x, 1 - x);

    /// <summary>The same with <paramref name="y"/> = 1 - x given by itself, for an x so near to 1 that the difference would lose digits.</summary>
    public static (double Lower, double Upper) Beta(double a, double b, double x, double y)
    {
        if (x <= 0 || y <= 0)
        {
            return x <= 0 ? (0, 1) : (1, 0);
        }

        if (x > (a + 1) / (a + b + 2))
        {
            var (upper, lower) = Beta(b, a, y, x);
            return (lower, upper);
        }

        var part = Math.Exp(LogBetaKernel(a, b, x, y)) * BetaFraction(a, b, x) / a;
        return (Math.Min(1, part), Math.Max(0, 1 - part));
    }

    /// <summary>ln(x^a y^b / B(a, b)).</summary>
    public static double LogBetaKernel(double a, double b, double x, double y)
    {
        var n = a + b;
        var excess = (b * x) - (a * y);
        return GammaFunctions.StirlingError(n) - GammaFunctions.StirlingError(a) - GammaFunctions.StirlingError(b)
            + (0.5 * Math.Log(a / n * (b / (2 * Math.PI)))) - Deviance(a, excess, n * x) - Deviance(b, -excess, n * y);
    }

    /// <summary>k ln(k / m) + m - k, where excess = m - k is given without its cancellation.</summary>
    private static double Deviance(double k, double excess, double m) =>
        Math.Abs(excess) < 0.5 * k ? -k * Elementary.Log1PMinusX(excess / k) : (k * Math.Log(k / m)) + excess;

    private static double GammaSeries(double a, double x)
    {
        var (sum, term) = (1d, 1d);
        for (var n = 1; n < MaxSteps && term > sum * Epsilon; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum;
    }

    /// <summary>The continued fraction of Q by the method of Lentz.</summary>
    private static double GammaFraction(double a, double x)
    {
        var b = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / b;
        var h = d;
        for (var i = 1; i < MaxSteps; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / NotZero((an * d) + b);
            c = NotZero(b + (an / c));
            h *= d * c;
            if (Math.Abs((d * c) - 1) < Epsilon * 4)
            {
                break;
            }
        }

        return h;
    }

    private static double BetaFraction(double a, double b, double x)
    {
        var c = 1d;
        var d = 1 / NotZero(1 - ((a + b) * x / (a + 1)));
        var h = d;
        for (var m = 1; m < MaxSteps; m++)
        {
            var two = 2d * m;
            var even = m * (b - m) * x / ((a + two - 1) * (a + two));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + two) * (a + two + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            h *= d * c;
            if (Math.Abs((d * c) - 1) < Epsilon * 4)
            {
                break;
            }
        }

        return h;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}

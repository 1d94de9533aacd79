namespace Referrals.Insights.Numerics;

/// <summary>Elementary functions without the cancellation of their textbook forms.</summary>
internal static class Elementary
{
    /// <summary>ln(1 + x), accurate near zero.</summary>
    /// <remarks>W. Kahan, in N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), 1.14.1.</remarks>
    public static double Log1P(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) || u <= 0 ? Math.Log(u) : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>e^x - 1, accurate near zero.</summary>
    /// <remarks>The same source.</remarks>
    public static double Expm1(double x)
    {
        var u = Math.Exp(x);
        return u == 1 ? x : double.IsInfinity(u) || u - 1 == -1 ? u - 1 : (u - 1) * x / Math.Log(u);
    }

    /// <summary>ln(1 + x) - x, accurate near zero, where it is about -x^2 / 2.</summary>
    public static double Log1PMinusX(double x)
    {
        if (x is < -0.5 or > 1)
        {
            return Log1P(x) - x;
        }

        // With r = x / (2 + x): ln(1 + x) = 2 artanh r, and x = 2 r / (1 - r).
        var r = x / (2 + x);
        var square = r * r;
        var (sum, power) = (0d, r * square);
        for (var k = 3; ; k += 2)
        {
            var next = sum + (power / k);
            if (next == sum)
            {
                return (2 * sum) - (r * x);
            }

            sum = next;
            power *= square;
        }
    }

    /// <summary>ln(e^a + e^b) without overflow.</summary>
    public static double LogSumExp(double a, double b)
    {
        var (low, high) = a < b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + Log1P(Math.Exp(low - high));
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}

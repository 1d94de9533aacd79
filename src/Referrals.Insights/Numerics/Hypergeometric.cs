namespace Referrals.Insights.Numerics;

/// <summary>The members of the hypergeometric family that the models need.</summary>
internal static class Hypergeometric
{
    private const int MaxSteps = 1_000_000;

    /// <summary>2F1(1, b; c; z) for b, c &gt; 0 and z from 0, below 1.</summary>
    /// <remarks>
    /// The continued fraction of Gauss (NIST Digital Library of Mathematical Functions, 15.7), by the method of Lentz. Near z = 1, where
    /// the power series needs millions of terms, it needs some thousand steps.
    /// </remarks>
    public static double OneBc(double b, double c, double z)
    {
        const double tiny = 1e-300;
        var f = 1d;
        var (upper, lower) = (1d, 0d);
        for (var step = 1; step < MaxSteps; step++)
        {
            var n = step / 2;
            var k = step == 1 ? b / c
                : step % 2 == 0 ? n * (c - b + n - 1) / ((c + (2d * n) - 2) * (c + (2d * n) - 1))
                : (b + n) * (c + n - 1) / ((c + (2d * n) - 1) * (c + (2d * n)));
            lower = 1 - (k * z * lower);
            lower = 1 / (Math.Abs(lower) < tiny ? tiny : lower);
            upper = 1 - (k * z / upper);
            upper = Math.Abs(upper) < tiny ? tiny : upper;
            f *= upper * lower;
            if (Math.Abs((upper * lower) - 1) < 4e-16)
            {
                break;
            }
        }

        return 1 / f;
    }
}

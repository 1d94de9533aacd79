namespace Referrals.Insights.Numerics;

/// <summary>The zero of a function that rises.</summary>
internal static class Root
{
    /// <summary>The zero between <paramref name="low"/> and <paramref name="high"/>, at whose ends the function has different signs.</summary>
    /// <remarks>
    /// I. F. D. Oliveira and R. H. C. Takahashi, An enhancement of the bisection method average performance preserving minmax
    /// optimality, ACM Transactions on Mathematical Software 47 (2021), 5:1-24: as quick as the secant, never slower than halving.
    /// </remarks>
    public static double Find(Func<double, double> function, double low, double high)
    {
        var (valueLow, valueHigh) = (function(low), function(high));
        if (valueLow >= 0 || valueHigh <= 0)
        {
            return valueLow >= 0 ? low : high;
        }

        var tolerance = 1e-16 * (high - low);
        var steps = (int)Math.Ceiling(Math.Log2((high - low) / (2 * tolerance)));
        var truncation = 0.2 / (high - low);
        for (var step = 0; step <= steps + 1 && high - low > 2 * tolerance; step++)
        {
            var middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
            {
                break;
            }

            var radius = (tolerance * Math.Pow(2, steps + 1 - step)) - (0.5 * (high - low));
            var shift = truncation * (high - low) * (high - low);
            var secant = ((valueHigh * low) - (valueLow * high)) / (valueHigh - valueLow);
            var sign = Math.Sign(middle - secant);
            var inner = shift <= Math.Abs(middle - secant) ? secant + (sign * shift) : middle;
            var point = Math.Abs(inner - middle) <= radius ? inner : middle - (sign * radius);
            var value = function(point);
            if (value > 0)
            {
                (high, valueHigh) = (point, value);
            }
            else if (value < 0)
            {
                (low, valueLow) = (point, value);
            }
            else
            {
                return point;
            }
        }

        return 0.5 * (low + high);
    }
}

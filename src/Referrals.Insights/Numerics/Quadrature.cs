namespace Referrals.Insights.Numerics;

/// <summary>Integrals of smooth functions.</summary>
internal static class Quadrature
{
    private const int Order = 32;

    /// <summary>Nodes on [0, 1] of the rule of Gauss and Legendre, exact for polynomials of degree 63.</summary>
    public static IReadOnlyList<(double Node, double Weight)> UnitInterval { get; } = GaussLegendre();

    /// <summary>The integral from 0 to infinity of a function that falls at least like a power of u below -1 or like an exponential.</summary>
    /// <remarks>
    /// Double exponential rule, u = exp(pi/2 sinh t): H. Takahasi and M. Mori, Publications of RIMS 9 (1974), 721-741. The step is halved
    /// until the sum stands.
    /// </remarks>
    public static double HalfLine(Func<double, double> function)
    {
        const double reach = 5;
        var step = 0.25;
        var sum = Sum(function, reach, step, 0);
        var previous = sum * step;
        for (var halving = 0; halving < 6; halving++)
        {
            sum += Sum(function, reach, step, 0.5 * step);
            step *= 0.5;
            var value = sum * step;
            if (Math.Abs(value - previous) <= 1e-14 * Math.Abs(value))
            {
                return value;
            }

            previous = value;
        }

        return previous;
    }

    private static double Sum(Func<double, double> function, double reach, double step, double offset)
    {
        var sum = 0d;
        for (var t = -reach + offset; t <= reach; t += step)
        {
            var u = Math.Exp(0.5 * Math.PI * Math.Sinh(t));
            if (u > 0 && double.IsFinite(u))
            {
                var term = function(u) * u * 0.5 * Math.PI * Math.Cosh(t);
                sum += double.IsFinite(term) ? term : 0;
            }
        }

        return sum;
    }

    private static (double, double)[] GaussLegendre()
    {
        var rule = new (double, double)[Order];
        for (var i = 0; i < Order; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (Order + 0.5));
            var slope = 0d;
            for (var iteration = 0; iteration < 100; iteration++)
            {
                var (previous, current) = (1d, x);
                for (var k = 2; k <= Order; k++)
                {
                    (previous, current) = (current, ((((2 * k) - 1) * x * current) - ((k - 1) * previous)) / k);
                }

                slope = Order * ((x * current) - previous) / ((x * x) - 1);
                var change = current / slope;
                x -= change;
                if (Math.Abs(change) < 1e-16)
                {
                    break;
                }
            }

            rule[i] = (0.5 * (1 + x), 1 / ((1 - (x * x)) * slope * slope));
        }

        return rule;
    }
}

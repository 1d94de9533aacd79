namespace Referrals.Insights.Numerics;

/// <summary>The gamma function and its relatives, for positive arguments.</summary>
/// <remarks>
/// Digits are kept near 1 and 2, where ln gamma is zero, by its series there (M. Abramowitz and I. A. Stegun, Handbook of
/// Mathematical Functions, 6.1.33 with the poles taken out); large arguments use the series of Stirling (6.1.40).
/// </remarks>
internal static class GammaFunctions
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double OneMinusEuler = 0.42278433509846713939;
    private const double StirlingFrom = 12;

    /// <summary>zeta(k) - 1 for k = 2, 3, ...</summary>
    private static readonly double[] ZetaMinusOne =
    [
        0.64493406684822643647, 0.2020569031595942854, 0.082323233711138191516, 0.036927755143369926331, 0.017343061984449139715,
        0.0083492773819228268398, 0.0040773561979443393787, 0.0020083928260822144179, 0.00099457512781808533715,
        0.0004941886041194645587, 0.00024608655330804829864, 0.00012271334757848914675, 0.000061248135058704829259,
        0.000030588236307020493552, 0.000015282259408651871733, 7.6371976378997622736e-6, 3.8172932649998398565e-6,
        1.9082127165539389257e-6, 9.5396203387279611315e-7, 4.7693298678780646312e-7, 2.3845050272773299e-7,
        1.1921992596531107307e-7, 5.9608189051259479612e-8, 2.9803503514652280186e-8, 1.4901554828365041235e-8,
        7.450711789835429492e-9,
    ];

    /// <summary>ln of the gamma function of <paramref name="x"/> &gt; 0.</summary>
    public static double Log(double x)
    {
        if (x < 0.5)
        {
            return Near1(x) - Math.Log(x);
        }

        if (x < 1.5)
        {
            return Near1(x - 1);
        }

        if (x < 2.5)
        {
            return Near2(x - 2);
        }

        if (x >= StirlingFrom)
        {
            return ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + StirlingSeries(x);
        }

        var product = 1d;
        while (x >= 2.5)
        {
            x -= 1;
            product *= x;
        }

        return Near2(x - 2) + Math.Log(product);
    }

    /// <summary>ln gamma(x) - ((x - 1/2) ln x - x + ln(2 pi) / 2): what Stirling's formula leaves.</summary>
    public static double StirlingError(double x) =>
        x >= StirlingFrom ? StirlingSeries(x) : Log(x) - (((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi);

    /// <summary>The derivative of ln gamma.</summary>
    public static double Digamma(double x)
    {
        var sum = 0d;
        while (x < StirlingFrom)
        {
            sum -= 1 / x;
            x += 1;
        }

        var s = 1 / (x * x);
        var series = s * ((1d / 12) - (s * ((1d / 120) - (s * ((1d / 252) - (s * ((1d / 240) - (s * ((1d / 132) - (s * (691d / 32760)))))))))));
        return sum + Math.Log(x) - (0.5 / x) - series;
    }

    /// <summary>The second derivative of ln gamma.</summary>
    public static double Trigamma(double x)
    {
        var sum = 0d;
        while (x < StirlingFrom)
        {
            sum += 1 / (x * x);
            x += 1;
        }

        var s = 1 / (x * x);
        var series = s * ((1d / 6) - (s * ((1d / 30) - (s * ((1d / 42) - (s * ((1d / 30) - (s * ((5d / 66) - (s * (691d / 2730)))))))))));
        return sum + ((1 + (0.5 / x) + series) / x);
    }

    /// <summary>ln of the beta function.</summary>
    public static double LogBeta(double a, double b)
    {
        var (small, large) = a < b ? (a, b) : (b, a);
        if (large < StirlingFrom)
        {
            return Log(small) + Log(large) - Log(small + large);
        }

        // ln gamma(large) - ln gamma(small + large), whose leading terms would cancel.
        var sum = small + large;
        var difference = StirlingError(large) - StirlingError(sum) + small - (small * Math.Log(sum))
            - ((large - 0.5) * Elementary.Log1P(small / large));
        return Log(small) + difference;
    }

    /// <summary>ln gamma(1 + e) for e from -1/2 to 1/2.</summary>
    private static double Near1(double e) => Near2(e) - Elementary.Log1P(e);

    /// <summary>ln gamma(2 + e) for e from -1/2 to 1/2.</summary>
    private static double Near2(double e)
    {
        var sum = 0d;
        for (var k = ZetaMinusOne.Length + 1; k >= 2; k--)
        {
            sum = (sum * -e) + (ZetaMinusOne[k - 2] / k);
        }

        return e * (OneMinusEuler + (e * sum));
    }

    private static double StirlingSeries(double x)
    {
        var s = 1 / (x * x);
        return ((1d / 12) - (s * ((1d / 360) - (s * ((1d / 1260) - (s * ((1d / 1680) - (s * ((1d / 1188) - (s * ((691d / 360360)
            - (s / 156)))))))))))) / x;
    }
}

namespace Referrals.Attribution.DataDriven.Markov.Solving;

/// <summary>What a chain yields: its probability of converting, its expected value, and how much of each is lost without
/// each channel.</summary>
internal sealed class RemovalSolution(double probability, double value, double[] lostConversion, double[] lostValue)
{
    internal double Probability => probability;

    internal double Value => value;

    /// <summary>By channel: the fraction of the conversions that is lost.</summary>
    internal double[] LostConversion => lostConversion;

    /// <summary>By channel: the fraction of the value that is lost; 0 everywhere where there is no value.</summary>
    internal double[] LostValue => lostValue;

    internal static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0d;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}

namespace Referrals;

/// <summary>Splits an amount among several so that the parts always add up to the whole.</summary>
public static class AmountSplit
{
    // Weights become whole numbers of this many parts of the largest one: fine enough for any double a model returns,
    // and small enough for the exact product with any amount in 128 bits.
    private const double Scale = 1L << 52;

    /// <summary>The parts of an amount in proportion to weights, by the largest remainder.</summary>
    /// <remarks>
    /// Each part is first rounded down to the unit's smallest part; what is left goes, one smallest part each, to the largest
    /// remainders, and among equal remainders to the earlier ones. So each part is within one smallest part of its exact
    /// share. A negative amount is split like the positive one, with the signs turned: a refund takes back the same parts.
    /// </remarks>
    /// <param name="whole">What is split.</param>
    /// <param name="weights">Finite, 0 or more, not all 0; at least one, at most 1,024. They need not sum to one.</param>
    /// <exception cref="ArgumentException">The weights break these rules.</exception>
    public static Amount[] ByWeights(Amount whole, ReadOnlySpan<double> weights)
    {
        var parts = WholeNumbers(weights);
        var sum = UInt128.Zero;
        foreach (var part in parts)
        {
            sum += part;
        }

        var total = UInt128.CreateChecked(Int128.Abs(whole.MinorUnits));
        var minor = new long[parts.Length];
        var remainders = new (UInt128 Size, int Place)[parts.Length];
        var left = (long)0;
        for (var i = 0; i < parts.Length; i++)
        {
            var (share, remainder) = UInt128.DivRem(total * parts[i], sum);
            minor[i] = unchecked(-(long)share);
            left += minor[i];
            remainders[i] = (remainder, i);
        }

        Array.Sort(remainders, static (x, y) => x.Size != y.Size ? y.Size.CompareTo(x.Size) : x.Place.CompareTo(y.Place));
        var rest = (int)(Int128.Abs(whole.MinorUnits) + left);
        for (var i = 0; i < rest; i++)
        {
            minor[remainders[i].Place]--;
        }

        // Parts were counted below zero, where long reaches one further than above.
        return Array.ConvertAll(minor, part => Amount.FromMinorUnits(whole.IsNegative ? part : -part, whole.Unit));
    }

    private static ulong[] WholeNumbers(ReadOnlySpan<double> weights)
    {
        if (weights.Length is < 1 or > 1024)
        {
            throw new ArgumentException($"An amount is split among 1 to 1024 parts, not {weights.Length}.", nameof(weights));
        }

        var largest = 0d;
        foreach (var weight in weights)
        {
            if (!double.IsFinite(weight) || weight < 0)
            {
                throw new ArgumentException($"Weights are finite and 0 or more, but one is {weight}.", nameof(weights));
            }

            largest = Math.Max(largest, weight);
        }

        if (largest == 0)
        {
            throw new ArgumentException("At least one weight is more than 0, but all of them are 0.", nameof(weights));
        }

        var numbers = new ulong[weights.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (ulong)Math.Round(weights[i] / largest * Scale, MidpointRounding.AwayFromZero);
        }

        return numbers;
    }
}

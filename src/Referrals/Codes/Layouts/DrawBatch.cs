namespace Referrals.Codes.Layouts;

/// <summary>
/// Neighbouring places that are drawn from one random word, without bias: N. Brackett-Rozinsky and D. Lemire, "Batched
/// Ranged Random Integer Generation" (2024), arXiv:2408.06213.
/// </summary>
internal readonly record struct DrawBatch
{
    /// <summary>Products stay below 2^57, so that a draw is thrown away at most once in 128 times.</summary>
    private const ulong MaxProduct = 1UL << 57;

    private DrawBatch(int start, int end, ulong product)
    {
        Start = start;
        End = end;
        Threshold = unchecked(0 - product) % product;
    }

    /// <summary>The first place.</summary>
    internal int Start { get; }

    /// <summary>The place after the last.</summary>
    internal int End { get; }

    /// <summary>2^64 modulo the number of outcomes: a draw is thrown away where less than this is left of it.</summary>
    internal ulong Threshold { get; }

    internal static DrawBatch[] Split(ulong[] radices)
    {
        var batches = new List<DrawBatch>();
        var start = 0;
        var product = 1UL;
        for (var i = 0; i < radices.Length; i++)
        {
            if (product > MaxProduct / radices[i])
            {
                batches.Add(new DrawBatch(start, i, product));
                (start, product) = (i, 1);
            }

            product *= radices[i];
        }

        batches.Add(new DrawBatch(start, radices.Length, product));
        return [.. batches];
    }
}

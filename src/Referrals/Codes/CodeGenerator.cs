using System.Numerics;

namespace Referrals.Codes;

/// <summary>
/// Makes codes: every code of a format with the same chance, except those with a listed word, which never come out.
/// </summary>
public static class CodeGenerator
{
    /// <summary>The most codes that can be made at once: 10 million.</summary>
    public const int MaxCount = 10_000_000;

    /// <summary>
    /// Codes are drawn and then looked up in blocks, so that the processor waits for many places in memory at once.
    /// </summary>
    private const int BlockSize = 256;

    /// <summary>How often a code with a listed word is drawn again before giving up.</summary>
    private const int MaxDraws = 1_000;

    /// <summary>One code. Whether it is in use already is for the store to say: draw another one then.</summary>
    /// <param name="format">What the code looks like.</param>
    /// <param name="randomness">Cryptographic in production, seeded in tests.</param>
    /// <exception cref="CodesExhaustedException">The format's list of words forbids nearly all of its
    /// codes.</exception>
    public static ReferralCode Next(CodeFormat format, ICodeRandomness randomness)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(randomness);
        Span<byte> indexes = stackalloc byte[ReferralCode.MaxLength];
        indexes = indexes[..format.Layout.Count];
        for (var draw = 0; draw < MaxDraws; draw++)
        {
            Draw(format.Layout, randomness, indexes);
            if (format.Screen.IsClean(indexes))
            {
                return format.Pack(indexes);
            }
        }

        throw new CodesExhaustedException(
            $"{MaxDraws} codes of the format '{format}' were drawn and each contains a listed word. "
            + "Use longer codes or fewer words.");
    }

    /// <summary>Codes of which no two are the same: for a print run, or as candidates for one code.</summary>
    /// <param name="format">What the codes look like.</param>
    /// <param name="count">How many: 1 to half of what the format has, and to <see cref="MaxCount"/>.</param>
    /// <param name="randomness">Cryptographic in production, seeded in tests.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The count is more than half of what the format has. Nothing was made. Use longer codes, or <c>PermutedCodes</c>,
    /// which can give out every code of a format.
    /// </exception>
    /// <exception cref="CodesExhaustedException">The format's list of words forbids nearly all of its
    /// codes.</exception>
    public static IReadOnlyList<ReferralCode> Distinct(CodeFormat format, int count, ICodeRandomness randomness)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(randomness);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        if ((UInt128)count > format.Capacity / 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"The format '{format}' has {format.Capacity} codes and gives out half of them at random. "
                + "Use longer codes, or PermutedCodes, which can give out every code.");
        }

        var codes = GC.AllocateUninitializedArray<ReferralCode>(count);
        var known = new CodeSet(codes);
        for (var start = 0; start < count; start += BlockSize)
        {
            var end = Math.Min(start + BlockSize, count);
            for (var i = start; i < end; i++)
            {
                codes[i] = Next(format, randomness);
            }

            for (var i = start; i < end; i++)
            {
                AddNew(format, randomness, codes, known, i);
            }
        }

        return codes;
    }

    private static void AddNew(
        CodeFormat format, ICodeRandomness randomness, ReferralCode[] codes, CodeSet known, int index)
    {
        for (var draw = 0; draw < MaxDraws; draw++)
        {
            if (known.Add(index))
            {
                return;
            }

            codes[index] = Next(format, randomness);
        }

        throw new CodesExhaustedException(
            $"{MaxDraws} codes of the format '{format}' were drawn and each was there already, because its list of "
            + $"words forbids most of its codes. {index} codes had been made. Use longer codes or fewer words.");
    }

    private static void Draw(CodeLayout layout, ICodeRandomness randomness, Span<byte> indexes)
    {
        foreach (ref readonly var batch in layout.Batches.AsSpan())
        {
            ulong rest;
            do
            {
                rest = randomness.NextBits();
                for (var place = batch.Start; place < batch.End; place++)
                {
                    var choices = layout.Choices(place);
                    indexes[place] = choices[Math.BigMul(rest, (ulong)choices.Length, out rest)];
                }
            }
            while (rest < batch.Threshold);
        }

        layout.SetCheck(indexes);
    }
}

/// <summary>
/// Notices a code that is already in an array of codes. It holds only where in the array each code is, with eight bits
/// of the code's own, at half load and with linear probing: a million codes cost 8 MB and one look at memory each.
/// </summary>
/// <param name="codes">The array, which the caller fills from the start; of less than 2^24 codes.</param>
internal sealed class CodeSet(ReferralCode[] codes)
{
    private const int PlaceBits = 24;
    private const uint PlaceMask = (1u << PlaceBits) - 1;

    private readonly uint[] _slots = new uint[BitOperations.RoundUpToPowerOf2((uint)codes.Length * 2)];

    /// <summary>
    /// Whether no code before <paramref name="index"/> is the code there; if so it now counts as one of them.
    /// </summary>
    internal bool Add(int index)
    {
        var mask = _slots.Length - 1;
        var mix = codes[index].Mix;
        var mark = unchecked((uint)(mix >> 32)) & ~PlaceMask;
        for (var slot = unchecked((int)(mix >> 20)) & mask; ; slot = (slot + 1) & mask)
        {
            var found = _slots[slot];
            if (found == 0)
            {
                _slots[slot] = mark | (uint)(index + 1);
                return true;
            }

            if ((found & ~PlaceMask) == mark && codes[(found & PlaceMask) - 1] == codes[index])
            {
                return false;
            }
        }
    }
}

/// <summary>
/// Where the randomness of codes comes from: <c>Referrals.Pipeline.CryptographicRandomness</c> in production,
/// <c>Referrals.Pipeline.SeededRandomness</c> in tests.
/// </summary>
public interface ICodeRandomness
{
    /// <summary>64 bits, each of them 0 or 1 with the same chance, whatever came before.</summary>
    ulong NextBits();
}

/// <summary>
/// No free code was found within the bounded number of tries: the format is too small for the codes in use, or its list
/// of words forbids nearly all of it. Nothing was stored.
/// </summary>
public sealed class CodesExhaustedException : Exception
{
    /// <summary>Says what was tried.</summary>
    public CodesExhaustedException(string message)
        : base(message)
    {
    }

    /// <summary>Says what was tried, and what lay behind.</summary>
    public CodesExhaustedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Says only that codes ran out.</summary>
    public CodesExhaustedException()
        : base("No free code was found. Use a longer code format.")
    {
    }
}

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

using Referrals.Codes.Layouts;

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

using Referrals.Codes.Layouts;
using Referrals.Codes.Screening;

namespace Referrals.Codes;

/// <summary>Makes codes: every code of a format with the same chance, except those with a listed word, which never come out.</summary>
public static class CodeGenerator
{
    /// <summary>How often a code with a listed word is drawn again before giving up.</summary>
    private const int MaxDraws = 1_000;

    /// <summary>One code. Whether it is in use already is for the store to say: draw another one then.</summary>
    /// <param name="format">What the code looks like.</param>
    /// <param name="randomness">Cryptographic in production, seeded in tests.</param>
    /// <exception cref="CodesExhaustedException">The format's list of words forbids nearly all of its codes.</exception>
    public static ReferralCode Next(CodeFormat format, ICodeRandomness randomness)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(randomness);
        Span<byte> indexes = stackalloc byte[ReferralCode.MaxLength];
        indexes = indexes[..format.Layout.Count];
        for (var draw = 0; draw < MaxDraws; draw++)
        {
            Draw(format.Layout, randomness, indexes);
            if (WordScreen.IsClean(format, indexes))
            {
                return format.Pack(indexes);
            }
        }

        throw new CodesExhaustedException(
            $"{MaxDraws} codes of the format '{format}' were drawn and each contains a listed word. Use longer codes or fewer words.");
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

        if (layout.HasCheck)
        {
            indexes[layout.Drawn] = (byte)layout.CheckOf(indexes[..layout.Drawn]);
        }
    }
}

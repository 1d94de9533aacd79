using NodaTime;
using Referrals.Explanations;

namespace Referrals.Codes;

/// <summary>
/// How hard it is to guess a code in use, and how often a new code is one already in use: the mathematics behind the
/// choice of a format's length.
/// </summary>
/// <remarks>
/// With N codes in the format and n in use, a random code is one of them with the chance n / N. So an attacker needs N
/// / n tries in the mean for one hit, and a new code has to be drawn again with the chance n / N. Check characters,
/// prefixes and suffixes do not count: they can be computed. <c>default</c> is refused on first use.
/// </remarks>
public readonly record struct CodeStrength
{
    /// <summary>From this number of tries for one hit on, a format is strong: a million.</summary>
    public const double StrongTries = 1e6;

    /// <summary>Below this number of tries for one hit, a format is guessable: ten thousand.</summary>
    public const double GuessableTries = 1e4;

    private readonly double _capacity;

    private CodeStrength(double capacity, long codesInUse)
    {
        _capacity = capacity;
        CodesInUse = codesInUse;
    }

    /// <summary>How many codes are in use, or will be.</summary>
    public long CodesInUse { get; }

    /// <summary>How many random tries hit a code in use once, in the mean; infinite where none is in use.</summary>
    public double TriesPerHit => Capacity / CodesInUse;

    /// <summary>The chance that a new code is in use already and has to be drawn again, from 0 to 1.</summary>
    public double CollisionChance => Math.Min(1, CodesInUse / Capacity);

    /// <summary>
    /// The chance that among so many codes, drawn without looking, any two are the same: 1 - e^(-n(n-1)/2N), the
    /// birthday bound.
    /// </summary>
    public double AnyCollisionChance
    {
        get
        {
            var expected = CodesInUse * Math.Max(0, CodesInUse - 1.0) / (2 * Capacity);
            return expected < 1e-6 ? expected : 1 - Math.Exp(-expected);
        }
    }

    /// <summary>
    /// The rule: strong from a million tries for one hit on, guessable below ten thousand, weak between.
    /// </summary>
    public CodeStrengthLevel Verdict => TriesPerHit switch
    {
        >= StrongTries => CodeStrengthLevel.Strong,
        >= GuessableTries => CodeStrengthLevel.Weak,
        _ => CodeStrengthLevel.Guessable,
    };

    private double Capacity => _capacity > 0
        ? _capacity
        : throw new InvalidOperationException("This strength is default. Make one with CodeStrength.Of(format, codesInUse).");

    /// <summary>The strength of a format with so many codes in use.</summary>
    /// <param name="format">What the codes look like.</param>
    /// <param name="codesInUse">How many are in use, or will be; from 0.</param>
    public static CodeStrength Of(CodeFormat format, long codesInUse)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentOutOfRangeException.ThrowIfNegative(codesInUse);
        return new CodeStrength((double)format.Capacity, codesInUse);
    }

    /// <summary>How long an attacker needs for one hit, in the mean; at most 1,000 years.</summary>
    /// <param name="triesPerSecond">How many tries the application's limits let through; more than 0.</param>
    public Duration TimeToHit(double triesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(triesPerSecond);
        const double Millennium = 1_000 * 365.25 * 86_400;
        return Duration.FromSeconds(Math.Min(TriesPerHit / triesPerSecond, Millennium));
    }

    /// <summary>The verdict as a sentence for the operator; empty for <c>default</c>.</summary>
    public override string ToString() => _capacity == 0 ? string.Empty : PhraseWriter.English.Write(Description);

    internal Phrase Description => Phrase.Of("value.strength." + Verdict, CodesInUse, (long)Math.Min(Math.Round(TriesPerHit), long.MaxValue / 2));
}

/// <summary>Whether a format has enough codes for the number in use.</summary>
public enum CodeStrengthLevel
{
    /// <summary>A guess hits a code in use less than once in a million tries.</summary>
    Strong,

    /// <summary>
    /// A guess hits once in ten thousand to once in a million tries: limit the tries for each visitor, or use longer
    /// codes.
    /// </summary>
    Weak,

    /// <summary>
    /// A guess hits more often than once in ten thousand tries. Do not use the format for so many codes.
    /// </summary>
    Guessable,
}

using System.Globalization;
using NodaTime.Text;

namespace Referrals.Explanations;

/// <summary>Writes a number as what it stands for. Made once, with the plan of a rule; pure.</summary>
internal abstract class ValueText
{
    /// <summary>A plain number.</summary>
    internal static ValueText Number { get; } = new NumberText(string.Empty);

    /// <summary>An instant, as ticks since 1970.</summary>
    internal static ValueText Instant { get; } = new InstantText();

    /// <summary>A number with a word behind it, such as <c>3 used</c>.</summary>
    internal static ValueText Counted(string word) => new NumberText(" " + word);

    /// <summary>Smallest parts of a unit, with a word behind it where one is given.</summary>
    internal static ValueText Of(Unit unit, string? word = null) => new AmountText(unit, word is null ? string.Empty : " " + word);

    internal CheckValue Of(long number) => new(this, number);

    internal abstract string Write(long number);

    private sealed class NumberText(string tail) : ValueText
    {
        internal override string Write(long number) => number.ToString(CultureInfo.InvariantCulture) + tail;
    }

    private sealed class AmountText(Unit unit, string tail) : ValueText
    {
        internal override string Write(long number) => Amount.FromMinorUnits(number, unit) + tail;
    }

    private sealed class InstantText : ValueText
    {
        internal override string Write(long number) =>
            InstantPattern.ExtendedIso.Format(NodaTime.Instant.FromUnixTimeTicks(number));
    }
}

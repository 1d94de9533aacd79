using Referrals.Qualification;

namespace Referrals.Reviewing.Analysis;

/// <summary>The numbers that several comparisons leave.</summary>
internal readonly record struct NumberRange
{
    private NumberRange(decimal least, bool hasLeast, decimal most, bool hasMost, ValueList<decimal> without)
    {
        Least = least;
        HasLeast = hasLeast;
        Most = most;
        HasMost = hasMost;
        Without = without;
    }

    internal static NumberRange All { get; } = new(decimal.MinValue, true, decimal.MaxValue, true, []);

    private decimal Least { get; }

    /// <summary>Whether the least itself is in it.</summary>
    private bool HasLeast { get; }

    private decimal Most { get; }

    private bool HasMost { get; }

    private ValueList<decimal> Without { get; }

    internal NumberRange With(Comparison comparison, decimal limit, bool isNegated) => (comparison, isNegated) switch
    {
        (Comparison.AtLeast, false) or (Comparison.Below, true) => From(limit, isIn: true),
        (Comparison.Above, false) or (Comparison.AtMost, true) => From(limit, isIn: false),
        (Comparison.AtMost, false) or (Comparison.Above, true) => Until(limit, isIn: true),
        (Comparison.Below, false) or (Comparison.AtLeast, true) => Until(limit, isIn: false),
        (_, false) => From(limit, isIn: true).Until(limit, isIn: true),
        _ => new NumberRange(Least, HasLeast, Most, HasMost, [.. Without, limit]),
    };

    /// <param name="isWhole">Whether only whole numbers come into question.</param>
    internal bool IsEmpty(bool isWhole)
    {
        var (least, most) = (Least, Most);
        if (isWhole && least > decimal.MinValue && most < decimal.MaxValue)
        {
            least += HasLeast ? 0 : 1;
            most -= HasMost ? 0 : 1;
            return least > most || (least == most && Without.Contains(least));
        }

        return least > most || (least == most && (!HasLeast || !HasMost || Without.Contains(least)));
    }

    private NumberRange From(decimal limit, bool isIn) => limit > Least || (limit == Least && !isIn)
        ? new NumberRange(limit, isIn, Most, HasMost, Without)
        : this;

    private NumberRange Until(decimal limit, bool isIn) => limit < Most || (limit == Most && !isIn)
        ? new NumberRange(Least, HasLeast, limit, isIn, Without)
        : this;
}

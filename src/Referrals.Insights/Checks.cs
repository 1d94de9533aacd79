using System.Globalization;
using System.Runtime.CompilerServices;

namespace Referrals.Insights;

/// <summary>Checks of arguments and data that all estimators share.</summary>
internal static class Checks
{
    /// <summary>A level of confidence: above 0.5, below 1.</summary>
    public static void Level(double level, [CallerArgumentExpression(nameof(level))] string name = "")
    {
        if (level is not (> 0.5 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, level, "The level of an interval is above 0.5 and below 1, such as 0.95.");
        }
    }

    /// <summary>A probability strictly between 0 and 1.</summary>
    public static void Probability(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "The probability is above 0 and below 1.");
        }
    }

    /// <summary>A finite number above zero.</summary>
    public static void Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0) || !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "The number is finite and above 0.");
        }
    }

    /// <summary>A finite number from zero.</summary>
    public static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0) || !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "The number is finite and not below 0.");
        }
    }

    /// <summary>Columns of one table have the same length.</summary>
    public static void SameLength(int expected, int actual, string name)
    {
        if (expected != actual)
        {
            throw new ArgumentException($"The column has {actual} rows, but the others have {expected}. All columns describe the same rows.", name);
        }
    }

    /// <summary>The first row whose value is not a finite number, as a refusal; <c>null</c> if there is none.</summary>
    public static Refusal? Finite(ReadOnlySpan<double> values, string what)
    {
        for (var row = 0; row < values.Length; row++)
        {
            if (!double.IsFinite(values[row]))
            {
                return Invalid($"Row {row} of {what} is {values[row]}. Give finite numbers, and leave out rows without a value.");
            }
        }

        return null;
    }

    public static Refusal TooFew(FormattableString message) => new(RefusalCode.TooFewObservations, Text(message));

    public static Refusal NoVariation(FormattableString message) => new(RefusalCode.NoVariation, Text(message));

    public static Refusal Invalid(FormattableString message) => new(RefusalCode.InvalidData, Text(message));

    public static Refusal NotConverged(FormattableString message) => new(RefusalCode.NotConverged, Text(message));

    public static Refusal Undefined(FormattableString message) => new(RefusalCode.Undefined, Text(message));

    public static Refusal Separated(FormattableString message) => new(RefusalCode.Separated, Text(message));

    public static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}

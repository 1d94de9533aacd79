using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>How a value between two smallest parts of a unit is rounded. A program names its mode; nothing else rounds.</summary>
public enum RoundingMode
{
    /// <summary>To the nearest, halves away from zero: 0.5 to 1, -0.5 to -1. The default, and what people expect.</summary>
    HalfAwayFromZero = 0,

    /// <summary>To the nearest, halves to the even neighbour: 0.5 to 0, 1.5 to 2 (banker's rounding).</summary>
    HalfToEven = 1,

    /// <summary>Towards zero: the fraction is cut off.</summary>
    Down = 2,

    /// <summary>Away from zero: any fraction counts as one.</summary>
    Up = 3,
}

internal static class Rounding
{
    internal static decimal Apply(this RoundingMode mode, decimal value) => mode switch
    {
        RoundingMode.HalfAwayFromZero => Math.Round(value, MidpointRounding.AwayFromZero),
        RoundingMode.HalfToEven => Math.Round(value, MidpointRounding.ToEven),
        RoundingMode.Down => decimal.Truncate(value),
        RoundingMode.Up => value < 0 ? decimal.Floor(value) : decimal.Ceiling(value),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a valid rounding mode."),
    };

    /// <summary>An exact quotient rounded by the mode: no product of two long numbers is too large for it.</summary>
    internal static long Divide(this RoundingMode mode, Int128 numerator, long denominator)
    {
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        return checked((long)quotient + (long)mode.Apply((decimal)remainder / denominator, odd: Int128.IsOddInteger(quotient)));
    }

    /// <summary>Rounds a fraction between -1 and 1 that belongs to an even or odd whole number.</summary>
    private static decimal Apply(this RoundingMode mode, decimal fraction, bool odd) =>
        mode == RoundingMode.HalfToEven && Math.Abs(fraction) == 0.5m
            ? (odd ? Math.Sign(fraction) : 0)
            : mode.Apply(fraction);
}

/// <summary>A share of an amount, such as 12.5 %. <c>default</c> is 0 %.</summary>
[JsonConverter(typeof(PercentageJsonConverter))]
public readonly record struct Percentage : IComparable<Percentage>
{
    /// <summary>All digits that a decimal can have, without trailing zeros: what is written is what is read back.</summary>
    private const string AllDigits = "0.############################";

    private Percentage(decimal fraction) => Fraction = fraction;

    /// <summary>The share as a fraction: 0.125 for 12.5 %.</summary>
    public decimal Fraction { get; }

    /// <summary>A share given in percent: <c>Of(12.5m)</c> is 12.5 %.</summary>
    /// <param name="percent">0 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public static Percentage Of(decimal percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 10_000m);
        return new Percentage(percent / 100m);
    }

    /// <summary>Whether the left share is the smaller one.</summary>
    public static bool operator <(Percentage left, Percentage right) => left.Fraction < right.Fraction;

    /// <summary>Whether the left share is the larger one.</summary>
    public static bool operator >(Percentage left, Percentage right) => left.Fraction > right.Fraction;

    /// <summary>Whether the left share is the smaller one or equal.</summary>
    public static bool operator <=(Percentage left, Percentage right) => left.Fraction <= right.Fraction;

    /// <summary>Whether the left share is the larger one or equal.</summary>
    public static bool operator >=(Percentage left, Percentage right) => left.Fraction >= right.Fraction;

    /// <summary>This share of an amount, rounded to its unit's smallest part.</summary>
    public Amount Of(Amount whole, RoundingMode rounding) => Amount.Rounded(whole.Value * Fraction, whole.Unit, rounding);

    /// <inheritdoc/>
    public int CompareTo(Percentage other) => Fraction.CompareTo(other.Fraction);

    /// <summary>The share in percent with the sign, such as <c>12.5 %</c>.</summary>
    public override string ToString() => Percent() + " %";

    private string Percent() => (Fraction * 100m).ToString(AllDigits, CultureInfo.InvariantCulture);

    internal sealed class PercentageJsonConverter : JsonConverter<Percentage>
    {
        public override Percentage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var percent) && percent is >= 0 and <= 10_000
                ? Of(percent)
                : throw new JsonException("A percentage is a number of percent from 0 to 10000, such as 12.5.");

        public override void Write(Utf8JsonWriter writer, Percentage value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Percent());
    }
}

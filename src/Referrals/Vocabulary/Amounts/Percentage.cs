using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Referrals;

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

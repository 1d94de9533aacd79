using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>An exact amount of a <see cref="Referrals.Unit"/>, held as a whole number of its smallest parts.</summary>
/// <remarks>
/// Amounts of different units never add or compare: that is an <see cref="InvalidOperationException"/>, not a guess.
/// Arithmetic is checked: a result beyond <see cref="long"/> minor parts is an <see cref="OverflowException"/>.
/// <c>default</c> has no unit and is refused on first use.
/// </remarks>
/// <example><code>
/// var price = Amount.Of(49.90m, "EUR");
/// var points = Amount.Of(250, "points");
/// </code></example>
[JsonConverter(typeof(AmountJsonConverter))]
public readonly record struct Amount : IComparable<Amount>
{
    private const NumberStyles Signed = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private Amount(long minorUnits, Unit unit)
    {
        MinorUnits = minorUnits;
        Unit = unit;
    }

    /// <summary>The number of smallest parts: cents for EUR, yen for JPY, points for points. May be negative.</summary>
    public long MinorUnits { get; }

    /// <summary>What is counted.</summary>
    public Unit Unit { get; }

    /// <summary>The amount as a decimal number of whole units.</summary>
    public decimal Value => (decimal)MinorUnits / Unit.MinorPerUnit;

    /// <summary>Whether this is <c>default</c>, which stands for no amount at all.</summary>
    public bool IsDefault => Unit.IsDefault;

    /// <summary>Whether the amount is exactly zero.</summary>
    public bool IsZero => MinorUnits == 0;

    /// <summary>Whether the amount is below zero.</summary>
    public bool IsNegative => MinorUnits < 0;

    /// <summary>An exact amount. A value finer than the unit's smallest part is refused, not rounded.</summary>
    /// <param name="value">The number of whole units, such as 49.90.</param>
    /// <param name="unit">A currency or a unit's name, as <see cref="Unit.Parse"/> reads it.</param>
    /// <exception cref="FormatException"><paramref name="unit"/> is no unit.</exception>
    /// <exception cref="ArgumentException">The value has more decimal digits than the unit.</exception>
    public static Amount Of(decimal value, string unit) => Of(value, Unit.Parse(unit));

    /// <inheritdoc cref="Of(decimal, string)"/>
    public static Amount Of(decimal value, Unit unit)
    {
        CheckUnit(unit);
        return TryExact(value, unit, out var amount)
            ? amount
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{value} {unit} is finer than the {unit.Digits} decimal digits of ")
                + "the unit, or too large. Round it first with Amount.Rounded(value, unit, mode).",
                nameof(value));
    }

    /// <summary>An amount from a number of smallest parts, such as cents.</summary>
    /// <exception cref="ArgumentException"><paramref name="unit"/> is <c>default</c>.</exception>
    public static Amount FromMinorUnits(long minorUnits, Unit unit)
    {
        CheckUnit(unit);
        return new Amount(minorUnits, unit);
    }

    /// <summary>Zero of a unit.</summary>
    /// <exception cref="ArgumentException"><paramref name="unit"/> is <c>default</c>.</exception>
    public static Amount Zero(Unit unit) => FromMinorUnits(0, unit);

    /// <summary>A value rounded to the unit's smallest part by a named mode: the one place where money is rounded.</summary>
    /// <exception cref="ArgumentException"><paramref name="unit"/> is <c>default</c>.</exception>
    /// <exception cref="OverflowException">The result does not fit.</exception>
    public static Amount Rounded(decimal value, Unit unit, RoundingMode mode)
    {
        CheckUnit(unit);
        return new Amount((long)mode.Apply(value * unit.MinorPerUnit), unit);
    }

    /// <summary>Reads what <see cref="ToString"/> writes: <c>49.90 EUR</c>, <c>250 points</c>.</summary>
    /// <exception cref="FormatException">The text is no number, blank and unit, or is finer than the unit.</exception>
    public static Amount Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var amount)
            ? amount
            : throw new FormatException($"'{text}' is not a valid amount. Write a number, a blank and a unit, such as 49.90 EUR.");
    }

    /// <summary>Reads what <see cref="ToString"/> writes; <c>false</c> where the text is no amount.</summary>
    public static bool TryParse(string? text, out Amount amount)
    {
        amount = default;
        var blank = text?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        return blank > 0
            && decimal.TryParse(text.AsSpan(0, blank), Signed, CultureInfo.InvariantCulture, out var value)
            && Unit.TryParse(text![(blank + 1)..], out var unit)
            && TryExact(value, unit, out amount);
    }

    /// <summary>Whether a value is an exact number of the unit's smallest parts and fits; then also that amount.</summary>
    public static bool TryExact(decimal value, Unit unit, out Amount amount)
    {
        amount = default;
        if (unit.IsDefault || value is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        var minor = value * unit.MinorPerUnit;
        if (minor is < long.MinValue or > long.MaxValue || minor != decimal.Truncate(minor))
        {
            return false;
        }

        amount = new Amount((long)minor, unit);
        return true;
    }

    /// <summary>The sum of two amounts of one unit.</summary>
    /// <exception cref="InvalidOperationException">The units differ.</exception>
    public static Amount operator +(Amount left, Amount right) =>
        new(checked(left.MinorUnits + right.SameUnitAs(left).MinorUnits), left.Unit);

    /// <summary>The difference of two amounts of one unit.</summary>
    /// <exception cref="InvalidOperationException">The units differ.</exception>
    public static Amount operator -(Amount left, Amount right) =>
        new(checked(left.MinorUnits - right.SameUnitAs(left).MinorUnits), left.Unit);

    /// <summary>The same amount with the other sign.</summary>
    public static Amount operator -(Amount amount) => new(checked(-amount.MinorUnits), amount.Unit);

    /// <summary>Whether the left amount is the smaller one.</summary>
    /// <exception cref="InvalidOperationException">The units differ.</exception>
    public static bool operator <(Amount left, Amount right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left amount is the larger one.</summary>
    /// <exception cref="InvalidOperationException">The units differ.</exception>
    public static bool operator >(Amount left, Amount right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left amount is the smaller one or equal.</summary>
    /// <exception cref="InvalidOperationException">The units differ.</exception>
    public static bool operator <=(Amount left, Amount right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left amount is the larger one or equal.</summary>
    /// <exception cref="InvalidOperationException">The units differ.</exception>
    public static bool operator >=(Amount left, Amount right) => left.CompareTo(right) >= 0;

    /// <summary>Adds another amount of the same unit; the name of the operator <c>+</c>.</summary>
    public Amount Add(Amount other) => this + other;

    /// <summary>Takes away another amount of the same unit; the name of the operator <c>-</c>.</summary>
    public Amount Subtract(Amount other) => this - other;

    /// <summary>The same amount with the other sign; the name of the unary operator <c>-</c>.</summary>
    public Amount Negate() => -this;

    /// <summary>Compares two amounts of one unit.</summary>
    /// <exception cref="InvalidOperationException">The units differ.</exception>
    public int CompareTo(Amount other) => MinorUnits.CompareTo(other.SameUnitAs(this).MinorUnits);

    /// <summary>The number with the unit's digits, a blank and the unit: <c>49.90 EUR</c>. Empty for <c>default</c>.</summary>
    public override string ToString() => IsDefault
        ? string.Empty
        : Value.ToString("F" + Unit.Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " " + Unit;

    private Amount SameUnitAs(Amount other) => Unit == other.Unit && !IsDefault
        ? this
        : throw new InvalidOperationException(
            $"Amounts of different units do not add or compare: '{other.Unit}' and '{Unit}'. Convert one of them first.");

    private static void CheckUnit(Unit unit)
    {
        if (unit.IsDefault)
        {
            throw new ArgumentException("An amount requires a unit that is not default.", nameof(unit));
        }
    }
}

internal sealed class AmountJsonConverter : JsonConverter<Amount>
{
    public override Amount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Amount.TryParse(reader.GetString(), out var amount)
            ? amount
            : throw new JsonException("An amount is a text of a number, a blank and a unit, such as \"49.90 EUR\".");

    public override void Write(Utf8JsonWriter writer, Amount value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>Splits an amount among several so that the parts always add up to the whole.</summary>
public static class AmountSplit
{
    // Weights become whole numbers of this many parts of the largest one: fine enough for any double a model returns,
    // and small enough for the exact product with any amount in 128 bits.
    private const double Scale = 1L << 52;

    /// <summary>The parts of an amount in proportion to weights, by the largest remainder.</summary>
    /// <remarks>
    /// Each part is first rounded down to the unit's smallest part; what is left goes, one smallest part each, to the largest
    /// remainders, and among equal remainders to the earlier ones. So each part is within one smallest part of its exact
    /// share. A negative amount is split like the positive one, with the signs turned: a refund takes back the same parts.
    /// </remarks>
    /// <param name="whole">What is split.</param>
    /// <param name="weights">Finite, 0 or more, not all 0; at least one, at most 1,024. They need not sum to one.</param>
    /// <exception cref="ArgumentException">The weights break these rules.</exception>
    public static Amount[] ByWeights(Amount whole, ReadOnlySpan<double> weights)
    {
        var parts = WholeNumbers(weights);
        var sum = UInt128.Zero;
        foreach (var part in parts)
        {
            sum += part;
        }

        var total = UInt128.CreateChecked(Int128.Abs(whole.MinorUnits));
        var minor = new long[parts.Length];
        var remainders = new (UInt128 Size, int Place)[parts.Length];
        var left = (long)0;
        for (var i = 0; i < parts.Length; i++)
        {
            var (share, remainder) = UInt128.DivRem(total * parts[i], sum);
            minor[i] = unchecked(-(long)share);
            left += minor[i];
            remainders[i] = (remainder, i);
        }

        Array.Sort(remainders, static (x, y) => x.Size != y.Size ? y.Size.CompareTo(x.Size) : x.Place.CompareTo(y.Place));
        var rest = (int)(Int128.Abs(whole.MinorUnits) + left);
        for (var i = 0; i < rest; i++)
        {
            minor[remainders[i].Place]--;
        }

        // Parts were counted below zero, where long reaches one further than above.
        return Array.ConvertAll(minor, part => Amount.FromMinorUnits(whole.IsNegative ? part : -part, whole.Unit));
    }

    private static ulong[] WholeNumbers(ReadOnlySpan<double> weights)
    {
        if (weights.Length is < 1 or > 1024)
        {
            throw new ArgumentException($"An amount is split among 1 to 1024 parts, not {weights.Length}.", nameof(weights));
        }

        var largest = 0d;
        foreach (var weight in weights)
        {
            if (!double.IsFinite(weight) || weight < 0)
            {
                throw new ArgumentException($"Weights are finite and 0 or more, but one is {weight}.", nameof(weights));
            }

            largest = Math.Max(largest, weight);
        }

        if (largest == 0)
        {
            throw new ArgumentException("At least one weight is more than 0, but all of them are 0.", nameof(weights));
        }

        var numbers = new ulong[weights.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (ulong)Math.Round(weights[i] / largest * Scale, MidpointRounding.AwayFromZero);
        }

        return numbers;
    }
}

using System.Globalization;

namespace Referrals;

/// <summary>
/// Something that a condition can ask for by name: an attribute of the conversion, of a customer, of the referral or of an order's line.
/// Written <c>referee.country</c>.
/// </summary>
/// <remarks>A name that is built in means that value, also where an attribute has the same name.</remarks>
public sealed record Field
{
    private Field(FieldSource source, string name)
    {
        Source = source;
        Name = name;
    }

    /// <summary>Whose it is.</summary>
    public FieldSource Source { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>An attribute of somebody or something.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or none that a referral has.</exception>
    public static Field Of(FieldSource source, string name) => Enum.IsDefined(source)
        && (source != FieldSource.Referral || name is "code" or "share" or "channel" or "evidence")
        ? new Field(source, InputText.Check(name))
        : throw new ArgumentException($"'{name}' is nothing that a {source.ToString().ToLowerInvariant()} has.", nameof(name));

    /// <summary>An attribute of the conversion.</summary>
    public static Field Event(string name) => Of(FieldSource.Event, name);

    /// <summary>An attribute of who converted, or <c>id</c> or <c>segment</c>.</summary>
    public static Field Referee(string name) => Of(FieldSource.Referee, name);

    /// <summary>An attribute of who referred, or <c>id</c> or <c>segment</c>.</summary>
    public static Field Referrer(string name) => Of(FieldSource.Referrer, name);

    /// <summary>What the referral came by: <c>code</c>, <c>share</c>, <c>channel</c> or <c>evidence</c>.</summary>
    public static Field Referral(string name) => Of(FieldSource.Referral, name);

    /// <summary>An attribute of an order's line, or <c>sku</c>, <c>quantity</c> or <c>amount</c> (in whole units).</summary>
    public static Field Line(string name) => Of(FieldSource.Line, name);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is no source, dot and name.</exception>
    public static Field Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var field) ? field : throw new FormatException(
            $"'{text}' is not a valid field. Write event, referee, referrer, referral or line, a dot and a name, such as referee.country.");
    }

    /// <summary>Reads what <see cref="ToString"/> writes; <c>false</c> where the text is no field.</summary>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Field? field)
    {
        field = null;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot < 1)
        {
            return false;
        }

        var name = text![(dot + 1)..];
        foreach (var source in Enum.GetValues<FieldSource>())
        {
            if (text.AsSpan(0, dot).SequenceEqual(source.ToString().ToLowerInvariant())
                && IdText.IsValid(name, TextRule.Opaque)
                && (source != FieldSource.Referral || name is "code" or "share" or "channel" or "evidence"))
            {
                field = new Field(source, name);
            }
        }

        return field is not null;
    }

    /// <summary>Source, dot and name: <c>referee.country</c>.</summary>
    public override string ToString() => $"{Source.ToString().ToLowerInvariant()}.{Name}";

    /// <summary>The value; <c>null</c> where there is none.</summary>
    internal string? Read(QualificationContext context, ProductLine? line) => (Source, Name) switch
    {
        (FieldSource.Event, "id") => context.Conversion.Id,
        (FieldSource.Event, "name") => context.Conversion.Name,
        (FieldSource.Event, _) => context.Conversion.Attributes.GetValueOrDefault(Name),
        (FieldSource.Referee, "id") => context.Referee.Value,
        (FieldSource.Referee, "segment") => context.Segment,
        (FieldSource.Referee, _) => context.RefereeAttributes.GetValueOrDefault(Name),
        (FieldSource.Referrer, "id") => context.Referrer.Value,
        (FieldSource.Referrer, "segment") => context.ReferrerSegment,
        (FieldSource.Referrer, _) => context.ReferrerAttributes.GetValueOrDefault(Name),
        (FieldSource.Referral, "code") => context.Code,
        (FieldSource.Referral, "share") => context.ShareId,
        (FieldSource.Referral, "channel") => context.Channel?.Value,
        (FieldSource.Referral, _) => context.Evidence,
        (_, "sku") => line?.Sku,
        (_, "quantity") => line?.Quantity.ToString(CultureInfo.InvariantCulture),
        (_, "amount") => line?.Amount.Value.ToString(CultureInfo.InvariantCulture),
        _ => line?.Attributes.GetValueOrDefault(Name),
    };
}

/// <summary>Whose attribute a <see cref="Field"/> is.</summary>
public enum FieldSource
{
    /// <summary>The conversion's. Built in: <c>id</c>, <c>name</c>.</summary>
    Event = 0,

    /// <summary>Who converted. Built in: <c>id</c>, <c>segment</c>.</summary>
    Referee = 1,

    /// <summary>Who referred. Built in: <c>id</c>, <c>segment</c>.</summary>
    Referrer = 2,

    /// <summary>The referral's. Built in, and no others: <c>code</c>, <c>share</c>, <c>channel</c>, <c>evidence</c>.</summary>
    Referral = 3,

    /// <summary>An order's line's. Built in: <c>sku</c>, <c>quantity</c>, <c>amount</c>.</summary>
    Line = 4,
}

/// <summary>How a value is compared with a limit.</summary>
public enum Comparison
{
    /// <summary>Not smaller.</summary>
    AtLeast = 0,

    /// <summary>Larger.</summary>
    Above = 1,

    /// <summary>Not larger.</summary>
    AtMost = 2,

    /// <summary>Smaller.</summary>
    Below = 3,

    /// <summary>The same.</summary>
    Exactly = 4,
}

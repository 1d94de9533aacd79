using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using Referrals.Attribution;
using Referrals.Codes;

namespace Referrals.Serialization;

/// <summary>
/// Compares JSON with the shape that the generated metadata declares. Everything that does not fit is reported with its path and
/// taken out, so that the rest can still be read and checked: all mistakes of a file are told at once.
/// </summary>
internal static class ProgramShape
{
    internal static void Check(JsonNode? node, JsonTypeInfo shape, string path, ProgramFindings findings)
    {
        switch (shape.Kind)
        {
            case var _ when shape.Type == typeof(CustomDocument):
                CustomShape.Custom(node!, path, findings);
                break;
            case var _ when shape.Type == typeof(ParametersDocument):
                CustomShape.Parameters((JsonObject)node!, path, findings);
                break;
            case JsonTypeInfoKind.Object:
                Members((JsonObject)node!, shape, path, findings);
                break;
            case JsonTypeInfoKind.Enumerable:
                Items((JsonArray)node!, shape, path, findings);
                break;
            default:
                break;
        }
    }

    /// <summary>Whether a value has the kind of JSON that the shape asks for; <c>null</c> stands for a member left out.</summary>
    internal static bool Fits(JsonNode? node, JsonTypeInfo shape) => node is null || shape.Kind switch
    {
        JsonTypeInfoKind.Object => node is JsonObject,
        JsonTypeInfoKind.Enumerable => node is JsonArray,
        _ when shape.Type == typeof(CustomDocument) => node is JsonObject or JsonValue && node.GetValueKind() is JsonValueKind.Object or JsonValueKind.String,
        _ when shape.Type == typeof(ParametersDocument) => node is JsonObject,
        _ => node is JsonValue value && Fits(value, Nullable.GetUnderlyingType(shape.Type) ?? shape.Type),
    };

    private static void Members(JsonObject node, JsonTypeInfo shape, string path, ProgramFindings findings)
    {
        if (node.Count == 0 && path != "$" && shape.Type != typeof(ChosenCodesDocument) && !IsOneOf(shape))
        {
            findings.Add(ProgramCodes.SaysNothing, path, "An empty object says nothing; give it a member, or leave it out.");
        }

        foreach (var (name, value) in node.ToArray())
        {
            var member = shape.Properties.FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.Ordinal));
            var memberPath = $"{path}.{name}";
            if (member is null)
            {
                var known = string.Join(", ", shape.Properties.Select(static property => property.Name));
                findings.Add(ProgramCodes.UnknownMember, memberPath, $"Unknown member '{name}'. Known are {known}.");
                _ = node.Remove(name);
            }
            else if (shape.Options.GetTypeInfo(member.PropertyType) is var memberShape && !Fits(value, memberShape))
            {
                WrongType(value!, memberShape, memberPath, findings);
                _ = node.Remove(name);
            }
            else if (value is not null)
            {
                Check(value, memberShape, memberPath, findings);
            }
        }
    }

    /// <summary>Whether the reader asks for one member at least, and says so better.</summary>
    private static bool IsOneOf(JsonTypeInfo shape) => shape.Type != typeof(AmountBaseDocument) && shape.Type != typeof(AttributionDocument)
        && shape.Type != typeof(CodesDocument) && shape.Type != typeof(WordsDocument) && shape.Type != typeof(GuardsDocument);

    private static void Items(JsonArray node, JsonTypeInfo shape, string path, ProgramFindings findings)
    {
        if (node.Count == 0 && path is not ("$.incentives" or "$.chosenCodes.reserved"))
        {
            findings.Add(ProgramCodes.SaysNothing, path, "An empty array says nothing; give it at least one value, or leave it out.");
        }

        var itemShape = shape.Options.GetTypeInfo(shape.ElementType!);
        for (var i = 0; i < node.Count; i++)
        {
            var itemPath = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (node[i] is { } item && Fits(item, itemShape))
            {
                Check(item, itemShape, itemPath, findings);
            }
            else
            {
                WrongType(node[i], itemShape, itemPath, findings);
                node[i] = itemShape.Kind == JsonTypeInfoKind.Object ? new JsonObject() : JsonValue.Create(string.Empty);
            }
        }
    }

    private static void WrongType(JsonNode? value, JsonTypeInfo shape, string path, ProgramFindings findings) => findings.Add(
        ProgramCodes.WrongType,
        path,
        $"{Shorten(value?.ToJsonString() ?? "null")} does not fit here; write {Noun(shape)}.");

    private static bool Fits(JsonValue value, Type type)
    {
        var kind = value.GetValueKind();
        return type == typeof(string) ? kind == JsonValueKind.String
            : type == typeof(bool) ? kind is JsonValueKind.True or JsonValueKind.False
            : type == typeof(int) ? kind == JsonValueKind.Number && value.TryGetValue<int>(out _)
            : kind == JsonValueKind.Number && value.TryGetValue<decimal>(out _);
    }

    private static string Noun(JsonTypeInfo shape)
    {
        var type = Nullable.GetUnderlyingType(shape.Type) ?? shape.Type;
        return shape.Kind switch
        {
            JsonTypeInfoKind.Object => "an object",
            JsonTypeInfoKind.Enumerable => "an array",
            _ when type == typeof(CustomDocument) => "a name, or an object with name and with",
            _ when type == typeof(ParametersDocument) => "an object",
            _ when type == typeof(string) => "a text",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) => "a whole number",
            _ => "a number",
        };
    }

    private static string Shorten(string json) => json.Length <= 40 ? json : string.Concat(json.AsSpan(0, 37), "...");
}

/// <summary>The names that values have in JSON.</summary>
internal static class ProgramNames
{
    internal static readonly (string Name, RoundingMode Value)[] Roundings =
    [
        ("halfAwayFromZero", RoundingMode.HalfAwayFromZero),
        ("halfToEven", RoundingMode.HalfToEven),
        ("down", RoundingMode.Down),
        ("up", RoundingMode.Up),
    ];

    internal static readonly (string Name, ReferralModel Value)[] Models =
    [
        ("lastTouch", ReferralModel.LastTouch),
        ("firstTouch", ReferralModel.FirstTouch),
        ("splitPerTouch", ReferralModel.SplitPerTouch),
        ("splitPerReferrer", ReferralModel.SplitPerReferrer),
        ("splitByPosition", ReferralModel.SplitByPosition),
        ("splitByAge", ReferralModel.SplitByAge),
    ];

    internal static readonly (string Name, Side Value)[] Sides = [("referrer", Side.Referrer), ("referee", Side.Referee)];

    internal static readonly (string Name, RefundPolicy Value)[] RefundPolicies =
        [("reverse", RefundPolicy.Reverse), ("keep", RefundPolicy.Keep), ("recompute", RefundPolicy.Recompute)];

    internal static readonly (string Name, TimeFrameKind Value)[] Periods =
    [
        ("lifetime", TimeFrameKind.Lifetime),
        ("calendarDay", TimeFrameKind.CalendarDay),
        ("calendarWeek", TimeFrameKind.CalendarWeek),
        ("calendarMonth", TimeFrameKind.CalendarMonth),
        ("calendarQuarter", TimeFrameKind.CalendarQuarter),
        ("calendarYear", TimeFrameKind.CalendarYear),
    ];

    internal static readonly (string Name, IsoDayOfWeek Value)[] Weekdays =
    [
        ("monday", IsoDayOfWeek.Monday),
        ("tuesday", IsoDayOfWeek.Tuesday),
        ("wednesday", IsoDayOfWeek.Wednesday),
        ("thursday", IsoDayOfWeek.Thursday),
        ("friday", IsoDayOfWeek.Friday),
        ("saturday", IsoDayOfWeek.Saturday),
        ("sunday", IsoDayOfWeek.Sunday),
    ];

    internal static readonly (string Name, MeasureSubject Value)[] Subjects =
    [
        ("ownConversions", MeasureSubject.OwnConversions),
        ("referredConversions", MeasureSubject.ReferredConversions),
        ("referrals", MeasureSubject.Referrals),
        ("ruleConversions", MeasureSubject.RuleConversions),
        ("ruleConversionsOfReferee", MeasureSubject.RuleConversionsOfReferee),
    ];

    internal static readonly (string Name, Precedence Value)[] Precedences =
        [("stack", Precedence.Stack), ("first", Precedence.First), ("best", Precedence.Best)];

    internal static readonly (string Name, RuleFailure Value)[] RuleFailures = [("throw", RuleFailure.Throw), ("failClosed", RuleFailure.FailClosed)];

    internal static readonly (string Name, MultiplierMode Value)[] MultiplierModes =
        [("multiply", MultiplierMode.Multiply), ("add", MultiplierMode.Add), ("largest", MultiplierMode.Largest)];

    internal static readonly (string Name, CapAction Value)[] CapActions = [("clamp", CapAction.Clamp), ("refuse", CapAction.Refuse)];

    internal static readonly (string Name, BudgetExhaustion Value)[] BudgetEnds = [("goOn", BudgetExhaustion.GoOn), ("close", BudgetExhaustion.Close)];

    internal static readonly (string Name, CodeAlphabet Value)[] Alphabets =
    [
        ("crockford", CodeAlphabet.Crockford),
        ("distinct", CodeAlphabet.Distinct),
        ("digits", CodeAlphabet.Digits),
        ("letters", CodeAlphabet.Letters),
        ("alphanumeric", CodeAlphabet.Alphanumeric),
    ];

    internal static string Of<T>((string Name, T Value)[] names, T value) =>
        names.First(entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Name;
}

/// <summary>The source-generated JSON of programs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ProgramDocument))]
internal sealed partial class ProgramJsonContext : JsonSerializerContext
{
    /// <summary>The same, with signs such as + and accents as they are: the files are read by people, not put into HTML.</summary>
    internal static ProgramJsonContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

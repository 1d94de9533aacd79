using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Referrals.AI.Functions;

/// <summary>
/// The arguments of one call, checked: none that the function does not have, none too long, none missing. A model that is wrong is told what to mend.
/// </summary>
internal sealed class ToolArguments
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);

    private ToolArguments()
    {
    }

    /// <exception cref="ToolException">An argument breaks its rule.</exception>
    internal static ToolArguments Read(ReferralTool tool, IEnumerable<KeyValuePair<string, object?>> arguments)
    {
        var read = new ToolArguments();
        foreach (var (name, value) in arguments)
        {
            var parameter = tool.Parameters.FirstOrDefault(one => one.Name == name) ?? throw new ToolException(
                "argument.unknown",
                tool.Parameters.Count == 0
                    ? $"'{ToolText.Line(name)}' is no argument of {tool.Name}, which takes none."
                    : $"'{ToolText.Line(name)}' is no argument of {tool.Name}; it takes {string.Join(", ", tool.Parameters.Select(static one => one.Name))}.");
            var texts = Texts(tool, parameter, value);
            if (texts.Count > 0)
            {
                read._values[name] = texts;
            }
        }

        foreach (var parameter in tool.Parameters)
        {
            if (parameter.IsRequired && !read._values.ContainsKey(parameter.Name))
            {
                throw new ToolException("argument.missing", $"{tool.Name} needs '{parameter.Name}': {parameter.Description}");
            }
        }

        return read;
    }

    internal string? Text(string name) => _values.TryGetValue(name, out var values) ? values[0] : null;

    internal string Needed(string name) => _values[name][0];

    internal IReadOnlyList<string> List(string name) => _values.GetValueOrDefault(name, []);

    /// <exception cref="ToolException">It is no id.</exception>
    internal CustomerId Customer(string name) => CustomerId.TryFrom(Needed(name), out var id)
        ? id
        : throw new ToolException("argument.invalid", $"'{name}' is not an id that a customer can have.");

    /// <exception cref="ToolException">It is no day.</exception>
    internal LocalDate? Day(string name) => Text(name) is not { } text ? null
        : LocalDatePattern.Iso.Parse(text) is { Success: true } day ? day.Value
        : throw new ToolException("argument.invalid", $"'{name}' is '{ToolText.Line(text)}'; it has to be a day such as 2026-03-31.");

    private static IReadOnlyList<string> Texts(ReferralTool tool, ToolParameter parameter, object? value)
    {
        switch (value)
        {
            case null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }:
                return [];
            case JsonElement { ValueKind: JsonValueKind.Array } array when parameter.MaxItems > 0:
                return Items(tool, parameter, [.. array.EnumerateArray().Select(static item => (object?)item)]);
            case IEnumerable<object?> list when parameter.MaxItems > 0:
                return Items(tool, parameter, [.. list]);
            default:
                var text = Text(value) ?? throw new ToolException("argument.invalid", $"'{parameter.Name}' of {tool.Name} has to be a text.");
                return text.Trim() is not { Length: > 0 } trimmed ? [] : [Checked(tool, parameter, trimmed)];
        }
    }

    private static IReadOnlyList<string> Items(ReferralTool tool, ToolParameter parameter, IReadOnlyList<object?> items) => items.Count <= parameter.MaxItems
        ? [.. items.SelectMany(item => Texts(tool, parameter with { MaxItems = 0 }, item))]
        : throw new ToolException("argument.too_many", $"'{parameter.Name}' of {tool.Name} holds {items.Count} items; it may hold {parameter.MaxItems}.");

    private static string Checked(ReferralTool tool, ToolParameter parameter, string text) =>
        text.Length > parameter.MaxLength ? throw new ToolException(
            "argument.too_long", $"'{parameter.Name}' of {tool.Name} has {text.Length} characters; it may have {parameter.MaxLength}.")
        : parameter.Choices.Count > 0 && !parameter.Choices.Contains(text) ? throw new ToolException(
            "argument.invalid", $"'{parameter.Name}' of {tool.Name} is '{ToolText.Line(text)}'; it has to be one of {string.Join(", ", parameter.Choices)}.")
        : text;

    private static string? Text(object value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        JsonElement { ValueKind: JsonValueKind.Number } element => element.GetRawText(),
        int or long or decimal => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => null,
    };
}

/// <summary>A call that cannot be answered, with what the model is told of it: a stable code, and a sentence without anything of a person.</summary>
internal sealed class ToolException(string code, string message) : Exception(message)
{
    internal string Code { get; } = code;
}

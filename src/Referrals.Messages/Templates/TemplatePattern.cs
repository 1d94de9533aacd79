using Referrals.Explanations;

namespace Referrals.Messages.Templates;

/// <summary>
/// A text with places: <c>{name}</c> is a value, <c>{name#friend|friends}</c> a form chosen by the number of a value, and <c>{{</c> and <c>}}</c> are
/// braces.
/// </summary>
internal sealed class TemplatePattern
{
    private readonly IReadOnlyList<Part> _parts;

    private TemplatePattern(IReadOnlyList<Part> parts) => _parts = parts;

    internal IEnumerable<Part> Places => _parts.Where(static part => part.Name is not null);

    /// <summary>Reads a text. What is wrong with its braces is added to the faults.</summary>
    internal static TemplatePattern Read(string text, Action<string> fault)
    {
        var parts = new List<Part>();
        var literal = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                _ = literal.Append(c);
                i++;
            }
            else if (c == '}')
            {
                fault("it has a '}' that ends no variable; write '}}' for a brace");
            }
            else if (c == '{')
            {
                var end = text.IndexOfAny(['{', '}'], i + 1);
                if (end < 0 || text[end] == '{')
                {
                    fault("it has a '{' that is not closed; write '{{' for a brace");
                    break;
                }

                Flush();
                parts.Add(Place(text[(i + 1)..end], parts.Count > 0 ? parts[^1].Literal ?? "" : "", fault));
                i = end;
            }
            else
            {
                _ = literal.Append(c);
            }
        }

        Flush();
        return new TemplatePattern(parts);

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts.Add(new Part(literal.ToString(), null, null, false));
                _ = literal.Clear();
            }
        }
    }

    /// <summary>The text with everything in its place.</summary>
    internal string Fill(Func<string, object> valueOf, ReferralTexts texts, Func<string, string> literal, Func<object, bool, string> value)
    {
        var filled = new System.Text.StringBuilder();
        foreach (var part in _parts)
        {
            _ = filled.Append(
                part.Literal is { } text ? literal(text)
                : part.Forms is { } forms ? literal(forms[Math.Min(texts.PluralForm(MessageValues.NumberOf(valueOf(part.Name!))), forms.Length - 1)])
                : value(valueOf(part.Name!), part.IsInAttribute));
        }

        return filled.ToString();
    }

    private static Part Place(string text, string before, Action<string> fault)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var name = hash < 0 ? text : text[..hash];
        var forms = hash < 0 ? null : text[(hash + 1)..].Split('|');
        if (forms is { Length: < 2 })
        {
            fault($"'{{{text}}}' has one form; write the forms of a plural with | between them, such as {{{name}#friend|friends}}");
        }

        var last = before.TrimEnd();
        return new Part(null, name, forms, last.EndsWith("=\"", StringComparison.Ordinal) || last.EndsWith("='", StringComparison.Ordinal));
    }

    /// <summary>A piece of literal text, or the place of a variable, with the forms of a plural if it chooses one.</summary>
    /// <param name="Literal">The text; <c>null</c> for a place.</param>
    /// <param name="Name">The name of the variable; <c>null</c> for a text.</param>
    /// <param name="Forms">The forms; <c>null</c> where the value itself is shown.</param>
    /// <param name="IsInAttribute">Whether the place begins the value of an attribute of HTML.</param>
    internal sealed record Part(string? Literal, string? Name, string[]? Forms, bool IsInAttribute);
}

using System.Collections.Immutable;
using System.Text;

namespace Referrals.Sharing.Messages;

/// <summary>A text with names in braces, such as <c>{referrer}</c>; <c>{{</c> and <c>}}</c> stand for braces.</summary>
internal sealed class MessageTemplate
{
    private readonly ImmutableArray<Part> _parts;

    private MessageTemplate(ImmutableArray<Part> parts) => _parts = parts;

    /// <summary>Whether the text could be read.</summary>
    internal bool IsWhole => !_parts.IsEmpty;

    /// <summary>The names that occur.</summary>
    internal IEnumerable<string> Names => _parts.Where(part => part.IsName).Select(part => part.Text);

    /// <summary>Reads a template, or says what is wrong with it.</summary>
    internal static string? TryParse(string text, out MessageTemplate template)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var literal = new StringBuilder();
        template = new MessageTemplate([]);
        for (var i = 0; i < text.Length; i++)
        {
            var doubled = i + 1 < text.Length && text[i + 1] == text[i];
            if (text[i] is '{' or '}' && doubled)
            {
                _ = literal.Append(text[i++]);
            }
            else if (text[i] == '{' && text.IndexOf('}', i) is var end and > 0)
            {
                parts.Add(new Part(literal.ToString(), IsName: false));
                parts.Add(new Part(text[(i + 1)..end], IsName: true));
                _ = literal.Clear();
                i = end;
            }
            else if (text[i] is '{' or '}')
            {
                return $"the brace at character {i + 1} has no partner; write {{{{ or }}}} for a brace.";
            }
            else
            {
                _ = literal.Append(text[i]);
            }
        }

        parts.Add(new Part(literal.ToString(), IsName: false));
        template = new MessageTemplate(parts.ToImmutable());
        return null;
    }

    /// <summary>The text with every name replaced, each literal and value written as the place needs it.</summary>
    internal string Fill(Func<string, string> valueOf, Func<string, string> literal) =>
        string.Concat(_parts.Select(part => part.IsName ? valueOf(part.Text) : literal(part.Text)));

    private readonly record struct Part(string Text, bool IsName);
}

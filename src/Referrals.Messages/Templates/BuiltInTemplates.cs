namespace Referrals.Messages.Templates;

/// <summary>
/// The templates that come with the library, a language in a file. A line in brackets begins a template; the line below it is the subject, the
/// rest is the text. The greeting and the footer have no subject.
/// </summary>
internal static partial class BuiltInTemplates
{
    internal static (string Greeting, string NamedGreeting, string Footer, Dictionary<MessageKind, MessageTemplate> Templates) Read(string table)
    {
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in table.ReplaceLineEndings("\n").Split("\n[", StringSplitOptions.RemoveEmptyEntries))
        {
            var end = section.IndexOf(']', StringComparison.Ordinal);
            sections.Add(section[..end].TrimStart('['), section[(end + 1)..].Trim('\n'));
        }

        return (sections["greeting"], sections["greeting.named"], sections["footer"], MessageKind.All.ToDictionary(static kind => kind, kind =>
        {
            var lines = sections[kind.Code].Split('\n', 2);
            return new MessageTemplate(lines[0], lines[1].Trim('\n'));
        }));
    }
}

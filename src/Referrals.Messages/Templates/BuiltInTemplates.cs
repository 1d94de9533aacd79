namespace Referrals.Messages.Templates;

/// <summary>
/// The templates that come with the library, a language in a file. A line in brackets begins a template; the line below it is the subject, the
/// rest is the text, in which a blank line begins a paragraph and other ends of lines are blanks. The greeting and the footer have no subject.
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

        return (sections["greeting"], sections["greeting.named"], Unfolded(sections["footer"]), MessageKind.All.ToDictionary(static kind => kind, kind =>
        {
            var lines = sections[kind.Code].Split('\n', 2);
            return new MessageTemplate(lines[0], Unfolded(lines[1].Trim('\n')));
        }));
    }

    private static string Unfolded(string text) => string.Join("\n\n", text.Split("\n\n").Select(static paragraph => paragraph.Replace('\n', ' ')));
}

using Referrals.Explanations;
using Referrals.Sharing;

namespace Referrals.Messages.Templates;

/// <summary>Fills patterns as text and as HTML. Every value is escaped, and so is what a template for plain text says.</summary>
internal static class TemplateHtml
{
    /// <summary>The page around a message, unless the application has another.</summary>
    internal const string DefaultLayout =
        """
        <!DOCTYPE html>
        <html lang="{language}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{subject}</title></head>
        <body style="font-family: sans-serif; line-height: 1.5; max-width: 36em; margin: 1em auto; padding: 0 1em">
        {body}
        </body>
        </html>
        """;

    internal const string Language = "language";
    internal const string Subject = "subject";
    internal const string Body = "body";

    internal static string Text(TemplatePattern pattern, Func<string, object> valueOf, ReferralTexts texts) =>
        pattern.Fill(valueOf, texts, static literal => literal.ReplaceLineEndings("\n"), (value, _) => MessageValues.Write(value, texts)).Trim('\n');

    /// <summary>A template of HTML: only the values are escaped.</summary>
    internal static string Fill(TemplatePattern pattern, Func<string, object> valueOf, ReferralTexts texts) =>
        pattern.Fill(valueOf, texts, static literal => literal, (value, isInAttribute) => Escaped(value, isInAttribute, texts));

    /// <summary>A template of plain text as HTML: a blank line begins a paragraph, and links can be clicked.</summary>
    internal static string Paragraphs(TemplatePattern pattern, Func<string, object> valueOf, ReferralTexts texts)
    {
        var filled = pattern.Fill(
            valueOf, texts, static literal => Lines(literal), (value, _) => Escaped(value, isInAttribute: false, texts));
        return string.Join('\n', filled.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static paragraph =>
            $"<p>{string.Join("<br>\n", paragraph.Trim('\n').Split('\n'))}</p>"));
    }

    internal static string Layout(TemplatePattern layout, string language, string subject, string body) => layout.Fill(
        name => name switch
        {
            Language => language,
            Subject => subject,
            _ => new Raw(body),
        },
        ReferralTexts.English,
        static literal => literal,
        static (value, _) => value is Raw raw ? raw.Html : SafeText.ForHtml((string)value));

    /// <summary>Escapes the lines and leaves their ends, which the encoder would write as numbers.</summary>
    private static string Lines(string literal) => string.Join('\n', literal.ReplaceLineEndings("\n").Split('\n').Select(SafeText.ForHtml));

    private static string Escaped(object value, bool isInAttribute, ReferralTexts texts)
    {
        var text = SafeText.ForHtml(MessageValues.Write(value, texts));
        return value is Uri && !isInAttribute ? $"<a href=\"{text}\">{text}</a>" : text;
    }

    private sealed record Raw(string Html);
}

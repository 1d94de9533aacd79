using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Referrals.Sharing;

namespace Referrals.AspNetCore.Pages;

/// <summary>
/// HTML that is put together. What stands in the source is HTML; whatever is put into a place of an interpolated string is text and is encoded,
/// unless it is <see cref="Html"/> itself. So nothing that a person typed can become markup by being forgotten.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds markup with texts in its places.</summary>
    internal Html Add([InterpolatedStringHandlerArgument("")] ref Markup markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Adds markup with texts in its places, where a condition holds.</summary>
    internal Html AddIf(bool condition, [InterpolatedStringHandlerArgument("", nameof(condition))] ref Markup markup)
    {
        _ = condition;
        _ = markup;
        return this;
    }

    /// <summary>Markup of its own, such as that of an icon or a form's hidden field.</summary>
    internal static Html Of(ref OwnMarkup markup) => markup.Html;

    /// <summary>Markup that another library has made and answers for.</summary>
    internal static Html Trusted(string markup)
    {
        var html = new Html();
        _ = html._text.Append(markup);
        return html;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Receives the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly StringBuilder? _text;

        public Markup(int literalLength, int formattedCount, Html html)
        {
            _ = literalLength;
            _ = formattedCount;
            _text = html._text;
        }

        public Markup(int literalLength, int formattedCount, Html html, bool condition, out bool isWanted)
            : this(literalLength, formattedCount, html)
        {
            isWanted = condition;
        }

        public void AppendLiteral(string literal) => _text!.Append(literal);

        public void AppendFormatted(string? text) => _text!.Append(text is null ? null : SafeText.ForHtml(text));

        public void AppendFormatted(int number) => _text!.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(Html? html) => _text!.Append(html?._text);
    }

    /// <summary>As <see cref="Markup"/>, for markup that begins anew.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct OwnMarkup
    {
        public OwnMarkup(int literalLength, int formattedCount)
        {
            _ = literalLength;
            _ = formattedCount;
            Html = new Html();
        }

        internal Html Html { get; }

        public void AppendLiteral(string literal) => Html._text.Append(literal);

        public void AppendFormatted(string? text) => Html._text.Append(text is null ? null : SafeText.ForHtml(text));

        public void AppendFormatted(int number) => Html._text.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(Html? html) => Html._text.Append(html?._text);
    }
}

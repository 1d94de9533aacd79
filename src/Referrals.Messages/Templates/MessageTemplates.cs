using System.Collections.Immutable;
using System.Globalization;
using Referrals.Explanations;
using Referrals.Sharing;

namespace Referrals.Messages.Templates;

/// <summary>
/// The templates of all messages in all languages: subject, text and HTML. English, German, French and Spanish are built in; an application
/// replaces single templates or adds a language.
/// </summary>
/// <remarks>
/// <para>A template has places in braces: <c>{amount}</c> is a variable of the kind, written in the language; <c>{friends#friend|friends}</c> one of
/// several forms by the number of a variable, in the order in which <see cref="ReferralTexts"/> has them; <c>{{</c> and <c>}}</c> are braces.</para>
/// <para>Everything is checked when the templates are made: names, types, braces, plural forms, and that each language has each kind. So rendering
/// never fails for want of a text. Values are escaped in HTML. Immutable, for any number of threads.</para>
/// </remarks>
/// <example><code>
/// var templates = MessageTemplates.Create(t => t
///     .Constant("shop", "Lamp House")
///     .Replace(MessageKind.RewardEarned, "de", "{amount} von {shop}", "{greeting}\n\ndeine Prämie von {amount} ist da."));
/// var preview = templates.Preview(MessageKind.RewardEarned, "de-AT");
/// </code></example>
public sealed class MessageTemplates
{
    private readonly ImmutableDictionary<string, TemplateLanguage> _languages;
    private readonly TemplateLanguage _fallback;
    private readonly MessageValues _constants;
    private readonly TemplatePattern _layout;

    internal MessageTemplates(
        ImmutableDictionary<string, TemplateLanguage> languages, TemplateLanguage fallback, MessageValues constants, TemplatePattern layout)
    {
        _languages = languages;
        _fallback = fallback;
        _constants = constants;
        _layout = layout;
    }

    /// <summary>The built-in templates in English, German, French and Spanish.</summary>
    public static MessageTemplates Default { get; } = Create(static _ => { });

    /// <summary>The languages that have templates, such as <c>de</c>.</summary>
    public IEnumerable<string> Languages => _languages.Keys.Order(StringComparer.Ordinal);

    /// <summary>Makes templates: the built-in ones, and what the application says otherwise.</summary>
    /// <exception cref="MessageTemplatesException">Something is wrong; the exception says everything that is, and where.</exception>
    public static MessageTemplates Create(Action<MessageTemplatesBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new MessageTemplatesBuilder();
        configure(builder);
        return builder.Build();
    }

    /// <summary>The words for explanations and the formats of a culture, or of the nearest language there is.</summary>
    /// <param name="culture">The culture of the reader, such as <c>de-AT</c>; any text.</param>
    public ReferralTexts TextsFor(string culture) => In(culture).Texts;

    /// <summary>Writes a message in a culture, or in the nearest language there is: <c>de</c> for <c>de-AT</c>, else the fallback.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="culture">The culture of the reader; any text.</param>
    /// <param name="values">What stands for the variables; the greeting and constants come by themselves.</param>
    /// <param name="name">What the reader is called in the greeting; <c>null</c> for a greeting without a name.</param>
    /// <param name="unsubscribe">Where the reader unsubscribes, for the footer; <c>null</c> for no footer.</param>
    /// <exception cref="ArgumentException">A variable that the template shows has no value, or one of another type.</exception>
    public RenderedMessage Render(MessageKind kind, string culture, MessageValues values, string? name = null, Uri? unsubscribe = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(culture);
        ArgumentNullException.ThrowIfNull(values);
        var language = In(culture);
        var template = language.Templates[kind];
        var texts = language.Texts;
        object ValueOf(string variable) => variable == MessageVariable.Greeting.Name && values.Find(variable) is null
            ? language.Greet(name)
            : Checked(kind, variable, values.Find(variable) ?? _constants.Find(variable));

        var subject = SafeText.ForLine(template.Subject.Fill(ValueOf, texts, static literal => literal, (value, _) => MessageValues.Write(value, texts)));
        var text = TemplateHtml.Text(template.Text, ValueOf, texts);
        var body = template.Html is { } html ? TemplateHtml.Fill(html, ValueOf, texts) : TemplateHtml.Paragraphs(template.Text, ValueOf, texts);
        if (unsubscribe is not null)
        {
            object FooterValue(string variable) => variable == MessageVariable.Unsubscribe.Name
                ? unsubscribe
                : values.Find(variable) ?? _constants.Find(variable) ?? Missing(kind, variable);
            text += "\n\n-- \n" + TemplateHtml.Text(language.Footer, FooterValue, texts);
            body += "\n<hr>\n" + TemplateHtml.Paragraphs(language.Footer, FooterValue, texts);
        }

        return new RenderedMessage(language.Name, subject, text, TemplateHtml.Layout(_layout, language.Name, subject, body));
    }

    /// <summary>Shows what a message looks like, with samples for what is not said: for a dashboard.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="culture">The culture of a reader; any text.</param>
    /// <param name="values">Values instead of samples; optional.</param>
    /// <param name="name">What the reader is called; <c>null</c> for a greeting without a name.</param>
    /// <exception cref="ArgumentException">A value has another type than its variable.</exception>
    public RenderedMessage Preview(MessageKind kind, string culture, MessageValues? values = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(culture);
        var samples = PreviewSamples.For(kind, TextsFor(culture));
        return Render(kind, culture, samples.And(values ?? MessageValues.Empty), name, new Uri(MessageVariable.Unsubscribe.Sample));
    }

    private static object Checked(MessageKind kind, string variable, object? value) =>
        value is null ? Missing(kind, variable)
        : kind.Find(variable) is { } known && !MessageValues.Is(known.Type, value) ? throw new ArgumentException(
            $"The value of '{variable}' of {kind} is {value.GetType().Name}; it must be {MessageValues.Shape(known.Type)}.")
        : value;

    private static object Missing(MessageKind kind, string variable) =>
        throw new ArgumentException($"A message {kind} shows '{variable}', which has no value. Give it one with MessageValues.With.");

    private TemplateLanguage In(string culture)
    {
        var found = _fallback;
        for (var name = culture; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('-'))])
        {
            if (_languages.TryGetValue(name, out var language))
            {
                found = language;
                break;
            }
        }

        return found.With(CultureOf(culture));
    }

    /// <summary>The culture whose formats are used; <c>null</c> for those of the language.</summary>
    private static CultureInfo? CultureOf(string culture)
    {
        try
        {
            return culture.Contains('-', StringComparison.Ordinal) ? CultureInfo.GetCultureInfo(culture) : null;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>Values for previews, in the words of a language where they are words.</summary>
internal static class PreviewSamples
{
    private static readonly ReferralProgram Program = ReferralProgram.Create("sample", static p => p
        .RewardReferrer(static r => r.Flat(10, "EUR"))
        .RewardReferee(static r => r.Flat(5, "EUR")));

    private static readonly Explanation Refusal = new()
    {
        Program = Program.Id,
        ProgramVersion = 1,
        Code = DecisionCodes.SignUpReferralRefused,
        Checks = [new Check { Code = "guard.self_referral", Verdict = Verdict.Failed }],
    };

    /// <summary>Samples for everything but the greeting, which follows from the reader's name.</summary>
    internal static MessageValues For(MessageKind kind, ReferralTexts texts)
    {
        var samples = MessageValues.SampleOf(kind).Without(MessageVariable.Greeting.Name);
        samples = kind.Find(MessageVariable.Offer.Name) is null
            ? samples : samples.With(MessageVariable.Offer.Name, Offer.Of(Program, Side.Referrer, texts).Headline);
        return kind.Find(MessageVariable.Reason.Name) is null
            ? samples : samples.With(MessageVariable.Reason.Name, Refusal.ToParticipantText(Side.Referee, texts));
    }
}

/// <summary>A message as the reader gets it.</summary>
public sealed record RenderedMessage
{
    internal RenderedMessage(string language, string subject, string text, string html)
    {
        Language = language;
        Subject = subject;
        Text = text;
        Html = html;
    }

    /// <summary>The language that it is written in, which is the fallback where the wanted one has no templates.</summary>
    public string Language { get; }

    /// <summary>The subject, of one line.</summary>
    public string Subject { get; }

    /// <summary>The message as plain text.</summary>
    public string Text { get; }

    /// <summary>The message as a whole page of HTML, with all values escaped.</summary>
    public string Html { get; }
}

/// <summary>The templates of one kind in one language.</summary>
internal sealed record KindTemplate(TemplatePattern Subject, TemplatePattern Text, TemplatePattern? Html);

/// <summary>All templates of one language.</summary>
internal sealed record TemplateLanguage(
    string Name,
    ReferralTexts Texts,
    ImmutableDictionary<MessageKind, KindTemplate> Templates,
    TemplatePattern Greeting,
    TemplatePattern NamedGreeting,
    TemplatePattern Footer)
{
    internal string Greet(string? name)
    {
        var shown = name is null ? "" : SafeText.ForLine(name);
        return (shown.Length == 0 ? Greeting : NamedGreeting).Fill(_ => shown, Texts, static literal => literal, static (value, _) => (string)value);
    }

    /// <summary>The same with the formats of a culture of this language; of another language's culture, only its own.</summary>
    internal TemplateLanguage With(CultureInfo? culture) =>
        culture is not null && culture.TwoLetterISOLanguageName == Name.Split('-')[0] ? this with { Texts = Texts.In(culture) } : this;
}

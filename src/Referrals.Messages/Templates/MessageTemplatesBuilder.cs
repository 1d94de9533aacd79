using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Referrals.Explanations;

namespace Referrals.Messages.Templates;

/// <summary>Says what templates there are besides the built-in ones; used inside <see cref="MessageTemplates.Create"/>.</summary>
public sealed partial class MessageTemplatesBuilder
{
    private readonly Dictionary<string, LanguageSource> _languages = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(MessageKind Kind, string Language, MessageTemplate Template)> _replaced = [];
    private readonly List<(string Name, MessageTemplateFault? Fault)> _constantNames = [];
    private MessageValues _constants = MessageValues.Empty;
    private string _fallback = "en";
    private string _layout = TemplateHtml.DefaultLayout;

    internal MessageTemplatesBuilder()
    {
        Add("en", ReferralTexts.English, BuiltInTemplates.English);
        Add("de", ReferralTexts.German, BuiltInTemplates.German);
        Add("fr", ReferralTexts.French, BuiltInTemplates.French);
        Add("es", ReferralTexts.Spanish, BuiltInTemplates.Spanish);
    }

    /// <summary>The language of people whose own has no templates. Default <c>en</c>.</summary>
    public MessageTemplatesBuilder Fallback(string language)
    {
        ArgumentException.ThrowIfNullOrEmpty(language);
        _fallback = language;
        return this;
    }

    /// <summary>Another template for a kind in a language.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="language">The language, such as <c>de</c>, which has templates already.</param>
    /// <param name="subject">The subject, of one line and without links.</param>
    /// <param name="text">The plain text; a blank line begins a paragraph.</param>
    /// <param name="html">What stands between <c>body</c> and <c>/body</c>; <c>null</c> to make it of the text.</param>
    public MessageTemplatesBuilder Replace(MessageKind kind, string language, string subject, string text, string? html = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentException.ThrowIfNullOrEmpty(language);
        _replaced.Add((kind, language, new MessageTemplate(subject, text, html)));
        return this;
    }

    /// <summary>Templates in one more language, or all of a built-in one anew.</summary>
    /// <param name="texts">The words for reasons, and the formats; its culture names the language.</param>
    /// <param name="greeting">The greeting for a reader whose name is not known, such as <c>Hello,</c>.</param>
    /// <param name="namedGreeting">The greeting with <c>{name}</c>.</param>
    /// <param name="footer">What stands below, with <c>{unsubscribe}</c> and <c>{program}</c>.</param>
    /// <param name="templates">A template for each kind.</param>
    public MessageTemplatesBuilder AddLanguage(
        ReferralTexts texts,
        string greeting,
        string namedGreeting,
        string footer,
        IEnumerable<KeyValuePair<MessageKind, MessageTemplate>> templates)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(greeting);
        ArgumentNullException.ThrowIfNull(namedGreeting);
        ArgumentNullException.ThrowIfNull(footer);
        ArgumentNullException.ThrowIfNull(templates);
        var name = texts.Culture.Name.Length == 0 ? "en" : texts.Culture.TwoLetterISOLanguageName;
        _languages[name] = new LanguageSource(texts, greeting, namedGreeting, footer, templates.ToDictionary(static one => one.Key, static one => one.Value));
        return this;
    }

    /// <summary>The words for reasons in a language that has templates, such as with the application's names for its units.</summary>
    public MessageTemplatesBuilder Use(ReferralTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var name = texts.Culture.Name.Length == 0 ? "en" : texts.Culture.TwoLetterISOLanguageName;
        if (_languages.TryGetValue(name, out var source))
        {
            _languages[name] = source with { Texts = texts };
        }
        else
        {
            _constantNames.Add((name, new MessageTemplateFault(null, name, "texts", "there are no templates in this language; add them with AddLanguage")));
        }

        return this;
    }

    /// <summary>A variable of the application's, which every template can show and which stands for one text.</summary>
    /// <param name="name">The name: lower case letters and underscores, and none that a kind has.</param>
    /// <param name="text">The text.</param>
    public MessageTemplatesBuilder Constant(string name, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return Named(name, () => _constants = _constants.With(name, text));
    }

    /// <summary>A variable of the application's that stands for one link.</summary>
    /// <param name="name">The name, as in <see cref="Constant(string, string)"/>.</param>
    /// <param name="link">The link.</param>
    /// <exception cref="ArgumentException">It is not an absolute URL of <c>http</c> or <c>https</c>.</exception>
    public MessageTemplatesBuilder Constant(string name, Uri link) => Named(name, () => _constants = _constants.With(name, link));

    /// <summary>The page around every message.</summary>
    /// <param name="html">HTML with <c>{body}</c>, <c>{subject}</c> and <c>{language}</c>; braces of styles are doubled.</param>
    public MessageTemplatesBuilder Layout(string html)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(html);
        _layout = html;
        return this;
    }

    internal MessageTemplates Build()
    {
        var faults = _constantNames.Select(static one => one.Fault).OfType<MessageTemplateFault>().ToList();
        foreach (var (kind, name, template) in _replaced)
        {
            if (_languages.TryGetValue(name, out var source))
            {
                source.Templates[kind] = template;
            }
            else
            {
                faults.Add(new MessageTemplateFault(kind, name, "template", "there are no templates in this language; add all of them with AddLanguage"));
            }
        }

        var languages = _languages.ToImmutableDictionary(
            static one => one.Key, one => Read(one.Key, one.Value, faults), StringComparer.OrdinalIgnoreCase);
        if (!languages.TryGetValue(_fallback, out var fallback))
        {
            faults.Add(new MessageTemplateFault(null, _fallback, "fallback", "the fallback has no templates; name a language that has"));
        }

        var layout = ReadLayout(faults);
        return faults.Count == 0
            ? new MessageTemplates(languages, fallback!, _constants, layout)
            : throw new MessageTemplatesException([.. faults.OrderBy(static fault => fault.Language, StringComparer.Ordinal)
                .ThenBy(static fault => fault.Kind?.Code, StringComparer.Ordinal)]);
    }

    private TemplateLanguage Read(string name, LanguageSource source, List<MessageTemplateFault> faults)
    {
        var templates = ImmutableDictionary.CreateBuilder<MessageKind, KindTemplate>();
        foreach (var kind in MessageKind.All)
        {
            if (!source.Templates.TryGetValue(kind, out var template))
            {
                faults.Add(new MessageTemplateFault(kind, name, "template", "it is missing; every language has a template for every kind"));
                continue;
            }

            var variables = kind.Variables.ToDictionary(static one => one.Name, static one => one.Type, StringComparer.Ordinal);
            templates[kind] = new KindTemplate(
                Pattern(kind, "subject", template.Subject, variables),
                Pattern(kind, "text", template.Text, variables),
                template.Html is null ? null : Pattern(kind, "html", template.Html, variables));
        }

        var none = new Dictionary<string, MessageValueType>();
        var named = new Dictionary<string, MessageValueType> { [MessageVariable.PersonName.Name] = MessageValueType.Text };
        var footer = new Dictionary<string, MessageValueType>
        {
            [MessageVariable.Unsubscribe.Name] = MessageValueType.Link,
            [MessageVariable.Program.Name] = MessageValueType.Text,
        };
        return new TemplateLanguage(
            name,
            source.Texts,
            templates.ToImmutable(),
            Pattern(null, "greeting", source.Greeting, none),
            Pattern(null, "named greeting", source.NamedGreeting, named),
            Pattern(null, "footer", source.Footer, footer));

        TemplatePattern Pattern(MessageKind? kind, string part, string text, Dictionary<string, MessageValueType> variables)
        {
            var check = new TemplateCheck(source.Texts, variables, _constants);
            return check.Read(part, text, message => faults.Add(new MessageTemplateFault(kind, name, part, message)));
        }
    }

    private TemplatePattern ReadLayout(List<MessageTemplateFault> faults)
    {
        var layout = TemplatePattern.Read(_layout, message => faults.Add(new MessageTemplateFault(null, "", "layout", message)));
        var names = layout.Places.Select(static place => place.Name!).ToList();
        foreach (var unknown in names.Except([TemplateHtml.Body, TemplateHtml.Subject, TemplateHtml.Language]))
        {
            faults.Add(new MessageTemplateFault(null, "", "layout", $"'{{{unknown}}}' is unknown; it has {{body}}, {{subject}} and {{language}}"));
        }

        if (!names.Contains(TemplateHtml.Body))
        {
            faults.Add(new MessageTemplateFault(null, "", "layout", "it does not show {body}, so that no message would be read"));
        }

        return layout;
    }

    private MessageTemplatesBuilder Named(string name, Action set)
    {
        ArgumentNullException.ThrowIfNull(name);
        var isTaken = MessageKind.All.SelectMany(static kind => kind.Variables).Append(MessageVariable.Unsubscribe).Append(MessageVariable.PersonName)
            .Any(variable => variable.Name == name);
        if (isTaken || !ValidName().IsMatch(name))
        {
            _constantNames.Add((name, new MessageTemplateFault(
                null, "", $"constant '{name}'", "a name has 1 to 40 lower case letters and underscores, and is none that a kind has")));
            return this;
        }

        set();
        return this;
    }

    private void Add(string name, ReferralTexts texts, string table)
    {
        var (greeting, named, footer, templates) = BuiltInTemplates.Read(table);
        _languages[name] = new LanguageSource(texts, greeting, named, footer, templates);
    }

    [GeneratedRegex("^[a-z_]{1,40}$")]
    private static partial Regex ValidName();

    private sealed record LanguageSource(
        ReferralTexts Texts, string Greeting, string NamedGreeting, string Footer, Dictionary<MessageKind, MessageTemplate> Templates);
}

/// <summary>A template as it is written down.</summary>
/// <param name="Subject">The subject, of one line and without links.</param>
/// <param name="Text">The plain text; a blank line begins a paragraph.</param>
/// <param name="Html">What stands between <c>body</c> and <c>/body</c>; <c>null</c> to make it of the text.</param>
public sealed record MessageTemplate(string Subject, string Text, string? Html = null);

/// <summary>Checks one text against the variables that it can show.</summary>
internal sealed class TemplateCheck(ReferralTexts texts, Dictionary<string, MessageValueType> variables, MessageValues constants)
{
    /// <summary>Numbers that between them have every plural form of the languages that CLDR knows.</summary>
    private static readonly decimal[] Numbers = [.. Enumerable.Range(0, 121).Select(static number => (decimal)number), 0.5m, 1.5m, 1_000_000];

    internal TemplatePattern Read(string part, string text, Action<string> fault)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            fault("it is empty");
        }

        var pattern = TemplatePattern.Read(text, fault);
        var isSubject = part == "subject";
        if (isSubject && text.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            fault("a subject has one line");
        }

        foreach (var place in pattern.Places)
        {
            if (TypeOf(place.Name!) is not { } type)
            {
                fault($"'{{{place.Name}}}' is unknown; there are {string.Join(", ", variables.Keys.Concat(constants.Names))}");
                continue;
            }

            if (place.Forms is { } forms)
            {
                Forms(place.Name!, type, forms, fault);
            }
            else if (isSubject && type == MessageValueType.Link)
            {
                fault($"'{{{place.Name}}}' is a link, which a subject cannot show");
            }
            else if (part == "html" && place.IsInAttribute && type != MessageValueType.Link)
            {
                fault($"'{{{place.Name}}}' stands in an attribute and is {MessageValues.Shape(type)}; only links can stand there");
            }
        }

        return pattern;
    }

    private void Forms(string name, MessageValueType type, string[] forms, Action<string> fault)
    {
        if (type is not (MessageValueType.Number or MessageValueType.Amount))
        {
            fault($"'{{{name}#...}}' chooses a form by a number, and '{name}' is {MessageValues.Shape(type)}");
            return;
        }

        var most = Numbers.Max(texts.PluralForm) + 1;
        if (forms.Length > most)
        {
            fault($"'{{{name}#...}}' has {forms.Length} forms; the language has {most}");
        }
    }

    private MessageValueType? TypeOf(string name) =>
        variables.TryGetValue(name, out var type) ? type
        : constants.Find(name) switch
        {
            Uri => MessageValueType.Link,
            string => MessageValueType.Text,
            _ => null,
        };
}

/// <summary>Templates cannot be made. All that is wrong with them is in <see cref="Faults"/>.</summary>
public sealed class MessageTemplatesException : Exception
{
    internal MessageTemplatesException(IReadOnlyList<MessageTemplateFault> faults)
        : base((faults.Count == 1 ? "The message templates have a mistake:" : $"The message templates have {faults.Count} mistakes:")
            + string.Concat(faults.Select(static fault => "\n  " + fault))) => Faults = faults;

    /// <summary>Everything that is wrong, by language and kind. At least one.</summary>
    public IReadOnlyList<MessageTemplateFault> Faults { get; }
}

/// <summary>One thing that is wrong with templates, and where.</summary>
public sealed record MessageTemplateFault
{
    internal MessageTemplateFault(MessageKind? kind, string language, string part, string message)
    {
        Kind = kind;
        Language = language;
        Part = part;
        Message = message;
    }

    /// <summary>The kind; <c>null</c> for what concerns all of them.</summary>
    public MessageKind? Kind { get; }

    /// <summary>The language; empty for what concerns all of them.</summary>
    public string Language { get; }

    /// <summary>The part: <c>subject</c>, <c>text</c>, <c>html</c>, <c>greeting</c>, <c>footer</c> and the like.</summary>
    public string Part { get; }

    /// <summary>What is wrong and how to mend it.</summary>
    public string Message { get; }

    /// <summary>Where and what, in one line.</summary>
    public override string ToString() =>
        string.Join(", ", new[] { Kind?.Code, Language, Part }.Where(static part => !string.IsNullOrEmpty(part))) + ": " + Message + ".";
}

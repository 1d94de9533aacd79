using System.Globalization;
using System.Text;
using AngleSharp.Html.Parser;
using NodaTime;
using Referrals.Explanations;
using Referrals.Messages.Templates;
using Referrals.Tests;

namespace Referrals.Messages.Tests.Templates;

public sealed class MessageTemplatesTests
{
    public static TheoryData<string> Languages => ["en", "de", "fr", "es"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Built_in_messages_read_as_approved(string language)
    {
        var texts = new StringBuilder();
        foreach (var kind in MessageKind.All)
        {
            var mail = MessageTemplates.Default.Preview(kind, language, name: "Ann");
            texts.Append(CultureInfo.InvariantCulture, $"=== {kind}\n{mail.Subject}\n\n{mail.Text}\n\n");
        }

        Approvals.Verify(texts.ToString(), suffix: language);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_place()
    {
        var refusal = Assert.Throws<MessageTemplatesException>(() => MessageTemplates.Create(t => t
            .Constant("amount", "10")
            .Constant("Shop", "Lamp House")
            .Fallback("nl")
            .Replace(MessageKind.RewardEarned, "de", "{betrag} ist da", "{amount} {tier}")
            .Replace(MessageKind.WinBack, "en", "Your link {link}", "{offer#one|two} {link")
            .Replace(MessageKind.FriendSignedUp, "en", "One\nTwo", "{friends#friend|friends|frienden}", "<a title=\"{friends}\">{{}}</a>")
            .Replace(MessageKind.PayoutSent, "it", "Pagamento", "{amount}")
            .Replace(MessageKind.PayoutSent, "fr", "", "}")
            .Layout("<style>b {color}</style>")));

        Approvals.Verify(refusal.Message);
    }

    [Fact]
    public void Language_without_a_kind_is_told()
    {
        var refusal = Assert.Throws<MessageTemplatesException>(() => MessageTemplates.Create(t => t.AddLanguage(
            Italian(), "Ciao,", "Ciao {name},", "{unsubscribe}", [new(MessageKind.PayoutSent, new MessageTemplate("Pagamento", "{greeting} {amount}"))])));

        Assert.Equal(MessageKind.All.Count - 1, refusal.Faults.Count);
        Assert.All(refusal.Faults, static fault => Assert.Equal(("it", "template"), (fault.Language, fault.Part)));
    }

    [Fact]
    public void Language_of_the_application_is_used()
    {
        var templates = MessageTemplates.Create(t => t.AddLanguage(
            Italian(),
            "Ciao,",
            "Ciao {name},",
            "{unsubscribe}",
            MessageKind.All.Select(static kind => KeyValuePair.Create(kind, new MessageTemplate("Oggetto", "{greeting}\n\ntesto di {program}")))));

        var mail = templates.Preview(MessageKind.WinBack, "it-IT", name: "Ann");
        Assert.Equal(("it", "Oggetto"), (mail.Language, mail.Subject));
        Assert.StartsWith("Ciao Ann,\n\ntesto di Spring", mail.Text, StringComparison.Ordinal);
        Assert.Equal("en", templates.Preview(MessageKind.WinBack, "nl").Language);
    }

    [Fact]
    public void Single_template_is_replaced()
    {
        var templates = MessageTemplates.Create(t => t
            .Constant("shop", "Lamp <House>")
            .Constant("help", new Uri("https://shop.example/help?a=1&b=2"))
            .Replace(
                MessageKind.RewardEarned, "de", "{amount} von {shop}", "{greeting}\n\n{amount}\n{help}", "<p>{amount} von {shop}</p><a href=\"{help}\">Hilfe</a>"));

        var mail = templates.Preview(MessageKind.RewardEarned, "de-DE", name: "Bob");
        Assert.Equal("10,00 EUR von Lamp <House>", mail.Subject.Replace('\u00A0', ' '));
        Assert.Contains("<a href=\"https://shop.example/help?a=1&amp;b=2\">Hilfe</a>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("von Lamp &lt;House&gt;</p>", mail.Html, StringComparison.Ordinal);
        Assert.Equal("10.00 EUR is yours", templates.Preview(MessageKind.RewardEarned, "en").Subject);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"alert(1)")]
    [InlineData("Ann\r\nBcc: everybody@example.com")]
    [InlineData("{link}")]
    public void Hostile_names_do_no_harm(string name)
    {
        var mail = MessageTemplates.Default.Preview(MessageKind.WinBack, "en", MessageValues.Empty.With("offer", name), name);
        var page = new HtmlParser().ParseDocument(mail.Html);

        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.DoesNotContain(page.All, static element => element.Attributes.Any(static one => one.Name.StartsWith("on", StringComparison.Ordinal)));
        Assert.Contains(name.Replace('\r', ' ').Replace('\n', ' '), page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mail.Subject);
        Assert.DoesNotContain("\nBcc", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", 1, "1 friend.")]
    [InlineData("en", 0, "0 friends.")]
    [InlineData("de", 1, "1 Person geworben")]
    [InlineData("fr", 0, "0 personne.")]
    [InlineData("fr", 2, "2 personnes.")]
    [InlineData("es", 1, "1 persona.")]
    public void Plural_follows_the_language(string language, int friends, string expected) => Assert.Contains(
        expected,
        MessageTemplates.Default.Preview(MessageKind.FriendSignedUp, language, MessageValues.Empty.With("friends", friends)).Text,
        StringComparison.Ordinal);

    [Fact]
    public void Culture_decides_how_values_are_written()
    {
        var values = MessageValues.Empty.With("amount", Amount.Of(1234.5m, "EUR")).With("day", new LocalDate(2026, 3, 15));

        Assert.Contains("1,234.50 EUR", Text("en-GB"), StringComparison.Ordinal);
        Assert.Contains("1.234,50", Text("de-DE"), StringComparison.Ordinal);
        Assert.Contains("15. März 2026", Text("de"), StringComparison.Ordinal);
        Assert.Contains("15 March 2026", Text("zz-unknown"), StringComparison.Ordinal);

        string Text(string culture) => MessageTemplates.Default.Preview(MessageKind.RewardPending, culture, values).Text;
    }

    [Fact]
    public void Value_that_is_missing_or_of_another_type_is_told()
    {
        var missing = Assert.Throws<ArgumentException>(() => MessageTemplates.Default.Render(
            MessageKind.PayoutSent, "en", MessageValues.Empty.With("program", "Spring")));
        Assert.Contains("shows 'amount', which has no value", missing.Message, StringComparison.Ordinal);
        var wrong = Assert.Throws<ArgumentException>(() => MessageTemplates.Default.Preview(MessageKind.PayoutSent, "en", MessageValues.Empty.With("amount", "10")));
        Assert.Contains("'amount' of payout.sent is String; it must be an amount", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_from_a_form_are_read_or_all_faults_are_told()
    {
        var values = MessageValues.Parse(MessageKind.RewardPending, [new("amount", "10.00 EUR"), new("day", "2026-03-15")]);
        Assert.Equal(values, MessageValues.Parse(MessageKind.RewardPending, values.ToTexts()));

        var refusal = Assert.Throws<FormatException>(() =>
            MessageValues.Parse(MessageKind.RewardPending, [new("amount", "ten"), new("day", "tomorrow"), new("colour", "red")]));
        Assert.Contains("'ten' is not a value of 'amount'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'tomorrow' is not a value of 'day'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("no variable 'colour'", refusal.Message, StringComparison.Ordinal);
    }

    private static ReferralTexts Italian() =>
        ReferralTexts.Of(CultureInfo.GetCultureInfo("it-IT"), ReferralTexts.English.Texts);
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Referrals.Sharing;

namespace Referrals.Tests.Sharing.Messages;

public class ShareMessagesTests
{
    private const string Link = "https://shop.example/r/K7M2XQ9TD?utm_medium=sms&utm_source=referral";

    private static readonly Channel[] Channels =
    [
        ShareChannels.Email, ShareChannels.Sms, ShareChannels.WhatsApp, ShareChannels.X, ShareChannels.Facebook, ShareChannels.LinkedIn,
        ShareChannels.Copy, ShareChannels.Qr, Channel.From("telegram"),
    ];

    private static readonly ShareMessages Messages = ShareMessages.Create(m => m
        .Value("season", "spring")
        .Add(ShareChannels.Copy, "en", "{referrer} gives you {reward} this {season}: {link}")
        .Add(ShareChannels.Copy, "de", "{referrer} schenkt dir {reward}: {link}")
        .Add(ShareChannels.Email, "en", "Hi {{friend}},\n{link}", "{reward} from {referrer}"));

    private static ShareValues Values(string referrer = "Anna & Co", string reward = "10 €") =>
        new(referrer, "Shop", reward, "K7M-2XQ-9TD", Link);

    [Fact]
    public void Names_are_replaced_and_doubled_braces_are_braces()
    {
        Assert.Equal($"Anna & Co gives you 10 € this spring: {Link}", Messages.Render(ShareChannels.Copy, "en", Values()).Text);
        Assert.Equal(
            $"Anna & Co gives you 10 € this summer: {Link}",
            Messages.Render(ShareChannels.Copy, "en", Values().With("season", "summer")).Text);

        var email = Messages.Render(ShareChannels.Email, "en", Values());
        Assert.Equal($"Hi {{friend}},\n{Link}", email.Text);
        Assert.Equal("10 € from Anna & Co", email.Subject);
    }

    [Theory]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("DE-Latn-AT", "de")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    [InlineData("--", "en")]
    public void The_nearest_culture_is_taken(string culture, string found) =>
        Assert.Equal(found, Messages.Render(ShareChannels.WhatsApp, culture, Values()).Culture);

    [Fact]
    public void Html_escapes_values_and_has_a_link_to_click() =>
        Assert.Equal(
            $"Hi {{friend}},<br><a href=\"{Link.Replace("&", "&amp;", StringComparison.Ordinal)}\">"
            + $"{Link.Replace("&", "&amp;", StringComparison.Ordinal)}</a>",
            Messages.Render(ShareChannels.Email, "en", Values("<script>")).Html);

    [Fact]
    public void Each_channel_has_its_link()
    {
        var report = new StringBuilder();
        foreach (var channel in Channels)
        {
            report.Append(channel).Append(": ").AppendLine(Messages.Render(channel, "en", Values()).IntentLink ?? "none");
        }

        Approvals.Verify(report.ToString());
    }

    [Fact]
    public void Default_messages_read_well()
    {
        var report = new StringBuilder();
        foreach (var culture in new[] { "en", "de", "fr", "es" })
        {
            var email = ShareMessages.Default.Render(ShareChannels.Email, culture, Values("Anna"));
            report.AppendLine(ShareMessages.Default.Render(ShareChannels.Copy, culture, Values("Anna")).Text)
                .AppendLine(email.Subject).AppendLine(email.Text).AppendLine();
        }

        Approvals.Verify(report.ToString());
    }

    [Fact]
    public void Values_are_cut_until_the_message_fits()
    {
        var text = Messages.Render(ShareChannels.Sms, "en", Values(new string('A', 500), new string('B', 500))).Text;

        Assert.True(text.Length <= 268, text);
        Assert.Contains("A…", text, StringComparison.Ordinal);
        Assert.EndsWith(Link, text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_emoji_or_accent_is_never_cut_in_two()
    {
        var text = Messages.Render(ShareChannels.Copy, "en", Values(string.Concat(Enumerable.Repeat("👩‍👩‍👧", 20)))).Text;

        Assert.StartsWith(string.Concat(Enumerable.Repeat("👩‍👩‍👧", 7)) + "… gives", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rendering_never_fails_and_always_keeps_the_link() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonWhiteSpaceString>(), ArbMap.Default.ArbFor<NonWhiteSpaceString>(), (referrer, reward) =>
            Channels.All(channel =>
            {
                var message = Messages.Render(channel, "en", Values(referrer.Get, reward.Get));
                return message.Text.Contains(Link, StringComparison.Ordinal)
                    && (message.Subject is null || (message.Subject.Length <= 79 && !message.Subject.Any(char.IsControl)))
                    && (message.IntentLink is null || Uri.TryCreate(message.IntentLink, UriKind.Absolute, out _));
            })).QuickCheckThrowOnFailure();

    [Fact]
    public void Everything_wrong_is_said_when_the_messages_are_made()
    {
        var error = Assert.Throws<ArgumentException>(() => ShareMessages.Create(m => m
            .Fallback("en")
            .Value("link", "x")
            .Add(ShareChannels.Email, "en", "{referer}: {link}")
            .Add(ShareChannels.Sms, "de", "{link} {reward")
            .Add(ShareChannels.WhatsApp, "en", "Hello")
            .Add(ShareChannels.X, "en", "{link}" + new string('x', 260))
            .Add(ShareChannels.X, "EN", "{link}")
            .Add(default, "english language", "{link}")));

        Approvals.Verify(error.Message.Replace(". ", ".\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Values_without_a_text_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Values(" "));
        Assert.Throws<ArgumentException>(() => new ShareValues("A", "B", "C", "D", "https://a\nb"));
        Assert.Throws<ArgumentException>(() => new ShareValues("A", "B", "C", new string('D', 33), Link));
        Assert.Throws<ArgumentException>(() => Values().With("link", "x"));
        Assert.Throws<ArgumentException>(() => Messages.Render(default, "en", Values()));
    }
}

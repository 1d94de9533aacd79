using System.Security.Cryptography;
using Referrals.Messages.Unsubscribing;

namespace Referrals.Messages.Tests.Unsubscribing;

public sealed class UnsubscribeLinksTests
{
    private static readonly UnsubscribeRequest Ann = new(
        Partition.Of(TenantId.From("shop"), ProgramId.From("spring")), CustomerId.From("ann@example.com"), MessagePurpose.Promotion);

    private readonly UnsubscribeLinks _links = UnsubscribeLinks.Create("https://shop.example/u/{token}", "k1", RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void Link_says_who_and_what_only_to_whoever_has_the_key()
    {
        var link = _links.For(Ann).AbsoluteUri;

        Assert.Equal(Ann, _links.Read(Token(link)));
        Assert.Equal(link, _links.For(Ann).AbsoluteUri);
        Assert.NotEqual(link, _links.For(Ann with { Purpose = MessagePurpose.Service }).AbsoluteUri);
        Assert.DoesNotContain("ann", link, StringComparison.OrdinalIgnoreCase);
        Assert.Null(UnsubscribeLinks.Create("https://shop.example/u/{token}", "k1", RandomNumberGenerator.GetBytes(32)).Read(Token(link)));
    }

    [Fact]
    public void Token_with_any_character_changed_is_refused()
    {
        var token = Token(_links.For(Ann).AbsoluteUri);
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.True(_links.Read(changed) is null || token[^1] != changed[^1], $"Character {i} can be changed.");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("k1.")]
    [InlineData("k1.AAAA")]
    [InlineData("k1.***")]
    [InlineData("k2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Anything_else_is_refused(string? token) => Assert.Null(_links.Read(token));

    [Fact]
    public void Links_of_a_former_key_are_read()
    {
        var former = RandomNumberGenerator.GetBytes(32);
        var old = UnsubscribeLinks.Create("https://shop.example/u/{token}", "old", former);

        Assert.Equal(Ann, _links.Accepting("old", former).Read(Token(old.For(Ann).AbsoluteUri)));
        Assert.Null(_links.Read(Token(old.For(Ann).AbsoluteUri)));
        Assert.Throws<ArgumentException>(() => _links.Accepting("k1", former));
    }

    [Theory]
    [InlineData("https://shop.example/u")]
    [InlineData("https://shop.example/{token}/{token}")]
    [InlineData("mailto:{token}@shop.example")]
    [InlineData("/u/{token}")]
    public void Template_that_is_no_page_is_refused(string template) =>
        Assert.Throws<ArgumentException>(() => UnsubscribeLinks.Create(template, "k1", new byte[32]));

    [Fact]
    public void Short_key_is_refused() => Assert.Contains(
        "31", Assert.Throws<ArgumentException>(() => UnsubscribeLinks.Create("https://shop.example/{token}", "k1", new byte[31])).Message, StringComparison.Ordinal);

    private static string Token(string link) => link[(link.LastIndexOf('/') + 1)..];
}

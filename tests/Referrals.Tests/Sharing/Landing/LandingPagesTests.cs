using FsCheck;
using FsCheck.Fluent;
using Referrals.Sharing;

namespace Referrals.Tests.Sharing.Landing;

public class LandingPagesTests
{
    private static readonly LandingPages Pages = LandingPages.Of("https://shop.example/welcome")
        .WithPage("shoes", "https://shop.example/sale/shoes?from=referral")
        .WithPagesUnder("https://shop.example/products/");

    [Theory]
    [InlineData("shoes", "https://shop.example/sale/shoes?from=referral")]
    [InlineData("SHOES", "https://shop.example/sale/shoes?from=referral")]
    [InlineData("/products/", "https://shop.example/products/")]
    [InlineData("/products/42/red-shoe_1.html", "https://shop.example/products/42/red-shoe_1.html")]
    public void A_listed_page_is_found(string requested, string page) => Assert.Equal(page, Pages.Resolve(requested));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("boots")]
    [InlineData("/other")]
    [InlineData("/products")]
    [InlineData("/Products/42")]
    [InlineData("//evil.example/products/")]
    [InlineData("/products//evil.example")]
    [InlineData("/products/../admin")]
    [InlineData("/products/.../x")]
    [InlineData("/products/%2e%2e/admin")]
    [InlineData("/products/%2F%2Fevil.example")]
    [InlineData("/products/\\evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/products/x?next=https://evil.example")]
    [InlineData("/products/@evil.example")]
    [InlineData("/products/\r\nLocation: https://evil.example")]
    [InlineData("https://shop.example/products/42")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/products/ａ")]
    public void Anything_else_leads_to_the_usual_page(string? requested) => Assert.Equal(Pages.Usual, Pages.Resolve(requested));

    [Fact]
    public void No_text_leads_away_from_the_site() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => new[] { text, "/" + text, "/products/" + text, "//" + text }
            .All(requested => new Uri(Pages.Resolve(requested)).Host == "shop.example")).QuickCheckThrowOnFailure();

    [Fact]
    public void A_megabyte_leads_to_the_usual_page() => Assert.Equal(Pages.Usual, Pages.Resolve("/products/" + new string('a', 1_000_000)));

    [Theory]
    [InlineData("/welcome")]
    [InlineData("shop.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://me:secret@shop.example/")]
    public void A_page_takes_an_absolute_web_address(string url) => Assert.Throws<ArgumentException>(() => LandingPages.Of(url));

    [Fact]
    public void Names_and_folders_are_checked()
    {
        Assert.Throws<ArgumentException>(() => Pages.WithPage("shoes", "https://shop.example/"));
        Assert.Throws<ArgumentException>(() => Pages.WithPage("/boots", "https://shop.example/"));
        Assert.Throws<ArgumentException>(() => Pages.WithPagesUnder("https://shop.example/products"));
        Assert.Throws<ArgumentException>(() => Pages.WithPagesUnder("https://shop.example/products/?a=/"));
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Referrals.AspNetCore.Tests.Hosting;

namespace Referrals.AspNetCore.Tests.Visitors;

public sealed class JoiningTests
{
    [Fact]
    public async Task Second_person_in_one_browser_is_another_visitor()
    {
        await using var shop = await Shop.StartAsync();
        var browser = shop.Browse();
        var answers = new List<string>();
        foreach (var (referrer, friend) in ((string, string)[])[("ann", "bob"), ("cat", "dan")])
        {
            await browser.GetAsync($"/referrals/r/{await shop.EnrollAsync(referrer)}");
            answers.Add(await (await browser.SendAsync(HttpMethod.Post, $"/register?as={friend}")).Content.ReadAsStringAsync());
        }

        Assert.Equal(["sign_up.referred", "sign_up.referred"], answers);
        Assert.Equal(["ann", "cat"], (await shop.FactsAsync(FactKind.ReferralCreated)).Select(static fact => fact.Referrer!.Value.Value));
    }

    [Fact]
    public async Task Sign_in_joins_the_visitor_once_and_frees_the_browser()
    {
        await using var shop = await Shop.StartAsync();
        var browser = shop.Browse();
        await browser.GetAsync($"/referrals/r/{await shop.EnrollAsync("ann")}");
        Assert.NotNull(browser.Referral);

        await browser.As("bob").GetAsync("/");
        await browser.GetAsync("/");

        Assert.Null(browser.Referral);
        Assert.Equal("bob", Assert.Single(await shop.FactsAsync(FactKind.VisitorIdentified)).Customer!.Value.Value);
    }

    /// <summary>
    /// An account made through another site: the visitor leaves, comes back signed in, and the account counts only once an e-mail was
    /// confirmed, on a telephone that never saw the link.
    /// </summary>
    [Fact]
    public async Task Attribution_survives_an_external_login_and_a_confirmation_on_another_device()
    {
        await using var shop = await Shop.StartAsync();
        var (laptop, phone) = (shop.Browse(), shop.Browse());
        await laptop.GetAsync($"/referrals/r/{await shop.EnrollAsync("ann")}");

        await laptop.As("bob").GetAsync("/");
        var confirmed = await phone.SendAsync(HttpMethod.Post, "/register?as=bob");

        Assert.Null(phone.Referral);
        Assert.Equal("sign_up.referred", await confirmed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Checkout_without_an_account_joins_visitor_and_customer()
    {
        await using var shop = await Shop.StartAsync(map: app =>
        {
            app.MapReferrals("/referrals");
            app.MapPost("/checkout", async (HttpContext context, ReferralEngine engine) =>
                (await engine.ConvertAsync(context, Conversion.Of(CustomerId.From("guest-7"), "order-1", "purchase", Amount.Of(80, "EUR")))).Code);
            app.MapPost("/register", async (HttpContext context, ReferralEngine engine) =>
                (await engine.SignUpAsync(context, SignUp.Of(CustomerId.From("guest-7")))).Code);
        });
        var browser = shop.Browse();
        await browser.GetAsync($"/referrals/r/{await shop.EnrollAsync("ann")}");

        var order = await browser.SendAsync(HttpMethod.Post, "/checkout");
        var account = await shop.Browse().SendAsync(HttpMethod.Post, "/register");

        Assert.Equal("conversion.waiting", await order.Content.ReadAsStringAsync());
        Assert.Equal("sign_up.referred", await account.Content.ReadAsStringAsync());
        Assert.Equal("10.00 EUR", (await shop.Engine.GetBalancesAsync(CustomerId.From("ann")))[0].Available.ToString());
    }

    [Fact]
    public async Task Tenants_are_apart()
    {
        await using var shop = await Shop.StartAsync(o => o.Tenant = static context => TenantId.From(context.Request.Host.Host));
        var tenant = shop.Engine.ForTenant(TenantId.From("a.example"));
        var code = (await tenant.EnrollAsync(Enrollment.Of(CustomerId.From("ann")))).Code.Value;
        var (here, there) = (shop.Browse("a.example"), shop.Browse("b.example"));

        await here.GetAsync($"/referrals/r/{code}");
        await there.GetAsync($"/referrals/r/{code}");

        Assert.NotNull(here.Referral);
        Assert.Null(there.Referral);
    }

    [Fact]
    public async Task Host_that_does_not_say_who_is_signed_in_does_not_start()
    {
        var mapped = await Assert.ThrowsAsync<ReferralsException>(() => Shop.StartAsync(o => o.Customer = null));

        Assert.Equal(
            "UseReferrals shows what belongs to a person, and nothing says who is signed in. Set ReferralsWebOptions.Customer, such as "
            + "AddWeb(o => o.Customer = WebCustomer.FromClaim(ClaimTypes.NameIdentifier)).",
            mapped.Message);
    }

    [Fact]
    public async Task Mapping_without_knowing_who_is_signed_in_fails_too()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddReferrals(r => r.AddProgram(Shop.Program)).AddWeb(static _ => { });
        await using var app = builder.Build();

        Assert.Contains("MapReferrals", Assert.Throws<ReferralsException>(() => app.MapReferrals("/referrals")).Message, StringComparison.Ordinal);
        Assert.Contains("Landing", Assert.Throws<ReferralsException>(() => app.MapReferralLanding("/r/{code}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mapping_without_the_services_says_which_call_is_missing()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddReferrals(r => r.AddProgram(Shop.Program));
        await using var app = builder.Build();

        Assert.Contains("AddWeb", Assert.Throws<ReferralsException>(() => app.MapReferrals("/referrals")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("register")]
    public async Task Registration_elsewhere_is_refused_at_the_start(string path)
    {
        var error = await Assert.ThrowsAsync<ReferralsException>(() => Shop.StartAsync(o => o.SignUpPath = path));

        Assert.Contains($"SignUpPath is '{path}'", error.Message, StringComparison.Ordinal);
    }
}

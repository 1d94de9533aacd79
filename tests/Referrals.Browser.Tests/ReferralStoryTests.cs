using Microsoft.Playwright;

namespace Referrals.Browser.Tests;

/// <summary>The whole story in a real browser, by what people see and press: the sample shop, its own database, the pages of the SDK.</summary>
public sealed class ReferralStoryTests(OpenShop shop) : IClassFixture<OpenShop>
{
    [BrowserFact]
    public async Task Friend_follows_the_link_buys_and_the_reward_waits_vests_and_is_taken_back()
    {
        await using var ann = await shop.VisitAsync();
        var (_, link) = await ann.TakePartAsync();
        await ann.PictureAsync("participant-fresh");

        await using var bob = await shop.VisitAsync();
        await bob.OpenAsync(link);
        Assert.Equal("€5 for you at Lamp House", await bob.TitleAsync());
        Assert.True(await bob.Page.GetByText("A friend has invited you.").IsVisibleAsync());
        await bob.PictureAsync("welcome");
        await bob.FollowAsync("Sign up");
        await bob.RegisterAsync("Bob");
        Assert.Equal(["Signed up"], await ann.StatesAsync("Your friends"));

        await bob.BuyAsync("Desk lamp");
        Assert.Equal(["Conditions met"], await ann.StatesAsync("Your friends"));
        Assert.StartsWith("Available from ", Assert.Single(await ann.StatesAsync("Your rewards")), StringComparison.Ordinal);
        Assert.Equal(["Available"], await bob.StatesAsync("Your rewards"));

        await ann.OpenAsync("/account");
        await ann.PressAndWaitAsync("Let 15 days pass");
        Assert.Equal(["Rewarded"], await ann.StatesAsync("Your friends"));
        Assert.Equal(["Available"], await ann.StatesAsync("Your rewards"));
        Assert.Equal("€10", await ann.Page.Locator(".referrals-card", new() { HasText = "Available" }).Locator("dd").InnerTextAsync());
        await ann.PictureAsync("participant-rewarded");

        await bob.OpenAsync("/account");
        await bob.PressAsync("Return");
        await bob.Page.GetByText("Returned").WaitForAsync();
        Assert.Equal(["Taken back"], await ann.StatesAsync("Your rewards"));
        Assert.Equal(["Taken back"], await bob.StatesAsync("Your rewards"));
    }

    [BrowserFact]
    public async Task Own_link_earns_nothing()
    {
        await using var ann = await shop.VisitAsync();
        var (_, link) = await ann.TakePartAsync();

        await ann.OpenAsync(link);
        await ann.BuyAsync("Floor lamp");

        Assert.Empty(await ann.StatesAsync("Your friends"));
        Assert.Empty(await ann.StatesAsync("Your rewards"));
    }

    [BrowserFact]
    public async Task Typed_code_counts_without_script_and_no_button_is_dead()
    {
        await using var ann = await shop.VisitAsync(new() { JavaScriptEnabled = false });
        _ = await ann.TakePartAsync();
        var code = await ann.Page.Locator(".referrals-code code").InnerTextAsync();
        Assert.Equal(0, await ann.Page.Locator("button:visible", new() { HasText = "Copy" }).CountAsync());
        Assert.Equal(6, await ann.Page.Locator(".referrals-share a:visible").CountAsync());

        await using var bob = await shop.VisitAsync(new() { JavaScriptEnabled = false });
        await bob.OpenAsync("/referrals/welcome");
        await bob.Page.GetByLabel("Code").FillAsync("WRONG-1");
        await bob.PressAsync("Use code");
        Assert.Equal("This code does not work. Check it for typing errors.", await bob.Page.GetByRole(AriaRole.Alert).InnerTextAsync());
        await bob.Page.GetByLabel("Code").FillAsync(code.ToLowerInvariant());
        await bob.PressAsync("Use code");
        await bob.FollowAsync("Sign up");
        await bob.RegisterAsync("Bob");

        Assert.Equal(["Signed up"], await ann.StatesAsync("Your friends"));
    }

    [BrowserFact]
    public async Task Small_order_is_told_with_its_reason()
    {
        await using var ann = await shop.VisitAsync();
        var (_, link) = await ann.TakePartAsync();
        await using var bob = await shop.VisitAsync();
        await bob.OpenAsync(link);
        await bob.FollowAsync("Sign up");
        await bob.RegisterAsync("Bob");
        await bob.BuyAsync("Night light");

        Assert.Equal(["Signed up"], await ann.StatesAsync("Your friends"));
        Assert.Contains("at least 50.00 EUR", await ann.Page.Locator(".referrals-reasons").InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Button_copies_the_link_and_says_so()
    {
        await using var ann = await shop.VisitAsync(new() { Permissions = ["clipboard-read", "clipboard-write"] });
        var (_, link) = await ann.TakePartAsync();

        await ann.PressAsync("Copy");

        await ann.Page.GetByRole(AriaRole.Status).GetByText("Copied").WaitForAsync();
        Assert.Equal(link, await ann.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [BrowserFact]
    public async Task Widget_shows_the_participant_page_inside_a_page_of_the_shop()
    {
        await using var ann = await shop.VisitAsync();
        await ann.OpenAsync("/register");
        _ = await ann.RegisterAsync("Ann");
        await ann.OpenAsync("/account");

        await ann.PressAsync("Get my link");

        var link = await ann.Page.GetByLabel("Your link").InputValueAsync();
        Assert.StartsWith(shop.Url + "/referrals/r/", link, StringComparison.Ordinal);
        Assert.EndsWith("/account", ann.Page.Url, StringComparison.Ordinal);
        await Assertions.Expect(ann.Page.Locator(".referrals-hero")).ToHaveCSSAsync("background-color", "rgb(255, 241, 226)");
        await ann.PictureAsync("widget");
    }

    [BrowserFact]
    public async Task Page_is_german_for_a_german_browser()
    {
        await using var ann = await shop.VisitAsync(new() { Locale = "de-DE" });
        await ann.OpenAsync("/register");
        _ = await ann.RegisterAsync("Ann");
        await ann.OpenAsync("/referrals/me");
        await ann.PressAsync("Meinen Link holen");

        Assert.Equal("5\u00a0€ schenken, 10\u00a0€ bekommen", (await ann.Page.Locator("h1").TextContentAsync())!);
        Assert.Equal("de", await ann.Page.Locator("html").GetAttributeAsync("lang"));
        await ann.PictureAsync("participant-german");
    }

    [BrowserFact]
    public async Task Nothing_runs_out_of_a_small_screen_and_every_target_can_be_hit()
    {
        await using var ann = await shop.VisitAsync(new() { ViewportSize = new() { Width = 320, Height = 640 }, ColorScheme = ColorScheme.Dark, HasTouch = true });
        _ = await ann.TakePartAsync();
        foreach (var path in (string[])["/referrals/me", "/referrals/welcome"])
        {
            await ann.OpenAsync(path);
            await ann.PictureAsync("phone" + path.Replace('/', '-'));
            Assert.Equal(320, await ann.Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
            var small = await ann.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('a, button, input, summary')].filter(one => one.offsetParent && !one.matches('.referrals-skip')"
                + " && Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 24).map(one => one.outerHTML)");
            Assert.Empty(small);
        }
    }

    [BrowserFact]
    public async Task Keyboard_reaches_the_content_and_the_link()
    {
        await using var ann = await shop.VisitAsync();
        _ = await ann.TakePartAsync();

        await ann.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(ann.Page.Locator(":focus")).ToHaveTextAsync("Skip to the content");
        Assert.NotEqual("none", await ann.Page.Locator(":focus").EvaluateAsync<string>("one => getComputedStyle(one).outlineStyle"));
        await ann.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ann.Page).ToHaveURLAsync(shop.Url + "/referrals/me#content");
        await ann.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(ann.Page.Locator(":focus")).ToHaveIdAsync("referrals-link");
    }

    /// <summary>WCAG 2.2 asks 4.5 to 1 of text; measured by its own formula on what the browser has painted.</summary>
    [BrowserFact]
    public async Task Text_stands_out_from_its_ground_in_light_and_dark()
    {
        await using var ann = await shop.VisitAsync();
        var (_, link) = await ann.TakePartAsync();
        await using var bob = await shop.VisitAsync();
        await bob.OpenAsync(link);
        await bob.FollowAsync("Sign up");
        _ = await bob.RegisterAsync("Bob");
        await bob.BuyAsync("Desk lamp");
        await ann.OpenAsync("/referrals/me");

        // The shop's own style sheet keeps its pages light; without it the pages follow the reader's wish.
        await ann.Page.EvaluateAsync("() => document.querySelector('link[href=\"/shop.css\"]').remove()");
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await ann.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await ann.PictureAsync("contrast-" + scheme);
            Assert.Empty(await ann.Page.EvaluateAsync<string[]>(Contrast));
        }
    }

    internal const string Contrast =
        """
        () => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const parse = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = one => { for (; one; one = one.parentElement) { const c = parse(getComputedStyle(one).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255]; };
          const texts = [...document.querySelectorAll('main *')].filter(one => one.getClientRects().length && [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
          return texts.map(one => {
            const [a, b] = [luminance(parse(getComputedStyle(one).color)), luminance(ground(one))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            return ratio < 4.5 ? `${ratio.toFixed(2)}: ${one.outerHTML.slice(0, 120)}` : null;
          }).filter(one => one);
        }
        """;
}

using Microsoft.Playwright;

namespace Referrals.Browser.Tests;

/// <summary>The team's dashboard in a real browser, over the sample shop.</summary>
public sealed class DashboardTests(OpenShop shop) : IClassFixture<OpenShop>
{
    internal static readonly string[] Pages =
    [
        "/admin/referrals", "/admin/referrals/reviews", "/admin/referrals/reviews/rewards", "/admin/referrals/reviews/bans", "/admin/referrals/people",
        "/admin/referrals/payouts", "/admin/referrals/programs", "/admin/referrals/programs/edit", "/admin/referrals/events", "/admin/referrals/audit",
    ];

    [BrowserFact]
    public async Task Double_click_on_approve_decides_once_without_script_too()
    {
        foreach (var script in (bool[])[true, false])
        {
            var friend = await HoldOneAsync();
            await using var mia = await StaffAsync(new() { JavaScriptEnabled = script });
            await mia.OpenAsync("/admin/referrals");
            await mia.Page.Locator(".hand a", new() { HasText = "held referrals" }).ClickAsync();
            var held = mia.Page.Locator(".case", new() { Has = mia.Page.GetByRole(AriaRole.Heading, new() { Name = friend }) });
            await held.GetByLabel("Reason").FillAsync("called them");
            await held.GetByRole(AriaRole.Button, new() { Name = "Approve" }).DblClickAsync();

            await mia.Page.GetByRole(AriaRole.Status).GetByText("Done: 1 was decided.").WaitForAsync();
            await Assertions.Expect(held).ToHaveCountAsync(0);
        }
    }

    [BrowserFact]
    public async Task Version_is_checked_tried_saved_and_published_without_script()
    {
        await using var mia = await StaffAsync(new() { JavaScriptEnabled = false });
        await mia.OpenAsync("/admin/referrals/programs");
        await mia.FollowAsync("Write a new version");
        var json = await mia.Page.GetByLabel("JSON", new() { Exact = true }).InputValueAsync();

        await mia.Page.GetByLabel("JSON", new() { Exact = true }).FillAsync(json.Replace("\"incentives\"", "\"incentive\"", StringComparison.Ordinal));
        await mia.PressAsync("Check");
        await Assertions.Expect(mia.Page.GetByText("$.incentive", new() { Exact = false }).First).ToBeVisibleAsync();

        await mia.Page.GetByLabel("JSON", new() { Exact = true }).FillAsync(json);
        await mia.Page.GetByLabel("Terms in").SelectOptionAsync("de");
        await mia.PressAsync("Try over these days");
        await Assertions.Expect(mia.Page.GetByRole(AriaRole.Heading, new() { Name = "The last 90 days under this version" })).ToBeVisibleAsync();
        await Assertions.Expect(mia.Page.Locator(".terms[lang=de]").First).ToContainTextAsync("Du bekommst");
        await mia.PictureAsync("dashboard-editor");

        await mia.Page.GetByLabel("Reason").FillAsync("as before");
        await mia.PressAsync("Save the draft");
        await mia.Page.Locator("#publish-reason").FillAsync("agreed");
        await mia.Page.GetByLabel("Why warnings are accepted").FillAsync("a small shop");
        await mia.PictureAsync("dashboard-draft");
        await mia.PressAsync("Publish");
        await Assertions.Expect(mia.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done: 1 was decided.");

        await mia.OpenAsync("/admin/referrals/programs");
        await Assertions.Expect(mia.Page.Locator("[aria-labelledby=changes] tbody tr").First).ToContainTextAsync("published version 2");
        await mia.PictureAsync("dashboard-programs");
    }

    [BrowserFact]
    public async Task Customer_does_not_get_in_and_is_led_to_the_sign_in()
    {
        await using var ann = await shop.VisitAsync();
        await ann.OpenAsync("/admin/referrals");
        Assert.Equal("Who are you?", await ann.TitleAsync());
        await ann.SignInAsync("Ann");
        await ann.OpenAsync("/admin/referrals");
        Assert.Equal("Who are you?", await ann.TitleAsync());
    }

    [BrowserFact]
    public async Task Many_are_selected_by_keyboard_and_rejected_at_once()
    {
        _ = await HoldOneAsync(friends: 5);
        await using var mia = await StaffAsync();
        await mia.OpenAsync("/admin/referrals/reviews");
        var boxes = mia.Page.GetByRole(AriaRole.Checkbox);
        var count = await boxes.CountAsync();
        Assert.InRange(count, 2, 10);
        for (var i = 0; i < count; i++)
        {
            await boxes.Nth(i).FocusAsync();
            await mia.Page.Keyboard.PressAsync("Space");
        }

        await mia.PictureAsync("dashboard-reviews");
        await mia.Page.Locator("#bulk").GetByLabel("Reason").FillAsync("one device");
        await mia.Page.Locator("#bulk").GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();

        await mia.Page.GetByRole(AriaRole.Status).GetByText($"Done: {count} were decided.").WaitForAsync();
    }

    [BrowserFact]
    public async Task Nothing_runs_out_of_a_small_screen_and_every_target_can_be_hit()
    {
        _ = await HoldOneAsync(friends: 5);
        await using var mia = await StaffAsync(new() { ViewportSize = new() { Width = 320, Height = 640 }, ColorScheme = ColorScheme.Dark, HasTouch = true });
        foreach (var path in Pages)
        {
            await mia.OpenAsync(path);
            await mia.PictureAsync("phone" + path.Replace('/', '-'));
            Assert.Equal(320, await mia.Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
            Assert.Empty(await mia.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('a, button, input, summary')].filter(one => one.offsetParent && !one.matches('.skip'))"
                + ".filter(one => !one.closest('p') || one.closest('.pages'))"
                + ".filter(one => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 24).map(one => one.outerHTML)"));
        }
    }

    [BrowserFact]
    public async Task Keyboard_reaches_the_content_past_the_menu()
    {
        await using var mia = await StaffAsync();
        await mia.OpenAsync("/admin/referrals");

        await mia.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(mia.Page.Locator(":focus")).ToHaveTextAsync("Skip to the content");
        await mia.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(mia.Page.Locator(":focus")).ToHaveIdAsync("content");
        await mia.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(mia.Page.Locator(":focus")).ToHaveTextAsync("7 days");
        Assert.NotEqual("none", await mia.Page.Locator(":focus").EvaluateAsync<string>("one => getComputedStyle(one).outlineStyle"));
    }

    [BrowserFact]
    public async Task Text_stands_out_from_its_ground_in_light_and_dark()
    {
        _ = await HoldOneAsync();
        await using var mia = await StaffAsync();
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await mia.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach (var path in Pages)
            {
                await mia.OpenAsync(path);
                await mia.PictureAsync($"dashboard{path.Replace('/', '-')}-{scheme}");
                Assert.Empty(await mia.Page.EvaluateAsync<string[]>(ReferralStoryTests.Contrast));
            }
        }
    }

    [BrowserFact]
    public async Task All_that_a_page_loads_is_small()
    {
        await using var mia = await StaffAsync();
        foreach (var path in Pages)
        {
            await mia.OpenAsync(path);
            _ = await mia.Page.WaitForFunctionAsync(
                "() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0 && performance.getEntriesByType('resource').length >= 2");
            var sizes = await mia.Page.EvaluateAsync<int[]>(
                "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(one => one.decodedBodySize)");
            Assert.InRange(sizes.Length, 3, 4);
            Assert.InRange(sizes.Sum(), 10_000, 100_000);
        }
    }

    private async Task<Visit> StaffAsync(BrowserNewContextOptions? options = null)
    {
        var mia = await shop.VisitAsync(options);
        await mia.SignInAsync("Mia");
        return mia;
    }

    /// <summary>Brings a referrer more friends than a day may have; the name of the last, who is held.</summary>
    private async Task<string> HoldOneAsync(int friends = 4)
    {
        await using var ann = await shop.VisitAsync();
        var (_, link) = await ann.TakePartAsync();
        var name = string.Empty;
        for (var i = 0; i < friends; i++)
        {
            await using var friend = await shop.VisitAsync();
            await friend.OpenAsync(link);
            await friend.FollowAsync("Sign up");
            name = await friend.RegisterAsync("Bob");
        }

        return name;
    }
}

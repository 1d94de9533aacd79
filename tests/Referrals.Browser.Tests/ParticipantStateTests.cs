using Microsoft.Playwright;

namespace Referrals.Browser.Tests;

/// <summary>What a participant and a friend see when inviting is not possible, because of the team, the participant or the program.</summary>
public sealed class ParticipantStateTests(OpenShop shop) : IClassFixture<OpenShop>
{
    [BrowserFact]
    public async Task Banned_left_and_paused_are_told_and_what_was_earned_stays()
    {
        await using var ann = await shop.VisitAsync();
        var (name, link) = await ann.TakePartAsync();
        await using var bob = await shop.VisitAsync();
        await bob.OpenAsync(link);
        await bob.FollowAsync("Sign up");
        _ = await bob.RegisterAsync("Bob");
        await bob.BuyAsync("Desk lamp");
        await using var mia = await shop.VisitAsync();
        await mia.SignInAsync("Mia");

        await mia.SearchAsync(name);
        await DecideAsync(mia, "ban-reason", "wrote to strangers", "Ban");
        await LookAsync(ann, "me-banned", "You cannot invite friends at the moment.");
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Your progress" })).ToHaveCountAsync(0);
        await Assertions.Expect(ann.Page.Locator("main")).Not.ToContainTextAsync("strangers");
        await mia.SearchAsync(name);
        await DecideAsync(mia, "ban-reason", "a misunderstanding", "Lift");

        await ann.OpenAsync("/referrals/me");
        await ann.Page.Locator("summary", new() { HasText = "Stop inviting" }).ClickAsync();
        await ann.PressAndWaitAsync("Stop inviting");
        await LookAsync(ann, "me-left", "You have stopped inviting.");
        await ann.PressAndWaitAsync("Begin again");
        await Assertions.Expect(ann.Page.GetByLabel("Your link")).ToHaveValueAsync(link);

        await mia.OpenAsync("/admin/referrals/programs");
        await DecideAsync(mia, "steer-reason", "a wave of fraud", "Pause");
        await ann.OpenAsync("/account");
        await ann.PressAndWaitAsync("Let 15 days pass");
        await LookAsync(ann, "me-paused", "The program is paused.");
        Assert.Equal(["Available"], await ann.StatesAsync("Your rewards"));
        await using var newcomer = await shop.VisitAsync(new() { ViewportSize = new() { Width = 320, Height = 640 } });
        await newcomer.OpenAsync(link);
        Assert.Equal("Welcome to Lamp House", await newcomer.TitleAsync());
        await EveryPageTests.LookAsync(newcomer, "welcome-paused");
        Assert.Equal(320, await newcomer.Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
    }

    /// <summary>The page says what is the matter, has nothing to share, and shows what there was.</summary>
    private static async Task LookAsync(Visit ann, string name, string notice)
    {
        await ann.OpenAsync("/referrals/me");
        await Assertions.Expect(ann.Page.Locator(".referrals-notice")).ToContainTextAsync(notice);
        await Assertions.Expect(ann.Page.GetByLabel("Your link")).ToHaveCountAsync(0);
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Your friends" })).ToBeVisibleAsync();
        await EveryPageTests.LookAsync(ann, name);
    }

    private static async Task DecideAsync(Visit mia, string field, string reason, string button)
    {
        await mia.Page.Locator("#" + field).FillAsync(reason);
        await mia.PressAsync(button);
        await Assertions.Expect(mia.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done: 1 was decided.");
    }
}

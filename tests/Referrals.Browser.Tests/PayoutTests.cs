using Microsoft.Playwright;

namespace Referrals.Browser.Tests;

/// <summary>Money, from the hold to the bank and back, as participants and the team see it.</summary>
public sealed class PayoutTests(OpenShop shop) : IClassFixture<OpenShop>
{
    [BrowserFact]
    public async Task Batch_is_started_sent_confirmed_and_failed_and_a_refund_after_payout_is_owed()
    {
        var (ann, annsName, bob) = await EarnAsync();
        var (amy, amysName, ben) = await EarnAsync();
        await using var first = ann;
        await using var second = bob;
        await using var third = amy;
        await using var fourth = ben;
        await ann.OpenAsync("/account");
        await ann.PressAndWaitAsync("Let 15 days pass");

        await using var mia = await shop.VisitAsync();
        await mia.SignInAsync("Mia");
        await mia.OpenAsync("/admin/referrals/payouts");
        await Assertions.Expect(mia.Page.Locator(".tile b").First).ToHaveTextAsync("20.00\u00a0EUR");
        await mia.PressAsync("Start payouts");
        await Assertions.Expect(mia.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done: 2 were decided.");

        // The file for the bank names both, each with the id under which the transfer is made.
        var download = await mia.Page.RunAndWaitForDownloadAsync(() => mia.FollowAsync("Download the batch file (CSV)"));
        Assert.Equal("payouts.csv", download.SuggestedFilename);
        var rows = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(3, rows.Length);
        foreach (var name in (string[])[annsName, amysName])
        {
            Assert.Contains(rows, row => row.Contains($",{name},", StringComparison.Ordinal) && row.Contains(",10.00,EUR,", StringComparison.Ordinal));
        }

        await ann.OpenAsync("/referrals/me");
        await Assertions.Expect(ann.Page.Locator(".referrals-card", new() { HasText = "Being paid out" }).Locator("dd")).ToHaveTextAsync("€10");

        await SettleAsync(mia, annsName, "Selected have arrived", "statement 12");
        await SettleAsync(mia, amysName, "Selected have failed", "account closed");
        await Assertions.Expect(mia.Page.GetByText("No payout is on its way.")).ToBeVisibleAsync();
        Assert.Equal(["Paid out"], await ann.StatesAsync("Your rewards"));
        Assert.Equal(["Available"], await amy.StatesAsync("Your rewards"));

        // The order that earned what was paid comes back.
        await bob.OpenAsync("/account");
        await bob.PressAsync("Return");
        await bob.Page.GetByText("Returned").WaitForAsync();
        await ann.OpenAsync("/referrals/me");
        await Assertions.Expect(ann.Page.Locator(".referrals-card", new() { HasText = "Owed after a refund" }).Locator("dd")).ToHaveTextAsync("€10");
        await ann.PictureAsync("participant-owes");

        // Why each of them ended as it did stands in the story of the person.
        await mia.SearchAsync(annsName);
        await Assertions.Expect(mia.Page.Locator(".timeline")).ToContainTextAsync("“statement 12”");
        await mia.PictureAsync("dashboard-person-paid");
        await mia.SearchAsync(amysName);
        await Assertions.Expect(mia.Page.Locator(".timeline")).ToContainTextAsync("“account closed”");
    }

    private static async Task SettleAsync(Visit mia, string name, string button, string reason)
    {
        await mia.OpenAsync("/admin/referrals/payouts");
        await mia.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Select " + name }).CheckAsync();
        await mia.Page.GetByLabel("Reason or the bank's reference").FillAsync(reason);
        await mia.PressAsync(button);
        await Assertions.Expect(mia.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done: 1 was decided.");
    }

    /// <summary>A referrer who has a reward on hold, and the friend who bought.</summary>
    private async Task<(Visit Referrer, string Name, Visit Friend)> EarnAsync()
    {
        var referrer = await shop.VisitAsync();
        var (name, link) = await referrer.TakePartAsync();
        var friend = await shop.VisitAsync();
        await friend.OpenAsync(link);
        await friend.FollowAsync("Sign up");
        _ = await friend.RegisterAsync("Bob");
        await friend.BuyAsync("Desk lamp");
        return (referrer, name, friend);
    }
}

using AngleSharp.Html.Parser;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Referrals.Browser.Tests;

/// <summary>
/// What holds for every page, of participants and of the team, with something on each of them: axe finds nothing in light and dark, the HTML is as
/// the standard has it, nothing is against the page's own policy (which <see cref="Visit"/> collects), and a page is 100 kB or less with all that it loads.
/// </summary>
public sealed class EveryPageTests(OpenShop shop) : IClassFixture<OpenShop>
{
    private const int MostBytes = 100_000;

    [BrowserFact]
    public async Task Participant_pages_pass_axe_and_are_valid_strict_and_small()
    {
        await using var ann = await shop.VisitAsync();
        await ann.OpenAsync("/register");
        await LookAsync(ann, "register");
        _ = await ann.RegisterAsync("Ann");
        await ann.OpenAsync("/referrals/me");
        await LookAsync(ann, "me-not-taking-part");
        await ann.PressAndWaitAsync("Get my link");
        await LookAsync(ann, "me-fresh");
        var link = await ann.Page.GetByLabel("Your link").InputValueAsync();

        await using var bob = await shop.VisitAsync();
        await bob.OpenAsync("/referrals/welcome");
        await LookAsync(bob, "welcome");
        await bob.Page.GetByLabel("Code").FillAsync("WRONG-1");
        await bob.PressAsync("Use code");
        await bob.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await LookAsync(bob, "welcome-wrong-code", reload: false);
        await bob.OpenAsync(link);
        await LookAsync(bob, "welcome-invited");
        await bob.FollowAsync("Sign up");
        _ = await bob.RegisterAsync("Bob");
        await bob.BuyAsync("Night light");
        await bob.BuyAsync("Desk lamp");

        await ann.OpenAsync("/referrals/me");
        await LookAsync(ann, "me-with-a-friend");
        foreach (var path in (string[])["/", "/sign-in", "/account", "/ask"])
        {
            await ann.OpenAsync(path);
            await LookAsync(ann, path == "/" ? "shop" : "shop" + path.Replace('/', '-'));
        }
    }

    [BrowserFact]
    public async Task Dashboard_pages_pass_axe_and_are_valid_strict_and_small()
    {
        var (referrer, held) = await FillAsync();
        await using var mia = await shop.VisitAsync();
        await mia.SignInAsync("Mia");
        foreach (var path in DashboardTests.Pages)
        {
            await mia.OpenAsync(path);
            await LookAsync(mia, path[1..].Replace('/', '-'));
        }

        await mia.SearchAsync(held);
        await LookAsync(mia, "person-held");
        await mia.SearchAsync(referrer);
        await LookAsync(mia, "person");
        await mia.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^L-[0-9]+$") }).First.ClickAsync();
        await mia.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Order L-"), Level = 1 }).WaitForAsync();
        await LookAsync(mia, "order");
        await mia.OpenAsync("/admin/referrals/programs/1");
        await LookAsync(mia, "version");
        await mia.OpenAsync("/admin/referrals/audit");
        await mia.PressAsync("Run the audit");
        await mia.Page.Locator(".note").WaitForAsync();
        await LookAsync(mia, "audit-run", reload: false);
    }

    /// <summary>A referrer with friends, orders, a held friend and a reward that is due to be paid.</summary>
    private async Task<(string Referrer, string Held)> FillAsync()
    {
        await using var ann = await shop.VisitAsync();
        var (referrer, link) = await ann.TakePartAsync();
        var last = string.Empty;
        for (var friend = 0; friend < 4; friend++)
        {
            await using var bob = await shop.VisitAsync();
            await bob.OpenAsync(link);
            await bob.FollowAsync("Sign up");
            last = await bob.RegisterAsync("Bob");
            if (friend == 0)
            {
                await bob.BuyAsync("Desk lamp");
            }
        }

        await ann.BuyAsync("Floor lamp");
        return (referrer, last);
    }

    /// <param name="visit">Who looks.</param>
    /// <param name="name">The name of the page, for messages and pictures.</param>
    /// <param name="reload">Whether the page can be asked for again, to weigh it.</param>
    internal static async Task LookAsync(Visit visit, string name, bool reload = true)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            if (scheme == ColorScheme.Dark && new Uri(visit.Page.Url).AbsolutePath.StartsWith("/referrals/", StringComparison.Ordinal))
            {
                // The shop's own style sheet keeps its pages light; without it these follow the reader's wish.
                await visit.Page.EvaluateAsync("() => document.querySelector('link[href=\"/shop.css\"]').remove()");
            }

            Assert.Empty((await ViolationsAsync(visit.Page)).Select(violation => $"{name}, {scheme}: {violation}"));
            await visit.PictureAsync($"every-{name}-{scheme}");
        }

        if (reload)
        {
            var (html, policy, bytes) = await visit.WeighAsync();
            Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.InRange(bytes, 4_000, MostBytes);
            Assert.Empty(Mistakes(html).Select(mistake => $"{name}: {mistake}"));
        }
    }

    /// <summary>
    /// What axe finds on the page as it is painted now. The script stays in the page for the next colours; a page of its own for each run, as axe's package
    /// for Playwright opens it, is for frames of other hosts, which these pages do not allow.
    /// </summary>
    private static async Task<string[]> ViolationsAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            _ = await page.EvaluateAsync(Axe);
        }

        return await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .map(one => `${one.id}: ${one.help}\n` + one.nodes.map(node => `  ${node.html}`).join('\n'))
            """);
    }

    private static string Axe { get; } = new BundledAxeScriptProvider().GetScript();

    /// <summary>Where the HTML is not as the standard has it: what a parser has to mend, ids that are there twice, labels and descriptions of nothing.</summary>
    private static List<string> Mistakes(string html)
    {
        var mistakes = new List<string>();
        var parser = new HtmlParser(new HtmlParserOptions { IsNotSupportingFrames = true });
        parser.Error += (_, found) => mistakes.Add(found is AngleSharp.Html.Dom.Events.HtmlErrorEvent error ? $"{error.Message} at {error.Position}" : "not HTML");
        var page = parser.ParseDocument(html);
        string[] ids = [.. page.All.Select(static one => one.Id).Where(static id => !string.IsNullOrEmpty(id)).OfType<string>()];
        mistakes.AddRange(ids.CountBy(static id => id).Where(static id => id.Value > 1).Select(static id => $"the id '{id.Key}' is there {id.Value} times"));
        foreach (var attribute in (string[])["for", "aria-labelledby", "aria-describedby", "form"])
        {
            mistakes.AddRange(page.QuerySelectorAll($"[{attribute}]").SelectMany(one => one.GetAttribute(attribute)!.Split(' '))
                .Except(ids).Select(id => $"{attribute} names '{id}', which is not there"));
        }

        mistakes.AddRange(page.QuerySelectorAll("[style], [onclick], style, script:not([src])").Select(static one => $"inline: {one.OuterHtml}"));
        return mistakes;
    }
}

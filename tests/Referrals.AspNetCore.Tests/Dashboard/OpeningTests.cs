using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Referrals.AspNetCore.Tests.Hosting;

namespace Referrals.AspNetCore.Tests.Dashboard;

/// <summary>Who gets in, and where the pages stand.</summary>
public sealed partial class OpeningTests
{
    [Fact]
    public async Task Host_whose_dashboard_demands_no_authorization_does_not_start()
    {
        var error = await Assert.ThrowsAsync<ReferralsException>(() => Office.StartAsync(static app => app.MapReferralsDashboard("/admin/referrals")));

        Assert.Contains("app.MapReferralsDashboard(\"/admin/referrals\").RequireAuthorization(\"ReferralAdmins\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_that_lets_everybody_in_by_name_does_not_start_either() =>
        await Assert.ThrowsAsync<ReferralsException>(() => Office.StartAsync(
            static app => app.MapReferralsDashboard("/admin/referrals").RequireAuthorization("Team").WithMetadata(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute())));

    [Fact]
    public async Task Authorization_of_a_group_around_it_counts()
    {
        await using var office = await Office.StartAsync(static app =>
            app.MapGroup("/admin").RequireAuthorization("Team").MapReferralsDashboard("/referrals"));

        Assert.Equal(HttpStatusCode.OK, (await office.Browse().GetAsync("/admin/referrals")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await office.Browse(name: null).GetAsync("/admin/referrals")).StatusCode);
    }

    [Fact]
    public async Task Open_dashboard_in_development_says_so_and_decides_nothing()
    {
        await using var office = await Office.StartAsync(static app => app.MapReferralsDashboard("/admin/referrals"), environment: "Development");
        await office.LiveAsync();

        var page = await office.Browse(name: null).PageAsync("/admin/referrals/reviews");

        Assert.Contains("Anybody can open this dashboard", page.QuerySelector(".note.warning")?.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("button"));
    }

    [Theory]
    [InlineData("/admin/referrals")]
    [InlineData("/admin/referrals/reviews")]
    [InlineData("/admin/referrals/reviews/referrals.csv")]
    [InlineData("/admin/referrals/kpis.csv")]
    public async Task Nobody_gets_in_without_signing_in(string path)
    {
        await using var office = await Office.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await office.Browse(name: null).GetAsync(path)).StatusCode);
    }

    /// <summary>Wherever it is mapped, every link of every page leads to a page, style and script included.</summary>
    [Theory]
    [InlineData("", "/admin/referrals", "/admin/referrals")]
    [InlineData("", "/admin/referrals", "/admin/referrals/")]
    [InlineData("/base", "/admin/referrals", "/base/admin/referrals")]
    [InlineData("/base/deeper", "/r", "/base/deeper/r/")]
    [InlineData("/base", "/", "/base/")]
    [InlineData("", "/", "/")]
    [InlineData("", "/{tenant}/referrals", "/north/referrals")]
    public async Task Links_hold_behind_a_path_base_and_at_any_prefix(string pathBase, string prefix, string entry)
    {
        await using var office = await Office.StartAsync(app =>
        {
            _ = app.UsePathBase(pathBase).UseRouting().UseAuthentication().UseAuthorization();
            _ = app.MapReferralsDashboard(prefix).RequireAuthorization("Team");
        });
        await office.LiveAsync();
        var browser = office.Browse();
        var (seen, open) = (new HashSet<string>(), new Queue<string>([entry]));
        while (open.TryDequeue(out var path))
        {
            if (!seen.Add(Sealed().Replace(path, "$1/…")))
            {
                continue;
            }

            var answer = await browser.GetAsync(path);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} from {entry}: {answer.StatusCode}");
            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                var page = await Browser.ReadAsync(answer);
                foreach (var link in page.QuerySelectorAll("a[href], link[href], script[src]")
                    .Select(static one => one.GetAttribute("href") ?? one.GetAttribute("src")!).Where(static link => !link.StartsWith('#')))
                {
                    open.Enqueue(link);
                }
            }
        }

        Assert.InRange(seen.Count, 20, 100);
    }

    [Fact]
    public async Task Pages_run_no_inline_script_and_take_nothing_from_elsewhere()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse();
        foreach (var path in (string[])["", "/reviews", "/reviews/rewards", "/reviews/bans", "/people", "/payouts", "/programs", "/events", "/audit"])
        {
            var answer = await browser.GetAsync("/admin/referrals" + path);
            var html = await answer.Content.ReadAsStringAsync();
            var page = await Browser.ReadAsync(answer);

            Assert.StartsWith("default-src 'none';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            Assert.Empty(page.QuerySelectorAll("script:not([src]), style, [style]"));
            Assert.DoesNotContain(page.All, static one => one.Attributes.Any(static attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)));
            Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
            Assert.Single(page.QuerySelectorAll("h1"));
            Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(static one => one.Id).Distinct().Count());
            Assert.InRange(html.Length, 1_000, 60_000);
        }
    }

    [Fact]
    public async Task Style_and_script_may_be_kept_for_ever_and_change_their_address()
    {
        await using var office = await Office.StartAsync();
        var page = await office.Browse().PageAsync("/admin/referrals");

        var style = await office.Browse().GetAsync(page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!);

        Assert.Equal("text/css", style.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", style.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await office.Browse().GetAsync("/admin/referrals/assets/0/other.css")).StatusCode);
    }

    /// <summary>A person has another address on each page; one is enough to look at.</summary>
    [GeneratedRegex("(people|orders)/[^/?]+")]
    private static partial Regex Sealed();
}

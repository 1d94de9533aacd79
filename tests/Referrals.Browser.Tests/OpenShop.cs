using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using WebShop;

namespace Referrals.Browser.Tests;

/// <summary>The sample shop on a port of this machine with a database of its own, and browsers that look at it.</summary>
public sealed class OpenShop : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>How long, in milliseconds, a page may take on a slow machine that has other things to do. Whoever waits, waits for something to be seen.</summary>
    private const float Patience = 60_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("webshop-").FullName;
    private WebApplication? _shop;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal string Url { get; private set; } = string.Empty;

    public Task InitializeAsync() => Chromium.Path is null ? Task.CompletedTask : OpenAsync();

    /// <param name="connection">The connection string of the shop's database; <c>null</c> for an SQLite file of its own.</param>
    /// <param name="arguments">More of the shop's own arguments.</param>
    internal async Task OpenAsync(string? connection = null, params string[] arguments)
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        connection ??= $"Data Source={Path.Combine(_folder, "webshop.db")};Pooling=False";
        _shop = await ShopApplication.CreateAsync(["--urls", Url, "--ConnectionStrings:Shop", connection, .. arguments]);
        await _shop.StartAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox"], Timeout = Patience });
    }

    /// <summary>A browser of somebody's own, with no cookies.</summary>
    internal async Task<Visit> VisitAsync(BrowserNewContextOptions? options = null)
    {
        var context = await _browser!.NewContextAsync(options ?? new());
        context.SetDefaultTimeout(Patience);
        await context.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', e => console.error(`against ${e.violatedDirective}: ${e.blockedURI} ${e.sample}`))");
        return new Visit(this, context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.CloseAsync() ?? Task.CompletedTask);
        _playwright?.Dispose();
        if (_shop is not null)
        {
            await _shop.StopAsync();
            await _shop.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Somebody at a browser. What the browser complains of, and what it asks of other hosts, is kept and must be nothing at the end.</summary>
internal sealed partial class Visit : IAsyncDisposable
{
    private readonly OpenShop _shop;
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    internal Visit(OpenShop shop, IBrowserContext context, IPage page)
    {
        (_shop, _context, Page) = (shop, context, page);
        page.Console += (_, message) =>
        {
            // A wrong code is answered with 422, which the browser counts as an error.
            if (message.Type == "error" && !message.Text.Contains("status of 422", StringComparison.Ordinal))
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(shop.Url, StringComparison.Ordinal))
            {
                _complaints.Add("asked for " + request.Url);
            }
        };
    }

    internal IPage Page { get; }

    internal IBrowserContext Context => _context;

    internal Task OpenAsync(string path) => Page.GotoAsync(path.StartsWith("http", StringComparison.Ordinal) ? path : _shop.Url + path);

    internal Task PressAsync(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    /// <summary>Presses a button and waits until the page that follows has come: what was decided is stored, and another page can be opened.</summary>
    internal Task PressAndWaitAsync(string name) => Page.RunAndWaitForResponseAsync(
        () => PressAsync(name), static response => response.Request is { IsNavigationRequest: true, Method: "GET" });

    internal Task FollowAsync(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();

    internal Task<string> TitleAsync() => Page.Locator("h1").InnerTextAsync();

    internal async Task SignInAsync(string name)
    {
        await OpenAsync("/sign-in");
        await PressAsync(name);
        await ArriveAsync();
    }

    /// <summary>Creates an account that nobody else has.</summary>
    internal async Task<string> RegisterAsync(string name)
    {
        var own = name + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..4];
        await Page.GetByLabel("First name").FillAsync(own);
        await PressAsync("Create account");
        await Page.GetByText(own).WaitForAsync();
        return own;
    }

    /// <summary>A new account whose owner takes part, and the link to share.</summary>
    internal async Task<(string Name, string Link)> TakePartAsync()
    {
        await OpenAsync("/register");
        var name = await RegisterAsync("Ann");
        await OpenAsync("/referrals/me");
        await PressAsync("Get my link");
        return (name, await Page.GetByLabel("Your link").InputValueAsync());
    }

    internal async Task BuyAsync(string product)
    {
        await OpenAsync("/");
        await Page.Locator("article", new() { HasText = product }).GetByRole(AriaRole.Button).ClickAsync();
        await ArriveAsync();
    }

    /// <summary>Finds somebody on the dashboard by name; one person alone is shown at once.</summary>
    internal async Task SearchAsync(string name)
    {
        await OpenAsync("/admin/referrals/people");
        await Page.GetByRole(AriaRole.Searchbox).FillAsync(name);
        await PressAsync("Search");
        await Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1, Exact = true }).WaitForAsync();
    }

    /// <summary>What came over the network for the page that is open: its HTML, its policy, and how many bytes it and all that it loads have unpacked.</summary>
    internal async Task<(string Html, string Policy, int Bytes)> WeighAsync()
    {
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var bytes = await Page.EvaluateAsync<int>(
            "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, one) => sum + one.decodedBodySize, 0)");
        var answer = await Page.APIRequest.GetAsync(Page.Url);
        return (await answer.TextAsync(), answer.Headers["content-security-policy"], bytes);
    }

    /// <summary>The states in one of the lists of the participant page, the latest first.</summary>
    internal async Task<IReadOnlyList<string>> StatesAsync(string heading)
    {
        await OpenAsync("/referrals/me");
        return await Page.Locator("section", new() { Has = Page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true }) })
            .Locator("td .referrals-state").AllInnerTextsAsync();
    }

    /// <summary>Waits until the account is shown, whether that was before or is still to come.</summary>
    private Task ArriveAsync() => Assertions.Expect(Page).ToHaveURLAsync(Account());

    [GeneratedRegex("/account$")]
    private static partial Regex Account();

    /// <summary>Keeps a picture where <c>REFERRALS_SCREENSHOTS</c> names a folder for them.</summary>
    internal async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("REFERRALS_SCREENSHOTS") is { Length: > 0 } folder)
        {
            _ = await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.Empty(_complaints);
    }
}

using Microsoft.Extensions.Logging;
using Referrals.Storage;
using Referrals.Tests.Hosting;

namespace Referrals.Tests.Decisions;

/// <summary>What was printed once stays readable: by every version's template, under every name of the application's hosts.</summary>
public sealed class LinkReadingTests
{
    private static readonly CustomerId Alice = CustomerId.From("alice");

    private readonly InMemoryReferralStore _store = new();
    private readonly KeptLogs _logs = new();

    [Fact]
    public async Task Links_of_all_versions_are_read()
    {
        var first = Program(1, "https://old.example/invite/{code}");
        var alice = await Engine(first).EnrollAsync(Enrollment.Of(Alice));
        var engine = Engine(first, Program(2, "https://shop.example/?ref={code}"), Program(3, "shop://r/{code}"));

        Assert.True((await engine.TouchAsync(Touch.Click(alice.Link, VisitorId.From("v1")))).IsAccepted);
        Assert.True((await engine.TouchAsync(Touch.Click($"http://www.shop.example/?utm=1&ref={alice.DisplayCode}", VisitorId.From("v2")))).IsAccepted);
        Assert.True((await engine.TouchAsync(Touch.Click($"shop://r/{alice.Code}", VisitorId.From("v3")))).IsAccepted);
        Assert.Equal(DecisionCodes.SignUpReferred, (await engine.SignUpAsync(SignUp.Of(CustomerId.From("bob")).WithCode(alice.Link))).Code);
    }

    [Theory]
    [InlineData("http://localhost:5001/r/{0}")]
    [InlineData("https://LOCALHOST/r/{0}?x=1")]
    [InlineData("https://proxy.internal:8443/r/{0}")]
    [InlineData("https://mailer.example/click?to=https%3A%2F%2Fwww.brand.example%2Fr%2F{0}")]
    public async Task Links_of_declared_hosts_are_read(string link)
    {
        var options = new ReferralsOptions().AddProgram(Program(1, "https://shop.example/r/{code}"));
        foreach (var host in new[] { "localhost", "proxy.internal:8443", "brand.example" })
        {
            options.LinkHosts.Add(host);
        }

        var engine = new ReferralEngine(_store, options);
        var alice = await engine.EnrollAsync(Enrollment.Of(Alice));

        var decision = await engine.TouchAsync(Touch.Click(link.Replace("{0}", alice.Code.Value, StringComparison.Ordinal), VisitorId.From("v")));

        Assert.Equal(DecisionCodes.TouchRecorded, decision.Code);
    }

    [Theory]
    [InlineData("https://elsewhere.example/r/{0}", "link.unknown_host")]
    [InlineData("http://localhost:5001/r/{0}", "link.unknown_host")]
    [InlineData("https://proxy.internal:8444/r/{0}", "link.unknown_host")]
    [InlineData("elsewhere.example/r/{0}", "link.unknown_host")]
    [InlineData("https://shop.example/about?c={0}", "link.no_code")]
    public async Task Link_that_is_not_read_says_why_and_is_logged(string link, string code)
    {
        var options = new ReferralsOptions().AddProgram(Program(1, "https://shop.example/r/{code}"));
        options.LinkHosts.Add("proxy.internal:8443");
        var engine = new ReferralEngine(_store, options, loggers: _logs);
        var alice = await engine.EnrollAsync(Enrollment.Of(Alice));
        var text = link.Replace("{0}", alice.Code.Value, StringComparison.Ordinal);

        var touch = await engine.TouchAsync(Touch.Click(text, VisitorId.From("v")));
        var signUp = await engine.SignUpAsync(SignUp.Of(CustomerId.From("bob")).WithCode(text));

        Assert.Equal(code, touch.Code);
        Assert.Contains(signUp.Explanation.Checks, check => check.Code == code);
        Assert.Equal(2, _logs.At(LogLevel.Warning).Count());
    }

    [Fact]
    public async Task Code_with_dots_and_slashes_is_no_link()
    {
        var engine = Engine(Program(1, "https://shop.example/r/{code}"));
        var alice = await engine.EnrollAsync(Enrollment.Of(Alice));
        var typed = string.Join('.', alice.Code.Value[..2], alice.Code.Value[2..4]) + "/" + alice.Code.Value[4..];

        Assert.True((await engine.TouchAsync(Touch.CodeEntry(typed, VisitorId.From("v")))).IsAccepted);
    }

    [Theory]
    [InlineData("https://shop.example")]
    [InlineData("shop.example/r")]
    [InlineData("")]
    public void Host_that_is_none_is_refused(string host) =>
        Assert.ThrowsAny<ArgumentException>(() => new ReferralsOptions().LinkHosts.Add(host));

    private static ReferralProgram Program(int version, string links) => ReferralProgram.Create("p", p => p
        .Version(version).Links(links).RewardReferrer(r => r.Flat(10, "EUR")));

    private ReferralEngine Engine(params ReferralProgram[] versions) => new(
        _store, versions.Aggregate(new ReferralsOptions(), static (options, version) => options.AddProgram(version)), loggers: _logs);
}

using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Referrals.AI.Tests.Mcp;

/// <summary>Over HTTP, with the client of the protocol's own SDK and a principal for each request.</summary>
public sealed class HttpTests
{
    [Theory]
    [InlineData("customer ann")]
    [InlineData("team none")]
    [InlineData("team support")]
    [InlineData("team analysis")]
    [InlineData("team decisions")]
    public async Task Each_role_sees_and_calls_its_tools_and_no_others(string who)
    {
        await using var app = await StartAsync();
        await using var client = await ConnectAsync(app, who);
        await using var scope = app.Services.CreateAsyncScope();
        var caller = CallerOf(PrincipalOf(who));
        var allowed = caller is null ? [] : scope.ServiceProvider.GetRequiredService<ReferralTools>().For(caller).Select(static one => one.Name).ToArray();
        var listed = (await client.ListToolsAsync()).Select(static tool => tool.Name).ToArray();

        Assert.Equal(allowed.Append("say_hello").Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        var unknown = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("no_such_tool"));
        foreach (var tool in ReferralTools.Catalogue.Where(tool => !allowed.Contains(tool.Name)))
        {
            var refused = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync(tool.Name));
            Assert.Equal((unknown.ErrorCode, unknown.Message.Replace("no_such_tool", tool.Name, StringComparison.Ordinal)), (refused.ErrorCode, refused.Message));
        }
    }

    [Fact]
    public async Task Answer_comes_as_text_and_as_data_by_its_schema()
    {
        await using var app = await StartAsync();
        await using var client = await ConnectAsync(app, "customer bob");
        var tool = (await client.ListToolsAsync()).First(static one => one.Name == "explain_my_reward");
        var result = await client.CallToolAsync("explain_my_reward", new Dictionary<string, object?> { ["orderId"] = "L-1002" });

        Assert.True(tool.ProtocolTool.Annotations is { ReadOnlyHint: true, DestructiveHint: false, OpenWorldHint: false });
        Assert.Contains("5.00 EUR", result.StructuredContent!.Value.TextOf(), StringComparison.Ordinal);
        Assert.Equal(result.StructuredContent!.Value.GetRawText(), Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
        Assert.NotEqual(true, result.IsError);
    }

    [Fact]
    public async Task Identity_is_that_of_each_request()
    {
        await using var app = await StartAsync();
        await using var ann = await ConnectAsync(app, "customer ann");
        await using var bob = await ConnectAsync(app, "customer bob");
        var arguments = new Dictionary<string, object?> { ["orderId"] = "L-1002" };

        Assert.Equal("unknown", (await ann.CallToolAsync("explain_my_reward", arguments)).StructuredContent!.Value.GetProperty("outcome").GetString());
        Assert.Equal("granted", (await bob.CallToolAsync("explain_my_reward", arguments)).StructuredContent!.Value.GetProperty("outcome").GetString());
        var posing = await ann.CallToolAsync("explain_my_reward", new Dictionary<string, object?> { ["orderId"] = "L-1002", ["customerId"] = "bob" });
        Assert.True(posing.IsError);
        Assert.Contains("argument.unknown", ((TextContentBlock)posing.Content[0]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anonymous_request_does_not_get_in()
    {
        await using var app = await StartAsync();
        using var http = app.GetTestClient();
        using var body = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", System.Text.Encoding.UTF8, "application/json");
        var answer = await http.PostAsync(new Uri("/mcp", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>A host that forgot to ask for a sign-in gives nothing away, even where it named who calls over stdio.</summary>
    [Fact]
    public async Task Anonymous_caller_of_an_open_server_sees_nothing()
    {
        await using var app = await StartAsync(isOpen: true);
        await using var client = await ConnectAsync(app, who: null);

        Assert.Equal("say_hello", Assert.Single(await client.ListToolsAsync()).Name);
        _ = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("get_program_terms"));
    }

    [Fact]
    public async Task Server_that_does_not_know_who_calls_says_what_to_do()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddReferrals(static r => r.AddProgram(AssistantShop.Spring())).AddAITools();
        services.AddMcpServer().WithReferralTools();
        await using var provider = services.BuildServiceProvider();

        var exception = Assert.Throws<ReferralsException>(() => provider.GetServices<McpServerTool>().ToArray());
        Assert.Contains("ReferralToolOptions.Caller", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(bool isOpen = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderHandler>("header", null);
        builder.Services.AddAuthorization();
        builder.Services.AddReferrals(static r => r.AddProgram(AssistantShop.Spring())).AddAITools(static o => o.Caller = CallerOf);
        builder.Services.AddMcpServer()
            .WithHttpTransport(static o => o.SessionMode = HttpServerSessionMode.Stateless)
            .WithTools([McpServerTool.Create(static () => "hello", new McpServerToolCreateOptions { Name = "say_hello" })])
            .WithReferralTools(static o => o.LocalCaller = static _ => AssistantShop.Team(ToolPermissions.Support));
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        var mcp = app.MapMcp("/mcp");
        if (!isOpen)
        {
            mcp.RequireAuthorization();
        }

        await app.StartAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var engine = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        var code = (await engine.EnrollAsync(Enrollment.Of(AssistantShop.Id("ann")))).Code.Value;
        _ = await engine.SignUpAsync(SignUp.Of(AssistantShop.Id("bob")).WithCode(code));
        _ = await engine.ConvertAsync(Conversion.Of(AssistantShop.Id("bob"), "L-1002", "purchase", Amount.Of(80, "EUR")));
        return app;
    }

    private static async Task<McpClient> ConnectAsync(WebApplication app, string? who)
    {
        var http = app.GetTestClient();
        if (who is not null)
        {
            http.DefaultRequestHeaders.Add("X-Who", who);
        }

        return await McpClient.CreateAsync(new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri("http://localhost/mcp"), TransportMode = HttpTransportMode.StreamableHttp }, http, loggerFactory: null, ownsHttpClient: true));
    }

    private static ToolCaller? CallerOf(ClaimsPrincipal user) => user.FindFirstValue("kind") switch
    {
        "customer" => ToolCaller.Participant(CustomerId.From(user.Identity!.Name!)) with { Culture = System.Globalization.CultureInfo.GetCultureInfo("en-GB") },
        "team" => ToolCaller.Team("mia", Enum.Parse<ToolPermissions>(user.Identity!.Name!, ignoreCase: true)),
        _ => null,
    };

    private static ClaimsPrincipal PrincipalOf(string who) =>
        new(new ClaimsIdentity([new Claim("kind", who.Split(' ')[0]), new Claim(ClaimTypes.Name, who.Split(' ')[1])], "header"));

    private sealed class HeaderHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers["X-Who"].ToString() is { Length: > 0 } who
            ? AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(who), "header"))
            : AuthenticateResult.NoResult());
    }
}

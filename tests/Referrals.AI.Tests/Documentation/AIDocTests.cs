using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Referrals.AI.Auditing;
using Referrals.AI.Proposals;
using Referrals.AI.Questions;

namespace Referrals.AI.Tests.Documentation;

/// <summary>The snippets of docs/ai.md and of the readmes of the packages.</summary>
public sealed class AIDocTests
{
    [Fact]
    public async Task Application_says_who_asks_and_gives_a_model_what_that_person_may_use()
    {
        var program = AssistantShop.Spring();
        var services = new ServiceCollection();
        services.AddReferrals(r => r.AddProgram(program))
            .AddAITools(o => o.Caller = user => user.IsInRole("staff")
                ? ToolCaller.Team(user.Identity!.Name!, ToolPermissions.Support | ToolPermissions.Analysis)
                : ToolCaller.Participant(CustomerId.From(user.FindFirstValue(ClaimTypes.NameIdentifier)!)));
        services.AddScoped<IToolAudit, AuditTable>();
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var tools = scope.ServiceProvider.GetRequiredService<ReferralTools>();
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "ann")], "cookie"));
        using var chat = new Echo();

        var options = new ChatOptions { Tools = [.. tools.For(user)] };
        var answer = await chat.GetResponseAsync("Why did I get no reward?", options);

        Assert.Equal("6 functions", answer.Text);
    }

    [Fact]
    public async Task Question_is_answered_without_a_model()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        var (tools, caller, question) = (shop.Tools, AssistantShop.Participant("cid"), "Why did I get nothing for order L-1003?");
        string? words = null;

        if (QuestionRules.Match(question, forTeam: false) is { } match && tools.Find(caller, match.Tool) is { } function)
        {
            var json = (System.Text.Json.JsonElement)(await function.InvokeAsync(new AIFunctionArguments(match.Arguments.ToDictionary())))!;
            words = json.TryGetProperty("error", out var error) ? error.GetProperty("text").GetString() : json.GetProperty("text").GetString();
        }

        Assert.Equal("You did not earn a reward this time. The amount was 20.00 EUR; at least 50.00 EUR is needed.", words);
    }

    [Fact]
    public async Task Person_confirms_what_a_model_proposed()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        var (tools, caller) = (shop.Tools, AssistantShop.Team(ToolPermissions.Decisions));
        var token = (await shop.AskAsync(caller, "propose_goodwill_reward", ("customerId", "cid"), ("amount", "5.00 EUR"), ("reason", "late"))).GetProperty("token").GetString();

        var proposal = tools.ReadProposal(caller, token);                  // GET: show proposal.Text and proposal.Reason, with a button
        var outcome = await tools.ConfirmAsync(caller, token);             // POST of the button, with the session and the antiforgery token of the person

        Assert.Equal("Give 5.00 EUR by hand to customer cid", proposal?.Text);
        Assert.Equal(ProposalStatus.Done, outcome.Status);
    }

    [Fact]
    public async Task Server_over_http_and_over_stdio_is_one_line()
    {
        var (builder, program) = (WebApplication.CreateSlimBuilder(), AssistantShop.Spring());
        var services = builder.Services;
        services.AddAuthorization(static o => o.AddPolicy("McpClients", static policy => policy.RequireAssertion(static _ => true)));
        services.AddReferrals(r => r.AddProgram(program))
            .AddAITools(o => o.Caller = user => ToolCaller.Participant(CustomerId.From(user.FindFirstValue(ClaimTypes.NameIdentifier)!)));
        services.AddMcpServer().WithHttpTransport().WithReferralTools();
        await using var app = builder.Build();
        app.MapMcp("/mcp").RequireAuthorization("McpClients");
        Assert.Equal(ReferralTools.Catalogue.Count, app.Services.GetServices<ModelContextProtocol.Server.McpServerTool>().Count());

        var console = Host.CreateEmptyApplicationBuilder(null);
        console.Services.AddReferrals(r => r.AddProgram(program)).AddAITools();
        console.Services.AddMcpServer().WithStdioServerTransport()
            .WithReferralTools(o => o.LocalCaller = _ => ToolCaller.Team(Environment.UserName, ToolPermissions.Support));
        Assert.Contains(console.Services, static service => service.ServiceType == typeof(ModelContextProtocol.Server.McpServerTool));
    }

    private sealed class AuditTable : IToolAudit
    {
        public ValueTask RecordAsync(ToolCallRecord record, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>Stands where a model would.</summary>
    private sealed class Echo : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, $"{options!.Tools!.Count} functions")));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

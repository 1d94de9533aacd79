using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Referrals.AI;
using Referrals.AI.Functions;

namespace Referrals.Mcp;

/// <summary>
/// One function as a tool of the server. Who calls is found anew for each request, and whoever may not use the tool is answered as if there were none, whether
/// or not the list hid it.
/// </summary>
internal sealed class ReferralServerTool : McpServerTool
{
    private readonly ReferralTool _tool;
    private readonly McpCallers _callers;

    internal ReferralServerTool(ReferralTool tool, McpCallers callers)
    {
        _tool = tool;
        _callers = callers;
        ProtocolTool = new Tool
        {
            Name = tool.Name,
            Title = tool.Title,
            Description = tool.Description,
            InputSchema = tool.InputSchema,
            OutputSchema = tool.OutputSchema,
            Annotations = new ToolAnnotations
            {
                Title = tool.Title,

                // A proposal changes nothing either: a person confirms it elsewhere.
                ReadOnlyHint = true,
                DestructiveHint = false,
                IdempotentHint = !tool.IsProposal,
                OpenWorldHint = false,
            },
        };
    }

    public override Tool ProtocolTool { get; }

    public override IReadOnlyList<object> Metadata { get; } = [];

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var scope = _callers.CreateScope();
        if (_callers.Find(scope.ServiceProvider, request.User) is not { } caller
            || scope.ServiceProvider.GetRequiredService<ReferralTools>().Find(caller, _tool.Name) is not { } function)
        {
            // The words of the SDK for a tool that there is not.
            throw new McpProtocolException($"Unknown tool: '{_tool.Name}'", McpErrorCode.InvalidParams);
        }

        var arguments = new AIFunctionArguments();
        foreach (var (name, value) in request.Params?.Arguments ?? new Dictionary<string, JsonElement>())
        {
            arguments[name] = value;
        }

        var answer = (JsonElement)(await function.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false))!;
        if (answer.TryGetProperty("error", out var error))
        {
            return Answer(error.GetRawText(), isError: true);
        }

        var result = Answer(answer.GetRawText(), isError: false);
        result.StructuredContent = answer;
        return result;
    }

    private static CallToolResult Answer(string text, bool isError) => new()
    {
        Content = [new TextContentBlock { Text = text }],
        IsError = isError,
    };
}

/// <summary>Finds out who calls: the principal of a request over HTTP, and over stdio the person whose machine it is.</summary>
internal sealed class McpCallers
{
    private readonly ReferralMcpOptions _options;
    private readonly IServiceScopeFactory _scopes;
    private readonly bool _isLocal;

    public McpCallers(ReferralMcpOptions options, IServiceProvider services)
    {
        _options = options;
        _scopes = services.GetRequiredService<IServiceScopeFactory>();

        // Only the transport that the process was started with knows nobody by itself; a request over HTTP without a principal is anonymous. The transport asks
        // for the tools as it is made, so it is only asked for whether there is one.
        _isLocal = services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(ITransport));
        if (!_isLocal && (services.GetService<ReferralToolOptions>() ?? throw Missing()).Caller is null)
        {
            throw new ReferralsException(
                "The MCP server has referral tools, and nothing says who calls them. Set ReferralToolOptions.Caller in AddAITools(o => o.Caller = user => ...).");
        }

        _ = services.GetService<ReferralToolOptions>() ?? throw Missing();
    }

    internal AsyncServiceScope CreateScope() => _scopes.CreateAsyncScope();

    internal ToolCaller? Find(IServiceProvider services, ClaimsPrincipal? user) =>
        _isLocal ? _options.LocalCaller?.Invoke(services)
        : user?.Identity?.IsAuthenticated == true ? services.GetRequiredService<ReferralTools>().CallerOf(user)
        : null;

    private static ReferralsException Missing() =>
        new("The MCP server has referral tools, and the functions were not added. Call services.AddReferrals(r => ...).AddAITools(o => o.Caller = ...).");
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelContextProtocol.Server;
using Referrals.AI;
using Referrals.Mcp;

namespace Referrals;

/// <summary>Adds the functions of the SDK to an MCP server.</summary>
public static class ReferralsMcpServerBuilderExtensions
{
    private static readonly HashSet<string> Names = [.. ReferralTools.Catalogue.Select(static tool => tool.Name)];

    /// <summary>
    /// Adds every function of <see cref="ReferralTools.Catalogue"/> as a tool, beside those that the server has. Each caller sees in the list, and can call,
    /// what they may; for everybody else the tool does not exist. Needs <c>AddAITools</c>.
    /// </summary>
    /// <param name="builder">The builder that <c>AddMcpServer</c> gives.</param>
    /// <param name="configure">Says who calls over stdio; optional over HTTP.</param>
    /// <example><code>
    /// services.AddMcpServer().WithHttpTransport().WithReferralTools();
    /// // ...
    /// app.MapMcp("/mcp").RequireAuthorization("McpClients");
    /// </code></example>
    public static IMcpServerBuilder WithReferralTools(this IMcpServerBuilder builder, Action<ReferralMcpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new ReferralMcpOptions();
        configure?.Invoke(options);
        if (builder.Services.Any(static service => service.ServiceType == typeof(McpCallers)))
        {
            return builder;
        }

        builder.Services.TryAddSingleton(provider => new McpCallers(options, provider));
        foreach (var tool in ReferralTools.Catalogue)
        {
            _ = builder.Services.AddSingleton<McpServerTool>(provider => new ReferralServerTool(tool, provider.GetRequiredService<McpCallers>()));
        }

        return builder.WithRequestFilters(static filters => filters.AddListToolsFilter(static next => async (request, cancellationToken) =>
        {
            var result = await next(request, cancellationToken).ConfigureAwait(false);
            var callers = request.Server.Services!.GetRequiredService<McpCallers>();
            await using var scope = callers.CreateScope();
            var caller = callers.Find(scope.ServiceProvider, request.User);
            HashSet<string> allowed = caller is null ? []
                : [.. scope.ServiceProvider.GetRequiredService<ReferralTools>().For(caller).Select(static one => one.Name)];
            result.Tools = [.. result.Tools.Where(tool => !Names.Contains(tool.Name) || allowed.Contains(tool.Name))];
            return result;
        }));
    }
}

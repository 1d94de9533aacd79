using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Referrals.AI.Tests.Mcp;

/// <summary>Over stdio, as a client on somebody's own machine starts the server.</summary>
public sealed class StdioTests
{
    [Fact]
    public async Task Person_of_the_machine_asks_about_themselves()
    {
        await using var client = await StartAsync("bob");
        var tools = await client.ListToolsAsync();

        Assert.Equal(ReferralTools.Catalogue.Where(static tool => tool.IsForParticipants).Select(static tool => tool.Name).Order(StringComparer.Ordinal), tools.Select(static tool => tool.Name).Order(StringComparer.Ordinal));
        var result = await client.CallToolAsync("explain_my_reward", new Dictionary<string, object?> { ["orderId"] = "L-1002" });
        Assert.Equal("granted", result.StructuredContent!.Value.GetProperty("outcome").GetString());
        _ = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("get_customer", new Dictionary<string, object?> { ["customerId"] = "ann" }));
    }

    [Fact]
    public async Task Nobody_sees_nothing()
    {
        await using var client = await StartAsync();
        Assert.Empty(await client.ListToolsAsync());
        _ = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("get_program_terms"));
    }

    private static async Task<McpClient> StartAsync(params string[] args) => await McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions
    {
        Name = "shop",
        Command = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
        Arguments = ["exec", typeof(StdioServer).Assembly.Location, .. args],
    }));
}

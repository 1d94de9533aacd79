using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Referrals.AI.Tests.Mcp;

/// <summary>A server over stdio for one person, who is named when it is started.</summary>
internal static class StdioServer
{
    internal static async Task RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddReferrals(r => r.AddProgram(AssistantShop.Spring())).AddAITools();
        builder.Services.AddMcpServer().WithStdioServerTransport().WithReferralTools(o =>
        {
            o.LocalCaller = args is ["team", ..] ? _ => AssistantShop.Team(ToolPermissions.Support)
                : args is [var customer, ..] ? _ => AssistantShop.Participant(customer)
                : null;
        });
        using var host = builder.Build();
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var engine = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
            var code = (await engine.EnrollAsync(Enrollment.Of(AssistantShop.Id("ann")))).Code.Value;
            _ = await engine.SignUpAsync(SignUp.Of(AssistantShop.Id("bob")).WithCode(code));
            _ = await engine.ConvertAsync(Conversion.Of(AssistantShop.Id("bob"), "L-1002", "purchase", Amount.Of(80, "EUR")));
        }

        await host.RunAsync();
    }
}

using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace WebShop;

/// <summary>A model by configuration, over the protocol that most servers of models speak; without <c>Assistant:Model</c> there is none.</summary>
internal static class ShopModel
{
    internal static void Add(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["Assistant:Model"] is not { Length: > 0 } model)
        {
            return;
        }

        var options = new OpenAIClientOptions { NetworkTimeout = TimeSpan.FromSeconds(15) };
        if (configuration["Assistant:Endpoint"] is { Length: > 0 } endpoint)
        {
            options.Endpoint = new Uri(endpoint);
        }

        // A server on one's own machine asks for no key, and the client sends one all the same.
        var key = new ApiKeyCredential(configuration["Assistant:Key"] is { Length: > 0 } given ? given : "none");
        _ = services.AddChatClient(new OpenAIClient(key, options).GetChatClient(model).AsIChatClient())
            .UseFunctionInvocation(configure: static client => client.MaximumIterationsPerRequest = 4);
    }
}

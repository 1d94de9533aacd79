using Referrals.AI;

namespace Referrals.Mcp;

/// <summary>How tools know who calls where no principal does. See <c>WithReferralTools</c>.</summary>
public sealed class ReferralMcpOptions
{
    /// <summary>
    /// Who calls over stdio, where the client has started the server and nobody signs in: the person whose machine it is. It is never asked over HTTP, where
    /// <see cref="ReferralToolOptions.Caller"/> tells it from the request's principal.
    /// </summary>
    /// <value>The default is <c>null</c>: over stdio nobody sees a tool.</value>
    public Func<IServiceProvider, ToolCaller?>? LocalCaller { get; set; }
}

using System.Security.Claims;
using Microsoft.Extensions.AI;
using Referrals.AI.Analysis;
using Referrals.AI.Auditing;
using Referrals.AI.Functions;
using Referrals.AI.Participants;
using Referrals.AI.Proposals;
using Referrals.AI.Support;

namespace Referrals.AI;

/// <summary>
/// Functions over the engine for an AI assistant, an MCP server or any other caller: each for whoever is signed in, with what that person may ask and nothing
/// more. One instance serves one scope, as its <see cref="ReferralEngine"/> does.
/// </summary>
/// <remarks>
/// <para>A function answers JSON: ready words in the language of whoever asks, and the data behind them. A call that cannot be answered gives
/// <c>{"error":{"code":"...","text":"..."}}</c> and throws nothing but a cancellation or a fault of the audit log.</para>
/// <para>No function changes anything. Those of <see cref="ToolPermissions.Decisions"/> propose; <see cref="ConfirmAsync"/> does what was proposed, and is called
/// by a page of the application on which a person has pressed a button.</para>
/// </remarks>
/// <example><code>
/// var options = new ChatOptions { Tools = [.. tools.For(ToolCaller.Participant(customer))] };
/// var answer = await chat.GetResponseAsync(question, options);
/// </code></example>
public sealed class ReferralTools
{
    private readonly ToolServices _services;

    internal ReferralTools(ToolServices services) => _services = services;

    /// <summary>Every function with its schemas, whoever it is for.</summary>
    public static IReadOnlyList<ReferralTool> Catalogue { get; } =
        [.. ParticipantTools.All, .. ProgramTools.All, .. SupportTools.All, .. AnalystTools.All, .. ProposalTools.All];

    /// <summary>The functions of a caller, in the order of <see cref="Catalogue"/>.</summary>
    /// <param name="caller">Who asks.</param>
    public IReadOnlyList<AIFunction> For(ToolCaller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return [.. Catalogue.Where(tool => tool.IsFor(caller)).Select(tool => new ReferralFunction(tool, caller, _services))];
    }

    /// <summary>The functions of a signed-in principal; none where <see cref="ReferralToolOptions.Caller"/> knows nobody.</summary>
    /// <param name="principal">Who is signed in.</param>
    /// <exception cref="ReferralsException"><see cref="ReferralToolOptions.Caller"/> is not set.</exception>
    public IReadOnlyList<AIFunction> For(ClaimsPrincipal principal) => CallerOf(principal) is { } caller ? For(caller) : [];

    /// <summary>One function of a caller; <c>null</c> for a name that is none, or that the caller may not use.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="name">The name of the function.</param>
    public AIFunction? Find(ToolCaller caller, string name)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Catalogue.FirstOrDefault(one => one.Name == name) is { } tool && tool.IsFor(caller) ? new ReferralFunction(tool, caller, _services) : null;
    }

    /// <summary>Who a signed-in principal is for the functions; <c>null</c> for nobody.</summary>
    /// <param name="principal">Who is signed in.</param>
    /// <exception cref="ReferralsException"><see cref="ReferralToolOptions.Caller"/> is not set.</exception>
    public ToolCaller? CallerOf(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return _services.Options.Caller is { } caller ? caller(principal) : throw new ReferralsException(
            "Nothing says who a signed-in principal is. Set ReferralToolOptions.Caller, such as "
            + "AddAITools(o => o.Caller = user => ToolCaller.Participant(CustomerId.From(user.FindFirstValue(ClaimTypes.NameIdentifier)!))).");
    }

    /// <summary>What a token proposes, for the page on which a person confirms it; <c>null</c> where this person cannot confirm it (any more).</summary>
    /// <param name="caller">Who is signed in.</param>
    /// <param name="token">The token; may come from anybody.</param>
    public ToolProposal? ReadProposal(ToolCaller caller, string? token)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Open(caller, token) is (ProposalStatus.Done, { } proposal) ? new ToolProposal(proposal, TextOf(proposal)) : null;
    }

    /// <summary>
    /// Does what was proposed, once. Call it only where a person has read the proposal and pressed a button, never on behalf of a model: its request needs the
    /// person's own session and an antiforgery token.
    /// </summary>
    /// <param name="caller">Who is signed in; has to be who asked for the proposal, and still be allowed to decide.</param>
    /// <param name="token">The token of the proposal; may come from anybody.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<ProposalOutcome> ConfirmAsync(ToolCaller caller, string? token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var engine = _services.EngineFor(caller);
        var started = engine.Clock.GetCurrentInstant();
        var (status, proposal) = Open(caller, token);
        var outcome = new ProposalOutcome(status);
        if (status == ProposalStatus.Done)
        {
            // The audit log comes first here: what cannot be kept is not done.
            await RecordAsync(error: null).ConfigureAwait(false);
            var target = engine.ForProgram(ProgramId.From(proposal!.Program));
            var decision = await DecideAsync(target, proposal, caller.Name, cancellationToken).ConfigureAwait(false);
            return new ProposalOutcome(
                decision.IsRepeated ? ProposalStatus.UsedAlready : decision.IsAccepted ? ProposalStatus.Done : ProposalStatus.Refused, decision);
        }

        await RecordAsync("proposal." + status.ToString().ToLowerInvariant()).ConfigureAwait(false);
        return outcome;

        ValueTask RecordAsync(string? error) => _services.Audit.RecordAsync(
            new ToolCallRecord
            {
                Tool = ToolCallRecord.Confirmation,
                Caller = caller,
                Concerns = proposal is null ? null : CustomerId.From(proposal.Customer),
                At = started,
                Duration = engine.Clock.GetCurrentInstant() - started,
                Error = error,
            },
            cancellationToken);
    }

    /// <summary>The proposal of a token; the status is Done where it can be confirmed.</summary>
    private (ProposalStatus Status, SealedProposal? Proposal) Open(ToolCaller caller, string? token)
    {
        if (caller.Customer is not null || !caller.Permissions.HasFlag(ToolPermissions.Decisions))
        {
            return (ProposalStatus.NotAllowed, null);
        }

        var engine = _services.EngineFor(caller);
        return _services.Proposals.Open(token) is not { } proposal
            || proposal.Identity != caller.Identity
            || proposal.Tenant != caller.TenantName
            || (!caller.Program.IsDefault && proposal.Program != caller.Program.Value) ? (ProposalStatus.Invalid, null)
            : ProposalSeal.ExpiryOf(proposal) <= engine.Clock.GetCurrentInstant() ? (ProposalStatus.Expired, proposal)
            : (ProposalStatus.Done, proposal);
    }

    private static ValueTask<Decision> DecideAsync(ReferralEngine engine, SealedProposal proposal, string by, CancellationToken cancellationToken)
    {
        var (customer, key) = (CustomerId.From(proposal.Customer), "proposal:" + proposal.Id);
        switch (proposal.Kind)
        {
            case SealedProposal.Goodwill:
                return engine.Reviews.GrantAsync(
                    ManualReward.Of(key, customer, Amount.Parse(proposal.Amount!), by, proposal.Reason).WithKey(key).ReportedBy(by), cancellationToken);
            case SealedProposal.RewardVerdict:
                var choice = RewardReview.Of(RewardId.From(proposal.Reward!));
                var verdict = proposal.Approves ? choice.Approve(proposal.Reason) : choice.Reject(proposal.Reason);
                return engine.Reviews.DecideAsync(verdict.DecidedBy(by).WithKey(key).ReportedBy(by), cancellationToken);
            default:
                var review = proposal.Approves ? ReferralReview.Approve(customer, proposal.Reason) : ReferralReview.Reject(customer, proposal.Reason);
                return engine.Reviews.DecideAsync(review.WithKey(key).ReportedBy(by), cancellationToken);
        }
    }

    private static string TextOf(SealedProposal proposal) => proposal.Kind switch
    {
        SealedProposal.Goodwill => $"Give {proposal.Amount} by hand to customer {proposal.Customer}",
        SealedProposal.RewardVerdict => $"{Verb(proposal)} the reward {proposal.Reward} of {proposal.Amount} of customer {proposal.Customer}",
        _ => $"{Verb(proposal)} the referral of customer {proposal.Customer}",
    };

    private static string Verb(SealedProposal proposal) => proposal.Approves ? "Approve" : "Reject";
}

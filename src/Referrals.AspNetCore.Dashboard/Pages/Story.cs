using Referrals.AspNetCore.Dashboard.Requests;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>Tells of a decision in plain language: what came of it, what it was about, who decided it and why.</summary>
internal sealed record Story(string What, string? About, string? By)
{
    internal static Story Of(DashboardRequest request, DecidedInput decided) => new(
        Capital(request, FormOutcome.Phrase(request, decided.Decision.Code)),
        AboutOf(request, decided.Input),
        decided.Input switch
        {
            RewardReview { By: { } person } => person,
            ManualReward grant => grant.By,
            Clawback back => back.By,
            var input => input.Actor,
        });

    /// <summary>Why somebody of the team decided it.</summary>
    internal static string? ReasonOf(ReferralInput input) => input switch
    {
        ReferralReview review => review.Reason,
        RewardReview review => review.Reason,
        ReferrerBan ban => ban.Reason,
        ManualReward grant => grant.Reason,
        Clawback back => back.Reason,
        PayoutConfirmation confirmation => confirmation.Reason,
        PayoutFailure failure => failure.Reason,
        PayoutReturn returned => returned.Reason,
        _ => null,
    };

    private static string? AboutOf(DashboardRequest request, ReferralInput input) => input switch
    {
        Conversion one => Joined(one.Name, one.Amount is { } amount ? request.Money(amount) : null),
        Refund one => Joined(one.ConversionId, one.Amount is { } amount ? request.Money(amount) : null),
        Redemption one => Joined(one.Id, request.Money(one.Amount)),
        PayoutStart one => one.Batch,
        Share one => one.Channel.ToString(),
        ManualReward one => Joined(request.Money(one.Amount), $"“{one.Reason}”"),
        _ => ReasonOf(input) is { } reason ? $"“{reason}”" : null,
    };

    private static string Joined(params IEnumerable<string?> parts) => string.Join(", ", parts.Where(static part => part is { Length: > 0 }));

    private static string Capital(DashboardRequest request, string text) => text.Length == 0 ? text : char.ToUpper(text[0], request.Words.Culture) + text[1..];
}

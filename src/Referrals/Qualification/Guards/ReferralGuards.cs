using Referrals.Explanations;

namespace Referrals.Qualification.Guards;

/// <summary>Whether a referral may be created between two customers.</summary>
internal static class ReferralGuards
{
    /// <summary>How far up the chain of referrers a cycle is looked for; longer chains are refused as if they closed.</summary>
    internal const int MaxDepth = 256;

    /// <param name="referee">Who signed up.</param>
    /// <param name="referrer">Whose referral it is.</param>
    /// <param name="ancestors">The referrer's own referrer, that one's referrer, and so on; may stop at the referee.</param>
    internal static IReadOnlyList<Check> Decide(CustomerId referee, CustomerId referrer, IReadOnlyList<CustomerId> ancestors)
    {
        var cycle = ancestors.Contains(referee) || ancestors.Count >= MaxDepth;
        return
        [
            Check.Of(GuardCodes.Self, referee != referrer, referrer.ToString(), $"not {referee}"),
            Check.Of(GuardCodes.Cycle, !cycle, cycle ? Chain(referrer, ancestors) : "no cycle", "no cycle"),
        ];
    }

    private static string Chain(CustomerId referrer, IReadOnlyList<CustomerId> ancestors) =>
        string.Join(" referred by ", ancestors.Take(8).Prepend(referrer));
}

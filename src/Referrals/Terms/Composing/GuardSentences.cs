using Referrals.Qualification.Guards;
using Referrals.Qualification.Guards.Checks;
using Referrals.Terms.Wording;

namespace Referrals.Terms.Composing;

/// <summary>
/// When a referral does not count. It says what is asked of honest people, and names neither the signals that are compared nor the numbers
/// from which on something is looked at: those would only help the others.
/// </summary>
internal static class GuardSentences
{
    internal static void Write(TermsLines lines, GuardPolicy policy)
    {
        lines.Add(Phrase.Of("guard.self"));
        lines.Add(Phrase.Of("guard.once"));
        var acting = policy.Guards.Where(guard => Acts(policy, guard)).ToArray();
        foreach (var key in acting.Where(static guard => guard is not MissingSignalGuard).Select(KeyOf).Distinct())
        {
            lines.Add(Phrase.Of(key));
        }

        foreach (var kind in acting.OfType<MissingSignalGuard>().Select(static guard => guard.Kind).Distinct())
        {
            lines.Add(Phrase.Of("guard.missing", Phrase.Of("signal." + kind)));
        }

        if (acting.Any(guard => policy.Score is not null || guard.Action == GuardAction.Hold))
        {
            lines.Add(Phrase.Of("guard.held"));
            lines.Add(policy.Review is { } review ? Phrase.Of("guard.review." + review.WhenOverdue, review.Within) : Phrase.Of("guard.review"));
        }
    }

    /// <summary>The sentence for a guard: several kinds share one.</summary>
    internal static string KeyOf(Guard guard) => guard switch
    {
        SharedSignalGuard => "guard.different",
        SignalVelocityGuard => "guard.different",
        ReferrerVelocityGuard => "guard.many",
        ExistingCustomerGuard => "guard.existing",
        AlreadyReferredGuard => "guard.referred",
        ReferralAfterOrderGuard => "guard.after",
        EmailDomainGuard => "guard.email",
        BannedReferrersGuard => "guard.banned",
        MissingSignalGuard => "guard.missing",
        CustomGuard => "guard.custom",
        BlockedSourceGuard => "guard.source",
        _ => throw new InvalidOperationException($"A {guard.GetType().Name} has no words in terms yet."),
    };

    /// <summary>Whether anything can follow from a guard; one that only notes what it finds is nobody's business but the host's.</summary>
    private static bool Acts(GuardPolicy policy, Guard guard) =>
        (guard.Action != GuardAction.Allow && policy.Score is not { ReplacesActions: true }) || (policy.Score is not null && guard.Points > 0);
}

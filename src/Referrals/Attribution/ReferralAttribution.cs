using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;

namespace Referrals.Attribution;

/// <summary>Decides whose referral a sign-up is.</summary>
internal static class ReferralAttribution
{
    /// <param name="policy">The program's policy.</param>
    /// <param name="referee">Who signed up.</param>
    /// <param name="at">When.</param>
    /// <param name="claims">What speaks for referrers, in order of arrival.</param>
    /// <param name="zone">The program's zone, for a lookback in calendar days.</param>
    internal static AttributionDecision Decide(
        AttributionPolicy policy, CustomerId referee, Instant at, IReadOnlyList<ReferralClaim> claims, DateTimeZone zone)
    {
        var checks = new List<Check>(claims.Count + 1);
        ReferralClaim? winner = null;
        var reason = AttributionCodes.NoTouch;
        foreach (var claim in claims)
        {
            var fault = Fault(policy, referee, at, claim, zone, checks);
            if (fault is not null)
            {
                reason = fault;
            }
            else if (winner is null || Beats(policy, claim, winner))
            {
                winner = claim;
            }
        }

        if (winner is null)
        {
            return new AttributionDecision { Code = reason, Checks = checks };
        }

        checks.Add(Check.Note(AttributionCodes.Winner, Text(winner), Text(policy)));
        return new AttributionDecision { Winner = winner, Code = AttributionCodes.Winner, Checks = checks };
    }

    private static string? Fault(
        AttributionPolicy policy, CustomerId referee, Instant at, ReferralClaim claim, DateTimeZone zone, List<Check> checks)
    {
        if (claim.Evidence == Evidence.Manual)
        {
            return null;
        }

        if (claim.Referrer == referee)
        {
            checks.Add(Check.Of(AttributionCodes.SelfTouch, passed: false, Text(claim), "somebody else's code or link"));
            return AttributionCodes.SelfTouch;
        }

        if (claim.At > at)
        {
            checks.Add(Check.Of(AttributionCodes.AfterSignUp, passed: false, Text(claim), Text(at)));
            return AttributionCodes.AfterSignUp;
        }

        // The reference for lookback windows is closed at both ends: a touch exactly one window old still counts.
        var end = policy.Lookback.EndFrom(claim.At, zone);
        var inside = at < end || (at == end && policy.Lookback.Measure != WindowMeasure.CalendarDays);
        checks.Add(Check.Of(AttributionCodes.Window, inside, Text(claim), policy.Lookback.ToString()));
        return inside ? null : AttributionCodes.OutsideWindow;
    }

    private static bool Beats(AttributionPolicy policy, ReferralClaim claim, ReferralClaim winner)
    {
        var rank = policy.Rank(claim.Evidence).CompareTo(policy.Rank(winner.Evidence));
        return rank != 0
            ? rank > 0
            : policy.Model == ReferralModel.LastTouch ? claim.At >= winner.At : claim.At < winner.At;
    }

    private static string Text(ReferralClaim claim) => claim.Channel is { } channel
        ? string.Create(CultureInfo.InvariantCulture, $"{Noun(claim.Evidence)} of {claim.Referrer} by {channel}, {Text(claim.At)}")
        : string.Create(CultureInfo.InvariantCulture, $"{Noun(claim.Evidence)} of {claim.Referrer}, {Text(claim.At)}");

    private static string Text(AttributionPolicy policy) =>
        $"{(policy.Model == ReferralModel.LastTouch ? "last touch" : "first touch")} within {policy.Lookback}"
        + (policy.CodeBeatsLink ? ", a code beats a link" : string.Empty);

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    private static string Noun(Evidence evidence) => evidence switch
    {
        Evidence.Manual => "the host's word",
        Evidence.Code => "code",
        _ => "link",
    };
}

using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Referrals.Attribution.Journeys;
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
        var standing = new List<ReferralClaim>(claims.Count);
        var reason = AttributionCodes.NoTouch;
        foreach (var claim in claims)
        {
            if (Fault(policy, referee, at, claim, zone, checks) is { } fault)
            {
                reason = fault;
            }
            else
            {
                standing.Add(claim);
            }
        }

        if (standing.Count == 0)
        {
            return new AttributionDecision { Code = reason, Checks = checks };
        }

        var credits = Credits(policy, standing, at);
        var winner = credits.Aggregate(static (best, next) => next.Weight > best.Weight ? next : best).Claim;
        checks.AddRange(credits.Select(credit => Check.Note(AttributionCodes.Winner, Text(credit, credits), policy.ToString())));
        return new AttributionDecision { Winner = winner, Credits = credits, Code = AttributionCodes.Winner, Checks = checks };
    }

    /// <summary>The claims of the strongest evidence share the referral: one of them whole, or all by the model that splits.</summary>
    private static List<(ReferralClaim Claim, double Weight)> Credits(AttributionPolicy policy, List<ReferralClaim> standing, Instant at)
    {
        var strongest = standing.Max(claim => policy.Rank(claim.Evidence));
        ReferralClaim[] equals = [.. standing.Where(claim => policy.Rank(claim.Evidence) == strongest).OrderBy(static claim => claim.At)];
        if (policy.Split is not { } model)
        {
            return [(policy.Model == ReferralModel.FirstTouch ? equals[0] : equals[^1], 1)];
        }

        JourneyTouch[] touches = [.. equals.Select(static claim => JourneyTouch.Of(claim.Referrer.Value, claim.At))];
        var shares = model.Share(new Journey(touches, at, value: 0, converted: true));
        return [.. equals
            .Zip(shares)
            .GroupBy(static share => share.First.Referrer)
            .Select(static shares => (Claim: shares.First().First, Weight: shares.Sum(static share => share.Second)))
            .Where(static credit => credit.Weight > 0)
            .OrderByDescending(static credit => credit.Weight)
            .Take(AttributionPolicy.MaxReferrers)
            .OrderBy(static credit => credit.Claim.At)];
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
        var inside = at < end || (at == end && policy.Lookback.Kind is PeriodKind.Hours or PeriodKind.Days);
        checks.Add(Check.Of(AttributionCodes.Window, inside, Text(claim), policy.Lookback.ToString()));
        return inside ? null : AttributionCodes.OutsideWindow;
    }

    private static string Text(ReferralClaim claim) => claim.Channel is { } channel
        ? string.Create(CultureInfo.InvariantCulture, $"{Noun(claim.Evidence)} of {claim.Referrer} by {channel}, {Text(claim.At)}")
        : string.Create(CultureInfo.InvariantCulture, $"{Noun(claim.Evidence)} of {claim.Referrer}, {Text(claim.At)}");

    private static string Text((ReferralClaim Claim, double Weight) credit, List<(ReferralClaim Claim, double Weight)> credits) =>
        credits.Count == 1
            ? Text(credit.Claim)
            : string.Create(CultureInfo.InvariantCulture, $"{Text(credit.Claim)}, {100 * credit.Weight:0.##} %");

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    private static string Noun(Evidence evidence) => evidence switch
    {
        Evidence.Manual => "the host's word",
        Evidence.Code => "code",
        Evidence.SignedLink => "signed link",
        _ => "link",
    };
}

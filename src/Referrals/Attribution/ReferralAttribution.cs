using NodaTime;
using Referrals.Explanations;

namespace Referrals.Attribution;

/// <summary>
/// Decides whose referral a sign-up is: claims that do not count leave, those that may not win are set aside with their reasons, and of what
/// is left the strongest evidence wins, by the model among equals.
/// </summary>
internal sealed class ReferralAttribution
{
    /// <summary>How many referrers are asked at most whether they may win, in the order in which they would.</summary>
    internal const int MaxAsked = 16;

    private readonly AttributionPolicy _policy;
    private readonly Instant _at;
    private readonly Func<ReferralClaim, ClaimVerdict> _verdict;
    private readonly List<Check> _checks = [];
    private readonly Dictionary<CustomerId, ClaimVerdict> _verdicts = [];
    private readonly HashSet<CustomerId> _refused = [];
    private readonly HashSet<(CustomerId, string)> _told = [];
    private (ReferralClaim Claim, ClaimVerdict Verdict)? _preferred;
    private int _preferredAt = -1;

    private ReferralAttribution(AttributionPolicy policy, Instant at, Func<ReferralClaim, ClaimVerdict> verdict)
    {
        _policy = policy;
        _at = at;
        _verdict = verdict;
    }

    /// <param name="policy">The program's policy.</param>
    /// <param name="referee">Who signed up.</param>
    /// <param name="at">When.</param>
    /// <param name="claims">What speaks for referrers, in order of arrival.</param>
    /// <param name="zone">The program's zone, for a lookback in calendar days.</param>
    /// <param name="verdict">Whether a claim may win.</param>
    internal static AttributionDecision Decide(
        AttributionPolicy policy,
        CustomerId referee,
        Instant at,
        IReadOnlyList<ReferralClaim> claims,
        DateTimeZone zone,
        Func<ReferralClaim, ClaimVerdict> verdict) => new ReferralAttribution(policy, at, verdict).Decide(referee, claims, zone);

    private AttributionDecision Decide(CustomerId referee, IReadOnlyList<ReferralClaim> claims, DateTimeZone zone)
    {
        var standing = new List<ReferralClaim>(claims.Count);
        var reason = AttributionCodes.NoTouch;
        foreach (var claim in claims)
        {
            if (Fault(_policy, referee, _at, claim, zone, _checks) is { } fault)
            {
                reason = fault;
            }
            else
            {
                standing.Add(claim);
            }
        }

        foreach (var equals in standing.GroupBy(claim => _policy.Rank(claim.Evidence)).OrderByDescending(static group => group.Key))
        {
            if (Credits([.. equals.OrderBy(static claim => claim.At)]) is { Count: > 0 } credits)
            {
                _checks.AddRange(credits.Select(credit => Check.Note(AttributionCodes.Winner, Text(credit, credits), _policy.Description)));
                return new AttributionDecision
                {
                    Preferred = _preferred!.Value.Claim,
                    Credits = credits,
                    Verdicts = [.. credits.Select(credit => _verdicts[credit.Claim.Referrer])],
                    Code = AttributionCodes.Winner,
                    Checks = _checks,
                };
            }
        }

        if (_preferredAt >= 0)
        {
            // Everything about it follows, since it gives the refusal.
            _checks[_preferredAt] = _checks[_preferredAt] with { Children = [] };
        }

        return new AttributionDecision
        {
            Preferred = _preferred?.Claim,
            Verdicts = _preferred is { } preferred ? [preferred.Verdict] : [],
            Code = _preferred?.Verdict.Refusal ?? reason,
            Checks = _checks,
        };
    }

    /// <summary>One of the claims has the referral whole, or all that may win share it by the model that splits.</summary>
    /// <param name="equals">Claims of equal strength, in order of time.</param>
    private List<(ReferralClaim Claim, double Weight)> Credits(List<ReferralClaim> equals)
    {
        if (_policy.Split is not { } model)
        {
            var ordered = _policy.Model == ReferralModel.FirstTouch ? equals : equals.AsEnumerable().Reverse();
            return ordered.FirstOrDefault(MayWin) is { } winner ? [(winner, 1)] : [];
        }

        // Those who touched last are asked first, so that of very many referrers the earliest are left out.
        var asked = equals.AsEnumerable().Reverse().Where(MayWin).ToHashSet(ReferenceEqualityComparer.Instance);
        ReferralClaim[] sharing = [.. equals.Where(asked.Contains)];
        if (sharing.Length == 0)
        {
            return [];
        }

        JourneyTouch[] touches = [.. sharing.Select(static claim => JourneyTouch.Of(claim.Referrer.Value, claim.At))];
        var shares = model.Share(new Journey(touches, _at, value: 0, converted: true));
        return [.. sharing
            .Zip(shares)
            .GroupBy(static share => share.First.Referrer)
            .Select(static shares => (Claim: shares.First().First, Weight: shares.Sum(static share => share.Second)))
            .Where(static credit => credit.Weight > 0)
            .OrderByDescending(static credit => credit.Weight)
            .Take(AttributionPolicy.MaxReferrers)
            .OrderBy(static credit => credit.Claim.At)];
    }

    /// <summary>Asks about a claim unless its referrer was refused already, and tells why one is set aside, once for each reason.</summary>
    private bool MayWin(ReferralClaim claim)
    {
        if (_refused.Contains(claim.Referrer) || _preferred?.Verdict.IsOfProgram == true)
        {
            return false;
        }

        if (!_verdicts.ContainsKey(claim.Referrer) && _verdicts.Count >= MaxAsked)
        {
            _ = _refused.Add(claim.Referrer);
            _checks.Add(Check.Note(AttributionCodes.TooManyReferrers, Text(claim), Phrase.Of("value.referrers", MaxAsked)));
            return false;
        }

        var verdict = _verdict(claim);
        if (_preferred is null)
        {
            _preferred = (claim, verdict);
        }

        if (verdict.Refusal is not { } refusal)
        {
            _verdicts[claim.Referrer] = verdict;
            return true;
        }

        _ = _verdicts.TryAdd(claim.Referrer, verdict);
        if (!verdict.IsOfTouch)
        {
            _ = _refused.Add(claim.Referrer);
        }

        if (_told.Add((claim.Referrer, refusal)))
        {
            _preferredAt = ReferenceEquals(_preferred.Value.Claim, claim) ? _checks.Count : _preferredAt;
            _checks.Add(Check.Tree(
                AttributionCodes.SetAside, Verdict.Noted, [.. verdict.Checks.Where(static check => !check.Held)], actual: Text(claim)));
        }

        return false;
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
            checks.Add(Check.Of(AttributionCodes.SelfTouch, passed: false, Text(claim), Phrase.Of("value.code_of_somebody_else")));
            return AttributionCodes.SelfTouch;
        }

        if (claim.At > at)
        {
            checks.Add(Check.Of(AttributionCodes.AfterSignUp, passed: false, Text(claim), at));
            return AttributionCodes.AfterSignUp;
        }

        // As any other window: half-open, so that what is exactly one window old no longer counts.
        var inside = policy.Lookback.Contains(claim.At, at, zone);
        checks.Add(Check.Of(AttributionCodes.Window, inside, Text(claim), Phrase.Of("value.inside", policy.Lookback)));
        return inside ? null : AttributionCodes.OutsideWindow;
    }

    private static Phrase Text(ReferralClaim claim) => claim.Channel is { } channel
        ? Phrase.Of("value.touch_by." + claim.Evidence, claim.Referrer, channel.Value, claim.At)
        : Phrase.Of("value.touch." + claim.Evidence, claim.Referrer, claim.At);

    private static Phrase Text((ReferralClaim Claim, double Weight) credit, List<(ReferralClaim Claim, double Weight)> credits) =>
        credits.Count == 1
            ? Text(credit.Claim)
            : Phrase.Of("list.comma", Text(credit.Claim), Percentage.Of(Math.Round(100 * (decimal)credit.Weight, 2)));
}

/// <summary>Something that speaks for a referrer: a touch, a typed code, or the application's word.</summary>
internal sealed record ReferralClaim
{
    public required CustomerId Referrer { get; init; }

    public required Instant At { get; init; }

    public required Evidence Evidence { get; init; }

    public string? Code { get; init; }

    public string? ShareId { get; init; }

    public Channel? Channel { get; init; }

    /// <summary>Where the touch came from, by name.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = InputAttributes.None;
}

/// <summary>One referrer's share of a referral. Shares are stored with the referral, so that every later grant and refund splits alike.</summary>
internal sealed record ReferralCredit
{
    public required CustomerId Referrer { get; init; }

    /// <summary>The share; the shares of a referral need not sum to one, only their proportions count.</summary>
    public required double Weight { get; init; }
}

/// <summary>Who a sign-up is attributed to, and the checks that led there.</summary>
internal sealed record AttributionDecision
{
    /// <summary>The claims that share the referral with their weights, one per referrer; empty where there is none.</summary>
    public IReadOnlyList<(ReferralClaim Claim, double Weight)> Credits { get; init; } = [];

    /// <summary>The claim that would have won, had all been allowed to; <c>null</c> where none was left to ask.</summary>
    public ReferralClaim? Preferred { get; init; }

    /// <summary>What was found about the claims that share the referral, or where there are none, about the one that would have won.</summary>
    public IReadOnlyList<ClaimVerdict> Verdicts { get; init; } = [];

    /// <summary>Why nobody is credited; <see cref="AttributionCodes.Winner"/> where somebody is.</summary>
    public required string Code { get; init; }

    public required IReadOnlyList<Check> Checks { get; init; }
}

/// <summary>Whether a claim may win.</summary>
internal sealed record ClaimVerdict
{
    /// <summary>Everything that was looked at.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }

    /// <summary>The codes of what holds the referral if the claim wins.</summary>
    public IReadOnlyList<string> HeldBy { get; init; } = [];

    /// <summary>Whether another touch of the same referrer could fare better: it is the touch that may not win, not the referrer.</summary>
    public bool IsOfTouch { get; init; }

    /// <summary>Whether no claim may win, since the program takes no referrals now.</summary>
    public bool IsOfProgram { get; init; }

    /// <summary>Why it may not win; <c>null</c> where it may.</summary>
    internal string? Refusal => Checks.FirstOrDefault(static check => !check.Held)?.Code;
}

/// <summary>The codes of the checks and outcomes of this stage.</summary>
internal static class AttributionCodes
{
    internal const string NoTouch = "attribution.no_touch";
    internal const string OutsideWindow = "attribution.outside_window";
    internal const string SelfTouch = "attribution.self_touch";
    internal const string Window = "attribution.window";
    internal const string AfterSignUp = "attribution.after_sign_up";
    internal const string SetAside = "attribution.set_aside";
    internal const string TooManyReferrers = "attribution.too_many_referrers";
    internal const string Winner = "attribution.winner";
}

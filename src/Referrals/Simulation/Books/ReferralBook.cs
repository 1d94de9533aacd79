using NodaTime;
using Referrals.Deciding;
using Referrals.Simulation.Comparisons;

namespace Referrals.Simulation.Books;

/// <summary>The referrals of one side, and why the other side has not the same.</summary>
internal sealed class ReferralBook
{
    private readonly Dictionary<CustomerId, (CustomerId Referrer, Instant At, long Place)> _referrals = [];
    private readonly Dictionary<CustomerId, string> _reasons = [];

    internal void Add(Decision decision, long place)
    {
        if (Created(decision) is { Customer: { } referee, Referrer: { } referrer } created)
        {
            _referrals[referee] = (referrer, created.OccurredAt, place);
        }
    }

    /// <summary>Notes why the other side did not create the referral that this one has just created.</summary>
    internal void AddReason(Decision own, Decision other)
    {
        if (Created(own) is { Customer: { } referee } && Created(other) is null)
        {
            var refused = other.Facts.FirstOrDefault(static fact => fact.Kind == FactKind.ReferralRefused);
            _reasons[referee] = refused?.Code ?? other.Code;
        }
    }

    internal static IReadOnlyList<ReferralChange> Compare(ReferralBook then, ReferralBook now) =>
    [
        .. then._referrals.Keys.Union(now._referrals.Keys)
            .Where(referee => then.ReferrerOf(referee) != now.ReferrerOf(referee))
            .Select(referee => (referee, made: then._referrals.TryGetValue(referee, out var before) ? before : now._referrals[referee]))
            .OrderBy(static each => each.made.Place)
            .Select(each => new ReferralChange
            {
                Referee = each.referee,
                Then = then.ReferrerOf(each.referee),
                Now = now.ReferrerOf(each.referee),
                At = each.made.At,
                Reason = now.ReferrerOf(each.referee) is null ? then._reasons.GetValueOrDefault(each.referee)
                    : then.ReferrerOf(each.referee) is null ? now._reasons.GetValueOrDefault(each.referee)
                    : null,
            }),
    ];

    private static Fact? Created(Decision decision) => decision.Facts.FirstOrDefault(static fact => fact.Kind == FactKind.ReferralCreated);

    private CustomerId? ReferrerOf(CustomerId referee) => _referrals.TryGetValue(referee, out var referral) ? referral.Referrer : null;
}

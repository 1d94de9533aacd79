using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Explanations;

namespace Referrals;

internal static class SignUpDecider
{
    internal static Decision Decide(DecisionDraft draft, SignUp input)
    {
        var key = StateKeys.Customer(input.Customer);
        if (draft.Read<CustomerState>(key)?.SignedUpAt is { } before)
        {
            draft.Tell(Check.Of(DecisionCodes.SignUpDuplicate, passed: false, before, Phrase.Of("value.new_customer")));
            return draft.Refuse(DecisionCodes.SignUpDuplicate, input.Customer.Value);
        }

        if (input.Visitor is { } visitor)
        {
            _ = IdentificationDecider.Join(draft, visitor, input.Customer);
        }

        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        customer = ShownSignals.Known(customer, input.Signals).InSegment(input.Segment, draft.At) with
        {
            SignedUpAt = draft.At,
            Attributes = CustomerHistory.Attributes(draft, customer, input.Attributes),
        };
        var claims = SignUpClaims.Collect(draft, input, customer);
        var attribution = ReferralAttribution.Decide(
            draft.Program.Attribution,
            input.Customer,
            draft.At,
            claims.Claims,
            draft.Program.Zone,
            claim => SignUpGuards.Decide(draft, input, customer, claim));
        draft.Tell(attribution.Checks);
        draft.Tell(attribution.Verdicts.SelectMany(static verdict => verdict.Checks));
        var credits = attribution.Credits;
        var refusal = credits.Count > 0 ? null
            : attribution.Preferred is not null ? attribution.Code
            : claims.Refusal ?? (claims.Claims.Count > 0 ? attribution.Code : null);
        string[] heldBy = [.. attribution.Verdicts.SelectMany(static verdict => verdict.HeldBy).Distinct()];
        var referral = credits.Count > 0 ? Referral(draft, input.Customer, credits, heldBy) : null;
        customer = customer with
        {
            Referral = referral,
            Refused = refusal is null ? null : new RefusedReferral { Referrer = attribution.Preferred?.Referrer, Code = refusal },
        };
        draft.Write(key, customer);
        ShownSignals.Keep(draft, input.Customer, referral is null ? input.Signals?.Hashes ?? [] : customer.Signals, referral);
        Record(draft, input, customer.Segment, referral, refusal, attribution.Preferred);
        if (referral?.Hold is { } hold)
        {
            HeldReferrals.Tell(draft, hold);
            draft.Record(HeldReferrals.Fact(FactKind.ReferralHeld, customer, draft.At, heldBy[0]));
        }

        if (referral is not null)
        {
            _ = HeldReferrals.Counted(draft, customer);
        }

        return draft.Accept(
            referral is { IsHeld: true } ? DecisionCodes.SignUpReferralHeld
            : referral is not null ? DecisionCodes.SignUpReferred
            : refusal is not null ? DecisionCodes.SignUpReferralRefused
            : DecisionCodes.SignUpNotReferred,
            referral?.Id.Value);
    }

    private static ReferralState Referral(
        DecisionDraft draft, CustomerId referee, IReadOnlyList<(ReferralClaim Claim, double Weight)> credits, string[] heldBy)
    {
        // Whether the referee has referred others decides how far a circle is looked for: nobody may join below meanwhile.
        draft.Pin(StateKeys.Referred(referee));
        foreach (var (credited, _) in credits)
        {
            draft.Add(StateKeys.Referred(credited.Referrer), 1);
            if (draft.Program.Guards.CountsReferrals)
            {
                ShownSignals.KeepReferral(draft, referee, credited.Referrer);
            }

            if (credited.Code is { } used
                && draft.Read<CodeState>(StateKeys.Code(ReferralCode.From(used)))?.UsageLimit is { } limit)
            {
                draft.Add(StateKeys.Uses(ReferralCode.From(used)), 1, maximum: limit);
            }
        }

        var claim = credits.Aggregate(static (best, next) => next.Weight > best.Weight ? next : best).Claim;
        return new ReferralState
        {
            Id = ReferralId.From(referee.Value),
            Referrer = claim.Referrer,
            CreatedAt = draft.At,
            ClaimedAt = claim.At,
            Hold = heldBy.Length > 0 ? HeldReferrals.Hold(draft.Program, draft.At, heldBy) : null,
            Evidence = claim.Evidence.ToString(),
            Code = claim.Code,
            ShareId = claim.ShareId,
            Channel = claim.Channel,
            Credits = credits.Count == 1 ? [] : credits.Select(static credit => new ReferralCredit
            {
                Referrer = credit.Claim.Referrer,
                Weight = credit.Weight,
            }).ToValueList(),
            ProgramVersion = draft.Program.Version,
        };
    }

    private static void Record(
        DecisionDraft draft, SignUp input, string? segment, ReferralState? referral, string? refusal, ReferralClaim? claim)
    {
        draft.Record(new Fact
        {
            Kind = FactKind.SignedUp,
            OccurredAt = draft.At,
            Customer = input.Customer,
            Referrer = referral?.Referrer,
            Channel = referral is not null ? Channel.Referral : Unreferred(input),
            Segment = segment,
        });
        if (referral is not null)
        {
            draft.Record(new Fact
            {
                Kind = FactKind.ReferralCreated,
                OccurredAt = draft.At,
                Customer = input.Customer,
                Referrer = referral.Referrer,
                Channel = referral.Channel,
                Segment = segment,
                Subject = referral.Id.Value,
                Code = referral.Evidence,
            });
        }
        else if (refusal is not null)
        {
            draft.Record(new Fact
            {
                Kind = FactKind.ReferralRefused,
                OccurredAt = draft.At,
                Customer = input.Customer,
                Referrer = claim?.Referrer,
                Channel = claim?.Channel,
                Segment = segment,
                Code = refusal,
            });
        }
    }

    /// <summary>A customer who says to come by referral, but without one that stands, was acquired in a way that nobody knows.</summary>
    private static Channel? Unreferred(SignUp input) =>
        input.AcquisitionChannel == Channel.Referral ? null : input.AcquisitionChannel;
}

/// <summary>What speaks for referrers at a sign-up: the application's word, a typed code, and the touches of the customer's visitors.</summary>
internal sealed class SignUpClaims
{
    private SignUpClaims(IReadOnlyList<ReferralClaim> claims, string? refusal)
    {
        Claims = claims;
        Refusal = refusal;
    }

    internal IReadOnlyList<ReferralClaim> Claims { get; }

    /// <summary>Why a typed code says nothing; <c>null</c> where there is none or it is good.</summary>
    internal string? Refusal { get; }

    internal static SignUpClaims Collect(DecisionDraft draft, SignUp input, CustomerState customer)
    {
        var claims = new List<ReferralClaim>();
        var visitors = customer.Visitors.Select(id => draft.Read<VisitorState>(StateKeys.Visitor(id))).OfType<VisitorState>().ToArray();
        claims.AddRange(TouchLog.Join(visitors.Select(static visitor => visitor.Touches)).Select(Claim));
        if (visitors.Sum(static visitor => visitor.Dropped) is var dropped and > 0)
        {
            draft.Tell(Check.Note(
                DecisionCodes.TouchNotKept, Phrase.Of("value.touches_dropped", dropped), Phrase.Of("value.touches_kept", TouchLog.Kept)));
        }

        var refusal = input.Code is { } code ? AddCode(draft, code, input.Customer, claims) : null;
        if (input.Referrer is { } referrer)
        {
            claims.Add(new ReferralClaim { Referrer = referrer, At = draft.At, Evidence = Evidence.Manual });
        }

        return new SignUpClaims(claims, refusal);
    }

    internal static Evidence EvidenceOf(RecordedTouch touch) =>
        touch.Kind == TouchKind.CodeEntry ? Evidence.Code : touch.Signed ? Evidence.SignedLink : Evidence.Link;

    private static ReferralClaim Claim(RecordedTouch touch) => new()
    {
        Referrer = touch.Referrer,
        At = touch.At,
        Evidence = EvidenceOf(touch),
        Code = touch.Code,
        ShareId = touch.ShareId,
        Channel = touch.Channel,
        Attributes = touch.Attributes ?? InputAttributes.None,
    };

    private static string? AddCode(DecisionDraft draft, string typed, CustomerId customer, List<ReferralClaim> claims)
    {
        var found = CodeLookup.Find(draft, typed, customer);
        if (found.State is not { } code)
        {
            return found.Refusal;
        }

        claims.Add(new ReferralClaim
        {
            Referrer = code.Customer,
            At = draft.At,
            Evidence = Evidence.Code,
            Code = found.Key.Value,
        });
        return null;
    }
}

using Referrals.Attribution;
using Referrals.Deciding.Rewarding;
using Referrals.Codes;
using Referrals.Codes.Lifetimes;
using Referrals.Explanations;
using Referrals.Qualification.Guards;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Deciding.Inputs;

internal static class SignUpDecider
{
    internal static Decision Decide(DecisionDraft draft, SignUp input)
    {
        var key = StateKeys.Customer(input.Customer);
        if (draft.Read<CustomerState>(key)?.SignedUpAt is { } before)
        {
            draft.Tell(Check.Of(DecisionCodes.SignUpDuplicate, passed: false, before.ToString(), "a customer that is new"));
            return draft.Refuse(DecisionCodes.SignUpDuplicate, input.Customer.Value);
        }

        if (input.Visitor is { } visitor)
        {
            _ = IdentificationDecider.Join(draft, visitor, input.Customer);
        }

        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        customer = customer with
        {
            SignedUpAt = draft.At,
            Segment = input.Segment ?? customer.Segment,
            Attributes = NamedText.With(customer.Attributes, input.Attributes),
        };
        var claims = SignUpClaims.Collect(draft, input, customer);
        var attribution = ReferralAttribution.Decide(draft.Program.Attribution, input.Customer, draft.At, claims.Claims, draft.Program.Zone);
        draft.Tell(attribution.Checks);
        var refusals = attribution.Credits.ToDictionary(static credit => credit.Claim.Referrer, credit => Refusal(draft, input, credit.Claim));
        var credits = attribution.Credits.Where(credit => refusals[credit.Claim.Referrer] is null).ToArray();
        var refusal = credits.Length > 0 ? null
            : attribution.Winner is { } winner ? refusals[winner.Referrer]
            : claims.Refusal ?? (claims.Claims.Count > 0 ? attribution.Code : null);
        var referral = credits.Length > 0 ? Referral(draft, input.Customer, credits) : null;
        customer = customer with { Referral = referral };
        draft.Write(key, customer);
        Record(draft, input, referral, refusal, attribution.Winner);
        WaitingConversions(draft, customer);
        return draft.Accept(
            referral is not null ? DecisionCodes.SignUpReferred
            : refusal is not null ? DecisionCodes.SignUpReferralRefused
            : DecisionCodes.SignUpNotReferred,
            referral?.Id.Value);
    }

    private static string? Refusal(DecisionDraft draft, SignUp input, ReferralClaim claim)
    {
        var checks = new List<Check>(ScheduleGuard.Decide(draft.Program, draft.At));
        checks.AddRange(BudgetGuard.Decide(draft));
        var referrerKey = StateKeys.Customer(claim.Referrer);
        var referrer = draft.Read<CustomerState>(referrerKey);
        checks.Add(Check.Of(GuardCodes.ReferrerEnrolled, referrer?.Code is not null, claim.Referrer.ToString(), "an enrolled referrer"));
        checks.AddRange(ReferralGuards.Decide(input.Customer, claim.Referrer, Ancestors(draft, input.Customer, referrer)));
        if (UsedCode(draft, input.Customer, claim) is { } standing)
        {
            checks.Add(standing);
        }

        draft.Tell(checks);
        return checks.FirstOrDefault(static check => !check.Held)?.Code;
    }

    /// <summary>Whether the code of the claim still stands: it may have been suspended or used up since the click.</summary>
    private static Check? UsedCode(DecisionDraft draft, CustomerId referee, ReferralClaim claim)
    {
        if (claim.Code is not { } text || draft.Read<CodeState>(StateKeys.Code(ReferralCode.From(text))) is not { } code)
        {
            return null;
        }

        var key = ReferralCode.From(text);
        var standing = CodeLookup.Standing(draft, key, code, referee);
        // A code that was replaced after the click still tells whose click it was.
        return Check.Of(
            DecisionCodes.CodeNotUsable, standing is CodeStanding.Usable or CodeStanding.Replaced, standing.ToString(), nameof(CodeStanding.Usable));
    }

    /// <summary>
    /// The chain of referrers above the referrer. Only somebody who has referred others can close a cycle by joining late, so for
    /// all others there is nothing to walk.
    /// </summary>
    private static List<CustomerId> Ancestors(DecisionDraft draft, CustomerId referee, CustomerState? referrer)
    {
        var ancestors = new List<CustomerId>();
        if (draft.ReadNumber(StateKeys.Referred(referee)) == 0)
        {
            return ancestors;
        }

        for (var next = referrer?.Referral?.Referrer;
             next is { } id && ancestors.Count < ReferralGuards.MaxDepth && !ancestors.Contains(referee);)
        {
            var key = StateKeys.Customer(id);
            ancestors.Add(id);
            next = draft.Read<CustomerState>(key)?.Referral?.Referrer;
        }

        return ancestors;
    }

    private static ReferralState Referral(DecisionDraft draft, CustomerId referee, (ReferralClaim Claim, double Weight)[] credits)
    {
        foreach (var (credited, _) in credits)
        {
            draft.Add(StateKeys.Referred(credited.Referrer), 1);
            TallyCounting.CountReferral(draft, new TallyEvent(referee.Value, draft.At, referee, credited.Referrer));
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
            Evidence = claim.Evidence.ToString(),
            Code = claim.Code,
            ShareId = claim.ShareId,
            Channel = claim.Channel,
            Credits = credits.Length == 1 ? [] : credits.Select(static credit => new ReferralCredit
            {
                Referrer = credit.Claim.Referrer,
                Weight = credit.Weight,
            }).ToValueList(),
            ProgramVersion = draft.Program.Version,
        };
    }

    private static void Record(DecisionDraft draft, SignUp input, ReferralState? referral, string? refusal, ReferralClaim? claim)
    {
        draft.Record(new Fact
        {
            Kind = FactKind.SignedUp,
            OccurredAt = draft.At,
            Customer = input.Customer,
            Referrer = referral?.Referrer,
            Channel = referral is not null ? Channel.Referral : Unreferred(input),
            Segment = input.Segment,
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
                Segment = input.Segment,
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
                Segment = input.Segment,
                Code = refusal,
            });
        }
    }

    /// <summary>A customer who says to come by referral, but without one that stands, was acquired in a way that nobody knows.</summary>
    private static Channel? Unreferred(SignUp input) =>
        input.AcquisitionChannel == Channel.Referral ? null : input.AcquisitionChannel;

    private static void WaitingConversions(DecisionDraft draft, CustomerState customer)
    {
        if (customer.Referral is null)
        {
            return;
        }

        foreach (var id in customer.Waiting)
        {
            if (draft.Operations + draft.Program.OperationsPerConversion > CommitBatch.MaxOperations)
            {
                draft.Tell(Check.Of(DecisionCodes.ConversionWaitedWithTooMany, passed: false, id, "fewer conversions before the sign-up"));
            }
            else if (draft.Read<ConversionState>(StateKeys.Conversion(id)) is { } conversion)
            {
                _ = ConversionRewards.Decide(draft, customer.Customer, conversion);
            }
        }
    }
}

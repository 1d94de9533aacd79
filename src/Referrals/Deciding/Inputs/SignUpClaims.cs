using Referrals.Attribution;
using Referrals.Explanations;
using Referrals.State;
using Referrals.Touches;

namespace Referrals.Deciding.Inputs;

/// <summary>What speaks for referrers at a sign-up: the host's word, a typed code, and the touches of the customer's visitors.</summary>
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
                DecisionCodes.TouchNotKept, ValueText.Counted("touches were not kept").Of(dropped), $"{TouchLog.Kept} touches of a visitor are kept"));
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

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
        var visitors = customer.Visitors
            .Select(id => draft.Read<VisitorState>(StateKeys.Visitor(id)))
            .Select(static visitor => visitor?.Touches ?? []);
        claims.AddRange(TouchLog.Join(visitors).Select(Claim));
        var refusal = input.Code is { } code ? AddCode(draft, code, claims) : null;
        if (input.Referrer is { } referrer)
        {
            claims.Add(new ReferralClaim { Referrer = referrer, At = draft.At, Evidence = Evidence.Manual });
        }

        return new SignUpClaims(claims, refusal);
    }

    private static ReferralClaim Claim(RecordedTouch touch) => new()
    {
        Referrer = touch.Referrer,
        At = touch.At,
        Evidence = touch.Kind == TouchKind.CodeEntry ? Evidence.Code : touch.Signed ? Evidence.SignedLink : Evidence.Link,
        Code = touch.Code,
        ShareId = touch.ShareId,
        Channel = touch.Channel,
    };

    private static string? AddCode(DecisionDraft draft, string typed, List<ReferralClaim> claims)
    {
        var parse = draft.Program.Codes.Parse(typed);
        if (!parse.IsValid)
        {
            draft.Tell(Check.Of(DecisionCodes.TouchUnreadable, passed: false, parse.ToString(), draft.Program.Codes.ToString()));
            return DecisionCodes.TouchUnreadable;
        }

        if (draft.Read<CodeState>(StateKeys.Code(parse.Code)) is not { } code)
        {
            draft.Tell(Check.Of(DecisionCodes.TouchUnknownCode, passed: false, parse.Code.Value, "a code that was issued"));
            return DecisionCodes.TouchUnknownCode;
        }

        claims.Add(new ReferralClaim
        {
            Referrer = code.Customer,
            At = draft.At,
            Evidence = Evidence.Code,
            Code = parse.Code.Value,
        });
        return null;
    }
}

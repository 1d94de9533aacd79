using Referrals.Explanations;
using Referrals.Sharing;
using Referrals.Sharing.Signing;
using Referrals.State;
using Referrals.Touches;

namespace Referrals.Deciding.Inputs;

internal static class TouchDecider
{
    internal static Decision Decide(DecisionDraft draft, Touch input)
    {
        var visitorKey = StateKeys.Visitor(input.Visitor);
        var visitor = draft.Read<VisitorState>(visitorKey) ?? new VisitorState { Visitor = input.Visitor };
        var share = input.ShareId is { } id ? draft.Read<ShareState>(StateKeys.Share(id)) : null;
        if (input is { LinkOrCode: null, ShareId: null })
        {
            draft.Tell(Check.Of(DecisionCodes.TouchUnreadable, passed: false, "nothing", "a link or a code"));
            return draft.Refuse(DecisionCodes.TouchUnreadable);
        }

        if (share is null && input.ShareId is { } unknown && input.LinkOrCode is null)
        {
            draft.Tell(Check.Of(DecisionCodes.TouchUnknownShare, passed: false, unknown, "the id of a recorded share"));
            return draft.Refuse(DecisionCodes.TouchUnknownShare, unknown);
        }

        var reading = Read(draft, input, share);
        if (reading.Touch is not { } touch)
        {
            return draft.Refuse(reading.Refusal!, input.LinkOrCode);
        }

        draft.Write(visitorKey, visitor with { Touches = TouchLog.Append(visitor.Touches, touch) });
        draft.Record(new Fact
        {
            Kind = FactKind.TouchRecorded,
            OccurredAt = draft.At,
            Visitor = input.Visitor,
            Referrer = touch.Referrer,
            Channel = touch.Channel,
            Subject = touch.ShareId ?? touch.Code,
            Code = SignUpClaims.EvidenceOf(touch).ToString(),
        });
        draft.Tell(Check.Note(DecisionCodes.TouchRecorded, $"{touch.Kind} of {touch.Referrer}"));
        return draft.Accept(DecisionCodes.TouchRecorded, touch.ShareId ?? touch.Code);
    }

    private static (RecordedTouch? Touch, string? Refusal) Read(DecisionDraft draft, Touch input, ShareState? share)
    {
        if (input.LinkOrCode is not { } text)
        {
            return (Touch(input, share!.Referrer, null, share.Channel), null);
        }

        var found = CodeLookup.Find(draft, text, customer: default);
        var link = found.Link;
        if (found.State is not { } code)
        {
            return (null, found.Refusal);
        }

        var channel = share?.Channel ?? (link.Channel.IsDefault ? null : link.Channel);
        var signed = draft.Signer?.Verify(link, draft.At) ?? LinkVerdict.NotSigned;
        if (signed != LinkVerdict.NotSigned)
        {
            draft.Tell(Check.Note(SharingCodes.Signature, signed.ToString()));
        }

        return (Touch(input, code.Customer, found.Key.Value, channel) with { Signed = signed == LinkVerdict.Valid }, null);
    }

    private static RecordedTouch Touch(Touch input, CustomerId referrer, string? code, Channel? channel) => new()
    {
        Referrer = referrer,
        At = input.Time,
        Kind = input.Kind,
        Code = code,
        ShareId = input.ShareId,
        Channel = channel,
        Attributes = input.Attributes.Count == 0 ? null : input.Attributes,
    };
}

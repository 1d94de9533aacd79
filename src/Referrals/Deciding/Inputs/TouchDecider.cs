using Referrals.Attribution;
using Referrals.Explanations;
using Referrals.Programs;
using Referrals.Sharing;
using Referrals.Sharing.Signing;
using Referrals.State;
using Referrals.Storage;
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

        Keep(draft, visitorKey, visitor, touch);
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

    /// <summary>Keeps a touch with the visitor, or with the visitor of the same customer that keeps the touches of both.</summary>
    internal static void Keep(DecisionDraft draft, RecordKey key, VisitorState visitor, RecordedTouch touch)
    {
        if (visitor.KeptWith is { } other)
        {
            key = StateKeys.Visitor(other);
            visitor = draft.Read<VisitorState>(key) ?? new VisitorState { Visitor = other };
        }

        var (touches, dropped) = TouchLog.Append(visitor.Touches, touch, Retention(draft.Program));
        if (dropped is not null)
        {
            draft.Tell(Check.Note(DecisionCodes.TouchNotKept, $"{dropped.Kind} of {dropped.Referrer}, {dropped.At}", $"{TouchLog.Kept} touches are kept"));
        }

        draft.Write(key, visitor with { Touches = touches, Dropped = visitor.Dropped + (dropped is null ? 0 : 1) });
    }

    private static TouchRetention Retention(ReferralProgram program)
    {
        var policy = program.Attribution;
        return new TouchRetention(
            policy.Split is not null ? TouchesKept.Ends : policy.Model == ReferralModel.FirstTouch ? TouchesKept.Earliest : TouchesKept.Latest,
            touch => policy.Rank(SignUpClaims.EvidenceOf(touch)),
            at => policy.Lookback.EndFrom(at, program.Zone));
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

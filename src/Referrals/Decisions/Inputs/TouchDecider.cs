using Referrals.Attribution;
using Referrals.Explanations;
using Referrals.Sharing;
using Referrals.Storage;

namespace Referrals;

internal static class TouchDecider
{
    internal static Decision Decide(DecisionDraft draft, Touch input)
    {
        var visitorKey = StateKeys.Visitor(input.Visitor);
        var visitor = draft.Read<VisitorState>(visitorKey) ?? new VisitorState { Visitor = input.Visitor };
        var share = input.ShareId is { } id ? draft.Read<ShareState>(StateKeys.Share(id)) : null;
        if (input is { LinkOrCode: null, ShareId: null })
        {
            draft.Tell(Check.Of(DecisionCodes.TouchUnreadable, passed: false, Phrase.Of("value.nothing"), Phrase.Of("value.link_or_code")));
            return draft.Refuse(DecisionCodes.TouchUnreadable);
        }

        if (share is null && input.ShareId is { } unknown && input.LinkOrCode is null)
        {
            draft.Tell(Check.Of(DecisionCodes.TouchUnknownShare, passed: false, CheckValue.Text(unknown), Phrase.Of("value.recorded_share")));
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
        draft.Tell(Check.Note(DecisionCodes.TouchRecorded, Phrase.Of("value.touched." + touch.Kind, touch.Referrer)));
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
        var signed = draft.Signer?.Verify(link, draft.At) ?? SignatureStatus.NotSigned;
        if (signed != SignatureStatus.NotSigned)
        {
            draft.Tell(Check.Note(SharingCodes.Signature, Phrase.Of("value.signature." + signed)));
        }

        return (Touch(input, code.Customer, found.Key.Value, channel) with { Signed = signed == SignatureStatus.Valid }, null);
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
            draft.Tell(Check.Note(DecisionCodes.TouchNotKept, Phrase.Of("list.comma", Phrase.Of("value.touched." + dropped.Kind, dropped.Referrer), dropped.At), Phrase.Of("value.touches_kept", TouchLog.Kept)));
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

internal static class ShareDecider
{
    internal static Decision Decide(DecisionDraft draft, Share input)
    {
        var key = StateKeys.Share(input.Id);
        var customer = draft.Read<CustomerState>(StateKeys.Customer(input.Referrer));
        if (draft.Read<ShareState>(key) is not null)
        {
            draft.Tell(Check.Of(DecisionCodes.ShareDuplicate, passed: false, CheckValue.Text(input.Id), Phrase.Of("value.new_share_id")));
            return draft.Refuse(DecisionCodes.ShareDuplicate, input.Id);
        }

        if (customer?.Code is null)
        {
            draft.Tell(Check.Of(DecisionCodes.SharerNotEnrolled, passed: false, default, Phrase.Of("value.enrolled_referrer")));
            return draft.Refuse(DecisionCodes.SharerNotEnrolled, input.Id);
        }

        draft.Write(key, new ShareState { Referrer = input.Referrer, Channel = input.Channel, At = draft.At });
        draft.Record(new Fact
        {
            Kind = FactKind.ShareRecorded,
            OccurredAt = draft.At,
            Customer = input.Referrer,
            Channel = input.Channel,
            Segment = customer.Segment,
            Subject = input.Id,
        });
        draft.Tell(Check.Note(DecisionCodes.ShareRecorded, CheckValue.Text(input.Channel.Value)));
        return draft.Accept(DecisionCodes.ShareRecorded, input.Id);
    }
}

internal static class IdentificationDecider
{
    internal static Decision Decide(DecisionDraft draft, Identification input) => Join(draft, input.Visitor, input.Customer) switch
    {
        DecisionCodes.VisitorConflict => draft.Refuse(DecisionCodes.VisitorConflict, input.Visitor.Value),
        var code => draft.Accept(code, input.Visitor.Value),
    };

    /// <summary>Joins a visitor to a customer, as an identification or a sign-up by that visitor does; answers the code of what happened.</summary>
    internal static string Join(DecisionDraft draft, VisitorId visitorId, CustomerId customerId)
    {
        var visitorKey = StateKeys.Visitor(visitorId);
        var customerKey = StateKeys.Customer(customerId);
        var visitor = draft.Read<VisitorState>(visitorKey) ?? new VisitorState { Visitor = visitorId };
        var customer = draft.Read<CustomerState>(customerKey) ?? new CustomerState { Customer = customerId };
        if (visitor.Customer is { } known)
        {
            var code = known == customerId ? DecisionCodes.VisitorAlreadyIdentified : DecisionCodes.VisitorConflict;
            draft.Tell(Check.Of(code, known == customerId, known, customerId));
            return code;
        }

        draft.Write(visitorKey, visitor with { Customer = customerId });
        if (customer.Visitors.Count < CustomerState.MaxVisitors)
        {
            draft.Write(customerKey, customer with { Visitors = customer.Visitors.Append(visitorId).ToValueList() });
        }
        else
        {
            MoveTouches(draft, visitor with { Customer = customerId }, customer.Visitors[^1]);
        }

        draft.Record(new Fact
        {
            Kind = FactKind.VisitorIdentified,
            OccurredAt = draft.At,
            Visitor = visitorId,
            Customer = customerId,
        });
        draft.Tell(Check.Note(DecisionCodes.VisitorIdentified, customerId));
        return DecisionCodes.VisitorIdentified;
    }

    /// <summary>A customer has as many visitors as are listed: the last of them keeps the touches of one more, those to come as well.</summary>
    private static void MoveTouches(DecisionDraft draft, VisitorState visitor, VisitorId keeper)
    {
        var key = StateKeys.Visitor(visitor.Visitor);
        var moved = visitor with { Touches = [], KeptWith = keeper };
        draft.Write(key, moved);
        foreach (var touch in visitor.Touches)
        {
            TouchDecider.Keep(draft, key, moved, touch);
        }
    }
}

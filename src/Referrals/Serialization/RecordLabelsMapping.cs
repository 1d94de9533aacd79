using Referrals.Storage;

namespace Referrals.Serialization;

/// <summary>
/// By which labels each kind of record is found. The only place that says so: commits, imports and audits ask here. Labels follow from what is
/// stored alone.
/// </summary>
internal static class RecordLabelsMapping
{
    /// <summary>The work list of customers whose referral is held, and of rewards in review.</summary>
    internal const string Held = "held";

    /// <summary>The list of the inputs that banned a referrer.</summary>
    internal const string Bans = "bans";

    /// <summary>The list of the changes of the program that were made, the history of its revisions.</summary>
    internal const string ProgramChanges = "program";

    internal static RecordLabels? Of(RecordKind kind, ReadOnlyMemory<byte> value) =>
        LabelQuery.HasLabels(kind) ? Of(RecordJson.Read(kind, value)) : null;

    internal static RecordLabels? Of(object record)
    {
        var labels = record switch
        {
            StoredEvent stored => OfEvent(stored),
            CustomerState customer => OfCustomer(customer),
            CodeState code => new RecordLabels { Owner = code.Customer.Value },
            ShareState share => new RecordLabels { Owner = share.Referrer.Value },
            VisitorState { Customer: null, KeptWith: null, Touches: { Count: > 0 } touches } => new RecordLabels { Owner = touches[^1].Referrer.Value },
            ConversionState { IsKnown: true } conversion => new RecordLabels { Owner = conversion.Conversion.Customer.Value },
            RewardState reward => new RecordLabels
            {
                Owner = reward.Owner.Value,
                Subject = reward.IsByHand ? null : reward.Referee.Value,
                List = reward.Stage == Referrals.Ledger.RewardStage.InReview ? Held : null,
            },
            PayoutState payout => new RecordLabels { Owner = payout.Owner.Value, Subject = payout.Batch },
            _ => null,
        };
        return labels is { IsEmpty: false } ? labels : null;
    }

    /// <summary>An input of a person, and the order, reward, payout or other thing that it names.</summary>
    private static RecordLabels OfEvent(StoredEvent stored)
    {
        var (person, subject) = stored.Input switch
        {
            Enrollment one => (one.Customer, null),
            Share one => (one.Referrer, one.Id),
            Identification one => (one.Customer, null),
            SignUp one => (one.Customer, null),
            Conversion one => (one.Customer, one.Id),
            Refund one => ((CustomerId?)null, one.ConversionId),
            RefundCancellation one => (null, one.ConversionId),
            Amendment one => (one.Conversion.Customer, one.Conversion.Id),
            CatchUp one => (one.Customer, one.ConversionId),
            SurveyAnswer one => (one.Customer, null),
            CustomerUpdate one => (one.Customer, null),
            RewardChoice one => (one.Customer, null),
            ReferralReview one => (one.Referee, null),
            ReferralDeadline one => (one.Referee, null),
            ReferralReinstatement one => (one.Referee, null),
            ReferrerBan one => (one.Customer, null),
            RewardReview one => (null, one.Reward.Value),
            ReviewDeadline one => (null, one.Reward.Value),
            Vesting one => (null, one.Reward.Value),
            Redemption one => (one.Customer, one.Id),
            ManualReward one => (one.Customer, one.Reward.Value),
            Clawback one => (null, one.Reward.Value),
            RedemptionCancellation one => (null, one.RedemptionId),
            PayoutStart one => (one.Customer, stored.Decision.Subject),
            PayoutConfirmation one => (null, one.Payout.Value),
            PayoutFailure one => (null, one.Payout.Value),
            PayoutReturn one => (null, one.Payout.Value),
            Expiration one => (one.Customer, null),
            Erasure one => (one.Customer, null),
            _ => ((CustomerId?)null, (string?)null),
        };
        return new RecordLabels
        {
            // Where the input names nobody, the facts tell whom it was about: the owner of the reward, the customer of the order.
            Owner = (person ?? stored.Decision.Facts.FirstOrDefault(static fact => fact.Customer is not null)?.Customer)?.Value,
            Subject = subject,
            List = stored.Input is ReferrerBan && stored.Decision.Facts.Any(static fact => fact.Kind == FactKind.ReferrerBanned) ? Bans
                : stored.Input is ProgramChange && stored.Decision.IsAccepted ? ProgramChanges
                : null,
        };
    }

    /// <summary>The referee of a referral, under the referrer; also where the referral was refused.</summary>
    private static RecordLabels OfCustomer(CustomerState customer) => new()
    {
        Owner = customer.Referral is { } referral ? referral.Referrer.Value
            : customer.Refused?.Referrer is { } refused && refused != customer.Customer ? refused.Value
            : null,
        List = customer.Referral is { IsHeld: true } ? Held : null,
    };
}

using System.Collections.Frozen;
using Referrals.Sharing;

namespace Referrals;

/// <summary>Which refusals are final, and which are lifted once what was missing has come: for every code that refuses an input.</summary>
internal static class Finality
{
    /// <summary>Why each refusal is final, or what may come and mend it; the words stand in the docs.</summary>
    internal static readonly FrozenDictionary<string, (bool IsFinal, string Because)> All =
        new Dictionary<string, (bool, string)>(StringComparer.Ordinal)
        {
            [DecisionCodes.KeyReused] = (true, "the key belongs to another input; give this one a key of its own, or none"),
            [DecisionCodes.AmountTooLarge] = (false, "the amount, or a rate of the program, may be corrected"),
            [DecisionCodes.CodesTaken] = (false, "other codes are drawn each time"),
            [DecisionCodes.CodeNotChoosable] = (false, "a later version of the program may let referrers choose"),
            [DecisionCodes.ChosenCodeRefused] = (false, "a later version of the program may have other rules"),
            [DecisionCodes.ChosenCodeTaken] = (false, "the code may have been given to the same referrer meanwhile"),
            [DecisionCodes.ChosenCodeLate] = (true, "the referrer has another code already"),
            [DecisionCodes.CodeUnknown] = (false, "the code may still be issued"),
            [DecisionCodes.CodeReplaced] = (true, "a code that was replaced never comes back"),
            [DecisionCodes.ShareDuplicate] = (true, "the id belongs to another share"),
            [DecisionCodes.SharerNotEnrolled] = (false, "the enrollment may still come"),
            [DecisionCodes.TouchUnreadable] = (false, "a later version of the program may read it"),
            [DecisionCodes.TouchUnknownCode] = (false, "the code may still be issued"),
            [DecisionCodes.TouchUnknownShare] = (false, "the share may still come"),
            [SharingCodes.LinkOfUnknownHost] = (false, "the host may be added to those whose links are read"),
            [SharingCodes.LinkWithoutCode] = (false, "a later version of the program may read it"),
            [DecisionCodes.CodeNotStarted] = (false, "the code begins to be usable"),
            [DecisionCodes.CodeExpired] = (false, "the code may get another end, or a click of its time may be reported late"),
            [DecisionCodes.CodeUsedUp] = (false, "the code may get another limit, or a use of it may be given back"),
            [DecisionCodes.CodeSuspended] = (false, "the code may be resumed"),
            [DecisionCodes.CodeForSomebodyElse] = (false, "the code may be opened for all"),
            [DecisionCodes.VisitorConflict] = (true, "a visitor stays the customer that it is known as"),
            [DecisionCodes.SignUpDuplicate] = (true, "a customer signs up once"),
            [DecisionCodes.ConversionDuplicate] = (true, "the id belongs to another conversion"),
            [DecisionCodes.CatchUpDone] = (true, "nothing of this conversion waits any more"),
            [DecisionCodes.RefundDuplicate] = (true, "the id belongs to another refund"),
            [DecisionCodes.AmendmentDuplicate] = (true, "the id belongs to another amendment"),
            [DecisionCodes.AmendmentCustomer] = (true, "an order stays with its customer; refund it whole and report it under another id"),
            [DecisionCodes.AmendmentEvent] = (true, "an order stays what it was; refund it whole and report it under another id"),
            [DecisionCodes.AmendmentRefunded] = (false, "a refund may be cancelled"),
            [DecisionCodes.CorrectionTooLarge] = (false, "a later correction may leave room"),
            [DecisionCodes.RefundTooMuch] = (false, "the order may still be corrected"),
            [DecisionCodes.RefundUnknownLine] = (false, "the refund may be reported with the product that the order names"),
            [DecisionCodes.RefundsTooManyOfOne] = (true, "a conversion has at most 100 refunds; report the rest as a refund of the whole"),
            [DecisionCodes.RefundUnit] = (true, "a conversion stays in its unit"),
            [DecisionCodes.RefundsTooMany] = (false, "the conversion may still come"),
            [DecisionCodes.RewardNotHeld] = (false, "the reward may still be granted, or be held after its review"),
            [DecisionCodes.RewardStillHeld] = (false, "the hold ends"),
            [DecisionCodes.RewardReferralHeld] = (false, "the review of the referral ends"),
            [DecisionCodes.RewardNotInReview] = (false, "the reward may still be granted"),
            [DecisionCodes.ReviewTooLate] = (false, "the verdict may have been told with a wrong time"),
            [DecisionCodes.ReviewDeadlineAhead] = (false, "the deadline comes"),
            [DecisionCodes.ReviewNoReferral] = (false, "the sign-up may still come"),
            [DecisionCodes.ReviewNotHeld] = (true, "a verdict is about the hold of its time, not about a later one"),
            [DecisionCodes.ReviewAlreadyRejected] = (true, "a rejection is final"),
            [DecisionCodes.ReferrerAlreadyBanned] = (true, "the ban holds; after it was lifted, an old report must not impose it again"),
            [DecisionCodes.ReferrerNotBanned] = (false, "the ban may still come"),
            [DecisionCodes.ChoiceUnknown] = (false, "a later version of the program may offer it"),
            [DecisionCodes.CostDuplicate] = (true, "the id belongs to another cost"),
            [DecisionCodes.RedemptionDuplicate] = (true, "the id belongs to another redemption"),
            [DecisionCodes.RedemptionTooMuch] = (false, "more may become available"),
            [DecisionCodes.RedemptionCancellationDuplicate] = (true, "the id belongs to another cancellation of the redemption"),
            [DecisionCodes.RedemptionUnknown] = (false, "the redemption may still come"),
            [DecisionCodes.RedemptionGivenBack] = (true, "what was given back is not redeemed again; redeem it under another id"),
            [DecisionCodes.PayoutAlreadyStarted] = (false, "the payout on its way ends"),
            [DecisionCodes.PayoutsTooMany] = (false, "a payout on its way ends"),
            [DecisionCodes.PayoutTooMuch] = (false, "more may become available"),
            [DecisionCodes.PayoutBelowMinimum] = (false, "more may become available"),
            [DecisionCodes.PayoutBelowFee] = (false, "more may become available"),
            [DecisionCodes.PayoutNothingDue] = (false, "more may become available"),
            [DecisionCodes.PayoutOnHold] = (false, "the hold or the review ends"),
            [DecisionCodes.PayoutAfterCutOff] = (false, "a later batch pays it"),
            [DecisionCodes.PayoutWrongUnit] = (false, "a later version of the program may reward in that unit"),
            [DecisionCodes.PayoutUnknownCustomer] = (false, "the customer may still become known"),
            [DecisionCodes.PayoutNotOpen] = (false, "the payout may still be started"),
            [DecisionCodes.PayoutAlreadyPaid] = (false, "the money may come back"),
            [DecisionCodes.PayoutNotPaid] = (false, "the payout may still arrive"),
            [DecisionCodes.PayoutUnknown] = (false, "the payout may still be started"),
            [DecisionCodes.NothingExpires] = (false, "time passes"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether reporting the input again can never lead to anything else.</summary>
    internal static bool IsFinal(string code) => !All.TryGetValue(code, out var refusal) || refusal.IsFinal;
}

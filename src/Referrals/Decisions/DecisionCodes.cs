namespace Referrals;

/// <summary>The codes of outcomes. They are stable: a code is never reused for another meaning.</summary>
public static class DecisionCodes
{
    /// <summary>Refused: the idempotency key was given before to another input. The explanation names what differs.</summary>
    public const string KeyReused = "input.key_reused";

    /// <summary>Refused: a sum would be larger than any that can be kept. An amount of the input, or a rate of the program, is wrong.</summary>
    public const string AmountTooLarge = "input.amount_too_large";

    /// <summary>A check, not an outcome: a text was longer than texts of its kind can be, and was cut.</summary>
    public const string TextCut = "input.text_cut";

    /// <summary>A check, not an outcome: characters that no database keeps, or white space around it, were taken out of a text.</summary>
    public const string TextCleaned = "input.text_cleaned";

    /// <summary>A check, not an outcome: a text was blank and was left out.</summary>
    public const string TextLeftOut = "input.text_left_out";

    /// <summary>The referrer got a code.</summary>
    public const string CodeIssued = "code.issued";

    /// <summary>The referrer has had this code already; it stays the same.</summary>
    public const string CodeAlreadyIssued = "code.already_issued";

    /// <summary>Refused: every code that was tried is taken; the engine tries others.</summary>
    public const string CodesTaken = "code.all_taken";

    /// <summary>A check, not an outcome: so many codes are in use that the program's format is easy to guess. Make the codes longer.</summary>
    public const string CodesGuessable = "code.guessable";

    /// <summary>Refused: the program does not let referrers choose their code.</summary>
    public const string CodeNotChoosable = "code.not_choosable";

    /// <summary>Refused: the code that the referrer chose cannot be one; the explanation says why.</summary>
    public const string ChosenCodeRefused = "code.chosen_refused";

    /// <summary>Refused: the code that the referrer chose, or one that looks like it, is taken.</summary>
    public const string ChosenCodeTaken = "code.chosen_taken";

    /// <summary>Refused: the referrer has another code already, and keeps it. Give a new one with <c>CodeChange.Replace</c>.</summary>
    public const string ChosenCodeLate = "code.chosen_late";

    /// <summary>The code was suspended, resumed, limited or replaced.</summary>
    public const string CodeChanged = "code.changed";

    /// <summary>Refused: nobody has the code that was to be changed.</summary>
    public const string CodeUnknown = "code.unknown";

    /// <summary>Another code has taken the place of this one; refused as an outcome of a change.</summary>
    public const string CodeReplaced = "code.replaced";

    /// <summary>The code can be used; a check, not an outcome.</summary>
    public const string CodeUsable = "code.usable";

    /// <summary>Refused: the code cannot be used yet.</summary>
    public const string CodeNotStarted = "code.not_started";

    /// <summary>Refused: the time in which the code can be used is over.</summary>
    public const string CodeExpired = "code.expired";

    /// <summary>Refused: the code has been used as often as it may be.</summary>
    public const string CodeUsedUp = "code.used_up";

    /// <summary>Refused: the code is suspended.</summary>
    public const string CodeSuspended = "code.suspended";

    /// <summary>Refused: the code is reserved for another customer.</summary>
    public const string CodeForSomebodyElse = "code.for_somebody_else";

    /// <summary>The share was recorded.</summary>
    public const string ShareRecorded = "share.recorded";

    /// <summary>Refused: there is a share with this id.</summary>
    public const string ShareDuplicate = "share.duplicate";

    /// <summary>Refused: who shared has no code; enrol the customer first.</summary>
    public const string SharerNotEnrolled = "share.referrer_not_enrolled";

    /// <summary>The touch was recorded.</summary>
    public const string TouchRecorded = "touch.recorded";

    /// <summary>Refused: the link or text holds no readable code.</summary>
    public const string TouchUnreadable = "touch.unreadable_code";

    /// <summary>Refused: nobody has this code.</summary>
    public const string TouchUnknownCode = "touch.unknown_code";

    /// <summary>Refused: there is no share with this id.</summary>
    public const string TouchUnknownShare = "touch.unknown_share";

    /// <summary>Noted: the referral is held, so what the conversion earned waits for its review.</summary>
    public const string ConversionRewardWaits = "conversion.reward_waits";

    /// <summary>Noted: only so many touches of a visitor are kept; one that the program could not credit any more made room.</summary>
    public const string TouchNotKept = "touch.not_kept";

    /// <summary>Noted: the customer has as many attributes as are kept; one more was left out.</summary>
    public const string AttributeLeftOut = "customer.attribute_left_out";

    /// <summary>The visitor is now known as the customer.</summary>
    public const string VisitorIdentified = "identify.joined";

    /// <summary>The visitor was known as this customer already.</summary>
    public const string VisitorAlreadyIdentified = "identify.already_joined";

    /// <summary>Refused: the visitor is known as another customer.</summary>
    public const string VisitorConflict = "identify.conflict";

    /// <summary>The sign-up was recorded and a referral created.</summary>
    public const string SignUpReferred = "sign_up.referred";

    /// <summary>The sign-up was recorded and a referral created, which is held for review. The explanation says what holds it.</summary>
    public const string SignUpReferralHeld = "sign_up.referral_held";

    /// <summary>The sign-up was recorded; nothing spoke for a referral.</summary>
    public const string SignUpNotReferred = "sign_up.not_referred";

    /// <summary>The sign-up was recorded; something spoke for a referral, but it was refused. The explanation says why.</summary>
    public const string SignUpReferralRefused = "sign_up.referral_refused";

    /// <summary>Refused: the customer has signed up before.</summary>
    public const string SignUpDuplicate = "sign_up.duplicate";

    /// <summary>The conversion was recorded and earned at least one reward.</summary>
    public const string ConversionRewarded = "conversion.rewarded";

    /// <summary>The conversion was recorded and earned nothing. The explanation says why, rule by rule.</summary>
    public const string ConversionNotRewarded = "conversion.not_rewarded";

    /// <summary>A check, not an outcome: tax, shipping or both are more than the amount, as with a voucher larger than the goods; zero counts.</summary>
    public const string ConversionBaseBelowZero = "conversion.base_below_zero";

    /// <summary>The conversion was recorded; its customer was not referred.</summary>
    public const string ConversionNotReferred = "conversion.not_referred";

    /// <summary>The conversion was recorded; its customer has not signed up yet. It is judged when the sign-up comes.</summary>
    public const string ConversionWaiting = "conversion.waiting";

    /// <summary>
    /// The conversion was recorded and earned nothing, since it happened before the sign-up, and the program does not let it count. As a
    /// check it says how long before, and what the program allows.
    /// </summary>
    public const string ConversionBeforeSignUp = "conversion.before_sign_up";

    /// <summary>The conversion was recorded and earned nothing, since another system has rewarded it already.</summary>
    public const string ConversionRewardedElsewhere = "conversion.rewarded_elsewhere";

    /// <summary>Refused: no conversion of this id waits for the sign-up of its customer any more.</summary>
    public const string CatchUpDone = "conversion.not_waiting";

    /// <summary>Refused: there is a conversion with this id.</summary>
    public const string ConversionDuplicate = "conversion.duplicate";

    /// <summary>The refund was recorded and took back rewards.</summary>
    public const string RefundReversed = "refund.reversed";

    /// <summary>The refund was recorded; the program lets the rewards stand.</summary>
    public const string RefundKept = "refund.kept";

    /// <summary>The refund was recorded; there was no reward to take back.</summary>
    public const string RefundWithoutReward = "refund.without_reward";

    /// <summary>The refund was recorded; its conversion is not known yet. It is applied when the conversion comes, as far as the conversion allows.</summary>
    public const string RefundWaiting = "refund.waiting";

    /// <summary>Refused: so many refunds wait for the same unknown conversion that no more can be kept; report it again after the conversion.</summary>
    public const string RefundsTooMany = "refund.too_many_waiting";

    /// <summary>The refund does not stand; what it took back was looked at again.</summary>
    public const string RefundCancelled = "refund.cancelled";

    /// <summary>It was recorded that a refund does not stand which is not known yet.</summary>
    public const string RefundCancellationWaiting = "refund.cancellation_waiting";

    /// <summary>The conversion was corrected, and so were its rewards.</summary>
    public const string AmendmentApplied = "amendment.applied";

    /// <summary>The amendment was recorded; its conversion is not known yet. It is applied when the conversion comes.</summary>
    public const string AmendmentWaiting = "amendment.waiting";

    /// <summary>The amendment was recorded; one with a later time counts instead.</summary>
    public const string AmendmentSuperseded = "amendment.superseded";

    /// <summary>Refused: there is another amendment with this id.</summary>
    public const string AmendmentDuplicate = "amendment.duplicate";

    /// <summary>Refused: the conversion belongs to another customer.</summary>
    public const string AmendmentCustomer = "amendment.other_customer";

    /// <summary>Refused: the conversion is another event, or part of another deal.</summary>
    public const string AmendmentEvent = "amendment.other_event";

    /// <summary>Refused: more was refunded than the conversion would be worth, or in another unit.</summary>
    public const string AmendmentRefunded = "amendment.refunded_more";

    /// <summary>
    /// Refused: the conversion would have more rewards than one refund could take back. Refund it whole and report it under another id.
    /// </summary>
    public const string CorrectionTooLarge = "correction.too_large";

    /// <summary>A check, not an outcome: a correction granted more.</summary>
    public const string RewardRaised = "reward.corrected";

    /// <summary>Refused: there is another refund with this id.</summary>
    public const string RefundDuplicate = "refund.duplicate";

    /// <summary>Refused: more would be refunded than the conversion was worth.</summary>
    public const string RefundTooMuch = "refund.too_much";

    /// <summary>Refused: the refund names a line that its conversion does not have.</summary>
    public const string RefundUnknownLine = "refund.unknown_line";

    /// <summary>Refused: the conversion has as many refunds as are kept of one.</summary>
    public const string RefundsTooManyOfOne = "refund.too_many";

    /// <summary>Refused: the refund is in another unit than its conversion.</summary>
    public const string RefundUnit = "refund.other_unit";

    /// <summary>The hold is over; the reward is available.</summary>
    public const string RewardVested = "reward.vested";

    /// <summary>Refused: there is no such reward, or it is not held any more.</summary>
    public const string RewardNotHeld = "reward.not_held";

    /// <summary>Refused: the hold is not over yet.</summary>
    public const string RewardStillHeld = "reward.still_held";

    /// <summary>Refused: the reward's referral is held for review.</summary>
    public const string RewardReferralHeld = "reward.referral_held";

    /// <summary>The reward was taken back, since its referral was rejected.</summary>
    public const string RewardTakenBack = "reward.taken_back";

    /// <summary>The referral was approved; what it earned is released.</summary>
    public const string ReviewApproved = "review.approved";

    /// <summary>The referral was rejected; what it earned while it was held was taken back, and it earns nothing any more.</summary>
    public const string ReviewRejected = "review.rejected";

    /// <summary>The review of the referral has ended before; more of the rewards that waited for it were let go.</summary>
    public const string ReviewEnded = "review.ended";

    /// <summary>Refused: the customer has no referral.</summary>
    public const string ReviewNoReferral = "review.no_referral";

    /// <summary>Refused: the referral is not held, or not any more.</summary>
    public const string ReviewNotHeld = "review.not_held";

    /// <summary>Refused: the referral was rejected before, which is final.</summary>
    public const string ReviewAlreadyRejected = "review.already_rejected";

    /// <summary>The customer may not refer any more.</summary>
    public const string ReferrerBanned = "referrer.banned";

    /// <summary>The customer may refer again.</summary>
    public const string ReferrerBanLifted = "referrer.ban_lifted";

    /// <summary>Refused: the customer is banned already.</summary>
    public const string ReferrerAlreadyBanned = "referrer.already_banned";

    /// <summary>Refused: the customer is not banned.</summary>
    public const string ReferrerNotBanned = "referrer.not_banned";

    /// <summary>The customer's segment or attributes were changed.</summary>
    public const string CustomerUpdated = "customer.updated";

    /// <summary>The customer chose one of the rewards that a rule offers.</summary>
    public const string ChoiceMade = "choice.made";

    /// <summary>Refused: the rule offers no such reward to choose.</summary>
    public const string ChoiceUnknown = "choice.unknown";

    /// <summary>The cost was recorded.</summary>
    public const string CostRecorded = "cost.recorded";

    /// <summary>Refused: there is another cost with this id.</summary>
    public const string CostDuplicate = "cost.duplicate";

    /// <summary>The answer was recorded.</summary>
    public const string SurveyRecorded = "survey.recorded";

    /// <summary>A check, not an outcome: a part of what the refund takes back had been used; the owner owes it.</summary>
    public const string RefundOwed = "refund.owed";

    /// <summary>A check, not an outcome: a part of what the refund takes back had been used; the program writes it off.</summary>
    public const string RefundWrittenOff = "refund.written_off";

    /// <summary>The reward was approved, by somebody or automatically.</summary>
    public const string RewardApproved = "reward.approved";

    /// <summary>The reward was rejected, by somebody or automatically.</summary>
    public const string RewardRejected = "reward.rejected";

    /// <summary>Refused: there is no such reward, or it is not in review.</summary>
    public const string RewardNotInReview = "reward.not_in_review";

    /// <summary>Refused: the deadline of the review was over, so that silence has decided.</summary>
    public const string ReviewTooLate = "review.too_late";

    /// <summary>Refused: the deadline of the review is not over yet.</summary>
    public const string ReviewDeadlineAhead = "review.deadline_ahead";

    /// <summary>The customer used rewards.</summary>
    public const string Redeemed = "redemption.redeemed";

    /// <summary>Refused: there is another redemption with this id.</summary>
    public const string RedemptionDuplicate = "redemption.duplicate";

    /// <summary>Refused: the customer has less than that to use.</summary>
    public const string RedemptionTooMuch = "redemption.too_much";

    /// <summary>What was redeemed is available again, in whole or in part.</summary>
    public const string RedemptionCancelled = "redemption.cancelled";

    /// <summary>Refused: there is another cancellation of this redemption with this id.</summary>
    public const string RedemptionCancellationDuplicate = "redemption.cancellation_duplicate";

    /// <summary>Refused: there is no such redemption, or not yet.</summary>
    public const string RedemptionUnknown = "redemption.unknown";

    /// <summary>Refused: less than that is still redeemed, or in another unit.</summary>
    public const string RedemptionGivenBack = "redemption.given_back";

    /// <summary>A check, not an outcome: what the program had written off was recovered, since the reward came back unused.</summary>
    public const string ShortfallRecovered = "account.recovered";

    /// <summary>A rejected referral was reinstated and counts again.</summary>
    public const string ReinstatementDone = "reinstatement.reinstated";

    /// <summary>Refused: the customer has no referral.</summary>
    public const string ReinstatementNoReferral = "reinstatement.no_referral";

    /// <summary>Refused: the referral was not rejected, or is reinstated already.</summary>
    public const string ReinstatementNotRejected = "reinstatement.not_rejected";

    /// <summary>A check, not an outcome: the conversion is judged again because its referral was reinstated.</summary>
    public const string ConversionReinstated = "conversion.reinstated";

    /// <summary>A reward was granted by hand.</summary>
    public const string ManualRewardGranted = "manual_reward.granted";

    /// <summary>A reward was granted by hand and waits until a second person approves it.</summary>
    public const string ManualRewardWaits = "manual_reward.waits";

    /// <summary>Refused: there is another reward by hand with this id.</summary>
    public const string ManualRewardDuplicate = "manual_reward.duplicate";

    /// <summary>Refused: the program does not know the customer.</summary>
    public const string ManualRewardUnknownCustomer = "manual_reward.unknown_customer";

    /// <summary>Refused: no version of the program pays in this unit, so that no balance and no payout would show it.</summary>
    public const string ManualRewardUnknownUnit = "manual_reward.unknown_unit";

    /// <summary>Refused: the reward would end before it could be used.</summary>
    public const string ManualRewardEndsFirst = "manual_reward.ends_first";

    /// <summary>A reward was taken back by hand.</summary>
    public const string ClawbackTaken = "clawback.taken_back";

    /// <summary>Refused: the reward was taken back by hand already, by somebody else or for another reason.</summary>
    public const string ClawbackDuplicate = "clawback.duplicate";

    /// <summary>Refused: there is no such reward.</summary>
    public const string ClawbackUnknownReward = "clawback.unknown_reward";

    /// <summary>Refused: nothing is left of the reward that could be taken back.</summary>
    public const string ClawbackNothingLeft = "clawback.nothing_left";

    /// <summary>Refused: who granted the reward by hand cannot approve it as well.</summary>
    public const string ReviewSamePerson = "review.same_person";

    /// <summary>The payout was started; the amount is set aside.</summary>
    public const string PayoutStarted = "payout.started";

    /// <summary>The payout has arrived.</summary>
    public const string PayoutPaid = "payout.paid";

    /// <summary>A check, not an outcome: the fee of the payout.</summary>
    public const string PayoutFee = "payout.fee";

    /// <summary>The payout failed; the amount is available again.</summary>
    public const string PayoutFailed = "payout.failed";

    /// <summary>The payout had arrived and came back; the amount is available again.</summary>
    public const string PayoutReturned = "payout.returned";

    /// <summary>Refused: the customer has a payout of this batch on its way. Find it in the list of open payouts.</summary>
    public const string PayoutAlreadyStarted = "payout.already_started";

    /// <summary>Refused: the batch has paid the customer a stated amount already. Pay again in another batch.</summary>
    public const string PayoutAlreadyPaid = "payout.already_paid";

    /// <summary>Refused: the batch has had so many payouts to the customer that it takes no stated amount any more. Start another batch.</summary>
    public const string PayoutsTooMany = "payout.too_many";

    /// <summary>Not paid: the program does not know the customer.</summary>
    public const string PayoutUnknownCustomer = "payout.unknown_customer";

    /// <summary>Not paid: the program does not give this unit, or the customer has something in another one only.</summary>
    public const string PayoutWrongUnit = "payout.wrong_unit";

    /// <summary>Not paid: nothing is available yet; what was earned is held or in review.</summary>
    public const string PayoutOnHold = "payout.on_hold";

    /// <summary>Not paid: what is available was earned after the end of the period that the batch pays; it is carried over.</summary>
    public const string PayoutAfterCutOff = "payout.after_cut_off";

    /// <summary>Not paid: nothing is available.</summary>
    public const string PayoutNothingDue = "payout.nothing_due";

    /// <summary>Refused: the customer has less than that available.</summary>
    public const string PayoutTooMuch = "payout.too_much";

    /// <summary>Refused: the amount does not reach the program's minimum.</summary>
    public const string PayoutBelowMinimum = "payout.below_minimum";

    /// <summary>Refused: the fee, which the customer bears, would leave nothing.</summary>
    public const string PayoutBelowFee = "payout.below_fee";

    /// <summary>Refused: the payout is not on its way any more; it was confirmed, has failed or came back.</summary>
    public const string PayoutNotOpen = "payout.not_open";

    /// <summary>Refused: the payout has failed or came back before, so that no money can come back.</summary>
    public const string PayoutNotPaid = "payout.not_paid";

    /// <summary>Refused: the program has no such payout.</summary>
    public const string PayoutUnknown = "payout.unknown";

    /// <summary>Rewards expired.</summary>
    public const string Expired = "expiration.expired";

    /// <summary>Rewards were set off against what the customer owed.</summary>
    public const string SetOff = "expiration.set_off";

    /// <summary>Refused: nothing of the customer expires by then.</summary>
    public const string NothingExpires = "expiration.nothing_due";

    /// <summary>The person was forgotten.</summary>
    public const string PersonErased = "person.erased";

    /// <summary>The program was changed.</summary>
    public const string ProgramChanged = "program.changed";

    /// <summary>Refused: the program has no version that is in force at that time.</summary>
    public const string ProgramNotInForce = "program.not_in_force";

    /// <summary>Refused: somebody else has changed the program since it was looked at.</summary>
    public const string ProgramChangedMeanwhile = "program.changed_meanwhile";

    /// <summary>Refused: a version of this number, or of a higher one, was published or is registered. Give the changed program a higher number.</summary>
    public const string ProgramVersionTaken = "program.version_taken";

    /// <summary>Refused: only a draft can be published, and only a version that is planned can be withdrawn.</summary>
    public const string ProgramVersionUnfit = "program.version_unfit";

    /// <summary>Refused: a change takes effect a while after it was told at the earliest, and after the version before it.</summary>
    public const string ProgramTooSoon = "program.too_soon";

    /// <summary>Refused: the version does not keep the limits of the platform, or its trial over the history.</summary>
    public const string ProgramReviewFailed = "program.review_failed";

    /// <summary>Refused: the review of the version has warnings that nobody has accepted with a word.</summary>
    public const string ProgramReviewOpen = "program.review_open";

    /// <summary>Refused: the program does that already.</summary>
    public const string ProgramPhaseSame = "program.phase_same";

    /// <summary>Refused: only a program that has ended, or was never published, can be archived.</summary>
    public const string ProgramNotEnded = "program.not_ended";

    /// <summary>Refused: the program is archived and takes no changes.</summary>
    public const string ProgramArchived = "program.archived";
}

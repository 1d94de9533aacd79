using System.Collections.Frozen;

namespace Referrals.Explanations;

/// <summary>The English words for codes: what an operator reads, and what the customer reads where that differs.</summary>
internal static class CheckText
{
    private static readonly FrozenDictionary<string, Words> Texts = new Dictionary<string, Words>(StringComparer.Ordinal)
    {
        ["input.key_reused"] = new("the idempotency key was used for another input"),
        ["input.amount_too_large"] = new("a sum would be larger than any that can be kept"),
        ["input.text_cut"] = new("a text was too long and was cut"),
        ["input.text_cleaned"] = new("characters that cannot be kept were taken out of a text"),
        ["input.text_left_out"] = new("a text was blank and was left out"),
        ["cost.duplicate"] = new("there is another cost with this id"),
        ["redemption.duplicate"] = new("there is another redemption with this id"),
        ["code.issued"] = new("a code was issued", "Your code is ready."),
        ["code.already_issued"] = new("the referrer has this code already", "You have this code already."),
        ["code.all_taken"] = new("every code that was tried is taken"),
        ["code.guessable"] = new("codes of this format can be guessed, with so many in use"),
        ["code.not_choosable"] = new("the program does not let referrers choose their code", "Codes cannot be chosen here."),
        ["code.chosen_refused"] = new("the chosen code cannot be one", "This code cannot be chosen; try another one."),
        ["code.chosen_taken"] = new("the chosen code, or one that looks like it, is taken", "This code is taken; try another one."),
        ["code.chosen_late"] = new("the referrer has another code already and keeps it", "You have a code already."),
        ["code.changed"] = new("the code was changed"),
        ["code.unknown"] = new("nobody has this code"),
        ["code.replaced"] = new("another code has taken the place of this one"),
        ["code.not_usable"] = new("the code can be used", "This code cannot be used, or not any more."),
        ["share.recorded"] = new("the share was recorded"),
        ["share.duplicate"] = new("there is a share with this id"),
        ["share.referrer_not_enrolled"] = new("who shared has no code yet", "Join the program first to get a code of your own."),
        ["touch.recorded"] = new("the touch was recorded"),
        ["touch.unreadable_code"] = new("the code cannot be read", "This code cannot be read; check it for typing errors."),
        ["touch.unknown_code"] = new("nobody has this code", "This code does not exist."),
        ["touch.unknown_share"] = new("there is no share with this id"),
        ["identify.joined"] = new("the visitor is now known as the customer"),
        ["identify.already_joined"] = new("the visitor was known as this customer already"),
        ["identify.conflict"] = new("the visitor is known as another customer"),
        ["sign_up.referred"] = new("signed up, and a referral was created", "You were referred by a friend."),
        ["sign_up.referral_held"] = new("signed up, and a referral was created that is held for review", "You were referred by a friend; the referral is being reviewed."),
        ["sign_up.not_referred"] = new("signed up; nothing spoke for a referral", "You signed up without a referral."),
        ["sign_up.referral_refused"] = new("signed up, but the referral was refused", "The referral could not be counted."),
        ["sign_up.duplicate"] = new("the customer has signed up before"),
        ["conversion.rewarded"] = new("the conversion earned a reward", "This earned a reward."),
        ["conversion.reward_waits"] = new("what it earned waits for the review of the referral", "This will earn a reward once it has been checked."),
        ["conversion.not_rewarded"] = new("the conversion earned nothing", "This did not earn a reward."),
        ["conversion.base_below_zero"] = new("what does not count is more than the amount; zero counts"),
        ["conversion.not_referred"] = new("the customer was not referred", "This did not earn a reward, since no friend had referred you."),
        ["conversion.waiting"] = new("the customer has not signed up yet; the conversion is judged when the sign-up comes"),
        ["conversion.before_sign_up"] = new(
            "the conversion happened after the sign-up, or not longer before it than the program allows",
            "This did not earn a reward, since it was before you signed up."),
        ["conversion.not_waiting"] = new("no such conversion waits for the sign-up of its customer"),
        ["conversion.duplicate"] = new("there is a conversion with this id"),
        ["refund.reversed"] = new("the refund took back", "Because of the refund the reward was taken back in proportion."),
        ["refund.kept"] = new("the refund leaves the reward as it is", "The reward stays as it is."),
        ["refund.without_reward"] = new("the refund had no reward to take back"),
        ["refund.waiting"] = new("the conversion is not known yet; the refund is applied when it comes"),
        ["refund.too_many_waiting"] = new("too many refunds wait for the same unknown conversion"),
        ["refund.duplicate"] = new("there is another refund with this id"),
        ["refund.too_much"] = new("more would be refunded than is left of the conversion"),
        ["refund.other_unit"] = new("the refund is in another unit than its conversion"),
        ["reward.vested"] = new("the hold is over; the reward is available", "Your reward is available now."),
        ["reward.not_held"] = new("there is no such reward, or it is not held any more"),
        ["reward.still_held"] = new("the hold is not over yet"),
        ["reward.referral_held"] = new("the reward's referral is held for review", "Your reward is being reviewed."),
        ["reward.taken_back"] = new("taken back with the rejected referral", "The reward was taken back, since the referral does not count."),
        ["review.approved"] = new("the referral was approved", "The referral was approved."),
        ["touch.not_kept"] = new("an earlier touch was not kept"),
        ["customer.attribute_left_out"] = new("an attribute was left out"),
        ["reward.owner_erased"] = new("the person whom it would be given to was erased"),
        ["review.ended"] = new("rewards that waited for the review were let go"),
        ["review.rejected"] = new("the referral was rejected", "The referral could not be counted."),
        ["review.no_referral"] = new("the customer has no referral", "There is no referral to review."),
        ["review.not_held"] = new("the referral is not held, or not any more", "There is no referral to review."),
        ["review.already_rejected"] = new("the referral was rejected before, which is final", "The referral does not count."),
        ["referrer.banned"] = new("the customer may not refer any more", "You cannot refer friends at the moment."),
        ["referrer.ban_lifted"] = new("the customer may refer again", "You can refer friends again."),
        ["referrer.already_banned"] = new("the customer is banned already", "Nothing has changed."),
        ["referrer.not_banned"] = new("the customer is not banned", "Nothing has changed."),
        ["refund.owed"] = new("of that had been used; the owner owes it"),
        ["refund.written_off"] = new("of that had been used; the program writes it off"),
        ["reward.approved"] = new("the reward is approved", "Your reward is approved."),
        ["reward.rejected"] = new("the reward is rejected", "Your reward was not approved."),
        ["reward.not_in_review"] = new("there is no such reward, or it is not in review"),
        ["review.too_late"] = new("the deadline of the review is over; silence has decided"),
        ["review.deadline_ahead"] = new("the deadline of the review is not over yet"),
        ["redemption.redeemed"] = new("rewards were used", "Your rewards were used."),
        ["redemption.too_much"] = new("the customer has less to use", "You have {actual} to use; {required} is needed."),
        ["payout.started"] = new("the payout was started", "Your payout is on its way."),
        ["payout.paid"] = new("the payout has arrived", "You were paid."),
        ["payout.fee"] = new("the fee of the payout"),
        ["payout.failed"] = new("the payout failed; the amount is available again", "The payout failed; the amount is available again."),
        ["payout.returned"] = new("the payout came back; the amount is available again", "The payout came back; the amount is available again."),
        ["payout.already_started"] = new("the customer has no payout of this batch on its way", "Your payout is already on its way."),
        ["payout.already_paid"] = new("the batch has not paid the customer a stated amount", "You have been paid already."),
        ["payout.too_many"] = new("the batch has had few payouts to the customer", "Nothing more is paid out in this round."),
        ["payout.after_cut_off"] = new("something was earned before the end of the period", "What you have was earned after this period: {actual}."),
        ["payout.unknown_customer"] = new("the program knows the customer", "There is nothing to pay out."),
        ["payout.wrong_unit"] = new("the customer has something in this unit", "There is nothing to pay out in this unit."),
        ["payout.on_hold"] = new("something is available", "What you have earned is not available yet: {actual}."),
        ["payout.nothing_due"] = new("something is available", "There is nothing to pay out."),
        ["payout.too_much"] = new("the customer has less available", "You have {actual} available; {required} is needed."),
        ["payout.below_minimum"] = new("the amount reaches the minimum", "Payouts are made from {required} on; you have {actual}."),
        ["payout.below_fee"] = new("the fee leaves something", "The amount is too small for a payout: it does not cover the fee."),
        ["payout.not_open"] = new("the payout is on its way", "This payout has already ended."),
        ["payout.not_paid"] = new("the money of the payout has arrived", "This payout has already ended."),
        ["payout.unknown"] = new("the program has such a payout", "There is no such payout."),
        ["expiration.expired"] = new("rewards were not used in time", "Rewards that were not used in time have expired."),
        ["expiration.set_off"] = new("rewards were set off against a debt", "Rewards were set off against what you owed after a refund."),
        ["expiration.nothing_due"] = new("nothing of the customer expires by then"),
        ["cost.recorded"] = new("the cost was recorded"),
        ["survey.recorded"] = new("the answer was recorded"),
        ["person.erased"] = new("the person was forgotten"),
        ["link.unknown_host"] = new("the link leads to a host that is not the program's; declare it with LinkHosts", "This link does not belong to this program."),
        ["link.no_code"] = new("the link holds no code where the program's links have one", "This link cannot be read; copy it whole."),
        ["sharing.signature"] = new("the link's signature"),
        ["attribution.no_touch"] = new("no touch speaks for a referrer"),
        ["attribution.outside_window"] = new("the touch is too old", "The click was too long before the sign-up."),
        ["attribution.window"] = new("the touch lies within the window", "The click was too long before the sign-up."),
        ["attribution.self_touch"] = new("a touch of the customer's own code does not count", "Your own code does not count for yourself."),
        ["attribution.after_sign_up"] = new("a touch after the sign-up does not count", "The click came after the sign-up."),
        ["attribution.set_aside"] = new("a candidate that may not win, for these reasons"),
        ["attribution.too_many_referrers"] = new("not asked, because others come first"),
        ["attribution.winner"] = new("the sign-up is attributed to"),
        ["guard.self_referral"] = new("nobody refers themselves", "Nobody can refer themselves."),
        ["guard.blocked_source"] = new("the source of the click is not blocked"),
        ["guard.custom"] = new("the custom guard"),
        ["guard.cycle"] = new("referrals form no circle", "Customers cannot refer each other in a circle."),
        ["guard.referrer_enrolled"] = new("the referrer takes part in the program", "The referrer does not take part in the program."),
        ["guard.program_budget_used_up"] = new("the program's budget is not used up", "The program has closed, since its budget is used up."),
        ["guard.program_not_started"] = new("the program has started", "The program had not started yet."),
        ["guard.program_ended"] = new("the program has not ended", "The program had ended."),
        ["guard.program_paused"] = new("the program is not paused", "The program was paused."),
        ["customer.updated"] = new("what is known of the customer was changed"),
        ["choice.made"] = new("the customer chose the reward", "Your choice is noted; it holds for rewards from now on."),
        ["choice.unknown"] = new("the rule offers this reward to choose", "This reward cannot be chosen; choose one of those that are offered."),
        ["guard.same_email"] = new("the e-mail address"),
        ["guard.same_phone"] = new("the telephone number"),
        ["guard.shared_payment"] = new("the card or account"),
        ["guard.shared_device"] = new("the device"),
        ["guard.shared_address"] = new("the postal address"),
        ["guard.signal_missing"] = new("what the host gave of the customer"),
        ["guard.existing_customer"] = new("the customer is new", "The offer is for new customers."),
        ["guard.already_referred"] = new("the person was not referred before", "The offer is for people who were not referred before."),
        ["guard.referral_after_order"] = new("the referral came before the first conversion", "The referral came after the first purchase."),
        ["guard.referrer_velocity"] = new("the referrer's referrals"),
        ["guard.signal_velocity"] = new("how many customers showed the same"),
        ["guard.blocked_domain"] = new("the e-mail's domain is not blocked"),
        ["guard.disposable_domain"] = new("the e-mail's domain gives out lasting addresses"),
        ["guard.banned_referrer"] = new("the referrer is not banned"),
        ["guard.score"] = new("the score of all guards"),
        ["guard.referral_held"] = new("held for review by"),
        ["guard.referral_rejected"] = new("the referral was not rejected", "The referral does not count."),
        ["condition.any"] = new("at least one of these holds", "None of the alternatives was fulfilled."),
        ["condition.not"] = new("this does not hold", "The offer does not hold in this case."),
        ["condition.event"] = new("the kind of conversion", "This kind of event earns no reward."),
        ["condition.ordinal"] = new("its number among the customer's conversions of this name", "The reward is not for this purchase but for number {required}."),
        ["condition.amount"] = new("the amount", "The amount was {actual}; at least {required} is needed."),
        ["condition.amount_missing"] = new("the amount is known", "The amount is not known; at least {required} is needed."),
        ["condition.currency"] = new("the currency", "The amount was {actual}; it has to be in {required}."),
        ["condition.window"] = new("in time after the sign-up", "It came too late after the sign-up."),
        ["condition.happened"] = new("another event of the customer", "Another step is needed first."),
        ["condition.every_nth"] = new("its number among the customer's conversions of this name", "Only {required} time earns a reward."),
        ["condition.dates"] = new("the day", "The offer is for other days: {required}."),
        ["condition.weekday"] = new("the day of the week", "The offer is for other days of the week: {required}."),
        ["condition.time_of_day"] = new("the time of day", "The offer is for another time of day: {required}."),
        ["condition.tenure"] = new("how long the customer has been there", "It is a matter of how long somebody has taken part: {required}."),
        ["condition.measure"] = new("the count", "It is {actual} so far; needed is {required}."),
        ["condition.contains"] = new("the text", "It is not among what earns a reward."),
        ["condition.number"] = new("the number", "It is not among what earns a reward."),
        ["condition.time"] = new("the time", "It is not among what earns a reward."),
        ["condition.known"] = new("a value is there", "Something that is needed is not known."),
        ["condition.any_line"] = new("at least one line of the order", "Nothing in the order earns a reward."),
        ["condition.every_line"] = new("every line of the order", "Something in the order earns no reward."),
        ["condition.attribute"] = new("the attribute", "It is not among what earns a reward."),
        ["condition.segment"] = new("the customer's segment", "The offer is for another group of customers."),
        ["condition.custom"] = new("the condition of the host's own", "A condition of the offer was not fulfilled."),
        ["reward.incentive"] = new("rule"),
        ["reward.formula"] = new("the reward is computed"),
        ["reward.split"] = new("the reward is split among the referrers"),
        ["reward.conditions"] = new("the conditions hold", "The conditions were not fulfilled."),
        ["reward.no_line"] = new("a line of the order earns something", "Nothing in the order earns a reward."),
        ["reward.quantity_missing"] = new("the quantity is known", "The quantity is not known."),
        ["reward.below_tiers"] = new("the first tier is reached", "The first tier is not reached yet."),
        ["reward.pair"] = new("room for the rewards of both sides", "There was not enough left for the rewards of both of you, so neither was given."),
        ["reward.mark_lost"] = new("taken back, since it is no longer reached", "The reward was taken back, since what it was for is no longer reached."),
        ["reward.no_milestone"] = new("a milestone is reached", "The next milestone is not reached yet."),
        ["reward.payments_over"] = new("the payment is among those that are rewarded", "No more payments of this customer earn a reward."),
        ["reward.time_over"] = new("the payment came in the time that is rewarded", "The time in which payments earn a reward is over."),
        ["reward.deal_missing"] = new("the payment belongs to a deal", "The payment belongs to no deal."),
        ["reward.stage_not_reached"] = new("the next stage of the deal is reached", "Not enough of the deal is paid yet."),
        ["reward.override"] = new("another reward is agreed"),
        ["reward.multiplied"] = new("the reward is multiplied"),
        ["reward.raised"] = new("earlier rewards are raised to the new tier"),
        ["reward.tier_reached"] = new("a tier is reached", "You have reached the next tier."),
        ["reward.tax_threshold"] = new("rewards of the tax year", "The reward waits until we know more about you for the tax office."),
        ["reward.outranked"] = new("no other rule wins", "Of several offers that fit, only one counts."),
        ["reward.shadow"] = new("rule that is only tried out"),
        ["reward.declined"] = new("the rule grants something", "This earns no reward under the terms of the offer."),
        ["reward.amount_missing"] = new("the conversion has an amount", "The amount is not known."),
        ["reward.currency"] = new("the conversion is in the currency of the reward", "The currency is not one that earns a reward."),
        ["reward.zero"] = new("the reward is above zero", "The amount was too small to earn anything."),
        ["reward.cap"] = new("the cap has room", "The limit is reached: {required}."),
        ["reward.cap_clamped"] = new("the reward is cut to what the cap leaves", "The reward was cut to what was left of the limit."),
        ["reward.cap_reached"] = new("the cap has room", "The limit is reached: {required}."),
        ["reward.budget"] = new("the program's budget has room"),
        ["reward.budget_used_up"] = new("the program's budget has room", "The program's budget is used up."),
        ["reward.conversion_refunded"] = new("the conversion still stands", "The purchase was refunded."),
        ["reward.granted"] = new("a reward was granted", "A reward was granted."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every code that has words; the documented list.</summary>
    internal static IEnumerable<string> Codes => Texts.Keys.Order(StringComparer.Ordinal);

    internal static bool Knows(string code) => Texts.ContainsKey(code);

    internal static string Phrase(string code) => Texts.TryGetValue(code, out var words) ? words.Operator : code;

    internal static string? Participant(string code) => Texts.TryGetValue(code, out var words) ? words.Participant : null;

    internal static string? Participant(Check check) => Participant(check.Code)?
        .Replace("{actual}", check.Actual ?? "not known", StringComparison.Ordinal)
        .Replace("at least {required}", AtLeast(check.Required), StringComparison.Ordinal)
        .Replace("{required}", check.Required ?? "more", StringComparison.Ordinal);

    /// <summary>Phrase, what was found, what is required: <c>the amount: 36.06 USD, required 50.00 USD</c>.</summary>
    internal static string Line(Check check)
    {
        var phrase = Phrase(check.Code);
        if (check.Rule is { } rule)
        {
            return check.Code is "reward.incentive" or "reward.shadow"
                ? $"{(check.Code == "reward.shadow" ? "shadow rule" : "rule")} {rule}: {(check.Actual is null ? "nothing" : check.Actual)}"
                : $"rule {rule}: {phrase} {Tail(check)}".TrimEnd();
        }

        var tail = Tail(check);
        return tail.Length == 0 ? phrase : $"{phrase}: {tail}";
    }

    /// <summary>Only a bare amount takes the words; what is <c>above 50.00 EUR</c> says itself how it compares.</summary>
    private static string AtLeast(string? required) =>
        required is null ? "more" : char.IsAsciiDigit(required[0]) ? "at least " + required : required;

    private static string Tail(Check check) => (check.Actual, check.Required, check.Verdict) switch
    {
        (null, null, _) => string.Empty,
        (null, { } required, _) => $"required {required}, found nothing",
        ({ } actual, null, _) => actual,
        ({ } actual, { } required, Verdict.Noted) => $"{actual} ({required})",
        var (actual, required, _) => $"{actual}, required {required}",
    };

    private sealed record Words(string Operator, string? Participant = null);
}

using System.Collections.Frozen;
using System.Globalization;

namespace Referrals.Explanations;

/// <summary>
/// The English words for codes: what an operator reads, and what the participants read, the referee and the referrer each about their own
/// side. Every code says what participants read or that they read nothing; none of them ever reads an operator's phrase.
/// </summary>
internal static class CheckText
{
    private static readonly FrozenDictionary<string, Words> Texts = new Dictionary<string, Words>(StringComparer.Ordinal)
    {
        // Inputs and codes
        ["input.key_reused"] = Told("the idempotency key was used for another input", "This was reported before and is not counted again."),
        ["input.amount_too_large"] = Told("a total would exceed the largest amount that can be stored", "An amount this large cannot be processed."),
        ["input.text_cut"] = Silent("a text was too long and was shortened"),
        ["input.text_cleaned"] = Silent("characters that cannot be stored were removed from a text"),
        ["input.text_left_out"] = Silent("a text was blank and was left out"),
        ["code.issued"] = Told("a code was issued", "Your code is ready."),
        ["code.already_issued"] = Told("the referrer already has this code", "You already have this code."),
        ["code.all_taken"] = Told("every code that was tried is taken", "No code could be created. Please try again."),
        ["code.guessable"] = Silent("codes of this format can be guessed, with so many in use"),
        ["code.not_choosable"] = Told("the program does not let referrers choose their code", "You cannot choose your own code here."),
        ["code.chosen_refused"] = Told("the chosen code cannot be used", "This code cannot be chosen; try another one."),
        ["code.chosen_taken"] = Told("the chosen code, or one that looks like it, is taken", "This code is taken; try another one."),
        ["code.chosen_late"] = Told("the referrer already has another code and keeps it", "You already have a code."),
        ["code.changed"] = Told("the code was changed", "Your code was changed."),
        ["code.unknown"] = Told("nobody has this code", "This code does not exist."),
        ["code.replaced"] = Told("another code has taken the place of this one", "This code was replaced by another one."),
        ["code.usable"] = Silent("the code can be used"),
        ["code.not_started"] = Told("the code cannot be used yet", "This code cannot be used yet.", "Your code could not be used yet."),
        ["code.expired"] = Told("the code has expired", "This code has expired.", "Your code had expired."),
        ["code.used_up"] = Told(
            "the code has been used as often as it may be",
            "This code has been used as often as it can be.",
            "Your code had been used as often as it can be."),
        ["code.suspended"] = Told("the code is suspended", "This code cannot be used at the moment.", "Your code could not be used at that time."),
        ["code.for_somebody_else"] = Told(
            "the code is reserved for another customer",
            "This code is reserved for somebody else.",
            "The code is reserved for somebody else."),
        ["link.unknown_host"] = Told(
            "the link leads to a host that is not the program's; declare it with LinkHosts", "This link does not belong to this program."),
        ["link.no_code"] = Told("the link holds no code where the program's links have one", "This link cannot be read; copy it completely."),
        ["sharing.signature"] = Silent("the link's signature"),

        // Shares, touches and visitors
        ["share.recorded"] = Told("the share was recorded", "Your invitation was recorded."),
        ["share.duplicate"] = Told("there is already a share with this id", "This invitation was recorded before."),
        ["share.referrer_not_enrolled"] = Told("the referrer has no code yet", "Join the program first to get a code of your own."),
        ["touch.recorded"] = Told("the touch was recorded", "The invitation was recorded."),
        ["touch.unreadable_code"] = Told("the code cannot be read", "This code cannot be read; check it for typing errors."),
        ["touch.unknown_code"] = Told("nobody has this code", "This code does not exist."),
        ["touch.unknown_share"] = Told("there is no share with this id", "This invitation does not exist."),
        ["touch.not_kept"] = Silent("an earlier touch was not kept"),
        ["identify.joined"] = Told("the visitor is now known as the customer", "Your visit was linked to your account."),
        ["identify.already_joined"] = Told("the visitor was already known as this customer", "Your visit is linked to your account already."),
        ["identify.conflict"] = Told("the visitor is known as another customer", "Your visit could not be linked to your account."),

        // Customers
        ["sign_up.referred"] = Told("signed up with a referral", "You were referred by a friend.", "A friend you referred has signed up."),
        ["sign_up.referral_held"] = Told(
            "signed up with a referral that is held for review",
            "You were referred by a friend; the referral is being reviewed.",
            "A friend you referred has signed up; the referral is being reviewed."),
        ["sign_up.not_referred"] = Told("signed up without a referral", "Your sign-up came without a referral.", "This sign-up came without a referral."),
        ["sign_up.referral_refused"] = Told(
            "signed up, but the referral was refused",
            "The referral could not be counted.",
            "A friend's sign-up could not be counted as your referral."),
        ["sign_up.duplicate"] = Told("the customer has signed up before", "This sign-up was recorded before."),
        ["customer.updated"] = Told("the customer's details were changed", "Your details were updated."),
        ["customer.attribute_left_out"] = Silent("an attribute was left out"),
        ["choice.made"] = Told("the customer chose the reward", "Your choice was saved; it applies to future rewards."),
        ["choice.unknown"] = Told("the rule offers this reward", "This reward cannot be chosen; choose one of those that are offered."),
        ["cost.duplicate"] = Told("there is already a cost with this id", "This was recorded before."),
        ["cost.recorded"] = Told("the cost was recorded", "This was recorded."),
        ["survey.recorded"] = Told("the answer was recorded", "Thank you for your answer."),
        ["person.erased"] = Told("the person was erased", "Your data was erased."),

        // Conversions and refunds
        ["conversion.rewarded"] = Told("the conversion earned a reward", "You earned a reward.", "You earned a reward for a friend you referred."),
        ["conversion.reward_waits"] = Told("what it earned waits for the review of the referral", "Your reward waits until the referral has been checked."),
        ["conversion.not_rewarded"] = Told(
            "the conversion earned nothing",
            "You did not earn a reward this time.",
            "You did not earn a reward for a friend this time."),
        ["conversion.base_below_zero"] = Silent("the parts that do not count exceed the amount; zero counts"),
        ["conversion.not_referred"] = Told(
            "the customer was not referred",
            "No reward: you were not referred by a friend.",
            "No reward: this customer was not referred."),
        ["conversion.waiting"] = Told(
            "the customer has not signed up yet; the conversion is judged when the sign-up comes",
            "This is looked at once you have signed up.",
            "This is looked at once your friend has signed up."),
        ["conversion.before_sign_up"] = Told(
            "the conversion happened after the sign-up, or not longer before it than the program allows",
            "No reward: this was before you signed up.",
            "No reward: this was before your friend signed up."),
        ["conversion.not_waiting"] = Silent("no such conversion waits for the sign-up of its customer"),
        ["conversion.duplicate"] = Told("there is already a conversion with this id", "This was recorded before."),
        ["refund.reversed"] = Told("the refund took back", "Your reward was reduced because of a refund."),
        ["refund.kept"] = Told("the refund leaves the reward as it is", "Your reward stays as it is."),
        ["refund.without_reward"] = Told("the refund had no reward to take back", "The refund does not change any reward."),
        ["refund.cancelled"] = Told("the refund does not stand", "A refund was withdrawn.", "A refund of a friend was withdrawn."),
        ["refund.cancellation_waiting"] = Told("the refund that does not stand is not known yet", "The refund that was withdrawn is not known yet."),
        ["amendment.applied"] = Told("the conversion was corrected", "Your order was corrected.", "A friend's order was corrected."),
        ["amendment.waiting"] = Told("the conversion is not known yet; the amendment is applied when it comes", "The order that was corrected is not known yet."),
        ["amendment.superseded"] = Told("an amendment with a later time counts instead", "A later correction of the order counts instead."),
        ["amendment.duplicate"] = Told("there is already an amendment with this id", "This correction was recorded before."),
        ["amendment.other_customer"] = Told("the conversion belongs to this customer", "The order belongs to somebody else."),
        ["amendment.other_event"] = Told("the conversion stays the same event of the same deal", "The order cannot become something else."),
        ["amendment.refunded_more"] = Told(
            "the conversion is worth at least what was refunded of it", "More was refunded than the corrected order would be worth."),
        ["correction.too_large"] = Told(
            "the conversion has room for one more reward; refund it whole and report it under another id",
            "This order was corrected too often to be corrected again."),
        ["reward.corrected"] = Told("a correction granted more", "You earned more because an order was corrected."),
        ["refund.waiting"] = Told(
            "the conversion is not known yet; the refund is applied when it comes", "The purchase that was refunded is not known yet."),
        ["refund.too_many_waiting"] = Told(
            "too many refunds wait for the same unknown conversion", "The purchase that was refunded is not known."),
        ["refund.duplicate"] = Told("there is already a refund with this id", "This refund was recorded before."),
        ["refund.too_much"] = Told("the refund exceeds what is left of the conversion", "The refund is larger than what is left of the purchase."),
        ["refund.unknown_line"] = Told("the refund names a line that the conversion has", "A product that was refunded is not part of the purchase."),
        ["refund.too_many"] = Told("the conversion has had fewer refunds than are kept of one", "The purchase was refunded too often to count this refund too."),
        ["refund.other_unit"] = Told("the refund is in another unit than its conversion", "The refund is in another currency than the purchase."),
        ["refund.owed"] = Silent("of that had been used; the owner owes it"),
        ["refund.written_off"] = Silent("of that had been used; the program writes it off"),

        // The life of a reward
        ["reward.vested"] = Told("the hold is over; the reward is available", "Your reward is available now."),
        ["reward.not_held"] = Told("there is no such reward, or it is no longer held", "There is no reward on hold."),
        ["reward.still_held"] = Told("the hold is not over yet", "Your reward is not available yet."),
        ["reward.referral_held"] = Told("the reward's referral is held for review", "Your reward is being reviewed."),
        ["reward.taken_back"] = Told("taken back with the rejected referral", "Your reward was taken back because the referral does not count."),
        ["reward.approved"] = Told("the reward was approved", "Your reward was approved."),
        ["reward.rejected"] = Told("the reward was rejected", "Your reward was not approved."),
        ["reward.not_in_review"] = Told("there is no such reward, or it is not in review", "There is no reward to review."),
        ["reward.owner_erased"] = Silent("the person who would receive it was erased"),
        ["review.approved"] = Told("the referral was approved", "Your referral was approved."),
        ["review.rejected"] = Told("the referral was rejected", "The referral could not be counted."),
        ["review.ended"] = Told("rewards that waited for the review were released", "The review of the referral has ended."),
        ["review.no_referral"] = Told("the customer has no referral", "There is no referral to review."),
        ["review.not_held"] = Told("the referral is not held, or no longer held", "There is no referral to review."),
        ["review.already_rejected"] = Told("the referral was rejected before, which is final", "The referral does not count."),
        ["review.too_late"] = Told("the deadline of the review is over; it was decided automatically", "The review has already ended."),
        ["review.deadline_ahead"] = Told("the deadline of the review is not over yet", "The review has not ended yet."),
        ["referrer.banned"] = Told("the customer may no longer refer", "You cannot refer friends at the moment."),
        ["referrer.ban_lifted"] = Told("the customer may refer again", "You can refer friends again."),
        ["referrer.already_banned"] = Told("the customer is already banned", "Nothing has changed."),
        ["referrer.not_banned"] = Told("the customer is not banned", "Nothing has changed."),
        ["redemption.duplicate"] = Told("there is already a redemption with this id", "This was recorded before."),
        ["redemption.redeemed"] = Told("rewards were redeemed", "Your rewards were used."),
        ["redemption.too_much"] = Told("the customer has less to use", "You have {actual} to use; {required} is needed."),
        ["expiration.expired"] = Told("rewards were not used in time", "Rewards that were not used in time have expired."),
        ["expiration.set_off"] = Told("rewards were set off against a debt", "Rewards were set off against what you owed after a refund."),
        ["expiration.nothing_due"] = Told("nothing of the customer's expires by then", "Nothing has expired."),

        // Payouts
        ["payout.started"] = Told("the payout was started", "Your payout is on its way."),
        ["payout.paid"] = Told("the payout has arrived", "Your payout has arrived."),
        ["payout.fee"] = Silent("the fee of the payout"),
        ["payout.failed"] = Told("the payout failed; the amount is available again", "Your payout failed; the amount is available again."),
        ["payout.returned"] = Told("the payout was returned; the amount is available again", "Your payout was returned; the amount is available again."),
        ["payout.already_started"] = Told("the customer has no payout of this batch on its way", "Your payout is already on its way."),
        ["payout.already_paid"] = Told("the batch has not paid the customer a stated amount", "You have already been paid."),
        ["payout.too_many"] = Told("the batch has had few payouts to the customer", "Nothing more is paid out in this round."),
        ["payout.after_cut_off"] = Told("something was earned before the end of the period", "What you have was earned after this period: {actual}."),
        ["payout.unknown_customer"] = Told("the program knows the customer", "There is nothing to pay out."),
        ["payout.wrong_unit"] = Told("the customer has something in this unit", "There is nothing to pay out in this currency."),
        ["payout.on_hold"] = Told("something is available", "What you have earned is not available yet: {actual}."),
        ["payout.nothing_due"] = Told("something is available", "There is nothing to pay out."),
        ["payout.too_much"] = Told("the customer has less available", "You have {actual} available; {required} is needed."),
        ["payout.below_minimum"] = Told("the amount reaches the minimum", "The minimum payout is {required}; you have {actual}."),
        ["payout.below_fee"] = Told("the amount covers the fee", "The amount is too small to cover the fee of a payout."),
        ["payout.not_open"] = Told("the payout is on its way", "This payout has already ended."),
        ["payout.not_paid"] = Told("the money of the payout has arrived", "This payout has not arrived."),
        ["payout.unknown"] = Told("the program has such a payout", "There is no such payout."),

        // Whose referral it is
        ["attribution.no_touch"] = Silent("no touch speaks for a referrer"),
        ["attribution.outside_window"] = Told(
            "the touch is too old",
            "You opened the invitation too long before you signed up.",
            "A friend opened your invitation too long before signing up."),
        ["attribution.window"] = Told(
            "the touch lies within the window",
            "You opened the invitation too long before you signed up.",
            "A friend opened your invitation too long before signing up."),
        ["attribution.self_touch"] = Told("a touch of the customer's own code does not count", "You can't use your own referral code."),
        ["attribution.after_sign_up"] = Told(
            "a touch after the sign-up does not count",
            "You opened the invitation only after you had signed up.",
            "A friend opened your invitation only after signing up."),
        ["attribution.set_aside"] = Silent("a candidate was set aside for these reasons"),
        ["attribution.too_many_referrers"] = Silent("not considered, because others come first"),
        ["attribution.winner"] = Silent("the sign-up is attributed to"),

        // Guards
        ["guard.self_referral"] = Told("no self-referral", "You can't refer yourself."),
        ["guard.cycle"] = Told("no circular referral", "Customers can't refer each other in a circle."),
        ["guard.referrer_enrolled"] = Told(
            "the referrer takes part in the program",
            "This invitation is not valid.",
            "Join the program, so that your referrals can count."),
        ["guard.program_budget_used_up"] = Told("the program's budget is not used up", "The program has closed because its budget is used up."),
        ["guard.program_not_started"] = Told("the program has started", "The program had not started yet."),
        ["guard.program_ended"] = Told("the program has not ended", "The program had ended."),
        ["guard.program_paused"] = Told("the program is not paused", "The program was paused."),
        ["guard.existing_customer"] = ToReferee("the customer is new", "The offer is for new customers."),
        ["guard.already_referred"] = ToReferee("the person was not referred before", "The offer is for people who were not referred before."),
        ["guard.referral_after_order"] = ToReferee("the referral came before the first conversion", "The referral came after your first purchase."),
        ["guard.same_email"] = Silent("e-mail address"),
        ["guard.same_phone"] = Silent("telephone number"),
        ["guard.shared_payment"] = Silent("card or account"),
        ["guard.shared_device"] = Silent("device"),
        ["guard.shared_address"] = Silent("postal address"),
        ["guard.signal_missing"] = Silent("required details of the customer"),
        ["guard.referrer_velocity"] = Silent("referrals by the referrer"),
        ["guard.signal_velocity"] = Silent("customers with the same details"),
        ["guard.blocked_source"] = Silent("the source of the click is not blocked"),
        ["guard.blocked_domain"] = Silent("the e-mail domain is not blocked"),
        ["guard.disposable_domain"] = Silent("the e-mail domain is not disposable"),
        ["guard.banned_referrer"] = Silent("the referrer is not banned"),
        ["guard.score"] = Silent("score of all guards"),
        ["guard.custom"] = Silent("custom guard"),
        ["guard.referral_held"] = Silent("held for review by"),
        ["guard.referral_rejected"] = Told("the referral was not rejected", "The referral does not count."),

        // Conditions
        ["condition.any"] = Told("at least one of these holds", "None of the alternatives was met."),
        ["condition.not"] = Told("this does not hold", "The offer does not apply in this case."),
        ["condition.event"] = Told("kind of conversion", "This kind of activity earns no reward."),
        ["condition.ordinal"] = Told("conversion number for this customer", "This reward is only for the {ordinal} time."),
        ["condition.amount"] = Told(
            "amount",
            "The amount was {actual}; at least {required} is needed.",
            "The amount does not qualify; at least {required} is needed."),
        ["condition.amount_missing"] = Told("the amount is known", "The amount is not known; at least {required} is needed."),
        ["condition.currency"] = Told("currency", "The amount was {actual}; it must be in {required}.", "The amount must be in {required}."),
        ["condition.window"] = Told(
            "within the time limit after the sign-up",
            "This came too late after you signed up.",
            "This came too late after your friend signed up."),
        ["condition.happened"] = Told("another event of the customer", "Another step is needed first."),
        ["condition.every_nth"] = Told("conversion number for this customer", "Only {required} time earns a reward."),
        ["condition.dates"] = Told("date", "The offer applies on other days: {required}."),
        ["condition.weekday"] = Told("day of the week", "The offer applies on other days: {required}."),
        ["condition.time_of_day"] = Told("time of day", "The offer applies at other times: {required}."),
        ["condition.tenure"] = Told("time since joining", "It takes a longer time in the program to earn this."),
        ["condition.measure"] = Told("count", "So far the count is {actual}; {number} is needed."),
        ["condition.contains"] = Told("text", "This is not eligible for a reward."),
        ["condition.starts_with"] = Told("start of the text", "This is not eligible for a reward."),
        ["condition.ends_with"] = Told("end of the text", "This is not eligible for a reward."),
        ["condition.number"] = Told("number", "This is not eligible for a reward."),
        ["condition.time"] = Told("time", "This is not eligible for a reward."),
        ["condition.known"] = Told("a value is known", "Something that is needed for a reward is not known."),
        ["condition.any_line"] = Told("at least one line of the order", "Nothing in the order earns a reward."),
        ["condition.every_line"] = Told("every line of the order", "Something in the order earns no reward."),
        ["condition.attribute"] = Told("attribute", "This is not eligible for a reward."),
        ["condition.segment"] = Told("customer segment", "The offer is for another group of customers.", "The offer does not apply in this case."),
        ["condition.custom"] = Told("custom condition", "A condition of the offer was not met."),

        // Rewards
        ["reward.incentive"] = Silent("rule"),
        ["reward.formula"] = Silent("the reward is computed"),
        ["reward.split"] = Silent("the reward is split among the referrers"),
        ["reward.conditions"] = Told("the conditions hold", "The conditions of the offer were not met."),
        ["reward.no_line"] = Told("a line of the order qualifies", "Nothing in the order earns a reward."),
        ["reward.quantity_missing"] = Told("the quantity is known", "The quantity is not known."),
        ["reward.below_tiers"] = Told("the first tier is reached", "You have {actual} of {number} for the first tier."),
        ["reward.pair"] = Told("room for the rewards of both sides", "There was not enough left for the rewards of both of you, so neither was given."),
        ["reward.mark_lost"] = Told("taken back, since it is no longer reached", "Your reward was taken back because its goal is no longer reached."),
        ["reward.no_milestone"] = Told("the next milestone is reached", "You have {actual} of {number} for the next reward."),
        ["reward.milestones_over"] = Told("there is a further milestone", "You have reached every milestone."),
        ["reward.payments_over"] = Told("the payment is among those that are rewarded", "All rewarded payments have been made."),
        ["reward.time_over"] = Told("the payment came within the rewarded time", "The time in which payments earn a reward is over."),
        ["reward.deal_missing"] = Told("the payment belongs to a deal", "The payment does not belong to a deal."),
        ["reward.stage_not_reached"] = Told("the next stage of the deal is reached", "Not enough of the deal has been paid yet."),
        ["reward.override"] = Silent("another reward applies"),
        ["reward.override_not_met"] = Silent("another reward does not apply"),
        ["reward.multiplier"] = Silent("a multiplier applies"),
        ["reward.multiplier_not_met"] = Silent("a multiplier does not apply"),
        ["reward.multiplied"] = Silent("the reward is multiplied"),
        ["reward.raised"] = Silent("earlier rewards are raised to the new tier"),
        ["reward.tier_reached"] = Silent("a tier is reached"),
        ["reward.tax_threshold"] = Silent("rewards of the tax year"),
        ["reward.outranked"] = Told("no other rule takes precedence", "Only one of several matching offers counts."),
        ["reward.shadow"] = Silent("shadow rule (not granted)"),
        ["reward.declined"] = Told("the rule grants something", "This earns no reward under the terms of the offer."),
        ["reward.amount_missing"] = Told("the conversion has an amount", "The amount is not known."),
        ["reward.currency"] = Told("the conversion is in the currency of the reward", "This currency earns no reward."),
        ["reward.zero"] = Told("the reward is above zero", "The amount was too small to earn anything."),
        ["reward.cap"] = Silent("the cap has room"),
        ["reward.cap_clamped"] = Silent("the reward is reduced to what the cap leaves"),
        ["reward.cap_reached"] = Told("the cap has room", "You have reached the limit: {required}."),
        ["reward.budget"] = Silent("the program's budget has room"),
        ["reward.budget_used_up"] = Told("the program's budget has room", "The program's budget is used up."),
        ["reward.conversion_refunded"] = Told("the conversion still stands", "The purchase was refunded."),
        ["reward.granted"] = Told("a reward was granted", "You earned a reward."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Ordinals =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    /// <summary>What a participant reads of an input that concerns nobody but others, or of a code that participants are not told of.</summary>
    internal const string Recorded = "This was recorded.";

    /// <summary>Every code that has words; the documented list.</summary>
    internal static IEnumerable<string> Codes => Texts.Keys.Order(StringComparer.Ordinal);

    internal static bool Knows(string code) => Texts.ContainsKey(code);

    internal static string Phrase(string code) => Texts.TryGetValue(code, out var words) ? words.Operator : code;

    /// <summary>What a participant reads of a code, with gaps for values; <c>null</c> where the participant is not told.</summary>
    internal static string? Participant(string code, Side reader) => Texts.TryGetValue(code, out var words) ? words.For(reader) : null;

    /// <summary>What a participant reads of a check; <c>null</c> where the participant is not told.</summary>
    internal static string? Participant(Check check, Side reader) => Participant(check.Code, reader)?
        .Replace("{ordinal}", Ordinal(check.Required), StringComparison.Ordinal)
        .Replace("{number}", Number(check.Required), StringComparison.Ordinal)
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

    private static string Ordinal(string? required) => !int.TryParse(required, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? "right"
        : number >= 1 && number <= Ordinals.Length ? Ordinals[number - 1]
        : $"{required}th";

    /// <summary>A number without what it counts, which stands behind a colon and is for operators.</summary>
    private static string Number(string? required) => required?.Split(':')[0] ?? "more";

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

    /// <summary>A participant reads the same on either side.</summary>
    private static Words Told(string phrase, string participant) => new(phrase, participant, participant);

    /// <summary>The referrer reads of a friend what does not give the friend away.</summary>
    private static Words Told(string phrase, string referee, string referrer) => new(phrase, referee, referrer);

    /// <summary>What only the referee may know.</summary>
    private static Words ToReferee(string phrase, string referee) => new(phrase, referee, null);

    /// <summary>Participants are not told: it is evidence, about others, or a step on the way.</summary>
    private static Words Silent(string phrase) => new(phrase, null, null);

    private sealed record Words(string Operator, string? Referee, string? Referrer)
    {
        internal string? For(Side reader) => reader == Side.Referrer ? Referrer : Referee;
    }
}

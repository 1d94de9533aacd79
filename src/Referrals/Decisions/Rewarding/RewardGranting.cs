using System.Globalization;
using NodaTime;
using Referrals.Ledger;

namespace Referrals;

/// <summary>Writes what a rule grants: the reward, its posting, its facts.</summary>
internal static class RewardGranting
{
    internal static void Grant(
        DecisionDraft draft,
        ReferralProgram program,
        Incentive incentive,
        in RewardOffer offer,
        QualificationContext context)
    {
        var amount = offer.Amount;
        var conversionKey = StateKeys.Conversion(context.Conversion.Id);
        var customerKey = StateKeys.Customer(context.Referee);
        var conversion = context.IsSignUp ? null : draft.Read<ConversionState>(conversionKey)!;

        var at = conversion is null ? draft.At : TimeOf(draft, conversion);
        var customer = draft.Read<CustomerState>(customerKey)!;
        var referral = customer.Referral!;
        var reward = new RewardState
        {
            Id = offer.Id,
            Rule = incentive.Name,
            Side = incentive.Side,
            Owner = offer.Owner,
            Earner = offer.Earner == offer.Owner ? null : offer.Earner,
            Referee = context.Referee,
            ConversionId = conversion?.Conversion.Id,
            Granted = amount,
            GrantedAt = at,
            Stage = RewardGate.Entrance(offer.NeedsReview || incentive.Review is not null, incentive.Hold is not null, referral),
            HeldUntil = incentive.Hold?.EndFrom(conversion?.At ?? at, program.Zone) is { } end ? Instant.Max(end, at) : referral.IsHeld ? at : null,
            ReviewUntil = offer.NeedsReview ? null : incentive.Review?.Within.EndFrom(draft.At, program.Zone),
            OnSilence = incentive.Review?.WhenOverdue ?? default,
            OnRefund = incentive.OnRefund,
            ProgramVersion = program.Version,
            Uses = offer.Uses,
            IsOfMark = offer.IsOfMark,
        };
        if (!referral.Qualified && conversion is not null)
        {
            draft.Record(new Fact
            {
                Kind = FactKind.ReferralQualified,
                OccurredAt = at,
                Customer = context.Referee,
                Referrer = context.Referrer,
                Channel = referral.Channel,
                Segment = context.Segment,
                Subject = referral.Id.Value,
                Code = referral.Evidence,
            });
        }

        if (referral.IsHeld)
        {
            (referral, reward) = HeldReferrals.Listing(referral, reward);
        }

        if (!referral.Qualified && conversion is not null)
        {
            referral = referral with { Qualified = true };
        }

        if (referral != customer.Referral)
        {
            draft.Write(customerKey, customer with { Referral = referral });
        }

        draft.Write(StateKeys.Reward(reward.Id), reward);
        if (conversion is not null)
        {
            draft.Write(conversionKey, conversion with { Rewards = conversion.Rewards.Adding(reward.Id) });
        }

        _ = Postings.Move(draft, reward, StepOf(reward.Stage), amount.MinorUnits, at);
        if (reward.Stage == RewardStage.Vested)
        {
            RewardGate.Grant(draft, reward, at);
        }

        draft.Record(Postings.Fact(FactKind.RewardGranted, reward, amount, at, context.Referrer, context.Segment));
        if (conversion is not null && !offer.IsCorrection)
        {
            ReverseWhatWasRefunded(draft, program, reward, conversion);
        }
    }

    /// <summary>The step with which a reward that begins in a stage is granted.</summary>
    internal static string StepOf(RewardStage stage) => stage switch
    {
        RewardStage.InReview => RewardLifecycle.GrantedInReview,
        RewardStage.Held => RewardLifecycle.GrantedHeld,
        _ => RewardLifecycle.Granted,
    };

    /// <summary>
    /// From when on the rewards of a conversion are there. What a reinstatement makes up for is there from then on; a hold goes by the conversion.
    /// </summary>
    private static Instant TimeOf(DecisionDraft draft, ConversionState conversion) => draft.Input is CatchUp { Round: > 0 } ? draft.At : conversion.At;

    /// <summary>When something goes back of a conversion that was refunded before it was judged.</summary>
    internal static Instant RefundedAt(DecisionDraft draft, ConversionState conversion)
    {
        var granted = TimeOf(draft, conversion);
        return Instant.Max(granted, conversion.RefundedAt ?? granted);
    }

    /// <summary>A conversion that waited for its sign-up may have been refunded in part meanwhile; the reward then begins reduced.</summary>
    private static void ReverseWhatWasRefunded(
        DecisionDraft draft, ReferralProgram program, RewardState reward, ConversionState conversion)
    {
        if (conversion.Refunded > 0 && reward is { OnRefund: RefundPolicy.Reverse, IsOfMark: false })
        {
            var (refunded, whole) = OrderParts.Proportion(program.AmountBase, conversion);
            var total = Reversal.Total(reward.Granted, refunded, whole, program.Rounding);
            RewardReversal.Decide(draft, ReversalCause.RefundedBefore, reward, total, at: RefundedAt(draft, conversion));
        }
    }
}

/// <summary>Turns what a rule grants into rewards: the conversion's own, what it raises of earlier ones, and the part of a cause.</summary>
internal static class RewardWriting
{
    /// <returns>The ids of the conversion's own rewards, and of those that raise earlier ones.</returns>
    internal static (IReadOnlyList<RewardId> Rewards, IReadOnlyList<RewardId> Raises) Grant(
        DecisionDraft draft,
        IncentivePlan plan,
        RulePlan rule,
        IncentiveOutcome outcome,
        CustomerId owner,
        CreditPart part,
        QualificationContext context,
        bool isOfMark,
        string? cause = null)
    {
        Spend(draft, plan, rule, outcome, context, owner);
        var counts = 1;
        var (rewards, raises) = (ValueList<RewardId>.Empty, ValueList<RewardId>.Empty);
        OfferAll(outcome.MinorUnits, string.Empty, ref rewards);
        OfferAll(outcome.RaiseMinorUnits, "~raise", ref raises);
        return (rewards, raises);

        void OfferAll(long amount, string suffix, ref ValueList<RewardId> offered)
        {
            if (amount == 0)
            {
                return;
            }

            var donated = rule.Incentive.Donation is { } donation ? new ShareOf(donation.Share.Fraction, RoundingMode.Down).Of(amount) : 0;
            Offer(amount - donated, owner, suffix, suffix.Length > 0, ref offered);
            if (donated > 0)
            {
                Offer(donated, rule.Incentive.Donation?.Account ?? owner, suffix + "~cause", suffix.Length > 0, ref offered);
            }
        }

        void Offer(long amount, CustomerId to, string suffix, bool isRaise, ref ValueList<RewardId> offered)
        {
            if (amount == 0)
            {
                return;
            }

            var by = cause is null ? string.Empty : By(cause);
            var id = IdOf(rule.Incentive, part, (context.IsSignUp ? suffix + "~sign-up" : suffix) + by, context.Conversion.Id);
            offered = offered.Adding(id);
            var use = new LimitUse(counts, amount);
            var uses = Limit(draft, plan, rule, context, owner, id, outcome.Unit, use.Of);
            counts = 0;
            RewardGranting.Grant(draft, plan.Program, rule.Incentive, new RewardOffer
            {
                Id = id,
                Owner = to,
                Earner = owner,
                Amount = Amount.FromMinorUnits(amount, outcome.Unit),
                NeedsReview = outcome.NeedsReview,
                IsCorrection = cause is not null,
                IsOfMark = isRaise || isOfMark,
                Uses = uses,
            }, context);
        }
    }

    /// <summary>Grants what a conversion earns beyond what was granted for it before.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="plan">The rules.</param>
    /// <param name="rule">The rule that grants it.</param>
    /// <param name="more">How much, to whom, and how much of it the limits have counted before.</param>
    /// <param name="part">Which part of a shared reward it is.</param>
    /// <param name="context">The conversion.</param>
    internal static void Add(
        DecisionDraft draft, IncentivePlan plan, RulePlan rule, RewardCorrection more, CreditPart part, QualificationContext context)
    {
        Spend(draft, plan, rule, more.Unit, more.Counted.GetValueOrDefault, context, more.Earner);

        var id = IdOf(rule.Incentive, part, more.Suffix + By(more.Cause), context.Conversion.Id);
        RewardGranting.Grant(draft, plan.Program, rule.Incentive, new RewardOffer
        {
            Id = id,
            Owner = more.Owner,
            Earner = more.Earner,
            Amount = Amount.FromMinorUnits(more.Amount, more.Unit),
            NeedsReview = more.NeedsReview,
            IsCorrection = true,
            Uses = Limit(
                draft,
                plan,
                rule,
                context,
                more.Earner,
                id,
                more.Unit,
                cap => cap.Cap.RoomReturns ? new LimitUse(more.IsFirst ? 1 : 0, more.Amount).Of(cap) : more.Counted.GetValueOrDefault(cap.Slot)),
        }, context);
    }

    /// <summary>Whether a correction granted a reward; its id says so, since no part of an id holds a tilde.</summary>
    internal static bool IsCorrection(RewardId id) => id.Value.Contains("~by.", StringComparison.Ordinal);

    private static string By(string cause) => "~by." + KeyText.Part(cause);

    private static void Spend(
        DecisionDraft draft, IncentivePlan plan, RulePlan rule, IncentiveOutcome outcome, QualificationContext context, CustomerId owner) =>
        Spend(draft, plan, rule, outcome.Unit, _ => checked(outcome.MinorUnits + outcome.RaiseMinorUnits), context, owner);

    private static void Spend(
        DecisionDraft draft, IncentivePlan plan, RulePlan rule, Unit unit, Func<int, long> total, QualificationContext context, CustomerId owner)
    {
        var granted = TallyEvent.Of(context);
        if (rule.BudgetOf(unit) is { } budget)
        {
            _ = TallyCounting.Use(draft, plan, budget.Slot, granted, owner, total(budget.Slot), isCount: false, budget.Budget.Amount.MinorUnits);
        }

        if (rule.TaxSlotOf(unit) is var tax and >= 0)
        {
            _ = TallyCounting.Use(draft, plan, tax, granted, owner, total(tax), isCount: false, long.MaxValue);
        }
    }

    /// <summary>How much of a limit is used up: of one on the number of rewards, and of one on their amount.</summary>
    private readonly record struct LimitUse(long Count, long Amount)
    {
        internal long Of(CapPlan cap) => cap.Cap.Amount is null ? Count : Amount;
    }

    /// <summary>Uses up what the caps leave. A number of rewards counts a conversion once, whatever its reward is made of.</summary>
    /// <returns>Those caps that get their room back when the reward is taken back.</returns>
    private static ValueList<CountedTally> Limit(
        DecisionDraft draft,
        IncentivePlan plan,
        RulePlan rule,
        QualificationContext context,
        CustomerId owner,
        RewardId reward,
        Unit unit,
        Func<CapPlan, long> use)
    {
        var returning = (List<CountedTally>?)null;
        foreach (var cap in rule.CapsOf(unit))
        {
            if (use(cap) is var used && used == 0)
            {
                continue;
            }

            var granted = TallyEvent.Of(context) with { Id = reward.Value };
            var counted = TallyCounting.Use(draft, plan, cap.Slot, granted, owner, used, cap.Cap.Amount is null, cap.Cap.Limit);
            if (cap.Cap.RoomReturns && counted is not null)
            {
                (returning ??= []).Add(counted);
            }
        }

        return returning is null ? [] : returning.ToValueList();
    }

    /// <summary>A reward's id follows from its causes. No part of a key holds a tilde, so the parts of a reward cannot be confused with rules.</summary>
    private static RewardId IdOf(Incentive incentive, CreditPart part, string suffix, string conversion) => RewardId.From(KeyText.Bounded(part.IsWhole
        ? $"{KeyText.Part(incentive.Name)}{suffix}:{KeyText.Part(conversion)}"
        : string.Create(CultureInfo.InvariantCulture, $"{KeyText.Part(incentive.Name)}~{part.Index + 1}{suffix}:{KeyText.Part(conversion)}")));
}

/// <summary>One reward that a rule grants: to whom, how much, and what becomes of it first.</summary>
internal readonly record struct RewardOffer
{
    public RewardOffer()
    {
    }

    public required RewardId Id { get; init; }

    public required CustomerId Owner { get; init; }

    /// <summary>Who earned it.</summary>
    public required CustomerId Earner { get; init; }

    public required Amount Amount { get; init; }

    /// <summary>Whether the reward waits for a review, since it goes beyond the tax threshold.</summary>
    public bool NeedsReview { get; init; }

    /// <summary>Whether the reward goes back with what it rests on, and not with a part of the conversion.</summary>
    public bool IsOfMark { get; init; }

    /// <summary>Whether it adds to what was granted before, so that refunds are taken off already.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>The limits that get room back when the reward is taken back.</summary>
    public ValueList<CountedTally> Uses { get; init; } = [];
}

/// <summary>What a conversion earns beyond what was granted for it before.</summary>
/// <param name="Owner">Who gets it.</param>
/// <param name="Earner">Who earned it.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Amount">How much, in smallest parts.</param>
/// <param name="NeedsReview">Whether it waits for a review, since it goes beyond the tax threshold.</param>
/// <param name="Suffix">What tells it from the earner's other rewards for the conversion.</param>
/// <param name="Cause">The application's id of what corrects the conversion.</param>
internal readonly record struct RewardCorrection(
    CustomerId Owner, CustomerId Earner, Unit Unit, long Amount, bool NeedsReview, string Suffix, string Cause)
{
    /// <summary>Whether nothing of the rule's reward stands, so that it counts as one more.</summary>
    internal required bool IsFirst { get; init; }

    /// <summary>How much each limit counts of it, by its slot, where its room does not return.</summary>
    internal required IReadOnlyDictionary<int, long> Counted { get; init; }
}

using NodaTime;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// What was paid for marks, and for steps that raise earlier rewards: each once, and back again when the number no longer reaches it.
/// </summary>
internal static class Marks
{
    /// <summary>How often a mark is paid; over a trailing time, within the time around an event.</summary>
    internal static long Paid(DecisionDraft draft, RuleTally tally, TallyPlace place, CustomerId owner, Instant at)
    {
        var asked = tally.Paid!;
        var key = tally.Over.IsTrailing ? place.Activity : place.Counter;
        return Find(draft, key, asked, owner, HoursOf(tally.Over)) is not { } mark ? 0
            : tally.Over.Length is { } length ? mark.MostAround(length.Elapsed, at)
            : mark.Times;
    }

    /// <summary>Writes down that marks are paid.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="plan">The rules.</param>
    /// <param name="rule">The rule that pays.</param>
    /// <param name="reached">The marks.</param>
    /// <param name="happened">What reached them.</param>
    /// <param name="owner">Whom the rule rewards.</param>
    /// <param name="rewards">The rewards; none where a limit left nothing.</param>
    internal static void Pay(
        DecisionDraft draft,
        Referrals.IncentivePlan plan,
        RulePlan rule,
        IReadOnlyList<ReachedMark> reached,
        TallyEvent happened,
        CustomerId owner,
        IReadOnlyList<RewardId> rewards)
    {
        var whole = reached.Sum(static mark => mark.MinorUnits);
        foreach (var each in reached)
        {
            var tally = plan.Tallies[each.Slot];
            var place = TallyPlace.Of(tally.Paid!.Counted, plan.Calendar, happened, owner);
            var key = tally.Over.IsTrailing ? place.Activity : place.Counter;
            var mark = Find(draft, key, tally.Paid, owner, HoursOf(tally.Over)) ?? new PaidMark
            {
                Rule = rule.Incentive.Name,
                Owner = tally.Paid.IsForReferee ? null : owner,
                From = tally.Paid.From,
                Every = tally.Paid.Every,
                Hours = HoursOf(tally.Over),
            };
            Write(draft, key, mark, mark.With(new MarkPayment
            {
                At = tally.Over.Length is { } length ? ReachedAt(draft, place, mark, length.Elapsed, happened.At) : happened.At,
                Times = each.Times,
                Rewards = rewards.ToValueList(),
                Part = each.MinorUnits,
                Whole = whole,
            }));
        }
    }

    /// <summary>Writes down what earlier rewards are raised by.</summary>
    internal static void Raise(
        DecisionDraft draft,
        Referrals.IncentivePlan plan,
        RulePlan rule,
        long raised,
        TallyEvent happened,
        CustomerId owner,
        IReadOnlyList<RewardId> rewards)
    {
        var raise = rule.Raise!;
        var earned = Counter(raise.EarnedSlot);
        draft.Add(earned, raised);
        var marks = draft.Read<ActivityState>(StateKeys.Marks(earned.Id))?.Marks ?? [];
        var mark = marks.Count > 0 ? marks[0] : new PaidMark
        {
            Rule = rule.Incentive.Name,
            Owner = owner,
            From = 0,
            Steps = Counter(raise.CountSlot).Id,
            Raised = Counter(raise.Slot).Id,
        };

        // What is raised is taken back in smallest parts.
        Write(draft, earned, mark, mark.With(new MarkPayment
        {
            At = happened.At,
            Times = raised,
            Rewards = rewards.ToValueList(),
            Part = raised,
            Whole = raised,
        }));

        RecordKey Counter(int slot) => TallyPlace.Of(plan.Tallies[slot], plan.Calendar, happened, owner).Counter;
    }

    /// <summary>Takes back what marks have paid that are no longer reached.</summary>
    /// <param name="draft">The decision, which has taken the counts back.</param>
    /// <param name="counted">What counted.</param>
    /// <param name="cause">What the postings are called after.</param>
    /// <param name="byRefund">Whether rewards stay that a refund leaves.</param>
    /// <param name="at">When; <c>null</c> for the time of the input.</param>
    /// <returns>Whether anything was taken back.</returns>
    internal static bool TakeBack(DecisionDraft draft, IEnumerable<CountedTally> counted, in ReversalCause cause, bool byRefund, Instant? at = null)
    {
        var lost = new Dictionary<RewardId, (long Part, long Whole)>();
        foreach (var number in counted.Where(static each => each.Marked is not null).DistinctBy(static each => each.Key))
        {
            if (draft.Read<ActivityState>(StateKeys.Marks(number.Key)) is not { } record)
            {
                continue;
            }

            var marks = record.Marks.Select(mark =>
                mark.Steps is not null ? LoseRaise(draft, mark, number.Key, byRefund, lost)
                : number.IsTrailing ? LoseTrailing(draft, mark, number, byRefund, lost)
                : Lose(draft, mark, number.Key, byRefund, lost)).ToValueList();
            if (marks != record.Marks)
            {
                draft.Write(StateKeys.Marks(number.Key), record with { Marks = marks });
            }
        }

        foreach (var (id, (part, whole)) in lost)
        {
            var reward = draft.Read<RewardState>(StateKeys.Reward(id))! with { };
            reward = reward with { Lost = reward.Lost + part };
            var rounding = draft.Programs.Exactly(reward.ProgramVersion).Rounding;
            var minor = Reversal.Total(reward.Granted, reward.Lost, whole, rounding);
            draft.Write(StateKeys.Reward(id), reward, DueItems.DueAt(reward));
            RewardReversal.Decide(draft, cause, reward, minor, RewardCodes.MarkLost, at);
            if (reward.ConversionId is { } conversion)
            {
                AsideConversions.Keep(draft, reward.Referee, conversion);
            }
        }

        return lost.Count > 0;
    }

    private static PaidMark Lose(
        DecisionDraft draft, PaidMark mark, string number, bool byRefund, Dictionary<RewardId, (long Part, long Whole)> lost)
    {
        var key = RecordKey.Of(RecordKind.Counter, number);
        draft.Pin(key);
        var left = mark.Times - PaidMark.Due(draft.ReadNumber(key), mark.From, mark.Every);
        return Lose(draft, mark, left, byRefund, lost, static (_, _) => true);
    }

    private static PaidMark LoseTrailing(
        DecisionDraft draft, PaidMark mark, CountedTally number, bool byRefund, Dictionary<RewardId, (long Part, long Whole)> lost)
    {
        var activity = draft.Read<ActivityState>(RecordKey.Of(RecordKind.Activity, number.Key)) ?? new ActivityState();
        var length = Duration.FromHours(mark.Hours!.Value);
        var known = activity.Entries.Count > 0 ? activity.Entries[^1].At - draft.Plans.KeptFor(number.Marked!) : Instant.MinValue;
        foreach (var payment in mark.Payments.Reverse())
        {
            // What has dropped out of the entries cannot be counted any more, so what was paid then stays.
            if (payment.At - length >= known || known == Instant.MinValue)
            {
                var over = mark.Within(length, payment.At) - PaidMark.Due(activity.Within(length, payment.At), mark.From, mark.Every);
                mark = Lose(draft, mark, Math.Min(over, payment.Times), byRefund, lost, (each, _) => ReferenceEquals(each, payment));
            }
        }

        return mark;
    }

    private static PaidMark LoseRaise(
        DecisionDraft draft, PaidMark mark, string earned, bool byRefund, Dictionary<RewardId, (long Part, long Whole)> lost)
    {
        var version = mark.Payments.SelectMany(static payment => payment.Rewards)
            .Select(id => draft.Read<RewardState>(StateKeys.Reward(id))?.ProgramVersion).LastOrDefault(static known => known is not null);
        if (version is not { } number || draft.Plans.Exactly(number).Rules.FirstOrDefault(rule => rule.Incentive.Name == mark.Rule)?.Raise is not { } raise)
        {
            return mark;
        }

        var steps = Read(mark.Steps!) - (raise.CountsCurrent ? 0 : 1);
        var key = RecordKey.Of(RecordKind.Counter, earned);
        var over = Read(earned) - raise.Worth(steps, Read(mark.Raised!));
        var before = mark.Times;
        mark = Lose(draft, mark, Math.Min(over, mark.Times), byRefund, lost, static (_, _) => true);
        if (before != mark.Times)
        {
            draft.Add(key, mark.Times - before);
        }

        return mark;

        long Read(string counter)
        {
            var read = RecordKey.Of(RecordKind.Counter, counter);
            draft.Pin(read);
            return draft.ReadNumber(read);
        }
    }

    /// <summary>Takes so many times back, the latest payment first.</summary>
    private static PaidMark Lose(
        DecisionDraft draft,
        PaidMark mark,
        long times,
        bool byRefund,
        Dictionary<RewardId, (long Part, long Whole)> lost,
        Func<MarkPayment, int, bool> among)
    {
        foreach (var payment in mark.Payments.Where(among).Reverse())
        {
            var rewards = payment.Rewards.Select(id => draft.Read<RewardState>(StateKeys.Reward(id))).OfType<RewardState>().ToArray();
            if (times <= 0 || (byRefund && rewards.Any(static reward => reward.OnRefund == RefundPolicy.Keep)))
            {
                break;
            }

            if (rewards.Length > 0 && rewards.All(static reward => reward.IsRejected))
            {
                // What a review or somebody's hand took back is final: the mark stays paid, so that it is not paid again once it is reached again.
                continue;
            }

            var taken = Math.Min(times, payment.Times);
            var part = PaidMark.PartOf(payment, taken);
            foreach (var reward in rewards)
            {
                lost[reward.Id] = (lost.GetValueOrDefault(reward.Id).Part + part, payment.Whole);
            }

            mark = mark.Without(payment, taken);
            times -= taken;
        }

        return mark;
    }

    /// <summary>The end of the earliest time around an event in which a mark is due and not yet paid.</summary>
    private static Instant ReachedAt(DecisionDraft draft, TallyPlace place, PaidMark mark, Duration length, Instant at)
    {
        var activity = draft.Read<ActivityState>(place.Activity) ?? new ActivityState();
        return activity.Entries
            .Select(static entry => entry.At)
            .Where(end => end > at && end - length < at)
            .Prepend(at)
            .FirstOrDefault(end => PaidMark.Due(activity.Within(length, end), mark.From, mark.Every) > mark.Within(length, end), at);
    }

    private static PaidMark? Find(DecisionDraft draft, RecordKey number, MarkOfRule asked, CustomerId owner, int? hours) =>
        draft.Read<ActivityState>(StateKeys.Marks(number.Id))?.Marks.FirstOrDefault(mark =>
            mark.Rule == asked.Rule && mark.From == asked.From && mark.Every == asked.Every && mark.Hours == hours
            && mark.Owner == (asked.IsForReferee ? null : owner));

    private static void Write(DecisionDraft draft, RecordKey number, PaidMark before, PaidMark after)
    {
        var key = StateKeys.Marks(number.Id);
        var record = draft.Read<ActivityState>(key) ?? new ActivityState();
        var others = record.Marks.Where(mark => !ReferenceEquals(mark, before));
        draft.Write(key, record with { Marks = others.Append(after).ToValueList() });
    }

    private static int? HoursOf(TimeFrame over) => over.Length is { } length ? (int)length.Elapsed.TotalHours : null;
}

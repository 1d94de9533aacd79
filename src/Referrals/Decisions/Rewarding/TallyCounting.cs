using NodaTime;
using Referrals.Attribution;
using Referrals.Storage;

namespace Referrals;

/// <summary>Counts what happens for the numbers that rules ask for, and takes it back when it is refunded.</summary>
internal static class TallyCounting
{
    /// <summary>Counts a conversion for the measures of the customer's own conversions, of whatever version of the program.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="conversion">The conversion.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="sumsOnly">Whether only sums are counted.</param>
    internal static ValueList<CountedTally> CountOwn(DecisionDraft draft, Conversion conversion, Instant at, bool sumsOnly = false)
    {
        if (draft.Plans.OwnMeasures.Length == 0)
        {
            return [];
        }

        var happened = new TallyEvent(conversion.Id, at, conversion.Customer, default);
        var (counted, seen) = (new List<CountedTally>(), new SeenTallies());
        foreach (var (plan, (measure, tally)) in draft.Plans.OwnMeasures)
        {
            if ((measure.SumOf is not null || !sumsOnly) && seen.IsNew(plan, tally, happened)
                && Add(
                    draft,
                    plan,
                    tally,
                    happened,
                    conversion.Customer,
                    MeasureTallies.Delta(measure, conversion, plan.Program.AmountBase),
                    measure.SumOf is null) is { } each)
            {
                counted.Add(each with { IsOwn = true });
            }
        }

        return counted.ToValueList();
    }

    /// <summary>Counts a judged conversion for the referrer's measures, and its payment for its deal.</summary>
    internal static IReadOnlyList<CountedTally> CountReferred(
        DecisionDraft draft, IncentivePlan plan, QualificationContext context, ReferralState referral, bool sumsOnly = false) =>
        plan.ReferredMeasures.Length == 0 && !plan.CountsDeals ? [] : [.. Referred(draft, plan, context, referral, sumsOnly)];

    private static IEnumerable<CountedTally> Referred(
        DecisionDraft draft, IncentivePlan plan, QualificationContext context, ReferralState referral, bool sumsOnly)
    {
        var (happening, seen) = (TallyEvent.Of(context), new SeenTallies());
        foreach (var (measure, tally) in plan.ReferredMeasures)
        {
            if ((measure.SumOf is null && sumsOnly) || !seen.IsNew(plan, tally, happening))
            {
                continue;
            }

            foreach (var referrer in Referrers(referral))
            {
                var happened = happening with { Referrer = referrer };
                var delta = MeasureTallies.Delta(measure, context);
                if (Add(draft, plan, tally, happened, referrer, delta, measure.SumOf is null) is { } counted)
                {
                    yield return counted;
                }
            }
        }

        if (plan.CountsDeals && context.Conversion is { Deal: not null, Amount: not null })
        {
            var tally = new RuleTally(RewardPlanBuilder.DealTally, TallyOwner.Deal, TimeFrame.Lifetime);
            if (Add(draft, plan, tally, happening, context.Referrer, context.BaseMinorUnits, isCount: false) is { } counted)
            {
                yield return counted;
            }
        }
    }

    /// <summary>Counts a conversion that fulfilled the conditions of a rule, for the one whom the rule rewards.</summary>
    internal static IReadOnlyList<CountedTally> CountQualified(
        DecisionDraft draft, IncentivePlan plan, RulePlan rule, QualificationContext context, CustomerId owner, bool first) =>
        rule.QualifiedMeasures.Length == 0 ? [] : [.. Qualified(draft, plan, rule, context, owner, first)];

    private static IEnumerable<CountedTally> Qualified(
        DecisionDraft draft, IncentivePlan plan, RulePlan rule, QualificationContext context, CustomerId owner, bool first)
    {
        var (happened, seen) = (TallyEvent.Of(context), new SeenTallies());
        foreach (var (measure, tally) in rule.QualifiedMeasures)
        {
            if ((first || measure.Subject == MeasureSubject.RuleConversions) && seen.IsNew(plan, tally, happened)
                && Add(draft, plan, tally, happened, owner, MeasureTallies.Delta(measure, context), measure.SumOf is null) is { } counted)
            {
                yield return counted with { Rule = rule.Incentive.Name };
            }
        }
    }

    /// <summary>Counts a referral that was created, for the measures of every version.</summary>
    /// <returns>What it counts for, so that a rejection can take it back.</returns>
    internal static IEnumerable<CountedTally> CountReferral(DecisionDraft draft, TallyEvent signedUp)
    {
        var seen = new SeenTallies();
        foreach (var (plan, (_, tally)) in draft.Plans.ReferralMeasures)
        {
            if (seen.IsNew(plan, tally, signedUp) && Add(draft, plan, tally, signedUp, signedUp.Referrer, 1, isCount: true) is { } counted)
            {
                yield return counted;
            }
        }
    }

    internal static IEnumerable<CustomerId> Referrers(ReferralState referral) =>
        referral.Credits.Count == 0 ? [referral.Referrer] : referral.Credits.Select(static credit => credit.Referrer);

    /// <summary>Counts the use of a limit.</summary>
    /// <returns>What was counted, so that it can be given back.</returns>
    internal static CountedTally? Use(
        DecisionDraft draft, IncentivePlan plan, int slot, TallyEvent granted, CustomerId owner, long value, bool isCount, long maximum) =>
        Add(draft, plan, plan.Tallies[slot], granted, owner, value, isCount, maximum);

    /// <summary>Takes back what was counted, in proportion; a count goes back as a whole, once all is refunded.</summary>
    internal static ValueList<CountedTally> Return(
        DecisionDraft draft, ValueList<CountedTally> counted, string id, long refunded, long whole) => Return(
        draft,
        counted,
        new TallyEvent(id, draft.At, default, default),
        each => refunded >= whole ? each.Value
            : each.IsCount ? 0
            : (long)((Int128)each.Value * refunded / whole));

    /// <summary>Takes back what was counted, so much of each number in all; what was taken back before and stands again is counted again.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="counted">What was counted.</param>
    /// <param name="happened">Whose conversion it is, and when it happened.</param>
    /// <param name="returns">How much is taken back of each number in all; less than nothing where more counts than did at first.</param>
    /// <param name="isAside">Whether only the customer's own numbers count for now, since the referral is rejected.</param>
    internal static ValueList<CountedTally> Return(
        DecisionDraft draft, ValueList<CountedTally> counted, TallyEvent happened, Func<CountedTally, long> returns, bool isAside = false)
    {
        var id = happened.Id;
        return counted.Select(each =>
        {
            var returned = returns(each);
            var back = returned - each.Returned;
            if (back == 0)
            {
                return each;
            }

            var aside = isAside && !each.IsOwn;
            if (each.IsTrailing)
            {
                var key = RecordKey.Of(RecordKind.Activity, each.Key);
                if (draft.Read<ActivityState>(key) is { } activity)
                {
                    draft.Write(key, back > 0
                        ? activity.Without(id, back, Keeps(each) && !aside ? draft.At : null)
                        : activity.Regained(new ActivityEntry { Id = id, At = happened.At, Value = -back, Referee = happened.Referee, IsAside = aside }));
                }
            }
            else if (!aside)
            {
                var key = RecordKey.Of(RecordKind.Counter, each.Key);
                if (back > 0 && Keeps(each))
                {
                    Fall(draft, key, id);
                }

                draft.Add(key, -back);
            }

            return each with { Returned = returned };
        }).ToValueList();

        bool Keeps(CountedTally each) => each.Marked is { } name && draft.Plans.IsGraced(name);
    }

    /// <summary>Keeps what a number was before it falls, for the steps that are kept for a while; the best of several falls at once.</summary>
    private static void Fall(DecisionDraft draft, RecordKey counter, string id)
    {
        draft.Pin(counter);
        var key = StateKeys.Fallen(counter.Id);
        var fallen = draft.Read<ActivityState>(key) ?? new ActivityState();
        var entry = new ActivityEntry { Id = id, At = draft.At, Value = draft.ReadNumber(counter) };

        // A later fall from less adds nothing to one that is kept at least as long.
        var entries = fallen.Entries.Where(each => each.At > draft.At || each.Value > entry.Value).TakeLast(MaxFalls - 1);
        draft.Write(key, fallen with { Entries = entries.Append(entry).OrderBy(static each => each.At).ToValueList() });
    }

    /// <summary>How many falls are kept of one number: the latest of each height.</summary>
    private const int MaxFalls = 32;

    /// <summary>What a staged reward has earned of its deal.</summary>
    internal static CountedTally? CountEarned(
        DecisionDraft draft, IncentivePlan plan, RulePlan rule, IncentiveOutcome outcome, QualificationContext context, CustomerId owner)
    {
        var happened = TallyEvent.Of(context);
        var earned = rule.EarnedSlot >= 0 && happened.Deal is not null
            ? Add(draft, plan, plan.Tallies[rule.EarnedSlot], happened, owner, outcome.Computed, isCount: false)
            : null;

        // What is kept after a refund stays earned.
        return rule.Incentive.OnRefund == RefundPolicy.Keep ? null : earned;
    }

    /// <summary>What a conversion earns by a table that raises earlier rewards; flat rewards count as they are while the conversion counts.</summary>
    internal static CountedTally? CountRaisable(
        DecisionDraft draft, IncentivePlan plan, RulePlan rule, IncentiveOutcome outcome, QualificationContext context, CustomerId owner) =>
        rule.Raise is { } raise
            ? Add(draft, plan, plan.Tallies[raise.EarnedSlot], TallyEvent.Of(context), owner, outcome.Computed, !raise.IsShare) is { } counted
                ? counted with { Marked = plan.Tallies[raise.EarnedSlot].Name }
                : null
            : null;

    private static CountedTally? Add(
        DecisionDraft draft,
        IncentivePlan plan,
        RuleTally tally,
        TallyEvent happened,
        CustomerId owner,
        long value,
        bool isCount,
        long maximum = long.MaxValue)
    {
        if (value == 0)
        {
            return null;
        }

        var place = TallyPlace.Of(tally, plan.Calendar, happened, owner);
        if (!tally.Over.IsTrailing)
        {
            draft.Add(place.Counter, value, maximum: maximum);
            return new CountedTally { Key = place.Counter.Id, Value = value, IsCount = isCount, Marked = Marked() };
        }

        var activity = draft.Read<ActivityState>(place.Activity) ?? new ActivityState();
        var entry = new ActivityEntry { Id = happened.Id, At = happened.At, Value = value, Referee = tally.IsLimit ? null : happened.Referee };
        draft.Write(place.Activity, activity.With(entry, draft.Plans.KeptFor(tally.Name)));
        return new CountedTally { Key = place.Activity.Id, IsTrailing = true, Value = value, IsCount = isCount, Marked = Marked() };

        string? Marked() => draft.Plans.IsMarked(tally.Name) || draft.Plans.IsGraced(tally.Name) ? tally.Name : null;
    }
}

/// <summary>
/// The numbers that something was counted for already. Numbers over several trailing times share their entries; those of calendar periods have a
/// counter each.
/// </summary>
internal struct SeenTallies
{
    private (IncentivePlan Plan, RuleTally Tally)? _first;
    private HashSet<(string Name, string Period)>? _all;

    internal bool IsNew(IncentivePlan plan, RuleTally tally, in TallyEvent happened)
    {
        if (_first is not { } first)
        {
            _first = (plan, tally);
            return true;
        }

        return (_all ??= [NameOf(first.Plan, first.Tally, happened)]).Add(NameOf(plan, tally, happened));
    }

    private static (string Name, string Period) NameOf(IncentivePlan plan, RuleTally tally, in TallyEvent happened) =>
        (tally.Name, tally.Over.IsTrailing ? "trailing" : tally.Over.KeyOf(tally.Over.StartOf(happened.At, plan.Calendar)));
}

/// <summary>What a number depends on: when something happened, to whom, and under which id its entry is kept.</summary>
internal readonly record struct TallyEvent(string Id, Instant At, CustomerId Referee, CustomerId Referrer, string? Deal = null)
{
    internal static TallyEvent Of(QualificationContext context) =>
        new(context.Conversion.Id, context.OccurredAt, context.Referee, context.Referrer, context.Conversion.Deal);
}

/// <summary>Where a number is kept for one conversion: for whom, and in which period.</summary>
internal readonly struct TallyPlace
{
    private readonly string _name;
    private readonly string? _owner;
    private readonly TimeFrame _frame;

    private TallyPlace(RuleTally tally, string? owner, LocalDate? start, RecordKey? before)
    {
        _name = tally.Name;
        _frame = tally.Over;
        _owner = owner;
        Start = start;
        Before = before;
    }

    /// <summary>The first day of the period; <c>null</c> where there are no periods.</summary>
    internal LocalDate? Start { get; }

    /// <summary>The counter of the period before; <c>null</c> where there are no periods.</summary>
    internal RecordKey? Before { get; }

    internal RecordKey Counter => StateKeys.Tally(_name, _frame.KeyOf(Start), _owner);

    internal RecordKey Activity => StateKeys.Activity(_name, _owner);

    internal static TallyPlace Of(RuleTally tally, ProgramCalendar calendar, TallyEvent happened, CustomerId rewarded)
    {
        var owner = tally.Owner switch
        {
            TallyOwner.Rewarded => rewarded.Value,
            TallyOwner.Referee => happened.Referee.Value,
            TallyOwner.Referrer => happened.Referrer.Value,
            TallyOwner.Deal => happened.Deal ?? string.Empty,
            TallyOwner.RewardedForReferee => KeyText.Of("for", rewarded.Value, happened.Referee.Value),
            _ => null,
        };
        var at = happened.At;
        RecordKey? before = tally.Grace is not null && tally.Over.StartBefore(at, calendar) is { } earlier
            ? StateKeys.Tally(tally.Name, tally.Over.KeyOf(earlier), owner)
            : null;
        return new TallyPlace(tally, owner, tally.Over.StartOf(at, calendar), before);
    }
}

/// <summary>The numbers that rules ask for, as they are stored, read while one conversion is decided.</summary>
internal sealed class DraftRuleState : IRuleState, ITallySource
{
    private readonly DecisionDraft _draft;
    private readonly IncentivePlan _plan;
    private readonly QualificationContext _context;
    private readonly TallyEvent _event;
    private readonly ValueList<CountedTally> _counted;
    private readonly IReadOnlyList<CountedTally> _counting;
    private readonly CustomerId[] _shared;

    /// <param name="draft">The decision.</param>
    /// <param name="plan">The rules that judge.</param>
    /// <param name="context">The conversion.</param>
    /// <param name="counted">What the conversion counts for already, and what rules must not see of it.</param>
    /// <param name="shared">Among whom the referral is split; everybody's own numbers are asked for.</param>
    /// <param name="counting">
    /// What the conversion begins to count for while rules are asked about it, which they must not see either: of several persons who share a reward the
    /// second is asked as the first was.
    /// </param>
    internal DraftRuleState(
        DecisionDraft draft,
        IncentivePlan plan,
        QualificationContext context,
        ValueList<CountedTally> counted,
        ValueList<ReferralCredit> shared,
        IReadOnlyList<CountedTally>? counting = null)
    {
        _shared = shared.Count == 0 ? [] : [.. shared.Select(static credit => credit.Referrer)];
        _draft = draft;
        _plan = plan;
        _context = context;
        _event = TallyEvent.Of(context);
        _counted = counted;
        _counting = counting ?? [];
    }

    public void RestOn(int slot, CustomerId owner)
    {
        if (!_plan.Tallies[slot].Over.IsTrailing)
        {
            _draft.Pin(Place(slot, owner).Counter);
        }
    }

    /// <summary>Whether the decision is stored only while the number is as it was told; for a limit that merely had room it is not.</summary>
    internal bool IsCertain(int slot, CustomerId owner)
    {
        var tally = _plan.Tallies[slot];
        return !tally.IsLimit || tally.Over.IsTrailing || _draft.IsPinned(Place(slot, owner).Counter);
    }

    private TallyPlace Place(int slot, CustomerId owner)
    {
        var tally = _plan.Tallies[slot];
        var happened = tally.Owner == TallyOwner.Referrer && _shared.Contains(owner) ? _event with { Referrer = owner } : _event;
        return TallyPlace.Of(tally.Paid?.Counted ?? tally, _plan.Calendar, happened, owner);
    }

    public long Tally(int slot, CustomerId owner)
    {
        var tally = _plan.Tallies[slot];
        var place = Place(slot, owner);
        if (tally.Paid is not null)
        {
            return Marks.Paid(_draft, tally, place, owner, _context.OccurredAt);
        }

        return new TallyReading(_plan.Calendar, _context.OccurredAt, this).Of(tally, place, Current);
    }

    /// <summary>What is decided does not count yet; but a referral that begins to count does.</summary>
    private string? Current => _context.IsSignUp ? null : _context.Conversion.Id;

    public string? Choice(string rule, CustomerId owner) =>
        _draft.Read<CustomerState>(StateKeys.Customer(owner))?.ChoiceFor(rule);

    public ActivityState? Activity(RecordKey key) => _draft.Read<ActivityState>(key);

    public long Number(RuleTally tally, RecordKey key)
    {
        // A cap only fills up, and the commit keeps it within its limit; but what a cap gets back makes room behind a refusal.
        if (!tally.IsLimit || _draft.Plans.IsReturning(tally.Name))
        {
            _draft.Pin(key);
        }

        var number = _draft.ReadNumber(key);
        foreach (var counted in _counted.AsSpan())
        {
            number -= counted.Key == key.Id ? counted.Value - counted.Returned : 0;
        }

        for (var i = 0; i < _counting.Count; i++)
        {
            number -= _counting[i].Key == key.Id ? _counting[i].Value : 0;
        }

        return number;
    }
}

/// <summary>The numbers that rules ask for, with a note of what they were told, to be kept with the conversion.</summary>
internal sealed class NotedRuleState(DraftRuleState state, IncentivePlan plan) : IRuleState
{
    private readonly List<(int Slot, CustomerId Owner, long Number)> _told = [];

    /// <summary>
    /// What was told first of each number, before the conversion itself counted. A limit that had room is left out: several decisions may use it at the same
    /// time, so none of them knows how much of it the others had used.
    /// </summary>
    internal ValueList<JudgedNumber> Told => _told.TrueForAll(IsLeftOut) ? [] : _told.Where(told => !IsLeftOut(told))
        .Select(told => new JudgedNumber { Name = plan.NumberName(told.Slot), Owner = told.Owner, Value = told.Number })
        .OrderBy(static told => told.Name, StringComparer.Ordinal)
        .ThenBy(static told => told.Owner.Value, StringComparer.Ordinal)
        .ToValueList();

    public long Tally(int slot, CustomerId owner)
    {
        var number = state.Tally(slot, owner);
        Note(slot, owner, number);
        return number;
    }

    public void RestOn(int slot, CustomerId owner) => state.RestOn(slot, owner);

    /// <summary>Notes a number that nobody has asked for.</summary>
    internal void Note(int slot, CustomerId owner)
    {
        if (!plan.Tallies[slot].IsLimit && !Knows(slot, owner))
        {
            _ = Tally(slot, owner);
        }
    }

    public string? Choice(string rule, CustomerId owner) => state.Choice(rule, owner);

    private void Note(int slot, CustomerId owner, long number)
    {
        if (!Knows(slot, owner))
        {
            _told.Add((slot, owner, number));
        }
    }

    private bool IsLeftOut((int Slot, CustomerId Owner, long Number) told) => told.Number == 0 || !state.IsCertain(told.Slot, told.Owner);

    private bool Knows(int slot, CustomerId owner)
    {
        foreach (var told in _told)
        {
            if (told.Owner == owner && plan.NumberName(told.Slot) == plan.NumberName(slot))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The numbers as rules were told them when a conversion was decided.</summary>
internal sealed class JudgedRuleState(JudgedState judged, IncentivePlan plan, DecisionDraft draft) : IRuleState
{
    public long Tally(int slot, CustomerId owner)
    {
        var name = plan.NumberName(slot);
        foreach (var number in judged.Numbers)
        {
            if (number.Owner == owner && number.Name == name)
            {
                return number.Value;
            }
        }

        return 0;
    }

    public string? Choice(string rule, CustomerId owner) => draft.Read<CustomerState>(StateKeys.Customer(owner))?.ChoiceFor(rule);
}

using NodaTime;
using Referrals.Programs;
using Referrals.Qualification;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>The numbers that rules ask for, as they are stored, read while one conversion is decided.</summary>
internal sealed class DraftRuleState : IRuleState
{
    private readonly DecisionDraft _draft;
    private readonly IncentivePlan _plan;
    private readonly QualificationContext _context;
    private readonly TallyEvent _event;
    private readonly ValueList<CountedTally> _counted;

    /// <param name="draft">The decision.</param>
    /// <param name="plan">The rules that judge.</param>
    /// <param name="context">The conversion.</param>
    /// <param name="counted">What the conversion counts for already, and what rules must not see of it.</param>
    internal DraftRuleState(DecisionDraft draft, IncentivePlan plan, QualificationContext context, ValueList<CountedTally> counted)
    {
        _draft = draft;
        _plan = plan;
        _context = context;
        _event = TallyEvent.Of(context);
        _counted = counted;
    }

    public long Tally(int slot, CustomerId owner)
    {
        var tally = _plan.Tallies[slot];
        var place = TallyPlace.Of(tally, _plan.Calendar, _event, owner);
        if (tally.Over.Length is { } length)
        {
            var activity = _draft.Read<ActivityState>(place.Activity) ?? new ActivityState();
            return tally.IsLimit ? activity.MostAround(length.Elapsed, _context.OccurredAt)
                : tally.Grace is { } grace ? activity.MostBetween(
                    length.Elapsed, Before(grace), _context.OccurredAt, _context.Conversion.Id)
                : activity.Within(length.Elapsed, _context.OccurredAt, _context.Conversion.Id);
        }

        if (tally.Grace is { } kept)
        {
            return place.Before is { } before && _context.OccurredAt < kept.EndFrom(_plan.Calendar.At(place.Start!.Value), _plan.Calendar.Zone)
                ? Number(tally, before)
                : 0;
        }

        return Number(tally, place.Counter);
    }

    public string? Choice(string rule, CustomerId owner) =>
        _draft.Read<CustomerState>(StateKeys.Customer(owner))?.ChoiceFor(rule);

    private long Number(RuleTally tally, Storage.RecordKey key)
    {
        // A cap only fills up, and the commit keeps it within its limit; but what a cap gets back makes room behind a refusal.
        if (!tally.IsLimit || _draft.Plans.IsReturning(tally.Name))
        {
            _draft.Pin(key);
        }

        return _draft.ReadNumber(key) - _counted.Where(counted => counted.Key == key.Id).Sum(static counted => counted.Value - counted.Returned);
    }

    /// <summary>So long before the conversion; a calendar grace is taken from the day on which it would end now.</summary>
    private Instant Before(Period grace) => grace.Kind switch
    {
        PeriodKind.CalendarDays => _plan.Calendar.At(Today.PlusDays(-grace.Length)),
        PeriodKind.Months => _context.OccurredAt.InZone(_plan.Calendar.Zone).LocalDateTime.PlusMonths(-grace.Length).InZoneLeniently(_plan.Calendar.Zone).ToInstant(),
        _ => _context.OccurredAt - grace.Elapsed,
    };

    private LocalDate Today => _context.OccurredAt.InZone(_plan.Calendar.Zone).Date;
}

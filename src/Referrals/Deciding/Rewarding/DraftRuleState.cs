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
    private readonly CustomerId[] _shared;

    /// <param name="draft">The decision.</param>
    /// <param name="plan">The rules that judge.</param>
    /// <param name="context">The conversion.</param>
    /// <param name="counted">What the conversion counts for already, and what rules must not see of it.</param>
    /// <param name="shared">Among whom the referral is split; everybody's own numbers are asked for.</param>
    internal DraftRuleState(
        DecisionDraft draft, IncentivePlan plan, QualificationContext context, ValueList<CountedTally> counted, IEnumerable<CustomerId> shared)
    {
        _shared = [.. shared];
        _draft = draft;
        _plan = plan;
        _context = context;
        _event = TallyEvent.Of(context);
        _counted = counted;
    }

    public long Tally(int slot, CustomerId owner)
    {
        var tally = _plan.Tallies[slot];
        var happened = tally.Owner == TallyOwner.Referrer && _shared.Contains(owner) ? _event with { Referrer = owner } : _event;
        var place = TallyPlace.Of(tally.Paid?.Counted ?? tally, _plan.Calendar, happened, owner);
        if (tally.Paid is not null)
        {
            return Marks.Paid(_draft, tally, place, owner, _context.OccurredAt);
        }

        return new TallyReading(_plan.Calendar, _context.OccurredAt, key => Number(tally, key), key => _draft.Read<ActivityState>(key))
            .Of(tally, place, Current);
    }

    /// <summary>What is decided does not count yet; but a referral that begins to count does.</summary>
    private string? Current => _context.IsSignUp ? null : _context.Conversion.Id;

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
}

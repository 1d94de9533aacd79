using NodaTime;
using Referrals.Qualification;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Deciding.Rewarding;

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
            _ => null,
        };
        var at = happened.At;
        RecordKey? before = tally.Grace is not null && tally.Over.StartBefore(at, calendar) is { } earlier
            ? StateKeys.Tally(tally.Name, tally.Over.KeyOf(earlier), owner)
            : null;
        return new TallyPlace(tally, owner, tally.Over.StartOf(at, calendar), before);
    }
}

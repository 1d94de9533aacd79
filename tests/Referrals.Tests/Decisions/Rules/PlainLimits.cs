using NodaTime;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>
/// Caps and budgets computed anew from the facts alone, in the plainest way: all grants of a window added up. It knows nothing of
/// counters, so it shares no mistake with them.
/// </summary>
internal sealed class PlainLimits(ReferralProgram program)
{
    private readonly List<Granted> _grants = [];
    private readonly Dictionary<string, (CustomerId Customer, Instant At)> _bought = [];
    private int _steps;

    /// <summary>Takes a decision's facts up, and gives the limits that its grants break.</summary>
    internal IEnumerable<string> After(IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
        {
            Take(fact);
        }

        return facts.All(static fact => fact.Kind != FactKind.RewardGranted) ? [] : [.. Caps(), .. Budgets()];
    }

    private void Take(Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.ConversionRecorded:
                _bought[fact.Subject!] = (fact.Customer!.Value, fact.OccurredAt);
                break;
            case FactKind.RewardGranted:
                _grants.Add(GrantOf(fact));
                break;
            case FactKind.RewardReversed:
                var grant = _grants.Single(grant => grant.Reward == fact.Subject);
                grant.Steps.Add((_steps++, -fact.Amount!.Value.MinorUnits));
                break;
        }
    }

    private Granted GrantOf(Fact fact)
    {
        var rule = program.Incentives.Single(rule => rule.Name == fact.Rule);
        var order = fact.Subject![(fact.Subject!.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var (referee, at) = _bought[order];

        // What goes to a cause is used up of the cap of the one who gave it.
        var owner = !fact.Customer!.Value.Value.StartsWith("cause:", StringComparison.Ordinal) ? fact.Customer.Value
            : rule.Side == Side.Referee ? referee : fact.Referrer!.Value;
        return new Granted(fact.Subject!, rule, owner, referee, order, at, fact.Amount!.Value, [(_steps++, fact.Amount.Value.MinorUnits)]);
    }

    private IEnumerable<string> Caps()
    {
        var caps = program.Incentives.SelectMany(static rule => rule.Caps.Select(cap => (cap, By: (Func<Granted, bool>)(grant => grant.Rule == rule))))
            .Concat(program.Caps.Select(static side => (cap: side.Cap, By: (Func<Granted, bool>)(grant => grant.Rule.Side == side.Side))));
        foreach (var (cap, by) in caps)
        {
            foreach (var whose in _grants.Where(by).GroupBy(grant => Whose(cap, grant)))
            {
                foreach (var window in Windows(cap.Per, [.. whose]))
                {
                    var used = window.Where(grant => cap.Amount is not { } most || grant.Amount.Unit == most.Unit)
                        .GroupBy(static grant => grant.Order)
                        .Sum(order => Used([.. order], isCount: cap.Amount is null, cap.RoomReturns));
                    if (used > (cap.Amount?.MinorUnits ?? cap.Rewards!.Value))
                    {
                        yield return $"{cap} of {whose.Key} is used for {used}";
                    }
                }
            }
        }
    }

    /// <summary>What a referral earns is one sum for all who share its rewards; how often it is rewarded is counted for each of them.</summary>
    private static (CustomerId? Owner, CustomerId? Referee) Whose(Cap cap, Granted grant) => !cap.IsPerReferral ? (grant.Owner, null)
        : cap.Amount is null ? (grant.Owner, grant.Referee)
        : (null, grant.Referee);

    /// <summary>
    /// What one order uses of a limit: what stands of its rewards where room returns, else the most that ever stood of them at once, since the room that an
    /// order has used stays its own.
    /// </summary>
    private static long Used(Granted[] order, bool isCount, bool roomReturns)
    {
        var most = 0L;
        var standing = new Dictionary<(Incentive, CustomerId), long>();
        foreach (var (grant, _, amount) in order.SelectMany(static grant => grant.Steps.Select(step => (grant, step.At, step.Amount))).OrderBy(static step => step.At))
        {
            var reward = (grant.Rule, grant.Owner);
            standing[reward] = standing.GetValueOrDefault(reward) + amount;
            most = Math.Max(most, Now());
        }

        return roomReturns ? Now() : most;

        long Now() => isCount ? standing.Values.Count(static left => left > 0) : standing.Values.Sum();
    }

    private IEnumerable<string> Budgets() =>
        from budget in program.Budgets
        let used = _grants.Where(grant => grant.Amount.Unit == budget.Amount.Unit)
            .GroupBy(static grant => grant.Order)
            .Sum(static order => Used([.. order], isCount: false, roomReturns: false))
        where used > budget.Amount.MinorUnits
        select $"The budget {budget.Amount} is used for {used}";

    private IEnumerable<IReadOnlyList<Granted>> Windows(TimeFrame frame, IReadOnlyList<Granted> grants)
    {
        if (frame.Length is { } length)
        {
            return grants.Select(end => grants.Where(grant => grant.At <= end.At && grant.At > end.At - length.Elapsed).ToArray());
        }

        return grants.GroupBy(grant => StartOf(frame, grant.At.InZone(program.Zone).Date)).Select(static period => period.ToArray());
    }

    private LocalDate StartOf(TimeFrame frame, LocalDate day) => frame.Kind switch
    {
        TimeFrameKind.CalendarDay => day,
        TimeFrameKind.CalendarWeek => day.Next(frame.WeekStart ?? program.WeekStart).PlusWeeks(-1),
        TimeFrameKind.CalendarMonth => new LocalDate(day.Year, day.Month, 1),
        TimeFrameKind.CalendarQuarter => Starts(day, 3),
        TimeFrameKind.CalendarYear => Starts(day, 12),
        _ => LocalDate.MinIsoValue,
    };

    /// <summary>The last start of a period of so many months, counted from the start of the year, that is not after the day.</summary>
    private LocalDate Starts(LocalDate day, int months)
    {
        var start = program.YearStart.InYear(day.Year - 1);
        while (start.PlusMonths(months) <= day)
        {
            start = start.PlusMonths(months);
        }

        return start;
    }

    /// <remarks><c>Steps</c>: what was granted and taken back, each with its place among all.</remarks>
    private sealed record Granted(
        string Reward, Incentive Rule, CustomerId Owner, CustomerId Referee, string Order, Instant At, Amount Amount, List<(int At, long Amount)> Steps);
}

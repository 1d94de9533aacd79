using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// The rules of a program made ready to be asked: names looked up, dates turned into instants, conditions flattened. Made once when the
/// program is registered; then a decision of all rules takes well below a microsecond and allocates nothing. For previews too: what would
/// this basket earn?
/// </summary>
/// <remarks>Immutable and safe for any number of threads.</remarks>
internal sealed class IncentivePlan
{
    private readonly ConditionPlan _qualification;
    private readonly bool _isCompetitive;
    private readonly string[] _numberNames;

    private IncentivePlan(ReferralProgram program, CustomRules rules)
    {
        Program = program;
        Calendar = program.Calendar;
        var builder = new RulePlanBuilder(Calendar, rules, program.WhenRuleFails);
        var rewards = new RewardPlanBuilder(builder, rules, program.Rounding);
        _qualification = program.Qualification.Compile(builder);
        _ = builder.TakeRuleMeasures();
        _ = builder.TakeRuleSlots();
        Rules = [.. program.IncentiveList.Select(incentive => new RulePlan(incentive, rewards, program.CapList, program.BudgetList, program.TaxThreshold))];
        Tallies = [.. builder.Tallies];
        _numberNames = [.. Tallies.Select(static tally => KeyText.Of(tally.Name, tally.Over.ToString(), tally.Grace?.ToString()))];
        Measures = [.. builder.Measures];
        Marked = builder.Marked;
        CountsDeals = rewards.CountsDeals;
        AsksForEvents = builder.AsksForEvents;
        AsksForReferrer = builder.AsksForReferrer;
        Groups = [.. RuleRanking.Of(program, Rules)];
        Shadows = [.. Rules.Where(static rule => rule.Incentive.IsShadow)];
        ReferredMeasures = CountedMeasure.Of(Measures.Where(static measure => measure.Subject == MeasureSubject.ReferredConversions));
        _isCompetitive = Groups.Any(static group => group.Precedence != Precedence.Stack);
    }

    /// <summary>The program.</summary>
    public ReferralProgram Program { get; }

    /// <summary>The numbers that the rules ask for; the place in this list is the slot by which <see cref="IRuleState"/> is asked.</summary>
    public IReadOnlyList<RuleTally> Tallies { get; }

    /// <summary>What the number in a slot is called, with the time that it is over and within which its best counts; the same for every plan.</summary>
    internal string NumberName(int slot) => _numberNames[slot];

    internal ProgramCalendar Calendar { get; }

    internal RulePlan[] Rules { get; }

    /// <summary>What has to be counted with every decision.</summary>
    internal IReadOnlyList<Measure> Measures { get; }

    /// <summary>The names of the numbers on which marks rest.</summary>
    internal IReadOnlySet<string> Marked { get; }

    internal bool CountsDeals { get; }

    internal bool AsksForEvents { get; }

    internal bool AsksForReferrer { get; }

    /// <summary>The rules in the order in which they are asked, group by group.</summary>
    internal RankedGroup[] Groups { get; }

    /// <summary>The rules that are only tried out.</summary>
    internal RulePlan[] Shadows { get; }

    /// <summary>What is counted of a referred conversion for its referrers.</summary>
    internal CountedMeasure[] ReferredMeasures { get; }

    /// <summary>Makes the rules of a program ready.</summary>
    /// <param name="program">The program.</param>
    /// <param name="rules">Custom conditions and incentive rules; <c>null</c> for none.</param>
    /// <exception cref="ReferralProgramException">The program asks for a rule that the book does not have.</exception>
    public static IncentivePlan For(ReferralProgram program, CustomRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        var book = rules ?? CustomRules.Empty;
        var missing = ProgramValidation.MissingRules(program, book).ToArray();
        return missing.Length == 0 ? new IncentivePlan(program, book) : throw new ReferralProgramException(missing);
    }

    /// <summary>
    /// What every rule makes of a conversion, for a referral with one referrer and without levels. Nothing is stored and nothing allocated.
    /// </summary>
    /// <param name="context">The conversion, with the program's amount base.</param>
    /// <param name="state">What is stored; <see cref="FreshRuleState.Instance"/> for a customer who has not earned anything yet.</param>
    /// <param name="outcomes">Filled in the order of the program's incentives; at least as many as there are.</param>
    /// <returns>How many rules grant something, those that lose to others and those that are only tried out not included.</returns>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public int Decide(QualificationContext context, IRuleState state, Span<IncentiveOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        if (outcomes.Length < Rules.Length)
        {
            throw new ArgumentException($"The program has {Rules.Length} rules, but there is room for {outcomes.Length} outcomes.", nameof(outcomes));
        }

        if (!IsQualified(context, state))
        {
            outcomes[..Rules.Length].Fill(new IncentiveOutcome(Refusals.Conditions));
            return 0;
        }

        var granted = DecideAll(context, state, outcomes);
        return _isCompetitive ? Rank(outcomes) : granted;
    }

    /// <summary>The same with the complete explanation: one tree of checks for each rule, in the order of the program's incentives.</summary>
    /// <param name="context">The conversion, with the program's amount base.</param>
    /// <param name="state">What is stored.</param>
    public IReadOnlyList<Check> Explain(QualificationContext context, IRuleState state)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        var qualification = Qualification(context, state);
        var checks = new Check[Rules.Length];
        for (var i = 0; i < checks.Length; i++)
        {
            checks[i] = Explain(Rules[i], Scope(context, state, Rules[i]), default, qualification, out _);
        }

        return checks;
    }

    internal bool IsQualified(QualificationContext context, IRuleState state) =>
        _qualification.Test(new RuleScope(context, state, context.Referrer)) == Truth.True;

    internal Check Qualification(QualificationContext context, IRuleState state) =>
        _qualification.Explain(new RuleScope(context, state, context.Referrer));

    /// <summary>One rule's outcome with its explanation.</summary>
    internal static Check Explain(
        RulePlan rule, in RuleScope scope, CreditPart part, Check qualification, out IncentiveOutcome outcome)
    {
        var trace = new CheckTrace();
        trace.Add(qualification);
        if (qualification.Held)
        {
            rule.Decide(scope, part, ref trace, out outcome);
        }
        else
        {
            outcome = new IncentiveOutcome(OutcomeKind.Unqualified(qualification.Reason.Code));
        }

        return Tree(rule, outcome, trace.ToList(), part.IsWhole ? null : scope.Owner);
    }

    /// <param name="rule">The rule.</param>
    /// <param name="outcome">What it makes of the conversion.</param>
    /// <param name="checks">The steps to it.</param>
    /// <param name="owner">Who of several gets the reward; <c>null</c> where one does.</param>
    internal static Check Tree(RulePlan rule, IncentiveOutcome outcome, IReadOnlyList<Check> checks, CustomerId? owner) => Check.Tree(
        RewardCodes.Incentive,
        outcome.IsGranted ? Verdict.Passed : Verdict.Failed,
        checks,
        rule.Incentive.Name,
        outcome.IsGranted ? rule.Text(outcome.Unit, outcome.MinorUnits + outcome.RaiseMinorUnits) : default,
        rule.Incentive.Side,
        owner);

    private int DecideAll(QualificationContext context, IRuleState state, Span<IncentiveOutcome> outcomes)
    {
        var (trace, whole, granted) = (default(NoTrace), default(CreditPart), 0);
        var referrer = new RuleScope(context, state, context.Referrer);
        var referee = new RuleScope(context, state, context.Referee);
        for (var i = 0; i < Rules.Length; i++)
        {
            var rule = Rules[i];
            if (rule.IsBySignUp)
            {
                outcomes[i] = new IncentiveOutcome(Refusals.NoMilestone); // A conversion moves no number of referrals.
            }
            else if (rule.IsForReferee)
            {
                rule.Decide(referee, whole, ref trace, out outcomes[i]);
            }
            else
            {
                rule.Decide(referrer, whole, ref trace, out outcomes[i]);
            }

            granted += outcomes[i].IsGranted && !rule.Incentive.IsShadow ? 1 : 0;
        }

        return granted;
    }

    private int Rank(Span<IncentiveOutcome> outcomes)
    {
        var granted = 0;
        foreach (var group in Groups)
        {
            granted += group.Rank(outcomes);
        }

        return granted;
    }

    private static RuleScope Scope(QualificationContext context, IRuleState state, RulePlan rule) =>
        new(context, state, rule.IsForReferee ? context.Referee : context.Referrer);
}

/// <summary>The plans of all versions of a program.</summary>
internal sealed class IncentivePlans
{
    private readonly Dictionary<int, IncentivePlan> _plans;
    private readonly Dictionary<string, Duration> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _returning = new(StringComparer.Ordinal);
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _graced = new(StringComparer.Ordinal);
    private readonly ProgramVersions _versions;

    internal IncentivePlans(ProgramVersions versions, CustomRules rules)
    {
        _versions = versions;
        _plans = versions.All.ToDictionary(static program => program.Version, program => IncentivePlan.For(program, rules));
        OwnMeasures = MeasuresOf(MeasureSubject.OwnConversions);
        ReferralMeasures = MeasuresOf(MeasureSubject.Referrals);
        foreach (var plan in _plans.Values)
        {
            _marked.UnionWith(plan.Marked);
            _graced.UnionWith(plan.Tallies.Where(static tally => tally.Grace is not null).Select(static tally => tally.Name));
            _returning.UnionWith(plan.Rules.SelectMany(static rule => rule.Caps)
                .Where(static cap => cap.Cap.RoomReturns).Select(cap => plan.Tallies[cap.Slot].Name));
        }

        foreach (var tally in _plans.Values.SelectMany(static plan => plan.Tallies))
        {
            if (tally.Over.Length is { } length)
            {
                // Calendar grace is longer in days than in months of any length.
                var grace = tally.Grace is { } more ? more.Kind == PeriodKind.Months ? Duration.FromDays(31 * more.Length)
                    : more.Kind == PeriodKind.CalendarDays ? Duration.FromDays(more.Length + 1) : more.Elapsed : Duration.Zero;

                // A limit holds in every window, also in those around a conversion that is reported late.
                // So does a mark, whose payments go back with what they rest on.
                var late = tally.IsOfMarks ? Duration.Max(length.Elapsed, Duration.FromDays(366))
                    : tally.IsLimit ? Duration.Max(length.Elapsed, Duration.FromDays(31))
                    : Duration.Zero;
                _kept[tally.Name] = Duration.Max(_kept.GetValueOrDefault(tally.Name), length.Elapsed + grace + late);
            }
        }
    }

    internal IEnumerable<IncentivePlan> All => _plans.Values;

    /// <summary>What any version counts of a customer's own conversions.</summary>
    internal (IncentivePlan Plan, CountedMeasure Measure)[] OwnMeasures { get; }

    /// <summary>What any version counts of referrals.</summary>
    internal (IncentivePlan Plan, CountedMeasure Measure)[] ReferralMeasures { get; }

    /// <summary>The plan of the version that judges a referral of a version.</summary>
    internal IncentivePlan For(int version) => _plans[_versions.For(version).Version];

    /// <summary>The plan of the version that has decided something, whether or not referrals were moved to another one since.</summary>
    internal IncentivePlan Exactly(int version) => _plans[_versions.Exactly(version).Version];

    private (IncentivePlan Plan, CountedMeasure Measure)[] MeasuresOf(MeasureSubject subject) =>
    [
        .. _plans.Values.SelectMany(plan => CountedMeasure.Of(plan.Measures.Where(measure => measure.Subject == subject))
            .Select(measure => (plan, measure))),
    ];

    /// <summary>How long the entries of a number are needed by any version.</summary>
    internal Duration KeptFor(string name) => _kept.GetValueOrDefault(name);

    /// <summary>Whether marks of any version rest on a number.</summary>
    internal bool IsMarked(string name) => _marked.Contains(name);

    /// <summary>Whether steps of any version rest on a number that are kept for a while after it has fallen.</summary>
    internal bool IsGraced(string name) => _graced.Contains(name);

    /// <summary>Whether a number is the use of a cap that, in any version, gets its room back when a reward is taken back.</summary>
    internal bool IsReturning(string name) => _returning.Contains(name);
}

/// <summary>Puts rules into the groups in which they compete.</summary>
internal static class RuleRanking
{
    internal static IReadOnlyList<RankedGroup> Of(ReferralProgram program, IReadOnlyList<RulePlan> rules)
    {
        var precedences = program.Groups.ToDictionary(static group => group.Name, static group => group.Precedence, StringComparer.Ordinal);
        return
        [
            .. rules
                .Select(static (rule, place) => (rule.Incentive, Place: place))
                .Where(static rule => !rule.Incentive.IsShadow)
                .GroupBy(static rule => (rule.Incentive.Side, rule.Incentive.Group))
                .OrderBy(static group => group.Min(static rule => rule.Place))
                .Select(group => new RankedGroup(
                    group.Key.Group is { } name ? precedences.GetValueOrDefault(name) : program.Precedence,
                    [.. group.OrderByDescending(static rule => rule.Incentive.Priority).ThenBy(static rule => rule.Place).Select(static rule => rule.Place)],
                    rules)),
        ];
    }
}

/// <summary>Rules that compete for one side, in the order in which they are asked.</summary>
internal sealed class RankedGroup
{
    private readonly RulePlan[] _byConversion;
    private readonly RulePlan[] _bySignUp;

    internal RankedGroup(Precedence precedence, int[] rules, IReadOnlyList<RulePlan> plans)
    {
        Precedence = precedence;
        Rules = rules;
        _byConversion = [.. rules.Select(rule => plans[rule]).Where(static rule => !rule.IsBySignUp)];
        _bySignUp = [.. rules.Select(rule => plans[rule]).Where(static rule => rule.IsBySignUp)];
    }

    internal Precedence Precedence { get; }

    /// <summary>The places of the rules in the program.</summary>
    internal int[] Rules { get; }

    /// <summary>The rules that are asked about a sign-up, or those that are asked about a conversion.</summary>
    internal RulePlan[] AskedBy(bool isSignUp) => isSignUp ? _bySignUp : _byConversion;

    /// <summary>Lets the winners stand and marks the others as outranked.</summary>
    /// <returns>How many stand.</returns>
    internal int Rank(Span<IncentiveOutcome> outcomes)
    {
        var winner = -1;
        var granted = 0;
        foreach (var rule in Rules)
        {
            ref var outcome = ref outcomes[rule];
            if (!outcome.IsGranted)
            {
                continue;
            }

            granted++;
            if (winner < 0 || (Precedence == Precedence.Best && Total(outcome) > Total(outcomes[winner])))
            {
                winner = rule;
            }
        }

        if (Precedence == Precedence.Stack || granted <= 1)
        {
            return granted;
        }

        foreach (var rule in Rules)
        {
            if (rule != winner && outcomes[rule].IsGranted)
            {
                outcomes[rule] = new IncentiveOutcome(Refusals.Outranked, outcomes[rule].TierReached);
            }
        }

        return 1;

        static long Total(in IncentiveOutcome outcome) => outcome.MinorUnits + outcome.RaiseMinorUnits;
    }
}

/// <summary>The state of customers who have not earned or chosen anything yet: every number is zero.</summary>
internal sealed class FreshRuleState : IRuleState
{
    private FreshRuleState()
    {
    }

    /// <summary>The one instance.</summary>
    public static FreshRuleState Instance { get; } = new();

    /// <inheritdoc/>
    public long Tally(int slot, CustomerId owner) => 0;

    /// <inheritdoc/>
    public string? Choice(string rule, CustomerId owner) => null;
}

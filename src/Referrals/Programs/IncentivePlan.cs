using Referrals.Explanations;
using Referrals.Qualification;
using Referrals.Qualification.Plans;
using Referrals.Rewards;
using Referrals.Rewards.Parts;
using Referrals.Rewards.Plans;

namespace Referrals.Programs;

/// <summary>
/// The rules of a program made ready to be asked: names looked up, dates turned into instants, conditions flattened. Made once when the
/// program is registered; then a decision of all rules takes well below a microsecond and allocates nothing. For previews too: what would
/// this basket earn?
/// </summary>
/// <remarks>Immutable and safe for any number of threads.</remarks>
public sealed class IncentivePlan
{
    private readonly ConditionPlan _qualification;
    private readonly bool _isCompetitive;

    private IncentivePlan(ReferralProgram program, RuleBook rules)
    {
        Program = program;
        Calendar = program.Calendar;
        var builder = new RulePlanBuilder(Calendar, rules);
        var rewards = new RewardPlanBuilder(builder, rules, program.Rounding);
        _qualification = program.Qualification.Compile(builder);
        _ = builder.TakeRuleMeasures();
        Rules = [.. program.IncentiveList.Select(incentive => new RulePlan(incentive, rewards, program.CapList, program.BudgetList, program.TaxThreshold))];
        Tallies = [.. builder.Tallies];
        Measures = [.. builder.Measures];
        Marked = builder.Marked;
        CountsDeals = rewards.CountsDeals;
        AsksForEvents = builder.AsksForEvents;
        AsksForReferrer = builder.AsksForReferrer;
        Groups = [.. RuleRanking.Of(program, Rules)];
        _isCompetitive = Groups.Any(static group => group.Precedence != Precedence.Stack);
    }

    /// <summary>The program.</summary>
    public ReferralProgram Program { get; }

    /// <summary>The numbers that the rules ask for; the place in this list is the slot by which <see cref="IRuleState"/> is asked.</summary>
    public IReadOnlyList<RuleTally> Tallies { get; }

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

    /// <summary>Makes the rules of a program ready.</summary>
    /// <param name="program">The program.</param>
    /// <param name="rules">The host's own conditions and incentive rules; <c>null</c> for none.</param>
    /// <exception cref="ReferralProgramException">The program asks for a rule that the book does not have.</exception>
    public static IncentivePlan For(ReferralProgram program, RuleBook? rules = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        var book = rules ?? RuleBook.Empty;
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

        return Tree(rule, outcome, trace.ToList());
    }

    internal static Check Tree(RulePlan rule, IncentiveOutcome outcome, IReadOnlyList<Check> checks) => Check.Tree(
        RewardCodes.Incentive,
        outcome.IsGranted ? Verdict.Passed : Verdict.Failed,
        checks,
        rule.Incentive.Name,
        outcome.IsGranted ? rule.Text(outcome.Unit, outcome.MinorUnits + outcome.RaiseMinorUnits) : default);

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

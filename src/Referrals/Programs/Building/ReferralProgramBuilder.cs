using NodaTime;
using Referrals.Codes;
using Referrals.Codes.Vanity;
using Referrals.Rewards;
using Referrals.Rewards.Limits;
using Referrals.Sharing;

namespace Referrals.Programs.Building;

/// <summary>Says what a program is. Each call adds to it or replaces what an earlier one said.</summary>
public sealed partial class ReferralProgramBuilder
{
    private readonly List<Incentive> _incentives = [];
    private readonly List<Budget> _budgets = [];
    private readonly List<SideCap> _caps = [];
    private readonly List<RuleGroup> _groups = [];
    private ReferralProgram _program;

    internal ReferralProgramBuilder(ProgramId id) => _program = new ReferralProgram { Id = id, Name = id.Value };

    /// <summary>The version, from 1. A changed program takes a higher one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    public ReferralProgramBuilder Version(int version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        return Set(_program with { Version = version });
    }

    /// <summary>The name for people: 1 to 128 characters.</summary>
    public ReferralProgramBuilder Named(string name) => Set(_program with { Name = InputText.Check(name) });

    /// <summary>The zone of all calendar periods, such as <c>Europe/Paris</c>.</summary>
    public ReferralProgramBuilder InZone(string zoneId) => Set(_program with { ZoneId = InputText.Check(zoneId) });

    /// <summary>When referrals can be created: from the start on, and no longer from the end on.</summary>
    public ReferralProgramBuilder Runs(Instant? from, Instant? until) => Set(_program with { StartsAt = from, EndsAt = until });

    /// <summary>Creates no referrals for now.</summary>
    public ReferralProgramBuilder Paused() => Set(_program with { IsPaused = true });

    /// <summary>How everything that the program computes is rounded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no rounding mode.</exception>
    public ReferralProgramBuilder Round(RoundingMode rounding) => Enum.IsDefined(rounding)
        ? Set(_program with { Rounding = rounding })
        : throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "This is no rounding mode.");

    /// <summary>How codes look.</summary>
    /// <exception cref="ArgumentException">The format is impossible.</exception>
    public ReferralProgramBuilder Codes(Action<CodeFormatBuilder> configure) =>
        Set(_program with { Codes = CodeFormat.Create(configure) });

    /// <summary>Lets referrers choose their codes, by these rules or the usual ones.</summary>
    public ReferralProgramBuilder ChosenCodes(VanityRules? rules = null) => Set(_program with { ChosenCodes = rules ?? VanityRules.Default });

    /// <summary>How links look, such as <c>https://shop.example/r/{code}</c>; see <see cref="LinkTemplate"/>.</summary>
    /// <exception cref="FormatException">The text is no template.</exception>
    public ReferralProgramBuilder Links(string template) => Set(_program with { Links = LinkTemplate.Parse(template) });

    /// <summary>How a sign-up finds its referrer.</summary>
    public ReferralProgramBuilder Attribute(Action<AttributionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new AttributionBuilder(_program.Attribution);
        configure(builder);
        return Set(_program with { Attribution = builder.Policy });
    }

    /// <summary>What a conversion must fulfil before any incentive is asked.</summary>
    public ReferralProgramBuilder Qualify(Action<ConditionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new ConditionBuilder();
        configure(builder);
        return Set(_program with { Qualification = builder.Build() });
    }

    /// <summary>
    /// Lets conversions count that happened before the sign-up, such as the order of a guest who makes an account afterwards. Without
    /// this, nothing that happened before the sign-up earns anything.
    /// </summary>
    /// <param name="window">The sign-up must come within it, from the conversion on.</param>
    public ReferralProgramBuilder CountBeforeSignUp(Window window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return Set(_program with { CountsBeforeSignUp = window });
    }

    /// <summary>What keeps wrong referrals out: <c>Guard(g => g.Recommended())</c>.</summary>
    public ReferralProgramBuilder Guard(Action<GuardPolicyBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new GuardPolicyBuilder();
        configure(builder);
        return Set(_program with { Guards = builder.Build() });
    }

    /// <summary>A rule that rewards the referrer. A rule without a name is called <c>referrer</c>, the next <c>referrer-2</c>.</summary>
    public ReferralProgramBuilder RewardReferrer(Action<IncentiveBuilder> configure) => Reward(Side.Referrer, configure);

    /// <summary>A rule that rewards the referee. A rule without a name is called <c>referee</c>, the next <c>referee-2</c>.</summary>
    public ReferralProgramBuilder RewardReferee(Action<IncentiveBuilder> configure) => Reward(Side.Referee, configure);

    /// <summary>The most that the program gives in all in one unit; never exceeded. What no longer fits is not granted.</summary>
    /// <param name="amount">The amount, above zero.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="whenUsedUp">Whether the program then goes on without rewards in that unit, or creates no more referrals.</param>
    /// <exception cref="ArgumentException">The amount is not above zero, or finer than its unit.</exception>
    public ReferralProgramBuilder Budget(decimal amount, string unit, BudgetEnd whenUsedUp = BudgetEnd.GoOn)
    {
        _budgets.Add(Rewards.Limits.Budget.Of(Amount.Of(amount, unit), whenUsedUp));
        return this;
    }

    /// <summary>A cap over all rules of one side together, for each customer.</summary>
    public ReferralProgramBuilder Cap(Side side, Cap cap)
    {
        ArgumentNullException.ThrowIfNull(cap);
        _caps.Add(new SideCap(side, cap));
        return this;
    }

    /// <summary>What happens when several rules without a group grant something to one side. Without this, all are granted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no precedence.</exception>
    public ReferralProgramBuilder WhenSeveralMatch(Precedence precedence) => Set(_program with { Precedence = Checked(precedence) });

    /// <summary>A group of rules that compete with each other, apart from all others.</summary>
    /// <param name="name">The name that the rules name by <see cref="IncentiveBuilder.InGroup"/>.</param>
    /// <param name="precedence">Who wins.</param>
    public ReferralProgramBuilder Group(string name, Precedence precedence)
    {
        _groups.Add(new RuleGroup(InputText.Check(name), Checked(precedence)));
        return this;
    }

    /// <summary>Which parts of a conversion's amount count for conditions and rewards.</summary>
    public ReferralProgramBuilder CountAmounts(AmountBase amountBase)
    {
        ArgumentNullException.ThrowIfNull(amountBase);
        return Set(_program with { AmountBase = amountBase });
    }

    /// <summary>The first day of the program's weeks. Without this, Monday.</summary>
    public ReferralProgramBuilder WeeksStart(IsoDayOfWeek day) =>
        Set(_program with { WeekStart = new ProgramCalendar(DateTimeZone.Utc, weekStart: day).WeekStart });

    /// <summary>The first day of the program's years and quarters. Without this, 1 January.</summary>
    /// <param name="month">1 to 12.</param>
    /// <param name="day">1 to 28.</param>
    public ReferralProgramBuilder YearsStart(int month, int day) =>
        Set(_program with { YearStart = new ProgramCalendar(DateTimeZone.Utc, yearStart: new AnnualDate(month, day)).YearStart });

    /// <summary>How much a customer can earn in a tax year before what goes beyond waits for a review.</summary>
    public ReferralProgramBuilder TaxThreshold(decimal amount, string unit, AnnualDate? yearStart = null) =>
        Set(_program with { TaxThreshold = Rewards.Limits.TaxThreshold.Of(Amount.Of(amount, unit), yearStart) });

    internal ReferralProgram Build()
    {
        var program = _program with
        {
            IncentiveList = _incentives.ToValueList(),
            BudgetList = _budgets.ToValueList(),
            CapList = _caps.ToValueList(),
            GroupList = _groups.ToValueList(),
            PayoutList = _payouts.ToValueList(),
        };
        var findings = ProgramValidation.Findings(program);
        return findings.Count == 0 ? program : throw new ReferralProgramException(findings);
    }

    private ReferralProgramBuilder Reward(Side side, Action<IncentiveBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new IncentiveBuilder(side);
        configure(builder);
        _incentives.Add(builder.Build(1 + _incentives.Count(incentive => incentive.Side == side)));
        return this;
    }

    private ReferralProgramBuilder Set(ReferralProgram program)
    {
        _program = program;
        return this;
    }

    private static Precedence Checked(Precedence precedence) => Enum.IsDefined(precedence)
        ? precedence
        : throw new ArgumentOutOfRangeException(nameof(precedence), precedence, "This is no precedence.");
}

using System.Globalization;
using NodaTime;
using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Sharing;

namespace Referrals;

/// <summary>Says what a program is. Every call is a whole thought; what is said twice is a finding of <see cref="ReferralProgram.Create"/>.</summary>
public sealed class ReferralProgramBuilder
{
    private readonly List<Incentive> _incentives = [];
    private readonly List<Budget> _budgets = [];
    private readonly List<SideCap> _caps = [];
    private readonly List<RuleGroup> _groups = [];
    private readonly List<PayoutRule> _payouts = [];
    private readonly List<Amount> _manualReviews = [];
    private readonly Said _said = new();
    private readonly AttributionBuilder _attribution;
    private readonly ConditionBuilder _qualification;
    private readonly GuardPolicyBuilder _guards;
    private ReferralProgram _program;

    internal ReferralProgramBuilder(ProgramId id)
    {
        _program = new ReferralProgram { Id = id, Name = id.Value };
        _attribution = new AttributionBuilder(_said);
        _qualification = new ConditionBuilder(_said, "$.qualify");
        _guards = new GuardPolicyBuilder(_said);
    }

    /// <summary>The version, from 1. A changed program takes a higher one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    public ReferralProgramBuilder Version(int version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        return Set("version", nameof(Version), _program with { Version = version });
    }

    /// <summary>The name for people: 1 to 128 characters.</summary>
    public ReferralProgramBuilder Named(string name) => Set("name", nameof(Named), _program with { Name = InputText.Check(name) });

    /// <summary>The zone of all calendar periods, such as <c>Europe/Paris</c>.</summary>
    public ReferralProgramBuilder InZone(string zoneId) => Set("zone", nameof(InZone), _program with { ZoneId = InputText.Check(zoneId) });

    /// <summary>When referrals can be created: from the start on, and no longer from the end on.</summary>
    /// <param name="from">The first instant at which referrals can be created; <c>null</c> for always.</param>
    /// <param name="until">The first instant at which referrals can no longer be created; <c>null</c> for never.</param>
    public ReferralProgramBuilder Runs(Instant? from, Instant? until = null)
    {
        _said.Something((from ?? until) is not null, "$.starts", nameof(Runs));
        return Set("starts", nameof(Runs), _program with { StartsAt = from, EndsAt = until });
    }

    /// <summary>Creates no referrals for now.</summary>
    public ReferralProgramBuilder Paused() => Set("paused", nameof(Paused), _program with { IsPaused = true });

    /// <summary>How everything that the program computes is rounded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no rounding mode.</exception>
    public ReferralProgramBuilder Round(RoundingMode rounding) => Enum.IsDefined(rounding)
        ? Set("rounding", nameof(Round), _program with { Rounding = rounding })
        : throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "Not a valid rounding mode.");

    /// <summary>How codes look.</summary>
    /// <exception cref="ArgumentException">The format is impossible.</exception>
    public ReferralProgramBuilder Codes(Action<CodeFormatBuilder> configure) =>
        Set("codes", nameof(Codes), _program with { Codes = CodeFormat.Create(configure) });

    /// <summary>Lets referrers choose their codes, by these rules or the usual ones.</summary>
    public ReferralProgramBuilder ChosenCodes(CustomCodeRules? rules = null) => Set("chosenCodes", nameof(ChosenCodes), _program with { ChosenCodes = rules ?? CustomCodeRules.Default });

    /// <summary>How links look, such as <c>https://shop.example/r/{code}</c>; see <see cref="LinkTemplate"/>.</summary>
    /// <exception cref="FormatException">The text is no template.</exception>
    public ReferralProgramBuilder Links(string template) => Set("links", nameof(Links), _program with { Links = LinkTemplate.Parse(template) });

    /// <summary>How a sign-up finds its referrer.</summary>
    public ReferralProgramBuilder Attribute(Action<AttributionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_attribution);
        _said.Something(_attribution.SaysSomething, "$.attribution", nameof(Attribute));
        return this;
    }

    /// <summary>
    /// The names of all conversions that are reported, such as <c>purchase</c>. With them, a condition, tier or milestone that names
    /// another is a finding instead of a rule that never pays.
    /// </summary>
    /// <exception cref="ArgumentException">A name is empty or longer than 128 characters.</exception>
    public ReferralProgramBuilder Events(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var list = names.Select(static name => InputText.Check(name)).Distinct().ToValueList();
        _said.Something(list.Count > 0, "$.events", nameof(Events));
        return Set("events", nameof(Events), _program with { EventList = list });
    }

    /// <summary>
    /// The fields of the application's own, such as <c>referee.country</c>. With them, a condition that asks for another, except for the
    /// built-in ones, is a finding instead of a rule that never pays.
    /// </summary>
    /// <exception cref="FormatException">A text is not a valid field.</exception>
    public ReferralProgramBuilder Fields(params IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var list = fields.Select(Field.Parse).Distinct().ToValueList();
        _said.Something(list.Count > 0, "$.fields", nameof(Fields));
        return Set("fields", nameof(Fields), _program with { FieldList = list });
    }

    /// <summary>What a conversion must fulfil before any incentive is asked.</summary>
    public ReferralProgramBuilder Qualify(Action<ConditionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_qualification);
        _said.Something(_qualification.SaysSomething, "$.qualify", nameof(Qualify));
        return this;
    }

    /// <summary>
    /// Lets conversions count that happened before the sign-up, such as the order of a guest who makes an account afterwards. Without
    /// this, nothing that happened before the sign-up earns anything.
    /// </summary>
    /// <param name="period">The sign-up must come within it, from the conversion on.</param>
    public ReferralProgramBuilder CountBeforeSignUp(TimePeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return Set("countBeforeSignUp", nameof(CountBeforeSignUp), _program with { CountsBeforeSignUp = period });
    }

    /// <summary>What keeps wrong referrals out: <c>Guard(g => g.Recommended())</c>.</summary>
    public ReferralProgramBuilder Guard(Action<GuardPolicyBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_guards);
        _said.Something(_guards.SaysSomething, "$.guards", nameof(Guard));
        return this;
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
    public ReferralProgramBuilder Budget(decimal amount, string unit, BudgetExhaustion whenUsedUp = BudgetExhaustion.GoOn)
    {
        _budgets.Add(Referrals.Budget.Of(Amount.Of(amount, unit), whenUsedUp));
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
    public ReferralProgramBuilder WhenSeveralMatch(Precedence precedence) => Set("whenSeveralMatch", nameof(WhenSeveralMatch), _program with { Precedence = Checked(precedence) });

    /// <summary>What happens to a decision when a custom rule, condition or guard throws. Without this, the call ends with an exception.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no failure policy.</exception>
    public ReferralProgramBuilder WhenRuleFails(RuleFailure failure) => Set("whenRuleFails", nameof(WhenRuleFails), _program with
    {
        WhenRuleFails = Enum.IsDefined(failure)
            ? failure
            : throw new ArgumentOutOfRangeException(nameof(failure), failure, "This is not a valid RuleFailure."),
    });

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
        return Set("amountBase", nameof(CountAmounts), _program with { AmountBase = amountBase });
    }

    /// <summary>The first day of the program's weeks. Without this, Monday.</summary>
    public ReferralProgramBuilder WeeksStart(IsoDayOfWeek day) =>
        Set("weekStart", nameof(WeeksStart), _program with { WeekStart = new ProgramCalendar(DateTimeZone.Utc, weekStart: day).WeekStart });

    /// <summary>The first day of the program's years and quarters. Without this, 1 January.</summary>
    /// <param name="month">1 to 12.</param>
    /// <param name="day">1 to 28.</param>
    public ReferralProgramBuilder YearsStart(int month, int day) =>
        Set("yearStart", nameof(YearsStart), _program with { YearStart = new ProgramCalendar(DateTimeZone.Utc, yearStart: new AnnualDate(month, day)).YearStart });

    /// <summary>How much a customer can earn in a tax year before what goes beyond waits for a review.</summary>
    public ReferralProgramBuilder TaxThreshold(decimal amount, string unit, AnnualDate? yearStart = null) =>
        Set("taxThreshold", nameof(TaxThreshold), _program with { TaxThreshold = Referrals.TaxThreshold.Of(Amount.Of(amount, unit), yearStart) });

    /// <summary>Pays out one unit from an amount on.</summary>
    /// <param name="minimum">The least that is paid out at once; above zero.</param>
    /// <param name="unit">The unit.</param>
    /// <exception cref="ArgumentException">The amount is not above zero, or finer than its unit.</exception>
    public ReferralProgramBuilder PayOutFrom(decimal minimum, string unit) => PayOut(PayoutRule.From(Amount.Of(minimum, unit)));

    /// <summary>Pays out one unit by a rule, such as one with a fee.</summary>
    public ReferralProgramBuilder PayOut(PayoutRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _payouts.Add(rule);
        return this;
    }

    /// <summary>Lets rewards that are granted by hand wait for a second person above an amount. Say it once for each unit.</summary>
    /// <param name="amount">The most that one person grants alone; 0 for a second person every time.</param>
    /// <param name="unit">The unit.</param>
    /// <exception cref="ArgumentException">The amount is negative, or finer than its unit.</exception>
    public ReferralProgramBuilder ReviewManualRewardsAbove(decimal amount, string unit)
    {
        _manualReviews.Add(InputText.NotNegative(Amount.Of(amount, unit)));
        return this;
    }

    /// <summary>Lets redemptions and payouts use the rewards first that expire soonest. Without this the oldest go first.</summary>
    public ReferralProgramBuilder UseSoonestExpiryFirst() =>
        Set("lotOrder", nameof(UseSoonestExpiryFirst), _program with { LotOrder = LotOrder.SoonestExpiry });

    /// <summary>
    /// Bears the loss when a refund takes back what was used already. Without this the balance of the owner goes below zero, and later
    /// rewards are set off against it.
    /// </summary>
    public ReferralProgramBuilder WriteOffShortfalls() =>
        Set("shortfall", nameof(WriteOffShortfalls), _program with { Shortfall = ShortfallPolicy.WriteOff });

    /// <summary>Rewards both sides of a conversion or neither, where a cap or a budget has room for one of them only.</summary>
    public ReferralProgramBuilder RewardBothOrNeither() =>
        Set("pairs", nameof(RewardBothOrNeither), _program with { Pairs = PairPolicy.Together });

    internal ReferralProgram Build()
    {
        var program = _program with
        {
            Attribution = _attribution.Policy,
            Qualification = _qualification.Build(),
            Guards = _guards.Build(),
            IncentiveList = _incentives.ToValueList(),
            BudgetList = _budgets.ToValueList(),
            CapList = _caps.ToValueList(),
            GroupList = _groups.ToValueList(),
            PayoutList = _payouts.ToValueList(),
            ManualReviewList = _manualReviews.ToValueList(),
        };
        var said = _said.Findings.Select(static finding => finding.Path).ToHashSet(StringComparer.Ordinal);
        ProgramFinding[] findings = [.. _said.Findings, .. ProgramValidation.Findings(program).Where(finding => !said.Contains(finding.Path))];
        return findings.Length == 0 ? program : throw new ReferralProgramException(findings);
    }

    private ReferralProgramBuilder Reward(Side side, Action<IncentiveBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new IncentiveBuilder(side, _said, string.Create(CultureInfo.InvariantCulture, $"$.incentives[{_incentives.Count}]"));
        configure(builder);
        _incentives.Add(builder.Build(1 + _incentives.Count(incentive => incentive.Side == side)));
        return this;
    }

    private ReferralProgramBuilder Set(string member, string call, ReferralProgram program)
    {
        _ = _said.Once($"$.{member}", call);
        _program = program;
        return this;
    }

    private static Precedence Checked(Precedence precedence) => Enum.IsDefined(precedence)
        ? precedence
        : throw new ArgumentOutOfRangeException(nameof(precedence), precedence, "This is not a valid Precedence.");
}

/// <summary>Says how a sign-up finds its referrer. What is said twice is a finding of <see cref="ReferralProgram.Create"/>.</summary>
public sealed class AttributionBuilder
{
    private const string Path = "$.attribution";
    private readonly Said _said;
    private int _calls;

    internal AttributionBuilder(Said said) => _said = said;

    internal AttributionPolicy Policy { get; private set; } = AttributionPolicy.Default;

    internal bool SaysSomething => _calls > 0;

    /// <summary>Among touches of equal evidence the latest wins. The default.</summary>
    public AttributionBuilder LastTouch() => Model(ReferralModel.LastTouch, nameof(LastTouch));

    /// <summary>Among touches of equal evidence the earliest wins.</summary>
    public AttributionBuilder FirstTouch() => Model(ReferralModel.FirstTouch, nameof(FirstTouch));

    /// <summary>Splits the referral among the referrers of all touches of equal evidence, the same share to each touch.</summary>
    public AttributionBuilder SplitPerTouch() => Model(ReferralModel.SplitPerTouch, nameof(SplitPerTouch));

    /// <summary>Splits the referral among the referrers of all touches of equal evidence, the same share to each referrer.</summary>
    public AttributionBuilder SplitPerReferrer() => Model(ReferralModel.SplitPerReferrer, nameof(SplitPerReferrer));

    /// <summary>Splits the referral: 40 % to the first touch, 40 % to the last, 20 % over those between.</summary>
    public AttributionBuilder SplitByPosition() => Model(ReferralModel.SplitByPosition, nameof(SplitByPosition));

    /// <summary>Splits the referral by age: a touch that is one half-life older counts half as much.</summary>
    /// <param name="halfLife">Elapsed hours or days, such as <c>TimePeriod.Days(7)</c>.</param>
    /// <exception cref="ArgumentException">The half-life is in calendar days or months, whose length varies.</exception>
    public AttributionBuilder SplitByAge(TimePeriod halfLife)
    {
        _ = Model(ReferralModel.SplitByAge, nameof(SplitByAge));
        Policy = Policy.WithHalfLife(halfLife);
        return this;
    }

    /// <summary>How long after a touch a sign-up still counts as its effect. Without this, 30 days.</summary>
    public AttributionBuilder Within(TimePeriod period) => Say("within", nameof(Within), Policy.Within(period));

    /// <summary>A typed code wins over a link whatever their order in time. The default.</summary>
    public AttributionBuilder CodeBeatsLink() => Say("codeBeatsLink", nameof(CodeBeatsLink), Policy.WithCodeBeatsLink(true));

    /// <summary>A typed code and a link are equals; the model decides between them.</summary>
    public AttributionBuilder CodeEqualsLink() => Say("codeBeatsLink", nameof(CodeEqualsLink), Policy.WithCodeBeatsLink(false));

    private AttributionBuilder Model(ReferralModel model, string call) => Say("model", call, Policy.With(model));

    private AttributionBuilder Say(string member, string call, AttributionPolicy policy)
    {
        _calls++;
        _ = _said.Once($"{Path}.{member}", call);
        Policy = policy;
        return this;
    }
}

/// <summary>
/// Says what a conversion must fulfil. Everything that is said must hold together; what is said twice is a finding of
/// <see cref="ReferralProgram.Create"/>.
/// </summary>
public sealed class ConditionBuilder
{
    private readonly List<Condition> _conditions = [];
    private readonly Said _said;
    private readonly string _path;

    internal ConditionBuilder(Said said, string path)
    {
        _said = said;
        _path = path;
    }

    internal bool SaysSomething => _conditions.Count > 0;

    /// <summary>The conversion has this name, compared exactly. For one of several names: <c>And(Condition.Any(...))</c>.</summary>
    public ConditionBuilder On(string conversionName) => Once("event", nameof(On), Condition.Event(conversionName));

    /// <summary>It is the customer's first conversion of its name.</summary>
    public ConditionBuilder First() => Once("nth", nameof(First), Condition.Nth(1));

    /// <summary>It is the customer's nth conversion of its name.</summary>
    public ConditionBuilder Nth(int ordinal) => Once("nth", nameof(Nth), Condition.Nth(ordinal));

    /// <summary>Its amount is in this unit and not smaller.</summary>
    public ConditionBuilder AtLeast(decimal amount, string unit) => Once("atLeast", nameof(AtLeast), Condition.AtLeast(Amount.Of(amount, unit)));

    /// <summary>It happened within so much time after the customer's sign-up, such as <c>Within(TimePeriod.Days(60))</c>.</summary>
    public ConditionBuilder Within(TimePeriod period) => Once("within", nameof(Within), Condition.Within(period));

    /// <summary>It carries an attribute with one of these values.</summary>
    public ConditionBuilder Where(string attribute, params IEnumerable<string> values) =>
        _ = Once($"attribute:{attribute}", nameof(Where), Condition.Attribute(attribute, values));

    /// <summary>The customer is in one of these segments.</summary>
    public ConditionBuilder InSegment(params IEnumerable<string> segments) => Once("segment", nameof(InSegment), Condition.Segment(segments));

    /// <summary>Any other condition, such as <see cref="Condition.Any"/>, <see cref="Condition.Not"/> or a custom one.</summary>
    public ConditionBuilder And(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _conditions.Add(condition);
        return this;
    }

    internal Condition Build() => _conditions.Count switch
    {
        0 => Condition.Always,
        1 => _conditions[0],
        _ => Condition.All(_conditions),
    };

    private ConditionBuilder Once(string what, string call, Condition condition)
    {
        _ = _said.Once($"{_path}.{what}", call);
        return And(condition);
    }
}

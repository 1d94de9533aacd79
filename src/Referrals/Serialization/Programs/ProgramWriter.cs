using NodaTime;
using NodaTime.Text;
using Referrals.Attribution;
using Referrals.Codes;

namespace Referrals.Serialization;

/// <summary>Turns a program into its document. Defaults are left out.</summary>
internal static class ProgramWriter
{
    internal static ProgramDocument Document(ReferralProgram program) => new()
    {
        Schema = ProgramJson.SchemaVersion,
        Id = program.Id.Value,
        Version = program.Version,
        Name = program.Name == program.Id.Value ? null : program.Name,
        Zone = program.ZoneId,
        Starts = Text(program.StartsAt),
        Ends = Text(program.EndsAt),
        Paused = program.IsPaused ? true : null,
        Rounding = program.Rounding == default ? null : ProgramNames.Of(ProgramNames.Roundings, program.Rounding),
        AmountBase = program.AmountBase == AmountBase.Paid ? null : new AmountBaseDocument
        {
            WithTax = program.AmountBase.WithTax,
            WithShipping = program.AmountBase.WithShipping,
            WithFee = program.AmountBase.WithFee ? null : false,
            BeforeDiscount = program.AmountBase.BeforeDiscount,
        },
        CountBeforeSignUp = program.CountsBeforeSignUp is { } before ? Document(before) : null,
        WeekStart = program.WeekStart == IsoDayOfWeek.Monday ? null : ProgramNames.Of(ProgramNames.Weekdays, program.WeekStart),
        YearStart = program.YearStart == new AnnualDate(1, 1) ? null : Text(program.YearStart),
        Codes = program.Codes.Equals(CodeFormat.Default) ? null : Document(program.Codes),
        ChosenCodes = program.ChosenCodes is { } rules ? Document(rules) : null,
        Links = program.Links?.ToString(),
        Attribution = program.Attribution == AttributionPolicy.Default ? null : Document(program.Attribution),
        Events = program.Events.Count == 0 ? null : [.. program.Events],
        Fields = program.Fields.Count == 0 ? null : [.. program.Fields.Select(static field => field.ToString())],
        Qualify = program.Qualification == Condition.Always ? null : ConditionWriter.Document(program.Qualification),
        Guards = GuardsWriter.Document(program.Guards, Document),
        Incentives = [.. program.Incentives.Select(Document)],
        WhenSeveralMatch = program.Precedence == default ? null : ProgramNames.Of(ProgramNames.Precedences, program.Precedence),
        WhenRuleFails = program.WhenRuleFails == default ? null : ProgramNames.Of(ProgramNames.RuleFailures, program.WhenRuleFails),
        Groups = program.Groups.Count == 0 ? null : [.. program.Groups.Select(static group => new GroupDocument
        {
            Name = group.Name,
            WhenSeveralMatch = ProgramNames.Of(ProgramNames.Precedences, group.Precedence),
        })],
        Caps = program.Caps.Count == 0 ? null : [.. program.Caps.Select(static cap => new SideCapDocument
        {
            Side = ProgramNames.Of(ProgramNames.Sides, cap.Side),
            Cap = Document(cap.Cap),
        })],
        Budgets = program.Budgets.Count == 0 ? null : [.. program.Budgets.Select(static budget => new BudgetDocument
        {
            Amount = budget.Amount.ToString(),
            WhenUsedUp = budget.WhenUsedUp == default ? null : ProgramNames.Of(ProgramNames.BudgetEnds, budget.WhenUsedUp),
        })],
        Payouts = program.Payouts.Count == 0 ? null : [.. program.Payouts.Select(LifeReader.Document)],
        ManualReviews = program.ManualReviews.Count == 0 ? null : [.. program.ManualReviews.Select(static above => above.ToString())],
        Pairs = program.Pairs == default ? null : ProgramNames.Of(LifeReader.PairPolicies, program.Pairs),
        LotOrder = program.LotOrder == default ? null : ProgramNames.Of(LifeReader.LotOrders, program.LotOrder),
        Shortfall = program.Shortfall == default ? null : ProgramNames.Of(LifeReader.Shortfalls, program.Shortfall),
        TaxThreshold = program.TaxThreshold is { } tax
            ? new TaxThresholdDocument { Amount = tax.Amount.ToString(), YearStart = Text(tax.Year.YearStart) }
            : null,
    };

    private static string? Text(Instant? instant) => instant is { } value ? InstantPattern.ExtendedIso.Format(value) : null;

    private static CodesDocument Document(CodeFormat format) => new()
    {
        Alphabet = ProgramNames.Alphabets.FirstOrDefault(entry => entry.Value.Equals(format.Alphabet)).Name ?? format.Alphabet.Characters,
        Pattern = format.Pattern,
        Prefix = format.Prefix.Length == 0 ? null : format.Prefix,
        Suffix = format.Suffix.Length == 0 ? null : format.Suffix,
        LowerCase = format.IsLowerCase ? true : null,
        Words = format.Words.Equals(CodeWords.Default) ? null : new WordsDocument
        {
            Standard = format.Words.IncludesDefault,
            Own = format.Words.Own.IsEmpty ? null : [.. format.Words.Own],
        },
    };

    private static ChosenCodesDocument Document(CustomCodeRules rules) => new()
    {
        MinLength = rules.MinLength,
        MaxLength = rules.MaxLength,
        Reserved = rules.Reserved.SequenceEqual(CustomCodeRules.Default.Reserved) ? null : [.. rules.Reserved],
    };

    private static AttributionDocument Document(AttributionPolicy policy) => new()
    {
        Model = ProgramNames.Of(ProgramNames.Models, policy.Model),
        Within = Document(policy.Lookback),
        HalfLife = policy.Model == ReferralModel.SplitByAge ? Document(policy.HalfLife) : null,
        CodeBeatsLink = policy.CodeBeatsLink,
    };

    internal static string? Text(AnnualDate? date) => date is { } value ? AnnualDatePattern.Iso.Format(value) : null;

    /// <summary>The calendar period of a time frame; <c>null</c> for the others.</summary>
    internal static string? Per(TimeFrame frame) =>
        frame.IsTrailing || frame.Kind == TimeFrameKind.Lifetime ? null : ProgramNames.Of(ProgramNames.Periods, frame.Kind);

    internal static string? WeekStart(TimeFrame frame) => frame.WeekStart is { } day ? ProgramNames.Of(ProgramNames.Weekdays, day) : null;

    internal static PeriodDocument Document(TimePeriod period) => period.Kind switch
    {
        PeriodKind.Hours => new PeriodDocument { Hours = period.Length },
        PeriodKind.Days => new PeriodDocument { Days = period.Length },
        PeriodKind.CalendarDays => new PeriodDocument { CalendarDays = period.Length },
        _ => new PeriodDocument { Months = period.Length },
    };

    private static IncentiveDocument Document(Incentive incentive) => new()
    {
        Name = incentive.Name,
        Side = ProgramNames.Of(ProgramNames.Sides, incentive.Side),
        When = incentive.When == Condition.Always ? null : ConditionWriter.Document(incentive.When),
        Reward = RewardWriter.Document(incentive.Formula),
        Overrides = incentive.Overrides.Count == 0 ? null : [.. incentive.Overrides.Select(static other => new OverrideDocument
        {
            When = ConditionWriter.Document(other.When),
            Reward = RewardWriter.Document(other.Formula),
        })],
        Multipliers = incentive.Multipliers.Count == 0 ? null : [.. incentive.Multipliers.Select(static multiplier => new MultiplierDocument
        {
            Factor = multiplier.Factor,
            When = multiplier.When == Condition.Always ? null : ConditionWriter.Document(multiplier.When),
        })],
        CombineMultipliers = incentive.MultiplierMode == default ? null : ProgramNames.Of(ProgramNames.MultiplierModes, incentive.MultiplierMode),
        Cap = incentive.Caps.Count == 1 ? Document(incentive.Caps[0]) : null,
        Caps = incentive.Caps.Count > 1 ? [.. incentive.Caps.Select(Document)] : null,
        Priority = incentive.Priority == 0 ? null : incentive.Priority,
        Group = incentive.Group,
        Shadow = incentive.IsShadow ? true : null,
        Donation = incentive.Donation is { } donation
            ? new DonationDocument { Cause = donation.Cause, Percent = Normal(donation.Share.Fraction * 100m) }
            : null,
        Levels = incentive.Levels is { } levels
            ? new LevelsDocument { Count = levels.Count, Percent = Normal(levels.Ratio.Fraction * 100m) }
            : null,
        Hold = incentive.Hold is { } hold ? Document(hold) : null,
        Review = LifeReader.Document(incentive.Review),
        Expiry = LifeReader.Document(incentive.Expiry),
        OnRefund = incentive.OnRefund == default ? null : ProgramNames.Of(ProgramNames.RefundPolicies, incentive.OnRefund),
    };

    private static CapDocument Document(Cap cap) => new()
    {
        Amount = cap.Amount?.ToString(),
        Rewards = cap.Rewards,
        Per = Per(cap.Per),
        InTheLast = cap.Per.Length is { } length ? Document(length) : null,
        WeekStart = WeekStart(cap.Per),
        YearStart = Text(cap.Per.YearStart),
        AtCap = cap.Amount is null || cap.AtCap == default ? null : ProgramNames.Of(ProgramNames.CapActions, cap.AtCap),
        PerReferral = cap.IsPerReferral ? true : null,
        RoomReturns = cap.RoomReturns ? true : null,
    };

    /// <summary>The number without trailing zeros: 12.5 and not 12.500.</summary>
    internal static decimal Normal(decimal value) => value / 1.0000000000000000000000000000m;
}

/// <summary>Turns conditions into their documents.</summary>
internal static class ConditionWriter
{
    private static readonly Field Segment = Field.Referee("segment");

    internal static ConditionDocument Document(Condition condition) => condition switch
    {
        AllCondition { Conditions.Count: 0 } => new ConditionDocument { Always = true },
        AllCondition all => new ConditionDocument { All = [.. all.Conditions.Select(Document)] },
        AnyCondition any => new ConditionDocument { Any = [.. any.Conditions.Select(Document)] },
        NotCondition not => new ConditionDocument { Not = Document(not.Inner) },
        EventCondition named => new ConditionDocument { Event = named.Name },
        HappenedCondition happened => new ConditionDocument { Happened = happened.Name },
        OrdinalCondition { Every: true } nth => new ConditionDocument { EveryNth = nth.Ordinal },
        OrdinalCondition nth => new ConditionDocument { Nth = nth.Ordinal },
        AmountCondition { Comparison: Comparison.AtLeast } least => new ConditionDocument { AtLeast = least.Limit.ToString() },
        AmountCondition amount => new ConditionDocument { Amount = Amount(amount) },
        WithinCondition window => new ConditionDocument { Within = ProgramWriter.Document(window.Period) },
        DatesCondition dates => new ConditionDocument
        {
            OnDates = new DatesDocument { First = LocalDatePattern.Iso.Format(dates.First), Last = LocalDatePattern.Iso.Format(dates.Last) },
        },
        WeekdayCondition weekday => new ConditionDocument { OnWeekdays = [.. weekday.Days.Select(static day => ProgramNames.Of(ProgramNames.Weekdays, day))] },
        TimeOfDayCondition times => new ConditionDocument
        {
            AtTimes = new TimesDocument { From = LocalTimePattern.ExtendedIso.Format(times.From), Until = LocalTimePattern.ExtendedIso.Format(times.Until) },
        },
        TenureCondition tenure => new ConditionDocument
        {
            MemberFor = new TenureDocument
            {
                Side = ProgramNames.Of(ProgramNames.Sides, tenure.Side),
                AtLeast = tenure.IsLeast ? ProgramWriter.Document(tenure.Length) : null,
                LessThan = tenure.IsLeast ? null : ProgramWriter.Document(tenure.Length),
            },
        },
        MeasureCondition measure => new ConditionDocument { Count = Count(measure) },
        LineCondition line => line.Every
            ? new ConditionDocument { EveryLine = Document(line.Inner) }
            : new ConditionDocument { AnyLine = Document(line.Inner) },
        CustomCondition custom => new ConditionDocument { Custom = CustomDocument.Of(custom.Use) },
        FieldInCondition segment when segment.Field == Segment => new ConditionDocument { Segment = [.. segment.Values] },
        FieldInCondition { Field.Source: FieldSource.Event } attribute => new ConditionDocument
        {
            Attribute = new AttributeDocument { Name = attribute.Field.Name, In = [.. attribute.Values] },
        },
        _ => new ConditionDocument { Field = FieldOf(condition) },
    };

    internal static MeasureDocument Document(Measure measure) => new()
    {
        Of = ProgramNames.Of(ProgramNames.Subjects, measure.Subject),
        Event = measure.Event,
        SumOf = measure.SumOf?.ToString(),
        Per = ProgramWriter.Per(measure.Per),
        InTheLast = measure.Per.Length is { } length ? ProgramWriter.Document(length) : null,
        WeekStart = ProgramWriter.WeekStart(measure.Per),
        YearStart = ProgramWriter.Text(measure.Per.YearStart),
        BeforeCurrent = measure.CountsCurrent ? null : true,
    };

    private static FieldDocument FieldOf(Condition condition) => condition switch
    {
        FieldInCondition values => new FieldDocument { Name = values.Field.ToString(), In = [.. values.Values] },
        FieldTextCondition text => new FieldDocument
        {
            Name = text.Field.ToString(),
            Contains = text.Match == TextMatch.Contains ? text.Text : null,
            StartsWith = text.Match == TextMatch.StartsWith ? text.Text : null,
            EndsWith = text.Match == TextMatch.EndsWith ? text.Text : null,
            MatchCase = text.Match != TextMatch.Contains && text.MatchesCase ? true : null,
        },
        FieldKnownCondition known => new FieldDocument { Name = known.Field.ToString(), Known = true },
        FieldTimeCondition time => new FieldDocument
        {
            Name = time.Field.ToString(),
            From = time.From is { } from ? InstantPattern.ExtendedIso.Format(from) : null,
            Until = time.Until is { } until ? InstantPattern.ExtendedIso.Format(until) : null,
        },
        FieldNumberCondition number => new FieldDocument
        {
            Name = number.Field.ToString(),
            AtLeast = If(number.Comparison, Comparison.AtLeast, number.Limit),
            Above = If(number.Comparison, Comparison.Above, number.Limit),
            AtMost = If(number.Comparison, Comparison.AtMost, number.Limit),
            Below = If(number.Comparison, Comparison.Below, number.Limit),
            Exactly = If(number.Comparison, Comparison.Exactly, number.Limit),
        },
        _ => throw new InvalidOperationException($"A {condition.GetType().Name} has no form in JSON yet."),
    };

    private static AmountDocument Amount(AmountCondition condition) => condition.Comparison switch
    {
        Comparison.Above => new AmountDocument { Above = condition.Limit.ToString() },
        Comparison.AtMost => new AmountDocument { AtMost = condition.Limit.ToString() },
        Comparison.Below => new AmountDocument { Below = condition.Limit.ToString() },
        _ => new AmountDocument { Exactly = condition.Limit.ToString() },
    };

    private static CountDocument Count(MeasureCondition condition)
    {
        var limit = condition.Measure.SumOf is { } unit ? Referrals.Amount.FromMinorUnits(condition.Limit, unit).Value : condition.Limit;
        return new CountDocument
        {
            Measure = Document(condition.Measure),
            AtLeast = If(condition.Comparison, Comparison.AtLeast, limit),
            Above = If(condition.Comparison, Comparison.Above, limit),
            AtMost = If(condition.Comparison, Comparison.AtMost, limit),
            Below = If(condition.Comparison, Comparison.Below, limit),
            Exactly = If(condition.Comparison, Comparison.Exactly, limit),
        };
    }

    private static decimal? If(Comparison given, Comparison asked, decimal limit) => given == asked ? ProgramWriter.Normal(limit) : null;
}

/// <summary>Turns reward formulas into their documents.</summary>
internal static class RewardWriter
{
    internal static RewardDocument Document(RewardFormula formula) => formula switch
    {
        FlatFormula flat => new RewardDocument { Flat = flat.Amount.ToString() },
        PercentageFormula percentage => new RewardDocument
        {
            Percent = Percent(percentage.Share),
            Unit = percentage.Unit.ToString(),
            Ceiling = percentage.Ceiling?.ToString(),
            Floor = percentage.Floor?.ToString(),
            Lines = percentage.Lines is { } lines ? ConditionWriter.Document(lines) : null,
        },
        QuantityFormula { Field: { } field } count => new RewardDocument { PerCount = count.Each.ToString(), Field = field.ToString() },
        QuantityFormula pieces => new RewardDocument
        {
            PerPiece = pieces.Each.ToString(),
            Lines = pieces.Lines is { } lines ? ConditionWriter.Document(lines) : null,
        },
        SpendFormula spend => new RewardDocument { PerSpend = spend.Each.ToString(), Step = spend.Step.ToString() },
        TieredFormula tiered => new RewardDocument { Tiers = Tiers(tiered.Table) },
        MilestoneFormula milestones => new RewardDocument { Milestones = Milestones(milestones) },
        RecurringFormula recurring => new RewardDocument { Recurring = Recurring(recurring) },
        StagedFormula staged => new RewardDocument
        {
            Staged = new StagedDocument
            {
                Whole = Document(staged.Whole),
                Stages = staged.Stages.Count == 0
                    ? null
                    : [.. staged.Stages.Select(static stage => new StageDocument { Paid = Percent(stage.Paid), Earned = Percent(stage.Earned) })],
            },
        },
        ChoiceFormula choice => new RewardDocument
        {
            Choice = [.. choice.Options.Select(static option => new OptionDocument { Name = option.Name, Reward = Document(option.Reward) })],
        },
        CustomFormula custom => new RewardDocument { Custom = CustomDocument.Of(custom.Use), Unit = custom.Unit.ToString() },
        _ => throw new InvalidOperationException($"A {formula.GetType().Name} has no form in JSON yet."),
    };

    private static TiersDocument Tiers(TierTable table) => new()
    {
        By = By(table.Measure),
        Steps = [.. table.Tiers.Select(Step)],
        Graduated = table.IsGraduated ? true : null,
        RaisesEarlier = table.RaisesEarlier ? true : null,
        Grace = table.Grace is { } grace ? ProgramWriter.Document(grace) : null,
    };

    private static MilestonesDocument Milestones(MilestoneFormula formula) => new()
    {
        By = By(formula.Measure),
        At = formula.Every ? null : [.. formula.Marks.Select(Step)],
        Every = formula.Every ? Step(formula.Marks[0]) : null,
    };

    private static RecurringDocument Recurring(RecurringFormula formula) => formula.Each.Count > 1 || !formula.RepeatsLast
        ? new RecurringDocument { Sequence = [.. formula.Each.Select(Document)], RepeatLast = formula.RepeatsLast ? true : null }
        : new RecurringDocument
        {
            Each = Document(formula.Each[0]),
            Payments = formula.Payments,
            Within = formula.Within is { } window ? ProgramWriter.Document(window) : null,
            DecliningPercent = formula.Declining is { } ratio ? Percent(ratio) : null,
        };

    private static MeasureDocument? By(Measure measure) => measure == Measure.RuleConversions() ? null : ConditionWriter.Document(measure);

    private static StepDocument Step(Tier tier) => new()
    {
        From = ProgramWriter.Normal(tier.From),
        Name = tier.Name,
        Reward = Document(tier.Reward),
    };

    private static decimal Percent(Percentage share) => ProgramWriter.Normal(share.Fraction * 100m);
}

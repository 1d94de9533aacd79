using System.Reflection;
using NodaTime;

namespace Referrals.Tests.Programs.Terms;

/// <summary>An example of everything that a rule can be. A new kind of condition, formula or guard has to be added here, and needs words then.</summary>
internal static class EveryRule
{
    private static readonly Field Country = Field.Referee("country");
    private static readonly RewardFormula Ten = RewardFormula.Flat(Amount.Of(10, "EUR"));
    private static readonly RewardFormula Share = RewardFormula.PercentOf(Percentage.Of(10), Unit.Money("EUR"));
    private static readonly Condition Shoes = Condition.In(Field.Line("category"), "shoes");
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 30);

    internal static IReadOnlyList<Condition> Conditions { get; } =
    [
        Condition.All(Condition.Event("purchase"), Condition.Nth(1)),
        Condition.Any(Condition.Event("purchase"), Condition.Event("quiz.won")),
        Condition.Not(Condition.Always),
        Condition.Not(Condition.Nth(2)),
        Condition.Any(Condition.Not(Condition.Known(Country)), Condition.Not(Condition.In(Country, "US"))),
        Condition.Event("quiz.won"),
        Condition.Happened("quiz.won"),
        Condition.All(Condition.Event("purchase"), Condition.Happened("app.installed")),
        Condition.Nth(1),
        Condition.Nth(3),
        Condition.EveryNth(1),
        Condition.EveryNth(3),
        .. Enum.GetValues<Comparison>().Select(static comparison => Condition.Amount(comparison, Amount.Of(20, "EUR"))),
        Condition.Within(TimePeriod.Days(1)),
        Condition.Within(TimePeriod.Hours(36)),
        Condition.Within(TimePeriod.CalendarDays(30)),
        Condition.Within(TimePeriod.Months(2)),
        Condition.OnDates(new LocalDate(2026, 11, 27), new LocalDate(2026, 11, 30)),
        Condition.OnDates(new LocalDate(2026, 12, 24), new LocalDate(2026, 12, 24)),
        Condition.OnWeekdays(IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday),
        Condition.AtTimes(new LocalTime(17, 0), new LocalTime(19, 30)),
        Condition.MemberFor(Side.Referee, TimePeriod.Days(10)),
        Condition.MemberForLessThan(Side.Referee, TimePeriod.Days(10)),
        Condition.MemberFor(Side.Referrer, TimePeriod.Months(1)),
        Condition.MemberForLessThan(Side.Referrer, TimePeriod.Days(10)),
        Condition.Segment("smb", "enterprise"),
        Condition.In(Field.Referrer("segment"), "partner"),
        Condition.In(Field.Referee("id"), "bob"),
        Condition.In(Field.Referrer("id"), "alice"),
        Condition.Contains(Field.Referrer("id"), "ali"),
        Condition.In(Country, "FR", "BE"),
        Condition.In(Field.Referrer("country"), "FR"),
        Condition.In(Field.Event("plan"), "pro"),
        Condition.In(Field.Referral("code"), "SPRING"),
        Condition.In(Field.Referral("share"), "s1"),
        Condition.In(Field.Referral("channel"), "email"),
        Condition.In(Field.Referral("evidence"), "code"),
        Condition.Contains(Field.Event("note"), "gift"),
        Condition.StartsWith(Field.Event("sku"), "ACME-"),
        Condition.EndsWith(Field.Event("plan"), "-yearly"),
        Condition.Known(Country),
        .. Enum.GetValues<Comparison>().Select(static comparison => Condition.Compare(Field.Event("seats"), comparison, 10.5m)),
        Condition.During(Field.Event("start"), Start, Start + Duration.FromDays(1)),
        Condition.During(Field.Event("start"), Start, null),
        Condition.During(Field.Event("start"), null, Start),
        Condition.AnyLine(Shoes),
        Condition.EveryLine(Shoes),
        Condition.Count(Measure.OwnConversions("purchase").In(TimeFrame.InTheLast(TimePeriod.Days(90))), Comparison.AtMost, 3),
        Condition.Count(Measure.Referrals().In(TimeFrame.CalendarMonth), Comparison.AtLeast, 2),
        Condition.Count(Measure.RuleConversionsOfReferee().BeforeCurrent(), Comparison.Below, 2),
        Condition.Sum(Measure.ReferredConversions().Sum(Unit.Money("EUR")).In(TimeFrame.CalendarYear), Comparison.Above, Amount.Of(1_000, "EUR")),
        Condition.Custom("business_customer"),
    ];

    internal static IReadOnlyList<RewardFormula> Formulas { get; } =
    [
        Ten,
        Share,
        RewardFormula.PercentOf(Percentage.Of(10), Unit.Money("EUR"), Amount.Of(20, "EUR")),
        RewardFormula.PercentOf(Percentage.Of(10), Unit.Money("EUR"), floor: Amount.Of(1, "EUR")),
        RewardFormula.PercentOf(Percentage.Of(12.5m), Unit.Money("EUR"), Amount.Of(20, "EUR"), Amount.Of(1, "EUR"), Shoes),
        RewardFormula.PerPiece(Amount.Of(1, "EUR")),
        RewardFormula.PerPiece(Amount.Of(1, "EUR"), Shoes),
        RewardFormula.PerCount(Amount.Of(1, "points"), Field.Event("seats")),
        RewardFormula.PerSpend(Amount.Of(1, "points"), Amount.Of(10, "EUR")),
        RewardFormula.Tiered(TierTable.Of(Measure.RuleConversions(), Tier.Of(2, Ten, "Bronze"), Tier.Of(5, RewardFormula.Flat(Amount.Of(15, "EUR")))).RaisingEarlier()),
        RewardFormula.Tiered(TierTable.Of(Measure.RuleConversions().Sum(Unit.Money("EUR")), Tier.Of(0, Share), Tier.Of(1_000, RewardFormula.PercentOf(Percentage.Of(20), Unit.Money("EUR")))).Graduated()),
        RewardFormula.Tiered(TierTable.Of(Measure.RuleConversions().In(TimeFrame.CalendarQuarter), Tier.Of(1, Ten)).WithGrace(TimePeriod.Days(10))),
        RewardFormula.Tiered(TierTable.Of(Measure.Referrals(), Tier.Of(1, Share), Tier.Of(3, RewardFormula.Choice(RewardOption.Of("cash", Ten), RewardOption.Of("more", Share))))),
        RewardFormula.AtMilestones(Measure.RuleConversions(), Tier.Of(5, Ten)),
        RewardFormula.AtMilestones(Measure.RuleConversions(), Tier.Of(5, Ten, "Five"), Tier.Of(10, Ten)),
        RewardFormula.AtMilestones(Measure.RuleConversions(), Tier.Of(5, Ten), Tier.Of(10, Ten)),
        RewardFormula.EveryMilestone(Measure.ReferredConversions("purchase").Sum(Unit.Money("EUR")), 1_000, Ten),
        RewardFormula.Recurring(Share, payments: 12, declining: Percentage.Of(50)),
        RewardFormula.Recurring(Share, within: TimePeriod.Months(12)),
        RewardFormula.InSequence(false, Ten),
        RewardFormula.InSequence(true, Ten, Share),
        RewardFormula.InSequence(false, Ten, Share),
        RewardFormula.Staged(Ten),
        RewardFormula.Staged(Share, PaymentStage.Of(Percentage.Of(0), Percentage.Of(50)), PaymentStage.Of(Percentage.Of(100), Percentage.Of(100))),
        RewardFormula.Choice(RewardOption.Of("cash", Ten), RewardOption.Of("space", RewardFormula.Flat(Amount.Of(16, "gb")))),
        RewardFormula.Custom("round-up", Unit.Money("EUR")),
    ];

    internal static IReadOnlyList<Guard> Guards { get; } =
    [
        Guard.SameEmail(),
        .. Enum.GetValues<SignalKind>().Select(Guard.Missing),
        Guard.ExistingCustomer(),
        Guard.AlreadyReferred(),
        Guard.ReferralAfterOrder(),
        Guard.ReferralsPerReferrer(10, TimePeriod.Days(1)),
        Guard.CustomersPerSignal(SignalKind.Device, 3, TimePeriod.Days(7)),
        Guard.BlockedDomains("spam.example"),
        Guard.DisposableDomainsIn("throw-away"),
        Guard.BannedReferrers(CustomerId.From("mallory")),
        Guard.BlockedSource("gclid"),
        Guard.Custom("risk"),
    ];

    /// <summary>What a rule says besides its conditions and its formula.</summary>
    private static readonly Action<IncentiveBuilder>[] Aspects =
    [
        r => r.AtMost(100, "EUR"),
        r => r.AtMost(100, "EUR", per: TimeFrame.CalendarDay, atCap: CapAction.Refuse),
        r => r.AtMost(100, "EUR").Limit(Cap.OfAmount(Amount.Of(50, "EUR"), TimeFrame.CalendarWeek.StartingOn(IsoDayOfWeek.Sunday)).PerReferral()),
        r => r.AtMostRewards(3, per: TimeFrame.CalendarWeek, roomReturns: true),
        r => r.AtMostRewards(3, per: TimeFrame.CalendarQuarter, perReferral: true),
        r => r.Limit(Cap.OfRewards(2, TimeFrame.CalendarQuarter.StartingOn(new AnnualDate(2, 1)))),
        r => r.AtMostRewards(1),
        r => r.OncePerReferral(),
        r => r.AtMostRewards(3, per: TimeFrame.CalendarYear.StartingOn(new AnnualDate(4, 6))),
        r => r.AtMostRewards(3, per: TimeFrame.InTheLast(TimePeriod.Days(30))),
        r => r.HeldFor(TimePeriod.Days(14)),
        r => r.Reviewed(within: TimePeriod.Days(7), whenOverdue: WhenOverdue.Approve),
        r => r.Reviewed(within: TimePeriod.Days(7), whenOverdue: WhenOverdue.Reject).HeldFor(TimePeriod.Days(1)),
        r => r.ExpiresAfter(TimePeriod.Days(90)),
        r => r.ExpiresAfter(TimePeriod.Months(12)),
        r => r.ExpiresOn(new LocalDate(2027, 1, 31)),
        r => r.ExpiresAfterInactivity(TimePeriod.Days(180)),
        r => r.KeptOnRefund(),
        r => r.RecomputedOnRefund(),
        r => r.DonatedTo("trees", 50),
        r => r.SharedOverLevels(2, 50),
        r => r.SharedOverLevels(3, 50),
        .. Enum.GetValues<MultiplierMode>().Select(static mode => (Action<IncentiveBuilder>)(r => r
            .Times(2, Condition.OnWeekdays(IsoDayOfWeek.Sunday)).Times(1.5m, Condition.Always).CombineMultipliers(mode))),
        r => r.Override(Condition.In(Field.Referrer("segment"), "partner"), Share).Override(Condition.In(Field.Referrer("id"), "alice"), Ten),
    ];

    /// <summary>What a program says besides its rules.</summary>
    private static readonly Action<ReferralProgramBuilder>[] Settings =
    [
        p => p.CountBeforeSignUp(TimePeriod.Days(7)),
        p => p.Links("https://shop.example/r/{code}").Attribute(a => a.FirstTouch().CodeEqualsLink()).ChosenCodes(),
        p => p.Links("https://shop.example/r/{code}").Attribute(a => a.LastTouch().Within(TimePeriod.CalendarDays(1))),
        p => p.Attribute(a => a.SplitPerTouch()),
        p => p.Attribute(a => a.SplitPerReferrer()),
        p => p.Attribute(a => a.SplitByPosition()),
        p => p.Attribute(a => a.SplitByAge(TimePeriod.Days(7))),
        p => p.Runs(Start, Start + Duration.FromDays(30)).Paused(),
        p => p.InZone("Europe/Berlin").Runs(null, Instant.FromUtc(2026, 12, 31, 23, 0)),
        p => p.CountAmounts(new AmountBase { WithTax = false, WithShipping = false, WithFee = false, BeforeDiscount = true }),
        p => p.WeeksStart(IsoDayOfWeek.Sunday).YearsStart(4, 6),
        p => p.Budget(1_000, "EUR"),
        p => p.Budget(1_000, "EUR", BudgetExhaustion.Close),
        p => p.Budget(1_000, "EUR").RewardReferee(r => r.Give(Ten)).RewardBothOrNeither(),
        p => p.TaxThreshold(600, "EUR"),
        p => p.PayOut(PayoutRule.From(Amount.Of(25, "EUR")).WithFee(Amount.Of(1, "EUR"), FeeBearer.Owner)),
        p => p.PayOut(PayoutRule.From(Amount.Of(25, "EUR")).WithFee(Percentage.Of(2), FeeBearer.Program)),
        p => p.PayOut(PayoutRule.From(Amount.Of(25, "EUR")).WithFee(Percentage.Of(2), FeeBearer.Owner).GivingFeeBack()),
        p => p.WriteOffShortfalls(),
        p => p.UseSoonestExpiryFirst().RewardReferrer(r => r.Give(Ten).ExpiresAfter(TimePeriod.Days(90))),
        p => p.Cap(Side.Referrer, Cap.OfAmount(Amount.Of(1_000, "EUR"), TimeFrame.CalendarYear)).Cap(Side.Referrer, Cap.OfAmount(Amount.Of(10, "EUR")).PerReferral()),
        p => p.Cap(Side.Referrer, Cap.OfRewards(5)).Cap(Side.Referrer, Cap.OfRewards(2).PerReferral()),
        p => p.Cap(Side.Referrer, Cap.OfRewards(1)).Cap(Side.Referrer, Cap.OfRewards(1).PerReferral()),
        p => p.WhenSeveralMatch(Precedence.First).RewardReferrer(r => r.Give(Ten).WithPriority(1)),
        p => p.WhenSeveralMatch(Precedence.Best).RewardReferrer(r => r.Give(Share).When(w => w.First())),
        .. Enum.GetValues<RoundingMode>().Select(static mode => (Action<ReferralProgramBuilder>)(p => p.Round(mode).RewardReferee(r => r.Give(Share)))),
        p => p.Guard(g => g.Against(Guards)),
        p => p.Guard(g => g.Against(Guard.SharedDevice().Scoring(10)).HoldAt(10).OnlyByScore().Reviewed(TimePeriod.Days(3), WhenOverdue.Approve)),
        p => p.Guard(g => g.Against(Guard.SharedDevice()).Reviewed(TimePeriod.Days(3), WhenOverdue.Reject)),
        p => p.Qualify(q => q.On("purchase").First().AtLeast(20, "EUR").Within(TimePeriod.Days(30)).InSegment("smb").Where("plan", "pro")),
    ];

    /// <summary>A program for each example.</summary>
    internal static IReadOnlyList<(string Name, ReferralProgram Program)> Programs { get; } =
    [
        .. Conditions.Select(static (condition, i) => ($"condition {i}", Program(p => p.Qualify(q => q.And(condition)).RewardReferrer(r => r.Give(Ten))))),
        .. Conditions.Select(static (condition, i) => (
            $"not condition {i}", Program(p => p.RewardReferrer(r => r.Give(Ten).When(w => w.And(Condition.Not(condition))))))),
        .. Formulas.Select(static (formula, i) => ($"formula {i}", Program(p => p.RewardReferrer(r => r.Give(formula)).RewardReferee(r => r.Give(formula))))),
        .. Aspects.Select(static (aspect, i) => ($"aspect {i}", Program(p => p.RewardReferrer(r =>
        {
            _ = r.Give(Ten);
            aspect(r);
        })))),
        .. Settings.Select(static (setting, i) => ($"setting {i}", Program(p =>
        {
            _ = p.RewardReferrer(r => r.Give(Ten));
            setting(p);
        }))),
    ];

    /// <summary>Every record that is a kind of a base type.</summary>
    internal static IEnumerable<Type> KindsOf<T>() => typeof(T).Assembly.GetTypes().Where(static type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(T)));

    internal static IEnumerable<string> PropertiesOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(static property => property.Name).Order(StringComparer.Ordinal);

    private static ReferralProgram Program(Action<ReferralProgramBuilder> configure) => ReferralProgram.Create("every", configure);
}

using Referrals.Serialization;

namespace Referrals.Tests.Serialization;

/// <summary>A program that uses every kind of rule: its JSON is approved, and gives an equal program.</summary>
public sealed class RichProgramTests
{
    private static readonly RewardFormula Ten = RewardFormula.Flat(Amount.Of(10, "EUR"));
    private static readonly RewardFormula TenPercent = RewardFormula.PercentOf(Percentage.Of(10), Unit.Money("EUR"));

    private static readonly ReferralProgram Rich = ReferralProgram.Create("rich", p => p
        .InZone("Europe/London").WeeksStart(NodaTime.IsoDayOfWeek.Sunday).YearsStart(4, 6).CountAmounts(AmountBase.Net)
        .WhenSeveralMatch(Precedence.First).Group("bonus", Precedence.Best)
        .Cap(Side.Referrer, Cap.OfAmount(Amount.Of(1_000, "EUR"), TimeFrame.CalendarYear.StartingOn(new NodaTime.AnnualDate(1, 1))))
        .Budget(50_000, "EUR", BudgetExhaustion.Close).Budget(1_000_000, "points").TaxThreshold(600, "EUR")
        .RewardReferrer(r => r.Named("tiers").Tiered(t => t
            .From(1, Ten, "Bronze").From(5, 15, "EUR").Per(TimeFrame.CalendarQuarter).WithGrace(TimePeriod.Days(10)).RaisingEarlier()))
        .RewardReferrer(r => r.Named("volume").Tiered(t => t.FromPercent(0, 5, "EUR").FromPercent(1_000.50m, 7.5m, "EUR").ByVolume("EUR").Graduated()))
        .RewardReferrer(r => r.Named("marks").Give(RewardFormula.AtMilestones(Measure.Referrals(), Tier.Of(10, Ten))).WithPriority(5))
        .RewardReferrer(r => r.Named("every").Every(10, 100, "points"))
        .RewardReferrer(r => r.Named("paid").PercentOf(20, "EUR", ceiling: 50, floor: 1).ForPayments(12).InGroup("bonus"))
        .RewardReferrer(r => r.Named("decline").Give(RewardFormula.Recurring(TenPercent, within: TimePeriod.Months(6), declining: Percentage.Of(50))))
        .RewardReferrer(r => r.Named("list").Give(RewardFormula.InSequence(true, TenPercent, Ten)))
        .RewardReferrer(r => r.Named("deal").Give(RewardFormula.Staged(TenPercent, PaymentStage.Of(Percentage.Of(50), Percentage.Of(100)))))
        .RewardReferrer(r => r.Named("choice").Give(RewardFormula.Choice(RewardOption.Of("cash", Ten), RewardOption.Of("points", RewardFormula.Flat(Amount.Of(1_000, "points"))))))
        .RewardReferee(r => r.Named("pieces").PerPiece(1, "EUR", Condition.In(Field.Line("category"), "shoes")).DonatedTo("red-cross", 50))
        .RewardReferee(r => r.Named("seats").Give(RewardFormula.PerCount(Amount.Of(1, "EUR"), Field.Event("seats"))).AsShadow())
        .RewardReferee(r => r.Named("points").PerSpend(1, "points", 10, "EUR")
            .Times(2, Condition.OnWeekdays(NodaTime.IsoDayOfWeek.Sunday)).Times(1.5m, Condition.Always).CombineMultipliers(MultiplierMode.Add)
            .Override(Condition.In(Field.Referrer("id"), "partner"), RewardFormula.Flat(Amount.Of(5, "points")))
            .AtMost(500, "points", per: TimeFrame.InTheLast(TimePeriod.Days(30)), roomReturns: true).AtMostRewards(3, perReferral: true)));

    [Fact]
    public void Json_of_every_kind_of_rule_reads_well() => Approvals.Verify(ProgramJson.Write(Rich));

    [Fact]
    public void Json_gives_an_equal_program_back() => Assert.Equal(Rich, ProgramJson.Read(ProgramJson.Write(Rich)));
}

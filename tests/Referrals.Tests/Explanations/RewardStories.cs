using static Referrals.Tests.Explanations.RuleStory;

namespace Referrals.Tests.Explanations;

/// <summary>One story for each thing that a rule says about what it grants, or why it does not.</summary>
internal static class RewardStories
{
    private static readonly RewardFormula Ten = RewardFormula.Flat(Amount.Of(10, "EUR"));
    private static readonly RewardFormula TenPercent = RewardFormula.PercentOf(Percentage.Of(10), Unit.Money("EUR"));

    internal static IReadOnlyList<RuleStory> All { get; } =
    [
        Rule(RewardCodes.AmountMissing, r => r.PercentOf(10, "EUR"), Happened("i1")),
        Rule(RewardCodes.Currency, r => r.PercentOf(10, "EUR"), Bought("o1", 40, unit: "USD")),
        Rule(RewardCodes.NoLine, r => r.PerPiece(1, "EUR")),
        Rule(RewardCodes.QuantityMissing, r => r.Give(RewardFormula.PerCount(Amount.Of(1, "EUR"), Field.Event("seats"))), Bought("o1", 40).With("seats", "many")),
        Rule(RewardCodes.BelowTiers, r => r.Tiered(t => t.From(3, 10, "EUR"))),
        Rule(RewardCodes.NoMilestone, r => r.Every(5, 50, "EUR")),
        Rule(RewardCodes.MilestonesOver, r => r.AtMilestone(1, 10, "EUR"), Bought("o1", 40, 2), Bought("o2", 40)),
        Rule(
            RewardCodes.MarkLost,
            r => r.AtMilestone(2, 10, "EUR"),
            Bought("o1", 40, 2),
            Bought("o2", 40),
            Refund.OfWhole("r1", "o1").At(Referrals.Tests.Decisions.Story.Day(50))),
        Rule(RewardCodes.PaymentsOver, r => r.Flat(10, "EUR").ForPayments(1), Bought("o1", 40, 2), Bought("o2", 40)),
        Rule(RewardCodes.TimeOver, r => r.Flat(10, "EUR").ForTime(TimePeriod.Days(30)), Bought("o1", 40, 2), Bought("o2", 40, 40)),
        Rule(RewardCodes.DealMissing, r => r.Give(RewardFormula.Staged(TenPercent))),
        Rule(
            RewardCodes.StageNotReached,
            r => r.Give(RewardFormula.Staged(TenPercent, PaymentStage.Of(Percentage.Of(50), Percentage.Of(100)))),
            Bought("o1", 40).OfDeal("deal", Amount.Of(400, "EUR"))),
        Rule(RewardCodes.Zero, r => r.PercentOf(10, "EUR"), Bought("o1", 0.04m)),
        Rule(RewardCodes.Formula, r => r.PercentOf(10, "EUR", ceiling: 3)),
        Rule(RewardCodes.Override, r => r.Give(Ten).Override(Condition.In(Field.Referrer("id"), "alice"), RewardFormula.Flat(Amount.Of(25, "EUR")))),
        Rule(RewardCodes.OverrideNotMet, r => r.Give(Ten).Override(Condition.In(Field.Referrer("id"), "ann"), RewardFormula.Flat(Amount.Of(25, "EUR")))),
        Rule(RewardCodes.Multiplier, r => r.Give(Ten).Times(2, Condition.AtLeast(Amount.Of(30, "EUR")))),
        Rule(
            RewardCodes.MultiplierNotMet,
            r => r.Give(Ten).Times(2, Condition.All(Condition.AtLeast(Amount.Of(50, "EUR")), Condition.Not(Condition.Any(Condition.Segment("smb")))))),
        Rule(RewardCodes.Multiplied, r => r.Give(Ten).Times(2, Condition.Always).Times(1.5m, Condition.Segment("smb"))),
        Rule(RewardCodes.TierReached, r => r.Tiered(t => t.From(1, Ten, "Bronze").From(5, 15, "EUR"))),
        Rule(RewardCodes.Raised, r => r.Tiered(t => t.From(1, 10, "EUR").From(2, 15, "EUR").RaisingEarlier()), Bought("o1", 40, 2), Bought("o2", 40)),
        Of(RewardCodes.Split, p => p.RewardReferrer(r => r.Give(TenPercent).SharedOverLevels(2, 50))),
        Of(
            RewardCodes.Declined,
            ReferralProgram.Create("story", p => p.RewardReferrer(r => r.Custom("by-hand", "EUR"))),
            CustomRules.Empty.With("by-hand", new NotToday())),
        Rule(RewardCodes.CapReached, r => r.Flat(10, "EUR").AtMostRewards(1, per: TimeFrame.CalendarYear), Bought("o1", 40, 2), Bought("o2", 40)),
        Rule(RewardCodes.CapClamped, r => r.Flat(10, "EUR").AtMost(15, "EUR", per: TimeFrame.CalendarMonth), Bought("o1", 40, 2), Bought("o2", 40)),
        Rule(RewardCodes.CapRoom, r => r.Flat(10, "EUR").AtMost(15, "EUR", per: TimeFrame.CalendarMonth)),
        Of(RewardCodes.BudgetUsedUp, p => p.RewardReferrer(r => r.Give(Ten)).Budget(9, "EUR")),
        Of(RewardCodes.BudgetRoom, p => p.RewardReferrer(r => r.Give(Ten)).Budget(90, "EUR")),
        Of(RewardCodes.Tax, p => p.RewardReferrer(r => r.Give(Ten)).TaxThreshold(9, "EUR")),
        Of(
            RewardCodes.Outranked,
            p => p.RewardReferrer(r => r.Give(Ten)).RewardReferrer(r => r.Named("better").Flat(12, "EUR")).WhenSeveralMatch(Precedence.Best)),
        Of(RewardCodes.Shadow, p => p.RewardReferrer(r => r.Give(Ten)).RewardReferrer(r => r.Named("tried").Flat(12, "EUR").AsShadow())),
        Of(
            RewardCodes.Refunded,
            p => p.CountBeforeSignUp(TimePeriod.Days(7)).RewardReferrer(r => r.Give(Ten)),
            Conversion.Of(Referrals.Tests.Decisions.Story.Customer("carol"), "o1", "purchase", Amount.Of(40, "EUR")).At(Referrals.Tests.Decisions.Story.Day(2)),
            Refund.OfWhole("r1", "o1").At(Referrals.Tests.Decisions.Story.Day(2.5)),
            SignUp.Of(Referrals.Tests.Decisions.Story.Customer("carol")).ReferredBy(Referrals.Tests.Decisions.Story.Customer("alice")).At(Referrals.Tests.Decisions.Story.Day(3))),
        Of(
            RewardCodes.Pair,
            p => p.RewardReferrer(r => r.Give(Ten)).RewardReferee(r => r.Named("friend").Flat(5, "EUR")).Budget(12, "EUR").RewardBothOrNeither()),
        Rule(RewardCodes.Incentive, r => r.Give(Ten)),
    ];

    private static RuleStory Rule(string code, Action<IncentiveBuilder> rule, params IReadOnlyList<ReferralInput> told) =>
        Of(code, p => p.RewardReferrer(rule), told);

    private sealed class NotToday : IIncentiveRule
    {
        public IncentiveGrant Grant(QualificationContext context) => IncentiveGrant.None("the partner is paid by hand");
    }
}

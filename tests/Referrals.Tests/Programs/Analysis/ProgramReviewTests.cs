using NodaTime;
using Referrals.Explanations;
using Referrals.Tests.Programs.Terms;

namespace Referrals.Tests.Programs.Analysis;

/// <summary>Each finding in a program that has it, and a near miss that has it not.</summary>
public sealed class ProgramReviewTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);

    [Theory]
    [InlineData("docs/programs/dropbox.json")]
    [InlineData("docs/programs/tesla.json")]
    [InlineData("docs/programs/paypal.json")]
    [InlineData("docs/programs/b2b-deals.json")]
    [InlineData("samples/Replay/data/lamps/program.json")]
    public void Good_programs_are_told_only_what_their_owner_can_accept(string file) => Approvals.Verify(
        ProgramAnalysis.Of(TermsPrograms.Read(file), TermsPrograms.Words).ToText(), suffix: Path.GetFileNameWithoutExtension(file));

    [Fact]
    public void Rule_that_can_grant_more_than_can_be_counted_is_reviewed_all_the_same()
    {
        var program = ReferralProgram.Create("large", p => p
            .RewardReferrer(r => r.PerSpend(10_000_000_000_000m, "EUR", 0.01m, "EUR").Times(100, Condition.Always)));

        Assert.NotEmpty(ProgramAnalysis.Of(program).Findings);
    }

    /// <summary>What a team has thought about is accepted by name, with a reason; what comes new is told.</summary>
    [Fact]
    public void Accepted_findings_leave_the_others()
    {
        var program = Of(p => p.RewardReferrer(r => r.Flat(10, "EUR")).RewardReferee(r => r.Flat(5, "EUR")));
        var review = ProgramAnalysis.Of(program);
        var all = review.Findings.Select(static finding => finding.Code).Distinct().ToArray();
        Assert.Contains(AnalysisCodes.NoHold, all);
        Assert.True(all.Length > 2, string.Join(", ", all));

        var clean = all.Aggregate(review, static (left, code) => left.Accept(code, $"{code} is known."));
        Assert.Empty(clean.Findings);
        Assert.Equal(review.Findings.ToHashSet(), clean.Accepted.Select(static accepted => accepted.Finding).ToHashSet());
        Assert.Contains($"accepted {AnalysisCodes.NoHold} at $.incentives[1].hold\n  {AnalysisCodes.NoHold} is known.", clean.ToText(), StringComparison.Ordinal);

        var one = review.Accept(AnalysisCodes.NoHold, "Friends keep it.", "$.incentives[1].hold");
        Assert.Equal(["$.incentives[0].hold"], one.Findings.Where(static finding => finding.Code == AnalysisCodes.NoHold).Select(static finding => finding.Path));
    }

    /// <summary>An acceptance that nothing needs any more would hide the next finding of its kind.</summary>
    [Fact]
    public void Acceptance_of_nothing_is_an_error()
    {
        var review = ProgramAnalysis.Of(Of(p => p.RewardReferrer(r => r.Flat(10, "EUR"))));

        Assert.Contains("take the acceptance out", Assert.Throws<ArgumentException>(() => review.Accept("review.never_holds", "x")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => review.Accept(AnalysisCodes.NoHold, "x", "$.incentives[1].hold"));
        Assert.Throws<ArgumentException>(() => review.Accept(AnalysisCodes.NoHold, " "));
        Assert.Throws<ArgumentException>(() => review.Accept(AnalysisCodes.NoHold, "x").Accept(AnalysisCodes.NoHold, "x"));
    }

    [Fact]
    public void Program_of_the_readme_is_told_only_what_its_owner_can_accept() => Approvals.Verify(ProgramAnalysis.Of(TermsPrograms.Quickstart).ToText());

    [Fact]
    public void Every_code_is_documented()
    {
        var codes = typeof(AnalysisCodes).GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
            .Select(static field => (string)field.GetRawConstantValue()!).ToArray();
        var page = File.ReadAllText(TestTree.PathOf("docs", "terms.md"));

        Assert.All(codes, code => Assert.Contains($"| `{code}` |", page, StringComparison.Ordinal));
        Assert.Equal(codes.Length, codes.Distinct().Count());
    }

    [Fact]
    public void Conditions_that_contradict_each_other() => Finds(
        AnalysisCodes.NeverHolds, "$.incentives[0].when",
        r => r.Flat(10, "EUR").When(w => w.AtLeast(100, "EUR").And(Condition.Amount(Comparison.Below, Amount.Of(50, "EUR")))),
        r => r.Flat(10, "EUR").When(w => w.AtLeast(50, "EUR").And(Condition.Amount(Comparison.Below, Amount.Of(100, "EUR")))));

    [Fact]
    public void Segment_condition_that_excludes_all() => Finds(
        AnalysisCodes.NeverHolds, "$.incentives[0].when",
        r => r.Flat(10, "EUR").When(w => w.InSegment("smb").And(Condition.Not(Condition.Segment("smb", "enterprise")))),
        r => r.Flat(10, "EUR").When(w => w.InSegment("smb").And(Condition.Not(Condition.Segment("enterprise")))));

    [Fact]
    public void Exception_that_the_rule_rules_out() => Finds(
        AnalysisCodes.NeverHolds, "$.incentives[0].overrides[0]",
        r => r.Flat(10, "EUR").When(w => w.First()).Override(Condition.Nth(2), RewardFormula.Flat(Amount.Of(20, "EUR"))),
        r => r.Flat(10, "EUR").When(w => w.First()).Override(Condition.Nth(1), RewardFormula.Flat(Amount.Of(20, "EUR"))));

    [Fact]
    public void Multiplier_that_the_rule_rules_out() => Finds(
        AnalysisCodes.NeverHolds, "$.incentives[0].multipliers[0]",
        r => r.Flat(10, "EUR").When(w => w.And(Condition.OnWeekdays(IsoDayOfWeek.Monday))).Times(2, Condition.OnWeekdays(IsoDayOfWeek.Sunday)),
        r => r.Flat(10, "EUR").When(w => w.And(Condition.OnWeekdays(IsoDayOfWeek.Monday, IsoDayOfWeek.Sunday))).Times(2, Condition.OnWeekdays(IsoDayOfWeek.Sunday)));

    [Fact]
    public void Program_that_nothing_fulfils() => Finds(
        AnalysisCodes.NeverHolds, "$.qualify",
        Of(p => p.Qualify(q => q.On("purchase").And(Condition.Event("trial"))).RewardReferrer(r => r.Flat(10, "EUR"))),
        Of(p => p.Qualify(q => q.On("purchase").And(Condition.Happened("trial"))).RewardReferrer(r => r.Flat(10, "EUR"))));

    [Fact]
    public void Rule_without_an_event() => Finds(
        AnalysisCodes.NoTrigger, "$.incentives[0].when",
        Of(p => p.RewardReferrer(r => r.Flat(10, "EUR").When(w => w.First()))),
        Of(p => p.RewardReferrer(r => r.Flat(10, "EUR").When(w => w.On("purchase")))));

    [Fact]
    public void Days_outside_the_schedule() => Finds(
        AnalysisCodes.OutsideSchedule, "$.incentives[0].when",
        Of(p => Purchase(p).Runs(Start, Start + Duration.FromDays(30)).RewardReferrer(r => r.Flat(10, "EUR").When(w => w.And(Days(31))))),
        Of(p => Purchase(p).Runs(Start, Start + Duration.FromDays(30)).RewardReferrer(r => r.Flat(10, "EUR").When(w => w.And(Days(30))))));

    [Fact]
    public void Window_longer_than_the_schedule() => Finds(
        AnalysisCodes.WindowBeyondSchedule, "$.qualify",
        Of(p => p.Qualify(q => q.On("purchase").Within(TimePeriod.Days(60))).Runs(Start, Start + Duration.FromDays(59)).RewardReferrer(r => r.Flat(10, "EUR"))),
        Of(p => p.Qualify(q => q.On("purchase").Within(TimePeriod.Days(60))).Runs(Start, Start + Duration.FromDays(60)).RewardReferrer(r => r.Flat(10, "EUR"))));

    [Fact]
    public void Rule_that_always_loses() => Finds(
        AnalysisCodes.AlwaysOutranked, "$.incentives[1].name",
        Of(p => Purchase(p).WhenSeveralMatch(Precedence.First).RewardReferrer(r => r.Flat(10, "EUR")).RewardReferrer(r => r.Flat(20, "EUR").When(w => w.First()))),
        Of(p => Purchase(p).WhenSeveralMatch(Precedence.First).RewardReferrer(r => r.Flat(10, "EUR")).RewardReferrer(r => r.Flat(20, "EUR").When(w => w.First()).WithPriority(1))));

    [Fact]
    public void Rule_that_is_never_best() => Finds(
        AnalysisCodes.AlwaysOutranked, "$.incentives[0].name",
        Of(p => Purchase(p).WhenSeveralMatch(Precedence.Best).RewardReferrer(r => r.Flat(10, "EUR").When(w => w.First())).RewardReferrer(r => r.Flat(20, "EUR"))),
        Of(p => Purchase(p).WhenSeveralMatch(Precedence.Best).RewardReferrer(r => r.Flat(10, "EUR").When(w => w.First())).RewardReferrer(r => r.Flat(20, "EUR").AtMost(500, "EUR"))));

    [Fact]
    public void Step_behind_a_cap() => Finds(
        AnalysisCodes.UnreachableTier, "$.incentives[0].reward.tiers.steps[1]",
        r => r.Tiered(t => t.From(1, 10, "EUR").From(5, 15, "EUR")).AtMostRewards(4),
        r => r.Tiered(t => t.From(1, 10, "EUR").From(5, 15, "EUR")).AtMostRewards(5));

    [Fact]
    public void Step_behind_a_cap_by_amount() => Finds(
        AnalysisCodes.UnreachableTier, "$.incentives[0].reward.tiers.steps[2]",
        r => r.Tiered(t => t.From(1, 10, "EUR").From(3, 20, "EUR").From(5, 30, "EUR")).AtMost(60, "EUR"),
        r => r.Tiered(t => t.From(1, 10, "EUR").From(3, 20, "EUR").From(5, 30, "EUR")).AtMost(61, "EUR"));

    [Fact]
    public void Step_that_gives_no_more() => Finds(
        AnalysisCodes.TierWithoutGain, "$.incentives[0].reward.tiers.steps[1]",
        r => r.Tiered(t => t.From(1, 10, "EUR").From(5, 10, "EUR")),
        r => r.Tiered(t => t.From(1, 10, "EUR").From(5, 11, "EUR")));

    [Fact]
    public void Percentage_above_the_whole() => Finds(
        AnalysisCodes.MoreThanPaid, "$.incentives[0].reward", r => r.PercentOf(150, "EUR"), r => r.PercentOf(100, "EUR"));

    [Fact]
    public void Cap_below_one_reward() => Finds(
        AnalysisCodes.CapBelowReward, "$.incentives[0].cap", r => r.Flat(10, "EUR").AtMost(9, "EUR"), r => r.Flat(10, "EUR").AtMost(10, "EUR"));

    [Fact]
    public void Cap_behind_another() => Finds(
        AnalysisCodes.CapNeverReached, "$.incentives[0].caps[0]",
        r => r.Flat(10, "EUR").AtMost(500, "EUR", per: TimeFrame.CalendarMonth).AtMost(200, "EUR"),
        r => r.Flat(10, "EUR").AtMost(100, "EUR", per: TimeFrame.CalendarMonth).AtMost(200, "EUR"));

    [Fact]
    public void Cap_of_something_that_happens_once() => Finds(
        AnalysisCodes.CapNeverReached, "$.incentives[0].cap",
        Of(p => p.RewardReferee(r => r.Flat(10, "EUR").When(w => w.On("purchase").First()).AtMostRewards(2))),
        Of(p => p.RewardReferee(r => r.Flat(10, "EUR").When(w => w.On("purchase").First()).AtMostRewards(1))));

    [Fact]
    public void Budget_below_one_reward() => Finds(
        AnalysisCodes.BudgetBelowReward, "$.budgets",
        Of(p => Purchase(p).RewardReferrer(r => r.Flat(10, "EUR")).Budget(9, "EUR")),
        Of(p => Purchase(p).RewardReferrer(r => r.Flat(10, "EUR")).Budget(10, "EUR")));

    [Fact]
    public void Reward_that_expires_while_it_is_held() => Finds(
        AnalysisCodes.ExpiresBeforeUse, "$.incentives[0].expiry",
        Of(p => Purchase(p).Runs(Start, null).RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(30)).ExpiresOn(new LocalDate(2026, 3, 30)))),
        Of(p => Purchase(p).Runs(Start, null).RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(30)).ExpiresOn(new LocalDate(2026, 3, 31)))));

    [Fact]
    public void Rewards_worth_more_than_the_order() => Finds(
        AnalysisCodes.RewardAboveMinimum, "$.incentives[1].reward",
        Of(p => p.Qualify(q => q.On("purchase").AtLeast(20, "EUR")).RewardReferrer(r => r.Flat(10, "EUR")).RewardReferee(r => r.Flat(10, "EUR"))),
        Of(p => p.Qualify(q => q.On("purchase").AtLeast(21, "EUR")).RewardReferrer(r => r.Flat(10, "EUR")).RewardReferee(r => r.Flat(10, "EUR"))));

    [Fact]
    public void Cash_without_a_guard_for_persons() => Finds(
        AnalysisCodes.NoSamePersonGuard, "$.guards",
        Of(p => Purchase(p).Guard(g => g.Against(Guard.SharedAddress(), Guard.ExistingCustomer())).RewardReferrer(r => r.Flat(10, "EUR"))),
        Of(p => Purchase(p).Guard(g => g.Against(Guard.SharedAddress().Holding())).RewardReferrer(r => r.Flat(10, "EUR"))));

    [Fact]
    public void Program_without_any_limit() => Finds(
        AnalysisCodes.NoLimit, "$.budgets",
        Of(p => Purchase(p).RewardReferrer(r => r.Flat(10, "EUR"))),
        Of(p => Purchase(p).RewardReferrer(r => r.Flat(10, "EUR")).Cap(Side.Referrer, Cap.OfRewards(5))));

    [Fact]
    public void Money_at_once_while_refunds_are_possible() => Finds(
        AnalysisCodes.NoHold, "$.incentives[0].hold", r => r.Flat(10, "EUR"), r => r.Flat(10, "EUR").KeptOnRefund());

    [Fact]
    public void Loss_that_the_program_bears_weighs_more()
    {
        var severities = new[] { Of(p => Purchase(p).RewardReferrer(r => r.Flat(10, "EUR"))), Of(p => Purchase(p).WriteOffShortfalls().RewardReferrer(r => r.Flat(10, "EUR"))) }
            .Select(static program => ProgramAnalysis.Of(program).Findings.Single(static finding => finding.Code == AnalysisCodes.NoHold).Severity);

        Assert.Equal([FindingSeverity.Note, FindingSeverity.Warning], severities);
    }

    [Fact]
    public void Units_that_no_limit_speaks_of() => Finds(
        AnalysisCodes.MixedUnits, "$.incentives[0].reward",
        r => r.Give(RewardFormula.Choice(RewardOption.Of("cash", Flat(10, "EUR")), RewardOption.Of("points", Flat(100, "points")))).AtMost(50, "EUR"),
        r => r.Give(RewardFormula.Choice(RewardOption.Of("cash", Flat(10, "EUR")), RewardOption.Of("points", Flat(100, "points")))).AtMostRewards(5));

    [Fact]
    public void More_steps_than_anybody_remembers() => Finds(
        AnalysisCodes.TooManyTiers, "$.incentives[0].reward",
        r => r.Tiered(t => t.From(1, 1, "EUR").From(2, 2, "EUR").From(3, 3, "EUR").From(4, 4, "EUR").From(5, 5, "EUR")),
        r => r.Tiered(t => t.From(1, 1, "EUR").From(2, 2, "EUR").From(3, 3, "EUR").From(4, 4, "EUR")));

    [Fact]
    public void More_conditions_than_anybody_reads() => Finds(
        AnalysisCodes.TooManyConditions, "$.incentives[0].when",
        r => r.Flat(10, "EUR").When(w => w.First().AtLeast(50, "EUR").InSegment("smb")),
        r => r.Flat(10, "EUR").When(w => w.First().AtLeast(50, "EUR")));

    [Fact]
    public void Custom_rules_without_words()
    {
        var program = Of(p => p.Qualify(q => q.On("purchase").And(Condition.Custom("business"))).RewardReferrer(r => r.Custom("round-up", "EUR")));
        var words = ReferralTexts.English.With("condition.business", "{@your friend buys|you buy} for a company");

        Assert.Equal(["$.qualify", "$.incentives[0].reward"], Paths(program, AnalysisCodes.NoWords));
        Assert.Equal(["$.incentives[0].reward"], Paths(program, AnalysisCodes.NoWords, words));
        Assert.Empty(Paths(program, AnalysisCodes.NoWords, words.With("rule.round-up", "10% of the price, rounded up")));
    }

    [Fact]
    public void Event_without_words_is_a_note()
    {
        var finding = Assert.Single(ProgramAnalysis.Of(Of(p => p.Qualify(q => q.On("quiz.won")).RewardReferrer(r => r.Flat(1, "points")))).Findings, static finding => finding.Code == AnalysisCodes.NoWords);

        Assert.Equal((FindingSeverity.Note, "$.qualify"), (finding.Severity, finding.Path));
        Assert.Contains("event.quiz.won", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_that_are_hard_to_read()
    {
        var program = Of(p => Purchase(p).RewardReferrer(r => r.Flat(10, "EUR")));
        var heavy = ReferralTexts.English.With(
            "event.purchase",
            "{@your friend has irrevocably consummated a remunerative commercial transaction|you transact} notwithstanding any incompatible contractual administrative stipulations "
            + "concerning consideration, indemnification, cancellation, authorisation, jurisdictional applicability and international electronic communication formalities, "
            + "irrespective of previously negotiated supplementary organisational arrangements, intermediary participation or institutional accreditation procedures");

        Assert.Empty(Paths(program, AnalysisCodes.HardToRead));
        Assert.Equal(["$"], Paths(program, AnalysisCodes.HardToRead, heavy));
    }

    private static RewardFormula Flat(decimal amount, string unit) => RewardFormula.Flat(Amount.Of(amount, unit));

    private static Condition Days(int day) => Condition.OnDates(new LocalDate(2026, 3, day), new LocalDate(2026, 4, 2));

    private static ReferralProgramBuilder Purchase(ReferralProgramBuilder program) => program.Qualify(q => q.On("purchase"));

    private static ReferralProgram Of(Action<ReferralProgramBuilder> configure) => ReferralProgram.Create("reviewed", configure);

    private static void Finds(string code, string path, Action<IncentiveBuilder> has, Action<IncentiveBuilder> hasNot) => Finds(
        code, path, Of(p => Purchase(p).RewardReferrer(has)), Of(p => Purchase(p).RewardReferrer(hasNot)));

    private static void Finds(string code, string path, ReferralProgram has, ReferralProgram hasNot)
    {
        Assert.Contains(path, Paths(has, code));
        Assert.DoesNotContain(path, Paths(hasNot, code));
    }

    private static string[] Paths(ReferralProgram program, string code, ReferralTexts? words = null) =>
        [.. ProgramAnalysis.Of(program, words).Findings.Where(finding => finding.Code == code).Select(static finding => finding.Path)];
}

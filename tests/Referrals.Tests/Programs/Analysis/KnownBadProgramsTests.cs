using NodaTime;
using Referrals.Serialization;
using Referrals.Testing;

namespace Referrals.Tests.Programs.Analysis;

/// <summary>
/// Programs as people write them, each with one slip, by the finding that has to be there. The sound program that they were made from has none.
/// </summary>
public sealed class KnownBadProgramsTests
{
    private const string Sound = """
        {
          "schema": 1, "id": "shop", "zone": "Europe/Berlin",
          "qualify": { "event": "purchase" },
          "guards": { "checks": [{ "guard": "sameEmail" }, { "guard": "sharedPayment" }] },
          "incentives": [
            { "name": "thanks", "side": "referrer", WHEN "reward": REWARD, CAP HOLD },
            { "name": "welcome", "side": "referee", "when": { "all": [{ "nth": 1 }, { "atLeast": "50.00 EUR" }] }, "reward": { "flat": "5.00 EUR" }, "hold": { "days": 30 } }
            MORE
          ],
          "budgets": [{ "amount": "BUDGET" }] PAYOUTS
        }
        """;

    private const string First = "\"when\": { \"all\": [{ \"nth\": 1 }, { \"atLeast\": \"50.00 EUR\" }] },";

    public static TheoryData<string, string, string> Slips => new()
    {
        // name, finding, program
        { "steps begin at five", "review.gap_before_first_tier", Program(reward: Tiers("5", "10")) },
        { "a step gives no more", "review.tier_without_gain", Program(reward: """{ "tiers": { "steps": [{ "from": 1, "reward": { "flat": "10 EUR" } }, { "from": 5, "reward": { "flat": "8 EUR" } }] } }""") },
        { "a step in cents", "review.factor_of_100", Program(reward: """{ "tiers": { "steps": [{ "from": 1, "reward": { "flat": "10 EUR" } }, { "from": 5, "reward": { "flat": "1500 EUR" } }] } }""") },
        { "a step behind the cap", "review.unreachable_tier", Program(reward: Tiers("1", "10"), cap: """ "cap": { "rewards": 9 },""", budget: null) },
        { "a step beyond the condition", "review.unreachable_tier", Program(
            when: """ "when": { "all": [{ "atLeast": "50 EUR" }, { "count": { "measure": { "of": "referrals" }, "atMost": 5 } }] },""",
            reward: """{ "tiers": { "by": { "of": "referrals" }, "steps": [{ "from": 1, "reward": { "flat": "10 EUR" } }, { "from": 10, "reward": { "flat": "15 EUR" } }] } }""") },
        { "steps for a friend's first order", "review.unreachable_tier", Program(more: """
            , { "name": "growing", "side": "referee", "when": { "all": [{ "nth": 1 }, { "atLeast": "60 EUR" }] }, "hold": { "days": 30 },
              "reward": { "tiers": { "steps": [{ "from": 1, "reward": { "flat": "1 points" } }, { "from": 3, "reward": { "flat": "2 points" } }] } }, "cap": { "rewards": 5 } }
            """) },
        { "cents for the friend", "review.factor_of_100", Program(reward: """{ "flat": "500.00 EUR" }""") },
        { "cents of the minimum", "review.factor_of_100", Program(when: """ "when": { "all": [{ "nth": 1 }, { "atLeast": "5000.00 EUR" }] },""") },
        { "a fraction beside a percentage", "review.factor_of_100", Program(reward: """{ "percent": 10, "unit": "EUR" }""", more: """
            , { "name": "second", "side": "referrer", "when": { "nth": 2 }, "reward": { "percent": 0.1, "unit": "EUR" }, "hold": { "days": 30 } }
            """) },
        { "a fraction for a percentage", "review.tiny_share", Program(reward: """{ "percent": 0.15, "unit": "EUR" }""") },
        { "an exception in cents", "review.factor_of_100", Program(extra: """ "overrides": [{ "when": { "segment": ["vip"] }, "reward": { "flat": "1000 EUR" } }],""") },
        { "a ceiling below the minimum's share", "review.always_ceiling", Program(reward: """{ "percent": 20, "unit": "EUR", "ceiling": "10 EUR" }""") },
        { "two rules for the same orders", "review.overlapping_rules", Program(more: """
            , { "name": "again", "side": "referrer", "when": { "all": [{ "atLeast": "50.00 EUR" }, { "nth": 1 }] }, "reward": { "flat": "7 EUR" }, "hold": { "days": 30 } }
            """) },
        { "bands that share a part", "review.overlapping_rules", Program(when: Band("50", "100", "atMost"), more: Rule("large", """{ "atLeast": "100 EUR" }""", "12")) },
        { "large orders earn both", "review.overlapping_rules", Program(when: """ "when": { "atLeast": "50 EUR" },""", more: Rule("large", """{ "atLeast": "100 EUR" }""", "12")) },
        { "bands with a hole", "review.gap_between_rules", Program(when: Band("50", "100", "below"), more: Rule("large", """{ "atLeast": "150 EUR" }""", "12")) },
        { "exactly the border is left out", "review.gap_between_rules", Program(when: Band("50", "100", "below"), more: Rule("large", """{ "amount": { "above": "100 EUR" } }""", "12")) },
        { "the wide rule first", "review.always_outranked", Program(
            when: """ "when": { "atLeast": "50 EUR" },""", several: "first", budget: null, guards: true, more: Rule("large", """{ "atLeast": "100 EUR" }""", "12")) },
        { "the wide rule first, with a cap", "review.outranked_until_limit", Program(
            when: """ "when": { "atLeast": "50 EUR" },""", several: "first", cap: """ "cap": { "rewards": 20 },""", more: Rule("large", """{ "atLeast": "100 EUR" }""", "12")) },
        { "the wide exception first", "review.shadowed_exception", Program(extra: """
            "overrides": [{ "when": { "atLeast": "100 EUR" }, "reward": { "flat": "12 EUR" } }, { "when": { "atLeast": "200 EUR" }, "reward": { "flat": "20 EUR" } }],
            """) },
        { "an exception that always holds", "review.shadowed_exception", Program(extra: """ "overrides": [{ "when": { "atLeast": "20 EUR" }, "reward": { "flat": "12 EUR" } }],""") },
        { "opposite segments for the two sides", "review.sides_exclude_each_other", Program(
            when: """ "when": { "all": [{ "nth": 1 }, { "amount": { "below": "50 EUR" } }, { "atLeast": "40 EUR" }] },""") },
        { "another event within the rule", "review.never_holds", Program(when: """ "when": { "event": "order" },""") },
        { "an event with another capital", "review.similar_names", Program(qualify: """{ "any": [{ "event": "purchase" }, { "event": "Purchase" }] }""") },
        { "a segment with a slip", "review.similar_names", Program(
            when: """ "when": { "all": [{ "nth": 1 }, { "atLeast": "50 EUR" }, { "segment": ["business"] }] },""", extra: """ "overrides": [{ "when": { "segment": ["busines"] }, "reward": { "flat": "12 EUR" } }],""") },
        { "a cap below a step", "review.cap_below_reward", Program(reward: Tiers("1", "10"), cap: """ "cap": { "amount": "12 EUR", "per": "calendarMonth" },""") },
        { "a side's cap below one reward", "review.cap_below_reward", Program(payouts: """, "caps": [{ "side": "referrer", "cap": { "amount": "8 EUR", "per": "calendarMonth" } }]""") },
        { "a budget below one reward", "review.budget_below_reward", Program(budget: "9 EUR") },
        { "a budget of six rewards", "review.budget_of_few_rewards", Program(budget: "60 EUR") },
        { "a cap above the budget", "review.cap_never_reached", Program(cap: """ "cap": { "amount": "6000 EUR" },""") },
        { "orders of a cent", "review.no_minimum", Program(when: """ "when": { "nth": 1 },""") },
        { "rewards worth the order", "review.reward_above_minimum", Program(reward: """{ "flat": "45 EUR" }""") },
        { "one side is worth the order", "review.reward_above_minimum", Program(when: """ "when": { "all": [{ "nth": 2 }, { "atLeast": "10 EUR" }] },""") },
        { "percentages of the whole", "review.reward_above_minimum", Program(
            when: """ "when": { "nth": 2 },""", reward: """{ "percent": 60, "unit": "EUR" }""", more: """
            , { "name": "back", "side": "referee", "when": { "nth": 2 }, "reward": { "percent": 40, "unit": "EUR" }, "hold": { "days": 30 } }
            """) },
        { "kept when it is sent back", "review.kept_on_refund", Program(hold: """ "onRefund": "keep" """) },
        { "money for an account", "review.paid_for_no_cost", Program(more: """
            , { "name": "join", "side": "referee", "when": { "event": "trial.started" }, "reward": { "flat": "5 EUR" }, "hold": { "days": 30 }, "cap": { "rewards": 1 } }
            """, qualify: """{ "any": [{ "event": "purchase" }, { "event": "trial.started" }] }""") },
        { "held for a week", "review.short_hold", Program(hold: """ "hold": { "days": 7 }""") },
        { "not held at all", "review.no_hold", Program(hold: """ "priority": 0 """) },
        { "expires before the payout", "review.payout_out_of_reach", Program(
            hold: """ "hold": { "days": 30 }, "expiry": { "after": { "days": 30 } }""", cap: """ "cap": { "amount": "30 EUR", "per": "calendarMonth" },""",
            payouts: """, "payouts": [{ "minimum": "200 EUR" }]""", friend: false) },
        { "fifty rewards in a month", "review.payout_out_of_reach", Program(
            hold: """ "hold": { "days": 30 }, "expiry": { "after": { "days": 30 } }""", payouts: """, "payouts": [{ "minimum": "500 EUR" }]""", friend: false) },
        { "a payout above all that can be earned", "review.payout_out_of_reach", Program(
            cap: """ "cap": { "rewards": 4 },""", payouts: """, "payouts": [{ "minimum": "100 EUR" }]""", friend: false) },
        { "a payout of a unit that nobody gets", "review.payout_out_of_reach", Program(payouts: """, "payouts": [{ "minimum": "10 USD" }]""") },
        { "too many conditions", "review.too_many_conditions", Program(
            when: """ "when": { "all": [{ "nth": 1 }, { "atLeast": "50 EUR" }, { "within": { "days": 30 } }, { "segment": ["vip"] }] },""") },
        { "no guard", "review.no_same_person_guard", Program(guards: false) },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void Slip_is_found_and_its_example_does_what_it_says(string name, string code, string json)
    {
        var program = ProgramJson.Read(json);
        var review = ProgramAnalysis.Of(program);
        var finding = review.Findings.FirstOrDefault(finding => finding.Code == code);
        Assert.True(finding is not null, $"{name}: {review.ToText()}");
        Assert.All(review.Findings, found => Decide(program, found));
        Assert.True(finding.Example is not null || code is "review.never_holds" || !finding.Path.StartsWith("$.incentives", StringComparison.Ordinal), finding.ToString());
    }

    [Fact]
    public void Sound_program_has_no_findings() => Assert.Empty(ProgramAnalysis.Of(ProgramJson.Read(Program())).Findings);

    /// <summary>Near misses of the slips: as they would be meant.</summary>
    [Theory]
    [InlineData("bands that meet", "50", "100", "below", "100", "atLeast")]
    [InlineData("bands that meet at the cent", "50", "99.99", "atMost", "100", "atLeast")]
    public void Bands_that_meet_are_sound(string name, string from, string until, string how, string next, string nextHow)
    {
        var program = ProgramJson.Read(Program(when: Band(from, until, how), more: Rule("large", $$"""{ "amount": { "{{nextHow}}": "{{next}} EUR" } }""", "12")));

        Assert.True(ProgramAnalysis.Of(program).Findings.Count == 0, name + ProgramAnalysis.Of(program).ToText());
    }

    [Fact]
    public void Mark_worth_a_hundred_rewards_is_sound() => Assert.DoesNotContain(
        "review.factor_of_100",
        Codes(Program(more: """
            , { "name": "hundredth", "side": "referrer", "when": { "atLeast": "50 EUR" }, "hold": { "days": 30 },
              "reward": { "milestones": { "at": [{ "from": 100, "reward": { "flat": "1000 EUR" } }] } } }
            """)));

    [Fact]
    public void Narrow_rule_first_is_sound() => Assert.DoesNotContain(
        Codes(Program(when: """ "when": { "atLeast": "100 EUR" },""", several: "first", more: Rule("small", """{ "atLeast": "50 EUR" }""", "5"))),
        static code => code.Contains("outranked", StringComparison.Ordinal) || code == "review.overlapping_rules");

    [Fact]
    public void Other_events_and_other_orders_are_other_moments() => Assert.DoesNotContain(
        "review.sides_exclude_each_other",
        Codes(Program(when: """ "when": { "all": [{ "nth": 2 }, { "atLeast": "50 EUR" }] },""")));

    /// <summary>What a history shows: names, values, units, refunds and how fast a budget goes.</summary>
    [Fact]
    public void History_knows_names_refunds_and_spending()
    {
        var at = Instant.FromUtc(2026, 1, 1, 0, 0);
        var inputs = new List<ReferralInput> { SignUp.Of(CustomerId.From("bob")).InSegment("vip").At(at) };
        for (var i = 0; i < 20; i++)
        {
            inputs.Add(Conversion.Of(CustomerId.From("bob"), $"o{i}", "purchase", Amount.Of(80, "EUR")).With("plan", "pro").At(at + Duration.FromDays(4 * i)));
            inputs.Add(Refund.OfWhole($"r{i}", $"o{i}").At(at + Duration.FromDays((4 * i) + (i % 4 == 0 ? 40 : 3))));
        }

        var history = AnalysisHistory.Of(inputs).WithSpending([Amount.Of(45_000, "EUR")]);
        var found = ProgramAnalysis.Of(
            ProgramJson.Read(Program(
                qualify: """{ "any": [{ "event": "purchase" }, { "event": "purchse" }] }""",
                when: """ "when": { "all": [{ "field": { "name": "event.plan", "in": ["Pro"] } }, { "segment": ["vips"] }, { "field": { "name": "event.color", "known": true } }, { "atLeast": "50 USD" }] },""")),
            new AnalysisOptions { History = history }).Findings;

        Assert.Equal(
            ["event.color", "Pro", "purchse", "USD", "vips"],
            found.Where(static finding => finding.Code == "review.unknown_name").Select(static finding => finding.Message.Split('\'')[1]).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Contains(found, static finding => finding.Code == "review.unknown_name" && finding.Remedy.Contains("'purchase'", StringComparison.Ordinal));
        Assert.Contains(found, static finding => finding.Code == "review.budget_soon_used_up" && finding.Path == "$.budgets[0]");
        Assert.Equal(2, found.Count(static finding => finding is { Code: "review.short_hold", Severity: FindingSeverity.Warning }));

        var sound = ProgramAnalysis.Of(ProgramJson.Read(Program()), new AnalysisOptions { History = AnalysisHistory.Of(inputs.Where(static input => input is not Refund)) });
        Assert.Empty(sound.Findings);
    }

    [Fact]
    public void Known_time_for_returns_is_held_against_the_holds()
    {
        var program = ProgramJson.Read(Program());

        Assert.Empty(ProgramAnalysis.Of(program, new AnalysisOptions { RefundPeriod = TimePeriod.Days(30) }).Findings);
        Assert.Equal(
            ["$.incentives[0].hold", "$.incentives[1].hold"],
            ProgramAnalysis.Of(program, new AnalysisOptions { RefundPeriod = TimePeriod.Days(31) }).Findings.Select(static finding => finding.Path));
    }

    [Fact]
    public void Lists_that_are_missing_or_empty_are_told()
    {
        var program = ReferralProgram.Create("lists", p => p
            .Qualify(q => q.On("purchase").AtLeast(50, "EUR"))
            .Guard(g => g.Against(Guard.SameEmail(), Guard.BlockedDomainsIn("competitors"), Guard.DisposableDomainsIn("throw-away")))
            .RewardReferrer(r => r.Flat(5, "EUR").HeldFor(TimePeriod.Days(30)).AtMost(100, "EUR")));
        var review = ProgramAnalysis.Of(program, new AnalysisOptions { Rules = CustomRules.Empty.WithDomains("throw-away", []) });

        Assert.Equal(
            [("review.unknown_list", "$.guards.checks[1].list"), ("review.empty_list", "$.guards.checks[2].list")],
            review.Findings.Select(static finding => (finding.Code, finding.Path)));
        Assert.Empty(ProgramAnalysis.Of(program).Findings);
    }

    /// <summary>Whatever the review shows as an example is decided by the engine as it says, over random programs too.</summary>
    [Fact]
    public void Examples_of_random_programs_do_what_they_say()
    {
        var shown = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var program = new Decisions.Rules.RandomRules(new Random(seed)).Draw();
            foreach (var finding in ProgramAnalysis.Of(program).Findings)
            {
                shown += finding.Example is null ? 0 : 1;
                Decide(program, finding);
            }
        }

        Assert.True(shown > 100, $"{shown}");
    }

    private static void Decide(ReferralProgram program, AnalysisFinding finding)
    {
        if (finding.Example is not { } example)
        {
            return;
        }

        var scenario = new ReferralScenario(program);
        foreach (var input in example.Inputs)
        {
            var decision = scenario.Tell(input);
            if (Equals(input, example.Conversion))
            {
                Assert.Equal(
                    example.EarnedBy.Order(StringComparer.Ordinal),
                    decision.Facts.Where(static fact => fact.Kind == FactKind.RewardGranted).Select(static fact => fact.Rule!).Distinct().Order(StringComparer.Ordinal));
            }
        }

        Assert.Contains(example.Conversion, example.Inputs.OfType<Conversion>());
    }

    private static IEnumerable<string> Codes(string json) => ProgramAnalysis.Of(ProgramJson.Read(json)).Findings.Select(static finding => finding.Code);

    private static string Tiers(string first, string second) =>
        $$"""{ "tiers": { "steps": [{ "from": {{first}}, "reward": { "flat": "10 EUR" } }, { "from": {{second}}, "reward": { "flat": "15 EUR" } }] } }""";

    private static string Band(string from, string until, string how) =>
        $$""" "when": { "all": [{ "atLeast": "{{from}} EUR" }, { "amount": { "{{how}}": "{{until}} EUR" } }] },""";

    private static string Rule(string name, string when, string amount) =>
        $$""", { "name": "{{name}}", "side": "referrer", "when": {{when}}, "reward": { "flat": "{{amount}} EUR" }, "hold": { "days": 30 } }""";

    private static string Program(
        string when = First,
        string reward = """{ "flat": "10.00 EUR" }""",
        string cap = "",
        string extra = "",
        string hold = """ "hold": { "days": 30 }""",
        string more = "",
        string? budget = "5000.00 EUR",
        string payouts = "",
        string? qualify = null,
        string? several = null,
        bool guards = true,
        bool friend = true)
    {
        var json = Sound.Replace("WHEN", when, StringComparison.Ordinal).Replace("REWARD", reward, StringComparison.Ordinal)
            .Replace("CAP", cap + extra, StringComparison.Ordinal).Replace("HOLD", hold, StringComparison.Ordinal).Replace("MORE", more, StringComparison.Ordinal);
        json = budget is null ? json.Replace("""
            "budgets": [{ "amount": "BUDGET" }]
            """, "\"name\": \"Shop\"", StringComparison.Ordinal) : json.Replace("BUDGET", budget, StringComparison.Ordinal);
        json = json.Replace("PAYOUTS", payouts + (several is null ? string.Empty : $", \"whenSeveralMatch\": \"{several}\""), StringComparison.Ordinal);
        json = qualify is null ? json : json.Replace("""{ "event": "purchase" }""", qualify, StringComparison.Ordinal);
        json = guards ? json : json.Replace("""{ "guard": "sameEmail" }, { "guard": "sharedPayment" }""", """{ "guard": "existingCustomer" }""", StringComparison.Ordinal);
        if (!friend)
        {
            var start = json.IndexOf("{ \"name\": \"welcome\"", StringComparison.Ordinal);
            json = json.Remove(start, json.IndexOf('\n', start) - start);
            json = json.Remove(json.LastIndexOf(',', start), 1);
        }

        return json;
    }
}

using System.Text.Json.Nodes;
using Referrals.Explanations;
using Referrals.Serialization;
using Referrals.Storage;
using Referrals.Testing;
using Referrals.Tests.Serialization;

namespace Referrals.Tests.Programs;

/// <summary>Custom rules, conditions and guards with parameters: from C# and JSON, checked, and each use with its own.</summary>
public sealed class RuleParametersTests
{
    private static readonly CustomRules Rules = CustomRules.Empty
        .With("margin-share", with => new MarginShare(with.Percentage("percent"), with.OptionalAmount("ceiling")))
        .With("in-list", with => new InList(with.Text("field"), with.Texts("values"), with.Flag("inverted")))
        .With("same-field", with => new SameField(with.Text("field", otherwise: "country")))
        .With("plain", new MarginShare(Percentage.Of(1), null));

    private const string Json = """
        {
          "schema": 1,
          "id": "shop",
          "version": 1,
          "name": "Shop",
          "qualify": { "custom": { "name": "in-list", "with": { "field": "kind", "values": [ "shoes", "bags" ] } } },
          "guards": { "checks": [ { "guard": "custom", "name": "same-field", "with": { "field": "company" } } ] },
          "incentives": [
            {
              "name": "a", "side": "referrer",
              "reward": { "custom": { "name": "margin-share", "with": { "percent": 20, "ceiling": "9.00 EUR" } }, "unit": "EUR" }
            },
            { "name": "b", "side": "referrer", "reward": { "custom": { "name": "margin-share", "with": { "percent": 2.5 } }, "unit": "EUR" } },
            { "name": "c", "side": "referrer", "reward": { "custom": "plain", "unit": "EUR" } }
          ]
        }
        """;

    [Fact]
    public void Json_and_code_give_equal_programs_and_round_trip()
    {
        var read = ProgramJson.Read(Json, Rules);
        var built = ReferralProgram.Create("shop", p => p
            .Version(1)
            .Named("Shop")
            .Qualify(q => q.And(Condition.Custom("in-list", RuleParameters.None.With("values", ["shoes", "bags"]).With("field", "kind"))))
            .Guard(g => g.Against(Guard.Custom("same-field", RuleParameters.None.With("field", "company"))))
            .RewardReferrer(r => r.Named("a").Custom("margin-share", "EUR", RuleParameters.None.With("ceiling", Amount.Of(9, "EUR")).With("percent", 20)))
            .RewardReferrer(r => r.Named("b").Custom("margin-share", "EUR", RuleParameters.None.With("percent", 2.5m)))
            .RewardReferrer(r => r.Named("c").Custom("plain", "EUR")));

        Assert.Equal(built, read);
        Assert.Equal(read, ProgramJson.Read(ProgramJson.Write(read), Rules));
    }

    [Fact]
    public void Published_schema_takes_it() => Assert.True(new SchemaValidator(
        JsonNode.Parse(File.ReadAllText(TestTree.PathOf("docs", "referral-program.v1.schema.json")))!.AsObject()).Fits(JsonNode.Parse(Json)));

    [Fact]
    public void Written_json_is_what_people_write() => Approvals.Verify(ProgramJson.Write(ProgramJson.Read(Json)));

    [Fact]
    public void Each_use_of_a_rule_works_with_its_own_parameters()
    {
        var story = new ReferralScenario(ProgramJson.Read(Json), Rules);
        _ = story.Enroll("alice");
        _ = story.SignUp("bob", referredBy: "alice");
        var decision = story.Tell(Conversion.Of(CustomerId.From("bob"), "o1", "purchase", Amount.Of(100, "EUR")).With("kind", "bags"));

        Assert.Equal(["9.00 EUR", "2.50 EUR", "1.00 EUR"], decision.Grants.Select(static grant => grant.Amount.ToString()));
    }

    [Fact]
    public void Custom_rule_and_condition_say_what_they_found_and_what_would_have_been_enough()
    {
        var story = new ReferralScenario(ProgramJson.Read(Json), Rules);
        _ = story.Enroll("alice");
        _ = story.SignUp("bob", referredBy: "alice");
        var wrong = story.Tell(Conversion.Of(CustomerId.From("bob"), "o1", "purchase", Amount.Of(100, "EUR")).With("kind", "hats"));
        var small = story.Tell(Conversion.Of(CustomerId.From("bob"), "o2", "purchase", Amount.Of(0.2m, "EUR")).With("kind", "bags"));

        Approvals.Verify(wrong.Explanation.ToText() + "\n" + small.Explanation.ToText());
    }

    [Fact]
    public void Guard_takes_its_parameters()
    {
        var story = new ReferralScenario(ProgramJson.Read(Json), Rules);
        _ = story.Tell(Enrollment.Of(CustomerId.From("alice")).With("company", "acme").With("country", "FR"));

        Assert.Equal(DecisionCodes.SignUpReferred, SignUp("carol", "other").Code);
        Assert.Equal(DecisionCodes.SignUpReferralHeld, SignUp("bob", "acme").Code);

        Decision SignUp(string who, string company) => story.Tell(
            Referrals.SignUp.Of(CustomerId.From(who)).ReferredBy(CustomerId.From("alice")).With("company", company).With("country", "FR"));
    }

    [Fact]
    public void Mistake_is_told_with_its_path_when_the_program_is_read()
    {
        string[] mistaken =
        [
            """{ "name": "margin-share", "with": { "percent": 120 } }""",
            """{ "name": "margin-share", "with": { "percent": "20" } }""",
            """{ "name": "margin-share", "with": { "percentage": 20 } }""",
            """{ "name": "margin-share", "with": { "percent": 20, "cieling": "5.00 EUR" } }""",
            """{ "name": "margin-share", "with": { "percent": 20, "ceiling": "five" } }""",
            """{ "name": "margin-share", "with": { "percent": 20, "ceiling": "5.00 USD" } }""",
            "\"margin-share\"",
            """{ "name": "plain", "with": { "percent": 20 } }""",
            """{ "name": "no-such-rule", "with": { "percent": 20 } }""",
            """{ "name": "margin-share", "with": {} }""",
            """{ "name": "margin-share", "with": { "percent": { "of": 20 } } }""",
            """{ "name": "margin-share", "with": { "percent": null } }""",
            """{ "name": "margin-share", "with": { "per cent": 20 } }""",
            """{ "name": "margin-share", "wiht": { "percent": 20 } }""",
            """{ "with": { "percent": 20 } }""",
            """{ "name": 7 }""",
            """[ "margin-share" ]""",
            "7",
        ];

        Approvals.Verify(string.Join("\n\n", mistaken.Select(static custom => $"{custom}\n{Mistakes(custom)}")));
    }

    [Fact]
    public void Registration_checks_parameters_too()
    {
        var program = ReferralProgram.Create("shop", p => p
            .Guard(g => g.Against(Guard.Custom("same-field", RuleParameters.None.With("field", 7))))
            .Qualify(q => q.And(Condition.Not(Condition.Custom("in-list", RuleParameters.None.With("field", "kind")))))
            .RewardReferrer(r => r.Custom("margin-share", "EUR", RuleParameters.None.With("percent", 20).With("floor", 1))));

        var mistakes = Assert.Throws<ReferralProgramException>(() => new ReferralEngine(
            new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program).AddRules(Rules)));

        Assert.Equal(
            ["$.qualify.not.custom.with.values", "$.guards.checks[0].with.field", "$.incentives[0].reward.custom.with.floor"],
            mistakes.Findings.Select(static finding => finding.Path));
        Assert.All(mistakes.Findings, static finding => Assert.Equal("program.rule_parameter", finding.Code));
    }

    [Fact]
    public void Terms_show_parameters_in_words_of_the_application()
    {
        var words = ReferralTexts.English.With("rule.margin-share", "{2} % of what the order earns, at most {3}")
            .With("condition.in-list", "the order is for {2}").With("rule.plain", "a little");
        var program = ReferralProgram.Create("shop", p => p
            .Qualify(q => q.And(Condition.Custom("in-list", RuleParameters.None.With("field", "kind").With("values", ["shoes", "bags"]))))
            .RewardReferrer(r => r.Custom("margin-share", "EUR", RuleParameters.None.With("a-percent", 20).With("ceiling", Amount.Of(9, "EUR")))));

        var terms = ProgramTerms.Of(program, Side.Referrer, words).ToText();

        Assert.Contains("20 % of what the order earns, at most 9.00 EUR", terms, StringComparison.Ordinal);
        Assert.Contains("the order is for shoes or bags", terms, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_are_equal_in_whatever_order_they_were_given()
    {
        var one = RuleParameters.None.With("a", 20m).With("b", true).With("c", ["x", "y"]);
        var other = RuleParameters.None.With("c", ["x", "y"]).With("b", true).With("a", 20.0m);

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal("a = 20, b = true, c = x or y", other.ToString());
        Assert.NotEqual(one, RuleParameters.None.With("a", 21).With("b", true).With("c", ["x", "y"]));
        Assert.Throws<ArgumentException>(() => one.With("a", 3));
        Assert.Throws<ArgumentException>(() => one.With("no name", 3));
    }

    private static string Mistakes(string custom)
    {
        var json = $$"""
            {
              "schema": 1, "id": "shop", "version": 1, "name": "Shop",
              "incentives": [ { "name": "a", "side": "referrer", "reward": { "custom": {{custom}}, "unit": "EUR" } } ]
            }
            """;
        return string.Join('\n', Assert.Throws<ReferralProgramException>(() => ProgramJson.Read(json, Rules)).Findings);
    }

    private sealed class MarginShare : IIncentiveRule
    {
        private readonly Percentage _share;
        private readonly Amount? _ceiling;

        internal MarginShare(Percentage share, Amount? ceiling)
        {
            _share = share;
            _ceiling = ceiling is { } limit && limit.Unit != Unit.Money("EUR")
                ? throw new ArgumentException("The ceiling is in EUR.", nameof(ceiling))
                : ceiling;
        }

        public IncentiveGrant Grant(QualificationContext context)
        {
            if (context.Amount is not { } amount || amount.Value < 1)
            {
                return IncentiveGrant.None("too_small", context.Amount?.ToString(), "1.00 EUR");
            }

            var share = Amount.Rounded(amount.Value * _share.Fraction, amount.Unit, RoundingMode.Down);
            return IncentiveGrant.Of(share > (_ceiling ?? share) ? _ceiling!.Value : share);
        }
    }

    private sealed class InList(string field, IReadOnlyList<string> values, bool inverted) : IConversionCondition
    {
        public ConditionAnswer IsMet(QualificationContext context) =>
            !context.Conversion.Attributes.TryGetValue(field, out var value) ? ConditionAnswer.Unknown(required: string.Join(" or ", values))
            : values.Contains(value) != inverted ? ConditionAnswer.Met(value)
            : ConditionAnswer.NotMet(value, string.Join(" or ", values));
    }

    private sealed class SameField(string field) : IReferralGuard
    {
        public GuardFinding Find(GuardContext context) =>
            context.RefereeAttributes.GetValueOrDefault(field) is { } own && own == context.ReferrerAttributes.GetValueOrDefault(field)
                ? GuardFinding.ObjectsTo($"the same {field}")
                : GuardFinding.Passes();
    }
}

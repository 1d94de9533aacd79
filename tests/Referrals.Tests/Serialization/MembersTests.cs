using System.Text.Json.Nodes;
using Referrals.Serialization;

namespace Referrals.Tests.Serialization;

/// <summary>
/// Every form of a program's JSON with every member of its kind: what a form takes has an effect, what it does not take is refused, by
/// the reader and by the published schema alike.
/// </summary>
public sealed class MembersTests
{
    private const string Flat = """{ "flat": "1 EUR" }""";
    private const string Step = """{ "from": 5, "reward": { "flat": "1 EUR" } }""";

    private static readonly SchemaValidator Schema =
        new(JsonNode.Parse(File.ReadAllText(TestTree.PathOf("docs", "referral-program.v1.schema.json")))!.AsObject());

    /// <summary>The kinds of objects: how one is put into a program, and every member that any of its forms takes, with a value.</summary>
    private static readonly Kind[] Kinds =
    [
        new("reward", rule => Rule($$"""{ "name": "r", "side": "referrer", "reward": {{rule}} }"""),
            [
                ("flat", "\"10 EUR\""), ("percent", "10"), ("perPiece", "\"1 EUR\""), ("perCount", "\"1 EUR\""), ("perSpend", "\"1 EUR\""),
                ("tiers", $$"""{ "steps": [{{Step}}] }"""), ("milestones", $$"""{ "at": [{{Step}}] }"""), ("recurring", $$"""{ "each": {{Flat}} }"""),
                ("staged", $$"""{ "whole": {{Flat}} }"""), ("choice", $$"""[{ "name": "a", "reward": {{Flat}} }, { "name": "b", "reward": {{Flat}} }]"""),
                ("custom", "\"own\""), ("unit", "\"EUR\""), ("floor", "\"1 EUR\""), ("ceiling", "\"20 EUR\""),
                ("lines", """{ "field": { "name": "line.sku", "contains": "a" } }"""), ("field", "\"event.seats\""), ("step", "\"10 EUR\""),
            ],
            [
                new(["flat"], []), new(["percent", "unit"], ["floor", "ceiling", "lines"]), new(["perPiece"], ["lines"]), new(["perCount", "field"], []),
                new(["perSpend", "step"], []), new(["tiers"], []), new(["milestones"], []), new(["recurring"], []), new(["staged"], []),
                new(["choice"], []), new(["custom", "unit"], []),
            ]),
        new("recurring", recurring => Rule($$"""{ "name": "r", "side": "referrer", "reward": { "recurring": {{recurring}} } }"""),
            [
                ("each", Flat), ("payments", "3"), ("within", """{ "months": 6 }"""), ("decliningPercent", "50"), ("sequence", $"[{Flat}, {Flat}]"),
                ("repeatLast", "true"),
            ],
            [new(["each"], ["payments", "within", "decliningPercent"]), new(["sequence"], ["repeatLast"])]),
        new("milestones", marks => Rule($$"""{ "name": "r", "side": "referrer", "reward": { "milestones": {{marks}} } }"""),
            [("at", $"[{Step}]"), ("every", Step), ("by", """{ "of": "referredConversions" }""")],
            [new(["at"], ["by"]), new(["every"], ["by"])]),
        new("tiers", tiers => Rule($$"""{ "name": "r", "side": "referrer", "reward": { "tiers": {{tiers}} } }"""),
            [
                ("steps", """[{ "from": 10, "reward": { "percent": 1, "unit": "EUR" } }]"""),
                ("by", """{ "of": "ruleConversions", "sumOf": "EUR", "per": "calendarYear" }"""), ("graduated", "true"), ("raisesEarlier", "true"),
                ("grace", """{ "days": 3 }"""),
            ],
            [new(["steps", "by", "graduated"], []), new(["steps", "by", "raisesEarlier"], ["grace"]), new(["steps", "by", "grace"], ["raisesEarlier"])]),
        new("cap", cap => Rule($$"""{ "name": "r", "side": "referrer", "reward": { "flat": "10 EUR" }, "cap": {{cap}} }"""),
            [
                ("amount", "\"100 EUR\""), ("rewards", "3"), ("atCap", "\"refuse\""), ("perReferral", "true"), ("roomReturns", "true"),
                ("per", "\"calendarMonth\""), ("inTheLast", """{ "days": 3 }"""), ("weekStart", "\"sunday\""), ("yearStart", "\"04-06\""),
            ],
            [
                new(["amount"], ["atCap", "perReferral", "roomReturns", "per", "inTheLast"]),
                new(["rewards"], ["perReferral", "roomReturns", "per", "inTheLast"]),
                new(["amount", "per"], ["atCap", "perReferral", "roomReturns"]),
                new(["amount", "inTheLast"], ["atCap", "perReferral", "roomReturns"]),
            ]),
        new("measure", measure => When($$"""{ "count": { "measure": {{measure}}, "atLeast": 3 } }"""),
            [
                ("of", "\"ownConversions\""), ("event", "\"purchase\""), ("sumOf", "\"EUR\""), ("per", "\"calendarWeek\""), ("inTheLast", """{ "days": 3 }"""),
                ("weekStart", "\"sunday\""), ("yearStart", "\"04-06\""), ("beforeCurrent", "true"),
            ],
            [
                new(["of"], ["event", "sumOf", "per", "inTheLast", "beforeCurrent"]), new(["of", "per"], ["event", "sumOf", "weekStart", "beforeCurrent"]),
                new(["of", "inTheLast"], ["event", "sumOf", "beforeCurrent"]),
            ]),
        new("condition", When,
            [
                ("always", "true"), ("all", """[{ "event": "a" }]"""), ("any", """[{ "event": "a" }]"""), ("not", """{ "event": "a" }"""), ("event", "\"a\""),
                ("happened", "\"a\""), ("nth", "1"), ("everyNth", "2"), ("atLeast", "\"10 EUR\""), ("amount", """{ "above": "10 EUR" }"""),
                ("within", """{ "days": 3 }"""), ("onDates", """{ "first": "2026-01-01", "last": "2026-01-02" }"""), ("onWeekdays", """["monday"]"""),
                ("atTimes", """{ "from": "09:00:00", "until": "17:00:00" }"""), ("memberFor", """{ "side": "referee", "atLeast": { "days": 3 } }"""),
                ("count", """{ "measure": { "of": "ownConversions" }, "atLeast": 3 }"""), ("attribute", """{ "name": "a", "in": ["b"] }"""),
                ("field", """{ "name": "referee.a", "known": true }"""), ("segment", """["a"]"""), ("anyLine", """{ "event": "a" }"""),
                ("everyLine", """{ "event": "a" }"""), ("custom", "\"own\""),
            ],
            [
                .. new[]
                {
                    "all", "any", "not", "event", "happened", "nth", "everyNth", "atLeast", "amount", "within", "onDates", "onWeekdays", "atTimes", "memberFor",
                    "count", "attribute", "field", "segment", "anyLine", "everyLine", "custom",
                }.Select(static name => new Form([name], [])),
            ]),
        new("field", field => When($$"""{ "field": {{field}} }"""),
            [
                ("name", "\"referee.a\""), ("in", """["b"]"""), ("contains", "\"b\""), ("startsWith", "\"b\""), ("endsWith", "\"b\""), ("matchCase", "true"), ("atLeast", "1"), ("above", "1"), ("atMost", "1"), ("below", "1"),
                ("exactly", "1"), ("from", "\"2026-01-01T00:00:00Z\""), ("until", "\"2026-02-01T00:00:00Z\""), ("known", "true"),
            ],
            [
                new(["name", "in"], []), new(["name", "contains"], []), new(["name", "startsWith"], ["matchCase"]), new(["name", "endsWith"], ["matchCase"]), new(["name", "atLeast"], []), new(["name", "above"], []), new(["name", "atMost"], []),
                new(["name", "below"], []), new(["name", "exactly"], []), new(["name", "from"], ["until"]), new(["name", "until"], ["from"]), new(["name", "known"], []),
            ]),
        new("amount", amount => When($$"""{ "amount": {{amount}} }"""),
            [("atLeast", "\"1 EUR\""), ("above", "\"1 EUR\""), ("atMost", "\"1 EUR\""), ("below", "\"1 EUR\""), ("exactly", "\"1 EUR\"")],
            [new(["atLeast"], []), new(["above"], []), new(["atMost"], []), new(["below"], []), new(["exactly"], [])]),
        new("memberFor", member => When($$"""{ "memberFor": {{member}} }"""),
            [("side", "\"referee\""), ("atLeast", """{ "days": 3 }"""), ("lessThan", """{ "days": 3 }""")],
            [new(["side", "atLeast"], []), new(["side", "lessThan"], [])]),
        new("period", period => Rule($$"""{ "name": "r", "side": "referrer", "reward": { "flat": "10 EUR" }, "hold": {{period}} }"""),
            [("hours", "3"), ("days", "3"), ("calendarDays", "3"), ("months", "3")],
            [new(["hours"], []), new(["days"], []), new(["calendarDays"], []), new(["months"], [])]),
        new("expiry", expiry => Rule($$"""{ "name": "r", "side": "referrer", "reward": { "flat": "10 EUR" }, "expiry": {{expiry}} }"""),
            [("after", """{ "months": 48 }"""), ("lastDay", "\"2030-12-31\""), ("inactivity", """{ "months": 18 }""")],
            [new(["after"], ["lastDay", "inactivity"]), new(["lastDay"], ["after", "inactivity"]), new(["inactivity"], ["after", "lastDay"])]),
        new("payout", payout => Program($$"""[{ "name": "r", "side": "referrer", "reward": { "flat": "10 EUR" } }], "payouts": [{{payout}}]"""),
            [("minimum", "\"25 EUR\""), ("fee", "\"1 EUR\""), ("feePercent", "2"), ("feeBorneBy", "\"owner\""), ("feeGivenBack", "true")],
            [
                new(["minimum"], ["fee", "feePercent"]), new(["minimum", "fee"], ["feeBorneBy"]), new(["minimum", "feePercent"], ["feeBorneBy"]),
                new(["minimum", "fee", "feeBorneBy"], ["feeGivenBack"]),
            ]),
        new("attribution", attribution => Program($$"""[{ "name": "r", "side": "referrer", "reward": { "flat": "10 EUR" } }], "attribution": {{attribution}}"""),
            [("model", "\"splitByAge\""), ("within", """{ "days": 3 }"""), ("halfLife", """{ "days": 3 }"""), ("codeBeatsLink", "false")],
            [new(["within"], ["model", "codeBeatsLink"]), new(["model"], ["within", "halfLife", "codeBeatsLink"])]),
        .. new (string Guard, string[] Needs, string[] Takes)[]
        {
            ("sameEmail", [], ["among"]), ("samePhone", [], ["among"]), ("sharedPayment", [], ["among"]), ("sharedDevice", [], ["among"]),
            ("sharedAddress", [], ["among"]), ("missing", ["signal"], []), ("existingCustomer", [], ["events", "guests"]), ("alreadyReferred", [], []),
            ("referralAfterOrder", [], ["events"]), ("custom", ["name"], ["with"]), ("blockedSource", ["attribute"], ["values"]),
            ("referralsPerReferrer", ["limit", "within"], []), ("customersPerSignal", ["signal", "limit", "within"], []),
            ("blockedDomains", ["domains"], []), ("disposableDomains", ["list"], []), ("bannedReferrers", ["customers"], []),
        }.Select(static guard => new Kind(
            "guard " + guard.Guard,
            json => Program($$"""[{ "name": "r", "side": "referrer", "reward": { "flat": "10 EUR" } }], "guards": { "checks": [{{json}}] }"""),
            [
                ("guard", $"\"{guard.Guard}\""), ("among", "\"program\""), ("signal", "\"phone\""), ("limit", "3"), ("within", """{ "days": 3 }"""),
                ("domains", """["a.example"]"""), ("list", "\"own\""), ("with", """{ "percent": 20 }"""),
                ("customers", """["mallory"]"""), ("events", """["purchase"]"""), ("guests", """{ "days": 3 }"""),
                ("attribute", "\"utm_source\""), ("values", """["ads"]"""), ("name", "\"own\""), ("points", "3"),
            ],
            [new(["guard", .. guard.Needs], [.. guard.Takes, "points"])])),
    ];

    public static TheoryData<string> KindNames() => [.. Kinds.Select(static kind => kind.Name)];

    [Theory]
    [MemberData(nameof(KindNames))]
    public void Every_member_of_every_form_has_an_effect_or_is_refused(string name)
    {
        var kind = Kinds.Single(kind => kind.Name == name);
        var wrong = new List<string>();
        foreach (var form in kind.Forms)
        {
            var plain = kind.Json(form.Needs);
            var expected = ProgramJson.Write(ProgramJson.Read(plain));
            Assert.True(Schema.Fits(JsonNode.Parse(plain)), $"The schema refuses {plain}");
            foreach (var (member, _) in kind.Members.Where(member => !form.Needs.Contains(member.Name)))
            {
                var json = kind.Json([.. form.Needs, member]);
                var isTaken = form.Takes.Contains(member);
                var written = Written(json, out var findings);
                if (Schema.Fits(JsonNode.Parse(json)) != isTaken)
                {
                    wrong.Add($"the schema {(isTaken ? "refuses" : "takes")} {member} with {string.Join(", ", form.Needs)}");
                }

                if (isTaken ? written is null || written == expected : written is not null)
                {
                    wrong.Add($"{member} with {string.Join(", ", form.Needs)}: {(written is null ? findings : written == expected ? "no effect" : "taken")}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_member_of_the_reward_forms_is_tried() => Assert.Equal(
        ProgramJsonContext.Default.RewardDocument.Properties.Select(static property => property.Name).Order(),
        Kinds.Single(static kind => kind.Name == "reward").Members.Select(static member => member.Name).Order());

    [Theory]
    [InlineData("\"events\": []", "$.events")]
    [InlineData("\"fields\": []", "$.fields")]
    [InlineData("\"qualify\": { \"all\": [] }", "$.qualify.all")]
    [InlineData("\"qualify\": { \"not\": { \"any\": [] } }", "$.qualify.not.any")]
    [InlineData("\"qualify\": { \"segment\": [] }", "$.qualify.segment")]
    [InlineData("\"budgets\": []", "$.budgets")]
    [InlineData("\"guards\": {}", "$.guards")]
    [InlineData("\"guards\": { \"checks\": [] }", "$.guards.checks")]
    [InlineData("\"attribution\": {}", "$.attribution")]
    [InlineData("\"amountBase\": {}", "$.amountBase")]
    public void What_says_nothing_is_refused(string member, string path)
    {
        var json = Program($$"""[{ "name": "r", "side": "referrer", "reward": { "flat": "10 EUR" } }], {{member}}""");

        Assert.Equal(path, Assert.Single(Assert.Throws<ReferralProgramException>(() => ProgramJson.Read(json)).Findings).Path);
        Assert.True(member.EndsWith("{}", StringComparison.Ordinal) || !Schema.Fits(JsonNode.Parse(json)));
    }

    [Theory]
    [InlineData("30,00 EUR", "comma")]
    [InlineData("1,250.50 EUR", "comma")]
    [InlineData("30.001 EUR", "round it")]
    public void A_wrong_amount_is_told_what_is_wrong(string amount, string word)
    {
        var json = Rule($$"""{ "name": "r", "side": "referrer", "reward": { "flat": "{{amount}}" } }""");

        Assert.Contains(word, Assert.Single(Assert.Throws<ReferralProgramException>(() => ProgramJson.Read(json)).Findings).Message, StringComparison.Ordinal);
    }

    private static string? Written(string json, out string findings)
    {
        try
        {
            findings = string.Empty;
            return ProgramJson.Write(ProgramJson.Read(json));
        }
        catch (ReferralProgramException exception)
        {
            findings = exception.Message;
            return null;
        }
    }

    private static string When(string condition) =>
        Rule($$"""{ "name": "r", "side": "referrer", "when": {{condition}}, "reward": { "flat": "10 EUR" } }""");

    private static string Rule(string rule) => Program($"[{rule}]");

    private static string Program(string incentives) => $$"""{ "schema": 1, "id": "p", "incentives": {{incentives}} }""";

    /// <summary>A form: the members that make it, and those that it takes besides.</summary>
    private sealed record Form(string[] Needs, string[] Takes);

    private sealed record Kind(string Name, Func<string, string> Wrap, (string Name, string Value)[] Members, Form[] Forms)
    {
        internal string Json(IEnumerable<string> names) => Wrap("{ " + string.Join(", ", names.Select(name => $"\"{name}\": {Value(name)}")) + " }");

        private string Value(string name) => Members.Single(member => member.Name == name).Value;
    }
}

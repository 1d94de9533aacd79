using System.Text.Json.Nodes;
using Referrals;
using Referrals.Programs;
using Referrals.Rewards;
using Referrals.Serialization;

namespace Replay.Reporting;

/// <summary>A program's terms in a line for each rule, made from the program's own JSON.</summary>
internal static class Terms
{
    public static IEnumerable<string> Of(ReferralProgram program)
    {
        var json = JsonNode.Parse(ProgramJson.Write(program))!;
        var rules = json["incentives"]!.AsArray();
        if (Condition(json["qualify"]) is { Length: > 0 } qualification)
        {
            yield return $"rewarded: {qualification}";
        }

        for (var i = 0; i < program.Incentives.Count; i++)
        {
            yield return Rule(program.Incentives[i], rules[i]!);
        }

        var budgets = program.Budgets.Count == 0 ? string.Empty : $"; at most {string.Join(" and ", program.Budgets)} in all";
        yield return $"a click counts for {program.Attribution.Lookback}{budgets}";
    }

    private static string Rule(Incentive incentive, JsonNode json)
    {
        var when = Condition(json["when"]);
        string?[] parts =
        [
            $"{(incentive.Side == Side.Referrer ? "referrer" : "referee")} gets {incentive.Formula}",
            when.Length > 0 ? $"for {when}" : null,
            incentive.Caps.Count == 0 ? null : string.Join(" and ", incentive.Caps),
            incentive.Hold is { } hold ? $"held for {hold}" : null,
            incentive.OnRefund == RefundPolicy.Keep ? "kept on refund" : "taken back on refund",
        ];
        return string.Join(", ", parts.Where(static part => part is not null));
    }

    private static string Condition(JsonNode? node) => node?.AsObject().FirstOrDefault() switch
    {
        { Key: "all", Value: { } all } => string.Join(", ", all.AsArray().Select(Condition).Where(static text => text.Length > 0)),
        { Key: "any", Value: { } any } => "either " + string.Join(" or ", any.AsArray().Select(Condition)),
        { Key: "not", Value: { } not } => "not " + Condition(not),
        { Key: "event", Value: { } name } => $"a {name}",
        { Key: "nth", Value: { } number } => (int)number == 1 ? "the first one" : $"number {number}",
        { Key: "atLeast", Value: { } least } => $"of at least {least}",
        { Key: "within", Value: { } window } => $"within {window.AsObject().First().Value} {Measure(window)} of the sign-up",
        { Key: "segment", Value: { } segments } => "by customers in " + string.Join(" or ", segments.AsArray()),
        { Key: "attribute", Value: { } attribute } => $"with {attribute["name"]} {string.Join(" or ", attribute["in"]!.AsArray())}",
        { Key: "custom", Value: { } custom } => $"if {custom}",
        { Key: "happened", Value: { } earlier } => $"after {earlier}",
        { Key: "everyNth", Value: { } every } => $"every {every}. one",
        { Key: "dates", Value: { } dates } => $"from {dates["first"]} to {dates["last"]}",
        { Key: "weekdays", Value: { } days } => "on " + string.Join(" or ", days.AsArray()),
        { Key: "anyLine", Value: { } line } => $"with a line {Condition(line)}",
        { Key: var key, Value: { } value } => $"if {key} {value.ToJsonString()}",
        _ => string.Empty,
    };

    private static string Measure(JsonNode window) =>
        window.AsObject().First().Key is var measure && measure == "calendarDays" ? "calendar days" : measure;
}

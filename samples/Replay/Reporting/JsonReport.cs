using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Referrals;
using Replay.Tables;

namespace Replay.Reporting;

/// <summary>
/// The report for machines: one JSON object. It tells what is in the database, not what this run did, so runs over one history
/// give the same text.
/// </summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Report report, Story? story)
    {
        var json = new JsonObject
        {
            ["program"] = Program(report),
            ["window"] = Window(report),
            ["inputs"] = Inputs(report),
            ["kpis"] = JsonNode.Parse(report.Kpis.ToJson()),
            ["ledger"] = Ledger(report.Outcome),
            ["grants"] = new JsonArray([.. report.Outcome.Rules.Select(Grant)]),
            ["refusals"] = Counts(report.Outcome.Refusals.Select(static refusal => (refusal.Reason, refusal.Count))),
            ["decisions"] = Counts(report.Outcome.Decisions.Select(static pair => (pair.Key, pair.Value))),
            ["rewardRows"] = new JsonArray([.. RewardRows.Compare(report).Select(Comparison)]),
            ["unmatchedRefunds"] = new JsonArray([.. report.Input.Unmatched.Select(static row => (JsonNode?)row.Id)]),
            ["notes"] = new JsonArray([.. report.Input.Notes.Select(static note => (JsonNode?)note)]),
        };
        if (story is not null)
        {
            json["story"] = story.ToJson();
        }

        return json.ToJsonString(Options) + "\n";
    }

    private static JsonObject Program(Report report) => new()
    {
        ["id"] = report.Input.Program.Id.ToString(),
        ["version"] = report.Input.Program.Version,
        ["name"] = report.Input.Program.Name,
    };

    private static JsonObject Window(Report report) => new()
    {
        ["from"] = Times.Text(report.Kpis.Window.From),
        ["to"] = Times.Text(report.Kpis.Window.To),
    };

    private static JsonObject Inputs(Report report) => Counts(report.Input.Steps
        .CountBy(static step => step.Rank)
        .OrderBy(static pair => pair.Key)
        .Select(static pair => (JsonNamingPolicy.CamelCase.ConvertName(pair.Key.ToString()), pair.Value)));

    private static JsonObject Counts(IEnumerable<(string Name, int Count)> counts) =>
        new(counts.Select(static pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Count)));

    /// <summary>By account, then unit; the member <c>sum</c> is zero in every unit, or the books do not balance.</summary>
    private static JsonObject Ledger(Outcome outcome)
    {
        var json = new JsonObject();
        foreach (var account in outcome.Ledger.GroupBy(static pair => pair.Key.Account))
        {
            json[account.Key.ToString().ToLowerInvariant()] = Amounts(account.Select(static pair => pair.Value));
        }

        var units = outcome.Ledger.Values.GroupBy(static amount => amount.Unit);
        json["sum"] = Amounts(units.Select(static unit => unit.Aggregate(static (sum, amount) => sum + amount)));
        return json;
    }

    private static JsonObject Amounts(IEnumerable<Amount> amounts) =>
        new(amounts.Select(static amount => KeyValuePair.Create(amount.Unit.ToString(), (JsonNode?)amount.Value)));

    private static JsonNode Grant(RuleTotals rule) => new JsonObject
    {
        ["rule"] = rule.Rule,
        ["side"] = rule.Side.ToLowerInvariant(),
        ["unit"] = rule.Unit.ToString(),
        ["rewards"] = rule.Grants,
        ["people"] = rule.People,
        ["granted"] = rule.Granted.Value,
        ["reversed"] = rule.Reversed.Value,
    };

    private static JsonNode Comparison(RewardRows rows) => new JsonObject
    {
        ["unit"] = rows.Unit.ToString(),
        ["file"] = rows.File.Value,
        ["ledger"] = rows.Ledger.Value,
        ["difference"] = rows.Difference.Value,
    };
}

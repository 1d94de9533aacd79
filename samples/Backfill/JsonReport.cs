using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backfill.Tables;

namespace Backfill;

/// <summary>The verdicts for machines: one JSON object.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ClubTables tables, IReadOnlyList<Verdict> verdicts) => new JsonObject
    {
        ["referrals"] = new JsonArray([.. verdicts.Select(Of)]),
        ["totals"] = new JsonObject
        {
            ["referrals"] = verdicts.Count,
            ["rewarded"] = verdicts.Count(static verdict => verdict.Granted is not null),
            ["days"] = verdicts.Sum(static verdict => verdict.Granted?.Value ?? 0),
            ["odd"] = verdicts.Count(static verdict => verdict.Oddities.Count > 0),
        },
        ["decisions"] = new JsonObject(verdicts.CountBy(static verdict => verdict.Decision.Code)
            .Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["tables"] = Texts(tables.Notes),
    }.ToJsonString(Options) + "\n";

    private static JsonNode Of(Verdict verdict) => new JsonObject
    {
        ["referral"] = verdict.Referral.Id,
        ["status"] = verdict.Status,
        ["decision"] = verdict.Decision.Code,
        ["rewarded"] = verdict.Granted is not null,
        ["days"] = verdict.Granted?.Value ?? 0,
        ["reasons"] = Texts(verdict.Granted is null ? Reasons.Of(verdict.Decision) : []),
        ["oddities"] = Texts(verdict.Oddities),
        ["explanation"] = verdict.Decision.Explanation.ToText(),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode?)text)]);
}

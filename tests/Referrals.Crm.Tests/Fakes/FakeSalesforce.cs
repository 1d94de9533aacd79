using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Referrals.Crm.Fakes;

/// <summary>
/// Salesforce as far as a mirror meets it: collections by external id with an answer per row in the order of the request, queries, lookups by external id,
/// duplicate and validation rules, required fields, the two spellings of errors, tokens without an end, and the header of the day's calls.
/// </summary>
internal sealed partial class FakeSalesforce(IClock clock) : FakeCrm(clock)
{
    private readonly HashSet<string> _tokens = [];

    /// <summary>Calls since yesterday, those of others included.</summary>
    public int Usage { get; set; }

    public int DailyLimit { get; set; } = 100_000;

    /// <summary>Whether a second contact of an e-mail address is refused.</summary>
    public bool HasDuplicateRule { get; set; }

    /// <summary>Whether the duplicate rule lets a caller save anyway.</summary>
    public bool AllowsSave { get; set; } = true;

    /// <summary>Fields that a new record must have, by object.</summary>
    public Dictionary<string, string[]> Required { get; } = new() { ["Contact"] = ["LastName"] };

    /// <summary>The fields of each object. Fields that end with __r are lookups of contacts; what they hold is kept under __c.</summary>
    public Dictionary<string, HashSet<string>> Schema { get; } = new()
    {
        ["Contact"] = Fields(
            "Referral_Person_Id__c Referral_Code__c Referral_Link__c Referral_Status__c Referrals_Total__c Referrals_Rewarded__c Referred_By__r Referred_By_Code__c "
            + "Referred_At__c Referral_Channel__c Referral_Stage__c LastName FirstName Email OwnerId Description"),
        ["Referral__c"] = Fields("Referral_Id__c Referrer__r Friend__r Stage__c Reason__c Code__c Channel__c Signed_Up_At__c"),
        ["Referral_Reward__c"] = Fields("Reward_Id__c Owner_Person__r Friend__r Rule__c Side__c Amount__c Unit__c Status__c Reversed__c Granted_At__c Conversion__c"),
    };

    /// <summary>Ends all tokens that were given.</summary>
    public void EndTokens() => _tokens.Clear();

    protected override string NextId(int number) => string.Create(CultureInfo.InvariantCulture, $"003aj{number:0000000000}AAE");

    protected override bool IsTokenPath(string path) => path == "/services/oauth2/token";

    protected override (int Status, JsonNode? Body) TokenAnswer(string form)
    {
        if (TokenRefusal is { } refusal)
        {
            return (400, new JsonObject { ["error"] = "invalid_grant", ["error_description"] = refusal });
        }

        var token = string.Create(CultureInfo.InvariantCulture, $"00D!{++Tokens}");
        _ = _tokens.Add(token);
        return (200, new JsonObject
        {
            ["access_token"] = token,
            ["instance_url"] = Address.ToString().TrimEnd('/'),
            ["id"] = "https://login.salesforce.com/id/00D/005",
            ["token_type"] = "Bearer",
            ["issued_at"] = "1764399600000",
        });
    }

    protected override (int Status, JsonNode? Body)? Unauthorized(string? token)
    {
        if (token is not null && _tokens.Contains(token))
        {
            return null;
        }

        _tokens.Clear();
        return (401, Errors("INVALID_SESSION_ID", "Session expired or invalid"));
    }

    protected override (int Status, JsonNode? Body)? Failure(Fault fault, IHeaderDictionary headers)
    {
        if (fault == Fault.Limit || Usage >= DailyLimit)
        {
            return (403, Errors("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
        }

        Usage++;
        return fault is Fault.Unavailable or Fault.Locked ? (503, Errors("SERVER_UNAVAILABLE", "We are down for maintenance.")) : null;
    }

    protected override void AddHeaders(IHeaderDictionary headers) =>
        headers["Sforce-Limit-Info"] = string.Create(CultureInfo.InvariantCulture, $"api-usage={Usage}/{DailyLimit}");

    protected override (int Status, JsonNode? Body) Answer(HttpRequest request, string body, Fault fault)
    {
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.Length < 4 || path[0] != "services" || path[2] != "v67.0")
        {
            return (404, Errors("NOT_FOUND", "The requested resource does not exist"));
        }

        var savesAnyway = request.Headers["Sforce-Duplicate-Rule-Header"] == "allowSave=true";
        return (request.Method, path[3..]) switch
        {
            ("PATCH", ["composite", "sobjects", var type, var key]) => Collection(body, type, key, fault, savesAnyway),
            ("PATCH", ["composite", "sobjects"]) => Collection(body, null, null, fault, savesAnyway),
            ("PATCH", ["sobjects", var type, var key, var value]) => Single(body, type, key, Uri.UnescapeDataString(value), savesAnyway),
            ("GET", ["query"]) => Query(request.Query["q"].ToString()),
            _ => (405, Errors("METHOD_NOT_ALLOWED", $"HTTP Method '{request.Method}' not allowed.")),
        };
    }

    private (int Status, JsonNode? Body) Collection(string body, string? type, string? key, Fault fault, bool savesAnyway)
    {
        var records = JsonNode.Parse(body)!["records"]!.AsArray();
        if (records.Count > 200)
        {
            return (400, Errors("EXCEEDED_MAX_SIZE_REQUEST", "Record count exceeds 200"));
        }

        if (type is not null && !Schema.ContainsKey(type))
        {
            return (404, Errors("NOT_FOUND", "The requested resource does not exist"));
        }

        var keys = records.Select(record => key is null ? null : record![key]?.GetValue<string>()).ToList();

        // Lookups are resolved before any row is written.
        var people = Of("Contact").Where(static contact => contact.Fields.ContainsKey("Referral_Person_Id__c"))
            .ToLookup(static contact => contact.Fields["Referral_Person_Id__c"], static contact => contact.Id);
        var rows = new JsonArray();
        foreach (var (record, value) in records.Zip(keys))
        {
            var rowType = record!["attributes"]!["type"]!.GetValue<string>();
            rows.Add(
                value is not null && keys.Count(one => one == value) > 1 ? Row("DUPLICATE_VALUE", "Duplicate external id specified: " + value)
                : fault == Fault.RowsLocked && IsLocked(value ?? record["id"]!.GetValue<string>()) ? Row("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record")
                : Write(record.AsObject(), rowType, key, value, people, savesAnyway).Row);
        }

        return (200, rows);
    }

    private (int Status, JsonNode? Body) Single(string body, string type, string key, string value, bool savesAnyway)
    {
        var people = Of("Contact").Where(static contact => contact.Fields.ContainsKey("Referral_Person_Id__c"))
            .ToLookup(static contact => contact.Fields["Referral_Person_Id__c"], static contact => contact.Id);
        var (row, duplicates, isNew) = Write(JsonNode.Parse(body)!.AsObject(), type, key, value, people, savesAnyway);
        if (row["success"]!.GetValue<bool>())
        {
            row["created"] = isNew;
            return (isNew ? 201 : 200, row);
        }

        var error = row["errors"]![0]!;
        var errors = Errors(error["statusCode"]!.GetValue<string>(), error["message"]!.GetValue<string>());
        if (duplicates.Count > 0)
        {
            errors[0]!["duplicateResult"] = new JsonObject
            {
                ["allowSave"] = AllowsSave,
                ["duplicateRule"] = "Standard_Contact_Duplicate_Rule",
                ["duplicateRuleEntityType"] = type,
                ["matchResults"] = new JsonArray(new JsonObject
                {
                    ["matchEngine"] = "FuzzyMatchEngine",
                    ["rule"] = "Standard_Contact_Match_Rule_v1_1",
                    ["size"] = duplicates.Count,
                    ["success"] = true,
                    ["matchRecords"] = new JsonArray(
                    [
                        .. duplicates.Select(static one => new JsonObject
                        {
                            ["matchConfidence"] = 100.0,
                            ["record"] = new JsonObject { ["attributes"] = new JsonObject { ["type"] = one.Type }, ["Id"] = one.Id },
                        }),
                    ]),
                }),
            };
        }

        return (400, errors);
    }

    private (JsonObject Row, IReadOnlyList<FakeRecord> Duplicates, bool IsNew) Write(
        JsonObject record, string type, string? key, string? value, ILookup<string, string> people, bool savesAnyway)
    {
        var written = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, node) in record)
        {
            if (name is "attributes" or "id" || (key is not null && name == key))
            {
                continue;
            }

            var lookup = name.EndsWith("__r", StringComparison.Ordinal) ? name : name.EndsWith("__c", StringComparison.Ordinal) ? name[..^1] + "r" : name;
            if (!Schema[type].Contains(name) && !(node is null && Schema[type].Contains(lookup)))
            {
                return Refused("INVALID_FIELD", $"No such column '{name}' on sobject of type {type}");
            }

            _ = WrittenFields.Add($"{type}.{name}");
            if (node is JsonObject reference)
            {
                var (field, id) = (reference.First().Key, reference.First().Value!.GetValue<string>());
                if (people[id].Count() != 1)
                {
                    return Refused("INVALID_FIELD", $"Foreign key external ID: {id} not found for field {field} in entity Contact");
                }

                written[name[..^1] + "c"] = people[id].Single();
            }
            else if (name.EndsWith("__r", StringComparison.Ordinal))
            {
                return Refused("INVALID_FIELD", "Foreign key external ID:  not found for field in entity Contact");
            }
            else
            {
                written[name] = node?.GetValueKind() == System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node?.ToJsonString();
            }
        }

        FakeRecord? existing;
        if (key is null)
        {
            existing = Records.Find(one => one.Id == record["id"]!.GetValue<string>());
            if (existing is null or { IsDeleted: true })
            {
                return Refused("ENTITY_IS_DELETED", "entity is deleted");
            }
        }
        else
        {
            // The external id is unique and case-sensitive.
            existing = Of(type).SingleOrDefault(one => one.Fields.GetValueOrDefault(key) == value);
        }

        var after = new Dictionary<string, string>(existing?.Fields ?? [], StringComparer.OrdinalIgnoreCase);
        if (key is not null)
        {
            after[key] = value!;
        }

        foreach (var (name, text) in written)
        {
            if (string.IsNullOrEmpty(text))
            {
                _ = after.Remove(name);
            }
            else
            {
                after[name] = text;
            }
        }

        if (Required.GetValueOrDefault(type)?.Where(name => !after.ContainsKey(name)).ToArray() is { Length: > 0 } missing)
        {
            return Refused("REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", missing)}]", missing);
        }

        if (Validation(after) is { } words)
        {
            return Refused("FIELD_CUSTOM_VALIDATION_EXCEPTION", words);
        }

        var duplicates = type == "Contact" && HasDuplicateRule && existing is null && after.TryGetValue("Email", out var email)
            ? Of(type).Where(one => string.Equals(one.Fields.GetValueOrDefault("Email"), email, StringComparison.OrdinalIgnoreCase)).ToList()
            : [];
        if (duplicates.Count > 0 && !(savesAnyway && AllowsSave))
        {
            return (Row("DUPLICATES_DETECTED", "Use one of these records?"), duplicates, false);
        }

        var isNew = existing is null;
        existing ??= Create(type);
        existing.Fields.Clear();
        foreach (var (name, text) in after)
        {
            existing.Fields[name] = text;
        }

        return (new JsonObject { ["id"] = existing.Id, ["success"] = true, ["errors"] = new JsonArray(), ["created"] = isNew }, [], isNew);

        static (JsonObject, IReadOnlyList<FakeRecord>, bool) Refused(string code, string words, params string[] fields) => (Row(code, words, fields), [], false);
    }

    private (int Status, JsonNode? Body) Query(string soql)
    {
        if (Soql().Match(soql) is not { Success: true } match)
        {
            return (400, Errors("MALFORMED_QUERY", "unexpected token"));
        }

        var fields = match.Groups[1].Value.Split(',');
        var type = match.Groups[2].Value;
        if (fields.FirstOrDefault(field => field != "Id" && !Schema[type].Contains(field)) is { } unknown)
        {
            return (400, Errors("INVALID_FIELD", $"No such column '{unknown}' on entity '{type}'"));
        }

        var ids = Literal().Matches(match.Groups[4].Value).Select(static one => one.Groups[1].Value.Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var records = Of(type).Where(one => ids.Contains(match.Groups[3].Value == "Id" ? one.Id : one.Fields.GetValueOrDefault(match.Groups[3].Value) ?? "")).Select(one =>
        {
            var row = new JsonObject { ["attributes"] = new JsonObject { ["type"] = type } };
            foreach (var field in fields)
            {
                row[field] = field == "Id" ? one.Id : one.Fields.GetValueOrDefault(field);
            }

            return (JsonNode)row;
        }).ToArray();
        return (200, new JsonObject { ["totalSize"] = records.Length, ["done"] = true, ["records"] = new JsonArray(records) });
    }

    private static HashSet<string> Fields(string names) => new(names.Split(' '), StringComparer.OrdinalIgnoreCase);

    private static JsonArray Errors(string code, string message) => new(new JsonObject { ["message"] = message, ["errorCode"] = code });

    private static JsonObject Row(string code, string message, params string[] fields) => new()
    {
        ["success"] = false,
        ["errors"] = new JsonArray(new JsonObject { ["statusCode"] = code, ["message"] = message, ["fields"] = new JsonArray([.. fields.Select(static field => (JsonNode)field)]) }),
    };

    [GeneratedRegex("^SELECT ([A-Za-z0-9_,]+) FROM ([A-Za-z0-9_]+) WHERE ([A-Za-z0-9_]+) IN \\((.*)\\)$")]
    private static partial Regex Soql();

    [GeneratedRegex("'((?:[^'\\\\]|\\\\.)*)'")]
    private static partial Regex Literal();
}

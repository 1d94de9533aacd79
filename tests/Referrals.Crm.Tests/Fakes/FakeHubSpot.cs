using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Referrals.Crm.Fakes;

/// <summary>
/// HubSpot as far as a mirror meets it: batches by a unique property whose answers come in another order, with 207 where some records are wrong, a
/// catalogue of properties, one contact for each e-mail address, merges, the sliding window of ten seconds and the day's limit, and tokens of 30 minutes.
/// </summary>
internal sealed class FakeHubSpot(IClock clock) : FakeCrm(clock)
{
    private readonly Dictionary<string, Instant> _tokens = [];
    private readonly Queue<Instant> _window = [];
    private readonly Dictionary<string, string> _merged = [];

    /// <summary>A token that does not end.</summary>
    public string ServiceKey { get; set; } = "pat-eu1-key";

    /// <summary>Calls in ten seconds.</summary>
    public int WindowLimit { get; set; } = 190;

    public int DailyLimit { get; set; } = 650_000;

    public int Usage { get; set; }

    /// <summary>Whether a wrong record spoils its whole batch with a 400, as it does at some endpoints.</summary>
    public bool RefusesWholeBatches { get; set; }

    /// <summary>A scope that is missing; <c>null</c> for none.</summary>
    public string? MissingScope { get; set; }

    public Dictionary<string, HashSet<string>> Schema { get; } = new()
    {
        ["contacts"] =
        [
            "referral_person_id", "referral_code", "referral_link", "referral_status", "referrals_total", "referrals_rewarded", "referred_by_person_id",
            "referred_by_code", "referred_at", "referral_channel", "referral_stage", "email", "firstname", "lastname", "lifecyclestage", "company",
        ],
    };

    public void EndTokens() => _tokens.Clear();

    /// <summary>A user of HubSpot makes one contact of two: the old id leads to the survivor from now on.</summary>
    public void Merge(FakeRecord survivor, FakeRecord other)
    {
        _merged[other.Id] = survivor.Id;
        other.IsDeleted = true;
    }

    protected override string NextId(int number) => (500 + number).ToString(CultureInfo.InvariantCulture);

    protected override bool IsTokenPath(string path) => path == "/oauth/v1/token";

    protected override (int Status, JsonNode? Body) TokenAnswer(string form)
    {
        if (TokenRefusal is { } refusal)
        {
            return (400, new JsonObject { ["status"] = "BAD_REFRESH_TOKEN", ["message"] = refusal });
        }

        var token = string.Create(CultureInfo.InvariantCulture, $"token-{++Tokens}");
        _tokens[token] = Clock.GetCurrentInstant() + Duration.FromMinutes(30);
        return (200, new JsonObject { ["access_token"] = token, ["refresh_token"] = "refresh", ["expires_in"] = 1_800 });
    }

    protected override (int Status, JsonNode? Body)? Unauthorized(string? token) =>
        token is not null && (token == ServiceKey || (_tokens.TryGetValue(token, out var end) && Clock.GetCurrentInstant() < end))
            ? null
            : (401, Error("EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired."));

    protected override (int Status, JsonNode? Body)? Failure(Fault fault, IHeaderDictionary headers)
    {
        if (MissingScope is { } scope)
        {
            return (403, Error("MISSING_SCOPES", $"This app hasn't been granted all required scopes to make this call: {scope}"));
        }

        var now = Clock.GetCurrentInstant();
        while (_window.TryPeek(out var first) && first <= now - Duration.FromSeconds(10))
        {
            _ = _window.Dequeue();
        }

        if (Usage >= DailyLimit)
        {
            return (429, RateLimit("You have reached your daily limit.", "DAILY"));
        }

        if (fault == Fault.Limit || _window.Count >= WindowLimit)
        {
            return (429, RateLimit("You have reached your ten_secondly_rolling limit.", "TEN_SECONDLY_ROLLING"));
        }

        _window.Enqueue(now);
        Usage++;
        return fault switch
        {
            Fault.Unavailable => (502, null),
            Fault.Locked => (423, Error("LOCKED", "The resource is locked.")),
            _ => null,
        };
    }

    protected override void AddHeaders(IHeaderDictionary headers)
    {
        headers["X-HubSpot-RateLimit-Max"] = WindowLimit.ToString(CultureInfo.InvariantCulture);
        headers["X-HubSpot-RateLimit-Remaining"] = (WindowLimit - _window.Count).ToString(CultureInfo.InvariantCulture);
        headers["X-HubSpot-RateLimit-Interval-Milliseconds"] = "10000";
        headers["X-HubSpot-RateLimit-Daily"] = DailyLimit.ToString(CultureInfo.InvariantCulture);
        headers["X-HubSpot-RateLimit-Daily-Remaining"] = (DailyLimit - Usage).ToString(CultureInfo.InvariantCulture);
    }

    protected override (int Status, JsonNode? Body) Answer(HttpRequest request, string body, Fault fault)
    {
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is not ["crm", "objects", "2026-09", var type, "batch", var operation] || !Schema.ContainsKey(type))
        {
            return (404, Error("OBJECT_NOT_FOUND", "Unable to infer object type"));
        }

        var json = JsonNode.Parse(body)!;
        var inputs = json["inputs"]!.AsArray().Select(static input => input!.AsObject()).ToList();
        if (inputs.Count > 100)
        {
            return (400, Error("VALIDATION_ERROR", "The maximum number of inputs supported in a batch request is 100"));
        }

        if (operation == "read")
        {
            return Read(type, json["idProperty"]?.GetValue<string>(), inputs, [.. json["properties"]!.AsArray().Select(static name => name!.GetValue<string>())]);
        }

        var ids = inputs.Select(static input => input["id"]!.GetValue<string>()).ToList();
        if (ids.Distinct(StringComparer.Ordinal).Count() != ids.Count)
        {
            return (400, Error("VALIDATION_ERROR", "Duplicate IDs found in batch input"));
        }

        // Wrong records are found before anything is written where one spoils all.
        if (RefusesWholeBatches && inputs.Select(input => Wrong(type, operation, input)).FirstOrDefault(static error => error is not null) is { } spoiled)
        {
            return (spoiled["category"]!.GetValue<string>() == "CONFLICT" ? 409 : 400, spoiled);
        }

        var results = new List<JsonNode>();
        var errors = new JsonArray();
        foreach (var input in inputs)
        {
            var trace = input["objectWriteTraceId"]?.GetValue<string>();
            var error = fault == Fault.RowsLocked && IsLocked(input["id"]!.GetValue<string>()) ? Error("INTERNAL_ERROR", "internal error") : Wrong(type, operation, input);
            if (error is not null)
            {
                error["context"] = trace is null
                    ? new JsonObject { ["ids"] = new JsonArray(input["id"]!.GetValue<string>()) }
                    : new JsonObject { ["objectWriteTraceId"] = new JsonArray(trace) };
                errors.Add(error);
                continue;
            }

            var (record, isNew) = Write(type, operation, input);
            results.Insert(0, new JsonObject { ["id"] = record.Id, ["new"] = isNew, ["properties"] = Properties(record, record.Fields.Keys), ["objectWriteTraceId"] = trace });
        }

        var answer = new JsonObject { ["status"] = "COMPLETE", ["results"] = new JsonArray([.. results]) };
        if (errors.Count == 0)
        {
            return (200, answer);
        }

        answer["numErrors"] = errors.Count;
        answer["errors"] = errors;
        return (207, answer);
    }

    private JsonObject? Wrong(string type, string operation, JsonObject input)
    {
        var existing = Find(type, operation, input);
        if (operation == "update" && existing is null)
        {
            return Error("OBJECT_NOT_FOUND", "Could not get some contacts, they may be deleted or not exist.");
        }

        var properties = input["properties"]!.AsObject();
        if (properties.FirstOrDefault(pair => !Schema[type].Contains(pair.Key)) is { Key: { } unknown })
        {
            return Error("VALIDATION_ERROR", $"Property \"{unknown}\" does not exist");
        }

        if (properties["email"]?.GetValue<string>() is { Length: > 0 } email
            && Of(type).FirstOrDefault(one => one != existing && string.Equals(one.Fields.GetValueOrDefault("email"), email, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            return Error("CONFLICT", $"Contact already exists. Existing ID: {other.Id}");
        }

        var after = new Dictionary<string, string>(existing?.Fields ?? [], StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in properties)
        {
            after[name] = value!.GetValue<string>();
        }

        return Validation(after) is { } words ? Error("VALIDATION_ERROR", words) : null;
    }

    private (FakeRecord Record, bool IsNew) Write(string type, string operation, JsonObject input)
    {
        var record = Find(type, operation, input);
        var isNew = record is null;
        record ??= Create(type);
        if (operation == "upsert")
        {
            record.Fields[input["idProperty"]!.GetValue<string>()] = input["id"]!.GetValue<string>();
        }

        foreach (var (name, value) in input["properties"]!.AsObject())
        {
            _ = WrittenFields.Add($"{type}.{name}");
            if (value!.GetValue<string>() is { Length: > 0 } text)
            {
                record.Fields[name] = text;
            }
            else
            {
                _ = record.Fields.Remove(name);
            }
        }

        return (record, isNew);
    }

    private FakeRecord? Find(string type, string operation, JsonObject input)
    {
        var id = input["id"]!.GetValue<string>();
        return operation == "upsert"
            ? Of(type).SingleOrDefault(one => one.Fields.GetValueOrDefault(input["idProperty"]!.GetValue<string>()) == id)
            : ById(type, id);
    }

    private FakeRecord? ById(string type, string id) => Of(type).SingleOrDefault(one => one.Id == _merged.GetValueOrDefault(id, id));

    private (int Status, JsonNode? Body) Read(string type, string? by, List<JsonObject> inputs, string[] properties)
    {
        var found = inputs.Select(static input => input["id"]!.GetValue<string>())
            .Select(id => by is null ? ById(type, id) : Of(type).SingleOrDefault(one => one.Fields.GetValueOrDefault(by) == id)).ToList();
        var results = new JsonArray(
        [
            .. found.OfType<FakeRecord>().Reverse().Select(one => new JsonObject { ["id"] = one.Id, ["properties"] = Properties(one, properties), ["archived"] = false }),
        ]);
        var answer = new JsonObject { ["status"] = "COMPLETE", ["results"] = results };
        if (found.Contains(null))
        {
            answer["numErrors"] = 1;
            answer["errors"] = new JsonArray(Error("OBJECT_NOT_FOUND", "Could not get some contacts, they may be deleted or not exist."));
        }

        return (found.Contains(null) ? 207 : 200, answer);
    }

    private static JsonObject Properties(FakeRecord record, IEnumerable<string> names)
    {
        var properties = new JsonObject();
        foreach (var name in names)
        {
            properties[name] = record.Fields.GetValueOrDefault(name);
        }

        return properties;
    }

    private static JsonObject Error(string category, string message) => new()
    {
        ["status"] = "error",
        ["category"] = category,
        ["message"] = message,
        ["correlationId"] = "aeb5f871-7f07-4993-9211-075dc63e7cbf",
    };

    private static JsonObject RateLimit(string message, string policy) => new()
    {
        ["status"] = "error",
        ["message"] = message,
        ["errorType"] = "RATE_LIMIT",
        ["policyName"] = policy,
        ["correlationId"] = "c033cdaa-2c40-4a64-ae48-b4cec88dad24",
    };
}

using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using Referrals.Crm.Projection;
using Referrals.Crm.Sending;

namespace Referrals.Crm.Salesforce;

/// <summary>Salesforce over its REST API: collections of up to 200 records, upserted by an external id.</summary>
internal sealed partial class SalesforceCrm : ICrm, IDisposable
{
    private const int MaxQuery = 12_000;

    private static readonly Duration AfterOwnShare = Duration.FromMinutes(15);
    private static readonly Duration AfterRequestLimit = Duration.FromMinutes(30);
    private static readonly Duration AfterRefusedAccess = Duration.FromMinutes(15);
    private static readonly Duration AfterTrouble = Duration.FromSeconds(30);

    /// <summary>What another attempt may cure.</summary>
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "REQUEST_RUNNING_TOO_LONG", "ALL_OR_NONE_OPERATION_ROLLED_BACK", "PROCESSING_HALTED", "UNKNOWN_EXCEPTION", "QUERY_TIMEOUT",
    };

    private readonly SalesforceOptions _options;
    private readonly CrmHttp _http;

    internal SalesforceCrm(SalesforceOptions options, CrmClock clock)
    {
        _options = options;
        _http = new CrmHttp(options.Credentials!.Source, clock, options.Timeout);
    }

    public int BatchSize => 200;

    public ValueTask<CrmAnswer> UpsertAsync(CrmObject crmObject, IReadOnlyList<OutgoingRecord> records, CancellationToken cancellationToken) =>
        WriteAsync(crmObject, records, $"/composite/sobjects/{crmObject.Name}/{crmObject.Key}", cancellationToken);

    public ValueTask<CrmAnswer> UpdateAsync(CrmObject crmObject, IReadOnlyList<OutgoingRecord> records, CancellationToken cancellationToken) =>
        WriteAsync(crmObject, records, "/composite/sobjects", cancellationToken);

    public async ValueTask<FoundRecords> ReadAsync(
        CrmObject crmObject, string? by, IReadOnlyList<string> ids, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FoundRecord>(StringComparer.Ordinal);
        var columns = string.Join(',', new[] { "Id", crmObject.Key }.Concat(fields).Distinct(StringComparer.OrdinalIgnoreCase));
        foreach (var query in Queries($"SELECT {columns} FROM {crmObject.Name} WHERE {by ?? "Id"} IN (", ids))
        {
            var (answer, pause) = await _http.SendAsync(
                address => new HttpRequestMessage(HttpMethod.Get, Uri(address, "/query?q=" + System.Uri.EscapeDataString(query))), cancellationToken).ConfigureAwait(false);
            pause ??= PauseOf(answer);
            if (answer.Status != 200 || SalesforceJson.Read(answer.Body, SalesforceJson.Default.QueryBody) is not { Records: { } rows })
            {
                return pause is not null
                    ? new FoundRecords(found, pause, null, IsComplete: false)
                    : new FoundRecords(found, null, RefusalOf(answer), IsComplete: false);
            }

            foreach (var row in rows)
            {
                if (Text(row, "Id") is { } id && (by is null ? id : Text(row, crmObject.Key)) is { } name)
                {
                    var filled = fields.Where(field => Text(row, field) is not null).ToHashSet(StringComparer.OrdinalIgnoreCase);
                    found[name] = new FoundRecord(id, Text(row, crmObject.Key), filled);
                }
            }

            if (pause is not null)
            {
                return new FoundRecords(found, pause, null, IsComplete: false);
            }
        }

        return new FoundRecords(found, null, null, IsComplete: true);
    }

    /// <summary>A collection does not always name the record; the answer to a single upsert does.</summary>
    public async ValueTask<RowOutcome> FindDuplicateAsync(CrmObject crmObject, OutgoingRecord record, CancellationToken cancellationToken)
    {
        var body = Body(writer => WriteFields(writer, record.Fields));
        var (answer, pause) = await _http.SendAsync(
            address => Request(HttpMethod.Patch, Uri(address, $"/sobjects/{crmObject.Name}/{crmObject.Key}/{System.Uri.EscapeDataString(record.Key!)}"), body),
            cancellationToken).ConfigureAwait(false);
        pause ??= PauseOf(answer);
        if (answer.Status is 200 or 201 && SalesforceJson.Read(answer.Body, SalesforceJson.Default.RowBody) is { Success: true, Id: { } written })
        {
            return new RowOutcome(RowResult.Written, written);
        }

        if (pause is not null || answer.Status is 0 or 204 or 300)
        {
            return new RowOutcome(RowResult.Later, Code: pause?.Code ?? CrmCodes.NoAnswer, Words: pause?.Words ?? "What became of the record is not known.");
        }

        var refusal = RefusalOf(answer);
        if (refusal.Code != "DUPLICATES_DETECTED")
        {
            return Classified(refusal.Code!, refusal.Words!);
        }

        var matches = (SalesforceJson.Read(answer.Body, SalesforceJson.Default.ErrorBodyArray) ?? [])
            .SelectMany(static error => error.Duplicate?.Results ?? []).SelectMany(static result => result.Records ?? [])
            .Select(static match => match.Record?.Id).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return matches.Count == 1
            ? new RowOutcome(RowResult.Duplicate, matches[0], refusal.Code, refusal.Words)
            : new RowOutcome(RowResult.Refused, Code: CrmCodes.Duplicates, Words: $"{refusal.Words} The CRM names {matches.Count} records.");
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<CrmAnswer> WriteAsync(CrmObject crmObject, IReadOnlyList<OutgoingRecord> records, string path, CancellationToken cancellationToken)
    {
        var body = Body(writer =>
        {
            writer.WriteBoolean("allOrNone"u8, false);
            writer.WriteStartArray("records"u8);
            foreach (var record in records)
            {
                writer.WriteStartObject();
                writer.WriteStartObject("attributes"u8);
                writer.WriteString("type"u8, crmObject.Name);
                writer.WriteEndObject();
                if (record.RemoteId is { } id)
                {
                    writer.WriteString("id"u8, id);
                }
                else
                {
                    writer.WriteString(crmObject.Key, record.Key);
                }

                WriteFields(writer, record.Fields);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        var (answer, pause) = await _http.SendAsync(address => Request(HttpMethod.Patch, Uri(address, path), body), cancellationToken).ConfigureAwait(false);
        pause ??= PauseOf(answer);
        if (answer.Status == 200 && SalesforceJson.Read(answer.Body, SalesforceJson.Default.RowBodyArray) is { } rows)
        {
            return new CrmAnswer(rows.Length == records.Count ? [.. rows.Select(Outcome)] : [.. records.Select(static _ => RowOutcome.Unknown)], pause);
        }

        return pause is not null ? new CrmAnswer([], pause) : new CrmAnswer([], Malformed: RefusalOf(answer));
    }

    private HttpRequestMessage Request(HttpMethod method, Uri uri, byte[] body)
    {
        var message = new HttpRequestMessage(method, uri) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        if (_options.Duplicates == CrmDuplicates.SaveAnyway)
        {
            message.Headers.Add("Sforce-Duplicate-Rule-Header", "allowSave=true");
        }

        return message;
    }

    private Uri Uri(Uri address, string path) => new(address, $"/services/data/v{_options.ApiVersion}{path}");

    /// <summary>
    /// A lookup names another record by its key; emptied is the field behind it, since an empty relation is taken for a key that is not found.
    /// </summary>
    private void WriteFields(Utf8JsonWriter writer, IEnumerable<(string Name, FieldValue Value)> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (value.IsLookup && !value.IsEmpty)
            {
                writer.WriteStartObject(name);
                writer.WriteString(_options.Mapping.Person.Key, value.Text);
                writer.WriteEndObject();
            }
            else if (value.Number is { } number)
            {
                writer.WriteNumber(name, number);
            }
            else if (value.Text is { } text)
            {
                writer.WriteString(name, text);
            }
            else
            {
                writer.WriteNull(value.IsLookup ? name[..^1] + "c" : name);
            }
        }
    }

    private static byte[] Body(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Questions for all ids, each short enough for an address.</summary>
    private static IEnumerable<string> Queries(string head, IReadOnlyList<string> ids)
    {
        var query = new StringBuilder();
        var length = 0;
        foreach (var id in ids)
        {
            var literal = $"'{id.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
            var size = System.Uri.EscapeDataString(literal).Length + 3;
            if (length > 0 && length + size > MaxQuery)
            {
                yield return query.Append(')').ToString();
                length = 0;
            }

            _ = length == 0 ? query.Clear().Append(head) : query.Append(',');
            _ = query.Append(literal);
            length += size;
        }

        if (length > 0)
        {
            yield return query.Append(')').ToString();
        }
    }

    private static string? Text(Dictionary<string, JsonElement> row, string name) =>
        row.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value is { } value
        && value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)
        && value.ToString() is { Length: > 0 } text ? text : null;

    private static RowOutcome Outcome(RowBody row)
    {
        if (row.Success)
        {
            return new RowOutcome(RowResult.Written, row.Id);
        }

        var error = row.Errors?.FirstOrDefault();
        return Classified(error?.StatusCode ?? CrmCodes.Refused, Words(error?.Message, error?.Fields));
    }

    private static RowOutcome Classified(string code, string words)
    {
        var result = code switch
        {
            "DUPLICATES_DETECTED" => RowResult.Duplicate,
            "ENTITY_IS_DELETED" or "NOT_FOUND" or "INVALID_CROSS_REFERENCE_KEY" => RowResult.Gone,
            "INVALID_FIELD" when words.Contains("Foreign key external ID", StringComparison.OrdinalIgnoreCase) => RowResult.Later,
            _ when Passing.Contains(code) => RowResult.Later,
            _ => RowResult.Refused,
        };
        return new RowOutcome(result, Code: code, Words: words);
    }

    private static RowOutcome RefusalOf(HttpAnswer answer)
    {
        var error = SalesforceJson.Read(answer.Body, SalesforceJson.Default.ErrorBodyArray)?.FirstOrDefault();
        return new RowOutcome(RowResult.Refused, Code: error?.ErrorCode ?? CrmCodes.Refused, Words: Words(error?.Message, error?.Fields, answer.Status));
    }

    private static string Words(string? message, string[]? fields, int status = 0) =>
        (message ?? (status > 0 ? $"Salesforce answered {status} without a message." : "Salesforce gave no message."))
        + (fields is { Length: > 0 } ? $" ({string.Join(", ", fields)})" : string.Empty);

    /// <summary>What the status and the headers say about going on.</summary>
    private CrmPause? PauseOf(HttpAnswer answer)
    {
        if (answer.Status == 0)
        {
            return answer.Failure is null ? null : new CrmPause(AfterTrouble, CrmCodes.NoAnswer, answer.Failure);
        }

        var error = answer.Status >= 400 ? SalesforceJson.Read(answer.Body, SalesforceJson.Default.ErrorBodyArray)?.FirstOrDefault() : null;
        var code = error?.ErrorCode ?? answer.Status.ToString(CultureInfo.InvariantCulture);
        var words = Words(error?.Message, error?.Fields, answer.Status);
        return answer.Status switch
        {
            403 when code == "REQUEST_LIMIT_EXCEEDED" => new CrmPause(AfterRequestLimit, code, words),
            401 or 403 => new CrmPause(AfterRefusedAccess, code, words, NeedsPeople: true),
            429 => new CrmPause(AfterTrouble, code, words),
            >= 500 or (>= 301 and < 400) => new CrmPause(AfterTrouble, code, words),
            _ when code is "SERVER_UNAVAILABLE" or "REQUEST_RUNNING_TOO_LONG" => new CrmPause(AfterTrouble, code, words),
            _ => ShareOf(answer.Header("Sforce-Limit-Info")) is { } share && share >= _options.LimitShare
                ? new CrmPause(AfterOwnShare, CrmCodes.LimitShare, string.Create(CultureInfo.InvariantCulture, $"{share:P0} of the day's calls to Salesforce are used; the option LimitShare is {_options.LimitShare:P0}."))
                : null,
        };
    }

    private static double? ShareOf(string? header) => header is not null && Usage().Match(header) is { Success: true } match
        && double.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var used)
        && double.TryParse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var most) && most > 0
            ? used / most
            : null;

    [GeneratedRegex("api-usage=([0-9]+)/([0-9]+)")]
    private static partial Regex Usage();
}

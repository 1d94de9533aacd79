using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using Referrals.Crm.Sending;

namespace Referrals.Crm.HubSpot;

/// <summary>HubSpot over its REST API: batches of up to 100 records, upserted by a property with unique values.</summary>
internal sealed partial class HubSpotCrm : ICrm, IDisposable
{
    private const string Conflict = "CONFLICT";
    private const string TraceId = "objectWriteTraceId";

    private static readonly Duration AfterRefusedAccess = Duration.FromMinutes(15);
    private static readonly Duration AfterTrouble = Duration.FromSeconds(30);
    private static readonly Duration AfterLock = Duration.FromSeconds(5);
    private static readonly Duration AfterDailyLimit = Duration.FromHours(1);
    private static readonly Duration AfterTenSecondlyLimit = Duration.FromSeconds(10);

    private readonly HubSpotOptions _options;
    private readonly CrmHttp _http;

    internal HubSpotCrm(HubSpotOptions options, CrmClock clock)
    {
        _options = options;
        _http = new CrmHttp(options.Credentials!.Source(options.Address), clock, options.Timeout);
    }

    public int BatchSize => 100;

    public ValueTask<CrmAnswer> UpsertAsync(CrmObject crmObject, IReadOnlyList<OutgoingRecord> records, CancellationToken cancellationToken) =>
        WriteAsync(crmObject, records, "upsert", cancellationToken);

    public ValueTask<CrmAnswer> UpdateAsync(CrmObject crmObject, IReadOnlyList<OutgoingRecord> records, CancellationToken cancellationToken) =>
        WriteAsync(crmObject, records, "update", cancellationToken);

    public async ValueTask<FoundRecords> ReadAsync(
        CrmObject crmObject, string? by, IReadOnlyList<string> ids, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var body = Body(writer =>
        {
            if (by is not null)
            {
                writer.WriteString("idProperty"u8, by);
            }

            writer.WriteStartArray("properties"u8);
            foreach (var field in fields.Prepend(crmObject.Key).Distinct(StringComparer.Ordinal))
            {
                writer.WriteStringValue(field);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("inputs"u8);
            foreach (var id in ids)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        var (answer, pause) = await PostAsync(crmObject, "read", body, cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, FoundRecord>(StringComparer.Ordinal);
        if (answer.Status is not (200 or 207) || HubSpotJson.Read(answer.Body, HubSpotJson.Default.BatchBody) is not { Results: { } results })
        {
            return new FoundRecords(found, pause, pause is null ? RefusalOf(answer) : null, IsComplete: false);
        }

        foreach (var result in results)
        {
            var key = Text(result.Properties, crmObject.Key);
            if (result.Id is { } id && (by is null ? id : key) is { } name)
            {
                found[name] = new FoundRecord(id, key, fields.Where(field => Text(result.Properties, field) is not null).ToHashSet(StringComparer.Ordinal));
            }
        }

        // A record that was merged answers an old id under its new one.
        if (by is null && ids.Count == 1 && found.Count == 1)
        {
            found[ids[0]] = found.Values.Single();
        }

        return new FoundRecords(found, pause, null, IsComplete: true);
    }

    /// <summary>HubSpot's answer to the batch names the record, or there is nothing more to ask.</summary>
    public ValueTask<RowOutcome> FindDuplicateAsync(CrmObject crmObject, OutgoingRecord record, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new RowOutcome(RowResult.Refused, Code: CrmCodes.Duplicates, Words: "HubSpot says that there is such a record, and not which."));

    public void Dispose() => _http.Dispose();

    private async ValueTask<CrmAnswer> WriteAsync(
        CrmObject crmObject, IReadOnlyList<OutgoingRecord> records, string operation, CancellationToken cancellationToken)
    {
        var body = Body(writer =>
        {
            writer.WriteStartArray("inputs"u8);
            for (var i = 0; i < records.Count; i++)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, records[i].RemoteId ?? records[i].Key);
                if (records[i].RemoteId is null)
                {
                    writer.WriteString("idProperty"u8, crmObject.Key);
                }

                writer.WriteString(TraceId, Trace(i));
                writer.WriteStartObject("properties"u8);
                foreach (var (name, value) in records[i].Fields)
                {
                    writer.WriteString(name, value.ToString());
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        var (answer, pause) = await PostAsync(crmObject, operation, body, cancellationToken).ConfigureAwait(false);
        return answer.Status is 200 or 201 or 207 && HubSpotJson.Read(answer.Body, HubSpotJson.Default.BatchBody) is { } batch
            ? new CrmAnswer(Rows(batch, records), pause)
            : pause is not null ? new CrmAnswer([], pause) : new CrmAnswer([], Malformed: RefusalOf(answer));
    }

    /// <summary>What became of each record. Answers come in any order: the trace id tells which record one is about, never the place.</summary>
    private static List<RowOutcome> Rows(BatchBody batch, IReadOnlyList<OutgoingRecord> records)
    {
        var outcomes = new RowOutcome[records.Count];
        var byTrace = Enumerable.Range(0, records.Count).ToDictionary(Trace, StringComparer.Ordinal);
        var byRemoteId = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < records.Count; i++)
        {
            if (records[i].RemoteId is { } id)
            {
                byRemoteId[id] = i;
            }
        }

        foreach (var result in batch.Results ?? [])
        {
            if ((result.TraceId is { } trace && byTrace.TryGetValue(trace, out var index)) || (result.Id is { } id && byRemoteId.TryGetValue(id, out index)))
            {
                outcomes[index] = new RowOutcome(RowResult.Written, result.Id);
            }
        }

        foreach (var error in batch.Errors ?? [])
        {
            var about = error.About(TraceId).Where(byTrace.ContainsKey).Select(trace => byTrace[trace])
                .Concat(error.About("ids").Where(byRemoteId.ContainsKey).Select(id => byRemoteId[id]));
            foreach (var index in about)
            {
                outcomes[index] ??= Classified(error, 0);
            }
        }

        return [.. outcomes.Select(static outcome => outcome ?? RowOutcome.Unknown)];
    }

    private async ValueTask<(HttpAnswer Answer, CrmPause? Pause)> PostAsync(
        CrmObject crmObject, string operation, byte[] body, CancellationToken cancellationToken)
    {
        var (answer, pause) = await _http.SendAsync(
            address => new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"/crm/objects/{_options.ApiVersion}/{crmObject.Name}/batch/{operation}"))
            {
                Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            },
            cancellationToken).ConfigureAwait(false);
        return (answer, pause ?? PauseOf(answer));
    }

    private static string Trace(int index) => "row-" + index.ToString(CultureInfo.InvariantCulture);

    private static string? Text(Dictionary<string, string?>? properties, string name) =>
        properties?.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

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

    private static RowOutcome RefusalOf(HttpAnswer answer) => HubSpotJson.Read(answer.Body, HubSpotJson.Default.ErrorBody) is { } error
        ? Classified(error, answer.Status)
        : new RowOutcome(RowResult.Refused, Code: CrmCodes.Refused, Words: $"HubSpot answered {answer.Status} without a message.");

    private static RowOutcome Classified(ErrorBody error, int status)
    {
        var code = error.Category ?? error.Status ?? CrmCodes.Refused;
        var words = Words(error, status);
        return code switch
        {
            Conflict when ExistingId().Match(words) is { Success: true } match => new RowOutcome(RowResult.Duplicate, match.Groups[1].Value, code, words),
            Conflict when words.Contains("already exists", StringComparison.OrdinalIgnoreCase) => new RowOutcome(RowResult.Duplicate, null, code, words),
            "OBJECT_NOT_FOUND" => new RowOutcome(RowResult.Gone, null, code, words),
            "RATE_LIMITS" or "INTERNAL_ERROR" or "LOCKED" => new RowOutcome(RowResult.Later, null, code, words),
            _ => new RowOutcome(RowResult.Refused, null, code, words),
        };
    }

    private static string Words(ErrorBody? error, int status) =>
        (error?.Message ?? (status > 0 ? $"HubSpot answered {status} without a message." : "HubSpot gave no message."))
        + (error?.CorrelationId is { } id ? $" (correlation {id})" : string.Empty);

    /// <summary>What the status and the headers say about going on.</summary>
    private CrmPause? PauseOf(HttpAnswer answer)
    {
        if (answer.Status == 0)
        {
            return answer.Failure is null ? null : new CrmPause(AfterTrouble, CrmCodes.NoAnswer, answer.Failure);
        }

        if (answer.Status is >= 200 and < 300)
        {
            return ShareUsed("X-HubSpot-RateLimit-Daily", "X-HubSpot-RateLimit-Daily-Remaining") is { } ofDay && ofDay >= _options.LimitShare
                ? Share(AfterDailyLimit, ofDay, "the day's calls")
                : ShareUsed("X-HubSpot-RateLimit-Max", "X-HubSpot-RateLimit-Remaining") is { } ofWindow && ofWindow >= _options.LimitShare
                ? Share(Number("X-HubSpot-RateLimit-Interval-Milliseconds") is { } time ? Duration.FromMilliseconds(time) : AfterTenSecondlyLimit, ofWindow, "the calls of ten seconds")
                : null;
        }

        var error = HubSpotJson.Read(answer.Body, HubSpotJson.Default.ErrorBody);
        var code = error?.Category ?? error?.PolicyName ?? answer.Status.ToString(CultureInfo.InvariantCulture);
        var words = Words(error, answer.Status);
        return answer.Status switch
        {
            401 or 403 => new CrmPause(AfterRefusedAccess, code, words, NeedsPeople: true),
            423 => new CrmPause(AfterLock, code, words),
            429 => new CrmPause(RetryAfter() ?? OfPolicy(error), error?.PolicyName ?? code, words),
            477 => new CrmPause(RetryAfter() ?? AfterTrouble, code, words),
            >= 500 or (>= 300 and < 400) => new CrmPause(AfterTrouble, code, words),
            _ => null,
        };

        CrmPause Share(Duration time, double share, string what) => new(
            time, CrmCodes.LimitShare, string.Create(CultureInfo.InvariantCulture, $"{share:P0} of {what} to HubSpot are used; the option LimitShare is {_options.LimitShare:P0}."));

        double? ShareUsed(string most, string remaining) =>
            Number(most) is { } all and > 0 && Number(remaining) is { } left ? (double)(all - left) / all : null;

        long? Number(string header) => long.TryParse(answer.Header(header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        Duration? RetryAfter() => Number("Retry-After") is { } seconds ? Duration.FromSeconds(Math.Clamp(seconds, 1, 3_600)) : null;
    }

    private static Duration OfPolicy(ErrorBody? error) =>
        error?.PolicyName?.Contains("DAILY", StringComparison.OrdinalIgnoreCase) == true ? AfterDailyLimit
        : error?.Message?.Contains("secondly limit", StringComparison.OrdinalIgnoreCase) == true
            && !error.Message.Contains("ten", StringComparison.OrdinalIgnoreCase) ? Duration.FromSeconds(1)
        : AfterTenSecondlyLimit;

    [GeneratedRegex("Existing ID:\\s*([0-9]+)")]
    private static partial Regex ExistingId();
}

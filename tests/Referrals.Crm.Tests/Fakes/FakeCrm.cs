using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Referrals.Crm.Fakes;

/// <summary>What goes wrong with a call.</summary>
internal enum Fault
{
    None,

    /// <summary>The token has ended.</summary>
    TokenEnded,

    /// <summary>The CRM is out of order.</summary>
    Unavailable,

    /// <summary>The limit of calls is used.</summary>
    Limit,

    /// <summary>The connection ends before anything is done.</summary>
    Dropped,

    /// <summary>All is done, and the connection ends before the answer.</summary>
    AnswerLost,

    /// <summary>Some records cannot be written now.</summary>
    RowsLocked,

    /// <summary>The CRM is locked for a moment; HubSpot only.</summary>
    Locked,
}

/// <summary>A record of a fake CRM.</summary>
internal sealed class FakeRecord(string id, string type)
{
    public string Id { get; } = id;

    public string Type { get; } = type;

    /// <summary>What the fields hold, as text; a field that holds nothing is not there.</summary>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool IsDeleted { get; set; }

    /// <summary>Whether it was made by a call, and not by a user of the CRM.</summary>
    public bool IsCreatedByCall { get; init; }
}

/// <summary>A CRM on this machine, over real HTTP, that holds records and makes the mistakes that a test tells it to.</summary>
internal abstract class FakeCrm : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private int _ids;

    protected FakeCrm(IClock clock)
    {
        Clock = clock;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>All records that there ever were.</summary>
    public List<FakeRecord> Records { get; } = [];

    /// <summary>Every call but those for tokens: method, path and body.</summary>
    public ConcurrentQueue<(string Method, string Path, string Body)> Calls { get; } = [];

    /// <summary>Every field that a call has written, by object.</summary>
    public HashSet<string> WrittenFields { get; } = new(StringComparer.Ordinal);

    /// <summary>What goes wrong with the next calls; then nothing does.</summary>
    public ConcurrentQueue<Fault> Faults { get; } = [];

    /// <summary>Decides which records are locked while <see cref="Fault.RowsLocked"/> holds.</summary>
    public Func<string, bool> IsLocked { get; set; } = static _ => true;

    /// <summary>Refuses records, by the fields that they would have; the words, or <c>null</c>.</summary>
    public Func<IReadOnlyDictionary<string, string>, string?> Validation { get; set; } = static _ => null;

    /// <summary>How many tokens were given.</summary>
    public int Tokens { get; protected set; }

    /// <summary>Why no token is given; <c>null</c> where one is.</summary>
    public string? TokenRefusal { get; set; }

    protected IClock Clock { get; }

    public Task StartAsync() => _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Records of a type that are there.</summary>
    public IReadOnlyList<FakeRecord> Of(string type)
    {
        lock (_gate)
        {
            return [.. Records.Where(record => record.Type == type && !record.IsDeleted)];
        }
    }

    public FakeRecord Add(string type, params (string Name, string Value)[] fields)
    {
        lock (_gate)
        {
            var record = new FakeRecord(NextId(++_ids), type);
            foreach (var (name, value) in fields)
            {
                record.Fields[name] = value;
            }

            Records.Add(record);
            return record;
        }
    }

    protected FakeRecord Create(string type)
    {
        var record = new FakeRecord(NextId(++_ids), type) { IsCreatedByCall = true };
        Records.Add(record);
        return record;
    }

    protected abstract string NextId(int number);

    protected abstract (int Status, JsonNode? Body) TokenAnswer(string form);

    protected abstract bool IsTokenPath(string path);

    /// <summary>Does what a call asks for.</summary>
    protected abstract (int Status, JsonNode? Body) Answer(HttpRequest request, string body, Fault fault);

    /// <summary>The answer to a fault that lets nothing be done; <c>null</c> for one that does.</summary>
    protected abstract (int Status, JsonNode? Body)? Failure(Fault fault, IHeaderDictionary headers);

    protected abstract (int Status, JsonNode? Body)? Unauthorized(string? token);

    protected abstract void AddHeaders(IHeaderDictionary headers);

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        (int Status, JsonNode? Body) answer;
        var fault = Fault.None;
        if (IsTokenPath(context.Request.Path))
        {
            answer = TokenAnswer(body);
        }
        else
        {
            Calls.Enqueue((context.Request.Method, context.Request.Path, body.Length > 0 ? body : Uri.UnescapeDataString(context.Request.QueryString.Value ?? "")));
            fault = Faults.TryDequeue(out var next) ? next : Fault.None;
            if (fault == Fault.Dropped)
            {
                context.Abort();
                return;
            }

            lock (_gate)
            {
                answer = Unauthorized(fault == Fault.TokenEnded ? null : context.Request.Headers.Authorization.ToString()["Bearer ".Length..])
                    ?? Failure(fault, context.Response.Headers)
                    ?? Answer(context.Request, body, fault);
                AddHeaders(context.Response.Headers);
            }
        }

        if (fault == Fault.AnswerLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (answer.Body is not null)
        {
            context.Response.ContentType = "application/json;charset=UTF-8";
            await context.Response.WriteAsync(answer.Body.ToJsonString());
        }
    }
}

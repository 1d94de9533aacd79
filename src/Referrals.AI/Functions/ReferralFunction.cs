using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Referrals.AI.Answers;
using Referrals.AI.Auditing;
using Referrals.AI.Proposals;

namespace Referrals.AI.Functions;

/// <summary>A function for one caller. Whatever goes wrong is an answer with an error, so that a model reads what to mend and nothing of the inside.</summary>
internal sealed class ReferralFunction : AIFunction
{
    private readonly ReferralTool _tool;
    private readonly ToolCaller _caller;
    private readonly ToolServices _services;

    internal ReferralFunction(ReferralTool tool, ToolCaller caller, ToolServices services)
    {
        _tool = tool;
        _caller = caller;
        _services = services;
    }

    public override string Name => _tool.Name;

    public override string Description => _tool.Description;

    public override JsonElement JsonSchema => _tool.InputSchema;

    public override JsonElement? ReturnJsonSchema => _tool.OutputSchema;

    public override JsonSerializerOptions JsonSerializerOptions => AnswerJson.Default.Options;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var engine = _services.EngineFor(_caller);
        var started = engine.Clock.GetCurrentInstant();
        ToolCall? call = null;
        JsonElement answer;
        string? error = null;
        try
        {
            RequireRoom(started);
            call = new ToolCall
            {
                Caller = _caller,
                Engine = engine,
                Options = _services.Options,
                Arguments = ToolArguments.Read(_tool, arguments),
                Proposals = _services.Proposals,
            };
            answer = await RunAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (ToolException exception)
        {
            error = exception.Code;
            answer = Failed(exception.Code, exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            error = ToolErrors.Timeout;
            answer = Failed(error, "It took too long and was given up. Ask for less, or later.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.CallFailed(_services.Logger, _tool.Name, exception);
            error = ToolErrors.Failed;
            answer = Failed(error, "It failed for a reason inside the application, which its log holds. Do not try the same again.");
        }

        // What cannot be kept in the audit log is not answered.
        await _services.Audit.RecordAsync(
            new ToolCallRecord
            {
                Tool = _tool.Name,
                Caller = _caller,
                Concerns = call?.Concerns,
                At = started,
                Duration = engine.Clock.GetCurrentInstant() - started,
                Error = error,
            },
            cancellationToken).ConfigureAwait(false);
        return answer;
    }

    private void RequireRoom(NodaTime.Instant now)
    {
        var isAllowed = _services.Limiter.Allows($"{_caller.TenantName}/{_caller.Identity}", _services.Options.CallsPerMinute, now)
            && (!_tool.ChecksCodes || _services.Limiter.Allows($"{_caller.TenantName}/{_caller.Identity}/codes", _services.Options.CodesPerMinute, now));
        if (!isAllowed)
        {
            throw new ToolException(ToolErrors.TooOften, "That was asked too often in this minute. Wait a minute before the next call.");
        }
    }

    private async ValueTask<JsonElement> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_tool.IsSlow ? call.Options.SimulationTimeout : call.Options.Timeout);
        return await _tool.RunAsync(call, limit.Token).ConfigureAwait(false);
    }

    private static JsonElement Failed(string code, string text) =>
        JsonSerializer.SerializeToElement(new FailedAnswer(new ErrorAnswer(code, text)), AnswerJson.Default.FailedAnswer);
}

/// <summary>What the functions of one scope share.</summary>
internal sealed record ToolServices(
    ReferralEngine Engine, ReferralToolOptions Options, IToolAudit Audit, ProposalSeal Proposals, CallLimiter Limiter, ILogger Logger)
{
    internal ReferralEngine EngineFor(ToolCaller caller)
    {
        var engine = caller.Tenant.IsDefault ? Engine : Engine.ForTenant(caller.Tenant);
        return caller.Program.IsDefault ? engine : engine.ForProgram(caller.Program);
    }
}

/// <summary>The codes of calls that failed as a whole.</summary>
internal static class ToolErrors
{
    internal const string TooOften = "tool.too_often";
    internal const string Timeout = "tool.timeout";
    internal const string Failed = "tool.failed";
}

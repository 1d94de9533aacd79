using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Referrals.Simulation;

namespace Referrals.Tool;

/// <summary>What needs a history.</summary>
internal static class HistoryCommands
{
    internal static async Task<int> SimulateAsync(CommandLine line, TextWriter output, CancellationToken cancellationToken)
    {
        var changed = ProgramCommands.Read(line.SomeFiles()[0]);
        var options = new SimulationOptions { From = InstantOf(line, "--from"), Until = InstantOf(line, "--until") };
        if (options.From > options.Until)
        {
            throw ToolException.Usage("--from is after --until.");
        }

        var atMost = line.Value("--at-most-dearer") is not { } percent ? null
            : decimal.TryParse(percent.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number is >= -100 and <= 1_000_000 ? (decimal?)number
            : throw ToolException.Usage($"--at-most-dearer takes a percentage such as 5, not '{percent}'.");
        await using var source = await HistorySource.OpenAsync(line, changed.Id, cancellationToken).ConfigureAwait(false);
        var segments = await SegmentsAsync(source.Engine, cancellationToken).ConfigureAwait(false);
        var report = await source.Engine.Operations.SimulateAsync(changed, options, cancellationToken).ConfigureAwait(false);
        var difference = SimulationDifference.Of(report, segments, changed, atMost);
        if (line.Has("--json"))
        {
            ProgramCommands.WriteJson(output, difference.ToDocument());
        }
        else
        {
            await output.WriteAsync(report.ToText()).ConfigureAwait(false);
        }

        // What has looked at nothing says nothing of the cost.
        return report.IsEmpty ? throw new ToolException(ExitCodes.Found, "The history has no inputs in that time, so nothing was compared.")
            : difference.IsDearer ? throw new ToolException(ExitCodes.Found, string.Create(CultureInfo.InvariantCulture, $"The changed program costs more than {atMost} % more."))
            : ExitCodes.Fine;
    }

    internal static async Task<int> ExplainAsync(CommandLine line, TextWriter output, CancellationToken cancellationToken)
    {
        if (line.Has("--customer") == line.Has("--key"))
        {
            throw ToolException.Usage("Give either --customer ID or --key KEY.");
        }

        await using var source = await HistorySource.OpenAsync(line, null, cancellationToken).ConfigureAwait(false);
        var found = new List<DecidedInput>();
        if (line.Has("--key"))
        {
            found.AddRange(await source.Engine.Operations.FindDecisionAsync(line.Required("--key"), cancellationToken).ConfigureAwait(false) is { } one ? [one] : []);
        }
        else
        {
            var customer = CustomerId.From(line.Required("--customer"));
            await foreach (var decided in source.Engine.Operations.ReadDecisionsAsync(cancellationToken).ConfigureAwait(false))
            {
                if (decided.Concerns(customer))
                {
                    found.Add(decided);
                }
            }
        }

        if (line.Has("--json"))
        {
            ProgramCommands.WriteJson(output, found.Select(static decided => new
            {
                decided.Decision.Key,
                At = decided.Decision.OccurredAt.ToString(),
                decided.Decision.Code,
                Explanation = JsonNode.Parse(decided.Decision.Explanation.ToJson()),
            }));
        }
        else
        {
            foreach (var decision in found.Select(static decided => decided.Decision))
            {
                await output.WriteLineAsync($"{decision.OccurredAt} {decision.Key}\n{decision.Explanation.ToText()}").ConfigureAwait(false);
            }
        }

        return found.Count > 0 ? ExitCodes.Fine : throw new ToolException(ExitCodes.Found, "Nothing was decided of that.");
    }

    internal static async Task<int> VerifyAsync(CommandLine line, TextWriter output, CancellationToken cancellationToken)
    {
        await using var source = await HistorySource.OpenAsync(line, null, cancellationToken).ConfigureAwait(false);
        var inputs = 0L;
        await foreach (var _ in source.Engine.Operations.ReadDecisionsAsync(cancellationToken).ConfigureAwait(false))
        {
            inputs++;
        }

        var findings = await source.Engine.Operations.VerifyAsync(cancellationToken).ConfigureAwait(false);
        if (line.Has("--json"))
        {
            ProgramCommands.WriteJson(output, new { Inputs = inputs, Findings = findings.Select(static finding => new { finding.Code, finding.Subject, finding.Message }) });
        }
        else
        {
            foreach (var finding in findings)
            {
                await output.WriteLineAsync(finding.ToString()).ConfigureAwait(false);
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{inputs} inputs, {findings.Count} findings")).ConfigureAwait(false);
        }

        return inputs == 0 ? throw new ToolException(ExitCodes.Found, "There is nothing to verify: the program has no inputs there.")
            : findings.Count == 0 ? ExitCodes.Fine : ExitCodes.Found;
    }

    internal static async Task<int> ExportAsync(CommandLine line, TextWriter output, CancellationToken cancellationToken)
    {
        if (line.Value("--to") is { } format && format != "jsonl")
        {
            return await ExportFormats.WriteAsync(line, format, output, cancellationToken).ConfigureAwait(false);
        }

        await using var source = await HistorySource.OpenAsync(line, null, cancellationToken).ConfigureAwait(false);
        if (line.Value("--output") is not { } name)
        {
            using var buffer = new MemoryStream();
            _ = await source.Engine.Operations.ExportAsync(buffer, cancellationToken: cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length)).ConfigureAwait(false);
            return ExitCodes.Fine;
        }

        // A file of that name is not written over, and half an export is none.
        var unfinished = name + ".unfinished";
        if (File.Exists(name))
        {
            throw ToolException.Usage($"There is a file '{name}' already; delete it or take another name.");
        }

        try
        {
            await using (var file = File.Create(unfinished))
            {
                var records = await source.Engine.Operations.ExportAsync(file, cancellationToken: cancellationToken).ConfigureAwait(false);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name}: {records} records")).ConfigureAwait(false);
            }

            File.Move(unfinished, name);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return ExitCodes.Fine;
    }

    private static async Task<Dictionary<CustomerId, string>> SegmentsAsync(ReferralEngine engine, CancellationToken cancellationToken)
    {
        var segments = new Dictionary<CustomerId, string>();
        await foreach (var decided in engine.Operations.ReadDecisionsAsync(cancellationToken).ConfigureAwait(false))
        {
            var (customer, segment) = decided.Input switch
            {
                SignUp signUp => (signUp.Customer, signUp.Segment),
                Enrollment enrollment => (enrollment.Customer, enrollment.Segment),
                CustomerUpdate update => (update.Customer, update.Segment),
                _ => default,
            };
            if (segment is not null)
            {
                segments[customer] = segment;
            }
        }

        return segments;
    }

    private static Instant? InstantOf(CommandLine line, string name) => line.Value(name) is not { } text ? null
        : InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out var instant) ? instant
        : throw ToolException.Usage($"{name} takes an instant such as 2026-03-01T00:00:00Z, not '{text}'.");
}

using Referrals;
using Referrals.EntityFrameworkCore;
using Referrals.Simulation;
using Replay.Importing;
using Replay.Reporting;

namespace Replay;

/// <summary>The whole way: read and check everything, report it to the SDK, print what came out.</summary>
internal static class ReplayProgram
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Unusable = 2;

    /// <returns>0 when all went well, 2 when the input cannot be used, 1 on anything else.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        try
        {
            var line = CommandLine.Parse(arguments);
            if (line.Help)
            {
                await output.WriteLineAsync(CommandLine.Usage).ConfigureAwait(false);
                return Done;
            }

            await RunAsync(line, output, error, cancellationToken).ConfigureAwait(false);
            return Done;
        }
        catch (UnusableInputException exception)
        {
            await error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return Unusable;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Stopped. What was committed stays; the next run goes on from there.").ConfigureAwait(false);
            return Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ReferralsException)
        {
            await error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return Failed;
        }
    }

    private static async Task RunAsync(CommandLine line, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var input = ReplayInput.Read(line);
        var source = input.Source();
        var database = line.Database ?? ReplayDatabase.DefaultPath(source);
        await using var context = await ReplayDatabase.OpenAsync(database, source, cancellationToken).ConfigureAwait(false);

        var codes = new CodesByCustomer();
        var store = new EntityFrameworkReferralStore<ReplayDbContext>(context);
        var referrals = new ReferralEngine(store, new ReferralsOptions().AddProgram(input.Program), randomness: codes);
        var isWatched = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        var progress = new ProgressLine(error, input.Steps.Count, isWatched);
        var imported = await new Importer(context, referrals, codes, input).RunAsync(progress, cancellationToken).ConfigureAwait(false);

        if (input.Tried is { } tried)
        {
            var options = new SimulationOptions { From = line.From, Until = line.To };
            var trial = await referrals.Operations.SimulateAsync(tried, options, cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(trial.ToText()).ConfigureAwait(false);
            return;
        }

        var report = new Report
        {
            Input = input,
            Database = database,
            Imported = imported,
            Outcome = await Outcome.ReadAsync(referrals, cancellationToken).ConfigureAwait(false),
            Kpis = await referrals.Reports.ComputeKpisAsync(input.Window, input.Currency, cancellationToken: cancellationToken).ConfigureAwait(false),
        };
        var story = line.Explain is { } customer
            ? await Story.ReadAsync(referrals, customer, cancellationToken).ConfigureAwait(false)
            : null;
        var text = line.Json ? JsonReport.Write(report, story) : story?.ToText() ?? TextReport.Write(report);
        await output.WriteAsync(text).ConfigureAwait(false);
        if (line.Json || story is not null)
        {
            await error.WriteLineAsync(TextReport.WhatWasDone(report)).ConfigureAwait(false);
        }
    }
}

using System.Data.Common;
using Referrals.Operations;

namespace Referrals.Tool;

/// <summary>The commands, and what becomes of an error.</summary>
internal static class ToolProgram
{
    private static readonly ToolOption Json = new("--json", null, "write JSON for machines");
    private static readonly ToolOption Program = new("--program", "FILE", "a stored version of the program; repeat it for several");
    private static readonly ToolOption History = new("--history", "FILE", "the history: an export in JSON Lines");
    private static readonly ToolOption Database = new("--database", "CONNECTION", "or the database: a SQLite file or connection string, or one of PostgreSQL");
    private static readonly ToolOption Tenant = new("--tenant", "ID", "the tenant, where there are several");

    internal static IReadOnlyList<ToolCommand> Commands { get; } =
    [
        new("validate", "FILE...", int.MaxValue, "Reads programs and tells every mistake with its path.", Json),
        new(
            "review", "FILE...", int.MaxValue, "Says what is unwise or contradictory about programs.", Json,
            new("--strict", null, "notes count as findings too, not only warnings"),
            new("--accept", "CODE=REASON", "accept a finding, with the reason; repeat it for several"),
            new("--refund-days", "DAYS", "for how long orders can be returned"),
            Program, History, Database, Tenant),
        new(
            "terms", "FILE", 1, "Writes the terms that customers read.", Json,
            new("--side", "SIDE", "referrer or referee; both without it"),
            new("--culture", "NAME", "en, de, fr or es; English without it"),
            new("--markdown", null, "as Markdown")),
        new("schema", string.Empty, 0, "Writes the JSON schema of programs."),
        new(
            "simulate", "FILE", 1, "Decides a history again under a changed program, and says what it would have cost.", Json, Program, History, Database, Tenant,
            new("--from", "INSTANT", "when the changed program goes live, such as 2026-03-01T00:00:00Z; from the first input on without it"),
            new("--until", "INSTANT", "the end of the simulation"),
            new("--at-most-dearer", "PERCENT", "exit with 1 if any unit costs more than so many per cent more")),
        new(
            "explain", string.Empty, 0, "Says why something was decided as it was.", Json, Program, History, Database, Tenant,
            new("--customer", "ID", "all decisions that concern a customer"),
            new("--key", "KEY", "one decision, by its idempotency key")),
        new("verify", string.Empty, 0, "Audits the books: chains, balances, limits, and what the journal has led to.", Json, Program, History, Database, Tenant),
        new(
            "export", string.Empty, 0, "Writes a program's whole partition as JSON Lines, or its people or payouts as CSV.", Program, History, Database, Tenant,
            new("--output", "PATH", "the file; standard output without it. A folder with --to"),
            new("--to", "FORMAT", "csv: people, referrals, orders, rewards, balances, facts; paypal, wise-email or wise-iban: payouts on their way"),
            new("--recipients", "FILE", "where money goes, for payouts: CSV with customer_id, account, name, business"),
            new("--note", "TEXT", "what recipients of payouts read"),
            new("--batch", "NAME", "only the payouts of one batch")),
        new("completion", "SHELL", 1, "Writes a completion script for bash or zsh."),
    ];

    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            if (arguments.Count == 0 || arguments[0] is "help" or "--help" or "-h" || arguments.Contains("--help"))
            {
                var asked = Commands.FirstOrDefault(command => arguments.Contains(command.Name));
                await output.WriteAsync(HelpText.Of(asked)).ConfigureAwait(false);
                return arguments.Count == 0 ? ExitCodes.Usage : ExitCodes.Fine;
            }

            if (arguments[0] == "--version")
            {
                await output.WriteLineAsync(typeof(ToolProgram).Assembly.GetName().Version!.ToString(3)).ConfigureAwait(false);
                return ExitCodes.Fine;
            }

            var command = Commands.FirstOrDefault(command => command.Name == arguments[0]) ?? throw ToolException.Usage(
                $"There is no command '{arguments[0]}'. There are {string.Join(", ", Commands.Select(static command => command.Name))}.");
            var line = CommandLine.Parse(command, [.. arguments.Skip(1)]);
            return command.Name switch
            {
                "validate" => ProgramCommands.Validate(line, output),
                "review" => await ProgramCommands.ReviewAsync(line, output, cancellationToken).ConfigureAwait(false),
                "terms" => ProgramCommands.Terms(line, output),
                "schema" => ProgramCommands.Schema(output),
                "simulate" => await HistoryCommands.SimulateAsync(line, output, cancellationToken).ConfigureAwait(false),
                "explain" => await HistoryCommands.ExplainAsync(line, output, cancellationToken).ConfigureAwait(false),
                "verify" => await HistoryCommands.VerifyAsync(line, output, cancellationToken).ConfigureAwait(false),
                "export" => await HistoryCommands.ExportAsync(line, output, cancellationToken).ConfigureAwait(false),
                _ => HelpText.Completion(line, output),
            };
        }
        catch (ToolException mistake)
        {
            await errors.WriteLineAsync($"referrals: {mistake.Message}").ConfigureAwait(false);
            return mistake.ExitCode;
        }
        catch (ReferralProgramException mistake)
        {
            await errors.WriteLineAsync($"referrals: {mistake.Message}").ConfigureAwait(false);
            return ExitCodes.Found;
        }
        catch (Exception mistake) when (mistake is ArgumentException or FormatException)
        {
            await errors.WriteLineAsync($"referrals: {mistake.Message}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
        catch (Exception mistake) when (mistake is PartitionFileException or IOException or UnauthorizedAccessException or DbException or ReferralsException or InvalidDataException)
        {
            await errors.WriteLineAsync($"referrals: {mistake.Message}").ConfigureAwait(false);
            return ExitCodes.Unreadable;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("referrals: stopped.").ConfigureAwait(false);
            return ExitCodes.Unreadable;
        }
    }
}

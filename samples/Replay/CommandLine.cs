using System.Globalization;
using NodaTime;
using Referrals;
using Replay.Tables;

namespace Replay;

/// <summary>What the caller asks for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Usage: replay [FOLDER] [--program FILE] [--database FILE] [--from INSTANT --to INSTANT] [--explain CUSTOMER] [--try FILE] [--json]

          FOLDER              customers, shares, clicks, orders, costs (and enrollments, nps) as .csv or .jsonl, also packed as .gz;
                              without it, the year of a made-up shop that comes with this sample
          --program FILE      the referral program as JSON; else program.json of the folder, else 20 USD and 10 USD on the first sale
          --database FILE     the SQLite file that takes up everything; else a file of its own for each history and program
          --from, --to        the window of the KPIs, such as 2025-01-01T00:00:00Z or 2025-01-01; else the whole history
          --explain CUSTOMER  the story of one customer instead of the report
          --try FILE          what another program would have done with the same history, side by side, instead of the report
          --json              one JSON object for machines instead of text
        """;

    public string? Folder { get; private init; }

    public string? Program { get; private init; }

    public string? Database { get; private init; }

    public Instant? From { get; private init; }

    public Instant? To { get; private init; }

    public CustomerId? Explain { get; private init; }

    public string? Try { get; private init; }

    public bool Json { get; private init; }

    public bool Help { get; private init; }

    /// <exception cref="UnusableInputException">An argument is not understood.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            line = name switch
            {
                "--json" => line with { Json = true },
                "--help" or "-h" or "-?" => line with { Help = true },
                "--program" => line with { Program = Value() },
                "--database" => line with { Database = Value() },
                "--from" => line with { From = InstantOf(name, Value()) },
                "--to" => line with { To = InstantOf(name, Value()) },
                "--try" => line with { Try = Value() },
                "--explain" => line with { Explain = CustomerOf(Value()) },
                _ when name.StartsWith('-') => throw Wrong($"There is no option '{name}'."),
                _ when line.Folder is not null => throw Wrong($"There are two folders, '{line.Folder}' and '{name}'."),
                _ => line with { Folder = name },
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw Wrong($"The option {name} takes a value.");
        }

        return line.Try is not null && (line.Json || line.Explain is not null)
            ? throw Wrong("--try compares two programs; it goes neither with --json nor with --explain.")
            : line.From > line.To ? throw Wrong($"The window ends before it begins: --from {line.From} --to {line.To}.") : line;
    }

    private static Instant InstantOf(string option, string text) => Times.TryReadArgument(text, out var instant)
        ? instant
        : throw Wrong($"'{text}' is not a valid time for {option}. Write it as 2025-01-01T00:00:00Z or 2025-01-01.");

    private static CustomerId CustomerOf(string text) => CustomerId.TryFrom(text, out var id)
        ? id
        : throw Wrong($"'{text}' is not a valid customer id.");

    private static UnusableInputException Wrong(string message) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{message}{Environment.NewLine}{Environment.NewLine}{Usage}"));
}

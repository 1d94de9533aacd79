using System.Globalization;
using NodaTime;
using Referrals;
using Referrals.Kpis;
using Referrals.Serialization;
using Replay.History;
using Replay.Importing;
using Replay.Reading;
using Replay.Tables;

namespace Replay;

/// <summary>Everything that a replay needs, read and checked as a whole before anything is written.</summary>
internal sealed class ReplayInput
{
    private const int MaxFaults = 20;

    private ReplayInput(ReferralProgram program, ReferralProgram? tried, ProductHistory history, IReadOnlyList<string> notes, CommandLine line)
    {
        Program = program;
        Tried = tried;
        History = history;
        Notes = notes;
        Steps = InputSequence.Of(history, Unmatched);
        var zone = program.Zone;
        var end = history.Times.Max().InZone(zone).Date.PlusDays(1).AtStartOfDayInZone(zone).ToInstant();
        var from = line.From ?? history.Times.Min().InZone(zone).Date.AtStartOfDayInZone(zone).ToInstant();
        var to = line.To ?? Instant.Max(end, from);
        Window = from <= to ? KpiWindow.Of(from, to) : throw new UnusableInputException(
            $"The window would begin at {from} and end at {to}. Give --from and --to both.");
        Until = Instant.Max(end, to);
        Currency = ProgramFile.Currency(program)
            ?? history.Orders.Select(static row => row.Amount.Unit).FirstOrDefault(Unit.Money("USD"));
    }

    public ReferralProgram Program { get; }

    /// <summary>The program to compare with; <c>null</c> for none.</summary>
    public ReferralProgram? Tried { get; }

    public ProductHistory History { get; }

    /// <summary>The inputs for the SDK, in order of time.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Refunds that match no sale.</summary>
    public List<OrderRow> Unmatched { get; } = [];

    /// <summary>The window of the KPIs.</summary>
    public KpiWindow Window { get; }

    /// <summary>How late it is after the last input.</summary>
    public Instant Until { get; }

    /// <summary>The currency of the KPIs.</summary>
    public Unit Currency { get; }

    /// <summary>What is worth a remark but stops nothing.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <exception cref="UnusableInputException">Something is wrong with the program or the files; the message names all of it.</exception>
    public static ReplayInput Read(CommandLine line)
    {
        var folder = line.Folder ?? Path.Combine(AppContext.BaseDirectory, "data", "lamps");
        if (!Directory.Exists(folder))
        {
            throw new UnusableInputException($"There is no folder {folder}. Name the one with customers.csv, shares.csv and so on.");
        }

        var faults = new FaultList();
        var program = ProgramFile.Read(ProgramFile.Choose(line.Program, folder), faults);
        var tried = line.Try is { } file ? ProgramFile.Read(file, faults) : null;
        if (program is not null && tried is not null && tried.Id != program.Id)
        {
            faults.Add(new Fault(Path.GetFileName(line.Try!), null, "$.id", null, $"the program to try is '{tried.Id}'", $"'{program.Id}', as the one that is replayed"));
        }

        var history = HistoryReader.Read(folder, program is null ? Unit.Money("USD") : ProgramFile.Currency(program), faults);
        if (program is null || faults.Faults.Count > 0)
        {
            throw new UnusableInputException(Text(faults.Faults));
        }

        if (!history.Times.Any())
        {
            throw new UnusableInputException($"The files in {folder} have no rows, so there is nothing to replay.");
        }

        return line.Explain is not { } customer || history.Customers.Any(row => row.Id == customer)
            ? new ReplayInput(program, tried, history, faults.Notes, line)
            : throw new UnusableInputException(
                $"There is no customer '{customer}' in {history.Files[0]}. "
                + $"The column customer_id names them, such as {history.Customers[0].Id}.");
    }

    /// <summary>What the database is made from.</summary>
    public ReplaySource Source() => new()
    {
        Id = 1,
        Program = ProgramJson.Write(Program),
        Data = Fingerprint.Of(History.Folder, History.Files),
        Folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(History.Folder))),
    };

    private static string Text(IReadOnlyList<Fault> faults)
    {
        var more = faults.Count - MaxFaults;
        var count = faults.Count == 1 ? "one mistake" : string.Create(CultureInfo.InvariantCulture, $"{faults.Count:N0} mistakes");
        IEnumerable<string> lines =
        [
            $"The input has {count}. Nothing was written.",
            .. faults.Take(MaxFaults).Select(static fault => "  " + fault),
            .. more > 0 ? [string.Create(CultureInfo.InvariantCulture, $"  … and {more:N0} more.")] : Array.Empty<string>(),
        ];
        return string.Join(Environment.NewLine, lines);
    }
}

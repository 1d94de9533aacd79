using System.Globalization;
using Referrals.Attribution;

namespace Referrals.Samples.Attribution;

/// <summary>The journeys of the input file, whatever its layout.</summary>
internal sealed class Input
{
    private Input(JourneyBatch journeys, IReadOnlyList<string> ids, IReadOnlyList<string> notes)
    {
        Journeys = journeys;
        Ids = ids;
        Notes = notes;
    }

    internal JourneyBatch Journeys { get; }

    internal IReadOnlyList<string> Ids { get; }

    internal IReadOnlyList<string> Notes { get; }

    internal static Input Read(Arguments arguments)
    {
        if (!File.Exists(arguments.Path))
        {
            throw new InputException($"There is no file '{arguments.Path}'.");
        }

        var csv = File.ReadAllText(arguments.Path);
        if (EventLog.IsEventLog(csv))
        {
            return EventLog.TryRead(csv, arguments.Rules, out var journeys, out var wrong)
                ? new Input(JourneyBatch.Of(journeys), [.. Enumerable.Range(1, journeys.Count).Select(Text)], [])
                : throw Failed(arguments.Path, wrong);
        }

        return PathTable.TryRead(csv, out var table, out var errors)
            ? new Input(table.Journeys, table.Ids, [.. Empty(table.Journeys)])
            : throw Failed(arguments.Path, errors);
    }

    private static IEnumerable<string> Empty(JourneyBatch journeys)
    {
        var empty = Enumerable.Range(0, journeys.Count).Count(j => journeys.Spans[j].Count == 0);
        return empty == 0 ? [] : [$"rows with a path without any touch: {empty}; their conversions are unattributed."];
    }

    private static InputException Failed(string path, IEnumerable<TableError> errors) =>
        new($"'{path}' cannot be read.\n" + string.Join('\n', errors));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

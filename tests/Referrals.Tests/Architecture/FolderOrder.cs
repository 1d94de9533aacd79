using Referrals.Tests.Architecture.Reading;

namespace Referrals.Tests.Architecture;

/// <summary>The one order of the folders of <c>src/Referrals</c>: each may use those above it, and none below.</summary>
internal static class FolderOrder
{
    public static readonly IReadOnlyList<FolderRule> Table =
    [
        new("Vocabulary", Pure: true),
        new("Explanations", Pure: true),

        // The stages, in the order in which data flows.
        new("Codes", Pure: true),
        new("Sharing", Pure: true),
        new("Attribution", Pure: true),
        new("Qualification", Pure: true),
        new("Rewards", Pure: true),
        new("Ledger", Pure: true),
        new("Kpis", Pure: true),

        // What a store implements: the engine's state is keyed for it, so it stands before the engine, and knows no stage.
        new("Storage", UsesOnly: ["Vocabulary"]),

        // The engine: still values in, values out.
        new("Programs", Pure: true),
        new("Decisions", Pure: true),

        // The world outside: JSON, randomness, the work around a decision, the front door.
        new("Serialization"),
        new("Simulation"),
        new("Events"),
        new("Pipeline"),
        new("Operations"),
        new("Hosting"),
        new(SourceTree.RootFolder),
    ];

    public static IEnumerable<FolderRule> PureFolders => Table.Where(rule => rule.Pure);

    /// <summary>Why one folder may not use another; <c>null</c> if it may.</summary>
    public static string? Objection(string from, string to)
    {
        var (fromPlace, toPlace) = (PlaceOf(from), PlaceOf(to));
        if (from == to || fromPlace < 0 || toPlace < 0)
        {
            return null;
        }

        if (Table[fromPlace].UsesOnly is { } only)
        {
            return only.Contains(to) ? null : $"{from} may use only {string.Join(", ", only)}";
        }

        return toPlace < fromPlace ? null : $"{to} comes after {from}";
    }

    public static int PlaceOf(string folder)
    {
        for (var place = 0; place < Table.Count; place++)
        {
            if (Table[place].Name == folder)
            {
                return place;
            }
        }

        return -1;
    }
}

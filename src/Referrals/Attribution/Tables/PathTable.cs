using System.Diagnostics.CodeAnalysis;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.Tables;

/// <summary>Journeys read from text: a table with a path such as <c>mail &gt; search &gt; mail</c> in each row.</summary>
/// <remarks>
/// A path is split at <c>&gt;</c>; blanks around a name do not count, empty tokens are no touches, case matters. A row without any
/// touch is kept: its conversions are unattributed.
/// </remarks>
public sealed class PathTable
{
    private PathTable(JourneyBatch journeys, string[] ids)
    {
        Journeys = journeys;
        Ids = ids;
    }

    /// <summary>The journeys, a row each, in the order of the text.</summary>
    public JourneyBatch Journeys { get; }

    /// <summary>The id of each row; its number from 1 where the table has no column <c>id</c>.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Packs path strings in memory: one pass, nothing allocated per path.</summary>
    /// <param name="paths">A path each, such as <c>a &gt; b &gt; c</c>.</param>
    /// <param name="conversions">One a path: finite, 0 or more.</param>
    /// <param name="values">One a path, of all its conversions together: finite, 0 or more.</param>
    /// <param name="nulls">One a path: how often it ended without a conversion; finite, 0 or more.</param>
    /// <param name="separator">Between two touches.</param>
    /// <exception cref="ArgumentException">The lengths differ, a number is out of range or a path is null.</exception>
    public static JourneyBatch FromPaths(
        ReadOnlySpan<string> paths, ReadOnlySpan<double> conversions, ReadOnlySpan<double> values, ReadOnlySpan<double> nulls,
        char separator = '>')
    {
        JourneyChecks.SameLength(paths.Length, conversions.Length, nameof(conversions));
        JourneyChecks.SameLength(paths.Length, values.Length, nameof(values));
        JourneyChecks.SameLength(paths.Length, nulls.Length, nameof(nulls));
        JourneyChecks.Counts(conversions, nameof(conversions));
        JourneyChecks.Counts(values, nameof(values));
        JourneyChecks.Counts(nulls, nameof(nulls));
        var appender = new PathAppender(separator, expectedTouches: (int)Math.Min(paths.Length * 6L, 1 << 28));
        var offsets = new int[paths.Length + 1];
        for (var i = 0; i < paths.Length; i++)
        {
            var path = paths[i] ?? throw new ArgumentException($"Path {i} is null. Pass an empty string for a journey without touches.", nameof(paths));
            appender.Append(path);
            offsets[i + 1] = appender.Count;
        }

        return new JourneyBatch(appender.ToNames(), offsets, appender.Touches, conversions.ToArray(), values.ToArray(), nulls.ToArray());
    }

    /// <summary>Reads a CSV table.</summary>
    /// <remarks>
    /// <para>Either counted paths: <c>path,total_conversions,total_conversion_value,total_null</c>; or single journeys:
    /// <c>id,path,conv,value</c>, where one without a conversion counts as one null. Columns may stand in any order; others are
    /// passed over.</para>
    /// <para>A column <c>hours_before</c> holds the hours from each touch to the conversion, separated like the path. A
    /// row that leaves it blank, and a table without it, have touches 24 hours apart, the last at the conversion.</para>
    /// </remarks>
    /// <param name="csv">The text, with a header line; RFC 4180 quotes, LF or CRLF.</param>
    /// <param name="table">The journeys; <c>null</c> where there are errors.</param>
    /// <param name="errors">What is wrong, line by line; at most twenty.</param>
    /// <returns>Whether the whole table could be read.</returns>
    public static bool TryRead(string csv, [NotNullWhen(true)] out PathTable? table, out IReadOnlyList<TableError> errors)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var reading = new PathTableReading(csv);
        table = reading.Run(out var journeys, out var ids) ? new PathTable(journeys, ids) : null;
        errors = reading.Errors;
        return table is not null;
    }
}

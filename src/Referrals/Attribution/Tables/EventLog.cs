using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;
using Referrals.Attribution.Journeys;

namespace Referrals.Attribution.Tables;

/// <summary>Reads touches and conversions, an event a row, and builds the journeys of each customer.</summary>
public static class EventLog
{
    private const string Layout =
        "An event log has the columns customer, time, event (touch or conversion), channel (of a touch) and value (of a conversion).";

    /// <summary>Reads a CSV log with the columns <c>customer,time,event,channel,value</c>, in any order of rows.</summary>
    /// <remarks>Times are ISO 8601 with <c>Z</c> or an offset. Events of one customer at one instant are taken in the order of
    /// the rows. A customer without a conversion makes one journey that ends in none.</remarks>
    /// <param name="csv">The text, with a header line.</param>
    /// <param name="rules">How touches become journeys.</param>
    /// <param name="journeys">A journey a conversion, customers in order of first appearance; <c>null</c> where there are errors.</param>
    /// <param name="errors">What is wrong, line by line; at most twenty.</param>
    /// <returns>Whether the whole log could be read.</returns>
    public static bool TryRead(
        string csv, JourneyRules rules, [NotNullWhen(true)] out IReadOnlyList<Journey>? journeys, out IReadOnlyList<TableError> errors)
    {
        ArgumentNullException.ThrowIfNull(csv);
        ArgumentNullException.ThrowIfNull(rules);
        var columns = new CsvColumns();
        var customers = Read(csv, columns);
        errors = columns.Errors;
        journeys = errors.Count > 0 ? null : [.. customers.SelectMany(events => rules.Build(events.Touches, events.Conversions))];
        return journeys is not null;
    }

    /// <summary>Whether a text looks like an event log: its header has a column <c>event</c>.</summary>
    public static bool IsEventLog(string csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var columns = new CsvColumns();
        var reader = new CsvReader(csv);
        columns.ReadHeader(reader);
        return columns.Has("event");
    }

    private static List<Events> Read(string csv, CsvColumns columns)
    {
        var reader = new CsvReader(csv);
        columns.ReadHeader(reader);
        if (columns.Errors.Count > 0)
        {
            return [];
        }

        var (customer, time, kind) = (columns.Require("customer", Layout), columns.Require("time", Layout), columns.Require("event", Layout));
        var (channel, value) = (columns.Require("channel", Layout), columns.Require("value", Layout));
        var found = new List<Events>();
        var byCustomer = new Dictionary<string, Events>(StringComparer.Ordinal);
        if (columns.Errors.Count > 0)
        {
            return found;
        }

        while (!columns.IsFull && reader.Read())
        {
            if (!columns.Check(reader))
            {
                continue;
            }

            var id = reader[customer].Trim().ToString();
            if (!byCustomer.TryGetValue(id, out var events))
            {
                events = new Events();
                byCustomer.Add(id, events);
                found.Add(events);
            }

            if (TryTime(reader[time].Trim().ToString(), out var at))
            {
                Add(reader, columns, events, at, kind, channel, value);
            }
            else
            {
                columns.Report(
                    reader.Line,
                    $"'{reader[time]}' in column 'time' is no instant. Write ISO 8601 with Z or an offset, such as 2026-03-01T09:30:00Z.");
            }
        }

        if (found.Count == 0 && columns.Errors.Count == 0)
        {
            columns.Report(1, "The log has a header, but no rows. Add at least one event.");
        }

        return found;
    }

    private static void Add(CsvReader reader, CsvColumns columns, Events events, Instant at, int kind, int channel, int value)
    {
        var isTouch = reader[kind].Trim().Equals("touch", StringComparison.OrdinalIgnoreCase);
        if (isTouch && !reader[channel].IsWhiteSpace())
        {
            events.Touches.Add(JourneyTouch.Of(reader[channel].ToString(), at));
        }
        else if (isTouch)
        {
            columns.Report(reader.Line, "A touch has no channel. Fill in the column 'channel'.");
        }
        else if (!reader[kind].Trim().Equals("conversion", StringComparison.OrdinalIgnoreCase))
        {
            columns.Report(reader.Line, $"'{reader[kind]}' in column 'event' is neither 'touch' nor 'conversion'.");
        }
        else if (reader[value].IsWhiteSpace())
        {
            events.Conversions.Add(JourneyConversion.Of(at));
        }
        else if (columns.Number(reader, value, "value", out var worth))
        {
            events.Conversions.Add(JourneyConversion.Of(at, worth));
        }
    }

    private static bool TryTime(string text, out Instant at)
    {
        var parsed = OffsetDateTimePattern.ExtendedIso.Parse(text);
        at = parsed.Success ? parsed.Value.ToInstant() : default;
        return parsed.Success;
    }

    private sealed class Events
    {
        internal List<JourneyTouch> Touches { get; } = [];

        internal List<JourneyConversion> Conversions { get; } = [];
    }
}

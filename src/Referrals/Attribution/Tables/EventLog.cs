using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Attribution;

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
                    $"'{reader[time]}' in column 'time' is not a valid instant. Write ISO 8601 with Z or an offset, such as 2026-03-01T09:30:00Z.");
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

/// <summary>
/// Gives names their indices in order of first appearance: an open-addressing table that compares names of up to twelve
/// characters as three words, so that parsing a path neither hashes character by character nor touches a string.
/// </summary>
internal sealed class ChannelIndexer
{
    private readonly List<string> _names = [];
    private Entry[] _entries = new Entry[64];
    private int _shift = 64 - 6;

    internal ChannelNames ToNames() => new([.. _names]);

    /// <summary>The index of a name of at least one character, which is added if it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int IndexOf(ref char start, int length)
    {
        unchecked
        {
            var key = new Key(ref start, length);
            var entries = _entries;
            var place = (int)(key.Hash() >> _shift);
            while (true)
            {
                ref var entry = ref entries[place];
                if (entry.Key.Equals(key) && (length <= Key.MaxLength || IsName(ref start, length, entry.Index)))
                {
                    return entry.Index;
                }

                if (entry.Key.Length == 0)
                {
                    return Add(ref entry, key, MemoryMarshal.CreateReadOnlySpan(ref start, length));
                }

                place = (place + 1) & (entries.Length - 1);
            }
        }
    }

    private bool IsName(ref char start, int length, int index) =>
        MemoryMarshal.CreateReadOnlySpan(ref start, length).SequenceEqual(_names[index]);

    private int Add(ref Entry entry, Key key, ReadOnlySpan<char> name)
    {
        var index = _names.Count;
        entry = new Entry(key, index);
        _names.Add(name.ToString());
        if (_names.Count * 8 > _entries.Length)
        {
            Grow();
        }

        return index;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        foreach (var entry in old)
        {
            if (entry.Key.Length == 0)
            {
                continue;
            }

            var place = (int)(entry.Key.Hash() >> _shift);
            while (_entries[place].Key.Length != 0)
            {
                place = (place + 1) & (_entries.Length - 1);
            }

            _entries[place] = entry;
        }
    }

    /// <summary>The first, second and last four characters of a name and its length: all of it for up to twelve characters.</summary>
    private readonly struct Key
    {
        internal const int MaxLength = 12;

        private readonly ulong _head;
        private readonly ulong _middle;
        private readonly ulong _tail;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Key(ref char start, int length)
        {
            Length = length;
            if (length >= 4)
            {
                _head = Four(ref start, 0);
                _tail = Four(ref start, length - 4);
                _middle = length > 8 ? Four(ref start, 4) : 0;
                return;
            }

            _head = start;
            _middle = length > 1 ? Unsafe.Add(ref start, 1) : 0UL;
            _tail = length > 2 ? Unsafe.Add(ref start, 2) : 0UL;
        }

        internal int Length { get; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal bool Equals(in Key other) =>
            ((_head ^ other._head) | (_middle ^ other._middle) | (_tail ^ other._tail) | (uint)(Length ^ other.Length)) == 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal ulong Hash()
        {
            unchecked
            {
                var mixed = (_head * 0x9E3779B97F4A7C15) ^ (_middle * 0xC2B2AE3D27D4EB4F) ^ (_tail + (ulong)Length);
                return (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Four(ref char start, int at) =>
            Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.Add(ref start, at)));
    }

    private readonly struct Entry(Key key, int index)
    {
        internal readonly Key Key = key;
        internal readonly int Index = index;
    }
}

/// <summary>Why a line of a table could not be read.</summary>
/// <remarks><c>default</c> is no error and is never reported.</remarks>
public readonly record struct TableError
{
    internal TableError(int line, string message)
    {
        Line = line;
        Message = message;
    }

    /// <summary>The line of the text, from 1; the header is line 1.</summary>
    public int Line { get; }

    /// <summary>A full sentence that names the column, the value and what is expected.</summary>
    public string Message { get; }

    /// <summary>The line and the message.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Line {Line}: {Message}");
}

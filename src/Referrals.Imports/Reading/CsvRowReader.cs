using System.Runtime.CompilerServices;
using System.Text;
using Sylvan.Data.Csv;

namespace Referrals.Imports.Reading;

/// <summary>
/// Reads CSV row by row: UTF-8 with or without a mark, UTF-16 with one; comma, semicolon or tab, told by the heading; one table or several behind tags.
/// </summary>
internal sealed class CsvRowReader(ImportSource source, string? only, Stream stream)
{
    /// <summary>The most characters of a row; a longer one is a quote that was never closed, or no table at all.</summary>
    private const int MaxRow = 1 << 20;

    private const int Sniffed = 16 * 1024;

    /// <summary>What makes the whole file unreadable, or what follows of it; <c>null</c> while nothing does.</summary>
    internal ImportFinding? Problem { get; private set; }

    /// <summary>The headings of the table that is being read, in order.</summary>
    internal IReadOnlyList<string> HeadingRow { get; private set; } = [];

    internal async IAsyncEnumerable<RawRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(
            stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: true, Sniffed, leaveOpen: true);
        var start = new char[Sniffed];
        var length = await text.ReadBlockAsync(start, cancellationToken).ConfigureAwait(false);
        var delimiter = Delimiter(start.AsSpan(0, length));
        using var joined = new JoinedReader(start.AsMemory(0, length), text);
        await using var csv = await CsvDataReader.CreateAsync(
            joined,
            new CsvDataReaderOptions
            {
                HasHeaders = false,
                Delimiter = delimiter,
                Comment = '\uFFFF',
                BufferSize = 64 * 1024,
                MaxBufferSize = MaxRow,
                OwnsReader = false,
            },
            cancellationToken).ConfigureAwait(false);

        long line = 1;
        string? section = null;
        Heading? heading = null;
        var isSkipping = false;
        while (true)
        {
            var row = await NextAsync(csv, line, cancellationToken).ConfigureAwait(false);
            if (row is null)
            {
                break;
            }

            var at = line;
            line += 1 + row.Sum(Breaks);
            if (row.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (TagOf(row) is { } tag)
            {
                (section, heading) = (tag, null);
                isSkipping = !source.Files.Any(file => string.Equals(file.Section, tag, StringComparison.OrdinalIgnoreCase));
            }
            else if (isSkipping)
            {
                continue;
            }
            else if (heading is null)
            {
                HeadingRow = row;
                heading = Heading.Find(source, row, section, only, out var problem);
                if (heading is null)
                {
                    if (section is not null && only is not null && problem!.Code == ImportCodes.Heading)
                    {
                        isSkipping = true;
                        continue;
                    }

                    Problem = problem! with { Line = at };
                    yield break;
                }
            }
            else
            {
                var fault = row.Length == heading.Count ? null
                    : new ImportFinding(ImportCodes.Ragged, null, $"{row.Length} cells", $"{heading.Count} cells, as in the heading");
                yield return new RawRow(heading.File, at, heading.Cells(row), heading.Names, row, fault);
            }
        }

        if (heading is null && Problem is null && HeadingRow.Count == 0)
        {
            Problem = new ImportFinding(ImportCodes.Heading, null, "an empty file", "a heading and rows") { Line = 1 };
        }
    }

    private async ValueTask<string[]?> NextAsync(CsvDataReader csv, long line, CancellationToken cancellationToken)
    {
        try
        {
            if (!await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            var row = new string[csv.RowFieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = csv.GetString(i);
            }

            return row;
        }
        catch (Exception exception) when (exception is CsvFormatException or CsvRecordTooLargeException or FormatException)
        {
            Problem = new ImportFinding(
                ImportCodes.Unreadable, null, exception is CsvRecordTooLargeException ? $"a row of more than {MaxRow} characters" : "a quote that is not closed, or text behind a closed one",
                "cells with quotes doubled inside and closed at the end (RFC 4180); nothing behind this line was read")
            { Line = line };
            return null;
        }
    }

    private static string? TagOf(string[] row)
    {
        var first = row[0].Trim();
        return first.StartsWith("[[", StringComparison.Ordinal) && first.EndsWith("]]", StringComparison.Ordinal) && row.Skip(1).All(string.IsNullOrWhiteSpace)
            ? first : null;
    }

    /// <summary>How many lines a cell goes on for: CR, LF and CRLF each end one.</summary>
    private static long Breaks(string cell)
    {
        var breaks = 0L;
        for (var i = 0; i < cell.Length; i++)
        {
            breaks += cell[i] == '\n' || (cell[i] == '\r' && (i + 1 == cell.Length || cell[i + 1] != '\n')) ? 1 : 0;
        }

        return breaks;
    }

    /// <summary>The delimiter that stands most often in the first line that has one, outside of quotes; a comma where none does.</summary>
    private static char Delimiter(ReadOnlySpan<char> start)
    {
        Span<int> counts = stackalloc int[3];
        const string Delimiters = ",;\t";
        var quoted = false;
        foreach (var c in start)
        {
            quoted ^= c == '"';
            var known = Delimiters.IndexOf(c, StringComparison.Ordinal);
            if (known >= 0 && !quoted)
            {
                counts[known]++;
            }
            else if (c is '\r' or '\n' && !quoted && counts.ContainsAnyExcept(0))
            {
                break;
            }
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return Delimiters[best];
    }

    /// <summary>What was looked at already, and what follows.</summary>
    private sealed class JoinedReader(ReadOnlyMemory<char> first, TextReader rest) : TextReader
    {
        private ReadOnlyMemory<char> _first = first;

        public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

        public override int Read(Span<char> buffer)
        {
            if (_first.IsEmpty)
            {
                return rest.Read(buffer);
            }

            var count = Math.Min(buffer.Length, _first.Length);
            _first.Span[..count].CopyTo(buffer);
            _first = _first[count..];
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) =>
            _first.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : new ValueTask<int>(Read(buffer.Span));

        public override Task<int> ReadAsync(char[] buffer, int index, int count) => ReadAsync(buffer.AsMemory(index, count)).AsTask();
    }
}

using System.Text;

namespace Referrals.Exports.Writing;

/// <summary>Writes CSV (RFC 4180, UTF-8) row by row. It holds no more than a few kilobytes, and leaves its stream open.</summary>
internal sealed class CsvWriter : IAsyncDisposable
{
    private const int FlushAfter = 32 * 1024;

    private readonly StreamWriter _writer;
    private readonly StringBuilder _rows = new(FlushAfter + 4096);
    private readonly int _columns;

    private CsvWriter(Stream stream, bool hasMark, int columns)
    {
        _writer = new StreamWriter(stream, new UTF8Encoding(hasMark), bufferSize: 16 * 1024, leaveOpen: true);
        _columns = columns;
    }

    /// <summary>How many rows were written, without the heading.</summary>
    internal long Rows { get; private set; }

    internal static CsvWriter Start(Stream stream, bool hasMark, IReadOnlyList<string> headings)
    {
        var writer = new CsvWriter(stream, hasMark, headings.Count);
        writer.Append([.. headings.Select(CsvCell.Exact)]);
        return writer;
    }

    /// <summary>A file without a heading.</summary>
    internal static CsvWriter Start(Stream stream, int columns) => new(stream, hasMark: false, columns);

    internal ValueTask WriteAsync(ReadOnlySpan<CsvCell> cells, CancellationToken cancellationToken)
    {
        Append(cells);
        Rows++;
        return _rows.Length >= FlushAfter ? FlushAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    internal async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var chunk in _rows.GetChunks())
        {
            await _writer.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
        }

        _ = _rows.Clear();
        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private void Append(ReadOnlySpan<CsvCell> cells)
    {
        if (cells.Length != _columns)
        {
            throw new InvalidOperationException($"A row has {cells.Length} cells, and the file {_columns} columns.");
        }

        for (var i = 0; i < cells.Length; i++)
        {
            _ = i == 0 ? _rows : _rows.Append(',');
            _ = _rows.Append(cells[i].Text);
        }

        _ = _rows.Append("\r\n");
    }
}

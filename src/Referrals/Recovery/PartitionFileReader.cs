using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Referrals.Recovery;

/// <summary>Reads a partition file line by line and checks it as a whole: its header, its records, its end.</summary>
internal sealed class PartitionFileReader : IDisposable
{
    private readonly PipeReader _input;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _line;

    internal PartitionFileReader(PipeReader input) => _input = input;

    /// <summary>What the header says; known once <see cref="ReadHeaderAsync"/> was called.</summary>
    internal Partition Partition { get; private set; }

    /// <summary>Tells this file from all others: the hash of its header.</summary>
    internal string FileId { get; private set; } = string.Empty;

    public void Dispose() => _hash.Dispose();

    internal async ValueTask ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var line = await NextAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new PartitionFileException(1, "The file is empty. Write it anew with ExportAsync.");
        FileId = Convert.ToHexStringLower(SHA256.HashData(line))[..32];
        Partition = PartitionLine.ReadHeader(line);
        Hash(line);
    }

    /// <summary>The records, in the order of the file. The end is checked before the sequence ends.</summary>
    internal async IAsyncEnumerable<PartitionLine> ReadRecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } text)
        {
            var line = Parse(text);
            if (line.IsEnd)
            {
                await CheckEndAsync(line, cancellationToken).ConfigureAwait(false);
                yield break;
            }

            Hash(text);
            yield return line;
        }

        throw new PartitionFileException(_line + 1, "The file ends without its last line: it was cut. Write or copy it anew.");
    }

    private PartitionLine Parse(byte[] text)
    {
        try
        {
            return PartitionLine.Read(text);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new PartitionFileException(
                _line, $"This is no record that was exported. Put back the line as it was, or write the file anew. {exception.Message}", exception);
        }
    }

    private async ValueTask CheckEndAsync(PartitionLine end, CancellationToken cancellationToken)
    {
        var records = _line - 2;
        if (end.Records != records)
        {
            throw new PartitionFileException(
                _line, $"The file says that it has {end.Records} records; it has {records}. Lines were taken out or put in. Write it anew.");
        }

        if (!string.Equals(end.Sha256, Convert.ToHexStringLower(_hash.GetHashAndReset()), StringComparison.Ordinal))
        {
            throw new PartitionFileException(_line, "The checksum is not that of the lines before it: the file was changed. Write it anew.");
        }

        if (await NextAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new PartitionFileException(_line, "There is something behind the last line. Take it out.");
        }
    }

    private void Hash(byte[] line)
    {
        _hash.AppendData(line);
        _hash.AppendData("\n"u8);
    }

    /// <summary>The next line without its end; <c>null</c> behind the last.</summary>
    private async ValueTask<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                _input.AdvanceTo(buffer.GetPosition(1, end));
                _line++;
                return line;
            }

            if (buffer.Length > PartitionFile.MaxLineLength)
            {
                throw new PartitionFileException(_line + 1, $"The line has more than {PartitionFile.MaxLineLength} bytes. Write the file anew.");
            }

            _input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw new PartitionFileException(_line + 1, "The line has no end: the file was cut. Write or copy it anew.");
            }
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Operations;

/// <summary>The words of the file format: JSON Lines, a header, a record on each line, an end.</summary>
/// <remarks>
/// The value of a record stands in the line as the JSON that it is, byte for byte, or as Base64 where it is not JSON on one line.
/// Typed columns are not written: they follow from the value.
/// </remarks>
internal static class PartitionFile
{
    internal const string Format = "referrals.partition";
    internal const int Version = 1;

    /// <summary>A record's value has at most 1 MB, twice as much as Base64, and the rest of the line is short.</summary>
    internal const int MaxLineLength = 3 * 1024 * 1024;

    internal static ReadOnlySpan<byte> FormatName => "format"u8;

    internal static ReadOnlySpan<byte> VersionName => "version"u8;

    internal static ReadOnlySpan<byte> PartitionName => "partition"u8;

    internal static ReadOnlySpan<byte> ExportedAtName => "exportedAt"u8;

    internal static ReadOnlySpan<byte> KindName => "kind"u8;

    internal static ReadOnlySpan<byte> IdName => "id"u8;

    internal static ReadOnlySpan<byte> DueName => "due"u8;

    internal static ReadOnlySpan<byte> RecordVersionName => "recordVersion"u8;

    internal static ReadOnlySpan<byte> NumberName => "number"u8;

    internal static ReadOnlySpan<byte> ValueName => "value"u8;

    internal static ReadOnlySpan<byte> BytesName => "bytes"u8;

    internal static ReadOnlySpan<byte> RecordsName => "records"u8;

    internal static ReadOnlySpan<byte> HashName => "sha256"u8;
}

/// <summary>A partition file that cannot be imported: which line is wrong, why, and what to do.</summary>
public sealed class PartitionFileException : Exception
{
    /// <summary>An exception without a message.</summary>
    public PartitionFileException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public PartitionFileException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public PartitionFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal PartitionFileException(long line, string message, Exception? cause = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"Line {line}: {message}"), cause) => LineNumber = line;

    /// <summary>The line, from 1; 0 where the file as a whole is meant.</summary>
    public long LineNumber { get; }
}

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
                _line, $"This is not an exported record. Put back the line as it was, or write the file anew. {exception.Message}", exception);
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

/// <summary>A line of a partition file: a record, or the end.</summary>
internal sealed class PartitionLine
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private PartitionLine()
    {
    }

    internal StoreOperation? Operation { get; private init; }

    internal bool IsEnd => Operation is null;

    internal long Records { get; private init; }

    internal string Sha256 { get; private init; } = string.Empty;

    internal static Partition ReadHeader(byte[] line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, Strict);
            var root = json.RootElement;
            if (root.GetProperty(PartitionFile.FormatName).GetString() != PartitionFile.Format)
            {
                throw new PartitionFileException(1, $"This is not a file of the format '{PartitionFile.Format}'. Choose one that ExportAsync has written.");
            }

            var version = root.GetProperty(PartitionFile.VersionName).GetInt32();
            return version == PartitionFile.Version
                ? Partition.Parse(root.GetProperty(PartitionFile.PartitionName).GetString()!)
                : throw new PartitionFileException(
                    1, $"The file has version {version}; this version of the SDK reads {PartitionFile.Version}. Update the SDK that is the older one.");
        }
        catch (Exception exception) when (exception
            is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            throw new PartitionFileException(1, "The header cannot be read. Choose a file that ExportAsync has written.", exception);
        }
    }

    internal static PartitionLine Read(byte[] line)
    {
        using var json = JsonDocument.Parse(line, Strict);
        var root = json.RootElement;
        if (root.TryGetProperty(PartitionFile.RecordsName, out var records))
        {
            return new PartitionLine { Records = records.GetInt64(), Sha256 = Text(root, PartitionFile.HashName) };
        }

        if (!Enum.TryParse<RecordKind>(Text(root, PartitionFile.KindName), out var kind) || !PartitionRecords.Kinds.Contains(kind))
        {
            throw new FormatException($"'{Text(root, PartitionFile.KindName)}' is not a kind of record.");
        }

        var key = RecordKey.Of(kind, Text(root, PartitionFile.IdName));
        var version = root.TryGetProperty(PartitionFile.RecordVersionName, out var replaced) ? replaced.GetInt64() : 1;
        return new PartitionLine
        {
            Operation = kind == RecordKind.Counter
                ? StoreOperation.Add(key, Property(root, PartitionFile.NumberName).GetInt64())
                : StoreOperation.Insert(key, Content(kind, root), version),
        };
    }

    private static RecordContent Content(RecordKind kind, JsonElement root)
    {
        ReadOnlyMemory<byte> value = root.TryGetProperty(PartitionFile.ValueName, out var json)
            ? System.Text.Encoding.UTF8.GetBytes(json.GetRawText())
            : Property(root, PartitionFile.BytesName).GetBytesFromBase64();

        // Reading it shows that it is what the kind says.
        var record = RecordJson.Read(kind, value);
        if (record is Fact fact)
        {
            return FactRecord.Of(fact);
        }

        return new RecordContent
        {
            Value = value,
            DueAt = root.TryGetProperty(PartitionFile.DueName, out var due) ? Instant(due) : null,
            Columns = (record as Referrals.Ledger.LedgerLine)?.Columns(),
            Labels = RecordLabelsMapping.Of(record),
        };
    }

    private static Instant Instant(JsonElement due) => InstantPattern.ExtendedIso.Parse(due.GetString() ?? string.Empty).GetValueOrThrow();

    private static string Text(JsonElement root, ReadOnlySpan<byte> name) =>
        Property(root, name).GetString() ?? throw new FormatException("A text is null.");

    private static JsonElement Property(JsonElement root, ReadOnlySpan<byte> name) => root.TryGetProperty(name, out var value)
        ? value
        : throw new FormatException($"'{System.Text.Encoding.UTF8.GetString(name)}' is missing.");
}

/// <summary>What belongs to a partition for good. Messages do not: they are on their way out.</summary>
internal static class PartitionRecords
{
    /// <summary>Where an import notes how far it is.</summary>
    internal const string ImportPrefix = "~import:";

    internal static IReadOnlyList<RecordKind> Kinds { get; } =
        [.. Enum.GetValues<RecordKind>().Where(static kind => kind != RecordKind.Message)];

    internal static async IAsyncEnumerable<StoredRecord> ScanAsync(
        IReferralStore store,
        Partition partition,
        RecordKind kind,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in store.ScanAsync(partition, kind, ScanRange.All, cancellationToken).ConfigureAwait(false))
        {
            if (kind != RecordKind.Counter || !record.Key.Id.StartsWith(ImportPrefix, StringComparison.Ordinal))
            {
                yield return record;
            }
        }
    }

    internal static async ValueTask<bool> IsEmptyAsync(IReferralStore store, Partition partition, CancellationToken cancellationToken)
    {
        foreach (var kind in Enum.GetValues<RecordKind>())
        {
            await foreach (var _ in store.ScanAsync(partition, kind, ScanRange.All.Take(1), cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }
}

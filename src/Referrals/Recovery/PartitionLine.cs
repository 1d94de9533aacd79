using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Recovery;

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
                throw new PartitionFileException(1, $"This is no file of the format '{PartitionFile.Format}'. Choose one that ExportAsync has written.");
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
            throw new FormatException($"'{Text(root, PartitionFile.KindName)}' is no kind of record.");
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
        return new RecordContent
        {
            Value = value,
            DueAt = root.TryGetProperty(PartitionFile.DueName, out var due) ? Instant(due) : null,
            Columns = record switch
            {
                Fact fact => fact.Columns(),
                Ledger.LedgerLine ledgerLine => ledgerLine.Columns(),
                _ => null,
            },
        };
    }

    private static Instant Instant(JsonElement due) => InstantPattern.ExtendedIso.Parse(due.GetString() ?? string.Empty).GetValueOrThrow();

    private static string Text(JsonElement root, ReadOnlySpan<byte> name) =>
        Property(root, name).GetString() ?? throw new FormatException("A text is null.");

    private static JsonElement Property(JsonElement root, ReadOnlySpan<byte> name) => root.TryGetProperty(name, out var value)
        ? value
        : throw new FormatException($"'{System.Text.Encoding.UTF8.GetString(name)}' is missing.");
}

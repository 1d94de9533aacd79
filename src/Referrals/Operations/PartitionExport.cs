using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Operations;

/// <summary>Writes a partition line by line, so that its size does not matter.</summary>
internal sealed class PartitionExport : IDisposable
{
    private const int ReportEvery = 1_000;
    private const int FlushAfter = 64 * 1024;

    private readonly PipeWriter _output;
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal PartitionExport(PipeWriter output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { SkipValidation = true });
    }

    public void Dispose()
    {
        _json.Dispose();
        _hash.Dispose();
    }

    internal async ValueTask<long> RunAsync(
        IReferralStore store, Partition partition, Instant now, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        WriteHeader(partition, now);
        long count = 0;
        foreach (var kind in PartitionRecords.Kinds)
        {
            await foreach (var record in PartitionRecords.ScanAsync(store, partition, kind, cancellationToken).ConfigureAwait(false))
            {
                WriteRecord(record);
                if (_output.UnflushedBytes > FlushAfter)
                {
                    await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
                }

                if (++count % ReportEvery == 0)
                {
                    progress?.Report(count);
                }
            }
        }

        WriteEnd(count);
        await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
        progress?.Report(count);
        return count;
    }

    private void WriteHeader(Partition partition, Instant now)
    {
        _json.WriteStartObject();
        _json.WriteString(PartitionFile.FormatName, PartitionFile.Format);
        _json.WriteNumber(PartitionFile.VersionName, PartitionFile.Version);
        _json.WriteString(PartitionFile.PartitionName, partition.ToString());
        _json.WriteString(PartitionFile.ExportedAtName, InstantPattern.ExtendedIso.Format(now));
        EndLine();
    }

    private void WriteRecord(StoredRecord record)
    {
        _json.WriteStartObject();
        _json.WriteString(PartitionFile.KindName, record.Key.Kind.ToString());
        _json.WriteString(PartitionFile.IdName, record.Key.Id);
        if (record.Key.Kind == RecordKind.Counter)
        {
            _json.WriteNumber(PartitionFile.NumberName, record.Number);
            EndLine();
            return;
        }

        if (record.Version > 1)
        {
            _json.WriteNumber(PartitionFile.RecordVersionName, record.Version);
        }

        if (record.Content.DueAt is { } due)
        {
            _json.WriteString(PartitionFile.DueName, InstantPattern.ExtendedIso.Format(due));
        }

        // In a file there are no columns, so that a fact says all that it says.
        var value = (record.Key.Kind == RecordKind.Fact ? RecordJson.Write(FactRecord.Read(record.Content)) : record.Content.Value).Span;
        if (IsJsonOnOneLine(value))
        {
            _json.WritePropertyName(PartitionFile.ValueName);
            _json.WriteRawValue(value, skipInputValidation: true);
        }
        else
        {
            _json.WriteBase64String(PartitionFile.BytesName, value);
        }

        EndLine();
    }

    private void WriteEnd(long count)
    {
        _json.WriteStartObject();
        _json.WriteNumber(PartitionFile.RecordsName, count);
        _json.WriteString(PartitionFile.HashName, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        EndLine();
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        _hash.AppendData(_line.WrittenSpan);
        _output.Write(_line.WrittenSpan);
        _line.ResetWrittenCount();
        _json.Reset(_line);
    }

    /// <summary>What a reader would give back byte for byte: no line ends in it, nothing around the object.</summary>
    private static bool IsJsonOnOneLine(ReadOnlySpan<byte> value)
    {
        if (value.Length < 2 || value[0] != (byte)'{' || value[^1] != (byte)'}' || value.IndexOfAny((byte)'\n', (byte)'\r') >= 0)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(value);
            while (reader.Read())
            {
                // Only whether all of it can be read.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

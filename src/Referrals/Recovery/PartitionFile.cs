namespace Referrals.Recovery;

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

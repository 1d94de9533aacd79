using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Runners;

/// <summary>The next page of a scan.</summary>
internal sealed class ScanCursor
{
    internal ScanCursor(Partition partition, RecordKind kind, ScanRange range, StoredRecord? last, int size)
    {
        Partition = partition.ToString();
        Kind = kind;
        Range = range;
        Last = last;
        Size = size;
    }

    internal string Partition { get; }

    internal RecordKind Kind { get; }

    internal ScanRange Range { get; }

    /// <summary>The last record of the page before, or <c>null</c> at the beginning.</summary>
    internal StoredRecord? Last { get; }

    internal int Size { get; }
}

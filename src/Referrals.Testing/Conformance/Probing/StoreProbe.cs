using System.Text;
using Referrals.Storage;

namespace Referrals.Testing.Conformance.Probing;

/// <summary>What a case works with: a store, partitions of its own, and short ways to write, read and compare.</summary>
internal sealed class StoreProbe : IAsyncDisposable
{
    private readonly IStoreUnderTest _target;
    private readonly List<OpenedStore> _opened = [];
    private readonly string _slug;

    internal StoreProbe(IStoreUnderTest target, StoreConformanceCase @case, CancellationToken cancellationToken)
    {
        _target = target;
        _slug = Slug(@case.Name);
        Partition = InPartition("one");
        CancellationToken = cancellationToken;
    }

    internal Partition Partition { get; }

    internal CancellationToken CancellationToken { get; }

    internal IReferralStore Store => _opened[0].Store;

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
        {
            await opened.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A partition that no other case uses.</summary>
    internal Partition InPartition(string name) => Partition.Of(TenantId.From(_slug), ProgramId.From(name));

    internal async Task StartAsync() => _ = await OpenAsync().ConfigureAwait(false);

    /// <summary>Another instance of the store; it is closed at the end of the case.</summary>
    internal async Task<IReferralStore> OpenAsync()
    {
        var opened = await _target.OpenAsync(CancellationToken).ConfigureAwait(false);
        lock (_opened)
        {
            _opened.Add(opened);
        }

        return opened.Store;
    }

    /// <summary>An instance of the store that the case closes itself.</summary>
    internal ValueTask<OpenedStore> OpenApartAsync() => _target.OpenAsync(CancellationToken);

    internal ValueTask<CommitOutcome> CommitAsync(params StoreOperation[] operations) =>
        Store.CommitAsync(CommitBatch.Of(Partition, operations), CancellationToken);

    /// <summary>Commits what must succeed: the setting of a case.</summary>
    internal async Task GivenAsync(params StoreOperation[] operations) =>
        Expect.Committed(await CommitAsync(operations).ConfigureAwait(false));

    internal ValueTask<StoredRecord?> FindAsync(RecordKey key) => FindAsync(Partition, key);

    internal async ValueTask<StoredRecord?> FindAsync(Partition partition, RecordKey key)
    {
        var snapshot = await Store.LoadAsync(partition, [key], CancellationToken).ConfigureAwait(false);
        return snapshot.Find(key);
    }

    /// <summary>The number of a counter; 0 where it does not exist.</summary>
    internal async ValueTask<long> NumberAsync(RecordKey counter) =>
        (await FindAsync(counter).ConfigureAwait(false))?.Number ?? 0;

    internal ValueTask<List<StoredRecord>> ScanAsync(RecordKind kind, ScanRange range) => ScanAsync(Partition, kind, range);

    internal async ValueTask<List<StoredRecord>> ScanAsync(Partition partition, RecordKind kind, ScanRange range)
    {
        var records = new List<StoredRecord>();
        await foreach (var record in Store.ScanAsync(partition, kind, range, CancellationToken).ConfigureAwait(false))
        {
            records.Add(record);
        }

        return records;
    }

    /// <summary>Everything that the partition holds, as text: equal before and after what must change nothing.</summary>
    internal async Task<string> PictureAsync()
    {
        var picture = new StringBuilder();
        foreach (var kind in Enum.GetValues<RecordKind>())
        {
            foreach (var record in await ScanAsync(kind, ScanRange.All).ConfigureAwait(false))
            {
                picture.AppendLine(Sample.Describe(record));
            }
        }

        return picture.ToString();
    }

    /// <summary>The case's name in the characters of an id, short enough, and with a checksum so that no two are alike.</summary>
    private static string Slug(string name)
    {
        var text = new StringBuilder();
        var hash = 2166136261u;
        foreach (var c in name)
        {
            hash = unchecked((hash ^ c) * 16777619u);
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '-');
        }

        return $"{text.ToString(0, Math.Min(40, text.Length))}-{hash:x8}";
    }
}

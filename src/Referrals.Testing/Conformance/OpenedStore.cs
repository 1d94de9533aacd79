using Referrals.Storage;

namespace Referrals.Testing.Conformance;

/// <summary>A store and what must be disposed with it, such as a database context or a service scope.</summary>
public sealed class OpenedStore : IAsyncDisposable
{
    private readonly IAsyncDisposable? _owner;

    /// <summary>Makes a pair of a store and its owner; no owner means that nothing is disposed.</summary>
    public OpenedStore(IReferralStore store, IAsyncDisposable? owner = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        Store = store;
        _owner = owner;
    }

    /// <summary>The store.</summary>
    public IReferralStore Store { get; }

    /// <summary>Disposes the owner.</summary>
    public ValueTask DisposeAsync() => _owner?.DisposeAsync() ?? ValueTask.CompletedTask;
}

using Referrals.Storage;
using Referrals.Testing.Conformance;

namespace CustomStore;

/// <summary>Opens the store for the kit. It is thread-safe, so that all share one object.</summary>
internal sealed class SharedStore(IReferralStore store) : IStoreUnderTest
{
    public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new OpenedStore(store));
}

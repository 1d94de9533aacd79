using Referrals.Storage;
using Referrals.Testing.Conformance;

namespace Referrals.Tests.Storage.Conformance;

/// <summary>A thread-safe store, the same object for everyone.</summary>
internal sealed class SharedStore(IReferralStore store) : IStoreUnderTest
{
    public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new OpenedStore(store));
}

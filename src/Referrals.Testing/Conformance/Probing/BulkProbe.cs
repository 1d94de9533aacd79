using Referrals.Storage;

namespace Referrals.Testing.Conformance.Probing;

/// <summary>The ability to commit many batches together.</summary>
internal static class BulkProbe
{
    internal static IBulkStore Bulk(this StoreProbe probe) => probe.Store.Bulk();

    internal static IBulkStore Bulk(this IReferralStore store) => store as IBulkStore ?? throw new StoreConformanceException(
        $"{store.GetType().Name} must implement IBulkStore; it does not.");
}

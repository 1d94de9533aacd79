namespace Referrals.Hosting;

/// <summary>
/// Names the tenants for which background work is done. A host with tenants registers one; without it the work is done for the data
/// that belongs to no tenant.
/// </summary>
public interface ITenantSource
{
    /// <summary>The tenants, asked anew for every round. A host with very many names those that were active lately.</summary>
    IAsyncEnumerable<TenantId> TenantsAsync(CancellationToken cancellationToken);
}

namespace Referrals.Hosting;

/// <summary>How often the background work runs.</summary>
public sealed class BackgroundProcessingOptions
{
    /// <summary>How long an instance rests between two rounds. Every instance of the application may run them; none is in another's way.</summary>
    /// <value>The default is 15 seconds; 100 milliseconds to a day.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Interval, TimeSpan.FromMilliseconds(100), nameof(Interval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Interval, TimeSpan.FromDays(1), nameof(Interval));
    }
}

/// <summary>
/// Names the tenants for which background work is done. An application with tenants registers one; without it the work is done for the data
/// that belongs to no tenant.
/// </summary>
public interface ITenantSource
{
    /// <summary>The tenants, asked anew for every round. An application with very many names those that were active lately.</summary>
    IAsyncEnumerable<TenantId> TenantsAsync(CancellationToken cancellationToken);
}

using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Referrals.Storage;

namespace Referrals;

/// <summary>Goes on after <c>AddReferrals</c>: says where referrals are stored.</summary>
public sealed class ReferralsBuilder
{
    internal ReferralsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services; for packages that extend this builder.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IServiceCollection Services { get; }

    /// <summary>Stores referrals in a store of the host's own, which is made anew for every scope.</summary>
    /// <typeparam name="TStore">The store.</typeparam>
    public ReferralsBuilder UseStore<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(
        System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IReferralStore
    {
        Services.Replace(ServiceDescriptor.Scoped<IReferralStore, TStore>());
        return this;
    }

    /// <summary>Stores referrals in one store that the whole host shares and that many threads may use at once.</summary>
    public ReferralsBuilder UseStore(IReferralStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Services.Replace(ServiceDescriptor.Singleton(store));
        return this;
    }
}

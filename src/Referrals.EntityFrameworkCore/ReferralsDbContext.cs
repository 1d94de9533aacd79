using Microsoft.EntityFrameworkCore;

namespace Referrals.EntityFrameworkCore;

/// <summary>
/// A context with nothing but the referral tables, for applications that keep them in a database of their own. An application that wants
/// decisions inside its own transactions adds them to its own context instead, with
/// <see cref="ReferralsModelBuilderExtensions.UseReferrals"/>.
/// </summary>
public sealed class ReferralsDbContext : DbContext
{
    /// <summary>Makes a context; the options name the provider and the connection.</summary>
    public ReferralsDbContext(DbContextOptions<ReferralsDbContext> options)
        : base(options)
    {
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals();
}

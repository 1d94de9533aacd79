using Microsoft.EntityFrameworkCore;

namespace Referrals.EntityFrameworkCore.Tests.Joining;

/// <summary>A host's own context: its orders beside our tables, under a prefix of its own.</summary>
public sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.UseReferrals(referrals => referrals.TablePrefix = "shop_ref_");
}

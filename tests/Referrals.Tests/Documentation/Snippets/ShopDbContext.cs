using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;

namespace Referrals.Tests.Documentation.Snippets;

internal sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals();
}

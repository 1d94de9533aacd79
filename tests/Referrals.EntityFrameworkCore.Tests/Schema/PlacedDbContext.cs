using Microsoft.EntityFrameworkCore;

namespace Referrals.EntityFrameworkCore.Tests.Schema;

/// <summary>A context with schema and prefix of its own.</summary>
public sealed class PlacedDbContext : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql("Host=nowhere");

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals(options =>
    {
        options.Schema = "marketing";
        options.TablePrefix = "r_";
    });
}

using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;

namespace Replay.Importing;

/// <summary>The host's own context: its table, and those of the SDK beside it.</summary>
internal sealed class ReplayDbContext(DbContextOptions<ReplayDbContext> options) : DbContext(options)
{
    public DbSet<ReplaySource> Sources => Set<ReplaySource>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ReplaySource>().ToTable("replay_source");
        modelBuilder.UseReferrals();
    }
}

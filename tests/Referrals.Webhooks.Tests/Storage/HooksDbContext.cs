using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;
using Referrals.Webhooks.EntityFrameworkCore;

namespace Referrals.Webhooks.Tests.Storage;

/// <summary>A context of an application that has referrals and webhooks in one database.</summary>
internal sealed class HooksDbContext(DbContextOptions<HooksDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals().UseReferralWebhooks();

    internal static HooksDbContext OnSqlite(string connectionString) =>
        new(new DbContextOptionsBuilder<HooksDbContext>().UseSqlite(connectionString).Options);

    internal static HooksDbContext OnPostgres(string connectionString) =>
        new(new DbContextOptionsBuilder<HooksDbContext>().UseNpgsql(connectionString).Options);

    internal static OpenedWebhookStore Open(HooksDbContext context) => new(new EntityFrameworkWebhookStore<HooksDbContext>(context), context);
}

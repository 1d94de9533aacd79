using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Referrals.Crm.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;

namespace Referrals.Crm.Tests.Storage;

/// <summary>A context of an application that has referrals and the CRM mirror in one database.</summary>
internal sealed class CrmDbContext(DbContextOptions<CrmDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals().UseReferralCrm();

    internal static CrmDbContext OnSqlite(string connectionString) =>
        new(new DbContextOptionsBuilder<CrmDbContext>().UseSqlite(connectionString).Options);

    internal static CrmDbContext OnPostgres(string connectionString) =>
        new(new DbContextOptionsBuilder<CrmDbContext>().UseNpgsql(connectionString).Options);
}

/// <summary>A database file for one test.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-crm-").FullName;

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "crm.db")}";

    public CrmDbContext Context() => CrmDbContext.OnSqlite(ConnectionString);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

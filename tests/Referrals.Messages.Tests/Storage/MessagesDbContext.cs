using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;
using Referrals.Messages.EntityFrameworkCore;

namespace Referrals.Messages.Tests.Storage;

/// <summary>A context of an application that has referrals and messages in one database.</summary>
internal sealed class MessagesDbContext(DbContextOptions<MessagesDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals().UseReferralMessages();

    internal static MessagesDbContext OnSqlite(string connectionString) =>
        new(new DbContextOptionsBuilder<MessagesDbContext>().UseSqlite(connectionString).Options);

    internal static MessagesDbContext OnPostgres(string connectionString) =>
        new(new DbContextOptionsBuilder<MessagesDbContext>().UseNpgsql(connectionString).Options);
}

/// <summary>A database file for one test.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-messages-").FullName;

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "messages.db")}";

    public string Mailbox => Path.Combine(_folder, "mailbox.txt");

    public MessagesDbContext Context() => MessagesDbContext.OnSqlite(ConnectionString);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

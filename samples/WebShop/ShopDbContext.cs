using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;

namespace WebShop;

/// <summary>The shop's own tables, and those of the referral program in the same database.</summary>
internal sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<PassedDays> PassedDays => Set<PassedDays>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals();
}

/// <summary>A customer of the shop. A real one has a password; here everybody may be everybody.</summary>
internal sealed class Account
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Whether it is somebody of the shop's team, who may open the dashboard.</summary>
    public bool IsStaff { get; init; }
}

internal sealed class Order
{
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required string Product { get; init; }

    public required decimal Price { get; init; }

    public required DateTime PlacedAt { get; init; }

    public bool IsReturned { get; set; }
}

/// <summary>How many days somebody has let pass, one row.</summary>
internal sealed class PassedDays
{
    public required int Id { get; init; }

    public required long Days { get; set; }
}

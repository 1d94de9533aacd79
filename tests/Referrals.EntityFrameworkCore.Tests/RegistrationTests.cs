using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Referrals.EntityFrameworkCore.Tests.Joining;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void Store_is_scoped_and_over_the_hosts_context()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        var services = new ServiceCollection();
        services.AddDbContext<ShopDbContext>(options => options.UseSqlite(connection));
        services.AddReferrals(_ => { }).UseEntityFrameworkCore<ShopDbContext>();
        using var provider = services.BuildServiceProvider(validateScopes: true);
        using var scope = provider.CreateScope();
        var store = scope.ServiceProvider.GetRequiredService<IReferralStore>();
        Assert.IsType<EntityFrameworkReferralStore<ShopDbContext>>(store);
        Assert.Same(store, scope.ServiceProvider.GetRequiredService<IReferralStore>());
        using var other = provider.CreateScope();
        Assert.NotSame(store, other.ServiceProvider.GetRequiredService<IReferralStore>());
    }

    [Fact]
    public void Missing_context_is_named_with_the_call_that_adds_it()
    {
        var services = new ServiceCollection();
        services.AddReferrals(_ => { }).UseEntityFrameworkCore<ShopDbContext>();
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        var exception = Assert.Throws<ReferralsException>(() => scope.ServiceProvider.GetRequiredService<IReferralStore>());
        Assert.Contains("AddDbContext<ShopDbContext>", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Option_out_of_range_is_refused_at_registration() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new ServiceCollection().AddReferrals(_ => { })
            .UseEntityFrameworkCore<ShopDbContext>(options => options.SqliteBusyTimeout = TimeSpan.FromHours(1)));
}

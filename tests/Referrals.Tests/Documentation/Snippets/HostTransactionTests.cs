using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>What the package's readme shows: the order and its reward in one transaction of the host.</summary>
public sealed class HostTransactionTests : IAsyncLifetime, IDisposable
{
    private static readonly CustomerId Alice = CustomerId.From("alice");
    private static readonly CustomerId Bob = CustomerId.From("bob");

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly ServiceProvider _provider;

    public HostTransactionTests()
    {
        var connection = _connection;
        var program = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase").First())
            .RewardReferrer(r => r.Flat(10, "EUR")));
        var services = new ServiceCollection();

        services.AddDbContext<ShopDbContext>(options => options.UseSqlite(connection));
        services.AddReferrals(r => r.AddProgram(program)).UseEntityFrameworkCore<ShopDbContext>();

        _provider = services.BuildServiceProvider();
    }

    public async Task InitializeAsync()
    {
        await _connection.OpenAsync();
        await using var scope = _provider.CreateAsyncScope();
        _ = await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Database.EnsureCreatedAsync();
        var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        var enrolled = await referrals.EnrollAsync(Enrollment.Of(Alice));
        _ = await referrals.SignUpAsync(SignUp.Of(Bob).WithCode(enrolled.DisplayCode));
    }

    [Fact]
    public async Task Order_and_reward_are_stored_together()
    {
        await using var scope = _provider.CreateAsyncScope();
        var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();

        await using var transaction = await shop.Database.BeginTransactionAsync();
        shop.Orders.Add(new Order { Id = "order-1", Customer = "bob" });
        await shop.SaveChangesAsync();
        await referrals.ConvertAsync(Conversion.Of(CustomerId.From("bob"), "order-1", "purchase", Amount.Of(80, "EUR")));
        await transaction.CommitAsync();                        // the order and its reward, or neither

        Assert.Equal((1, "10.00 EUR"), await StoredAsync());
    }

    [Fact]
    public async Task Order_and_reward_are_rolled_back_together()
    {
        await using (var scope = _provider.CreateAsyncScope())
        {
            var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
            var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
            await using var transaction = await shop.Database.BeginTransactionAsync();
            shop.Orders.Add(new Order { Id = "order-1", Customer = "bob" });
            await shop.SaveChangesAsync();
            var decision = await referrals.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")));
            Assert.NotEmpty(decision.Grants);
            await transaction.RollbackAsync();
        }

        Assert.Equal((0, "0.00 EUR"), await StoredAsync());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _provider.Dispose();
        _connection.Dispose();
    }

    private async Task<(int Orders, string Balance)> StoredAsync()
    {
        await using var scope = _provider.CreateAsyncScope();
        var orders = await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Orders.CountAsync();
        var balances = await scope.ServiceProvider.GetRequiredService<ReferralEngine>().GetBalancesAsync(Alice);
        return (orders, balances[0].ToString());
    }
}

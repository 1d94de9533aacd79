using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Referrals.EntityFrameworkCore.Tests.Joining;

/// <summary>An order that every program hears of, in the transaction of the host.</summary>
public sealed class EveryProgramTests : IAsyncLifetime, IDisposable
{
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly CustomerId Bob = CustomerId.From("bob");
    private static readonly ProgramId Credit = ProgramId.From("credit");
    private static readonly ProgramId Points = ProgramId.From("points");

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly ServiceProvider _provider;
    private bool _fails;

    public EveryProgramTests()
    {
        var services = new ServiceCollection();
        _ = services.AddDbContext<ShopDbContext>(options => options.UseSqlite(_connection));
        _ = services.AddReferrals(r => r
            .AddCondition("flaky", new Flaky(() => _fails))
            .AddProgram(ReferralProgram.Create("credit", p => p.RewardReferrer(r => r.Flat(10, "EUR"))))
            .AddProgram(ReferralProgram.Create("points", p => p.RewardReferrer(r => r.Flat(100, "points").When(w => w.And(Condition.Custom("flaky")))))))
            .UseEntityFrameworkCore<ShopDbContext>();
        _provider = services.BuildServiceProvider();
    }

    public async Task InitializeAsync()
    {
        await _connection.OpenAsync();
        await using var scope = _provider.CreateAsyncScope();
        _ = await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Database.EnsureCreatedAsync();
        var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        _ = await referrals.ForProgram(Credit).EnrollAsync(Enrollment.Of(Ann));
        _ = await referrals.ForProgram(Points).EnrollAsync(Enrollment.Of(Ann));
        _ = await referrals.ForEveryProgram().SignUpAsync(SignUp.Of(Bob).ReferredBy(Ann));
    }

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _connection.DisposeAsync();
    }

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_decisions_go_with_the_transaction(bool isCommitted)
    {
        await InTransactionAsync(isCommitted, isBroken: false);

        Assert.Equal(isCommitted ? (10, 100) : (0, 0), await BalancesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fault_of_one_program_leaves_the_transaction_to_the_host(bool isCommitted)
    {
        await InTransactionAsync(isCommitted, isBroken: true);
        Assert.Equal(isCommitted ? (10, 0) : (0, 0), await BalancesAsync());

        await InTransactionAsync(isCommitted: true, isBroken: false);
        Assert.Equal((10, 100), await BalancesAsync());
    }

    private async Task InTransactionAsync(bool isCommitted, bool isBroken)
    {
        _fails = isBroken;
        await using var scope = _provider.CreateAsyncScope();
        var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        await using var transaction = await shop.Database.BeginTransactionAsync();

        var decisions = await referrals.ForEveryProgram().ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")));

        Assert.Equal(isBroken ? 1 : 0, decisions.Failed.Count());
        if (isCommitted)
        {
            await transaction.CommitAsync();
        }
    }

    private async Task<(decimal Credit, decimal Points)> BalancesAsync()
    {
        await using var scope = _provider.CreateAsyncScope();
        var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        return (
            (await referrals.ForProgram(Credit).GetBalancesAsync(Ann)).Sum(static balance => balance.Available.Value),
            (await referrals.ForProgram(Points).GetBalancesAsync(Ann)).Sum(static balance => balance.Available.Value));
    }

    private sealed class Flaky(Func<bool> fails) : IConversionCondition
    {
        public ConditionAnswer IsMet(QualificationContext context) => fails() ? throw new InvalidOperationException("The condition is broken.") : true;
    }
}

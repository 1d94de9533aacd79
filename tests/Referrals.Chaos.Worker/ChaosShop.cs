using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore;

namespace Referrals.Chaos.Worker;

/// <summary>The program, the inputs and the database of the chaos runs, the same for workers and tests.</summary>
public static class ChaosShop
{
    /// <summary>About half of what a run in continuous integration would earn.</summary>
    public const decimal Budget = 12_000;

    /// <summary>So many customers come in a second; all workers know them by the time alone.</summary>
    private const double CustomersPerSecond = 20;

    /// <summary>So many customers are busy at once, so that workers meet.</summary>
    private const int Busy = 30;

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(300, "EUR"))
        .RewardReferee(r => r.Flat(2, "EUR"))
        .Budget(Budget, "EUR"));

    /// <summary>The customers who are busy so long after the beginning of a run: others than a moment before, so that there is always new work.</summary>
    public static IEnumerable<int> BusyAt(TimeSpan elapsed) => Enumerable.Range((int)(elapsed.TotalSeconds * CustomersPerSecond), Busy);

    /// <summary>What a customer does: a referrer of twenty enrols, the customer signs up, buys twice, and one of five gives the first order back.</summary>
    public static IReadOnlyList<ReferralInput> InputsOf(int customer) =>
    [
        Enrollment.Of(Customer("r", customer / 20)).At(Start),
        SignUp.Of(Customer("c", customer)).ReferredBy(Customer("r", customer / 20)).At(Start + Duration.FromMinutes(customer)),
        Purchase(customer, "a"),
        Purchase(customer, "b"),
        .. customer % 5 == 0 ? (ReferralInput[])[Refund.OfWhole(Order(customer, "a"), Order(customer, "a")).At(Start + Duration.FromDays(20))] : [],
    ];

    public static ReferralsDbContext Context(string database, string connectionString)
    {
        var options = new DbContextOptionsBuilder<ReferralsDbContext>();
        _ = database == "sqlite" ? options.UseSqlite(connectionString) : options.UseNpgsql(connectionString);
        return new ReferralsDbContext(options.Options);
    }

    public static ReferralEngine Engine(ReferralsDbContext context) => new(
        new EntityFrameworkReferralStore<ReferralsDbContext>(context, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false }),
        new ReferralsOptions().AddProgram(Program));

    private static Conversion Purchase(int customer, string order) => Conversion
        .Of(Customer("c", customer), Order(customer, order), "purchase", Amount.Of(80, "EUR"))
        .At(Start + Duration.FromMinutes(500 + customer));

    private static string Order(int customer, string order) => string.Create(CultureInfo.InvariantCulture, $"{customer}-{order}");

    private static CustomerId Customer(string prefix, int number) =>
        CustomerId.From(prefix + number.ToString(CultureInfo.InvariantCulture));
}

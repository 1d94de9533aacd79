using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore;
using Referrals.Programs;

namespace Referrals.Chaos.Worker;

/// <summary>The program, the inputs and the database of the chaos runs, the same for workers and tests.</summary>
public static class ChaosShop
{
    public const decimal Budget = 900;

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(400, "EUR"))
        .RewardReferee(r => r.Flat(2, "EUR"))
        .Budget(Budget, "EUR"));

    /// <summary>Three referrers; a hundred customers that sign up and buy twice.</summary>
    public static IReadOnlyList<ReferralInput> Inputs { get; } =
    [
        .. Enumerable.Range(0, 3).Select(i => Enrollment.Of(Customer("r", i)).At(Start)),
        .. Enumerable.Range(0, 100).SelectMany(i => (ReferralInput[])
        [
            SignUp.Of(Customer("c", i)).ReferredBy(Customer("r", i % 3)).At(Start + Duration.FromMinutes(i)),
            Purchase(i, "a"),
            Purchase(i, "b"),
        ]),
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
        .Of(Customer("c", customer), string.Create(CultureInfo.InvariantCulture, $"{customer}-{order}"), "purchase", Amount.Of(80, "EUR"))
        .At(Start + Duration.FromMinutes(500 + customer));

    private static CustomerId Customer(string prefix, int number) =>
        CustomerId.From(prefix + number.ToString(CultureInfo.InvariantCulture));
}

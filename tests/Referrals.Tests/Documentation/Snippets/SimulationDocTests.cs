using Referrals.Simulation;
using Referrals.Storage;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The snippets of docs/simulation.md.</summary>
public sealed class SimulationDocTests
{
    private static readonly CustomerId Alice = Customer("alice");

    private static readonly ReferralProgram Stored = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "USD")));

    [Fact]
    public async Task Last_quarter_is_decided_again()
    {
        var referrals = await HistoryAsync();
        var (from, until) = (Day(0), Day(90));

        var changed = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase").AtLeast(30, "USD"))
            .RewardReferrer(r => r.Flat(15, "USD").HeldFor(TimePeriod.Days(14)))
            .Budget(5_000, "USD"));
        var report = await referrals.Operations.SimulateAsync(changed, new SimulationOptions { From = from, Until = until });
        Console.WriteLine(report.ToText());

        Assert.Equal(Usd(5), report.Difference(Unit.Money("USD")));
        Assert.Empty(report.Deviations);
    }

    [Fact]
    public async Task Data_is_there_for_machines()
    {
        var report = await (await HistoryAsync()).Operations.SimulateAsync(Stored);

        var more = report.Difference(Unit.Money("USD"));
        foreach (var person in report.People.Where(person => person.Difference.IsNegative))
        {
            Console.WriteLine($"{person.Customer} loses {-person.Difference}: {person.Then.Left} then, {person.Now.Left} now");
        }

        foreach (var reward in report.Rewards.Where(reward => reward.Now is null))
        {
            Console.WriteLine($"{reward.Id} is not granted any more: {reward.Reason}");
        }

        Console.WriteLine($"{report.KpisThen["CAC_referral_per_purchaser"]}, now {report.KpisNow["CAC_referral_per_purchaser"]}");

        Assert.True(more.IsZero);
        Assert.Empty(report.People);
    }

    [Fact]
    public async Task Changed_program_stays_within_what_was_agreed()
    {
        var file = new MemoryStream();
        await (await HistoryAsync()).Operations.ExportAsync(file);
        file.Position = 0;
        var changed = ReferralProgram.Create("spring", p => p
            .Version(2)
            .Qualify(q => q.On("purchase"))
            .RewardReferrer(r => r.Flat(12, "USD").AtMost(100, "USD", per: TimeFrame.CalendarMonth)));

        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(Stored));
        await referrals.Operations.ImportAsync(file);                                          // last quarter, as ExportAsync has written it
        var report = await referrals.Operations.SimulateAsync(changed);

        Assert.Empty(report.Deviations);                                            // the comparison is exact
        Assert.True(report.Difference(Unit.Money("USD")) <= Amount.Of(500, "USD"));
        Assert.DoesNotContain(report.Budgets, budget => budget.Now?.UsedUpAt is not null);
        Assert.DoesNotContain(report.People, person => person.Difference < -Amount.Of(50, "USD"));
    }

    [Fact]
    public async Task Pure_function_needs_no_store()
    {
        var referrals = await HistoryAsync();
        var changed = Stored;

        var history = await referrals.Operations.ReadDecisionsAsync().ToListAsync();
        var report = ProgramSimulation.Run(history, new ReferralDecider(Stored), changed);

        Assert.True(report.IsSame);
    }

    private static async Task<ReferralEngine> HistoryAsync()
    {
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(Stored));
        await referrals.EnrollAsync(Enrollment.Of(Alice).At(Day(0)));
        await referrals.SignUpAsync(SignUp.Of(Customer("bob")).ReferredBy(Alice).At(Day(1)));
        await referrals.ConvertAsync(Conversion.Of(Customer("bob"), "order-1", "purchase", Usd(40)).At(Day(2)));
        return referrals;
    }
}

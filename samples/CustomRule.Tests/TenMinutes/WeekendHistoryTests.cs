using NodaTime;
using Referrals;
using Referrals.Storage;

namespace ShopRules.Tests;

public class WeekendHistoryTests
{
    private static async Task<ReferralEngine> HistoryAsync()
    {
        // Yours is the file that Operations.ExportAsync has written in production: await referrals.Operations.ImportAsync(file);
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddRules(Shop.Rules).AddProgram(Shop.Program));
        var start = Instant.FromUtc(2026, 1, 1, 12, 0);
        var (alice, bob) = (CustomerId.From("alice"), CustomerId.From("bob"));
        _ = await referrals.EnrollAsync(Enrollment.Of(alice).At(start));
        _ = await referrals.SignUpAsync(SignUp.Of(bob).ReferredBy(alice).At(start));
        for (var day = 1; day <= 90; day++)
        {
            _ = await referrals.ConvertAsync(Conversion.Of(bob, $"order-{day}", "purchase", Amount.Of(50, "EUR")).At(start + Duration.FromDays(day)));
        }

        return referrals;
    }

    [Fact]
    public async Task Last_quarter_cost_at_most_five_percent_of_revenue()
    {
        var report = await (await HistoryAsync()).Operations.SimulateAsync(Shop.Program);

        Assert.False(report.IsEmpty);
        Assert.True(report.IsSame, report.ToText());
        Assert.InRange(report.KpisNow["cost_to_revenue"].Value!.Value, 0.001m, 0.05m);
    }

    [Fact]
    public async Task Fifteen_percent_would_have_cost_so_much_more()
    {
        var report = await (await HistoryAsync()).Operations.SimulateAsync(Shop.Read(15));

        Assert.Equal(Amount.Of(20, "EUR"), report.Difference(Unit.Money("EUR")));
    }
}

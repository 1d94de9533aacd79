using System.Globalization;
using NodaTime;
using Referrals;
using Referrals.Simulation;
using Referrals.Storage;
using Referrals.Testing;

namespace Bookshop;

/// <summary>
/// A year of the shop, made up but always the same one: 20 readers, 60 friends, about 400 orders. Your own tests import what
/// <c>Operations.ExportAsync</c> has written of production.
/// </summary>
public static class ShopHistory
{
    private static readonly Instant NewYear = Instant.FromUtc(2025, 1, 1, 8, 0);

    /// <summary>The first instant of the last quarter of the year.</summary>
    public static Instant LastQuarter { get; } = Instant.FromUtc(2025, 10, 1, 0, 0);

    /// <summary>The year, decided by an engine under the shop's program.</summary>
    public static async Task<ReferralEngine> LastYearAsync()
    {
        var options = new ReferralsOptions().AddRules(Shop.Rules).AddProgram(Shop.Program);
        var referrals = new ReferralEngine(new InMemoryReferralStore(), options, new FakeClock(NewYear + Duration.FromDays(365)));
        foreach (var input in Inputs())
        {
            _ = input switch
            {
                Enrollment enrollment => (await referrals.EnrollAsync(enrollment).ConfigureAwait(false)).Decision,
                SignUp signUp => await referrals.SignUpAsync(signUp).ConfigureAwait(false),
                Conversion order => await referrals.ConvertAsync(order).ConfigureAwait(false),
                Refund refund => await referrals.RefundAsync(refund).ConfigureAwait(false),
                _ => throw new InvalidOperationException($"The history has no {input.GetType().Name}."),
            };
        }

        return referrals;
    }

    /// <summary>What another program would have done, had it been in force from the last quarter on: for the referrals that begin then.</summary>
    public static async Task<SimulationReport> SimulateLastQuarterAsync(ReferralProgram changed)
    {
        var referrals = await LastYearAsync().ConfigureAwait(false);
        return await referrals.Operations.SimulateAsync(changed, new SimulationOptions { From = LastQuarter, Unit = Unit.Money("EUR") }).ConfigureAwait(false);
    }

    /// <summary>What happened, in the order of time.</summary>
    private static IEnumerable<ReferralInput> Inputs()
    {
        var random = new Random(20251); // Fixed: the year is the same one every time.
        var inputs = new List<ReferralInput>();
        for (var reader = 0; reader < 20; reader++)
        {
            var referrer = CustomerId.From($"reader-{reader}");
            inputs.Add(Enrollment.Of(referrer).At(NewYear + Duration.FromMinutes(reader)));
            for (var friend = 0; friend < 3; friend++)
            {
                var customer = CustomerId.From($"friend-{reader}-{friend}");
                var joined = NewYear + Duration.FromDays(random.Next(1, 330));
                inputs.Add(SignUp.Of(customer).ReferredBy(referrer).With("birthMonth", random.Next(1, 13).ToString(CultureInfo.InvariantCulture)).At(joined));
                for (var (order, at) = (1, joined); at < NewYear + Duration.FromDays(360); order++, at += Duration.FromDays(random.Next(15, 60)))
                {
                    inputs.AddRange(Order(customer, $"{reader}-{friend}-{order}", at + Duration.FromHours(random.Next(1, 20)), random));
                }
            }
        }

        return inputs.OrderBy(static input => input.OccurredAt);
    }

    private static IEnumerable<ReferralInput> Order(CustomerId customer, string number, Instant at, Random random)
    {
        var cents = random.Next(1_500, 16_000);
        var cost = cents * random.Next(70, 101) / 100;
        var price = Amount.FromMinorUnits(cents, Unit.Money("EUR"));
        yield return Conversion.Of(customer, $"order {number}", "purchase", price)
            .WithMargin(Amount.FromMinorUnits(cents - cost, Unit.Money("EUR")))
            .WithLine(ProductLine.Of("book", price).With("cost", (cost / 100m).ToString(CultureInfo.InvariantCulture)))
            .At(at);
        if (random.Next(12) == 0)
        {
            yield return Refund.OfWhole($"refund {number}", $"order {number}").At(at + Duration.FromDays(random.Next(1, 20)));
        }
    }
}

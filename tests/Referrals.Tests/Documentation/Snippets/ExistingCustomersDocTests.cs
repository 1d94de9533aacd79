using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The code of docs/existing-customers.md.</summary>
public sealed class ExistingCustomersDocTests
{
    private static readonly Instant Today = Instant.FromUtc(2026, 3, 1, 9, 0);

    [Fact]
    public async Task Existing_customers_earn_nothing_for_the_past()
    {
        var program = ReferralProgram.Create("friends", p => p
            .CountBeforeSignUp(TimePeriod.Days(7))
            .RewardReferrer(r => r.Flat(10, "EUR").When(w => w.First())));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Today));
        var alice = CustomerId.From("alice");
        await referrals.EnrollAsync(Enrollment.Of(alice));
        var customers = Enumerable.Range(0, 3).Select(static i => new KnownCustomer(CustomerId.From($"old-{i}"), Today - Duration.FromDays(300 + i))).ToArray();

        await BringAsync(referrals, customers);
        await BringManyAsync(referrals, customers);
        var guest = CustomerId.From("guest");
        var order = await referrals.ConvertAsync(Conversion.Of(guest, "g-1", "purchase", Amount.Of(30, "EUR")).At(Today - Duration.FromDays(1)));
        await referrals.SignUpAsync(SignUp.Of(guest).ReferredBy(alice).At(Today));
        var late = await referrals.SignUpAsync(SignUp.Of(customers[0].Id).ReferredBy(alice));

        Assert.Equal(DecisionCodes.ConversionWaiting, order.Code);
        Assert.Equal(DecisionCodes.SignUpDuplicate, late.Code);
        Assert.Equal(Amount.Of(10, "EUR"), (await referrals.GetBalancesAsync(alice)).Single().Available);
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    private static async Task BringAsync(ReferralEngine referrals, KnownCustomer[] customers)
    {
        foreach (var customer in customers)
        {
            await referrals.SignUpAsync(SignUp.Of(customer.Id).AsExisting().At(customer.Since));
            foreach (var order in customer.Orders)
            {
                await referrals.ConvertAsync(Conversion.Of(customer.Id, order.Number, "purchase", order.Total).At(order.PlacedAt));
            }
        }
    }

    private static async Task BringManyAsync(ReferralEngine referrals, KnownCustomer[] customers)
    {
        var done = 0;
        await foreach (var decided in referrals.Operations.SubmitManyAsync(Past()))
        {
            done += decided.Decision.IsRepeated ? 0 : 1;
        }

        async IAsyncEnumerable<ReferralInput> Past()
        {
            foreach (var customer in customers)
            {
                yield return SignUp.Of(customer.Id).AsExisting().At(customer.Since);
                foreach (var order in customer.Orders)
                {
                    yield return Conversion.Of(customer.Id, order.Number, "purchase", order.Total).At(order.PlacedAt);
                }
            }
        }

        // A second run finds everything done.
        Assert.Equal(0, done);
        await Task.CompletedTask;
    }

    private sealed record KnownCustomer(CustomerId Id, Instant Since)
    {
        internal IEnumerable<(string Number, Amount Total, Instant PlacedAt)> Orders =>
            [($"{Id}-1", Amount.Of(50, "EUR"), Since + Duration.FromDays(1)), ($"{Id}-2", Amount.Of(50, "EUR"), Since + Duration.FromDays(2))];
    }
}

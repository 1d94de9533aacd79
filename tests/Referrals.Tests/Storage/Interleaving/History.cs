using System.Globalization;
using NodaTime;

namespace Referrals.Tests.Storage.Interleaving;

/// <summary>What happens in a simulated shop: a few customers, many collisions. The rule pays for every purchase, so that a fault that
/// decides an input twice shows.</summary>
internal static class History
{
    internal const decimal Budget = 70;
    internal const decimal Cap = 40;

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    internal static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(Cap, "EUR"))
        .RewardReferee(r => r.PercentOf(10, "EUR"))
        .Budget(Budget, "EUR"));

    internal static readonly ReferralInput[] Enrollments = [.. Referrers.Select((name, i) => Enrollment.Of(CustomerId.From(name)).At(At(i)))];

    private static string[] Referrers => ["alice", "adam"];

    /// <summary>The inputs after the enrolments, in an order and a number of deliveries that the seed says.</summary>
    internal static List<ReferralInput> Deliveries(Random random)
    {
        var inputs = new List<ReferralInput>();
        for (var customer = 0; customer < 4; customer++)
        {
            var name = Numbered("c", customer);
            var id = CustomerId.From(name);
            var referrer = CustomerId.From(Referrers[random.Next(2)]);
            inputs.Add(SignUp.Of(id).ReferredBy(referrer).At(At(10 + customer)));
            for (var purchase = random.Next(4); purchase > 0; purchase--)
            {
                var order = $"{name}-{purchase}";
                inputs.Add(Conversion.Of(id, order, "purchase", Amount.Of(random.Next(1, 20) * 10, "EUR")).At(At(30 + purchase)));
                if (random.Next(3) == 0)
                {
                    inputs.Add(Refund.OfWhole("r" + order, order).At(At(60 + purchase)));
                }
            }
        }

        var deliveries = inputs.SelectMany(input => Enumerable.Repeat(input, random.Next(1, 4))).ToArray();

        // Mostly in order, with neighbours swapped: what a queue with several consumers does.
        return [.. deliveries.Select((input, place) => (input, place: place + random.Next(8))).OrderBy(one => one.place).Select(one => one.input)];
    }

    private static Instant At(int minute) => Start + Duration.FromMinutes(minute);

    private static string Numbered(string prefix, int number) => prefix + number.ToString(CultureInfo.InvariantCulture);
}

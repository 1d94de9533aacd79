using System.Globalization;
using NodaTime;

namespace Referrals.Benchmarks;

/// <summary>
/// Two years of one program as facts, seeded, in order of time: of a hundred facts 10 sign-ups, 20 shares, 30 clicks, 31 sales,
/// 1 refund, 7 rewards and 1 answer.
/// </summary>
internal static class KpiSqlHistory
{
    private static readonly Unit Usd = Unit.Money("USD");
    private static readonly Channel[] Channels = [Channel.Organic, Channel.Paid, Channel.Referral];
    private static readonly Channel[] Shared = [Channel.From("email"), Channel.From("whatsapp"), Channel.From("link")];

    internal static IEnumerable<Fact> Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        var start = KpiHistory.Months[0].From;
        var length = (KpiHistory.Months[^1].To - start).TotalSeconds;
        var people = 0;
        for (var i = 0; i < count; i++)
        {
            var at = start + Duration.FromTicks((long)(((i + random.NextDouble()) / count * (length - 1)) * 1_000_000) * 10);
            var dice = people < 100 ? 0 : random.Next(100);
            yield return dice < 10 ? SignUp(random, at, people++) : Act(random, at, dice, random.Next(people));
        }
    }

    private static Fact SignUp(Random random, Instant at, int person)
    {
        var channel = random.Next(person == 0 ? 2 : 3);
        return new Fact
        {
            Kind = FactKind.SignedUp,
            OccurredAt = at,
            Customer = Name(person),
            Channel = Channels[channel],
            Referrer = channel == 2 ? Name(random.Next(person)) : null,
            Segment = SegmentOf(random.Next(8)),
            ProgramVersion = 1,
        };
    }

    private static Fact Act(Random random, Instant at, int dice, int person)
    {
        var fact = new Fact { Kind = FactKind.SurveyAnswered, OccurredAt = at, Customer = Name(person), ProgramVersion = 1 };
        var amount = Amount.FromMinorUnits(random.Next(500, 20_000), Usd);
        var margin = Amount.FromMinorUnits(amount.MinorUnits / 3, Usd);
        return dice switch
        {
            < 30 => fact with { Kind = FactKind.ShareRecorded, Channel = Shared[random.Next(3)], Subject = Share(person, random) },
            < 60 => fact with
            {
                Kind = FactKind.TouchRecorded,
                Customer = null,
                Referrer = fact.Customer,
                Subject = Share(person, random),
                Visitor = VisitorId.From(random.Next(1_000_000).ToString(CultureInfo.InvariantCulture)),
                Channel = Shared[random.Next(3)],
            },
            < 91 => fact with { Kind = FactKind.ConversionRecorded, Amount = amount, Margin = margin, Code = "purchase" },
            < 92 => fact with { Kind = FactKind.RefundRecorded, Amount = amount, Margin = margin },
            < 99 => fact with { Kind = FactKind.RewardGranted, Amount = Amount.FromMinorUnits(1000, Usd), Referrer = fact.Customer, Code = "referrer" },
            _ => fact with { Score = random.Next(11) },
        };
    }

    private static CustomerId Name(int person) => CustomerId.From(string.Create(CultureInfo.InvariantCulture, $"customer-{person}"));

    private static string SegmentOf(int number) => string.Create(CultureInfo.InvariantCulture, $"segment-{number}");

    private static string Share(int person, Random random) => string.Create(CultureInfo.InvariantCulture, $"share-{person}-{random.Next(4)}");
}

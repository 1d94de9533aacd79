using NodaTime;

namespace Referrals.Tests.Kpis.Columns;

/// <summary>Small made-up journals with everything that is awkward: borders, late and repeated facts, unknown people, foreign money.</summary>
internal static class RandomFacts
{
    internal static readonly Instant Start = Instant.FromUtc(2025, 1, 1, 0, 0);

    internal static IReadOnlyList<Fact> Make(int seed, int count)
    {
        var random = new Random(seed);
        var facts = new List<Fact>();
        for (var i = 0; i < 20; i++)
        {
            facts.Add(SignUp(random, i));
        }

        while (facts.Count < count)
        {
            facts.Add(Any(random));
        }

        return facts;
    }

    private static Fact SignUp(Random random, int customer)
    {
        var referred = random.Next(3) == 0;
        return new Fact
        {
            Kind = FactKind.SignedUp,
            OccurredAt = At(random),
            Customer = Customer(customer),
            Channel = referred ? Channel.Referral : random.Next(3) switch { 0 => Channel.Paid, 1 => Channel.Organic, _ => null },
            Referrer = referred ? Customer(random.Next(25)) : null,
            Segment = random.Next(3) switch { 0 => "smb", 1 => "ent", _ => null },
            ProgramVersion = random.Next(1, 3),
        };
    }

    private static Fact Any(Random random)
    {
        var kind = (FactKind)random.Next(1, 16);
        kind = kind is FactKind.SignedUp ? FactKind.ShareRecorded : kind;
        var fact = new Fact
        {
            Kind = kind,
            OccurredAt = At(random),
            Customer = kind is FactKind.CostRecorded or FactKind.TouchRecorded ? null : Customer(random.Next(25)),
        };
        return kind switch
        {
            FactKind.TouchRecorded => Touch(random, fact),
            FactKind.ConversionRecorded or FactKind.RefundRecorded => fact with
            {
                Amount = random.Next(9) == 0 ? null : Money(random),
                Margin = random.Next(9) == 0 ? null : Amount.FromMinorUnits(random.Next(100), KpiVectors.Usd),
            },
            FactKind.RewardGranted or FactKind.RewardReversed => fact with { Amount = Money(random) },
            FactKind.CostRecorded => fact with { Amount = Money(random), Channel = random.Next(2) == 0 ? Channel.Paid : Channel.Referral },
            FactKind.ReferralRefused => fact with { Code = random.Next(2) == 0 ? "self-referral" : "expired" },
            FactKind.SurveyAnswered => fact with { Score = random.Next(11) },
            _ => fact,
        };
    }

    private static Fact Touch(Random random, Fact fact)
    {
        var sharer = random.Next(25);
        return fact with
        {
            Referrer = Customer(sharer),
            Subject = $"share-{sharer}-{random.Next(2)}",
            Visitor = VisitorId.From($"visitor-{random.Next(3)}"),
        };
    }

    private static Amount Money(Random random) =>
        random.Next(6) == 0 ? Amount.Of(random.Next(9), "points") : Amount.FromMinorUnits(random.Next(5000), KpiVectors.Usd);

    /// <summary>Whole days often, so that facts lie exactly on borders.</summary>
    private static Instant At(Random random) => Start + (random.Next(2) == 0
        ? Duration.FromDays(random.Next(60))
        : Duration.FromTicks(10 * random.NextInt64(60L * 86_400_000_000)));

    private static CustomerId Customer(int number) => CustomerId.From($"customer-{number}");
}

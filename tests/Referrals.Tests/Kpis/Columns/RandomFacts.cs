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

    private static readonly FactKind[] Reviews =
        [FactKind.ReferralHeld, FactKind.ReferralApproved, FactKind.ReferralRejected, FactKind.RewardReviewed];

    private static Fact Any(Random random)
    {
        var kind = random.Next(8) == 0 ? Reviews[random.Next(Reviews.Length)] : (FactKind)random.Next(1, 16);
        kind = kind is FactKind.SignedUp ? FactKind.ShareRecorded
            : kind is FactKind.ConversionRecorded && random.Next(4) == 0 ? FactKind.ConversionAmended
            : kind is FactKind.RefundRecorded && random.Next(4) == 0 ? FactKind.RefundCancelled
            : kind;
        var fact = new Fact
        {
            Kind = kind,
            OccurredAt = At(random),
            Customer = kind is FactKind.CostRecorded or FactKind.TouchRecorded || (IsCounted(kind) && random.Next(9) == 0)
                ? null
                : Customer(random.Next(25)),
            Segment = random.Next(3) == 0 ? "smb" : null,
            ProgramVersion = random.Next(3),
        };
        return kind switch
        {
            FactKind.TouchRecorded => Touch(random, fact),
            FactKind.ConversionRecorded or FactKind.ConversionAmended or FactKind.RefundRecorded or FactKind.RefundCancelled => fact with
            {
                Amount = random.Next(9) == 0 ? null
                    : kind == FactKind.ConversionAmended && random.Next(2) == 0 ? Amount.FromMinorUnits(-random.Next(1, 500), KpiVectors.Usd)
                    : Money(random),
                Margin = random.Next(9) switch
                {
                    0 => null,
                    1 => Amount.FromMinorUnits(random.NextInt64(1L << 50), KpiVectors.Usd),
                    _ => Amount.FromMinorUnits(random.Next(100), KpiVectors.Usd),
                },
            },
            FactKind.RewardGranted or FactKind.RewardReversed => fact with { Amount = Money(random) },
            FactKind.CostRecorded => fact with
            {
                Amount = Money(random),
                Channel = random.Next(3) switch { 0 => Channel.Paid, 1 => Channel.Referral, _ => null },
                Customer = random.Next(4) == 0 ? Customer(random.Next(25)) : null,
                Referrer = random.Next(4) == 0 ? Customer(random.Next(25)) : null,
            },
            FactKind.ShareRecorded => fact with { Channel = Shared(random) },
            FactKind.ReferralCreated or FactKind.ReferralQualified => fact with
            {
                Channel = Shared(random),
                Code = random.Next(2) == 0 ? "Link" : "Code",
            },
            FactKind.ReferralRefused => fact with { Code = random.Next(2) == 0 ? "self-referral" : "expired" },
            FactKind.ReferralHeld => fact with { Code = random.Next(2) == 0 ? "guard.shared_device" : "guard.score" },
            FactKind.RewardReviewed => fact with { Code = random.Next(2) == 0 ? "approved" : "silence_rejected" },
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
            Channel = Shared(random),
            Code = random.Next(3) switch { 0 => "Link", 1 => "Code", _ => null },
            Subject = random.Next(9) == 0 ? null : $"share-{sharer}-{random.Next(2)}",
            Visitor = random.Next(9) == 0 ? null : VisitorId.From($"visitor-{random.Next(3)}"),
        };
    }

    private static Channel? Shared(Random random) =>
        random.Next(3) switch { 0 => Channel.From("email"), 1 => Channel.From("link"), _ => null };

    private static bool IsCounted(FactKind kind) =>
        kind is FactKind.ReferralCreated or FactKind.ReferralQualified or FactKind.ReferralRefused or FactKind.SurveyAnswered
            or FactKind.ReferralHeld or FactKind.ReferralApproved or FactKind.ReferralRejected or FactKind.RewardReviewed;

    private static Amount Money(Random random) =>
        random.Next(6) == 0 ? Amount.Of(random.Next(9), "points") : Amount.FromMinorUnits(random.Next(5000), KpiVectors.Usd);

    /// <summary>Whole days often, so that facts lie exactly on borders.</summary>
    private static Instant At(Random random) => Start + (random.Next(2) == 0
        ? Duration.FromDays(random.Next(60))
        : Duration.FromTicks(10 * random.NextInt64(60L * 86_400_000_000)));

    private static CustomerId Customer(int number) => CustomerId.From($"customer-{number}");
}

using BenchmarkDotNet.Attributes;
using NodaTime;
using Referrals.Explanations;
using Referrals.Serialization;

namespace Referrals.Benchmarks;

/// <summary>
/// Ten rules over 1,024 different conversions, with conditions on amount, segment, dates and counts, tiers and caps: the decision of
/// all rules, the same with the complete explanation, and a hand-written chain of ifs that grants the same. The rules are read from
/// JSON first: they are data, made ready once.
/// </summary>
[MemoryDiagnoser]
public class RuleBenchmarks
{
    private const int Conversions = 1_024;
    private static readonly Unit Euro = Unit.Money("EUR");
    private static readonly string[] Segments = ["gold", "silver", "bronze"];
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Instant SaleFrom = Instant.FromUtc(2026, 3, 10, 0, 0);
    private static readonly Instant SaleUntil = Instant.FromUtc(2026, 3, 20, 0, 0);

    private readonly QualificationContext[] _contexts = new QualificationContext[Conversions];
    private readonly Numbers[] _states = new Numbers[Conversions];
    private readonly IncentiveOutcome[] _outcomes = new IncentiveOutcome[10];
    private IncentivePlan _plan = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _plan = IncentivePlan.For(ProgramJson.Read(ProgramJson.Write(Program())));
        var random = new Random(42);
        for (var i = 0; i < Conversions; i++)
        {
            var at = Start + Duration.FromMinutes(random.Next(40_000));
            var amount = Amount.FromMinorUnits(random.Next(1_000, 40_000), Euro);
            _contexts[i] = new QualificationContext(
                Conversion.Of(CustomerId.From("bob"), $"o{i}", "purchase", amount).At(at),
                1 + random.Next(3),
                CustomerId.From("bob"),
                CustomerId.From("alice"),
                at - Duration.FromDays(random.Next(1, 90)),
                DateTimeZone.Utc,
                Segments[random.Next(3)]);
            _states[i] = new Numbers(_plan, random);
        }

        for (var i = 0; i < Conversions; i++)
        {
            var expected = 0L;
            _ = _plan.Decide(_contexts[i], _states[i], _outcomes);
            foreach (var outcome in _outcomes)
            {
                expected += outcome.Amount?.MinorUnits ?? 0;
            }

            if (expected != ByHand(_contexts[i], _states[i]))
            {
                throw new InvalidOperationException($"Conversion {i} earns {expected} by rules and {ByHand(_contexts[i], _states[i])} by hand.");
            }
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Conversions, Description = "chain of ifs by hand, no explanation")]
    public long IfChain()
    {
        var sum = 0L;
        for (var i = 0; i < Conversions; i++)
        {
            sum += ByHand(_contexts[i], _states[i]);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Conversions, Description = "ten rules decided")]
    public long Decide()
    {
        var sum = 0L;
        for (var i = 0; i < Conversions; i++)
        {
            sum += _plan.Decide(_contexts[i], _states[i], _outcomes);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Conversions, Description = "ten rules decided and explained")]
    public int Explain()
    {
        var sum = 0;
        for (var i = 0; i < Conversions; i++)
        {
            IReadOnlyList<Check> checks = _plan.Explain(_contexts[i], _states[i]);
            sum += checks.Count;
        }

        return sum;
    }

    private static ReferralProgram Program() => ReferralProgram.Create("ten", p => p
        .Qualify(q => q.On("purchase").AtLeast(20, "EUR"))
        .RewardReferrer(r => r.Named("first").When(c => c.First()).Flat(10, "EUR").AtMost(500, "EUR", per: TimeFrame.CalendarMonth))
        .RewardReferrer(r => r.Named("gold").When(c => c.InSegment("gold")).Flat(2, "EUR"))
        .RewardReferrer(r => r.Named("big").When(c => c.AtLeast(200, "EUR")).PercentOf(5, "EUR", ceiling: 15))
        .RewardReferrer(r => r.Named("tiers").Tiered(t => t.From(1, 1, "EUR").From(5, 2, "EUR").From(10, 3, "EUR")).AtMostRewards(50))
        .RewardReferrer(r => r.Named("sale").When(c => c.And(Condition.OnDates(new LocalDate(2026, 3, 10), new LocalDate(2026, 3, 19)))).Flat(3, "EUR"))
        .RewardReferee(r => r.Named("welcome").When(c => c.First().AtLeast(50, "EUR")).Flat(5, "EUR").AtMostRewards(1))
        .RewardReferee(r => r.Named("early").When(c => c.Within(TimePeriod.Days(30))).PercentOf(2, "EUR"))
        .RewardReferee(r => r.Named("loyal").When(c => c.And(Condition.Count(Measure.OwnConversions("purchase"), Comparison.AtLeast, 5))).Flat(1, "EUR"))
        .RewardReferee(r => r.Named("metal").When(c => c.InSegment("silver", "bronze").AtLeast(100, "EUR")).Flat(1, "EUR"))
        .RewardReferee(r => r.Named("autumn").When(c => c.And(Condition.OnDates(new LocalDate(2026, 9, 1), new LocalDate(2026, 11, 30)))).Flat(4, "EUR")));

    private static long ByHand(QualificationContext context, Numbers state)
    {
        var conversion = context.Conversion;
        if (conversion.Name != "purchase" || conversion.Amount is not { } amount || amount.Unit != Euro || amount.MinorUnits < 2_000)
        {
            return 0;
        }

        var (sum, minor, at) = (0L, amount.MinorUnits, context.OccurredAt);
        if (context.Ordinal == 1)
        {
            sum += Math.Min(1_000, Math.Max(0, 50_000 - state.FirstUsed));
        }

        sum += context.Segment == "gold" ? 200 : 0;
        sum += minor >= 20_000 ? Math.Min(1_500, (minor + 10) / 20) : 0;
        var count = state.Tiered + 1;
        sum += state.TiersUsed >= 50 ? 0 : count >= 10 ? 300 : count >= 5 ? 200 : 100;
        sum += at >= SaleFrom && at < SaleUntil ? 300 : 0;
        sum += context.Ordinal == 1 && minor >= 5_000 && state.WelcomeUsed == 0 ? 500 : 0;
        sum += at - context.SignedUpAt < Duration.FromDays(30) ? (minor + 25) / 50 : 0;
        sum += state.Own + 1 >= 5 ? 100 : 0;
        sum += context.Segment is "silver" or "bronze" && minor >= 10_000 ? 100 : 0;
        return sum;
    }

    /// <summary>What is stored of one customer, by slot and by name.</summary>
    private sealed class Numbers : IRuleState
    {
        private readonly long[] _slots;

        internal Numbers(IncentivePlan plan, Random random)
        {
            FirstUsed = random.Next(60_000);
            Tiered = random.Next(15);
            TiersUsed = random.Next(60);
            WelcomeUsed = random.Next(2);
            Own = random.Next(8);
            _slots = [.. plan.Tallies.Select(tally => tally.Name switch
            {
                "cap:first:EUR" => FirstUsed,
                "rule:tiers:n" => Tiered,
                "cap:tiers:n" => TiersUsed,
                "cap:welcome:n" => WelcomeUsed,
                _ => Own,
            })];
        }

        internal long FirstUsed { get; }

        internal long Tiered { get; }

        internal long TiersUsed { get; }

        internal long WelcomeUsed { get; }

        internal long Own { get; }

        public long Tally(int slot, CustomerId owner) => _slots[slot];

        public string? Choice(string rule, CustomerId owner) => null;
    }
}

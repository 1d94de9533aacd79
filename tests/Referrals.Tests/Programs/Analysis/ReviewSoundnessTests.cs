using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Referrals.Tests.Decisions.Rules;

namespace Referrals.Tests.Programs.Analysis;

/// <summary>Where a review says "never", it never happens: over random programs, conversions and numbers.</summary>
public sealed class ReviewSoundnessTests
{
    private static readonly Instant SignedUp = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(400);

    [Fact]
    public void Conditions_said_never_to_hold_never_do()
    {
        var found = 0;
        Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var condition = Condition.All(Enumerable.Range(0, random.Next(2, 6)).Select(_ => RandomCondition(random, 0)));
            var program = ReferralProgram.Create("sound", p => p.Qualify(q => q.And(condition)).RewardReferrer(r => r.Flat(10, "EUR")));
            if (!ProgramAnalysis.Of(program).Findings.Any(static finding => finding is { Code: AnalysisCodes.NeverHolds, Path: "$.qualify" }))
            {
                return;
            }

            found++;
            var plan = IncentivePlan.For(program);
            for (var i = 0; i < 60; i++)
            {
                Assert.False(plan.IsQualified(Context(random), new RandomState(random, 4)));
            }
        }));
        Assert.InRange(found, 20, 390);
    }

    [Fact]
    public void Rules_said_always_to_lose_always_do()
    {
        var found = 0;
        Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var program = ReferralProgram.Create("sound", p =>
            {
                _ = p.WhenSeveralMatch(random.Next(2) == 0 ? Precedence.First : Precedence.Best);
                for (var i = random.Next(2, 5); i > 0; i--)
                {
                    _ = p.RewardReferrer(r =>
                    {
                        _ = random.Next(4) == 0 ? r.PerPiece(1, "EUR") : r.Flat(random.Next(1, 4), "EUR");
                        _ = r.When(w => w.And(Condition.All(Enumerable.Range(0, random.Next(3)).Select(_ => Single(random)).Prepend(Condition.Always)))).WithPriority(random.Next(3));
                        _ = random.Next(4) == 0 ? r.AtMost(5, "EUR") : r;
                    });
                }
            });
            var losers = ProgramAnalysis.Of(program).Findings.Where(static finding => finding.Code == AnalysisCodes.AlwaysOutranked)
                .Select(static finding => finding.Path["$.incentives[".Length] - '0').ToArray();
            found += losers.Length;
            var plan = IncentivePlan.For(program);
            var outcomes = new IncentiveOutcome[program.Incentives.Count];
            for (var i = 0; i < 60; i++)
            {
                _ = plan.Decide(Context(random), new RandomState(random, 600), outcomes);
                Assert.All(losers, loser => Assert.False(outcomes[loser].IsGranted));
            }
        }));
        Assert.InRange(found, 40, 1_000);
    }

    [Fact]
    public void Steps_said_to_be_unreachable_are_never_paid()
    {
        var found = 0;
        Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var program = ReferralProgram.Create("sound", p => p.RewardReferrer(r =>
            {
                _ = r.Tiered(t =>
                {
                    var from = 1;
                    for (var i = random.Next(2, 5); i > 0; i--)
                    {
                        _ = t.From(from, random.Next(1, 20), "EUR");
                        from += random.Next(1, 4);
                    }
                });
                var cap = random.Next(2) == 0 ? Cap.OfAmount(Amount.Of(random.Next(5, 120), "EUR")) : Cap.OfRewards(random.Next(1, 9));
                _ = r.Limit(random.Next(3) == 0 ? cap.PerReferral() : random.Next(4) == 0 ? cap.Refusing() : cap);
            }));
            var tiers = ((TieredFormula)program.Incentives[0].Formula).Table.Tiers;
            var step = ProgramAnalysis.Of(program).Findings.Where(static finding => finding.Code == AnalysisCodes.UnreachableTier)
                .Select(static finding => finding.Path[^2] - '0').DefaultIfEmpty(int.MaxValue).Min();
            found += step == int.MaxValue ? 0 : 1;
            var plan = IncentivePlan.For(program);
            var outcomes = new IncentiveOutcome[1];
            var tallies = new CountedState(plan);
            for (var count = 1; count <= 40; count++)
            {
                _ = plan.Decide(Context(random, amount: 10), tallies, outcomes);
                tallies.Count(outcomes[0]);
                Assert.False(outcomes[0].IsGranted && step < tiers.Count && count >= tiers[step].From);
            }
        }));
        Assert.InRange(found, 20, 390);
    }

    [Fact]
    public void Reviews_of_any_program_can_be_made() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            foreach (var program in Terms.TermsPropertyTests.Programs(seed).Append(new RandomRules(new Random(seed)).Draw()))
            {
                var review = ProgramAnalysis.Of(program);
                Assert.All(review.Findings, static finding => Assert.StartsWith("$", finding.Path, StringComparison.Ordinal));
                Assert.All(review.Findings, static finding => Assert.EndsWith(".", finding.Message + finding.Remedy[^1], StringComparison.Ordinal));
                Assert.NotEmpty(review.ToText());
            }
        }).QuickCheckThrowOnFailure();

    private static Condition RandomCondition(Random random, int depth) => random.Next(depth > 1 ? 6 : 9) switch
    {
        6 => Condition.Not(RandomCondition(random, depth + 1)),
        7 => Condition.Any(RandomCondition(random, depth + 1), RandomCondition(random, depth + 1)),
        8 => Condition.All(RandomCondition(random, depth + 1), RandomCondition(random, depth + 1)),
        _ => Single(random),
    };

    private static Condition Single(Random random) => random.Next(15) switch
    {
        0 => Condition.Event(Any(random, "a", "b")),
        1 => Condition.Happened(Any(random, "a", "b")),
        2 => Condition.Nth(random.Next(1, 4)),
        3 => Condition.EveryNth(random.Next(1, 4)),
        4 => Condition.Amount((Comparison)random.Next(5), Amount.Of(random.Next(1, 4), Any(random, "EUR", "EUR", "USD"))),
        5 => Condition.Within(TimePeriod.Days(random.Next(1, 4))),
        6 => Condition.In(Field.Event("plan"), Any(random, "x", "y"), Any(random, "x", "y")),
        7 => Condition.Known(Field.Event(Any(random, "plan", "seats"))),
        8 => Condition.Compare(Field.Event("seats"), (Comparison)random.Next(5), random.Next(1, 4)),
        9 => Condition.OnDates(new LocalDate(2026, 3, 1).PlusDays(random.Next(4)), new LocalDate(2026, 3, 5)),
        10 => Condition.OnWeekdays((IsoDayOfWeek)random.Next(1, 8), (IsoDayOfWeek)random.Next(1, 8)),
        11 => Condition.Count(Measure.OwnConversions(), (Comparison)random.Next(5), random.Next(4)),
        12 => Condition.AnyLine(Condition.All(Condition.In(Field.Line("sku"), Any(random, "x", "y")), Condition.In(Field.Line("sku"), Any(random, "x", "y")))),
        13 => Condition.MemberFor(Side.Referee, TimePeriod.Days(random.Next(1, 4))),
        _ => Condition.MemberForLessThan(Side.Referee, TimePeriod.Days(random.Next(1, 4))),
    };

    private static QualificationContext Context(Random random, int? amount = null)
    {
        var conversion = Conversion.Of(CustomerId.From("bob"), "c", Any(random, "a", "b"), Amount.Of(amount ?? random.Next(0, 5), amount is null ? Any(random, "EUR", "USD") : "EUR"))
            .At(SignedUp + Duration.FromHours(random.Next(0, 150)));
        conversion = random.Next(3) == 0 ? conversion : conversion.With("plan", Any(random, "x", "y", "z"));
        conversion = random.Next(3) == 0 ? conversion : conversion.With("seats", random.Next(0, 5).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new QualificationContext(conversion, random.Next(1, 7), CustomerId.From("bob"), CustomerId.From("alice"), SignedUp, DateTimeZone.Utc);
    }

    private static string Any(Random random, params string[] values) => values[random.Next(values.Length)];

    /// <summary>Every number is drawn anew for each question about another slot.</summary>
    private sealed class RandomState(Random random, int most) : IRuleState
    {
        private readonly Dictionary<int, long> _numbers = [];

        public long Tally(int slot, CustomerId owner) => _numbers.TryGetValue(slot, out var number) ? number : _numbers[slot] = random.Next(most);

        public string? Choice(string rule, CustomerId owner) => null;
    }

    /// <summary>What one referrer's conversions, one after the other, leave in the numbers of a program with one rule.</summary>
    private sealed class CountedState(IncentivePlan plan) : IRuleState
    {
        private readonly long[] _numbers = new long[plan.Tallies.Count];

        public long Tally(int slot, CustomerId owner) => _numbers[slot];

        public string? Choice(string rule, CustomerId owner) => null;

        internal void Count(IncentiveOutcome outcome)
        {
            var cap = plan.Rules[0].Caps[0];
            for (var slot = 0; slot < _numbers.Length; slot++)
            {
                _numbers[slot] += slot != cap.Slot ? 1 : !outcome.IsGranted ? 0 : cap.IsCount ? 1 : outcome.MinorUnits;
            }
        }
    }
}

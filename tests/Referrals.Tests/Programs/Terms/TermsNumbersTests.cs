using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Referrals.Testing;

namespace Referrals.Tests.Programs.Terms;

/// <summary>The numbers are read out of the text that customers see, and are those which decide: at each threshold and right beside it.</summary>
public sealed partial class TermsNumbersTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(150);
    private static readonly Instant SignedUp = Instant.FromUtc(2026, 3, 1, 9, 0);

    [Fact]
    public void Flat_reward_is_what_is_promised() => ForAll(random =>
    {
        var asked = new Asked(p => p.RewardReferrer(r => r.Flat(Cents(random, 1, 5_000), "EUR")));

        Assert.Equal(asked.Amounts("gets.own")[0], asked.Grant(20));
    });

    [Fact]
    public void Percentage_has_the_share_floor_and_ceiling_that_are_promised() => ForAll(random =>
    {
        var asked = new Asked(p => p.RewardReferrer(r => r.PercentOf(random.Next(1, 4_000) / 100m, "EUR", ceiling: random.Next(10, 50), floor: random.Next(1, 10))));
        var text = asked.Text("gets.own");
        var share = decimal.Parse(Percent().Match(text).Groups[1].Value, CultureInfo.InvariantCulture) / 100;
        var (floor, ceiling) = (asked.Amounts("gets.own")[0], asked.Amounts("gets.own")[1]);
        foreach (var limit in new[] { floor, ceiling })
        {
            for (var step = -2; step <= 2; step++)
            {
                var amount = Math.Max(0.01m, decimal.Round(limit / share, 2) + (step * 0.01m / share));
                amount = decimal.Round(amount, 2);
                Assert.Equal(Math.Clamp(decimal.Round(amount * share, 2, MidpointRounding.AwayFromZero), floor, ceiling), asked.Grant(amount));
            }
        }
    });

    [Fact]
    public void Steps_pay_what_the_table_says_around_each_of_them() => ForAll(random =>
    {
        var isShare = random.Next(2) == 0;
        var asked = new Asked(p => p.RewardReferrer(r => r.Tiered(t =>
        {
            var from = 0;
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                from += random.Next(1, 4);
                _ = isShare ? t.FromPercent(from, random.Next(1, 4_000) / 100m, "EUR") : t.From(from, Cents(random, 1, 5_000), "EUR");
            }
        })));
        var rows = asked.Sentence("gets.own").Table!.Rows.Select(static row => (From: long.Parse(row[0], CultureInfo.InvariantCulture), Reward: row[^1])).ToArray();
        foreach (var count in rows.SelectMany(static row => new[] { row.From - 1, row.From, row.From + 1 }).Where(static count => count > 0))
        {
            var promised = rows.LastOrDefault(row => row.From <= count).Reward;
            var expected = promised is null ? (decimal?)null : isShare
                ? decimal.Round(80 * decimal.Parse(Percent().Match(promised).Groups[1].Value, CultureInfo.InvariantCulture) / 100, 2, MidpointRounding.AwayFromZero)
                : Read(promised)[0];
            Assert.Equal(expected, asked.Grant(80, count - 1));
        }
    });

    [Fact]
    public void Graduated_steps_pay_each_part_at_the_rate_of_the_table() => ForAll(random =>
    {
        var asked = new Asked(p => p.RewardReferrer(r => r.Tiered(t =>
        {
            var from = 0;
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                _ = t.FromPercent(from, random.Next(1, 40), "EUR");
                from += random.Next(1, 500);
            }

            _ = t.ByVolume("EUR").Graduated();
        })));
        var rows = asked.Sentence("gets.own").Table!.Rows
            .Select(static row => (From: Read(row[0])[0], Share: decimal.Parse(Percent().Match(row[^1]).Groups[1].Value, CultureInfo.InvariantCulture) / 100)).ToArray();
        foreach (var total in rows.Select(static row => row.From).SelectMany(static from => new[] { from - 0.01m, from, from + 0.01m, from + 100 }).Where(static total => total > 0))
        {
            var earned = rows.Select((row, i) => Math.Max(0, Math.Min(total, i + 1 < rows.Length ? rows[i + 1].From : total) - row.From) * row.Share).Sum();
            var rounded = decimal.Round(earned, 2, MidpointRounding.AwayFromZero);
            Assert.Equal(rounded == 0 ? null : rounded, asked.Grant(total));
        }
    });

    [Fact]
    public void Cap_is_kept_to_the_cent_that_is_promised() => ForAll(random =>
    {
        var refuses = random.Next(2) == 0;
        var asked = new Asked(p => p.RewardReferrer(r => _ = refuses
            ? r.Flat(10, "EUR").AtMost(random.Next(10, 900), "EUR", per: TimeFrame.CalendarMonth, atCap: CapAction.Refuse)
            : r.Flat(10, "EUR").AtMost(random.Next(10, 900), "EUR", per: TimeFrame.CalendarMonth)));
        var cap = asked.Amounts("cap.own.amount")[0];
        Assert.Equal(refuses, asked.Has("cap.Refuse"));
        foreach (var left in new[] { 0m, 0.01m, 9.99m, 10m, 10.01m })
        {
            var expected = left >= 10 ? 10 : refuses || left == 0 ? (decimal?)null : left;
            Assert.Equal(expected, asked.Grant(50, used: (cap - left) * 100));
        }
    });

    [Fact]
    public void Number_of_rewards_is_what_is_promised() => ForAll(random =>
    {
        var asked = new Asked(p => p.RewardReferrer(r => r.Flat(10, "EUR").AtMostRewards(random.Next(2, 50), per: TimeFrame.CalendarYear)));
        var most = int.Parse(Number().Match(asked.Text("cap.own.count")).Value, CultureInfo.InvariantCulture);

        Assert.Equal(10, asked.Grant(50, used: most - 1));
        Assert.Null(asked.Grant(50, used: most));
    });

    [Fact]
    public void Budget_is_what_is_promised() => ForAll(random =>
    {
        var asked = new Asked(p => p.RewardReferrer(r => r.Flat(10, "EUR")).Budget(random.Next(10, 90_000), "EUR"));
        var budget = asked.Amounts("budget")[0];

        Assert.Equal(10, asked.Grant(50, used: (budget - 10) * 100));
        Assert.Null(asked.Grant(50, used: ((budget - 10) * 100) + 1));
    });

    [Fact]
    public void Smallest_amount_is_what_is_promised() => ForAll(random =>
    {
        var asked = new Asked(p => p.Qualify(q => q.On("purchase").AtLeast(Cents(random, 2, 90_000), "EUR")).RewardReferrer(r => r.Flat(10, "EUR")));
        var least = asked.Amounts("when.amount")[0];

        Assert.Equal(10, asked.Grant(least));
        Assert.Null(asked.Grant(least - 0.01m));
    });

    [Fact]
    public void Window_ends_when_it_is_promised_to() => ForAll(random =>
    {
        var asked = new Asked(p => p.Qualify(q => q.On("purchase").Within(TimePeriod.Days(random.Next(1, 400)))).RewardReferrer(r => r.Flat(10, "EUR")));
        var end = SignedUp + Duration.FromDays(int.Parse(Number().Match(asked.Text("when.window")).Value, CultureInfo.InvariantCulture));

        Assert.Equal(10, asked.Grant(50, at: end - Duration.FromSeconds(1)));
        Assert.Null(asked.Grant(50, at: end));
    });

    [Fact]
    public void Hold_ends_when_it_is_promised_to() => ForAll(random =>
    {
        var asked = new Asked(p => p.RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(random.Next(1, 60)))));
        var hold = Duration.FromDays(int.Parse(Number().Match(asked.Text("hold")).Value, CultureInfo.InvariantCulture));
        var scenario = new ReferralScenario(asked.Program);
        _ = scenario.Enroll("alice");
        _ = scenario.SignUp("bob", referredBy: "alice");
        _ = scenario.Purchase("bob", 50, "EUR");
        var end = scenario.Now + hold;

        scenario.PassUntil(end - Duration.FromSeconds(1));
        Assert.DoesNotContain(scenario.Facts, static fact => fact.Kind == FactKind.RewardVested);
        scenario.PassUntil(end);
        Assert.Contains(scenario.Facts, static fact => fact.Kind == FactKind.RewardVested);
    });

    private static void ForAll(Action<Random> holds) => Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => holds(new Random(seed))));

    private static decimal Cents(Random random, int from, int to) => random.Next(from, to) / 100m;

    private static decimal[] Read(string text) =>
        [.. Money().Matches(text).Select(static match => decimal.Parse(match.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture))];

    [GeneratedRegex("([0-9.,]+) EUR")]
    private static partial Regex Money();

    [GeneratedRegex("([0-9.]+)%")]
    private static partial Regex Percent();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    /// <summary>A program, its terms as a referrer reads them, and what it decides.</summary>
    private sealed class Asked
    {
        private readonly IncentivePlan _plan;
        private readonly TermsSentence[] _sentences;

        internal Asked(Action<ReferralProgramBuilder> configure)
        {
            Program = ReferralProgram.Create("asked", configure);
            _plan = IncentivePlan.For(Program);
            _sentences = [.. ProgramTerms.Of(Program, Side.Referrer).Sections.SelectMany(static section => section.Sentences)];
        }

        internal ReferralProgram Program { get; }

        internal bool Has(string code) => _sentences.Any(sentence => sentence.Code == code);

        internal TermsSentence Sentence(string code) => _sentences.Single(sentence => sentence.Code == code);

        internal string Text(string code) => Sentence(code).Text;

        internal decimal[] Amounts(string code) => Read(Text(code));

        /// <summary>What a purchase earns, given how many or how much was counted before and how much of caps and budgets is used.</summary>
        internal decimal? Grant(decimal amount, decimal counted = 0, decimal used = 0, Instant? at = null)
        {
            var conversion = Conversion.Of(CustomerId.From("bob"), "c", "purchase", Amount.Of(amount, "EUR")).At(at ?? SignedUp);
            var context = new QualificationContext(conversion, 1, CustomerId.From("bob"), CustomerId.From("alice"), SignedUp, DateTimeZone.Utc);
            var outcomes = new IncentiveOutcome[1];
            _ = _plan.Decide(context, new Numbers(_plan, (long)counted, (long)used), outcomes);
            return outcomes[0].Amount?.Value;
        }
    }

    private sealed class Numbers(IncentivePlan plan, long counted, long used) : IRuleState
    {
        public long Tally(int slot, CustomerId owner) => plan.Tallies[slot].IsLimit ? used : counted;

        public string? Choice(string rule, CustomerId owner) => null;
    }
}

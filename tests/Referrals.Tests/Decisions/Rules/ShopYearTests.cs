using Referrals.Kpis;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>
/// A year of a shop in which a fifth of the orders change afterwards: more or less was bought, lines went back, shipping was refunded, a whole order was
/// returned, a dispute was won. However late its reports come, the books and the figures are the same.
/// </summary>
public sealed class ShopYearTests
{
    private const int Days = 365;
    private const int Referrers = 8;
    private const int Referees = 60;
    private const int Orders = 600;

    /// <summary>
    /// Figures of what rewards cost. Of a month they differ where a correction is known before its order: what would be granted in one month and corrected
    /// in the next is then granted as it is right, in the first. Over all months they are the same.
    /// </summary>
    private static readonly string[] Costs =
        ["referral_program_cost", "CAC_referral_per_purchaser", "ROI_referral_margin_basis"];

    private static readonly ReferralProgram Program = ReferralProgram.Create("shop", p => p
        .CountAmounts(new AmountBase { WithShipping = false })
        .RewardReferrer(static r => r.When(static when => when.AtLeast(30, "USD")).PercentOf(10, "USD", ceiling: 15, floor: 4)
            .RecomputedOnRefund().HeldFor(TimePeriod.Days(14)))
        .RewardReferrer(static r => r.PerSpend(1, "points", 10, "USD").RecomputedOnRefund())
        .RewardReferee(static r => r.PercentOf(3, "USD").HeldFor(TimePeriod.Days(30))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Year_ends_in_the_same_books_and_figures_however_late_it_is_reported(int seed)
    {
        var (people, reports) = Year(new Random(seed));
        var random = new Random(seed + 100);
        ReferralInput[] asItHappened = [.. reports.OrderBy(static input => input.OccurredAt)];
        ReferralInput[] withinDays = [.. reports.OrderBy(input => (int)(input.OccurredAt!.Value - Start).TotalDays).ThenBy(_ => random.Next())];
        ReferralInput[] latestFirst = [.. reports.OrderByDescending(static input => input.OccurredAt)];

        var straight = Told(people, asItHappened);
        Assert.True(straight.Facts.Count(static fact => fact.Kind == FactKind.RewardGranted) > Orders, "The year is worth telling.");
        Same(straight, Told(people, withinDays), "shuffled within a day");
        Same(straight, Told(people, latestFirst), "latest first");
    }

    [Fact]
    public void What_was_refunded_while_it_waited_for_the_sign_up_goes_back_when_it_was_refunded()
    {
        var story = new Story(Program);
        _ = story.Tell(Enrollment.Of(Customer("r0")).At(Day(0)));
        _ = story.Tell(Conversion.Of(Customer("f0"), "o", "purchase", Cents(100_00)).At(Day(10)));
        _ = story.Tell(Refund.Of("r", "o", Cents(40_00)).At(Day(12)));

        _ = story.Tell(SignUp.Of(Customer("f0")).ReferredBy(Customer("r0")).At(Day(5)));

        Assert.All(story.Facts.Where(static fact => fact.Kind == FactKind.RewardGranted), static fact => Assert.Equal(Day(10), fact.OccurredAt));
        var reversed = story.Facts.Where(static fact => fact.Kind == FactKind.RewardReversed).ToList();
        Assert.Equal(3, reversed.Count);
        Assert.All(reversed, static fact => Assert.Equal(Day(12), fact.OccurredAt));
        Assert.Equal(6_00, story.Ledger("Pending", "r0"));
    }

    private static void Same(Story expected, Story told, string order)
    {
        var (books, others) = (Books(expected), Books(told));
        var wrong = books.Keys.Union(others.Keys)
            .Where(account => books.GetValueOrDefault(account) != others.GetValueOrDefault(account))
            .Select(account => $"{account}: {others.GetValueOrDefault(account)} instead of {books.GetValueOrDefault(account)}")
            .ToArray();
        Assert.True(wrong.Length == 0, $"Told {order}:\n{string.Join('\n', wrong)}");

        for (var month = -1; month < 14; month++)
        {
            var window = month < 0 ? KpiWindow.Of(Day(-1), Day(800)) : KpiWindow.Of(Day(month * 30), Day((month + 1) * 30));
            var (right, figures) = (KpiReport.Compute(expected.Facts, window, Unit.Money("USD")), KpiReport.Compute(told.Facts, window, Unit.Money("USD")));
            var differing = right.Results.Zip(figures.Results)
                .Where(pair => pair.First.Value != pair.Second.Value && (month < 0 || !Costs.Contains(pair.First.Name)))
                .Select(static pair => $"{pair.First.Name}: {pair.Second.ValueText} instead of {pair.First.ValueText}")
                .ToArray();
            Assert.True(differing.Length == 0, $"Told {order}, month {month}:\n{string.Join('\n', differing)}");
        }
    }

    /// <summary>
    /// What everybody has, and what the program has spent for good: a refund that comes before its order leaves nothing to grant first and reverse then.
    /// </summary>
    private static Dictionary<string, long> Books(Story story) => story.LedgerTotals
        .GroupBy(static total => total.Key.Replace("Reversed::", "Program::", StringComparison.Ordinal), static total => total.Value)
        .Select(static account => (account.Key, Sum: account.Sum()))
        .Where(static account => account.Sum != 0)
        .ToDictionary(static account => account.Key, static account => account.Sum);

    private static Story Told(IReadOnlyList<ReferralInput> people, IReadOnlyList<ReferralInput> reports)
    {
        var story = new Story(Program);
        foreach (var input in people.Concat(reports))
        {
            Assert.True(story.Tell(input).IsAccepted, $"{input} is refused: {story.Answers[^1].Explanation.ToText()}");
        }

        story.PassTime(Days + 90);
        return story;
    }

    /// <summary>The referrers, who are there from the start, and everything that is reported about their friends.</summary>
    private static (ReferralInput[] People, List<ReferralInput> Reports) Year(Random random)
    {
        ReferralInput[] people = [.. Enumerable.Range(0, Referrers).Select(static i => Enrollment.Of(Customer($"r{i}")).At(Day(0)))];
        var reports = new List<ReferralInput>();
        var since = new double[Referees];
        for (var i = 0; i < Referees; i++)
        {
            since[i] = random.NextDouble() * Days * 0.8;
            reports.Add(SignUp.Of(Customer($"f{i}")).ReferredBy(Customer($"r{random.Next(Referrers)}")).At(Day(since[i])));
        }

        for (var i = 0; i < Orders; i++)
        {
            var friend = random.Next(Referees);
            var day = since[friend] + 0.01 + (random.NextDouble() * (Days - since[friend] - 0.02));
            var order = Order(random, friend, $"o{i}");
            reports.Add(order.At(Day(day)));
            if (random.Next(5) == 0)
            {
                reports.AddRange(Changes(random, friend, order, day + 0.5));
            }
        }

        return (people, reports);
    }

    private static Conversion Order(Random random, int friend, string id)
    {
        var (shoes, socks, shipping) = (random.Next(10_00, 150_00), random.Next(1, 30) * 100, random.Next(0, 9_00));
        return Conversion.Of(Customer($"f{friend}"), id, "purchase", Cents(shoes + socks + shipping))
            .WithShipping(Cents(shipping))
            .WithLine(ProductLine.Of("shoes", Cents(shoes)))
            .WithLine(ProductLine.Of("socks", Cents(socks), quantity: 2));
    }

    private static IEnumerable<ReferralInput> Changes(Random random, int friend, Conversion order, double day)
    {
        Refund Whole() => Refund.OfWhole($"{order.Id}-r", order.Id).At(Day(day));
        switch (random.Next(6))
        {
            case 0:
                yield return Whole();
                break;
            case 1:
                yield return Whole();
                yield return RefundCancellation.Of($"{order.Id}-r", order.Id).At(Day(day + 20));
                break;
            case 2:
                yield return Refund.OfLine($"{order.Id}-r1", order.Id, "socks").At(Day(day));
                yield return Refund.OfLine($"{order.Id}-r2", order.Id, "shoes").At(Day(day + 3));
                break;
            case 3:
                yield return Refund.OfShipping($"{order.Id}-r", order.Id, order.Shipping!.Value).At(Day(day));
                break;
            case 4:
                yield return Amendment.Of($"{order.Id}-a1", Order(random, friend, order.Id)).At(Day(day));
                yield return Amendment.Of($"{order.Id}-a2", Order(random, friend, order.Id)).At(Day(day + 1));
                break;
            default:
                yield return Amendment.Of($"{order.Id}-a", Order(random, friend, order.Id)).At(Day(day));
                yield return Refund.OfLine($"{order.Id}-r", order.Id, "socks").At(Day(day + 40));
                break;
        }
    }

    private static Amount Cents(long cents) => Amount.FromMinorUnits(cents, Unit.Money("USD"));
}

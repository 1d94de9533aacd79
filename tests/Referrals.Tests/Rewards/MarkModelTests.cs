using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Referrals.Tests.Rewards;

/// <summary>
/// Orders, returns, partial returns and rejections, for every measure, period and mark: what the marks pay is what a plain model says, that
/// keeps a list of orders and counts it anew each time.
/// </summary>
public sealed class MarkModelTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 10, 0);
    private static readonly string[] Friends = ["bob", "carol", "dave"];

    private static readonly TimeFrame[] Periods =
        [TimeFrame.Lifetime, TimeFrame.CalendarDay, TimeFrame.CalendarWeek, TimeFrame.CalendarMonth, TimeFrame.InTheLast(TimePeriod.Days(7))];

    [Fact]
    public void Marks_pay_what_a_plain_count_of_what_stands_says() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Run(seed)));

    private static void Run(int seed)
    {
#pragma warning disable CA5394 // A seed from FsCheck makes the history.
        var random = new Random(seed);
        var subject = random.Next(4);
        var period = Periods[random.Next(Periods.Length)];
        var sums = random.Next(2) == 0;
        var every = random.Next(2) == 0;
        int[] marks = every ? [random.Next(1, 5)] : random.Next(2) == 0 ? [random.Next(1, 5)] : [2, 4];
        var size = sums ? 30 : 1;
        var measure = Of(subject, period, sums);
        var reward = RewardFormula.Flat(Amount.Of(10, "EUR"));
        var formula = every
            ? RewardFormula.EveryMilestone(measure, marks[0] * size, reward)
            : RewardFormula.AtMilestones(measure, marks.Select(mark => Tier.Of(mark * size, reward)));
        var deal = new Deal(p => p.RewardReferrer(r => r.Give(formula)));
        foreach (var friend in Friends)
        {
            _ = deal.Scenario.Tell(SignUp.Of(Deal.Id(friend)).ReferredBy(Deal.Id("alice")).At(Start - Duration.FromHours(1)));
        }

        var model = new Model(subject, period, sums, every, [.. marks.Select(mark => (decimal)mark * size)]);
        var at = Start;
        for (var i = 1; i <= 25; i++)
        {
            at += Duration.FromHours(random.Next(1, 60));
            if (model.Standing.Count > 0 && random.Next(3) == 0)
            {
                var order = model.Standing[random.Next(model.Standing.Count)];
                var part = random.Next(2) == 0 ? order.Left : Math.Min(order.Left, 10);
                _ = deal.Scenario.Tell(part == order.Left && random.Next(2) == 0
                    ? Refund.OfWhole(Text("r", i), order.Id).At(at)
                    : Refund.Of(Text("r", i), order.Id, Amount.Of(part, "EUR")).At(at));
                model.Return(order, part);
            }
            else if (random.Next(12) == 0 && model.Rejected.Count < 2)
            {
                var friend = Friends[random.Next(Friends.Length)];
                _ = deal.Scenario.Tell(ReferralReview.Reject(Deal.Id(friend), "fraud").At(at));
                model.Reject(friend);
            }
            else
            {
                var friend = Friends[random.Next(Friends.Length)];
                var amount = random.Next(1, 7) * 10;
                _ = deal.Scenario.Tell(Conversion.Of(Deal.Id(friend), Text("o", i), "purchase", Amount.Of(amount, "EUR")).At(at));
                model.Buy(Text("o", i), friend, at, amount);
            }

            Assert.True(
                model.Paid * 10 == deal.Scenario.Available("alice", "EUR").Value,
                $"seed {seed}, step {i}, {formula}: model {model.Paid * 10}, books {deal.Scenario.Available("alice", "EUR")}");
        }
#pragma warning restore CA5394
    }

    private static string Text(string letter, int number) => string.Create(CultureInfo.InvariantCulture, $"{letter}{number}");

    private static Measure Of(int subject, TimeFrame period, bool sums)
    {
        var measure = subject switch
        {
            0 => Measure.RuleConversions(),
            1 => Measure.RuleConversionsOfReferee(),
            2 => Measure.ReferredConversions("purchase"),
            _ => Measure.OwnConversions("purchase"),
        };
        measure = measure.In(period);
        return sums ? measure.Sum(Unit.Money("EUR")) : measure;
    }

    private sealed class Order(string id, string friend, Instant at, decimal left)
    {
        internal string Id => id;

        internal string Friend => friend;

        internal Instant At => at;

        internal decimal Left { get; set; } = left;
    }

    private sealed class Payment(string place, decimal mark, Instant at)
    {
        internal string Place => place;

        internal decimal Mark => mark;

        internal Instant At => at;

        internal long Times { get; set; }
    }

    private sealed class Model(int subject, TimeFrame period, bool sums, bool every, decimal[] marks)
    {
        private readonly List<Payment> _payments = [];

        internal List<Order> Standing { get; } = [];

        internal HashSet<string> Rejected { get; } = [];

        internal long Paid => _payments.Sum(payment => payment.Times);

        internal void Buy(string id, string friend, Instant at, decimal amount)
        {
            var order = new Order(id, friend, at, amount);
            Standing.Add(order);
            if (Rejected.Contains(friend))
            {
                return;
            }

            foreach (var mark in marks)
            {
                var place = PlaceOf(order);
                var times = Due(place, mark, at) - PaidAt(place, mark, at);
                if (times > 0)
                {
                    _payments.Add(new Payment(place, mark, at) { Times = times });
                }
            }
        }

        internal void Return(Order order, decimal part)
        {
            order.Left -= part;
            if (order.Left == 0)
            {
                _ = Standing.Remove(order);
            }

            TakeBack();
        }

        internal void Reject(string friend)
        {
            _ = Rejected.Add(friend);
            TakeBack();
        }

        private void TakeBack()
        {
            foreach (var payment in Enumerable.Reverse(_payments))
            {
                var over = PaidAt(payment.Place, payment.Mark, payment.At) - Due(payment.Place, payment.Mark, payment.At);
                payment.Times -= Math.Clamp(over, 0, payment.Times);
            }
        }

        private long Due(string place, decimal mark, Instant end)
        {
            var counted = Standing.Where(order => PlaceOf(order) == place && Within(order.At, end)
                && (subject == 3 || !Rejected.Contains(order.Friend)));
            var number = sums ? counted.Sum(order => order.Left) : counted.Count();
            return number < mark ? 0 : every ? (long)(number / mark) : 1;
        }

        private long PaidAt(string place, decimal mark, Instant end) => _payments
            .Where(payment => payment.Place == place && payment.Mark == mark && Within(payment.At, end))
            .Sum(payment => payment.Times);

        private bool Within(Instant at, Instant end) =>
            period.Kind != TimeFrameKind.Trailing || (at <= end && at > end - Duration.FromDays(7));

        private string PlaceOf(Order order)
        {
            var owner = subject is 0 or 2 ? "alice" : order.Friend;
            var day = order.At.InUtc().Date;
            return owner + period.Kind switch
            {
                TimeFrameKind.CalendarDay => day.ToString("uuuuMMdd", CultureInfo.InvariantCulture),
                TimeFrameKind.CalendarWeek => day.PlusDays(1 - (int)day.DayOfWeek).ToString("uuuuMMdd", CultureInfo.InvariantCulture),
                TimeFrameKind.CalendarMonth => day.ToString("uuuuMM", CultureInfo.InvariantCulture),
                _ => string.Empty,
            };
        }
    }
}

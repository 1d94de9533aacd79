using System.Globalization;
using NodaTime;

namespace Generator;

/// <summary>
/// A year of a shop for lamps. Customers come by themselves or by advertisements; some become referrers and share; visitors
/// click, sign up, buy, and refer others in turn. With it goes everything that is not as it should be: links that are too old,
/// codes that nobody has, people who refer themselves or each other, staff, gift cards, foreign currencies, refunds.
/// </summary>
internal sealed class Shop(int seed)
{
    private const int Unreferred = 3_600;

    private static readonly Instant Start = Instant.FromUtc(2025, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2026, 1, 1, 0, 0);

    private readonly Dice _dice = new(seed);
    private readonly Queue<Person> _next = [];
    private readonly HashSet<string> _codes = [];
    private int _visitors;

    public List<Person> People { get; } = [];

    public List<ShareMade> Shares { get; } = [];

    public List<ClickMade> Clicks { get; } = [];

    public List<OrderMade> Orders { get; } = [];

    public List<CostMade> Costs { get; } = [];

    public List<AnswerMade> Answers { get; } = [];

    public Shop Run()
    {
        for (var i = 0; i < Unreferred; i++)
        {
            // More come as the year goes on.
            var part = Math.Sqrt((_dice.Next() * 0.85) + (0.15 * _dice.Next()));
            Join(Start + Duration.FromSeconds((long)((End - Start).TotalSeconds * part)), _dice.Chance(0.35) ? "paid" : "organic");
        }

        while (_next.TryDequeue(out var person))
        {
            Live(person);
        }

        Circles();
        OddRows();
        Money();
        return this;
    }

    private Person? Join(Instant at, string via)
    {
        if (at >= End)
        {
            return null;
        }

        var person = new Person
        {
            SignedUpAt = at,
            Via = via,
            Segment = _dice.Chance(0.02) ? "staff" : _dice.Chance(0.15) ? "business" : "private",
            Region = _dice.Pick("north", "south", "east", "west"),
            Visitor = _dice.Chance(0.6) ? Visitor() : null,
        };
        People.Add(person);
        _next.Enqueue(person);
        return person;
    }

    private void Live(Person person)
    {
        Buy(person);
        if (_dice.Chance(0.06))
        {
            var at = person.SignedUpAt + _dice.Wait(24 * 40);
            var answer = new AnswerMade(person, at, at < End ? Math.Clamp(9 - _dice.Times(0.55) + _dice.Below(2), 0, 10) : 0);
            Answers.AddRange(at < End ? [answer] : []);
        }

        if (_dice.Chance(0.24))
        {
            Refer(person, person.SignedUpAt + _dice.Wait(24 * 6), _dice.Chance(0.04) ? 0.93 : 0.72);
        }
    }

    private void Buy(Person person)
    {
        var at = person.SignedUpAt + _dice.Wait(24 * 9) - (_dice.Chance(0.01) ? Duration.FromDays(12) : Duration.Zero);
        for (var left = _dice.Times(0.66); left > 0 && at < End; left--)
        {
            if (at >= Start)
            {
                Order(person, at);
            }

            at += _dice.Wait(24 * 35);
        }
    }

    private void Order(Person person, Instant at)
    {
        var amount = Math.Round((decimal)(12 + (-Math.Log(1 - _dice.Next()) * 46)), 2);
        var margin = Math.Round(amount * (decimal)(0.25 + (_dice.Next() * 0.25)), 2);
        var currency = _dice.Chance(0.03) ? "GBP" : "EUR";
        Orders.Add(new OrderMade(person, at, amount, margin, "sale", currency, _dice.Chance(0.04) ? "gift_card" : "purchase"));
        var back = at + _dice.Wait(24 * 8);
        if (_dice.Chance(0.035) && back < End)
        {
            var part = _dice.Chance(0.3) ? 0.5m : 1m;
            var (paidBack, lost) = (-Math.Round(amount * part, 2), -Math.Round(margin * part, 2));
            Orders.Add(new OrderMade(person, back, paidBack, lost, "refund", currency, "purchase"));
        }
    }

    private void Refer(Person person, Instant at, double sharesAgain)
    {
        if (at >= End)
        {
            return;
        }

        person.EnrolledAt = at;
        person.Code = Code();
        for (var left = 1 + _dice.Times(sharesAgain); left > 0 && at < End; left--)
        {
            var share = Share(person, at + Duration.FromMinutes(1));
            foreach (var _ in Enumerable.Range(0, _dice.Times(0.66)))
            {
                Click(share);
            }

            at += _dice.Wait(24 * 12);
        }
    }

    private ShareMade Share(Person person, Instant at)
    {
        var share = new ShareMade(person, _dice.Pick("link", "email", "social", "chat"), at);
        Shares.Add(share);
        return share;
    }

    private void Click(ShareMade share)
    {
        var visitor = Visitor();
        var at = share.At + _dice.Wait(40);
        for (var again = 1 + _dice.Times(0.25); again > 0 && at < End; again--)
        {
            Clicks.Add(new ClickMade(share, visitor, at));
            at += _dice.Wait(2);
        }

        if (_dice.Chance(0.24))
        {
            // Most sign up within days; some so late that the click does not count any more.
            FollowUp(share, visitor, at + _dice.Wait(_dice.Chance(0.15) ? 24 * 45 : 60));
        }
    }

    private void FollowUp(ShareMade share, string visitor, Instant at)
    {
        if (Join(at, "referral") is not { } person)
        {
            return;
        }

        person.Visitor = visitor;
        if (_dice.Chance(0.12))
        {
            // Typed instead of clicked; sometimes with a slip of the finger, sometimes a voucher out of a magazine.
            person.TypedCode = _dice.Chance(0.75) ? share.By.Code : _dice.Chance(0.5) ? Code() : "SUMMER-SALE";
            person.Visitor = null;
        }
        else if (_dice.Chance(0.03))
        {
            person.Visitor = null;
            person.NamedReferrer = share.By;
        }
    }

    /// <summary>
    /// Fans who share before they have an account themselves, and then sign up by their own link or by that of somebody they brought.
    /// </summary>
    private void Circles()
    {
        var fans = People.Where(static person => person is { Via: "organic", EnrolledAt: null })
            .Where(static person => person.SignedUpAt > Start + Duration.FromDays(60));
        foreach (var fan in fans.Take(24).ToList())
        {
            fan.EnrolledAt = fan.SignedUpAt - Duration.FromDays(20);
            fan.Code = Code();
            var share = Share(fan, fan.EnrolledAt.Value + Duration.FromHours(1));
            fan.Visitor = Visitor();
            if (_dice.Chance(0.5))
            {
                Clicks.Add(new ClickMade(share, fan.Visitor, fan.SignedUpAt - Duration.FromHours(3)));
                continue;
            }

            var friend = Join(share.At + Duration.FromDays(2), "referral")!;
            friend.Visitor = Visitor();
            Clicks.Add(new ClickMade(share, friend.Visitor, friend.SignedUpAt - Duration.FromMinutes(20)));
            friend.EnrolledAt = friend.SignedUpAt + Duration.FromDays(1);
            friend.Code = Code();
            var back = Share(friend, friend.EnrolledAt.Value + Duration.FromHours(2));
            Clicks.Add(new ClickMade(back, fan.Visitor, fan.SignedUpAt - Duration.FromHours(1)));
        }
    }

    /// <summary>Rows as they slip into every table in the course of a year.</summary>
    private void OddRows()
    {
        foreach (var person in People.Where(static person => person is { Via: "organic", Visitor: null }).Take(40).ToList())
        {
            person.Via = "referral";
            Person[] strangers = [.. People.Where(static other => other.EnrolledAt is null).Take(200)];
            person.NamedReferrer = _dice.Chance(0.4) ? person : _dice.Pick(strangers);
        }

        foreach (var person in People.Where(static person => person.EnrolledAt is null).Skip(500).Take(15).ToList())
        {
            _ = Share(person, Instant.Min(person.SignedUpAt + Duration.FromHours(5), End - Duration.FromHours(1)));
        }

        foreach (var person in People.Where(static person => person.SignedUpAt < End - Duration.FromDays(30)).Take(6))
        {
            Orders.Add(new OrderMade(person, person.SignedUpAt + Duration.FromDays(25), -777.77m, -200m, "refund", "EUR", "purchase"));
        }
    }

    private void Money()
    {
        for (var month = 1; month <= 12; month++)
        {
            var first = Instant.FromUtc(2025, month, 1, 8, 0);
            Costs.Add(new CostMade(first, "platform_fee", "referral", 99m));
            Costs.Add(new CostMade(first + Duration.FromDays(3), "newsletter", "referral", 40m + _dice.Below(60)));
            Costs.Add(new CostMade(first + Duration.FromDays(14), "ads", "paid", Cents(1500 + (month * 140) + (_dice.Next() * 400))));
            Costs.Add(new CostMade(first + Duration.FromDays(20), "affiliates", "paid", Cents(300 + (_dice.Next() * 300))));
        }
    }

    private static decimal Cents(double amount) => Math.Round((decimal)amount, 2);

    private string Code()
    {
        string code;
        do
        {
            code = _dice.Code();
        }
        while (!_codes.Add(code));
        return code;
    }

    private string Visitor() => "V" + (++_visitors).ToString("D5", CultureInfo.InvariantCulture);
}

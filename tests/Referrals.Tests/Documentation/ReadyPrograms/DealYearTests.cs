using Referrals.Tests.Decisions.Guarding;
using static Referrals.Tests.Documentation.ReadyPrograms.ReadyStory;

namespace Referrals.Tests.Documentation.ReadyPrograms;

/// <summary>A year of <c>b2b-deals.json</c>: pia brings eight companies, whose deals are won and paid in parts, and two that are known already.</summary>
public sealed class DealYearTests
{
    private static readonly (string Won, string Net)[] Deals =
    [
        ("2026-04-15", "30000.00"), ("2026-05-10", "40000.00"), ("2026-06-20", "40000.00"), ("2026-07-10", "20000.00"),
        ("2026-08-05", "20000.00"), ("2026-10-20", "400000.00"), ("2026-11-05", "10000.00"), ("2027-01-12", "10000.00"),
    ];

    private readonly ReadyStory _story = new("b2b-deals.json");
    private readonly Dictionary<string, Decision> _told = [];

    [Fact]
    public void Year_of_deals_by_stage_and_volume()
    {
        _ = _story.Scenario.Enroll("pia");
        _ = _story.Scenario.Enroll("gold-partner");
        Payments();
        var statement = _story.StatementOf("pia", Day(365));

        // Leads: eight companies, 150 each; the second lead of a company, and the company that is an account already, earn nothing.
        Assert.Equal(8 * 15_000, _story.Granted("qualified-lead"));

        // Volume: 30,000 net at 1 %; 70,000 in the quarter at 2 % of 40,000; 110,000 at 3 % of 40,000. July is within 30 days of grace
        // (3 % of 20,000), August is not (1 %). October's 12,000 are cut to what the year's 10,000 leave: 10,000 - 3,100. In January a
        // new year begins with the grace of the last quarter: 3 % of 10,000.
        Assert.Equal(
            ["300.00 EUR", "800.00 EUR", "1200.00 EUR", "600.00 EUR", "200.00 EUR", "6900.00 EUR", "", "300.00 EUR"],
            Enumerable.Range(1, 8).Select(i => Earned(_told[$"won-{i}"])));

        // Stages: 10 % of 30,000 is 3,000, of which 40 % come at 30 % paid and the rest at the end; 20 % paid earn nothing yet.
        Assert.Equal(["", "1200.00 EUR", "1800.00 EUR"], new[] { "1-a", "1-b", "1-c" }.Select(name => Earned(_told[name])));

        // The second deal is paid at once, 4,000; a quarter of it is refunded, and so is a quarter of the reward. The third earns 40 % of
        // 4,000, which a reviewer rejects. Leads 1,200 + volume 10,300 + deals 3,000 + 3,000.
        Assert.Equal(("17500.00 EUR", "0.00 EUR"), _story.Has("pia", "EUR"));

        // The partner has 15 % in proportion: three thirds of 33,333.33 make 5,000.00 to the cent.
        Assert.Equal(["1666.67 EUR", "1666.66 EUR", "1666.67 EUR"], new[] { "g-1", "g-2", "g-3" }.Select(name => Earned(_told[name])));
        Assert.Equal("sign_up.referral_refused", _told["twin"].Code);
        _story.Balances();
        Approvals.Verify(Both(new[] { "twin", "second-lead", "account", "won-1", "won-4", "won-6", "won-7", "1-a", "1-b", "g-1", "refund" }.Select(name => _told[name]))
            + "\n\n" + statement);
    }

    private void Payments()
    {
        Company("company-1", "pia", "2026-04-01");
        _told["twin"] = Company("company-1b", "pia", "2026-04-02", domain: "company-1.example");
        _told["second-lead"] = _story.Convert(On("2026-04-10"), "company-1", "lead-again", "lead.qualified");
        Won(1);
        _told["1-a"] = Paid("2026-04-20", "company-1", "6000.00", "30000.00");
        Won(2);
        _told["2"] = Paid("2026-05-20", "company-2", "40000.00", "40000.00");
        _told["1-b"] = Paid("2026-06-01", "company-1", "6000.00", "30000.00");
        Won(3);
        _told["refund"] = _story.Tell(On("2026-06-25"), Refund.Of("refund", _told["2"].Subject!, Amount.Of(10_000, "EUR")));
        _told["3"] = Paid("2026-07-01", "company-3", "12000.00", "40000.00");
        _ = _story.Scenario.Reject(RewardId.From($"deal:{_told["3"].Subject}"), "the customer has left");
        Won(4);
        _told["1-c"] = Paid("2026-07-20", "company-1", "18000.00", "30000.00");
        Won(5);
        Company("known", "pia", "2026-08-20");
        _ = _story.Tell(On("2026-08-22"), CustomerUpdate.Of(CustomerId.From("known")).With("account", "duplicate"));
        _told["account"] = _story.Convert(On("2026-08-23"), "known", "deal-known", "deal.won", "9000.00 EUR");
        Company("g", "gold-partner", "2026-09-01");
        for (var i = 1; i <= 3; i++)
        {
            _told[$"g-{i}"] = Paid($"2026-09-1{i}", "g", "11111.11", "33333.33");
        }

        Won(6);
        Won(7);
        Won(8);
    }

    private Decision Company(string name, string of, string date, string? domain = null)
    {
        var signals = GuardStory.Signals(to => to.Address(domain ?? $"{name}.example"));
        var signedUp = _story.Tell(On(date), Referrals.SignUp.Of(CustomerId.From(name)).ReferredBy(CustomerId.From(of)).With("company", name).With(signals));
        if (of == "pia" && domain is null && name != "known")
        {
            _ = _story.Convert(On(date), name, $"lead-{name}", "lead.qualified");
        }

        return signedUp;
    }

    /// <summary>A deal is won: the first one is told with its tax, which does not count.</summary>
    private void Won(int i)
    {
        var (date, net) = Deals[i - 1];
        var company = $"company-{i}";
        if (i > 1)
        {
            _ = Company(company, "pia", date);
        }

        var worth = Amount.Parse($"{net} EUR");
        var tax = Amount.FromMinorUnits(worth.MinorUnits / 100 * 19, worth.Unit);
        var won = Conversion.Of(CustomerId.From(company), $"won-{i}", "deal.won", i == 1 ? worth + tax : worth);
        _told[$"won-{i}"] = _story.Tell(On(date), i == 1 ? won.WithTax(tax) : won);
    }

    private Decision Paid(string date, string company, string amount, string deal) => _story.Tell(
        On(date),
        Conversion.Of(CustomerId.From(company), $"paid-{company}-{date}", "deal.paid", Amount.Parse($"{amount} EUR"))
            .OfDeal($"deal-{company}", Amount.Parse($"{deal} EUR")));

    private static string Earned(Decision decision) =>
        string.Join(" + ", decision.Grants.Where(static grant => grant.Rule != "qualified-lead").Select(static grant => grant.Amount.ToString()));
}

using Referrals.Ledger;
using static Referrals.Tests.Documentation.ReadyPrograms.ReadyStory;

namespace Referrals.Tests.Documentation.ReadyPrograms;

/// <summary>
/// A year of <c>paypal.json</c>: 24 friends of ann, one every 14 days, who spend 20 USD three days later; and nine of zoe, a partner, who
/// earns 12.5 % of the first purchase, at least 10 and at most 150 USD.
/// </summary>
public sealed class WalletYearTests
{
    private static readonly (string At, string Spent)[] Zoe =
    [
        ("2026-03-10", "400.00"), ("2026-04-10", "333.33"), ("2026-05-10", "5.00"), ("2026-06-10", "2000.00"), ("2026-07-10", "1000.00"),
        ("2026-08-10", "1200.00"), ("2026-09-10", "900.00"), ("2026-10-10", "800.00"), ("2026-11-10", "500.00"), ("2027-01-10", "400.00"),
    ];

    private readonly ReadyStory _story = new("paypal.json");
    private readonly Dictionary<string, Decision> _told = [];

    [Fact]
    public void Year_of_cash_of_a_customer_with_payouts_and_refunds()
    {
        _ = _story.Scenario.Enroll("ann");
        for (var i = 1; i <= 24; i++)
        {
            Friend(i);
        }

        var statement = _story.StatementOf("ann", Day(365));

        // 24 friends, less 6, 12, 18 and 24 who spend 4.99, less 8 and 16 who are a day late: 18 rewards of 10.00. Number 5 is refunded
        // in full while it is held, a quarter of number 10 afterwards, number 13 after it was paid out: 180 - 10 - 2.50 - 10 = 157.50.
        Assert.Equal(18 * 1_000, _story.Granted("cash-referrer"));
        Assert.Equal("22.50 USD", Reversed("cash-referrer"));

        // Day 100 pays numbers 1 to 4: 40.00. On day 160 only 7 and 9 have vested, and 20.00 are less than 25.00. Day 250 pays 7, 9, 10,
        // 11, 13, 14 and 15: 6 x 10 + 7.50. What is left are 17, 19, 20, 21, 22 and 23, less the 10.00 that number 13 left owing.
        Assert.Equal("107.50 USD", _story.Account(LedgerAccount.PaidOut, "ann", "USD"));
        Assert.Equal("0.50 USD", _story.Account(LedgerAccount.Fees, null, "USD"));
        Assert.Equal("0.00 USD", _story.Account(LedgerAccount.Owed, "ann", "USD"));
        Assert.Equal(("50.00 USD", "0.00 USD"), _story.Has("ann", "USD"));
        Assert.Equal("payout.below_minimum", _told["payout-160"].Code);
        _story.Balances();
        Approvals.Verify(Both(new[] { "1", "again", "6", "8", "refund-5", "refund-10", "payout-160", "refund-13" }.Select(name => _told[name])) + "\n\n" + statement);
    }

    [Fact]
    public void Year_of_cash_of_a_partner_up_to_the_cap_and_the_tax_threshold()
    {
        _ = _story.Scenario.Enroll("zoe");
        _ = _story.Scenario.Tell(Referrals.SignUp.Of(CustomerId.From("zoe")).InSegment("partner"));
        foreach (var (date, spent) in Zoe)
        {
            _ = _story.SignUp(On(date), $"z{date}", "zoe");
            _told[date] = _story.Convert(On(date), $"z{date}", $"order-{date}", "purchase", $"{spent} USD");
        }

        // 12.5 % of 400 is 50; of 333.33 it is 41.66625, so 41.67; of 5 it is raised to 10; of 2,000 cut to 150; then 125, 150 and 112.50:
        // 639.17 by September. The 100 of October are cut to 700 - 639.17, those of November to nothing; January begins anew with 50.
        Assert.Equal(
            ["50.00 USD", "41.67 USD", "10.00 USD", "150.00 USD", "125.00 USD", "150.00 USD", "112.50 USD", "60.83 USD", "", "50.00 USD"],
            Zoe.Select(each => Earned(_told[each.At])));

        // 526.67 by August stay below 600; September and October lie above, and wait until somebody looks.
        _story.Scenario.PassUntil(Day(365));
        Assert.Equal(("576.67 USD", "173.33 USD"), _story.Has("zoe", "USD"));
        _ = _story.Scenario.Approve(RewardId.From("cash-referrer:order-2026-09-10"));
        _ = _story.Scenario.Reject(RewardId.From("cash-referrer:order-2026-10-10"), "no tax form");
        Assert.Equal(("689.17 USD", "0.00 USD"), _story.Has("zoe", "USD"));
        _ = _story.Scenario.PayOut("year", "zoe", "USD");
        Assert.Equal("689.17 USD", _story.Account(LedgerAccount.PaidOut, "zoe", "USD"));
        _story.Balances();
        Approvals.Verify(Both(new[] { "2026-04-10", "2026-09-10", "2026-10-10", "2026-11-10" }.Select(name => _told[name])) + "\n\n"
            + _story.StatementOf("zoe", Day(365)));
    }

    private static string Earned(Decision decision) => string.Concat(decision.Grants
        .Where(static grant => grant.Rule == "cash-referrer").Select(static grant => grant.Amount.ToString()));

    private string Reversed(string rule) => Amount.FromMinorUnits(
        _story.Scenario.Facts.Where(fact => fact.Kind == FactKind.RewardReversed && fact.Rule == rule).Sum(static fact => fact.Amount!.Value.MinorUnits),
        Unit.Money("USD")).ToString();

    private void Friend(int i)
    {
        var day = 14 * i;
        Between(i == 1 ? 0 : day - 14, day);
        _ = _story.SignUp(Day(day), $"f{i}", "ann");
        if (i % 6 == 0)
        {
            _told[$"{i}"] = Buys(i, day + 3, "4.99");
        }
        else if (i % 8 != 0)
        {
            _told[$"{i}"] = Buys(i, day + 3, "20.00");
        }
    }

    private Decision Buys(int i, double day, string amount) =>
        _story.Convert(Day(day), $"f{i}", FormattableString.Invariant($"order-{i}-{day}"), "purchase", $"{amount} USD");

    /// <summary>What else happens in a fortnight, before the next friend comes.</summary>
    private void Between(int from, int until)
    {
        Do(20, () => _told["again"] = Buys(1, 20, "20.00"));
        Do(80, () => _told["refund-5"] = _story.Tell(Day(80), Refund.OfWhole("r5", "order-5-73")));
        Do(100, () => _story.Scenario.PayOut("june", "ann", "USD"));
        Do(143.5, () => _told["8"] = Buys(8, 143.5, "20.00"));
        Do(160, () => _told["payout-160"] = _story.Scenario.PayOut("august", "ann", "USD"));
        Do(180, () => _told["refund-10"] = _story.Tell(Day(180), Refund.Of("r10", "order-10-143", Amount.Of(5, "USD"))));
        Do(250, () => _story.Scenario.PayOut("november", "ann", "USD"));
        Do(255, () => _told["16"] = Buys(16, 255, "20.00"));
        Do(260, () => _told["refund-13"] = _story.Tell(Day(260), Refund.OfWhole("r13", "order-13-185")));

        void Do(double day, Func<Decision> step)
        {
            if (day > from && day <= until)
            {
                _story.Scenario.PassUntil(NodaTime.Instant.Max(_story.Scenario.Now, Day(day)));
                _ = step();
            }
        }
    }
}

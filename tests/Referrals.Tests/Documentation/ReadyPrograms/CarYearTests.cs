using Referrals.Ledger;
using static Referrals.Tests.Documentation.ReadyPrograms.ReadyStory;

namespace Referrals.Tests.Documentation.ReadyPrograms;

/// <summary>
/// A year of <c>tesla.json</c>: a car is delivered every 7 days, number i to a friend of ann where 3 divides i, of dee where 1 is left,
/// else of eve; number 2 is fay's only one. Number 6 is returned on day 60. Whoever signs up does so three days before.
/// </summary>
public sealed class CarYearTests
{
    private readonly ReadyStory _story = new("tesla.json");
    private readonly Dictionary<string, Decision> _told = [];

    [Fact]
    public void Year_of_credits_visits_and_a_budget_that_closes()
    {
        foreach (var referrer in new[] { "ann", "dee", "eve", "fay" })
        {
            _ = _story.Scenario.Enroll(referrer);
        }

        for (var i = 1; i <= 44; i++)
        {
            Week(i);
        }

        _told["next-year"] = Delivered(310, "early", "late");
        var statement = _story.StatementOf("ann", Day(365));

        Ann();
        Others();
        _story.Balances();
        Approvals.Verify(Both(new[] { "3", "15", "18", "33", "36", "41", "sign-up-42", "return-6", "next-year" }.Select(name => _told[name])) + "\n\n" + statement);
    }

    private void Week(int i)
    {
        var referrer = i == 2 ? "fay" : (i % 3) switch { 0 => "ann", 1 => "dee", _ => "eve" };
        _told[$"sign-up-{i}"] = _story.SignUp(Day((7 * i) - 3), $"f{i}", referrer);
        _told[$"{i}"] = Delivered(7 * i, $"f{i}", $"{i}");
        switch (i)
        {
            case 8:
                _told["return-6"] = _story.Tell(Day(60), Refund.OfWhole("return-6", "car-6"));
                break;
            case 12:
                _ = _story.Tell(Day(85), RewardChoice.Of(CustomerId.From("ann"), "credits", "charging"));
                break;
            case 28:
                _ = _story.Tell(Day(200), Redemption.Of("wheels", CustomerId.From("ann"), Amount.Of(12_000, "credits")));
                break;
            case 40:
                _ = _story.SignUp(Day(281), "early", "ann");
                break;
        }
    }

    private Decision Delivered(int day, string friend, string number) =>
        _story.Convert(Day(day), friend, $"car-{number}", "car.delivered", "42000.00 USD");

    private void Ann()
    {
        // Numbers 3, 6, 9 and 12 earn 4 x 10,000 credits; 6 is returned; 12,000 are redeemed on day 200, which moves the end of the rest
        // to day 380.
        Assert.Equal(("18000 credits", "0 credits"), _story.Has("ann", "credits"));
        Assert.Equal("12000 credits", _story.Account(LedgerAccount.Redeemed, "ann", "credits"));

        // From number 15 on she has chosen charging. The tenth reward of 2026 is number 30 (3, 6, ..., 30; a return makes no room), so
        // 15, 18, 21, 24, 27 and 30 earn 6 x 1,500. The car of January 2027 falls into a new year, and earns 1,500 again.
        Assert.Equal(("10500 charging-miles", "0 charging-miles"), _story.Has("ann", "charging-miles"));

        // Of the deliveries that stand (3, 9, 12, 15, 18, 21, 24, 27, 30, 33, ...) number 18 is the fifth and number 33 the tenth.
        Assert.Equal(["fifth-delivery:car-18 1 factory-visit", "fifth-delivery:car-33 3 factory-visit"], _story.Scenario.Facts
            .Where(static fact => fact.Kind == FactKind.RewardGranted && fact.Rule == "fifth-delivery" && fact.Customer == CustomerId.From("ann"))
            .Select(static fact => $"{fact.Subject} {fact.Amount}"));
        Assert.Equal("sign_up.referral_refused", _told["sign-up-42"].Code);
    }

    private void Others()
    {
        // Fay's one reward of day 14 is lost for want of activity on day 14 + 180.
        Assert.Equal(("0 credits", "0 credits"), _story.Has("fay", "credits"));
        Assert.Equal(Day(194), Assert.Single(_story.Scenario.Facts, static fact => fact.Kind == FactKind.RewardExpired).OccurredAt);

        // Dee's tenth of the year is number 28, on day 196: 10 x 10,000, kept until day 376.
        Assert.Equal(("100000 credits", "0 credits"), _story.Has("dee", "credits"));

        // 20,000 USD hold 40 discounts of 500; number 41 finds nothing left, and the program closes. The return of number 6 takes its
        // discount back, but opens no budget.
        Assert.Equal(40 * 50_000, _story.Granted("discount"));
        Assert.Equal("20000.00 USD", Assert.Single(_story.Scenario.Facts, static fact => fact.Kind == FactKind.BudgetExhausted).Amount.ToString());
        Assert.Equal("500.00 USD", _story.Account(LedgerAccount.Reversed, null, "USD"));
        Assert.Equal(("0.00 USD", "0.00 USD"), _story.Has("f41", "USD"));
        Assert.Equal("conversion.not_referred", _told["44"].Code);
    }
}

using Referrals;
using Referrals.Testing;

namespace Bookshop.Tests;

/// <summary>The other rules, each by a table of cases.</summary>
public sealed class SmallRulesTests
{
    [Theory]
    [InlineData(1, "0.50 EUR")]
    [InlineData(2, "0.75 EUR")]
    [InlineData(3, "1.00 EUR")]
    [InlineData(4, "1.00 EUR")]
    [InlineData(400, "1.00 EUR")]
    public void Thanks_grow_with_the_orders_of_the_month(int orders, string granted) => Assert.Equal(
        IncentiveGrant.Of(Amount.Parse(granted)),
        new GrowingThanks(first: Amount.Of(0.5m, "EUR"), each: Amount.Of(0.25m, "EUR"), most: Amount.Of(1, "EUR")).Grant(ContextFor.Purchase(20, "EUR").Counted(GrowingThanks.OrdersOfTheMonth, orders)));

    [Theory]
    [InlineData("3", "2026-03-15T10:00:00Z", true)]
    [InlineData("4", "2026-03-15T10:00:00Z", false)]
    [InlineData("3", "2026-03-31T21:59:59Z", true)]
    [InlineData("4", "2026-03-31T22:00:00Z", true)] // midnight in Berlin, in summer time
    [InlineData("1", "2025-12-31T23:00:00Z", true)] // midnight in Berlin, in winter time
    [InlineData("", "2026-03-15T10:00:00Z", null)]
    [InlineData("13", "2026-03-15T10:00:00Z", null)]
    [InlineData("March", "2026-03-15T10:00:00Z", null)]
    public void Birthday_counts_by_the_month_in_berlin(string month, string at, bool? holds) => Assert.Equal(
        holds, new BirthdayMonth().IsMet(ContextFor.Purchase(20, "EUR").At(at).In("Europe/Berlin").Referee(told => told.With("birthMonth", month))).Holds);

    [Fact]
    public void Unknown_birthday_says_what_is_missing() => Assert.Equal(
        "not known: required a birthMonth from 1 to 12 with the sign-up", new BirthdayMonth().IsMet(ContextFor.Purchase(20, "EUR")).ToString());

    [Theory]
    [InlineData("h1", "h1", true)]
    [InlineData("h1", "h2", false)]
    [InlineData("h1", null, false)]
    [InlineData(null, null, false)]
    public void Household_is_the_same(string? ours, string? theirs, bool objects)
    {
        var context = ContextFor.SignUp(SignUp.Of(CustomerId.From("bob")).With("household", theirs)).Referrer(told => told.With("household", ours));
        Assert.Equal(objects, new SameHousehold("household").Find(context).Objects);
    }
}

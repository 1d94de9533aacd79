using Referrals.Storage;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The code of docs/orders.md, compiled and run, and the numbers that the page names.</summary>
public sealed class OrdersDocTests
{
    [Fact]
    public void Base_counts_what_the_page_says()
    {
        var bob = Customer("bob");
        var order = Conversion.Of(bob, "order-17", "purchase", Amount.Of(142.80m, "EUR"))
            .WithTax(Amount.Of(22.80m, "EUR"))                                       // all tax, that on shipping included
            .WithShipping(Amount.Of(23.80m, "EUR"), tax: Amount.Of(3.80m, "EUR"))    // with the tax within it
            .WithDiscount(Amount.Of(10, "EUR"))                                      // taken off already
            .WithFee(Amount.Of(4, "EUR"))                                            // what a marketplace or payment service keeps
            .WithLine(ProductLine.Of("shoes", Amount.Of(60, "EUR")))
            .WithLine(ProductLine.Of("gift-card", Amount.Of(50, "EUR")).With("kind", "gift-card"));

        Assert.Equal(142.80m, Of(AmountBase.Paid));
        Assert.Equal(100m, Of(AmountBase.Net));
        Assert.Equal(138.80m, Of(new AmountBase { WithFee = false }));
        Assert.Equal(152.80m, Of(new AmountBase { BeforeDiscount = true }));
        Assert.Equal(119m, Of(new AmountBase { WithShipping = false }));
        Assert.Equal(120m, Of(new AmountBase { WithTax = false }));

        decimal Of(AmountBase counts) => new QualificationContext(order.At(Day(1)), 1, bob, Customer("alice"), Day(0), NodaTime.DateTimeZone.Utc)
        {
            AmountBase = counts,
        }.Amount!.Value.Value;
    }

    [Fact]
    public async Task Orders_change_as_the_page_says()
    {
        var program = ReferralProgram.Create("shop", p => p
            .CountAmounts(AmountBase.Net)
            .RewardReferrer(r => r.Named("books")
                .PercentOf(10, "EUR", lines: Condition.In(Field.Line("kind"), "book"))
                .RecomputedOnRefund())
            .RewardReferrer(r => r.Named("rest")
                .PercentOf(20, "EUR", lines: Condition.Not(Condition.In(Field.Line("kind"), "book", "gift-card")))
                .RecomputedOnRefund()));
        var (alice, bob) = (Customer("alice"), Customer("bob"));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
        _ = await referrals.EnrollAsync(Enrollment.Of(alice));
        _ = await referrals.SignUpAsync(SignUp.Of(bob).ReferredBy(alice));
        var order = Conversion.Of(bob, "order-17", "purchase", Amount.Of(164.90m, "EUR"))
            .WithShipping(Amount.Of(4.90m, "EUR"))
            .WithLine(ProductLine.Of("shoes", Amount.Of(60, "EUR")).With("kind", "shoes"))
            .WithLine(ProductLine.Of("novel", Amount.Of(50, "EUR")).With("kind", "book"))
            .WithLine(ProductLine.Of("gift-card", Amount.Of(50, "EUR")).With("kind", "gift-card"));
        _ = await referrals.ConvertAsync(order);
        Assert.Equal(12m + 5m, await EarnedAsync());

        await referrals.RefundAsync(Refund.Of("re_1", "order-17", Amount.Of(20, "EUR")));                  // only an amount
        await referrals.RefundAsync(Refund.OfLine("re_2", "order-17", "shoes"));                           // one pair, at the price of its line
        await referrals.RefundAsync(Refund.OfShipping("re_3", "order-17", Amount.Of(4.90m, "EUR")));       // the shipping
        await referrals.RefundAsync(Refund.OfWhole("re_4", "order-17"));                                   // all that is left
        Assert.Equal(0m, await EarnedAsync());

        await referrals.CancelRefundAsync(RefundCancellation.Of("re_4", "order-17"));
        Assert.Equal(4m, await EarnedAsync());
        await referrals.CancelRefundAsync(RefundCancellation.Of("re_1", "order-17"));
        Assert.Equal(5m, await EarnedAsync());
        await referrals.RefundAsync(Refund.OfWhole("re_5", "order-17"));

        _ = await referrals.ConvertAsync(Conversion.Of(bob, "order-18", "purchase", Amount.Of(80, "EUR"))
            .WithLine(ProductLine.Of("novel", Amount.Of(80, "EUR")).With("kind", "book")));
        await referrals.AmendAsync(Amendment.Of("edit-1", Conversion.Of(bob, "order-18", "purchase", Amount.Of(120, "EUR"))));
        Assert.Equal(0m, await EarnedAsync());

        async Task<decimal> EarnedAsync() => (await referrals.GetBalancesAsync(alice)).Single().Available.Value;
    }
}

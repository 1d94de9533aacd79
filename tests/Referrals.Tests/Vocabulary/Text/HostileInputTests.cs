using System.Collections;
using System.Reflection;
using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Vocabulary.Text;

/// <summary>What customers type never throws; what the application's code determines is an argument exception; nothing else ever comes.</summary>
public sealed class HostileInputTests
{
    [Fact]
    public void Every_hostile_argument_is_taken_or_is_an_argument_exception()
    {
        var calls = HostileInputs.Calls().ToArray();

        Assert.True(calls.Length > 1_000, $"Only {calls.Length} calls were found.");
        Assert.All(calls, static call => Assert.True(call.Thrown is null or ArgumentException, $"{call}: {call.Thrown}"));
    }

    [Fact]
    public void What_customers_type_never_throws()
    {
        var typed = HostileInputs.Calls().Where(static call => call.IsTyped).ToArray();

        Assert.Equal(10, typed.Select(static call => call.Name).Distinct().Count());
        Assert.All(typed, static call => Assert.True(call.Thrown is null, $"{call}: {call.Thrown}"));
    }

    [Fact]
    public void Whatever_is_taken_can_be_kept_by_every_database()
    {
        foreach (var call in HostileInputs.Calls().Where(static call => call.Input is not null))
        {
            foreach (var text in TextsOf(call.Input!))
            {
                Assert.True(text.Length <= 2_048 && text.IsNormalizedOrWellFormed() && !text.Any(char.IsControl), $"{call} kept '{text}'.");
            }
        }
    }

    [Fact]
    public async Task Whatever_is_taken_is_decided_and_never_throws()
    {
        var engine = Engine();
        foreach (var call in HostileInputs.Calls().Where(static call => call.Input is not null and not Erasure))
        {
            var failure = await Record.ExceptionAsync(async () => await engine.SubmitAsync(call.Input!));
            Assert.True(failure is null, $"{call}: {failure}");
        }

        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    [Theory]
    [InlineData("", "input.text_left_out")]
    [InlineData("  ", "input.text_left_out")]
    [InlineData("a\0b", "input.text_cleaned")]
    public async Task Explanation_says_what_was_done_to_a_code(string typed, string code)
    {
        var decision = await Engine().SignUpAsync(SignUp.Of(CustomerId.From("bob")).WithCode(typed));

        Assert.True(decision.IsAccepted);
        Assert.Contains(decision.Explanation.Checks, check => check.Code == code && check.Actual == "code");
    }

    [Fact]
    public async Task Long_attribute_is_cut_between_characters_and_the_explanation_says_so()
    {
        var conversion = Conversion.Of(CustomerId.From("bob"), "o", "purchase").With("note", new string('x', 127) + "😀").With("blank", " ").With("blank", null);
        var decision = await Engine().ConvertAsync(conversion);

        Assert.Equal(new string('x', 127), conversion.Attributes["note"]);
        Assert.False(conversion.Attributes.ContainsKey("blank"));
        Assert.Contains(decision.Explanation.Checks, check => check is { Code: "input.text_cut", Actual: "attributes.note" });
        Assert.Contains(decision.Explanation.Checks, check => check is { Code: "input.text_left_out", Actual: "attributes.blank" });
    }

    [Fact]
    public async Task Pasted_link_of_two_hundred_characters_is_read_at_the_sign_up()
    {
        var engine = Engine();
        var alice = await engine.EnrollAsync(Enrollment.Of(CustomerId.From("alice")));
        var link = alice.Link + "?utm_source=" + new string('x', 200);

        var decision = await engine.SignUpAsync(SignUp.Of(CustomerId.From("bob")).WithCode(link));

        Assert.Equal(DecisionCodes.SignUpReferred, decision.Code);
    }

    [Fact]
    public async Task Blank_link_is_refused_and_never_throws()
    {
        var decision = await Engine().TouchAsync(Touch.Click(" ", VisitorId.From("v")));

        Assert.Equal(DecisionCodes.TouchUnreadable, decision.Code);
    }

    [Fact]
    public async Task Voucher_that_is_larger_than_the_goods_earns_nothing_and_never_throws()
    {
        var program = ReferralProgram.Create("p", p => p.CountAmounts(AmountBase.Net).RewardReferrer(r => r.PercentOf(10, "EUR")));
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
        var alice = CustomerId.From("alice");
        var bob = CustomerId.From("bob");
        _ = await engine.EnrollAsync(Enrollment.Of(alice));
        _ = await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(alice));

        var order = Conversion.Of(bob, "o", "purchase", Amount.Zero(Unit.Money("EUR")))
            .WithDiscount(Amount.Of(30, "EUR")).WithShipping(Amount.Of(5, "EUR")).WithTax(Amount.Of(1, "EUR"));
        var decision = await engine.ConvertAsync(order);

        Assert.Equal(DecisionCodes.ConversionNotRewarded, decision.Code);
        Assert.Contains(decision.Explanation.Checks, static check => check.Code == DecisionCodes.ConversionBaseBelowZero);
    }

    [Fact]
    public async Task Sums_that_do_not_fit_are_told_as_such()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.PerSpend(9_000_000_000_000, "points", 1, "EUR")));
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions { MaxAttempts = 3 }.AddProgram(program));
        var alice = CustomerId.From("alice");
        var bob = CustomerId.From("bob");
        _ = await engine.EnrollAsync(Enrollment.Of(alice));
        _ = await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(alice));

        var first = await engine.ConvertAsync(Conversion.Of(bob, "o1", "purchase", Amount.Of(900_000, "EUR")));
        var second = await engine.ConvertAsync(Conversion.Of(bob, "o2", "purchase", Amount.Of(900_000, "EUR")));
        var whole = await engine.ConvertAsync(Conversion.Of(bob, "o3", "purchase", Amount.Of(9_000_000_000, "EUR")));

        Assert.Equal(DecisionCodes.ConversionRewarded, first.Code);
        Assert.Equal(DecisionCodes.AmountTooLarge, second.Code);
        Assert.Equal(DecisionCodes.AmountTooLarge, whole.Code);
        Assert.False(second.IsAccepted);
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    [Fact]
    public void Attributes_cost_the_same_each_however_many_there_are()
    {
        var conversion = Conversion.Of(CustomerId.From("bob"), "o", "purchase");
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < 20_000; i++)
        {
            conversion = conversion.With($"a{i}", "v");
        }

        Assert.Equal(20_000, conversion.Attributes.Count);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), "Adding attributes is quadratic.");
    }

    [Fact]
    public void Retired_currency_is_money() => Assert.True(Amount.Of(10.50m, "BGN").Unit.IsMoney && Unit.Money("HRK").Digits == 2);

    private static ReferralEngine Engine()
    {
        var program = ReferralProgram.Create("p", p => p.Links("https://shop.example/r/{code}").RewardReferrer(r => r.Flat(10, "EUR")));
        return new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Instant.FromUtc(2026, 3, 1, 12, 0)));
    }

    private static IEnumerable<string> TextsOf(object value)
    {
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static one => one.GetIndexParameters().Length == 0))
        {
            switch (property.GetValue(value))
            {
                case string text:
                    yield return text;
                    break;
                case IEnumerable<KeyValuePair<string, string>> pairs:
                    foreach (var (name, text) in pairs)
                    {
                        yield return name;
                        yield return text;
                    }

                    break;
                case IEnumerable items:
                    foreach (var text in items.OfType<ProductLine>().SelectMany(TextsOf))
                    {
                        yield return text;
                    }

                    break;
            }
        }
    }
}

file static class Texts
{
    /// <summary>Whether UTF-8 has a form for all of it.</summary>
    internal static bool IsNormalizedOrWellFormed(this string text) => StorableText.IsStorable(text);
}

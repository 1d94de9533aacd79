using NodaTime;

namespace Referrals.AI.Tests.Support;

public sealed class SupportToolsTests
{
    private static readonly ToolCaller Support = AssistantShop.Team(ToolPermissions.Support);

    [Theory]
    [InlineData("bob", null, "The chain holds")]
    [InlineData("cid", "order", "condition.amount, found 20.00 EUR, required at least 50.00 EUR")]
    [InlineData("dan", "order", "No order was reported")]
    [InlineData("eve", "referral", "guard.referrer_velocity")]
    [InlineData("zoe", "referral", "referred by nobody")]
    public async Task First_link_that_breaks_is_named(string customer, string? step, string words)
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        shop.Clock.Advance(customer == "bob" ? Duration.FromDays(15) : Duration.Zero);
        var answer = await shop.AskAsync(Support, "explain_missing_reward", ("customerId", customer));

        Assert.Equal(step, answer.TryGetProperty("brokenAt", out var broken) ? broken.GetString() : null);
        Assert.Contains(words, answer.TextOf(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reward_that_is_held_or_was_taken_back_breaks_the_chain_at_its_end()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        Assert.Contains("waits until 16 March 2026", (await shop.AskAsync(Support, "explain_missing_reward", ("customerId", "bob"))).TextOf(), StringComparison.Ordinal);

        _ = await shop.Engine.RefundAsync(Refund.OfWhole("R-1", "L-1002"));
        var answer = await shop.AskAsync(Support, "explain_missing_reward", ("customerId", "bob"));
        Assert.Equal("reward", answer.GetProperty("brokenAt").GetString());
        Assert.Contains("taken back", answer.TextOf(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_is_explained_with_each_check()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        var answer = await shop.AskAsync(Support, "explain_order", ("orderId", "L-1003"));
        var decision = Assert.Single(answer.GetProperty("decisions").EnumerateArray());
        var failed = decision.GetProperty("failed").EnumerateArray().First();

        Assert.Equal("conversion.not_rewarded", decision.GetProperty("code").GetString());
        Assert.Equal(("condition.amount", "20.00 EUR", "at least 50.00 EUR"), (failed.GetProperty("code").GetString(), failed.GetProperty("found").GetString(), failed.GetProperty("required").GetString()));
        Assert.Contains("No order of this id", (await shop.AskAsync(Support, "explain_order", ("orderId", "nope"))).TextOf(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customer_codes_rewards_and_work_lists_are_told()
    {
        await using var shop = new AssistantShop();
        var code = await shop.TellStoryAsync();
        var ann = await shop.AskAsync(Support, "get_customer", ("customerId", "ann"));
        var owner = await shop.AskAsync(Support, "find_code_owner", ("code", code.ToLowerInvariant()));
        var rewards = await shop.AskAsync(Support, "list_customer_rewards", ("customerId", "ann"));
        var held = await shop.AskAsync(Support, "list_held_referrals");
        _ = await shop.Engine.Reviews.GrantAsync(ManualReward.Of("m1", AssistantShop.Id("ann"), Amount.Of(80, "EUR"), "mia", "sorry"));
        var reviewed = await shop.AskAsync(Support, "list_rewards_in_review");

        Assert.Equal(4, ann.GetProperty("friends").GetInt64());
        Assert.Equal("ann", owner.GetProperty("owner").GetString());
        Assert.Contains(rewards.GetProperty("rewards").EnumerateArray(), static one => one.GetProperty("orderId").GetString() == "L-1002" && one.GetProperty("stage").GetString() == "Held");
        var eve = Assert.Single(held.GetProperty("referrals").EnumerateArray());
        Assert.Equal(("eve", "Reject"), (eve.GetProperty("referee").GetString(), eve.GetProperty("onSilence").GetString()));
        Assert.NotEmpty(eve.GetProperty("evidence").EnumerateArray());
        Assert.Equal("80.00", Assert.Single(reviewed.GetProperty("rewards").EnumerateArray()).GetProperty("amount").GetProperty("value").GetString());
    }

    [Fact]
    public async Task Statement_comes_in_pages_the_latest_first()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        for (var i = 0; i < 25; i++)
        {
            _ = await shop.Engine.Reviews.GrantAsync(ManualReward.Of($"m{i}", AssistantShop.Id("bob"), Amount.Of(1, "EUR"), "mia", "thanks"));
            shop.Clock.Advance(Duration.FromHours(1));
        }

        var first = await shop.AskAsync(Support, "get_customer_statement", ("customerId", "bob"));
        var rest = await shop.AskAsync(Support, "get_customer_statement", ("customerId", "bob"), ("after", first.GetProperty("next").GetString()));
        string[] times = [.. first.GetProperty("lines").EnumerateArray().Concat(rest.GetProperty("lines").EnumerateArray()).Select(static line => line.GetProperty("at").GetString()!)];

        Assert.Equal(26, times.Length);
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
        Assert.False(rest.TryGetProperty("next", out _));
        Assert.True(first.GetRawText().Length < 8_000, $"{first.GetRawText().Length}");
        Assert.Equal("argument.invalid", (await shop.AskAsync(Support, "get_customer_statement", ("customerId", "bob"), ("from", "2026-13-01"))).ErrorOf());
        Assert.Equal("argument.invalid", (await shop.AskAsync(Support, "get_customer_statement", ("customerId", "bob"), ("from", "2024-01-01"), ("until", "2026-01-01"))).ErrorOf());
        Assert.Equal("argument.invalid", (await shop.AskAsync(Support, "get_customer_statement", ("customerId", "bob"), ("unit", "miles"))).ErrorOf());
        Assert.Equal("argument.invalid", (await shop.AskAsync(Support, "get_customer_statement", ("customerId", "bob"), ("after", "-1"))).ErrorOf());
    }
}

using System.Text.Json;
using Microsoft.Extensions.AI;
using Referrals.AI.Auditing;
using Referrals.AI.Functions;

namespace Referrals.AI.Tests.Functions;

/// <summary>What every call goes through: arguments, limits, faults and the audit log.</summary>
public sealed class CallTests
{
    private static readonly ToolCaller Ann = AssistantShop.Participant("ann");
    private static readonly ToolCaller Support = AssistantShop.Team(ToolPermissions.Support);

    [Theory]
    [InlineData("explain_my_reward", "customerId", "bob", "argument.unknown")]
    [InlineData("get_my_referral_status", "customerId", "bob", "argument.unknown")]
    [InlineData("check_code", "code", "", "argument.missing")]
    [InlineData("check_code", "code", null, "argument.missing")]
    [InlineData("get_program_terms", "reader", "admin", "argument.invalid")]
    [InlineData("list_my_rewards", "after", "no cursor", "argument.invalid")]
    [InlineData("list_my_friends", "after", "no cursor", "argument.invalid")]
    public async Task Wrong_argument_is_told_and_nothing_is_read(string tool, string argument, string? value, string code)
    {
        await using var shop = new AssistantShop();
        var answer = await shop.AskAsync(Ann, tool, (argument, value));

        Assert.Equal(code, answer.ErrorOf());
        Assert.Contains(argument, answer.GetProperty("error").TextOf(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_are_taken_as_models_send_them()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        using var text = JsonDocument.Parse("\"L-1002\"");
        using var number = JsonDocument.Parse("1002");
        using var list = JsonDocument.Parse("[\"L-1002\"]");
        using var nothing = JsonDocument.Parse("null");
        var bob = AssistantShop.Participant("bob");

        Assert.Equal("granted", (await shop.AskAsync(bob, "explain_my_reward", ("orderId", text.RootElement))).GetProperty("outcome").GetString());
        Assert.Equal("granted", (await shop.AskAsync(bob, "explain_my_reward", ("orderId", " #l-1002 "))).GetProperty("outcome").GetString());
        Assert.Equal("unknown", (await shop.AskAsync(bob, "explain_my_reward", ("orderId", number.RootElement))).GetProperty("outcome").GetString());
        Assert.Equal("granted", (await shop.AskAsync(bob, "explain_my_reward", ("orderId", nothing.RootElement))).GetProperty("outcome").GetString());
        Assert.Equal("argument.invalid", (await shop.AskAsync(bob, "explain_my_reward", ("orderId", list.RootElement))).ErrorOf());
        Assert.Equal("argument.too_long", (await shop.AskAsync(bob, "explain_my_reward", ("orderId", new string('x', 257)))).ErrorOf());
    }

    [Fact]
    public async Task Every_call_is_kept_with_whom_it_was_about()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        _ = await shop.AskAsync(Ann, "get_my_referral_status");
        _ = await shop.AskAsync(Support, "get_customer", ("customerId", "bob"));
        _ = await shop.AskAsync(Support, "get_customer", ("customerId", "nobody"));
        _ = await shop.AskAsync(Support, "explain_order", ("orderId", "L-1003"));
        _ = await shop.AskAsync(Support, "get_customer", ("id", "bob"));

        Assert.Equal(
            [
                ("get_my_referral_status", "ann", "ann", null), ("get_customer", "mia", "bob", null), ("get_customer", "mia", "nobody", "customer.unknown"),
                ("explain_order", "mia", "cid", null), ("get_customer", "mia", null, "argument.unknown"),
            ],
            shop.Audit.Records.Select(static one => (one.Tool, one.Caller.Name, one.Concerns?.Value, one.Error)));
        Assert.All(shop.Audit.Records, record => Assert.Equal(shop.Clock.GetCurrentInstant(), record.At));
    }

    [Fact]
    public async Task What_cannot_be_kept_is_not_answered()
    {
        await using var shop = new AssistantShop();
        shop.Audit.IsBroken = true;

        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => shop.AskAsync(Support, "get_customer", ("customerId", "bob")));
    }

    [Fact]
    public async Task Limit_counts_for_each_caller_and_minute()
    {
        await using var shop = new AssistantShop(static o => o.CallsPerMinute = 2);
        var answers = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add((await shop.AskAsync(Ann, "get_my_referral_status")).ErrorOf());
        }

        Assert.Equal([null, null, "tool.too_often"], answers);
        Assert.Null((await shop.AskAsync(AssistantShop.Participant("bob"), "get_my_referral_status")).ErrorOf());

        // A member of the team who is called as a customer is another caller.
        Assert.Null((await shop.AskAsync(AssistantShop.Team(ToolPermissions.None, "ann"), "get_program_terms")).ErrorOf());
        shop.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        Assert.Null((await shop.AskAsync(Ann, "get_my_referral_status")).ErrorOf());
    }

    [Fact]
    public async Task Codes_cannot_be_tried_out()
    {
        await using var shop = new AssistantShop(static o => o.CodesPerMinute = 3);
        var code = await shop.TellStoryAsync();
        var answers = new List<string>();
        foreach (var typed in new[] { code, "https://shop.example/r/" + code, "??", "ABCDEFGH" })
        {
            var answer = await shop.AskAsync(Ann, "check_code", ("code", typed));
            answers.Add(answer.ErrorOf() ?? answer.GetProperty("status").GetString()!);
        }

        Assert.Equal(["usable", "usable", "mistyped", "tool.too_often"], answers);
    }

    [Fact]
    public async Task Fault_inside_tells_nothing_of_the_inside()
    {
        await using var shop = new AssistantShop(static o => o.FriendLabels = static (_, _) => throw new InvalidOperationException("Password=secret"));
        await shop.TellStoryAsync();
        var answer = await shop.AskAsync(Ann, "list_my_friends");

        Assert.Equal("tool.failed", answer.ErrorOf());
        Assert.DoesNotContain("secret", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("tool.failed", Assert.Single(shop.Audit.Records).Error);
    }

    [Fact]
    public async Task Slow_call_is_given_up_and_a_cancelled_one_is_cancelled()
    {
        await using var shop = new AssistantShop(static o =>
        {
            o.Timeout = TimeSpan.FromMilliseconds(50);
            o.FriendLabels = static async (_, cancellationToken) =>
            {
                await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
                return new Dictionary<CustomerId, string>();
            };
        });
        await shop.TellStoryAsync();

        Assert.Equal("tool.timeout", (await shop.AskAsync(Ann, "list_my_friends")).ErrorOf());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await shop.Tools.Find(Ann, "list_my_friends")!.InvokeAsync(new AIFunctionArguments(), cancelled.Token));
    }

    [Fact]
    public async Task Nobody_is_known_without_the_host()
    {
        await using var shop = new AssistantShop();
        var exception = Assert.Throws<ReferralsException>(() => shop.Tools.For(new System.Security.Claims.ClaimsPrincipal()));
        Assert.Contains("ReferralToolOptions.Caller", exception.Message, StringComparison.Ordinal);

        await using var other = new AssistantShop(static o => o.Caller = static user => user.Identity?.Name is { } name ? ToolCaller.Participant(CustomerId.From(name)) : null);
        Assert.Empty(other.Tools.For(new System.Security.Claims.ClaimsPrincipal()));
    }

    [Theory]
    [InlineData(nameof(ReferralToolOptions.CallsPerMinute))]
    [InlineData(nameof(ReferralToolOptions.Timeout))]
    [InlineData(nameof(ReferralToolOptions.ProposalKey))]
    [InlineData(nameof(ReferralToolOptions.SmallestCell))]
    [InlineData(nameof(ReferralToolOptions.ProposalLifetime))]
    public void Wrong_option_is_named_with_its_limit(string option)
    {
        var exception = Assert.Throws<ReferralsException>(() => new AssistantShop(o => _ = option switch
        {
            nameof(o.CallsPerMinute) => o.CallsPerMinute = 0,
            nameof(o.SmallestCell) => o.SmallestCell = 1_001,
            nameof(o.Timeout) => (o.Timeout = TimeSpan.Zero).Seconds,
            nameof(o.ProposalLifetime) => (o.ProposalLifetime = TimeSpan.FromDays(2)).Days,
            _ => (o.ProposalKey = new byte[31]).Value.Length,
        }));
        Assert.Contains($"ReferralToolOptions.{option} is", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_names_nobody()
    {
        Assert.Equal(LoggedCalls.Surrogate("ann"), LoggedCalls.Surrogate("ann"));
        Assert.DoesNotContain("ann", LoggedCalls.Surrogate("ann"), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_strangers_is_one_visible_line()
    {
        var hidden = string.Concat("hi".Select(static c => char.ConvertFromUtf32(0xE0000 + c)));

        Assert.Equal("Ann Lee", ToolText.Line("Ann" + hidden + "\u202E \u200BLee\uFE0F"));
        Assert.Equal("a b c", ToolText.Line("a\nb\tc"));
        Assert.Equal(ToolText.MaxLine, ToolText.Line(new string('x', 5_000)).Length);
        Assert.DoesNotContain('\uFFFD', ToolText.Line(string.Concat(Enumerable.Repeat("😀", 200))));
    }
}

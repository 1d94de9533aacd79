using NodaTime;
using Referrals.AI.Proposals;

namespace Referrals.AI.Tests.Proposals;

/// <summary>Nothing changes until a person confirms, who has to be the one that asked; once, in time, and exactly what was proposed.</summary>
public sealed class ProposalTests
{
    private static readonly ToolCaller Mia = AssistantShop.Team(ToolPermissions.Decisions);
    private static readonly Unit Euro = Unit.Money("EUR");

    [Fact]
    public async Task Reward_by_hand_is_given_once_and_only_after_a_person_confirms()
    {
        await using var shop = new AssistantShop(static o => o.ConfirmationPage = static token => new Uri("https://shop.example/confirm?token=" + token));
        await shop.TellStoryAsync();
        var (answer, token) = await ProposeAsync(shop);

        Assert.Contains("not done", answer, StringComparison.Ordinal);
        Assert.Equal(0, (await BalanceAsync(shop)).MinorUnits);
        var proposal = shop.Tools.ReadProposal(Mia, token)!;
        Assert.Equal("Give 7.00 EUR by hand to customer cid", proposal.Text);
        Assert.Equal(("late delivery", Amount.Of(7, Euro), true), (proposal.Reason, proposal.Amount!.Value, proposal.Approves));

        var outcomes = new List<ProposalStatus>();
        for (var i = 0; i < 3; i++)
        {
            outcomes.Add((await shop.Tools.ConfirmAsync(Mia, token)).Status);
        }

        Assert.Equal([ProposalStatus.Done, ProposalStatus.UsedAlready, ProposalStatus.UsedAlready], outcomes);
        Assert.Equal(Amount.Of(7, Euro), await BalanceAsync(shop));
        Assert.Contains(shop.Audit.Records, static one => one is { Tool: "confirm_proposal", Error: null } && one.Concerns == AssistantShop.Id("cid"));
        var decided = (await shop.Engine.Operations.ListDecisionsAsync(AssistantShop.Id("cid"), take: 1)).Items[0];
        Assert.Equal("mia", ((ManualReward)decided.Input).By);
    }

    [Fact]
    public async Task Two_presses_at_once_give_it_once()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        var (_, token) = await ProposeAsync(shop);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => (await shop.Tools.ConfirmAsync(Mia, token)).Status)));

        _ = Assert.Single(outcomes, static status => status == ProposalStatus.Done);
        Assert.Equal(Amount.Of(7, Euro), await BalanceAsync(shop));
    }

    [Fact]
    public async Task Nobody_else_confirms_it()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        var (_, token) = await ProposeAsync(shop);
        var tampered = (token[0] == 'A' ? 'B' : 'A') + token[1..];

        Assert.Equal(ProposalStatus.Invalid, await StatusAsync(AssistantShop.Team(ToolPermissions.Decisions, "max"), token));
        Assert.Equal(ProposalStatus.NotAllowed, await StatusAsync(AssistantShop.Team(ToolPermissions.Support), token));
        Assert.Equal(ProposalStatus.NotAllowed, await StatusAsync(AssistantShop.Participant("mia"), token));
        Assert.Equal(ProposalStatus.Invalid, await StatusAsync(Mia with { Tenant = TenantId.From("other") }, token));
        Assert.Equal(ProposalStatus.Invalid, await StatusAsync(Mia, tampered));
        Assert.Equal(ProposalStatus.Invalid, await StatusAsync(Mia, token[..^4]));
        Assert.All(["", "x", "%%%", new string('A', 5_000)], text => Assert.Null(shop.Tools.ReadProposal(Mia, text)));
        Assert.Equal(0, (await BalanceAsync(shop)).MinorUnits);

        shop.Clock.Advance(Duration.FromMinutes(10));
        Assert.Equal(ProposalStatus.Expired, await StatusAsync(Mia, token));
        Assert.Null(shop.Tools.ReadProposal(Mia, token));
        Assert.Equal(0, (await BalanceAsync(shop)).MinorUnits);

        async Task<ProposalStatus> StatusAsync(ToolCaller caller, string text) => (await shop.Tools.ConfirmAsync(caller, text)).Status;
    }

    [Fact]
    public async Task Token_of_another_key_is_none_and_of_the_same_key_holds_on_every_instance()
    {
        var key = Enumerable.Range(0, 32).Select(static i => (byte)i).ToArray();
        await using var one = new AssistantShop(o => o.ProposalKey = key);
        await using var same = new AssistantShop(o => o.ProposalKey = key);
        await using var other = new AssistantShop();
        await one.TellStoryAsync();
        var (_, token) = await ProposeAsync(one);

        Assert.NotNull(same.Tools.ReadProposal(Mia, token));
        Assert.Null(other.Tools.ReadProposal(Mia, token));

        // Who reads the token in a log or a link learns nothing.
        Assert.DoesNotContain("cid", System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Referral_and_reward_are_decided_as_proposed()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        var referral = await shop.AskAsync(Mia, "propose_referral_verdict", ("customerId", "eve"), ("verdict", "approve"), ("reason", "sister"));
        Assert.Equal(ReferralStage.Held, (await shop.Engine.FindReferralAsync(AssistantShop.Id("eve")))!.Stage);
        Assert.Equal(ProposalStatus.Done, (await shop.Tools.ConfirmAsync(Mia, referral.GetProperty("token").GetString())).Status);
        Assert.Equal(ReferralStage.Qualified, (await shop.Engine.FindReferralAsync(AssistantShop.Id("eve")))!.Stage);

        var manual = ManualReward.Of("m1", AssistantShop.Id("ann"), Amount.Of(80, "EUR"), "max", "sorry");
        _ = await shop.Engine.Reviews.GrantAsync(manual);
        var reward = await shop.AskAsync(
            Mia, "propose_reward_verdict", ("customerId", "ann"), ("rewardId", manual.Reward.Value), ("verdict", "reject"), ("reason", "too much"));
        Assert.Equal(ProposalStatus.Done, (await shop.Tools.ConfirmAsync(Mia, reward.GetProperty("token").GetString())).Status);
        Assert.Equal(Ledger.RewardStage.Reversed, (await shop.Engine.ListRewardsAsync(AssistantShop.Id("ann"))).Items.First(one => one.Id == manual.Reward).Stage);
    }

    [Fact]
    public async Task What_makes_no_sense_is_not_proposed()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();

        Assert.Equal("referral.not_held", await ErrorAsync("propose_referral_verdict", ("customerId", "bob"), ("verdict", "reject"), ("reason", "x")));
        Assert.Equal("referral.unknown", await ErrorAsync("propose_referral_verdict", ("customerId", "zoe"), ("verdict", "reject"), ("reason", "x")));
        Assert.Equal("reward.unknown", await ErrorAsync("propose_reward_verdict", ("customerId", "ann"), ("rewardId", "x"), ("verdict", "reject"), ("reason", "x")));
        Assert.Equal("customer.unknown", await ErrorAsync("propose_goodwill_reward", ("customerId", "nobody"), ("amount", "5.00 EUR"), ("reason", "x")));
        Assert.Equal("argument.invalid", await ErrorAsync("propose_goodwill_reward", ("customerId", "ann"), ("amount", "-5.00 EUR"), ("reason", "x")));
        Assert.Equal("argument.invalid", await ErrorAsync("propose_goodwill_reward", ("customerId", "ann"), ("amount", "many"), ("reason", "x")));
        Assert.Equal("argument.invalid", await ErrorAsync("propose_referral_verdict", ("customerId", "eve"), ("verdict", "APPROVE ALL"), ("reason", "x")));

        async Task<string?> ErrorAsync(string tool, params (string, object?)[] arguments) => (await shop.AskAsync(Mia, tool, arguments)).ErrorOf();
    }

    private static async Task<(string Text, string Token)> ProposeAsync(AssistantShop shop)
    {
        var answer = await shop.AskAsync(Mia, "propose_goodwill_reward", ("customerId", "cid"), ("amount", "7.00 EUR"), ("reason", "late delivery"));
        Assert.Null(answer.ErrorOf());
        return (answer.TextOf(), answer.GetProperty("token").GetString()!);
    }

    private static async Task<Amount> BalanceAsync(AssistantShop shop) => (await shop.Engine.GetBalancesAsync(AssistantShop.Id("cid"))).First(static one => one.Unit == Euro).Available;
}

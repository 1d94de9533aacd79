using Referrals.Messages.Choosing;

namespace Referrals.Messages.Tests.Choosing;

/// <summary>What is told of facts as they stand, in the engine's own words.</summary>
public sealed class MessageContentsTests
{
    [Fact]
    public async Task Tier_within_reach_is_told_once()
    {
        await using var shop = new MessageShop(
            o => o.Rules = MessageRules.Default with { PromotionCap = null },
            Program(r => r.Tiered(t => t.From(1, RewardFormula.Flat(Amount.Of(10, "EUR")), "Bronze").From(5, RewardFormula.Flat(Amount.Of(20, "EUR")), "Gold"))));
        var ann = await EnrolledAsync(shop);
        for (var i = 0; i < 4; i++)
        {
            await ReferAsync(shop, ann, $"friend-{i}");
            await shop.WorkAsync();
        }

        var near = Assert.Single(shop.Mailbox.Inbox, static one => one.Kind == MessageKind.TierNear);
        Assert.Contains("You are at 4 of 5: only 1 more and you reach Gold in Spring.", near.Content.Text, StringComparison.Ordinal);
        Assert.Equal(
            [MessageCodes.Send, MessageCodes.NotNear, MessageCodes.NotNear, MessageCodes.NotNear],
            (await shop.MessagesOfAsync(ann)).Where(static one => one.Kind == MessageKind.TierNear).Select(static one => one.Reason).Order(StringComparer.Ordinal).Reverse());
    }

    [Theory]
    [InlineData(true, "reward.earned")]
    [InlineData(false, "reward.refused")]
    public async Task Reward_in_review_is_told_and_so_is_what_becomes_of_it(bool isApproved, string kind)
    {
        await using var shop = new MessageShop(
            program: Program(r => r.Flat(10, "EUR").Reviewed(within: TimePeriod.Days(7), whenOverdue: WhenOverdue.Reject)));
        var ann = await EnrolledAsync(shop);
        await ReferAsync(shop, ann, "bob");
        await shop.WorkAsync();
        Assert.Equal(["friend.signed_up", "reward.in_review"], shop.Mailbox.KindsOf(ann).Order());

        var reward = (await shop.Engine.ListRewardsAsync(ann)).Items.Single().Id;
        var review = RewardReview.Of(reward);
        await shop.Engine.Reviews.DecideAsync(isApproved ? review.Approve() : review.Reject("not a friend"));
        await shop.WorkAsync();
        Assert.Equal(kind, shop.Mailbox.KindsOf(ann).Last());
        Assert.DoesNotContain("not a friend", shop.Mailbox.Inbox[^1].Content.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_by_a_guard_does_not_say_which()
    {
        await using var shop = new MessageShop(program: Program(
            r => r.Flat(10, "EUR"), g => g.Against(Guard.ReferralsPerReferrer(1, TimePeriod.Days(1)).Refusing())));
        var ann = await EnrolledAsync(shop);
        var carl = shop.People.Add("carl", "en", "Europe/London");
        await ReferAsync(shop, ann, "bob");
        await ReferAsync(shop, ann, "carl");
        await shop.WorkAsync();

        var (toCarl, toAnn) = (Refusal(carl), Refusal(ann));
        Assert.Contains("The referral could not be counted.", toCarl, StringComparison.Ordinal);
        Assert.Contains("A friend's sign-up could not be counted as your referral.", toAnn, StringComparison.Ordinal);
        foreach (var word in new[] { "guard", "velocity", "too many", "limit", "carl", "bob" })
        {
            Assert.DoesNotContain(word, toAnn.Replace("Hello Ann", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        }

        string Refusal(CustomerId reader) => shop.Mailbox.Inbox.Single(one => one.Customer == reader && one.Kind == MessageKind.RewardRefused).Content.Text;
    }

    [Fact]
    public async Task Referrer_does_not_learn_at_once_that_an_order_of_a_friend_earned_nothing()
    {
        await using var shop = new MessageShop();
        var ann = await EnrolledAsync(shop);
        await ReferAsync(shop, ann, "bob", amount: 20);
        await shop.WorkAsync();

        Assert.Equal(["friend.signed_up"], shop.Mailbox.KindsOf(ann));
        Assert.DoesNotContain(await shop.MessagesOfAsync(ann), static one => one.Kind == MessageKind.RewardRefused);
    }

    [Fact]
    public async Task Stranger_is_left_out_with_a_reason()
    {
        await using var shop = new MessageShop();
        var ann = await EnrolledAsync(shop);
        shop.People.Remove(ann);
        await ReferAsync(shop, ann, "bob");
        await shop.WorkAsync();

        Assert.Empty(shop.Mailbox.Inbox);
        Assert.All(
            (await shop.MessagesOfAsync(ann)).Where(static one => one.State == MessageState.Skipped),
            static one => Assert.Equal(MessageCodes.UnknownPerson, one.Reason));
    }

    [Fact]
    public async Task Same_reason_is_not_told_again_for_a_month()
    {
        await using var shop = new MessageShop();
        var ann = await EnrolledAsync(shop);
        var bob = shop.People.Add("bob", "en", "Europe/London");
        await ReferAsync(shop, ann, "bob", amount: 20);
        await shop.WorkAsync();
        for (var i = 0; i < 3; i++)
        {
            await shop.Engine.ConvertAsync(Conversion.Of(bob, $"small-{i}", "purchase", Amount.Of(10, "EUR")));
            await shop.WorkAsync();
        }

        Assert.Single(shop.Mailbox.Inbox, one => one.Customer == bob && one.Kind == MessageKind.RewardRefused);
        Assert.Equal(3, (await shop.MessagesOfAsync(bob)).Count(static one => one.Reason == MessageCodes.ToldBefore));
    }

    [Fact]
    public async Task Kind_that_is_off_leaves_nothing_behind()
    {
        await using var shop = new MessageShop(o => o.Rules = MessageRules.Default.With(MessageKind.FriendSignedUp, static rule => rule with { IsOn = false }));
        var ann = await EnrolledAsync(shop);
        await ReferAsync(shop, ann, "bob");
        await shop.WorkAsync();

        Assert.DoesNotContain(await shop.MessagesOfAsync(ann), static one => one.Kind == MessageKind.FriendSignedUp);
    }

    private static ReferralProgram Program(
        Action<IncentiveBuilder> reward, Action<GuardPolicyBuilder>? guards = null) => ReferralProgram.Create("spring", p =>
    {
        p.Named("Spring").InZone("Europe/Berlin").Links("https://shop.example/r/{code}").Qualify(q => q.On("purchase")).RewardReferrer(reward);
        if (guards is not null)
        {
            p.Guard(guards);
        }
    });

    private static async Task<CustomerId> EnrolledAsync(MessageShop shop)
    {
        var ann = shop.People.Add("ann", "en", "Europe/London");
        await shop.Engine.EnrollAsync(Enrollment.Of(ann));
        return ann;
    }

    private static async Task ReferAsync(MessageShop shop, CustomerId referrer, string friend, decimal amount = 80)
    {
        var (code, bob) = (await shop.Engine.FindCodeAsync(referrer), CustomerId.From(friend));
        await shop.Engine.SignUpAsync(SignUp.Of(bob).WithCode(code!.DisplayCode));
        await shop.Engine.ConvertAsync(Conversion.Of(bob, "order-of-" + friend, "purchase", Amount.Of(amount, "EUR")));
    }
}

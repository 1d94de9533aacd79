using NodaTime;
using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Ledger;
using Referrals.Storage;
using Referrals.Testing;
using Referrals.Tests.Decisions.Guarding;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Participation;

/// <summary>One person, a referrer's friends and the work lists of a team, each asked with one call.</summary>
public sealed class PeopleTests
{
    private static readonly ReferralProgram Program = ReferralProgram.Create("p", p => p
        .Links("https://shop.example/r/{code}")
        .Guard(g => g
            .Against(Guard.SharedDevice(SignalScope.Referrer).Refusing(), Guard.ReferralsPerReferrer(2, TimePeriod.Days(1)))
            .Reviewed(within: TimePeriod.Days(4), whenOverdue: WhenOverdue.Reject))
        .RewardReferrer(r => r.Named("thanks").Flat(20, "USD").AtMost(100, "USD").When(w => w.On("purchase").AtLeast(50, "USD"))
            .HeldFor(TimePeriod.Days(5)).ExpiresAfter(TimePeriod.Days(30)))
        .RewardReferee(r => r.Named("welcome").Flat(5, "USD").When(w => w.On("purchase").First())
            .Reviewed(within: TimePeriod.Days(3), whenOverdue: WhenOverdue.Approve)));

    private readonly FakeClock _clock = new(Day(0));
    private readonly ReferralEngine _referrals;

    public PeopleTests() => _referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(Program), _clock);

    [Fact]
    public async Task Somebody_unknown_is_nobody()
    {
        Assert.Null(await _referrals.FindCustomerAsync(Customer("nobody")));
        Assert.Null(await _referrals.FindCodeAsync(Customer("nobody")));
        Assert.Null(await _referrals.FindReferralAsync(Customer("nobody")));
        Assert.Empty((await _referrals.ListFriendsAsync(Customer("nobody"))).Items);
        Assert.Empty((await _referrals.ListRewardsAsync(Customer("nobody"))).Items);
        Assert.Empty((await _referrals.ListConversionsAsync(Customer("nobody"))).Items);
    }

    [Fact]
    public async Task A_code_is_found_without_enrolling_anybody()
    {
        var enrolled = await TellAsync();
        var code = await _referrals.FindCodeAsync(Customer("alice"));
        Assert.Equal((enrolled.Code, enrolled.DisplayCode, enrolled.Link), (code!.Code, code.DisplayCode, code.Link));
        Assert.Equal((CodeStatus.Usable, Customer("alice"), Day(0)), (code.Status, code.Owner, code.IssuedAt));
        Assert.Null(await _referrals.FindCodeAsync(Customer("bob")));
        Assert.Equal(code, await _referrals.Codes.FindAsync(enrolled.Link!));
        Assert.Equal(code, await _referrals.Codes.FindAsync(enrolled.DisplayCode.ToLowerInvariant()));
        Assert.Null(await _referrals.Codes.FindAsync("no such code"));
        await _referrals.Codes.ChangeAsync(CodeChange.Replace(enrolled.Code.Value).At(Day(1)));
        var codes = (await _referrals.Codes.ListAsync(Customer("alice"))).Items;
        Assert.Equal([CodeStatus.Usable, CodeStatus.Replaced], codes.Select(one => one.Status));
        Assert.Equal(codes[0].Code, codes[1].ReplacedBy);
    }

    [Fact]
    public async Task A_chosen_code_is_shown_as_it_was_spelled()
    {
        var program = ReferralProgram.Create("p", p => p.ChosenCodes().RewardReferrer(r => r.Flat(20, "USD")));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), _clock);
        var enrolled = await referrals.EnrollAsync(Enrollment.Of(Customer("max")).WithChosenCode("MAXLIGHT"));
        Assert.Equal("MAXLIGHT", enrolled.Code.Value);
        Assert.Equal(enrolled.Code, (await referrals.FindCodeAsync(Customer("max")))!.Code);
        Assert.Equal(enrolled.Code, (await referrals.FindCustomerAsync(Customer("max")))!.Code!.Code);
        Assert.Equal(enrolled.Code, (await referrals.Codes.FindAsync("max-light"))!.Code);
        Assert.Equal(enrolled.Code, Assert.Single((await referrals.Codes.ListAsync(Customer("max"))).Items).Code);
    }

    [Fact]
    public async Task A_referral_tells_who_since_when_and_by_what()
    {
        var enrolled = await TellAsync();
        var bob = await _referrals.FindReferralAsync(Customer("bob"));
        Assert.Equal((Customer("bob"), Customer("alice"), Day(0.5), Evidence.Code), (bob!.Referee, bob.Referrer, bob.SignedUpAt, bob.Evidence));
        Assert.Equal((enrolled.Code, ReferralStage.Qualified, 1, 1), (bob.Code, bob.Stage, bob.ProgramVersion, bob.Referrers));
        var dan = await _referrals.FindReferralAsync(Customer("dan"));
        Assert.Equal((ReferralStage.Refused, Customer("alice"), "guard.shared_device"), (dan!.Stage, dan.Referrer, dan.Reason));
        var fay = await _referrals.FindReferralAsync(Customer("fay"));
        Assert.Equal((ReferralStage.Held, Day(6), WhenOverdue.Reject), (fay!.Stage, fay.ReviewUntil, fay.OnSilence));
        Assert.Equal(fay.HeldBy[0], fay.Reason);
        Assert.Null(await _referrals.FindReferralAsync(Customer("alice")));
        Pass(Day(6));
        Assert.Equal((ReferralStage.Rejected, "silence"), await StageAsync("fay"));
        await _referrals.Operations.ProcessDueAsync();
        Assert.Equal((ReferralStage.Rejected, "silence"), await StageAsync("fay"));

        async Task<(ReferralStage, string?)> StageAsync(string name)
        {
            var found = await _referrals.FindReferralAsync(Customer(name));
            return (found!.Stage, found.Reason);
        }
    }

    [Fact]
    public async Task Friends_are_told_with_their_states_and_without_what_is_personal()
    {
        await TellAsync();
        var page = await _referrals.ListFriendsAsync(
            Customer("alice"),
            labels: (customers, _) => ValueTask.FromResult<IReadOnlyDictionary<CustomerId, string>>(
                customers.Where(one => one != Customer("cat")).ToDictionary(static one => one, static one => one.Value.ToUpperInvariant()[..1] + ".")));
        Assert.Null(page.Next);
        Assert.Equal(
            [("F.", ReferralStage.Held), ("E.", ReferralStage.SignedUp), ("D.", ReferralStage.Refused), (null, ReferralStage.SignedUp),
             ("B.", ReferralStage.Qualified), (null, ReferralStage.Clicked)],
            page.Items.Select(static friend => (friend.Label, friend.Stage)));
        var (held, refused, qualified, clicked) = (page.Items[0], page.Items[2], page.Items[4], page.Items[5]);
        Assert.Equal(Day(6), held.ReviewUntil);
        Assert.Equal("guard.shared_device", refused.Reason);
        Assert.All([held, refused], friend => Assert.DoesNotContain("alice", friend.Words, StringComparison.Ordinal));
        Assert.Equal((null, Day(1.5)), (clicked.Customer, clicked.Since));
        var reward = Assert.Single(qualified.Rewards);
        Assert.Equal(("thanks", Usd(20), RewardStage.Held), (reward.Rule, reward.Granted, reward.Stage));
        Pass(Day(7.5));
        Assert.Equal(ReferralStage.Rewarded, (await _referrals.ListFriendsAsync(Customer("alice"))).Items[4].Stage);
    }

    [Fact]
    public async Task Friends_come_page_by_page_and_each_once()
    {
        await TellAsync();
        var all = (await _referrals.ListFriendsAsync(Customer("alice"))).Items;
        for (var take = 1; take <= all.Count + 1; take++)
        {
            var found = new List<Friend>();
            string? cursor = null;
            do
            {
                var page = await _referrals.ListFriendsAsync(Customer("alice"), cursor, take);
                Assert.InRange(page.Items.Count, 0, take);
                found.AddRange(page.Items);
                cursor = page.Next;
            }
            while (cursor is not null);
            Assert.Equal(all, found);
        }
    }

    [Fact]
    public async Task Rewards_tell_what_for_where_and_what_comes_next()
    {
        await TellAsync();
        var alice = Assert.Single((await _referrals.ListRewardsAsync(Customer("alice"))).Items);
        Assert.Equal((RewardStage.Held, RewardStage.Vested, Day(7)), (alice.Stage, alice.Next, alice.NextAt));
        Assert.Equal((Customer("bob"), "o1", Side.Referrer), (alice.Referee, alice.ConversionId, alice.Side));
        var bob = Assert.Single((await _referrals.ListRewardsAsync(Customer("bob"))).Items);
        Assert.Equal((RewardStage.InReview, true, RewardStage.Vested, Day(5)), (bob.Stage, bob.WaitsForReview, bob.Next, bob.NextAt));

        // Whether or not the timer has run.
        Pass(Day(8));
        alice = Assert.Single((await _referrals.ListRewardsAsync(Customer("alice"))).Items);
        Assert.Equal((RewardStage.Vested, RewardStage.Expired, Usd(20)), (alice.Stage, alice.Next, alice.Available));
        await _referrals.Operations.ProcessDueAsync();
        Assert.Equal(alice, Assert.Single((await _referrals.ListRewardsAsync(Customer("alice"))).Items));
        await _referrals.RefundAsync(Refund.OfWhole("r1", "o1").At(Day(8)));
        alice = Assert.Single((await _referrals.ListRewardsAsync(Customer("alice"))).Items);
        Assert.Equal((RewardStage.Reversed, DecisionCodes.RefundReversed, Usd(0), Usd(20)), (alice.Stage, alice.Reason, alice.Available, alice.Reversed));
    }

    /// <summary>A refund is not a referral that does not count, nor is somebody's decision.</summary>
    [Fact]
    public async Task Rewards_tell_why_they_were_taken_back()
    {
        await TellAsync();
        var alice = Assert.Single((await _referrals.ListRewardsAsync(Customer("alice"))).Items);
        var bob = Assert.Single((await _referrals.ListRewardsAsync(Customer("bob"))).Items);
        var taken = await _referrals.Reviews.ClawBackAsync(Clawback.Of(alice.Id, "lea", "told twice"));
        await _referrals.Reviews.DecideAsync(RewardReview.Of(bob.Id).Reject("not a customer"));

        Assert.Equal([DecisionCodes.ClawbackTaken], taken.Explanation.Checks.Select(static check => check.Code));
        Assert.Equal(DecisionCodes.ClawbackTaken, Assert.Single((await _referrals.ListRewardsAsync(Customer("alice"))).Items).Reason);
        Assert.Equal(DecisionCodes.RewardRejected, Assert.Single((await _referrals.ListRewardsAsync(Customer("bob"))).Items).Reason);
    }

    [Fact]
    public async Task Conversions_tell_what_each_earned_whom()
    {
        await TellAsync();
        await _referrals.RefundAsync(Refund.Of("r1", "o2", Usd(4)).At(Day(3)));
        var conversions = (await _referrals.ListConversionsAsync(Customer("bob"))).Items;
        Assert.Equal([("o2", 2, Usd(4)), ("o1", 1, Usd(0))], conversions.Select(static one => (one.Id, one.Ordinal, one.Refunded!.Value)));
        Assert.Equal(
            [(Customer("alice"), "thanks"), (Customer("bob"), "welcome")],
            conversions[1].Rewards.Select(static reward => (reward.Owner!.Value, reward.Rule)).OrderBy(static reward => reward.Rule));
        Assert.Empty(conversions[0].Rewards);
        var first = await _referrals.ListConversionsAsync(Customer("bob"), take: 1);
        Assert.Equal("o1", Assert.Single((await _referrals.ListConversionsAsync(Customer("bob"), first.Next, take: 1)).Items).Id);
    }

    [Fact]
    public async Task An_overview_holds_what_the_single_calls_tell()
    {
        await TellAsync();
        await _referrals.Reviews.BanAsync(ReferrerBan.Impose(Customer("alice"), "too eager").At(Day(3)));
        Pass(Day(4));
        var alice = (await _referrals.FindCustomerAsync(Customer("alice")))!;
        Assert.Equal((Customer("alice"), Day(0), null), (alice.Customer, alice.EnrolledAt, alice.SignedUpAt));
        Assert.Equal(await _referrals.FindCodeAsync(Customer("alice")), alice.Code);
        Assert.Equal(await _referrals.GetBalancesAsync(Customer("alice")), alice.Balances);
        Assert.Equal((4, "too eager", Day(3)), (alice.Friends, alice.Ban!.Reason, alice.Ban.Since));
        Assert.Equal(80m, Assert.Single(Assert.Single(alice.Progress).Limits).Left);
        var bob = (await _referrals.FindCustomerAsync(Customer("bob")))!;
        Assert.Equal(await _referrals.FindReferralAsync(Customer("bob")), bob.Referral);
        Assert.Null(bob.Ban);
    }

    [Fact]
    public async Task A_statement_tells_what_each_line_is_for()
    {
        await TellAsync();
        var line = (await _referrals.GetStatementAsync(Customer("alice"), Day(0), Day(3))).Units[0].Lines[0];
        Assert.Equal(("thanks", Customer("bob"), "o1"), (line.Cause!.Rule, line.Cause.Referee, line.Cause.ConversionId));
    }

    [Fact]
    public async Task Work_lists_hold_what_waits_for_people()
    {
        await TellAsync();
        var held = Assert.Single((await _referrals.Reviews.ListHeldReferralsAsync()).Items);
        Assert.Equal((Customer("fay"), Day(6), WhenOverdue.Reject), (held.Referral.Referee, held.Referral.ReviewUntil, held.Referral.OnSilence));
        Assert.Contains(held.Evidence, check => check.Code == held.Referral.HeldBy[0]);
        var reward = Assert.Single((await _referrals.Reviews.ListRewardsInReviewAsync()).Items);
        Assert.Equal((Customer("bob"), Day(5), RewardStage.Vested), (reward.Owner, reward.NextAt, reward.Next));
        await _referrals.Reviews.DecideAsync(ReferralReview.Approve(Customer("fay"), "known").At(Day(3)));
        await _referrals.Reviews.DecideAsync(RewardReview.Of(reward.Id).Reject("no").At(Day(3)));
        Assert.Empty((await _referrals.Reviews.ListHeldReferralsAsync()).Items);
        Assert.Empty((await _referrals.Reviews.ListRewardsInReviewAsync()).Items);
    }

    [Fact]
    public async Task Silence_takes_what_waits_off_the_lists_though_no_timer_runs()
    {
        await TellAsync();
        Pass(Day(6));
        Assert.Empty((await _referrals.Reviews.ListHeldReferralsAsync()).Items);
        Assert.Empty((await _referrals.Reviews.ListRewardsInReviewAsync()).Items);
    }

    [Fact]
    public async Task Only_bans_that_hold_are_listed_and_each_once()
    {
        foreach (var (name, day) in new[] { ("alice", 1), ("bob", 1), ("cat", 2) })
        {
            await _referrals.Reviews.BanAsync(ReferrerBan.Impose(Customer(name), "first").At(Day(day)));
        }

        await _referrals.Reviews.BanAsync(ReferrerBan.Lift(Customer("alice"), "sorry").At(Day(3)));
        await _referrals.Reviews.BanAsync(ReferrerBan.Lift(Customer("bob"), "sorry").At(Day(3)));
        await _referrals.Reviews.BanAsync(ReferrerBan.Impose(Customer("bob"), "again").At(Day(4)));
        Pass(Day(5));
        Assert.Equal(
            [(Customer("cat"), "first"), (Customer("bob"), "again")],
            (await _referrals.Reviews.ListBannedAsync()).Items.Select(static ban => (ban.Customer!.Value, ban.Reason)));
    }

    [Fact]
    public async Task Decisions_are_found_by_person_order_and_key()
    {
        await TellAsync();
        await _referrals.RefundAsync(Refund.Of("r1", "o1", Usd(4)).At(Day(3)));
        await _referrals.UpdateCustomerAsync(CustomerUpdate.Of(Customer("bob")).InSegment("smb").WithKey("message-7").At(Day(3)));
        var bob = (await _referrals.Operations.ListDecisionsAsync(Customer("bob"))).Items;
        Assert.Equal([bob[0].Decision.Key, "refund:r1", "conversion:o2", "conversion:o1", "sign-up:bob"], bob.Select(static one => one.Decision.Key));
        var order = (await _referrals.Operations.ListDecisionsOfConversionAsync("o1")).Items;
        Assert.Equal(["refund:r1", "conversion:o1"], order.Select(static one => one.Decision.Key));
        Assert.Equal(DecisionCodes.CustomerUpdated, (await _referrals.Operations.FindDecisionAsync("message-7"))!.Decision.Code);
        Assert.Equal(DecisionCodes.CustomerUpdated, (await _referrals.Operations.FindDecisionAsync(bob[0].Decision.Key))!.Decision.Code);
        Assert.Null(await _referrals.Operations.FindDecisionAsync("never"));
    }

    [Fact]
    public async Task Cursors_and_sizes_are_checked()
    {
        var cursor = await Assert.ThrowsAsync<ArgumentException>(async () => await _referrals.ListRewardsAsync(Customer("alice"), "here"));
        Assert.Contains("'here' is not a cursor", cursor.Message, StringComparison.Ordinal);
        foreach (var take in new[] { 0, -1, 201 })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _referrals.ListFriendsAsync(Customer("alice"), take: take));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _referrals.Reviews.ListBannedAsync(take: take));
        }
    }

    /// <summary>bob bought, cat and eve signed up, dan was refused, fay is held, and a visitor has clicked.</summary>
    private async Task<EnrolledReferrer> TellAsync()
    {
        var device = GuardStory.Signals(static signals => signals.Device("d1"));
        var enrolled = await _referrals.EnrollAsync(Enrollment.Of(Customer("alice")).With(device).At(Day(0)));
        await _referrals.SignUpAsync(SignUp.Of(Customer("bob")).WithCode(enrolled.DisplayCode).At(Day(0.5)));
        await _referrals.TouchAsync(Touch.Click(enrolled.Link!, VisitorId.From("v9")).At(Day(1.5)));
        await _referrals.TouchAsync(Touch.Click(enrolled.Link!, VisitorId.From("v1")).At(Day(1.6)));
        await _referrals.SignUpAsync(SignUp.Of(Customer("cat")).ByVisitor(VisitorId.From("v1")).At(Day(2)));
        await _referrals.SignUpAsync(SignUp.Of(Customer("dan")).ReferredBy(Customer("alice")).With(device).At(Day(2)));
        await _referrals.SignUpAsync(SignUp.Of(Customer("eve")).ReferredBy(Customer("alice")).At(Day(2)));
        await _referrals.SignUpAsync(SignUp.Of(Customer("fay")).ReferredBy(Customer("alice")).At(Day(2)));
        await _referrals.ConvertAsync(Conversion.Of(Customer("bob"), "o1", "purchase", Usd(80)).At(Day(2)));
        await _referrals.ConvertAsync(Conversion.Of(Customer("bob"), "o2", "purchase", Usd(8)).At(Day(2)));
        Pass(Day(3));
        return enrolled;
    }

    private void Pass(Instant until) => _clock.Advance(until - _clock.GetCurrentInstant());
}

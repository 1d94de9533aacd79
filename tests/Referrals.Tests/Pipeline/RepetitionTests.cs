using NodaTime;
using Referrals.Storage;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Pipeline;

/// <summary>What has an id of the application's happens once, under whatever key and however often it is told; and what is not final can be told again.</summary>
public sealed class RepetitionTests
{
    private static readonly CustomerId Alice = CustomerId.From("alice");
    private static readonly CustomerId Bob = CustomerId.From("bob");

    public static TheoryData<string> Kinds => [.. Inputs.Keys];

    private static Dictionary<string, ReferralInput> Inputs { get; } = new()
    {
        ["share"] = Share.Of("s-1", Alice, Channel.From("email")),
        ["sign-up"] = SignUp.Of(CustomerId.From("carol")).ReferredBy(Alice),
        ["conversion"] = Conversion.Of(Bob, "order-2", "purchase", Eur(50)),
        ["refund"] = Refund.Of("re_1", "order-1", Eur(30)),
        ["whole refund"] = Refund.OfWhole("re_2", "order-1"),
        ["early refund"] = Refund.Of("re_3", "order-9", Eur(1)),
        ["redemption"] = Redemption.Of("cart-1", Alice, Eur(3)),
        ["cost"] = ProgramCost.Of("invoice-1", Channel.Referral, "platform_fee", Eur(20)),
        ["survey"] = SurveyAnswer.Of(Bob, 9),
        ["touch"] = Touch.CodeEntry("nonsense", VisitorId.From("v-1")),
        ["update"] = CustomerUpdate.Of(Bob).InSegment("smb"),
        ["ban"] = ReferrerBan.Impose(Alice, "spam"),
        ["review"] = ReferralReview.Reject(Bob, "fraud"),
        ["enrollment"] = Enrollment.Of(Bob).InSegment("vip"),
        ["identification"] = Identification.Of(VisitorId.From("v-1"), Bob),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Told_under_two_keys_is_one_effect_and_one_answer(string kind)
    {
        var input = Inputs[kind];
        var once = await StoryAsync();
        await once.SubmitAsync(Keyed(input, "a"));
        var twice = await StoryAsync();

        var first = await twice.SubmitAsync(Keyed(input, "a"));
        var second = await twice.SubmitAsync(Keyed(input, "b"));
        var third = await twice.SubmitAsync(input);

        Assert.False(first.IsRepeated);
        Assert.True(second.IsRepeated && third.IsRepeated);
        Assert.Equal((first.Code, first.IsAccepted, first.Subject), (second.Code, second.IsAccepted, second.Subject));
        Assert.Equal(first.Facts, third.Facts);
        Assert.Equal(await BooksAsync(once), await BooksAsync(twice));
        Assert.Empty(await twice.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Other_content_under_a_used_id_is_refused_by_name_with_what_was_decided_first()
    {
        var referrals = await StoryAsync();
        (ReferralInput First, ReferralInput Other, string Code, string Differs)[] pairs =
        [
            (Refund.Of("re_1", "order-1", Eur(30)), Refund.Of("re_1", "order-1", Eur(40)), DecisionCodes.RefundDuplicate, "amount: 40.00 EUR"),
            (Redemption.Of("cart-1", Alice, Eur(3)), Redemption.Of("cart-1", Alice, Eur(2)), DecisionCodes.RedemptionDuplicate, "amount: 2.00 EUR"),
            (ProgramCost.Of("i", Channel.Paid, "ads", Eur(3)), ProgramCost.Of("i", Channel.Paid, "fee", Eur(3)), DecisionCodes.CostDuplicate, "purpose: fee"),
            (Share.Of("s", Alice, Channel.From("email")), Share.Of("s", Alice, Channel.From("sms")), DecisionCodes.ShareDuplicate, "channel: sms"),
            (Conversion.Of(Bob, "o-2", "purchase", Eur(5)), Conversion.Of(Bob, "o-2", "renewal", Eur(5)), DecisionCodes.ConversionDuplicate, "name: renewal"),
            (SignUp.Of(CustomerId.From("dan")), SignUp.Of(CustomerId.From("dan")).ReferredBy(Alice), DecisionCodes.SignUpDuplicate, "referrer: alice"),
        ];
        foreach (var (first, other, code, differs) in pairs)
        {
            var decided = await referrals.SubmitAsync(first);
            var refused = await referrals.SubmitAsync(Keyed(other, "key of " + code));

            Assert.True(decided.IsAccepted, decided.Code);
            Assert.Equal(code, refused.Code);
            Assert.False(refused.IsAccepted);
            Assert.Contains(refused.Explanation.Checks, check => check.Actual?.ToString() == differs);
            Assert.Equal(decided.Code, refused.First!.Code);
            Assert.Equal(decided.Facts, refused.First.Facts);
        }
    }

    [Fact]
    public async Task Repetition_that_differs_in_its_time_alone_is_a_repetition()
    {
        var referrals = await StoryAsync();
        foreach (var input in new ReferralInput[] { Redemption.Of("cart-1", Alice, Eur(3)), CustomerUpdate.Of(Bob).InSegment("vip"), SurveyAnswer.Of(Bob, 3) })
        {
            var first = await referrals.SubmitAsync(Keyed(input, "message of " + input.GetType().Name));
            var again = await referrals.SubmitAsync(Keyed(input.At(Start + Duration.FromDays(9)), "message of " + input.GetType().Name));

            Assert.True(again.IsRepeated);
            Assert.Equal(first.OccurredAt, again.OccurredAt);
        }
    }

    [Fact]
    public async Task Other_input_under_a_used_key_is_refused_and_names_what_differs()
    {
        var referrals = await StoryAsync();
        var first = await referrals.ConvertAsync(Conversion.Of(Bob, "o-7", "purchase", Eur(5)).WithKey("k"));

        var other = await referrals.ConvertAsync(Conversion.Of(Bob, "o-8", "purchase", Eur(5)).WithKey("k"));
        var third = await referrals.RefundAsync(Refund.OfWhole("r", "o-7").WithKey("k"));

        Assert.Equal(DecisionCodes.KeyReused, other.Code);
        Assert.Equal("id: o-8", Assert.Single(other.Explanation.Checks).Actual?.ToString());
        Assert.Equal(first.Subject, other.First!.Subject);
        Assert.Equal(DecisionCodes.KeyReused, third.Code);
        Assert.True((await referrals.ConvertAsync(Conversion.Of(Bob, "o-8", "purchase", Eur(5)).WithKey("k2"))).IsAccepted);
    }

    [Fact]
    public async Task Key_of_the_application_blocks_nothing_that_was_not_given_it()
    {
        var clock = new FakeClock(Start);
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(1))).RewardReferee(r => r.Flat(1, "EUR")));
        var plain = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), clock);
        var keys = new List<string>();
        await TellAsync(plain);
        await foreach (var decided in plain.Operations.ReadDecisionsAsync())
        {
            keys.AddRange([decided.Decision.Key, "key:" + decided.Decision.Key]);
        }

        keys.AddRange(["sign-up:carol", "before-the-sign-up", "~rejected", "enroll:alice", "refused:redemption.too_much/redeem:c", "x/reversed:y"]);
        var attacked = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), clock);
        foreach (var key in keys)
        {
            await attacked.SubmitAsync(SurveyAnswer.Of(CustomerId.From("mallory " + key), 1).WithKey(key));
        }

        await TellAsync(attacked);

        Assert.Equal(await BooksAsync(plain), await BooksAsync(attacked));
        Assert.Empty(await attacked.Operations.VerifyAsync());

        async Task TellAsync(ReferralEngine referrals)
        {
            await referrals.EnrollAsync(Enrollment.Of(Alice).At(Start));
            await referrals.RedeemAsync(Redemption.Of("c", Alice, Eur(1)).At(Start));
            await referrals.SignUpAsync(SignUp.Of(CustomerId.From("carol")).ReferredBy(Alice).At(Start));
            await referrals.ConvertAsync(Conversion.Of(CustomerId.From("carol"), "x", "purchase", Eur(50)).At(Start));
            await referrals.RefundAsync(Refund.Of("y", "x", Eur(5)).At(Start));
            await referrals.Operations.ProcessDueAsync(Start + Duration.FromDays(3));
        }
    }

    [Fact]
    public async Task Refusals_that_something_missing_may_mend_are_lifted_when_told_again()
    {
        var clock = new FakeClock(Start);
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(2))));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), clock);
        var redemption = Redemption.Of("cart", Alice, Eur(4)).WithKey("evt_1");
        var share = Share.Of("s", Alice, Channel.From("email")).WithKey("evt_2");
        var click = Touch.ClickOfShare("s", VisitorId.From("v"), Start).WithKey("evt_3");
        var review = ReferralReview.Reject(Bob, "no").At(Start).WithKey("evt_4");

        Assert.Equal(DecisionCodes.SharerNotEnrolled, (await referrals.ShareAsync(share)).Code);
        Assert.Equal(DecisionCodes.TouchUnknownShare, (await referrals.TouchAsync(click)).Code);
        Assert.Equal(DecisionCodes.RedemptionTooMuch, (await referrals.RedeemAsync(redemption)).Code);
        Assert.Equal(DecisionCodes.ReviewNoReferral, (await referrals.SubmitAsync(review)).Code);
        var still = await referrals.RedeemAsync(redemption);
        Assert.True(still is { IsAccepted: false, IsFinal: false, IsRepeated: true });

        await referrals.EnrollAsync(Enrollment.Of(Alice));
        Assert.True((await referrals.ShareAsync(share)).IsAccepted);
        Assert.True((await referrals.TouchAsync(click)).IsAccepted);
        await referrals.SignUpAsync(SignUp.Of(Bob).ByVisitor(VisitorId.From("v")));
        Assert.True((await referrals.ConvertAsync(Conversion.Of(Bob, "o", "purchase", Eur(5)))).IsAccepted);
        clock.Advance(Duration.FromDays(3));
        await referrals.Operations.ProcessDueAsync();
        var redeemed = await referrals.RedeemAsync(redemption);
        Assert.True(redeemed is { IsAccepted: true, IsRepeated: false });
        Assert.True((await referrals.RedeemAsync(redemption)) is { IsAccepted: true, IsRepeated: true });
        Assert.Equal(Eur(6), (await referrals.GetBalancesAsync(Alice)).Single().Available);
        Assert.True((await referrals.SubmitAsync(review)).IsAccepted);
        Assert.Empty(await referrals.Operations.VerifyAsync());
        await RebuildsAsync(referrals, program);
    }

    [Fact]
    public async Task Final_refusal_stays()
    {
        var referrals = await StoryAsync();
        var ban = ReferrerBan.Impose(Alice, "spam");
        await referrals.SubmitAsync(ban.At(Start));

        var late = await referrals.SubmitAsync(ban.At(Start + Duration.FromHours(1)));
        await referrals.SubmitAsync(ReferrerBan.Lift(Alice, "sorry").At(Start + Duration.FromHours(2)));
        var redelivered = await referrals.SubmitAsync(ban.At(Start + Duration.FromHours(1)));

        Assert.Equal(DecisionCodes.ReferrerAlreadyBanned, late.Code);
        Assert.True(late.IsFinal && redelivered.IsRepeated);
        Assert.Equal(DecisionCodes.ReferrerAlreadyBanned, redelivered.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refunds_and_their_order_end_in_the_same_books_in_every_order_of_arrival(bool isKept)
    {
        var program = ReferralProgram.Create("p", p => p
            .RewardReferrer(r => _ = isKept ? r.PercentOf(10, "EUR").KeptOnRefund() : r.PercentOf(10, "EUR"))
            .RewardReferee(r => r.Flat(5, "EUR")));
        ReferralInput[] told =
        [
            Conversion.Of(Bob, "o", "purchase", Eur(100)).At(Start + Duration.FromHours(1)),
            Refund.Of("r1", "o", Eur(30)).At(Start + Duration.FromHours(2)),
            Refund.Of("r2", "o", Eur(25)).At(Start + Duration.FromHours(3)),
            Refund.OfWhole("r3", "o2").At(Start + Duration.FromHours(5)),
            Conversion.Of(Bob, "o2", "purchase", Eur(40)).At(Start + Duration.FromHours(4)),
        ];
        var books = new HashSet<string>();
        foreach (var order in Permutations(told))
        {
            var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Start));
            await referrals.EnrollAsync(Enrollment.Of(Alice).At(Start));
            await referrals.SignUpAsync(SignUp.Of(Bob).ReferredBy(Alice).At(Start));
            foreach (var input in order)
            {
                Assert.True((await referrals.SubmitAsync(input)).IsAccepted);
            }

            Assert.Empty(await referrals.Operations.VerifyAsync());
            var refunds = 0L;
            await foreach (var fact in referrals.Operations.ReadJournalAsync())
            {
                refunds += fact.Kind == FactKind.RefundRecorded ? fact.Amount!.Value.MinorUnits : 0;
            }

            books.Add($"{await BooksAsync(referrals)}; refunded {refunds}");
            await RebuildsAsync(referrals, program);
        }

        _ = Assert.Single(books);
    }

    [Fact]
    public async Task Waiting_refund_that_the_order_does_not_allow_is_told_when_the_order_comes()
    {
        var referrals = await StoryAsync();
        Assert.Equal(DecisionCodes.RefundWaiting, (await referrals.RefundAsync(Refund.Of("r1", "later", Eur(30)))).Code);
        Assert.Equal(DecisionCodes.RefundWaiting, (await referrals.RefundAsync(Refund.Of("r2", "later", Amount.Of(3, "USD")))).Code);

        var order = await referrals.ConvertAsync(Conversion.Of(Bob, "later", "purchase", Eur(20)));

        Assert.Contains(order.Explanation.Checks, check => check.Code == DecisionCodes.RefundTooMuch);
        Assert.Contains(order.Explanation.Checks, check => check.Code == DecisionCodes.RefundUnit);
        Assert.DoesNotContain(order.Facts, fact => fact.Kind == FactKind.RefundRecorded);
    }

    [Fact]
    public async Task Refunds_of_an_unknown_order_are_kept_up_to_a_bound_and_then_told_again()
    {
        var referrals = await StoryAsync();
        for (var i = 0; i < 16; i++)
        {
            Assert.True((await referrals.RefundAsync(Refund.Of($"r{i}", "later", Eur(1)))).IsAccepted);
        }

        var beyond = Refund.Of("r16", "later", Eur(1));
        Assert.Equal(DecisionCodes.RefundsTooMany, (await referrals.RefundAsync(beyond)).Code);
        Assert.True((await referrals.ConvertAsync(Conversion.Of(Bob, "later", "purchase", Eur(100)))).IsAccepted);
        Assert.True((await referrals.RefundAsync(beyond)).IsAccepted);
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    private static ReferralInput Keyed(ReferralInput input, string key) => input switch
    {
        Share one => one.WithKey(key),
        SignUp one => one.WithKey(key),
        Conversion one => one.WithKey(key),
        Refund one => one.WithKey(key),
        Redemption one => one.WithKey(key),
        ProgramCost one => one.WithKey(key),
        SurveyAnswer one => one.WithKey(key),
        Touch one => one.WithKey(key),
        CustomerUpdate one => one.WithKey(key),
        ReferrerBan one => one.WithKey(key),
        ReferralReview one => one.WithKey(key),
        Enrollment one => one.WithKey(key),
        Identification one => one.WithKey(key),
        _ => throw new ArgumentException("No such input.", nameof(input)),
    };

    /// <summary>Alice has referred Bob, who has bought for 100 EUR; she has 10 EUR available.</summary>
    private static async Task<ReferralEngine> StoryAsync()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.PercentOf(10, "EUR")).RewardReferee(r => r.Flat(1, "EUR").When(w => w.First())));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Start));
        await referrals.EnrollAsync(Enrollment.Of(Alice));
        await referrals.SignUpAsync(SignUp.Of(Bob).ReferredBy(Alice));
        await referrals.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Eur(100)));
        return referrals;
    }

    private static async Task<string> BooksAsync(ReferralEngine referrals)
    {
        var books = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await foreach (var line in referrals.Operations.ReadLedgerAsync())
        {
            var account = line.Account.ToString();
            if (account is not ("Program" or "Reversed"))
            {
                var key = $"{account}:{line.Owner}";
                books[key] = books.GetValueOrDefault(key) + line.Amount.MinorUnits;
            }
        }

        return string.Join(", ", books.Where(static one => one.Value != 0).Select(static one => $"{one.Key} {one.Value}"));
    }

    private static async Task RebuildsAsync(ReferralEngine referrals, ReferralProgram program)
    {
        var target = new InMemoryReferralStore();
        await referrals.Operations.RebuildAsync(target);
        var copy = new ReferralEngine(target, new ReferralsOptions().AddProgram(program));
        Assert.Equal(await BooksAsync(referrals), await BooksAsync(copy));
        Assert.Empty(await copy.Operations.VerifyAsync());
    }

    private static IEnumerable<ReferralInput[]> Permutations(ReferralInput[] all) => all.Length == 1
        ? [all]
        : all.SelectMany((first, place) => Permutations([.. all.Where((_, other) => other != place)]).Select(rest => (ReferralInput[])[first, .. rest]));

    private static Amount Eur(decimal value) => Amount.Of(value, "EUR");

    /// <summary>A key that belonged to nothing, since its input was refused for now, stays free; who is told again under it is still who was told before.</summary>
    [Fact]
    public async Task Same_input_is_a_repetition_whatever_its_key_has_been_used_for_since()
    {
        var referrals = new ReferralEngine(
            new InMemoryReferralStore(), new ReferralsOptions().AddProgram(ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "USD")))));
        var click = Touch.ClickOfShare("s1", VisitorId.From("v0"), Day(1)).WithKey("k4");
        await referrals.EnrollAsync(Enrollment.Of(Customer("eve")).At(Day(0)));
        Assert.Equal(DecisionCodes.TouchUnknownShare, (await referrals.SubmitAsync(click)).Code);
        var again = Enrollment.Of(Customer("eve")).WithKey("k4").At(Day(2));
        var first = await referrals.SubmitAsync(again);
        Assert.Equal((DecisionCodes.CodeIssued, true), (first.Code, first.IsRepeated));

        await referrals.EnrollAsync(Enrollment.Of(Customer("fay")).At(Day(0)));
        await referrals.SubmitAsync(Share.Of("s1", Customer("fay"), Channel.From("email")).At(Day(3)));
        Assert.Equal(DecisionCodes.TouchRecorded, (await referrals.SubmitAsync(click)).Code);
        Assert.Equal((first.Code, true), (await referrals.SubmitAsync(again)) is var second ? (second.Code, second.IsRepeated) : default);
    }
}

using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Pipeline;

public sealed class ReferralEngineTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly CustomerId Alice = CustomerId.From("alice");
    private static readonly CustomerId Bob = CustomerId.From("bob");
    private static readonly VisitorId Visitor = VisitorId.From("v1");

    [Fact]
    public async Task Referral_from_link_to_reward_pays_both_sides()
    {
        var program = ReferralProgram.Create("spring", p => p
            .InZone("Europe/Paris")
            .Links("https://shop.example/r/{code}")
            .Attribute(a => a.LastTouch().Within(TimePeriod.Days(30)).CodeBeatsLink())
            .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR").Within(TimePeriod.Days(60)))
            .RewardReferrer(r => r.Flat(10, "EUR").AtMost(500, "EUR", per: TimeFrame.CalendarMonth).HeldFor(TimePeriod.Days(14)))
            .RewardReferee(r => r.PercentOf(10, "EUR", ceiling: 20)));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Start + Duration.FromHours(3)));

        var enrolled = await referrals.EnrollAsync(Enrollment.Of(Alice).At(Start));
        var touch = await referrals.TouchAsync(Touch.Click(enrolled.Link!, Visitor, Start + Duration.FromHours(1)));
        var signUp = await referrals.SignUpAsync(SignUp.Of(Bob).ByVisitor(Visitor).At(Start + Duration.FromHours(2)));
        var order = Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")).At(Start + Duration.FromHours(3));
        var conversion = await referrals.ConvertAsync(order);

        Assert.Equal(DecisionCodes.TouchRecorded, touch.Code);
        Assert.Equal(DecisionCodes.SignUpReferred, signUp.Code);
        Assert.Equal(DecisionCodes.ConversionRewarded, conversion.Code);
        Assert.Equal("10.00 EUR", (await referrals.GetBalancesAsync(Alice)).Single().Pending.ToString());
        Assert.Equal("8.00 EUR", (await referrals.GetBalancesAsync(Bob)).Single().Available.ToString());
        Assert.True((await referrals.ConvertAsync(order)).IsRepeated);

        Assert.Equal(0, (await referrals.Operations.ProcessDueAsync(Start + Duration.FromDays(14))).Happened);
        Assert.Equal(1, (await referrals.Operations.ProcessDueAsync(Start + Duration.FromDays(15))).Happened);
        Assert.Equal("10.00 EUR", (await referrals.GetBalancesAsync(Alice)).Single().Available.ToString());

        var refund = await referrals.RefundAsync(Refund.Of("r1", "order-1", Amount.Of(40, "EUR")).At(Start + Duration.FromDays(16)));
        Assert.Equal(DecisionCodes.RefundReversed, refund.Code);
        Assert.Equal("5.00 EUR", (await referrals.GetBalancesAsync(Alice)).Single().Available.ToString());
        Assert.Equal("4.00 EUR", (await referrals.GetBalancesAsync(Bob)).Single().Available.ToString());
    }

    [Fact]
    public async Task Preview_is_what_the_conversion_then_earns_and_stores_nothing()
    {
        var program = ReferralProgram.Create("spring", p => p
            .RewardReferrer(r => r.Flat(10, "EUR").AtMost(15, "EUR"))
            .RewardReferee(r => r.PercentOf(10, "EUR")));
        var store = new InMemoryReferralStore();
        var referrals = new ReferralEngine(store, new ReferralsOptions().AddProgram(program).UsePseudonyms(new byte[32]));
        await referrals.EnrollAsync(Enrollment.Of(Alice).At(Start));
        await referrals.SignUpAsync(SignUp.Of(Bob).ReferredBy(Alice).At(Start));
        for (var order = 1; order <= 3; order++)
        {
            var conversion = Conversion.Of(Bob, $"order-{order}", "purchase", Amount.Of(80, "EUR")).At(Start + Duration.FromHours(order));
            var copy = await StateOf(referrals);
            var preview = await referrals.PreviewAsync(conversion);
            Assert.Equal(copy, await StateOf(referrals));
            var decision = await referrals.ConvertAsync(conversion);
            Assert.Equal(decision.Code, preview.Code);
            Assert.Equal(decision.Grants.Select(Words), preview.Grants.Select(Words));
            Assert.Equal(decision.Explanation.ToText(), preview.Explanation.ToText());
            Assert.Equal(order, await referrals.Operations.ReadJournalAsync().CountAsync(fact => fact.Kind == FactKind.ConversionRecorded));
        }

        static string Words(Fact fact) => $"{fact.Rule} {fact.Amount}";
        static async Task<int> StateOf(ReferralEngine engine)
        {
            using var file = new MemoryStream();
            return (int)await engine.Operations.ExportAsync(file);
        }
    }

    [Fact]
    public async Task Preview_for_a_stranger_makes_no_person_known()
    {
        var program = ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "EUR")));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program).UsePseudonyms(new byte[32]));

        var preview = await referrals.PreviewAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")));

        Assert.Empty(preview.Grants);
        Assert.Null(await referrals.Privacy.FindPseudonymAsync(Bob));
    }

    [Fact]
    public async Task With_several_programs_one_has_to_be_chosen()
    {
        var options = new ReferralsOptions()
            .AddProgram(ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "EUR"))))
            .AddProgram(ReferralProgram.Create("autumn", p => p.RewardReferrer(r => r.Flat(20, "EUR"))));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), options);

        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await referrals.EnrollAsync(Enrollment.Of(Alice).At(Start)));
        Assert.Contains("ForProgram", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => referrals.ForProgram(ProgramId.From("winter")));

        var (spring, autumn) = (referrals.ForProgram(ProgramId.From("spring")), referrals.ForProgram(ProgramId.From("autumn")));
        await spring.EnrollAsync(Enrollment.Of(Alice).At(Start));
        await spring.SignUpAsync(SignUp.Of(Bob).ReferredBy(Alice).At(Start));
        await spring.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")).At(Start));

        Assert.Equal("10.00 EUR", (await spring.GetBalancesAsync(Alice)).Single().Available.ToString());
        Assert.Equal("0.00 EUR", (await autumn.ForTenant(TenantId.From("north")).GetBalancesAsync(Alice)).Single().Available.ToString());
    }

    /// <summary>Enrolling again is a repetition; the code and the link that it gives are those in use now.</summary>
    [Fact]
    public async Task Enrolling_again_gives_the_code_that_has_taken_the_place_of_the_first()
    {
        var program = ReferralProgram.Create("spring", p => p.Links("https://shop.example/r/{code}").RewardReferrer(r => r.Flat(10, "USD")));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
        var enrollment = Enrollment.Of(CustomerId.From("anna"));
        var first = await referrals.EnrollAsync(enrollment);
        await referrals.SubmitAsync(CodeChange.Replace(first.DisplayCode));

        var again = await referrals.EnrollAsync(enrollment);
        Assert.True(again.Decision.IsRepeated);
        Assert.NotEqual(first.Code, again.Code);
        Assert.Equal(again.Code, (await referrals.FindCodeAsync(CustomerId.From("anna")))!.Code);
        Assert.Contains(again.Code.Value, again.Link!.ToString(), StringComparison.Ordinal);
    }
}

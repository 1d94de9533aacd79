using Referrals.Simulation;
using Referrals.Storage;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The snippets of docs/guards.md, compiled and run.</summary>
public sealed class GuardsDocTests
{
    [Fact]
    public async Task Story_of_a_held_referral()
    {
        byte[] pepper = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        var tenant = TenantId.From("shop");
        var (alice, bob) = (CustomerId.From("alice"), CustomerId.From("bob"));
        const string cardFingerprint = "fp_1";

        var program = ReferralProgram.Create("spring", p => p
            .Guard(g => g
                .Recommended()
                .Against(
                    Guard.SharedDevice(SignalScope.Referees).Holding(),
                    Guard.CustomersPerSignal(SignalKind.Payment, 2, TimePeriod.Days(30)),
                    Guard.DisposableDomainsIn("throw-away"))
                .Reviewed(TimePeriod.Days(7), WhenOverdue.Approve))
            .RewardReferrer(r => r.Flat(20, "EUR")));

        var options = new ReferralsOptions()
            .AddProgram(program)
            .AddDomainList("throw-away", ["mailinator.com", "10minutemail.example"]);
        var referrals = new ReferralEngine(new InMemoryReferralStore(), options);

        var hasher = SignalHasher.Create(pepper, tenant).InCountry("33");
        var signals = hasher.Signals(s => s
            .Email("Alice.Smith+shop@googlemail.com")
            .Phone("06 39 98 12 34")
            .Payment(cardFingerprint));
        await referrals.EnrollAsync(Enrollment.Of(alice).With(signals));

        var signUp = await referrals.SignUpAsync(SignUp.Of(bob).ReferredBy(alice)
            .With(hasher.Signals(s => s.Email("bob@shop.example").Payment(cardFingerprint))));
        Console.WriteLine(signUp.Code);                             // sign_up.referral_held
        Console.WriteLine(signUp.Explanation.ToText());             // every guard, and what it found
        Console.WriteLine(signUp.Explanation.ToParticipantText());  // that it is being reviewed, and no more

        await referrals.Reviews.DecideAsync(ReferralReview.Approve(bob, "a couple with one card"));
        await referrals.Reviews.BanAsync(ReferrerBan.Impose(alice, "sold her code on a coupon site"));

        await referrals.Reviews.DecideAsync(ReferralReview.Reject(bob, "one household"));
        await referrals.Reviews.ReinstateAsync(ReferralReinstatement.Of(bob, by: "eve", reason: "siblings who share a flat"));

        Assert.Equal(ReferralStage.SignedUp, (await referrals.FindReferralAsync(bob))!.Stage);
        Assert.Equal(DecisionCodes.SignUpReferralHeld, signUp.Code);
        Assert.Contains("shared_payment", signUp.Explanation.ToText(), StringComparison.Ordinal);
        Assert.Equal(DecisionCodes.ReferrerAlreadyBanned, (await referrals.SubmitAsync(ReferrerBan.Impose(alice, "twice"))).Code);
    }

    [Fact]
    public async Task Sources_of_clicks_are_reported_and_blocked()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Guard(g => g.Against(
                Guard.BlockedSource("host", "*.coupons.example", "coupons.example"),
                Guard.BlockedSource("gclid"),
                Guard.SameEmail()))
            .RewardReferrer(r => r.Flat(20, "EUR")));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
        var link = (await referrals.EnrollAsync(Enrollment.Of(CustomerId.From("alice")))).Code.Value;
        var (bob, visitor) = (CustomerId.From("bob"), VisitorId.From("v"));

        await referrals.TouchAsync(Touch.Click(link, visitor).With("host", "deals.coupons.example").With("gclid", ""));

        Assert.Equal(DecisionCodes.SignUpReferralRefused, (await referrals.SignUpAsync(SignUp.Of(bob).ByVisitor(visitor))).Code);
    }

    [Fact]
    public async Task Points_of_several_guards_add_up()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Guard(g => g
                .Against(
                    Guard.SameEmail(),
                    Guard.SharedDevice().Allowing().Scoring(40),
                    Guard.SharedAddress().Scoring(20),
                    Guard.ReferralsPerReferrer(5, TimePeriod.Days(1)).Allowing().Scoring(40))
                .HoldAt(50)
                .RefuseAt(100))
            .RewardReferrer(r => r.Flat(20, "EUR")));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
        var until = NodaTime.Instant.FromUtc(2026, 4, 1, 0, 0);

        var history = await referrals.Operations.ReadDecisionsAsync().ToListAsync();
        var report = GuardBackTest.Run(history, program, until - NodaTime.Duration.FromDays(90), until);
        Console.WriteLine(report);

        Assert.Equal(0, report.Created);
        Assert.Equal(GuardAction.Refuse, program.Guards.Guards[0].Action);
    }
}

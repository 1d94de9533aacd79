using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Scenarios;

/// <summary>A context of a unit test is filled as the engine fills it.</summary>
public sealed class ContextForTests
{
    private static readonly CustomerId Bob = CustomerId.From("bob");
    private static readonly Measure Orders = Measure.ReferredConversions("purchase").In(TimeFrame.CalendarMonth);
    private static readonly Measure Spent = Measure.OwnConversions().Sum(Unit.Money("EUR"));

    [Fact]
    public void One_line_is_enough()
    {
        QualificationContext context = ContextFor.Purchase(80, "EUR").At("2026-03-31T22:30:00Z").In("Europe/Berlin").Referee("birthMonth", "4");

        Assert.Equal((Amount.Of(80, "EUR"), 1, "4"), (context.Amount!.Value, context.Ordinal, context.RefereeAttributes["birthMonth"]));
        Assert.Equal(4, context.OccurredAt.InZone(context.Zone).Month);
        Assert.Equal(context.OccurredAt, context.FirstAt);
        Assert.Equal(new Dictionary<string, int> { ["purchase"] = 1 }, context.EventCounts);
        Assert.Equal((context.OccurredAt - Duration.FromDays(3), context.OccurredAt - Duration.FromDays(30)), (context.SignedUpAt, context.ReferrerSince));
        Assert.Equal("Manual", context.Evidence);
    }

    [Fact]
    public async Task It_is_what_an_engine_gives_to_a_rule()
    {
        var at = Instant.FromUtc(2026, 5, 20, 12, 0);
        var sale = Conversion.Of(Bob, "o9", "renewal", Amount.Of(120, "EUR")).WithTax(Amount.Of(20, "EUR"))
            .WithLine(ProductLine.Of("sku", Amount.Of(120, "EUR"))).With("seats", "4").At(at);
        var witness = new Witness();
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddRule("witness", witness).AddProgram(
            ReferralProgram.Create("p", p => p.InZone("Asia/Tokyo").CountAmounts(AmountBase.Net).RewardReferrer(r => r.Custom("witness", "EUR")))));
        await engine.EnrollAsync(Enrollment.Of(CustomerId.From("alice")).InSegment("gold").With("team", "a").At(at - Duration.FromDays(37)));
        await engine.SignUpAsync(SignUp.Of(Bob).ReferredBy(CustomerId.From("alice")).InSegment("smb").With("country", "JP").At(at - Duration.FromDays(10)));
        await engine.ConvertAsync(Conversion.Of(Bob, "o1", "trial").At(at - Duration.FromDays(9)));
        await engine.ConvertAsync(Conversion.Of(Bob, "o2", "renewal", Amount.Of(5, "EUR")).At(at - Duration.FromDays(2)));
        await engine.ConvertAsync(sale);

        QualificationContext made = ContextFor.Conversion(sale).In("Asia/Tokyo").Counting(AmountBase.Net).SignedUp(Duration.FromDays(10))
            .Referrer(e => e.InSegment("gold")).Referrer("team", "a").Referee(s => s.InSegment("smb")).Referee("country", "JP")
            .After(Conversion.Of(Bob, "o1", "trial").At(at - Duration.FromDays(9)))
            .After(Conversion.Of(Bob, "o2", "renewal", Amount.Of(5, "EUR")).At(at - Duration.FromDays(2)));

        Assert.Equal(Told(witness.Seen!), Told(made));
        Assert.Equal(2, made.Ordinal);
        Assert.Equal(Amount.Of(100, "EUR"), made.Amount);
    }

    [Fact]
    public void Nth_conversion_has_those_before_it()
    {
        QualificationContext context = ContextFor.Purchase(10, "EUR").Nth(3);

        Assert.Equal((3, 3), (context.Ordinal, context.EventCounts["purchase"]));
        Assert.True(context.FirstAt < context.OccurredAt);
    }

    [Fact]
    public void Numbers_that_a_rule_declares_are_given()
    {
        QualificationContext context = ContextFor.Purchase(10, "EUR").Counted(Orders, 7).Counted(Spent, Amount.Of(310, "EUR"));

        Assert.Equal((7, Amount.Of(310, "EUR")), (context.Count(Orders), context.Sum(Spent)));
        Assert.Throws<ArgumentException>(() => ContextFor.Purchase(10, "EUR").Counted(Spent, 7));
        Assert.Throws<ArgumentException>(() => ContextFor.Purchase(10, "EUR").Counted(Orders, Amount.Of(1, "EUR")));
    }

    [Fact]
    public void What_cannot_happen_is_an_error_that_says_so() => Assert.Contains(
        "after the one that is asked about",
        Assert.Throws<ArgumentException>(() => ContextFor.Purchase(10, "EUR").At("2026-03-01T00:00:00Z")
            .After(Conversion.Of(Bob, "later", "purchase").At(Instant.FromUtc(2026, 3, 2, 0, 0))).ToQualificationContext()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Guard_is_asked_about_a_sign_up()
    {
        var signals = SignalHasher.Create(new byte[32]).Signals(static s => s.Email("bob@acme.example"));
        GuardContext context = ContextFor.SignUp(SignUp.Of(Bob).With("country", "ES").With(signals))
            .Referrer("country", "FR").Touched("host", "coupons.example").At("2026-04-02T10:00:00Z").In("Europe/Madrid");

        Assert.Equal(("ES", "FR", "acme.example"), (context.RefereeAttributes["country"], context.ReferrerAttributes["country"], context.EmailDomain));
        Assert.Equal(("coupons.example", "Europe/Madrid"), (context.TouchAttributes["host"], context.Zone.Id));
        Assert.Equal((Instant.FromUtc(2026, 4, 2, 10, 0), Instant.FromUtc(2026, 4, 2, 9, 0)), (context.At, context.ClaimedAt));
        Assert.Equal(1, context.ReferralsWithin(TimePeriod.Days(1)));
    }

    private static string Told(QualificationContext context) => string.Join('\n',
        context.Conversion, context.Ordinal, context.Referee, context.Referrer, context.SignedUpAt, context.Zone.Id, context.Segment, context.OccurredAt,
        context.AmountBase, context.Amount, context.FirstAt, Pairs(context.RefereeAttributes), Pairs(context.ReferrerAttributes), context.ReferrerSegment,
        context.ReferrerSince, context.ShareId, context.Channel, context.Evidence, Pairs(context.EventCounts));

    private static string Pairs<T>(IReadOnlyDictionary<string, T> values) =>
        string.Join(", ", values.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value}"));

    private sealed class Witness : IIncentiveRule
    {
        internal QualificationContext? Seen { get; private set; }

        public IncentiveGrant Grant(QualificationContext context)
        {
            Seen = context;
            return IncentiveGrant.None("watching");
        }
    }
}

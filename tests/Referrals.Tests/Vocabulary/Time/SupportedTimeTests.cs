using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Referrals.Kpis;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Vocabulary.Time;

public sealed class SupportedTimeTests
{
    private static readonly DateTimeZone Apia = DateTimeZoneProviders.Tzdb["Pacific/Apia"];

    [Fact]
    public void Day_that_a_zone_skips_starts_when_the_next_one_does()
    {
        var start = SupportedTime.StartOf(new LocalDate(2011, 12, 30), Apia);

        Assert.Equal(SupportedTime.StartOf(new LocalDate(2011, 12, 31), Apia), start);
        Assert.Equal(start, TimePeriod.CalendarDays(1).EndFrom(Instant.FromUtc(2011, 12, 29, 12, 0), Apia));
    }

    [Fact]
    public void Every_day_of_every_zone_has_a_start_that_is_not_before_that_of_the_day_before()
    {
        string[] ids = [.. DateTimeZoneProviders.Tzdb.Ids];
        Prop.ForAll(
            Gen.Elements(ids).ToArbitrary(),
            Gen.Choose(0, 45_000).ToArbitrary(),
            static (id, days) =>
            {
                var zone = DateTimeZoneProviders.Tzdb[id];
                var day = new LocalDate(1900, 1, 2).PlusDays(days);
                return SupportedTime.StartOf(day, zone) >= SupportedTime.StartOf(day.PlusDays(-1), zone)
                    && SupportedTime.StartOf(day, zone).InZone(zone).Date >= day;
            }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("Pacific/Apia", 2011, 12, 29)]
    [InlineData("Pacific/Apia", 2011, 12, 31)]
    [InlineData("Pacific/Kwajalein", 1993, 8, 20)]
    [InlineData("Africa/Cairo", 2026, 4, 23)]
    public async Task Program_whose_days_are_skipped_decides_reports_and_advances(string zone, int year, int month, int day)
    {
        var program = ReferralProgram.Create("p", p => p.InZone(zone).RewardReferrer(r => r
            .Flat(10, "EUR").AtMost(20, "EUR", per: TimeFrame.CalendarMonth).HeldFor(TimePeriod.CalendarDays(1)).ExpiresAfter(TimePeriod.Months(1))));
        var at = Instant.FromUtc(year, month, day, 12, 0);
        var clock = new FakeClock(at);
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), clock);
        var (alice, bob) = (CustomerId.From("alice"), CustomerId.From("bob"));
        _ = await engine.EnrollAsync(Enrollment.Of(alice));
        _ = await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(alice));
        var decision = await engine.ConvertAsync(Conversion.Of(bob, "o", "purchase", Amount.Of(80, "EUR")));
        _ = await engine.Operations.ProcessDueAsync(at + Duration.FromDays(400));

        Assert.Equal(DecisionCodes.ConversionRewarded, decision.Code);
        Assert.Empty(await engine.Operations.VerifyAsync());
        Assert.Equal(10, KpiPeriods.Days(new LocalDate(year, month, day).PlusDays(-5), 10, DateTimeZoneProviders.Tzdb[zone]).Count);
    }

    [Theory]
    [InlineData(1900, true)]
    [InlineData(2999, true)]
    [InlineData(1899, false)]
    [InlineData(3000, false)]
    [InlineData(9999, false)]
    public void Input_happens_from_1900_until_before_3000(int year, bool supported)
    {
        var at = Instant.FromUtc(year, 6, 1, 0, 0);
        var failure = Record.Exception(() => SignUp.Of(CustomerId.From("bob")).At(at));

        Assert.Equal(supported, failure is null);
        Assert.True(failure is null or ArgumentOutOfRangeException { ParamName: "occurredAt" });
    }

    /// <summary>"Everything", "for ever" and "until the end" are what people mean by the extremes: no question about them throws.</summary>
    [Fact]
    public async Task Questions_about_all_time_are_answered()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14))));
        var engine = new ReferralEngine(
            new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Instant.FromUtc(2026, 3, 1, 12, 0)));
        var (alice, bob) = (CustomerId.From("alice"), CustomerId.From("bob"));
        var enrolled = await engine.EnrollAsync(Enrollment.Of(alice));
        _ = await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(alice));
        _ = await engine.ConvertAsync(Conversion.Of(bob, "o", "purchase", Amount.Of(80, "EUR")));

        foreach (var (first, last) in new[] { (Instant.MinValue, Instant.MaxValue), (Instant.FromUtc(1, 1, 1, 0, 0), Instant.FromUtc(9999, 12, 31, 0, 0)) })
        {
            Assert.True((await engine.SubmitAsync(CodeChange.Limit(enrolled.DisplayCode).StartingAt(first).Until(last))).IsAccepted);
            _ = await engine.Operations.ProcessDueAsync(last);
            Assert.Equal(Amount.Of(10, "EUR"), Assert.Single(await engine.GetBalancesAsync(alice, last)).Available);
            Assert.True(Assert.Single(await engine.GetBalancesAsync(alice, first)).Available.IsZero);
            Assert.Equal(alice, (await engine.GetStatementAsync(alice, first, last)).Customer);
            Assert.Equal(1, (await engine.Reports.ComputeKpisAsync(KpiWindow.Of(first, last), Unit.Money("EUR"))).Totals.Orders);
        }
    }

    [Fact]
    public async Task Clock_that_is_out_of_range_is_told_as_such()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "EUR")));
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Instant.MaxValue));

        var failure = await Assert.ThrowsAsync<ReferralsException>(async () => await engine.SignUpAsync(SignUp.Of(CustomerId.From("bob"))));

        Assert.Contains("clock", failure.Message, StringComparison.Ordinal);
    }
}

using NodaTime;
using NodaTime.Text;
using Referrals.Testing;
namespace Referrals.Tests.Programs.Terms;

/// <summary>The terms of the programs in the documentation and the samples, as customers read them.</summary>
public sealed class ProgramTermsTests
{
    public static TheoryData<string> Files => [.. TermsPrograms.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Terms_read_well(string file) => Approvals.Verify(
        TermsPrograms.Both(TermsPrograms.Read(file), TermsPrograms.Words), suffix: Path.GetFileNameWithoutExtension(file));

    /// <summary>A weekend of double rewards, and a rule for a week of its own, are spoken of on their days and not before or after.</summary>
    [Theory]
    [InlineData("2026-12-04", false, false)]
    [InlineData("2026-12-05", true, false)]
    [InlineData("2026-12-06", true, true)]
    [InlineData("2026-12-07", false, true)]
    [InlineData("2026-12-12", false, true)]
    [InlineData("2026-12-13", false, false)]
    [InlineData(null, true, true)]
    public void What_is_not_in_force_on_a_day_is_not_spoken_of(string? on, bool isDouble, bool isWeek)
    {
        var (weekend, week) = (
            Condition.OnDates(new LocalDate(2026, 12, 5), new LocalDate(2026, 12, 6)), Condition.OnDates(new LocalDate(2026, 12, 6), new LocalDate(2026, 12, 12)));
        var program = ReferralProgram.Create("advent", p => p
            .Qualify(static q => q.On("purchase"))
            .RewardReferrer(r => r.Flat(10, "EUR").Times(2, weekend))
            .RewardReferee(r => r.Named("week").Flat(3, "EUR").When(when => when.AtLeast(20, "EUR").And(week))));
        var day = on is null ? (LocalDate?)null : LocalDatePattern.Iso.Parse(on).Value;

        var text = ProgramTerms.Of(program, Side.Referrer, on: day).ToText();
        var offer = Offer.Of(program, Side.Referrer, on: day);

        Assert.Equal(isDouble, text.Contains("5 December 2026", StringComparison.Ordinal));
        Assert.Equal(isWeek, text.Contains("3.00 EUR", StringComparison.Ordinal));
        Assert.Equal(isWeek ? "3.00 EUR" : null, offer.RefereeGets);
        Assert.Equal(Earned(program, day), (isDouble ? 20m : 10m, isWeek ? 3m : 0m));
    }

    [Fact]
    public void Dates_are_read_behind_opposites_and_alternatives()
    {
        var dates = Condition.OnDates(new LocalDate(2026, 12, 5), new LocalDate(2026, 12, 6));
        var program = ReferralProgram.Create("advent", p => p
            .RewardReferrer(r => r.Named("plain").Flat(1, "EUR").When(when => when.And(Condition.Any(dates, Condition.AtLeast(Amount.Of(20, "EUR"))))))
            .RewardReferrer(r => r.Named("otherwise").Flat(2, "EUR").When(when => when.And(Condition.Not(dates))))
            .RewardReferrer(r => r.Named("never").Flat(4, "EUR").When(when => when.And(Condition.Not(Condition.Not(dates))))));

        Assert.Equal(["plain", "otherwise"], Rules(new LocalDate(2026, 12, 4)));
        Assert.Equal(["plain", "never"], Rules(new LocalDate(2026, 12, 5)));

        IEnumerable<string> Rules(LocalDate on) => ProgramTerms.Of(program, Side.Referrer, on: on).Sections
            .Single(static section => section.Code == "section.own").Sentences.Select(static sentence => sentence.Rule).OfType<string>().Distinct();
    }

    private static (decimal, decimal) Earned(ReferralProgram program, LocalDate? on)
    {
        var at = (on ?? new LocalDate(2026, 12, 6)).At(new LocalTime(12, 0)).InUtc().ToInstant();
        var scenario = new ReferralScenario(program);
        var (alice, bob) = (CustomerId.From("alice"), CustomerId.From("bob"));
        _ = scenario.Tell(Enrollment.Of(alice).At(at - Duration.FromHours(3)));
        _ = scenario.Tell(SignUp.Of(bob).ReferredBy(alice).At(at - Duration.FromHours(2)));
        _ = scenario.Tell(Conversion.Of(bob, "o", "purchase", Amount.Of(50, "EUR")).At(at));
        return (scenario.Available("alice", "EUR").Value, scenario.Available("bob", "EUR").Value);
    }

    [Fact]
    public void Terms_of_the_quickstart_read_well() => Approvals.Verify(TermsPrograms.Both(TermsPrograms.Quickstart, TermsPrograms.Words));
}

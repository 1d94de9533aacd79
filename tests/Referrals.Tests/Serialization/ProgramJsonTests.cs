using NodaTime;
using Referrals.Codes;
using Referrals.Serialization;

namespace Referrals.Tests.Serialization;

public sealed class ProgramJsonTests
{
    private static readonly ReferralProgram Everything = ReferralProgram.Create("everything", p => p
        .Version(7)
        .Named("All that a program can say")
        .InZone("Europe/Paris")
        .Runs(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0))
        .Paused()
        .Round(RoundingMode.HalfToEven)
        .Codes(c => c.Alphabet(CodeAlphabet.Distinct).Length(10).WithCheckCharacter().Prefix("VIP-").InLowerCase())
        .ChosenCodes(Referrals.Codes.CustomCodeRules.Default.WithLength(5, 12).WithReserved("ACME"))
        .Links("https://shop.example/r/{code}")
        .Attribute(a => a.FirstTouch().Within(TimePeriod.Hours(720)).CodeEqualsLink())
        .Qualify(q => q.On("purchase").First().AtLeast(49.90m, "EUR").Within(TimePeriod.CalendarDays(60))
            .And(Condition.Any(Condition.Segment("smb", "mid"), Condition.Not(Condition.Attribute("country", "US", "CA"))))
            .And(Condition.Custom("business_hours")))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(500, "EUR", per: TimeFrame.CalendarMonth, atCap: CapAction.Refuse).HeldFor(TimePeriod.Days(14)))
        .RewardReferrer(r => r.Named("points").Flat(100, "points").AtMostRewards(5, per: TimeFrame.CalendarYear))
        .RewardReferrer(r => r.Named("upline").Flat(9, "points").SharedOverLevels(3, 50))
        .RewardReferee(r => r.PercentOf(12.5m, "EUR", ceiling: 50).When(w => w.Nth(2)).KeptOnRefund())
        .RewardReferee(r => r.Named("own").Custom("loyalty", "gb/3"))
        .Budget(50_000, "EUR")
        .Budget(1_000_000, "points"));

    [Fact]
    public void Program_written_and_read_is_equal() => Assert.Equal(Everything, ProgramJson.Read(ProgramJson.Write(Everything)));

    [Fact]
    public void Program_written_is_what_people_read() => Approvals.Verify(ProgramJson.Write(Everything));

    [Fact]
    public void Smallest_program_takes_the_defaults()
    {
        var program = ProgramJson.Read("""
            { "schema": 1, "id": "small", "incentives": [ { "name": "bonus", "side": "referee", "reward": { "flat": "5 USD" } } ] }
            """);

        Assert.Equal(ReferralProgram.Create("small", p => p.RewardReferee(r => r.Named("bonus").Flat(5, "USD"))), program);
    }

    [Fact]
    public void Five_mistakes_are_all_reported_with_their_paths()
    {
        var exception = Assert.Throws<ReferralProgramException>(() => ProgramJson.Read("""
            {
              "schema": 1,
              "id": "no good",
              "zone": "Europe/Pariss",
              "colour": "blue",
              "attribution": { "model": "lastTouch", "within": { "days": "thirty" } },
              "qualify": { "all": [ { "event": "purchase" }, { "atLeast": "50 EURO" } ] },
              "incentives": [ { "name": "referrer", "side": "referrer", "reward": { "flat": "-20 USD" } } ]
            }
            """));

        Approvals.Verify(exception.Message);
    }

    [Fact]
    public void Mistakes_of_every_kind_name_path_and_remedy()
    {
        var exception = Assert.Throws<ReferralProgramException>(() => ProgramJson.Read("""
            {
              "schema": 2,
              "version": 0,
              "name": "",
              "starts": "2026-01-01", "ends": "tomorrow",
              "rounding": "bankers",
              "codes": { "alphabet": "crockford", "pattern": "**" },
              "links": "shop.example",
              "qualify": { "event": "purchase", "nth": 0 },
              "incentives": [
                { "side": "friend", "reward": { "flat": "5 USD", "percent": 5 } },
                { "name": "x", "side": "referee", "when": { "not": { } }, "reward": { "percent": 0, "unit": "usd!" }, "cap": { "per": "hour" } },
                { "name": "x", "side": "referee", "reward": { "flat": "5.001 USD" }, "hold": { "days": 1, "hours": 2 }, "onRefund": "split" },
                { "name": "y", "side": "referee", "reward": { "flat": "5 USD" }, "cap": { "amount": "100 EUR" } },
                7
              ],
              "budgets": [ { "amount": "100 USD" }, { "amount": "200 USD" }, null ]
            }
            """));

        Approvals.Verify(exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"program\"")]
    [InlineData("{ \"schema\": 1, \"schema\": 1 }")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]")]
    public void Text_that_is_no_program_is_refused(string json) =>
        Assert.Equal("$", Assert.Throws<ReferralProgramException>(() => ProgramJson.Read(json)).Findings[0].Path);

    [Fact]
    public void Oversized_text_is_refused() =>
        Assert.Contains("65536", Assert.Throws<ReferralProgramException>(() => ProgramJson.Read(new string(' ', 70_000))).Message, StringComparison.Ordinal);
}

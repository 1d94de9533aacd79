using NodaTime;
using Referrals.Serialization;

namespace Referrals.Tests.Serialization;

/// <summary>What becomes of rewards, as JSON.</summary>
public sealed class LifeJsonTests
{
    private static readonly ReferralProgram Everything = ReferralProgram.Create("life", p => p
        .RewardReferrer(r => r.Flat(10, "EUR").Reviewed(within: TimePeriod.Days(7), whenOverdue: WhenOverdue.Approve).ExpiresAfter(TimePeriod.CalendarDays(90)))
        .RewardReferrer(r => r.Named("months").Flat(10, "EUR").Reviewed(within: TimePeriod.Hours(12), whenOverdue: WhenOverdue.Reject).ExpiresAfter(TimePeriod.Months(6)))
        .RewardReferrer(r => r.Named("day").Flat(10, "points").ExpiresOn(new LocalDate(2026, 12, 31)))
        .RewardReferee(r => r.Flat(10, "JPY").ExpiresAfterInactivity(TimePeriod.Days(180)))
        .PayOut(PayoutRule.From(Amount.Of(25, "EUR")).WithFee(Amount.Of(0.35m, "EUR"), FeeBearer.Owner).GivingFeeBack())
        .PayOut(PayoutRule.From(Amount.Of(1000, "JPY")).WithFee(Percentage.Of(2.5m), FeeBearer.Program))
        .PayOutFrom(100, "points")
        .UseSoonestExpiryFirst()
        .ReviewManualRewardsAbove(50, "EUR")
        .WriteOffShortfalls());

    [Fact]
    public void Program_written_and_read_is_equal() => Assert.Equal(Everything, ProgramJson.Read(ProgramJson.Write(Everything)));

    [Fact]
    public void Program_written_is_what_people_read() => Approvals.Verify(ProgramJson.Write(Everything));

    [Fact]
    public void Mistakes_name_path_and_remedy()
    {
        const string Text = """
            {
              "schema": 1, "id": "life",
              "incentives": [
                { "name": "a", "side": "referrer", "reward": { "flat": "10 EUR" }, "review": {} },
                { "name": "b", "side": "referrer", "reward": { "flat": "10 EUR" }, "review": { "within": { "days": 0 }, "whenOverdue": "maybe" } },
                { "name": "c", "side": "referrer", "reward": { "flat": "10 EUR" }, "expiry": {} },
                { "name": "d", "side": "referrer", "reward": { "flat": "10 EUR" }, "expiry": { "after": { "months": 3, "days": 1 } } },
                { "name": "e", "side": "referrer", "reward": { "flat": "10 EUR" }, "expiry": { "lastDay": "31.12.2026" } },
                { "name": "f", "side": "referrer", "reward": { "flat": "10 EUR" }, "expiry": { "inactivity": { "months": 0 } } }
              ],
              "payouts": [
                {}, { "minimum": "10 EUR", "fee": "10 EUR", "feeBorneBy": "owner" }, { "minimum": "10 EUR", "fee": "1 USD" },
                { "minimum": "10 EUR", "feePercent": 100 }, { "minimum": "10 USD", "fee": "1 USD", "feePercent": 1 },
                { "minimum": "5 EUR", "feeBorneBy": "nobody" }, { "minimum": "6 EUR" }, { "minimum": "7 JPY", "fee": "1 JPY", "feeGivenBack": true }
              ],
              "shortfall": "forget"
            }
            """;

        var exception = Assert.Throws<ReferralProgramException>(() => ProgramJson.Read(Text));

        Approvals.Verify(exception.Message);
    }
}

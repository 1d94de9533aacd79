using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Programs;

/// <summary>A program that can be built has no decision that is too large for one commit.</summary>
public sealed class CommitSizeTests
{
    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    [InlineData(true, true, 1)]
    [InlineData(false, false, 5)]
    [InlineData(true, true, 5)]
    public void The_largest_program_grants_and_takes_back_in_one_commit(bool expires, bool returns, int levels)
    {
        var program = Largest(expires, returns, levels);
        var scenario = new ReferralScenario(program);
        for (var i = 0; i < levels; i++)
        {
            _ = scenario.Tell(Enrollment.Of(Person(i)));
            _ = i == 0 ? null : scenario.Tell(SignUp.Of(Person(i)).ReferredBy(Person(i - 1)).At(scenario.Now));
        }

        _ = scenario.Tell(SignUp.Of(CustomerId.From("bob")).ReferredBy(Person(levels - 1)).At(scenario.Now));
        var granted = scenario.Tell(Conversion.Of(CustomerId.From("bob"), "o1", "purchase", Amount.Of(100, "EUR")).At(scenario.Now));
        Assert.True(granted.IsAccepted);
        Assert.InRange(granted.Grants.Count(), 2, 100);
        for (var i = 0; i < levels; i++)
        {
            // A part is used and a part is left, so that each reward comes back in two parts.
            var left = scenario.Available(Person(i).Value, "EUR");
            Assert.True(scenario.Redeem(Person(i).Value, decimal.Round(left.Value / 2, 2), "EUR").IsAccepted);
        }

        if (expires)
        {
            scenario.Pass(Duration.FromDays(40));
        }

        var refund = scenario.Tell(Refund.OfWhole("r1", "o1"));

        Assert.True(refund.IsAccepted);
        Assert.InRange(Operations(refund), 1, CommitBatch.MaxOperations);
        Assert.InRange(Operations(refund), 1, CommitSize.OfRefund(program));
        Assert.InRange(Operations(granted), 1, CommitSize.OfConversion(program));
    }

    /// <summary>With as many rules as can be built.</summary>
    private static ReferralProgram Largest(bool expires, bool returns, int levels)
    {
        ReferralProgram? largest = null;
        for (var rules = 1; ; rules++)
        {
            try
            {
                largest = ReferralProgram.Create("large", p =>
                {
                    for (var i = 0; i < rules; i++)
                    {
                        var name = "rule-" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
                        _ = p.RewardReferrer(r =>
                        {
                            _ = r.Named(name).Flat(10, "EUR");
                            _ = levels > 1 ? r.SharedOverLevels(levels, 50) : r;
                            _ = expires ? r.ExpiresAfter(TimePeriod.Days(30)) : r;
                            _ = returns ? r.AtMost(1_000, "EUR", per: TimeFrame.CalendarMonth, roomReturns: true) : r;
                        });
                    }
                });
            }
            catch (ReferralProgramException exception)
            {
                Assert.Equal(ProgramCodes.TooManyIncentives, Assert.Single(exception.Findings).Code);
                return largest!;
            }
        }
    }

    private static CustomerId Person(int index) => CustomerId.From("person-" + index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static int Operations(Referrals.Decision decision) => 2 + decision.Changes.Count + decision.Facts.Count + decision.LedgerLines.Count;
}

using Referrals.Ledger;
using Referrals.Testing;

namespace Referrals.Tests.Ledger;

public sealed class LedgerAuditTests
{
    private static readonly IReadOnlyList<LedgerLine> Lines = Written();

    [Fact]
    public void Ledger_as_written_has_nothing_wrong() => Assert.Empty(Audit(Lines));

    [Fact]
    public void Changed_amount_shows() => Assert.NotEmpty(Audit(Changed(2, line => line with { Amount = line.Amount + line.Amount })));

    [Fact]
    public void Changed_pair_of_lines_shows_by_its_hash()
    {
        var lines = Lines.ToArray();
        lines[2] = lines[2] with { Amount = lines[2].Amount + lines[2].Amount };
        lines[3] = lines[3] with { Amount = lines[3].Amount + lines[3].Amount };

        Assert.Equal(LedgerAudit.BrokenChain, Assert.Single(Audit(lines)).Code);
    }

    [Fact]
    public void Changed_owner_shows() =>
        Assert.NotEmpty(Audit(Changed(3, line => line with { Owner = CustomerId.From("mallory") })));

    [Fact]
    public void Line_taken_out_shows() => Assert.Contains(Audit([.. Lines.Skip(1)]), finding => finding.Code == LedgerAudit.Unbalanced);

    [Fact]
    public void Posting_taken_out_of_the_middle_shows() =>
        Assert.Contains(Audit([.. Lines.Take(2), .. Lines.Skip(4)]), finding => finding.Code == LedgerAudit.BrokenChain);

    [Fact]
    public void Posting_put_in_twice_shows() => Assert.NotEmpty(Audit([.. Lines, .. Lines.Take(2)]));

    [Fact]
    public void Chains_of_referral_and_account_are_both_checked()
    {
        var chains = Lines.Select(line => line.Chain).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["account:USD:alice", "account:USD:bob", "referral:bob"], chains);

        var taken = Lines.Where(line => line.Posting != "account:USD:alice/1").ToArray();
        Assert.Contains(Audit(taken), finding => finding.Code == LedgerAudit.BrokenChain && finding.Posting == "account:USD:alice/2");
    }

    [Fact]
    public void Changed_part_and_step_show()
    {
        var index = Lines.ToList().FindIndex(line => line.Parts.Count > 1);
        var parts = Lines[index].Parts.ToArray();
        var moved = Changed(index, line => line with
        {
            PartList = [parts[0] with { MinorUnits = parts[0].MinorUnits + 1 }, parts[1] with { MinorUnits = parts[1].MinorUnits - 1 }],
        });

        Assert.Equal(LedgerAudit.BrokenChain, Assert.Single(Audit(moved)).Code);
        Assert.Contains(Audit(Changed(index, line => line with { PartList = [parts[0]] })), finding => finding.Code == LedgerAudit.WrongStep);
        Assert.Contains(Audit([.. Lines.Select(line => line with { Step = "vested" })]), finding => finding.Code == LedgerAudit.WrongStep);
    }

    private static IReadOnlyList<LedgerFinding> Audit(IEnumerable<LedgerLine> lines)
    {
        var audit = new LedgerAudit();
        foreach (var line in lines)
        {
            audit.Add(line);
        }

        return audit.Finish();
    }

    private static LedgerLine[] Changed(int index, Func<LedgerLine, LedgerLine> change)
    {
        var lines = Lines.ToArray();
        lines[index] = change(lines[index]);
        return lines;
    }

    private static IReadOnlyList<LedgerLine> Written()
    {
        var scenario = new ReferralScenario(ReferralProgram.Create("p", p => p
            .RewardReferrer(r => r.Flat(20, "USD").HeldFor(TimePeriod.Days(7)))
            .RewardReferee(r => r.Flat(10, "USD"))));
        _ = scenario.Enroll("alice");
        _ = scenario.SignUp("bob", referredBy: "alice");
        _ = scenario.Purchase("bob", 80, "USD");
        scenario.Pass(NodaTime.Duration.FromDays(7));
        _ = scenario.Purchase("bob", 80, "USD");
        scenario.Pass(NodaTime.Duration.FromDays(7));
        _ = scenario.Redeem("alice", 30, "USD");
        _ = scenario.PayOut("march", "alice", "USD");
        _ = scenario.PayOut("march", "bob", "USD");
        _ = scenario.Tell(Refund.OfWhole("r", "order-1"));
        return scenario.Ledger;
    }
}

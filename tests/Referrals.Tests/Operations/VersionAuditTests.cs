using Referrals.Operations;
using Referrals.Storage;

namespace Referrals.Tests.Operations;

/// <summary>The audit names versions of a program that have decided and are other ones now, or missing.</summary>
public sealed class VersionAuditTests
{
    private readonly InMemoryReferralStore _store = new();

    [Fact]
    public async Task Versions_that_changed_or_are_missing_are_findings()
    {
        _ = await Engine(Program(1, 10)).EnrollAsync(Enrollment.Of(CustomerId.From("alice")));
        _ = await Engine(Program(1, 10), Program(2, 12)).EnrollAsync(Enrollment.Of(CustomerId.From("bob")));

        Assert.Empty(await Engine(Program(1, 10), Program(2, 12)).Operations.VerifyAsync());
        Assert.Equal(
            [(AuditCodes.VersionChanged, "1")],
            (await Engine(Program(1, 11), Program(2, 12)).Operations.VerifyAsync()).Select(static finding => (finding.Code, finding.Subject)));
        Assert.Equal(
            [(AuditCodes.VersionMissing, "1")],
            (await Engine(Program(2, 12)).Operations.VerifyAsync()).Select(static finding => (finding.Code, finding.Subject)));
    }

    private ReferralEngine Engine(params ReferralProgram[] versions) =>
        new(_store, versions.Aggregate(new ReferralsOptions(), static (options, program) => options.AddProgram(program)));

    private static ReferralProgram Program(int version, decimal amount) =>
        ReferralProgram.Create("versions", p => p.Version(version).RewardReferrer(r => r.Flat(amount, "EUR")));
}

using Referrals.Serialization;

namespace Referrals.Tests.Serialization;

public sealed class GuardsJsonTests
{
    private static readonly ReferralProgram Everything = ReferralProgram.Create("everything", p => p
        .Guard(g => g
            .Recommended()
            .Against(
                Guard.SameEmail(SignalScope.Program).Holding().Scoring(40),
                Guard.SharedDevice(SignalScope.Referees).Allowing(),
                Guard.Missing(SignalKind.Phone).Scoring(10),
                Guard.CustomersPerSignal(SignalKind.Device, 3, TimePeriod.Hours(24)).Refusing(),
                Guard.BlockedDomains("competitor.example", "bücher.example"),
                Guard.DisposableDomains("mailinator.com"),
                Guard.DisposableDomainsIn("public-list"),
                Guard.BannedReferrers(CustomerId.From("mallory"), CustomerId.From("Trudy T.")),
                Guard.ExistingCustomer(TimePeriod.Days(7), "purchase", "invoice.paid"),
                Guard.ReferralAfterOrder("purchase"))
            .LateAfter(TimePeriod.Hours(6))
            .HoldAt(30).RefuseAt(50).OnlyByScore()
            .Reviewed(TimePeriod.Days(7), WhenOverdue.Reject))
        .RewardReferee(r => r.Flat(5, "USD")));

    [Fact]
    public void Guards_written_and_read_are_equal() => Assert.Equal(Everything, ProgramJson.Read(ProgramJson.Write(Everything)));

    [Fact]
    public void Guards_written_are_what_people_read() => Approvals.Verify(ProgramJson.Write(Everything));

    [Fact]
    public void Mistakes_in_guards_name_path_and_remedy()
    {
        var exception = Assert.Throws<ReferralProgramException>(() => Read("""
            {
              "checks": [
                { "guard": "sameFace" },
                { "guard": "sameEmail", "among": "friends", "limit": 3, "action": "delete", "points": 1001 },
                { "guard": "referralsPerReferrer", "limit": 51 },
                { "guard": "customersPerSignal", "signal": "face", "limit": 0, "within": { "days": 1 } },
                { "guard": "blockedDomains" },
                { "guard": "blockedDomains", "domains": [ "example.com", "no domain" ] },
                { "guard": "disposableDomains", "domains": [], "list": null },
                { "guard": "bannedReferrers", "customers": [ " x" ] },
                { "guard": "bannedReferrers" },
                { "guard": "missing" },
                { "action": "hold" },
                { "guard": "existingCustomer", "list": "x" }
              ],
              "score": { "holdAt": 0, "refuseAt": "many" },
              "review": { "whenOverdue": "maybe" }
            }
            """));

        Approvals.Verify(exception.Message);
    }

    [Fact]
    public void Contradictions_between_guards_are_found()
    {
        var exception = Assert.Throws<ReferralProgramException>(() => ReferralProgram.Create("p", p => p
            .Guard(g => g
                .Against(Guard.SameEmail().Scoring(10), Guard.SamePhone(), Guard.SameEmail().Holding(), Guard.SameEmail(SignalScope.Program))
                .HoldAt(60).RefuseAt(50))
            .RewardReferee(r => r.Flat(5, "USD"))));
        var empty = Assert.Throws<ReferralProgramException>(() => Read("""{ "score": { "onlyByScore": true } }"""));
        var many = Assert.Throws<ReferralProgramException>(() => ReferralProgram.Create("p", p => p
            .Guard(g => g.Against(Enumerable.Range(1, 33).Select(i => Guard.ReferralsPerReferrer(i, TimePeriod.Days(i)))))
            .RewardReferee(r => r.Flat(5, "USD"))));

        Approvals.Verify(string.Join("\n", exception.Message, empty.Message, many.Message));
    }

    [Fact]
    public void List_that_the_host_does_not_register_is_missed_at_the_start()
    {
        var exception = Assert.Throws<ReferralProgramException>(() => new Referrals.ReferralDecider(Everything));

        Assert.Equal(
            "$.guards.checks[15].list: There is no list of domains named 'public-list'; register it with AddDomainList(\"public-list\", ...). [program.unknown_domain_list]",
            Assert.Single(exception.Findings).ToString());
        _ = new Referrals.ReferralDecider(Everything, CustomRules.Empty.WithDomains("public-list", []));
        Assert.Throws<ArgumentException>(() => new ReferralsOptions().AddDomainList("x", []).AddDomainList("x", []));
    }

    [Fact]
    public void Wrong_guards_cannot_be_made()
    {
        Assert.Equal("limit", Assert.Throws<ArgumentOutOfRangeException>(() => Guard.ReferralsPerReferrer(51, TimePeriod.Days(1))).ParamName);
        Assert.Equal("limit", Assert.Throws<ArgumentOutOfRangeException>(() => Guard.CustomersPerSignal(SignalKind.Email, 0, TimePeriod.Days(1))).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Guard.SameEmail((SignalScope)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Missing((SignalKind)9));
        Assert.Equal("points", Assert.Throws<ArgumentOutOfRangeException>(() => Guard.SameEmail().Scoring(1_001)).ParamName);
        Assert.Equal("domains", Assert.Throws<ArgumentException>(() => Guard.BlockedDomains("no domain")).ParamName);
        Assert.Equal("domains", Assert.Throws<ArgumentException>(() => Guard.BlockedDomains()).ParamName);
        Assert.Equal("customers", Assert.Throws<ArgumentException>(() => Guard.BannedReferrers()).ParamName);
        Assert.Throws<ArgumentException>(() => ReferralReview.Reject(CustomerId.From("bob"), " "));
        Assert.Throws<ArgumentException>(() => ReferrerBan.Impose(default, "x"));
    }

    private static ReferralProgram Read(string guards) => ProgramJson.Read($$"""
        { "schema": 1, "id": "p", "guards": {{guards}}, "incentives": [ { "name": "bonus", "side": "referee", "reward": { "flat": "5 USD" } } ] }
        """);
}

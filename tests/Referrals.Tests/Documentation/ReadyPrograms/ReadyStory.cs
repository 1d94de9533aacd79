using NodaTime;
using NodaTime.Text;
using Referrals.Ledger;
using Referrals.Serialization;
using Referrals.Testing;

namespace Referrals.Tests.Documentation.ReadyPrograms;

/// <summary>A year under one of the ready-made programs: from 1 March 2026, 9:00 UTC, day by day, everything that comes due coming due.</summary>
internal sealed class ReadyStory
{
    internal ReadyStory(string file)
    {
        Program = ProgramJson.Read(File.ReadAllText(TestTree.PathOf("docs", "programs", file)));
        Scenario = new ReferralScenario(Program);
    }

    internal ReferralProgram Program { get; }

    internal ReferralScenario Scenario { get; }

    internal static Instant Day(double day) => Referrals.Tests.Decisions.Story.Day(day);

    /// <summary>Noon of a day, in UTC.</summary>
    internal static Instant On(string date) => LocalDatePattern.Iso.Parse(date).Value.At(LocalTime.Noon).InUtc().ToInstant();

    internal Decision Tell(Instant at, ReferralInput input)
    {
        Scenario.PassUntil(Instant.Max(Scenario.Now, at));
        return Scenario.Tell(input.At(at));
    }

    internal Decision SignUp(Instant at, string friend, string of) =>
        Tell(at, Referrals.SignUp.Of(CustomerId.From(friend)).ReferredBy(CustomerId.From(of)));

    internal Decision Convert(Instant at, string customer, string id, string name, string? amount = null) =>
        Tell(at, Conversion.Of(CustomerId.From(customer), id, name, amount is null ? null : Amount.Parse(amount)));

    /// <summary>What a customer can use, and what waits.</summary>
    internal (string Available, string Pending) Has(string customer, string unit) =>
        (Scenario.Available(customer, unit).ToString(), Scenario.Pending(customer, unit).ToString());

    internal string Account(LedgerAccount account, string? customer, string unit) => Scenario.Balance(account, customer, unit).ToString();

    /// <summary>All that was granted by a rule, whatever became of it, in smallest parts of its unit.</summary>
    internal long Granted(string rule) => Scenario.Facts
        .Where(fact => fact.Kind == FactKind.RewardGranted && fact.Rule == rule).Sum(static fact => fact.Amount!.Value.MinorUnits);

    internal string StatementOf(string customer, Instant until)
    {
        Scenario.PassUntil(Instant.Max(Scenario.Now, until));
        return Statement.Of(Scenario.Ledger, CustomerId.From(customer), Day(0), until).ToText();
    }

    internal static string Both(params IEnumerable<Decision> decisions) => string.Join("\n\n", decisions.Select(static decision =>
        $"{decision.Explanation.ToText()}\n  customer: {decision.Explanation.ToParticipantText()}"
            + $"\n  referrer: {decision.Explanation.ToParticipantText(Side.Referrer)}"));

    /// <summary>Whatever the story, the books balance.</summary>
    internal void Balances()
    {
        var audit = new LedgerAudit();
        foreach (var line in Scenario.Ledger)
        {
            audit.Add(line);
        }

        Xunit.Assert.Empty(audit.Finish());
        Xunit.Assert.All(
            Scenario.Ledger.GroupBy(static line => line.Amount.Unit),
            static unit => Xunit.Assert.Equal(0, unit.Sum(static line => line.Amount.MinorUnits)));
    }
}

using NodaTime;
using Referrals.Deciding;
using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Qualification.Guards;
using Referrals.Sharing.Signing;

namespace Referrals.Simulation;

/// <summary>
/// Decides a history again with other guards: who would have been held or refused, and how much money those referrals earned. Nothing is
/// stored; the same history gives the same report.
/// </summary>
/// <example><code>
/// var history = await referrals.ReadDecisionsAsync().ToListAsync();
/// Console.WriteLine(GuardBackTest.Run(history, changed, from, until));
/// </code></example>
public static class GuardBackTest
{
    /// <summary>Runs the test.</summary>
    /// <param name="history">
    /// All inputs of the program with their decisions, in the order in which they were decided, from the very first on: guards look back.
    /// </param>
    /// <param name="changed">The program with the guards to try; of it only the guards, the attribution, the codes and the schedule matter.</param>
    /// <param name="from">The first instant of the window: sign-ups and conversions from then on are compared.</param>
    /// <param name="until">The first instant behind the window.</param>
    /// <param name="rules">Holds the lists of domains that the guards ask for; <c>null</c> for none.</param>
    /// <param name="signer">Knows the signatures of the host's links; <c>null</c> for none.</param>
    /// <exception cref="ArgumentException">The window ends before it starts.</exception>
    /// <exception cref="ReferralProgramException">The guards ask for a list that the book does not have.</exception>
    public static GuardReport Run(
        IEnumerable<DecidedInput> history,
        ReferralProgram changed,
        Instant from,
        Instant until,
        RuleBook? rules = null,
        LinkSigner? signer = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(changed);
        if (until < from)
        {
            throw new ArgumentException($"The window ends at {until}, before its start at {from}.", nameof(until));
        }

        // What is earned comes from the history; the rules that earn need not be asked again.
        var decider = new ReferralDecider(
            changed with { IncentiveList = [], BudgetList = [], Qualification = Condition.Always }, rules, signer);
        var replay = new ProgramReplay();
        var earnings = new ReferralEarnings();
        var cases = new List<GuardCase>();
        var (created, claims) = (0, 0);
        foreach (var decided in history)
        {
            earnings.Add(decided);
            var again = replay.Decide(decider, decided.Input, decided.Decision.CodesDrawn());
            if (decided.Decision.OccurredAt < from || decided.Decision.OccurredAt >= until)
            {
                continue;
            }

            created += decided.Decision.Facts.Count(static fact => fact.Kind == FactKind.ReferralCreated);
            claims += Outcome(decided.Decision) is null && Outcome(again) is null ? 0 : 1;
            if (Case(decided.Decision, again) is { } found)
            {
                cases.Add(found);
            }
        }

        return new GuardReport
        {
            From = from,
            Until = until,
            Created = created,
            Claims = claims,
            Cases = [.. cases.Select(found => found with { Earned = earnings.Of(found.Referee) })],
        };
    }

    private static GuardCase? Case(Decision before, Decision again)
    {
        var was = Outcome(before);
        var would = Outcome(again);
        if (was == would || (was ?? would) is null)
        {
            return null;
        }

        var fact = again.Facts.Concat(before.Facts).First(static fact => OutcomeOf(fact) is not null && fact.Referrer is not null);
        return new GuardCase
        {
            Referee = fact.Customer!.Value,
            Referrer = fact.Referrer!.Value,
            At = again.OccurredAt,
            Was = was ?? GuardAction.Allow,
            Would = would ?? GuardAction.Allow,
            Codes = would is null or GuardAction.Allow ? [] : ByWhat(again, would.Value),
        };
    }

    /// <summary>What a decision did with a referral; <c>null</c> where it had nothing to do with one.</summary>
    private static GuardAction? Outcome(Decision decision) => decision.Facts.Max(OutcomeOf);

    private static GuardAction? OutcomeOf(Fact fact) => fact.Kind switch
    {
        FactKind.ReferralCreated => GuardAction.Allow,
        FactKind.ReferralHeld => GuardAction.Hold,
        FactKind.ReferralRefused when fact.Referrer is not null => GuardAction.Refuse,
        FactKind.ReferralRejected when fact.Code?.StartsWith("guard.", StringComparison.Ordinal) == true => GuardAction.Refuse,
        _ => null,
    };

    private static string[] ByWhat(Decision decision, GuardAction action) => action == GuardAction.Refuse
        ? [.. decision.Explanation.Checks.Where(static check => !check.Held && check.Code.StartsWith("guard.", StringComparison.Ordinal))
            .Select(static check => check.Code).Where(static code => code != GuardCodes.ReferralRejected).Distinct()]
        : [.. decision.Explanation.Checks.Where(static check => check.Code == GuardCodes.ReferralHeld)
            .SelectMany(static check => check.Actual!.Split(", ")).Distinct()];
}

using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;
using Referrals.Sharing;

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
    /// <param name="signer">Knows the signatures of the application's links; <c>null</c> for none.</param>
    /// <exception cref="ArgumentException">The window ends before it starts.</exception>
    /// <exception cref="ReferralProgramException">The guards ask for a list that the book does not have.</exception>
    public static GuardReport Run(
        IEnumerable<DecidedInput> history,
        ReferralProgram changed,
        Instant from,
        Instant until,
        CustomRules? rules = null,
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
            .SelectMany(static check => check.Found.Value is PhraseList by ? by.Items.Cast<string>() : []).Distinct()];
}

/// <summary>One referral that the changed guards would have treated otherwise.</summary>
public sealed record GuardCase
{
    internal GuardCase()
    {
    }

    /// <summary>The referred customer.</summary>
    public CustomerId Referee { get; internal init; }

    /// <summary>The referrer.</summary>
    public CustomerId Referrer { get; internal init; }

    /// <summary>When the sign-up, or the conversion that showed something new, happened.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant At { get; internal init; }

    /// <summary>What happened to the referral then.</summary>
    public GuardAction Was { get; internal init; }

    /// <summary>What would have happened with the changed guards.</summary>
    public GuardAction Would { get; internal init; }

    /// <summary>The codes of the guards that would have brought it about; empty for a referral that would have been let through.</summary>
    public IReadOnlyList<string> Codes { get; internal init => field = value.ToValueList(); } = ValueList<string>.Empty;

    /// <summary>What the referral earned in the history, less what was taken back; one amount per unit, none of them zero.</summary>
    public IReadOnlyList<Amount> Earned { get; internal init => field = value.ToValueList(); } = ValueList<Amount>.Empty;

    /// <summary>Such as <c>bob, referred by alice on 2026-03-02T09:00:00Z: allowed, would be refused by guard.same_email; earned 30.00 USD</c>.</summary>
    public override string ToString()
    {
        var by = Codes.Count == 0 ? string.Empty : $" by {string.Join(", ", Codes)}";
        var earned = Earned.Count == 0 ? "earned nothing" : $"earned {string.Join(", ", Earned)}";
        return $"{Referee}, referred by {Referrer} on {InstantPattern.ExtendedIso.Format(At)}: {Text(Was)}, would be {Text(Would)}{by}; {earned}";
    }

    internal static string Text(GuardAction action) => action switch
    {
        GuardAction.Allow => "allowed",
        GuardAction.Hold => "held",
        _ => "refused",
    };
}

/// <summary>What changed guards would have done with the referrals of a window: how many, whose, and how much money it is about.</summary>
public sealed record GuardReport
{
    internal GuardReport()
    {
    }

    /// <summary>The first instant of the window.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant From { get; internal init; }

    /// <summary>The first instant behind the window.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant Until { get; internal init; }

    /// <summary>How many referrals were created in the window, held ones included.</summary>
    public int Created { get; internal init; }

    /// <summary>How many sign-ups with a claim of a referral were decided in the window. With none, nothing is known of the guards.</summary>
    public int Claims { get; internal init; }

    /// <summary>Whether the window had no referral to decide about: then an empty list of cases means nothing.</summary>
    public bool IsEmpty => Claims == 0;

    /// <summary>The referrals that would have been treated otherwise, in the order in which they were decided.</summary>
    public IReadOnlyList<GuardCase> Cases { get; internal init => field = value.ToValueList(); } = ValueList<GuardCase>.Empty;

    /// <summary>Those that would have come to this, and did not.</summary>
    /// <exception cref="InvalidOperationException">Nothing was compared: see <see cref="IsEmpty"/>.</exception>
    public IEnumerable<GuardCase> That(GuardAction would) => IsEmpty
        ? throw new InvalidOperationException(
            $"Nothing was compared: from {From} until {Until} no sign-up claimed a referral, so what the guards would have done is not known. "
            + "Choose a window that has some.")
        : Found(would);

    /// <summary>What those earned that would have come to this, one amount per unit; none of them zero.</summary>
    /// <exception cref="InvalidOperationException">Nothing was compared: see <see cref="IsEmpty"/>.</exception>
    public IReadOnlyList<Amount> Earned(GuardAction would) => Sum(That(would).SelectMany(static found => found.Earned));

    private IEnumerable<GuardCase> Found(GuardAction would) => Cases.Where(found => found.Would == would);

    /// <summary>The report for people: totals, then each guard, then each referral.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsEmpty ? "Nothing was compared: " : string.Empty)}{Count(Created, "referral")} from {InstantPattern.ExtendedIso.Format(From)} until {InstantPattern.ExtendedIso.Format(Until)}"));
        foreach (var action in new[] { GuardAction.Refuse, GuardAction.Hold, GuardAction.Allow })
        {
            var earned = Sum(Found(action).SelectMany(static found => found.Earned));
            _ = text.Append("\n  would be ").Append(GuardCase.Text(action)).Append(": ").Append(Count(Found(action).Count(), "referral"))
                .Append(earned.Count == 0 ? string.Empty : $", which earned {string.Join(", ", earned)}");
        }

        var guards = Cases.SelectMany(static found => found.Codes).GroupBy(static code => code);
        foreach (var guard in guards.OrderBy(static codes => codes.Key, StringComparer.Ordinal))
        {
            _ = text.Append("\n  ").Append(guard.Key).Append(": ").Append(guard.Count().ToString(CultureInfo.InvariantCulture));
        }

        foreach (var found in Cases)
        {
            _ = text.Append("\n  ").Append(found);
        }

        return text.ToString();
    }

    internal static IReadOnlyList<Amount> Sum(IEnumerable<Amount> amounts) =>
    [
        .. amounts
            .GroupBy(static amount => amount.Unit)
            .Select(static unit => unit.Aggregate(Amount.Zero(unit.Key), static (sum, amount) => sum + amount))
            .Where(static amount => !amount.IsZero)
            .OrderBy(static amount => amount.Unit.ToString(), StringComparer.Ordinal),
    ];

    private static string Count(int number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? string.Empty : "s")}");
}

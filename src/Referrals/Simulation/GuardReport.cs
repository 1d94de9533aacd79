using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Referrals.Qualification.Guards;

namespace Referrals.Simulation;

/// <summary>What changed guards would have done with the referrals of a window: how many, whose, and how much money it is about.</summary>
public sealed record GuardReport
{
    internal GuardReport()
    {
    }

    /// <summary>The first instant of the window.</summary>
    public Instant From { get; internal init; }

    /// <summary>The first instant behind the window.</summary>
    public Instant Until { get; internal init; }

    /// <summary>How many referrals were created in the window, held ones included.</summary>
    public int Created { get; internal init; }

    /// <summary>How many sign-ups with a claim of a referral were decided in the window. With none, nothing is known of the guards.</summary>
    public int Claims { get; internal init; }

    /// <summary>Whether the window had no referral to decide about: then an empty list of cases means nothing.</summary>
    public bool IsEmpty => Claims == 0;

    /// <summary>The referrals that would have been treated otherwise, in the order in which they were decided.</summary>
    public IReadOnlyList<GuardCase> Cases { get; internal init; } = [];

    /// <summary>Those that would have come to this, and did not.</summary>
    public IEnumerable<GuardCase> That(GuardAction would) => Cases.Where(found => found.Would == would);

    /// <summary>What those earned that would have come to this, one amount per unit; none of them zero.</summary>
    public IReadOnlyList<Amount> Earned(GuardAction would) => Sum(That(would).SelectMany(static found => found.Earned));

    /// <summary>The report for people: totals, then each guard, then each referral.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsEmpty ? "Nothing was compared: " : string.Empty)}{Count(Created, "referral")} from {InstantPattern.ExtendedIso.Format(From)} until {InstantPattern.ExtendedIso.Format(Until)}"));
        foreach (var action in new[] { GuardAction.Refuse, GuardAction.Hold, GuardAction.Allow })
        {
            var earned = Earned(action);
            _ = text.Append("\n  would be ").Append(GuardCase.Text(action)).Append(": ").Append(Count(That(action).Count(), "referral"))
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

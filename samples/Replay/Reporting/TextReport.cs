using System.Globalization;
using System.Text;
using NodaTime.Text;
using Referrals;
using Replay.Tables;

namespace Replay.Reporting;

/// <summary>The report for people.</summary>
internal static class TextReport
{
    private const int TopCustomers = 10;
    private const int MaxNotes = 5;

    public static string Write(Report report)
    {
        var text = new StringBuilder();
        Header(text, report);
        Grants(text, report);
        Refusals(text, report.Outcome);
        Ledger(text, report);
        _ = text.Append('\n').Append(report.Kpis.ToText().TrimEnd('\n')).Append('\n');
        NextSteps(text, report);
        return text.ToString();
    }

    /// <summary>What this run added to the database.</summary>
    public static string WhatWasDone(Report report)
    {
        var (added, repeated, vested) = report.Imported;
        return report.Imported.ChangedNothing
            ? Invariant($"Nothing changed: all {repeated:N0} inputs were in {report.Database} already.")
            : Invariant($"{added:N0} inputs added to {report.Database}, {repeated:N0} were there already; ")
                + Invariant($"{vested:N0} reward{(vested == 1 ? string.Empty : "s")} became available.");
    }

    private static void Header(StringBuilder text, Report report)
    {
        var input = report.Input;
        var history = input.History;
        _ = text.Append(Invariant($"{input.Program.Name} ({input.Program.Id}, version {input.Program.Version})\n"));
        foreach (var sentence in ProgramTerms.Of(input.Program, Side.Referrer).Summary)
        {
            _ = text.Append("  ").Append(sentence).Append('\n');
        }

        var warnings = ProgramAnalysis.Of(input.Program).Findings.Where(static finding => finding.Severity == FindingSeverity.Warning);
        Limited(text, [.. warnings.Select(static finding => $"{finding.Message} {finding.Remedy}")]);

        _ = text.Append(Invariant($"\n{Name(history.Folder)}: {history.Customers.Count:N0} customers, {history.Shares.Count:N0} shares, "))
            .Append(Invariant($"{history.Clicks.Count:N0} clicks, {history.Orders.Count:N0} orders, "))
            .Append(Invariant($"{history.Costs.Count:N0} costs, {history.Answers.Count:N0} answers\n"))
            .Append(Invariant($"{Times.Text(history.Times.Min())} to {Times.Text(history.Times.Max())}\n"))
            .Append(WhatWasDone(report)).Append('\n');
        var notes = input.Notes.Concat(input.Unmatched.Select(static row =>
            Invariant($"Refund {row.Id} (line {row.Line}) of {row.Amount} matches no sale of {row.Customer}; it is refused.")));
        Limited(text, notes.ToList());
    }

    private static void Grants(StringBuilder text, Report report)
    {
        var outcome = report.Outcome;
        _ = Heading(text, "Granted");
        if (outcome.Rules.Count == 0)
        {
            _ = text.Append("  Nothing.\n");
            return;
        }

        var rules = new Columns("<<>>>>>").Add("rule", "side", "rewards", "people", "granted", "taken back", "left");
        foreach (var rule in outcome.Rules)
        {
            _ = rules.Add(
                rule.Rule, rule.Side.ToLowerInvariant(), Invariant($"{rule.Grants:N0}"), Invariant($"{rule.People:N0}"),
                Money.Text(rule.Granted), Money.Text(rule.Reversed), Money.Text(rule.Net));
        }

        var top = new Columns("><>");
        foreach (var (place, (customer, amount)) in Top(report).Take(TopCustomers).Index())
        {
            _ = top.Add(Invariant($"{place + 1}."), customer.Value, Money.Text(amount));
        }

        var cut = outcome.Cut == 0 ? string.Empty : Invariant($"  {outcome.Cut:N0} of them were cut to what was left of a limit.\n");
        _ = text.Append(rules).Append(cut).Append("\n  To whom most:\n").Append(top);
    }

    /// <summary>Who earned most in the currency of the report, or in the first unit of all where there is no money.</summary>
    private static IEnumerable<(CustomerId Customer, Amount Amount)> Top(Report report)
    {
        var units = report.Outcome.Rules.Select(static rule => rule.Unit).ToList();
        var unit = units.Contains(report.Input.Currency) ? report.Input.Currency : units.FirstOrDefault();
        return report.Outcome.Earned.Where(earned => earned.Amount.Unit == unit);
    }

    private static void Refusals(StringBuilder text, Outcome outcome)
    {
        _ = Heading(text, "Refused or not rewarded");
        var table = new Columns("><<").Add("inputs", "why", "for example");
        foreach (var refusal in outcome.Refusals)
        {
            _ = table.Add(Invariant($"{refusal.Count:N0}"), Reasons.Text(refusal.Reason), Reasons.Example(refusal));
        }

        var unreferred = outcome.Decisions.GetValueOrDefault("conversion.not_referred");
        _ = text.Append(outcome.Refusals.Any() ? table.ToString() : "  Nothing.\n")
            .Append(Invariant($"  Besides, {unreferred:N0} orders were of customers whom nobody had referred.\n"));
    }

    private static void Ledger(StringBuilder text, Report report)
    {
        _ = Heading(text, "Ledger");
        var outcome = report.Outcome;
        foreach (var unit in outcome.Ledger.GroupBy(static pair => pair.Key.Unit))
        {
            var table = new Columns("<>");
            foreach (var (account, amount) in unit)
            {
                _ = table.Add(account.Account.ToString().ToLowerInvariant(), Money.Text(amount));
            }

            var sum = unit.Select(static pair => pair.Value).Aggregate(static (a, b) => a + b);
            _ = table.Add("sum", Money.Text(sum) + (sum.IsZero ? string.Empty : "  DOES NOT BALANCE"));
            _ = text.Append(table);
        }

        _ = text.Append(Invariant($"  {outcome.LedgerLines:N0} lines; {outcome.Holders:N0} customers have or had a balance.\n"));
        foreach (var comparison in RewardRows.Compare(report))
        {
            _ = text.Append("  ").Append(comparison.ToText()).Append('\n');
        }
    }

    private static void NextSteps(StringBuilder text, Report report)
    {
        _ = Heading(text, "Go on with");
        var best = Top(report).Select(static pair => pair.Customer).FirstOrDefault(report.Input.History.Customers[0].Id);
        var table = new Columns("<<").Add($"--explain {best}", "the story of one customer, in plain language");
        var customers = report.Outcome.Refusals.Select(static refusal => Reasons.Customer(refusal.Example));
        if (customers.FirstOrDefault(static id => id is not null) is { } refused)
        {
            _ = table.Add($"--explain {refused}", "why that order earned nothing, and what would have been enough");
        }

        _ = text.Append(table
            .Add(Quarter(report), "the KPIs of another window")
            .Add("--program FILE", "the same history under other terms")
            .Add("--json", "all of this for machines"));
    }

    /// <summary>The first three months of the history, as arguments.</summary>
    private static string Quarter(Report report)
    {
        var first = report.Input.History.Times.Min().InUtc().Date;
        return $"--from {LocalDatePattern.Iso.Format(first)} --to {LocalDatePattern.Iso.Format(first.PlusMonths(3))}";
    }

    private static string Name(string folder) => folder.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal)
        ? $"The shop that comes with this sample ({Path.GetRelativePath(AppContext.BaseDirectory, folder)})"
        : folder;

    private static void Limited(StringBuilder text, List<string> notes)
    {
        foreach (var note in notes.Take(MaxNotes))
        {
            _ = text.Append("Note: ").Append(note).Append('\n');
        }

        if (notes.Count > MaxNotes)
        {
            _ = text.Append(Invariant($"… and {notes.Count - MaxNotes:N0} more like these.\n"));
        }
    }

    private static StringBuilder Heading(StringBuilder text, string heading) =>
        text.Append('\n').Append(heading).Append('\n').Append('─', heading.Length).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using Backfill.Tables;
using NodaTime;
using Referrals.Deciding;

namespace Backfill;

/// <summary>The verdicts for people.</summary>
internal static class TextReport
{
    public static string Write(string folder, ClubTables tables, IReadOnlyList<Verdict> verdicts)
    {
        var text = new StringBuilder();
        var granted = verdicts.Where(static verdict => verdict.Granted is not null).ToList();
        _ = text.Append(Invariant($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}: {verdicts.Count} referrals, {tables.Payments.Count} payments, {tables.Members.Count} members\n"))
            .Append(Invariant($"{granted.Count} earn {granted.Sum(static verdict => verdict.Granted!.Value.Value)} days of membership; "))
            .Append(Invariant($"{verdicts.Count(static verdict => verdict.Oddities.Count > 0)} have rows that cannot be right.\n\n"));
        foreach (var verdict in verdicts)
        {
            Write(text, verdict);
        }

        Summary(text, "Why nothing was earned", verdicts.Where(static verdict => verdict.Granted is null).SelectMany(static verdict => Reasons.Of(verdict.Decision)));
        Summary(text, "What cannot be right", verdicts.SelectMany(static verdict => verdict.Oddities));
        _ = text.Append("\nAbout the tables\n");
        foreach (var note in tables.Notes)
        {
            _ = text.Append("  ").Append(note).Append('\n');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Verdict verdict)
    {
        var outcome = verdict.Granted is { } amount ? $"earns {amount}" : verdict.Decision.Code == DecisionCodes.ConversionNotRewarded ? "earns nothing" : "refused";
        _ = text.Append(Invariant($"{verdict.Referral.Id}  {Day(verdict.Referral.At)}  {verdict.Status}: {outcome} [{verdict.Decision.Code}]\n"));
        foreach (var reason in verdict.Granted is null ? Reasons.Of(verdict.Decision) : [])
        {
            _ = text.Append("    why not: ").Append(reason).Append('\n');
        }

        foreach (var oddity in verdict.Oddities)
        {
            _ = text.Append("    odd:     ").Append(oddity).Append('\n');
        }
    }

    private static void Summary(StringBuilder text, string heading, IEnumerable<string> lines)
    {
        _ = text.Append('\n').Append(heading).Append('\n');
        foreach (var (line, count) in lines.CountBy(static line => line).OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            _ = text.Append(Invariant($"  {count,3}  {line}\n"));
        }
    }

    private static string Day(Instant? at) => at?.InUtc().Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? "no date   ";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

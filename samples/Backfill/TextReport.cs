using System.Globalization;
using System.Text;
using Backfill.Tables;
using NodaTime;
using Referrals;

namespace Backfill;

/// <summary>The verdicts for people.</summary>
internal static class TextReport
{
    public static string Write(string folder, ClubTables tables, IReadOnlyList<Verdict> verdicts)
    {
        var text = new StringBuilder();
        var granted = verdicts.Where(static verdict => verdict.Granted is not null).ToList();
        var days = granted.Sum(static verdict => verdict.Granted!.Value.Value);
        var odd = verdicts.Count(static verdict => verdict.Oddities.Count > 0);
        _ = text.Append(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)))
            .Append(Invariant($": {verdicts.Count} referrals, {tables.Payments.Count} payments, {tables.Members.Count} members\n"))
            .Append(Invariant($"{granted.Count} earn {days} days of membership; {odd} have rows that cannot be right.\n\n"));
        foreach (var verdict in verdicts)
        {
            Write(text, verdict);
        }

        var unpaid = verdicts.Where(static verdict => verdict.Granted is null);
        Summary(text, "Why nothing was earned", unpaid.SelectMany(static verdict => Reasons.Of(verdict.Decision)));
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
        var code = verdict.Decision.Code;
        var outcome = verdict.Granted is { } amount ? $"earns {amount}"
            : code == DecisionCodes.ConversionNotRewarded ? "earns nothing"
            : "refused";
        _ = text.Append(Invariant($"{verdict.Referral.Id}  {Day(verdict.Referral.At)}  {verdict.Status}: {outcome} [{code}]\n"));
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
        var counts = lines.CountBy(static line => line)
            .OrderByDescending(static pair => pair.Value)
            .ThenBy(static pair => pair.Key, StringComparer.Ordinal);
        foreach (var (line, count) in counts)
        {
            _ = text.Append(Invariant($"  {count,3}  {line}\n"));
        }
    }

    private static string Day(Instant? at) => at?.InUtc().Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? "no date   ";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

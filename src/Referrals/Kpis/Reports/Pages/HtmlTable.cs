namespace Referrals.Kpis.Reports.Pages;

/// <summary>A plain table, the first column to the left.</summary>
internal static class HtmlTable
{
    internal static string Draw(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) =>
        "<table><tr>" + string.Concat(headings.Select(h => $"<th>{PageText.Escape(h)}</th>")) + "</tr>\n"
        + string.Concat(rows.Select(r => "<tr>" + string.Concat(r.Select(c => $"<td>{PageText.Escape(c)}</td>")) + "</tr>\n"))
        + "</table>";
}

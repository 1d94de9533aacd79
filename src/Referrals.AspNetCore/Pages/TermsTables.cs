namespace Referrals.AspNetCore.Pages;

/// <summary>The tables of terms: tiers, milestones, stages, choices.</summary>
internal static class TermsTables
{
    internal static void Add(Html html, TermsTable? table)
    {
        if (table is null)
        {
            return;
        }

        _ = html.Add($"<table><thead><tr>");
        foreach (var column in table.Columns)
        {
            _ = html.Add($"""<th scope="col">{column}</th>""");
        }

        _ = html.Add($"</tr></thead><tbody>");
        foreach (var row in table.Rows)
        {
            _ = html.Add($"<tr>");
            foreach (var cell in row)
            {
                _ = html.Add($"<td>{cell}</td>");
            }

            _ = html.Add($"</tr>");
        }

        _ = html.Add($"</tbody></table>");
    }
}

using System.Globalization;

namespace Referrals.Samples.Attribution;

/// <summary>Prints the models side by side: a row a model, a column a channel, a bar for its part of the conversions.</summary>
internal static class Report
{
    private const int MaxChannels = 8;
    private const int BarWidth = 8;
    private const int CellWidth = BarWidth + 10;

    internal static void Print(TextWriter output, Input input, Answers answers)
    {
        var linear = answers.Tables.First(table => table.Model == "linear");
        var conversions = linear.Rows.Sum(row => row.Conversions);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{input.Journeys.Count:N0} rows, {input.Journeys.TouchCount:N0} touches, {input.Journeys.Names.Count:N0} channels; {conversions:N2} conversions worth {linear.Rows.Sum(row => row.Value):N2}"));
        if (linear.Unattributed.Conversions > 0 || linear.Unattributed.Value > 0)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"unattributed: {linear.Unattributed.Conversions:N2} conversions worth {linear.Unattributed.Value:N2}"));
        }

        var channels = linear.Rows.OrderByDescending(row => row.Conversions).Take(MaxChannels).Select(row => row.Channel).ToArray();
        var width = answers.Tables.Max(table => table.Model.Length) + 2;
        output.WriteLine();
        output.WriteLine("percent of the conversions".PadRight(width) + string.Concat(channels.Select(channel => Fit(channel, CellWidth))));
        foreach (var table in answers.Tables)
        {
            // A removal effect is a fraction already; credits become one.
            var whole = table.Model.EndsWith("_removal", StringComparison.Ordinal) ? 1 : conversions;
            output.WriteLine(table.Model.PadRight(width) + string.Concat(channels.Select(channel => Cell(table[channel].Conversions, whole))));
        }

        if (linear.Rows.Count > MaxChannels)
        {
            output.WriteLine($"({linear.Rows.Count - MaxChannels} more channels are in the file that --out writes)");
        }

        PrintParticipation(output, answers, width);
    }

    private static void PrintParticipation(TextWriter output, Answers answers, int width)
    {
        output.WriteLine();
        output.WriteLine("participation (counts)".PadRight(width) + "  on the path      as last    assisted   ratio");
        foreach (var row in answers.Participation.OrderByDescending(row => row.Conversions).Take(MaxChannels))
        {
            var ratio = row.AssistRatio is { } value ? value.ToString("N2", CultureInfo.InvariantCulture) : "-";
            output.WriteLine(Fit(row.Channel, width) + string.Create(
                CultureInfo.InvariantCulture, $"{row.Conversions,13:N1}{row.Last,13:N1}{row.Assisted,12:N1}{ratio,8}"));
        }
    }

    private static string Cell(double credit, double whole)
    {
        var share = whole > 0 ? credit / whole : 0;
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth * 8);
        var bar = new string('█', eighths / 8) + (eighths % 8 > 0 ? "▏▎▍▌▋▊▉"[(eighths % 8) - 1].ToString() : "");
        return string.Create(CultureInfo.InvariantCulture, $"{share * 100,6:F1} {bar}").PadRight(CellWidth);
    }

    private static string Fit(string text, int width) =>
        (text.Length < width ? text : string.Concat(text.AsSpan(0, width - 2), "…")).PadRight(width);
}

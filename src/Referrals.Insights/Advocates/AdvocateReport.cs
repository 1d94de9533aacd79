using System.Globalization;
using System.Net;
using System.Text;

namespace Referrals.Insights.Advocates;

/// <summary>The tables of a score of advocates, for the console and for a page. The first row of each holds the heads.</summary>
internal static class AdvocateReport
{
    public static IReadOnlyList<(string Title, IReadOnlyList<string[]> Rows)> Of(AdvocateScore score)
    {
        var (model, quality) = (score.Model, score.Quality);
        var learned = Checks.Text($"What counts: learned on day {score.LearnedAt:G6} from {model.Observations:N0} people")
            + Checks.Text($", {model.Events:N0} of whom then referred somebody within {score.Options.Horizon:G4} days");
        var tested = Checks.Text($"How good it is: tested on day {score.TestedAt:G6} on {quality.Rows:N0} people")
            + Checks.Text($", {quality.Events:N0} of whom then referred somebody");
        return
        [
            (learned, [["feature", "odds ratio", Percent(score)], .. model.Names.Select(name => Row(name, model.OddsRatios[name], "N2"))]),
            (tested, [["measure", "value", Percent(score)], .. Measures(score)]),
            ("Are the probabilities right?", [["probability", "people", "referred", "part", Percent(score)], .. quality.Table.Select(group => new[]
            {
                Text(group.Expected, "P1"), Text(group.Rows, "N0"), Text(group.Events, "N0"), Text(group.Observed.Value, "P1"),
                Interval(group.Observed.Interval, "P1"),
            })]),
            ("Lift: referrers in each tenth over chance", [["tenth", "referred", "lift", Percent(score), "all so far", "lift of recency"],
                .. quality.Lift.Tenths.Select((group, i) => new[]
                {
                    Text(group.Tenth, "N0"), Text(group.Events, "0.#"), Text(group.Lift.Value, "N2"), Interval(group.Lift.Interval, "N2"),
                    Text(group.CumulativePart, "P0"), Text(score.RecencyLift.Tenths[i].Lift.Value, "N2"),
                })]),
        ];
    }

    public static string ToHtml(AdvocateScore score)
    {
        var html = new StringBuilder("<section>\n<h2>Who will refer</h2>\n");
        foreach (var (title, rows) in Of(score))
        {
            _ = html.Append("<table>\n<caption>").Append(WebUtility.HtmlEncode(title)).Append("</caption>\n<thead><tr>");
            foreach (var head in rows[0])
            {
                _ = html.Append("<th scope=\"col\">").Append(WebUtility.HtmlEncode(head)).Append("</th>");
            }

            _ = html.Append("</tr></thead>\n<tbody>\n");
            foreach (var row in rows.Skip(1))
            {
                _ = html.Append("<tr><th scope=\"row\">").Append(WebUtility.HtmlEncode(row[0])).Append("</th>");
                foreach (var cell in row.Skip(1))
                {
                    _ = html.Append("<td>").Append(WebUtility.HtmlEncode(cell)).Append("</td>");
                }

                _ = html.Append("</tr>\n");
            }

            _ = html.Append("</tbody>\n</table>\n");
        }

        return html.Append("</section>\n").ToString();
    }

    private static IEnumerable<string[]> Measures(AdvocateScore score)
    {
        var quality = score.Quality;
        var expected = quality.Table.Sum(group => group.Rows * group.Expected);
        yield return ["referrers expected", Text(expected, "N0"), Checks.Text($"error {(expected / quality.Events) - 1:+0.0 %;-0.0 %}")];
        yield return Row("area under the curve", quality.Curve.HasValue ? quality.Curve.Value.Area : null, "N3");
        yield return Row("the same of recency alone", score.RecencyCurve.HasValue ? score.RecencyCurve.Value.Area : null, "N3");
        yield return Row("difference", score.AreaOverRecency.Value, "N3");
        yield return Row("lift of the first tenth over recency", score.LiftOverRecency.Value, "N2");
        yield return Row("Brier score", quality.BrierScore, "N4");
        yield return ["Brier skill", Text(quality.BrierSkill, "P1"), ""];
        yield return Row("calibration slope (1 is right)", quality.Calibration.Value?.Slope, "N2");
        yield return Row("calibration intercept (0 is right)", quality.Calibration.Value?.Intercept, "N2");
        const string test = "Hosmer-Lemeshow test";
        yield return quality.HosmerLemeshow.Value is { } found
            ? [test, Checks.Text($"chi-square {found.Statistic:N1}, {found.DegreesOfFreedom:N0} degrees"), Checks.Text($"p = {found.PValue:G2}")]
            : [test, "-", "too few expected"];
    }

    private static string[] Row(string name, PointEstimate? value, string format) =>
        value is null ? [name, "-", ""] : [name, Text(value.Value, format), Interval(value.Interval, format)];

    private static string Percent(AdvocateScore score) => Checks.Text($"{100 * score.Options.Level:G4} % interval");

    private static string Interval(ConfidenceInterval interval, string format) => $"{Text(interval.Low, format)} to {Text(interval.High, format)}";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

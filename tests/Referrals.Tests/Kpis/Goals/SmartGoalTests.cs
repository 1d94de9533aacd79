using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Goals;

public sealed class SmartGoalTests
{
    private static readonly Instant Start = Instant.FromUtc(2025, 1, 1, 0, 0);

    [Fact]
    public void Every_goal_of_the_vectors_stands_where_it_should()
    {
        var rows = KpiVectors.Rows("smart_goals.csv").Select(Unquoted).ToList();

        Assert.Equal(10, rows.Count);
        Assert.All(rows, row =>
        {
            var progress = SmartGoal.For(row[0], Number(row[1]), Number(row[2]), At(row[3]), At(row[4])).At(At(row[5]), Number(row[6]));
            Equal(row[7], progress.Elapsed);
            Equal(row[8], progress.Progress);
            Equal(row[9], progress.Projection);
            Equal(row[10], progress.NeededPerDay);
            Assert.Equal(row[11].Replace("_", "", StringComparison.Ordinal), progress.Status.ToString(), ignoreCase: true);
        });
    }

    [Fact]
    public void Goal_reads_the_result_of_its_own_kpi_only()
    {
        var goal = SmartGoal.For("shares", 0, 100, Start, Start + Duration.FromDays(10));
        var report = KpiReport.Compute([], KpiWindow.Of(Start, Start), KpiVectors.Usd);

        Assert.Equal(0, goal.At(Start, report["shares"])!.Progress);
        Assert.Throws<ArgumentException>(() => goal.At(Start, report["nps"]));
    }

    [Fact]
    public void Kpi_without_a_value_is_no_progress_of_zero()
    {
        var goal = SmartGoal.For("nps", 10, 40, Start, Start + Duration.FromDays(10));

        Assert.Null(goal.At(Start, KpiReport.Compute([], KpiWindow.Of(Start, Start), KpiVectors.Usd)["nps"]));
    }

    [Fact]
    public void Goal_that_asks_for_nothing_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SmartGoal.For("nps", 10, 10, Start, Start + Duration.FromDays(1)));
        Assert.Throws<ArgumentException>(() => SmartGoal.For("nps", 10, 20, Start, Start));
    }

    /// <summary>One name of the file has a comma between quotes.</summary>
    private static string[] Unquoted(string[] row) => row[0].StartsWith('"') ? [row[0] + row[1], .. row[2..]] : row;

    private static void Equal(string expected, decimal? actual)
    {
        Assert.Equal(expected.Length == 0, actual is null);
        Assert.True(actual is null || Math.Abs(Number(expected) - actual.Value) < 1e-9m * Math.Max(1, Math.Abs(actual.Value)));
    }

    private static Instant At(string text) => LocalDateTimePattern.GeneralIso.Parse(text).Value.InUtc().ToInstant();

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}

using FsCheck;
using FsCheck.Fluent;
using Referrals.Insights.Advocates;
using Referrals.Insights.Numerics;
using static Referrals.Insights.Tests.Vectors;

namespace Referrals.Insights.Tests.Advocates;

/// <summary>
/// Against R's <c>glm</c> (data/advocates.R) and D. W. Hosmer and S. Lemeshow, Applied Logistic Regression (2000), table 2.2: the low birth weight study.
/// </summary>
public sealed class LogisticModelTests
{
    private static readonly string[] Names = ["age", "lwt", "black", "other", "ftv"];
    private static readonly double[][] Columns = [.. Names.Select(name => Column("r_birthwt.csv", name))];
    private static readonly bool[] Low = [.. Column("r_birthwt.csv", "low").Select(one => one == 1)];

    [Fact]
    public void Coefficients_are_those_of_the_book()
    {
        var model = LogisticModel.Fit(Low, Names, Columns).OrThrow();
        (string Name, double Value, double Error)[] published =
            [("age", -0.0238, 0.0337), ("lwt", -0.0142, 0.00654), ("black", 1.0039, 0.4979), ("other", 0.4331, 0.3622), ("ftv", -0.0493, 0.1672)];
        Assert.All(published, row =>
        {
            Assert.Equal(row.Value, Math.Round(model.Coefficients[row.Name].Value, 4));
            Assert.InRange(model.Coefficients[row.Name].StandardError, row.Error - 0.00005, row.Error + 0.00005);
        });
        Assert.Equal((1.2953, 1.0714), (Math.Floor(model.Intercept.Value * 1e4) / 1e4, Math.Round(model.Intercept.StandardError, 4)));
        var test = model.LikelihoodRatioTest.OrThrow();
        Assert.Equal((12.0991, 0.0335, 5d), (Math.Round(test.Statistic, 4), Math.Round(test.PValue, 4), test.DegreesOfFreedom));

        // Odds ratio of the first column and its limits, of SAS on the same data.
        var ratio = model.OddsRatios["black"];
        Assert.Equal((2.729, 1.029, 7.240), (Math.Round(ratio.Value, 3), Math.Round(ratio.Interval.Low, 3), Math.Round(ratio.Interval.High, 3)));
        Assert.Equal((189, 59), (model.Observations, model.Events));
    }

    [Fact]
    public void Fit_is_that_of_r()
    {
        var model = LogisticModel.Fit(Low, Names, Columns).OrThrow();
        Same("r_logistic.csv", model, 1e-9);
        Close(-111.286453203306976, model.LogLikelihood, 1e-12);
        Assert.InRange(model.Steps, 2, 10);
    }

    [Fact]
    public void Fit_with_a_penalty_is_the_minimum_that_r_finds()
    {
        var model = LogisticModel.Fit(Low, Names, Columns, ridge: 5).OrThrow();
        Same("r_ridge.csv", model, 1e-6);
        Assert.Equal(RefusalCode.Undefined, model.LikelihoodRatioTest.Refusal?.Code);
        Assert.Null(model.SeparatedBy);
    }

    [Fact]
    public void Contributions_and_the_average_make_the_log_odds()
    {
        var model = LogisticModel.Fit(Low, Names, Columns).OrThrow();
        double[] average = [.. Columns.Select(column => column.Average())];
        double[] first = [.. Columns.Select(column => column[0])];
        Close(model.LogOdds(first), model.LogOdds(average) + model.Contributions(first).Sum(), 1e-12);
        Close(1 / (1 + Math.Exp(-model.LogOdds(first))), model.Probability(first), 1e-12);
    }

    [Fact]
    public void Order_units_and_copies_of_rows_do_not_matter()
    {
        var plain = LogisticModel.Fit(Low, Names, Columns).OrThrow();
        var penalized = LogisticModel.Fit(Low, Names, Columns, ridge: 3).OrThrow();
        Prop.ForAll(
            Gen.Choose(0, 1 << 30).ToArbitrary(),
            Gen.Choose(-6, 6).Select(power => Math.Pow(10, power)).ToArbitrary(),
            Gen.Choose(1, 4).ToArbitrary(),
            (seed, unit, copies) =>
            {
                var random = new SeededRandom((ulong)seed);
                int[] order = [.. Enumerable.Range(0, Low.Length * copies).Select(row => row % Low.Length).OrderBy(_ => random.NextDouble())];
                bool[] outcomes = [.. order.Select(row => Low[row])];
                double[][] columns = [.. Columns.Select((column, j) => order.Select(row => j == 1 ? (column[row] * unit) + 7 : column[row]).ToArray())];
                var again = LogisticModel.Fit(outcomes, Names, columns).OrThrow();
                Close(plain.Coefficients["lwt"].Value, again.Coefficients["lwt"].Value * unit, 1e-7);
                Close(plain.Coefficients["age"].Value, again.Coefficients["age"].Value, 1e-7);
                Close(plain.Coefficients["age"].StandardError, again.Coefficients["age"].StandardError * Math.Sqrt(copies), 1e-7);

                // The penalty is worth as many rows as it is, so that copies of the rows need as many penalties.
                var more = LogisticModel.Fit(outcomes, Names, columns, ridge: 3 * copies).OrThrow();
                Close(penalized.Coefficients["lwt"].Value, more.Coefficients["lwt"].Value * unit, 1e-7);
                Close(penalized.Coefficients["ftv"].Value, more.Coefficients["ftv"].Value, 1e-7);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Separation_is_refused_or_told()
    {
        // A rare flag that only those have to whom it did not happen: R's glm gives about -17 with an error of thousands, "converged".
        var random = new SeededRandom(3);
        double[] other = [.. Enumerable.Range(0, 2000).Select(_ => random.NextNormal())];
        bool[] happened = [.. other.Select(x => random.NextDouble() < Elementary.Logistic(x - 1))];
        double[] flag = [.. happened.Select((one, row) => !one && row % 40 == 0 ? 1d : 0)];
        var plain = LogisticModel.Fit(happened, ["other", "flag"], [other, flag]);
        Assert.Equal(RefusalCode.Separated, plain.Refusal?.Code);
        Assert.Contains("'flag'", plain.Refusal!.Message, StringComparison.Ordinal);
        var penalized = LogisticModel.Fit(happened, ["other", "flag"], [other, flag], ridge: 1).OrThrow();
        Assert.Equal("flag", penalized.SeparatedBy);
        Assert.InRange(penalized.Coefficients["flag"].Value, -8, -1);

        // A column that tells everything.
        double[] all = [.. happened.Select((one, row) => one ? 5 + (row * 1e-3) : -(row * 1e-3))];
        Assert.Equal(RefusalCode.Separated, LogisticModel.Fit(happened, ["other", "all"], [other, all]).Refusal?.Code);
    }

    [Fact]
    public void What_cannot_be_estimated_is_refused_with_its_reason()
    {
        // The Challenger's o-rings: 7 flights with damage do not carry a column by the rule of ten.
        double[] temperature = [53, 57, 58, 63, 66, 67, 67, 67, 68, 69, 70, 70, 70, 70, 72, 73, 75, 75, 76, 76, 78, 79, 81];
        bool[] damage = [.. temperature.Select((t, i) => i is 0 or 1 or 2 or 3 or 10 or 11 or 16)];
        var challenger = LogisticModel.Fit(damage, ["temperature"], [temperature]);
        Assert.Equal(RefusalCode.TooFewObservations, challenger.Refusal?.Code);
        Assert.Contains("7 rows, and 10 are needed", challenger.Refusal!.Message, StringComparison.Ordinal);

        Assert.Equal(RefusalCode.TooFewObservations, LogisticModel.Fit([], ["a"], [[]]).Refusal?.Code);
        Assert.Equal(RefusalCode.NoVariation, LogisticModel.Fit(Low, ["a"], [[.. Low.Select(_ => 0.1)]]).Refusal?.Code);
        Assert.Equal(RefusalCode.NotConverged, LogisticModel.Fit(Low, ["age", "again"], [Columns[0], [.. Columns[0].Select(x => 3 - (2 * x))]]).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidData, LogisticModel.Fit(Low, ["a"], [[.. Columns[0].Select((x, i) => i == 4 ? double.NaN : x)]]).Refusal?.Code);
        Assert.Throws<ArgumentException>(() => LogisticModel.Fit(Low, ["a", "a"], [Columns[0], Columns[1]]));
        Assert.Throws<ArgumentException>(() => LogisticModel.Fit(Low, ["a"], [[1, 2]]));
    }

    private static void Same(string file, LogisticModel model, double tolerance) => Assert.All(
        File.ReadAllLines(PathOf(file)).Skip(1).Select(line => line.Split(',')),
        row =>
        {
            var found = row[0] == "intercept" ? model.Intercept : model.Coefficients[row[0]];
            Close(double.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture), found.Value, tolerance, row[0]);
            Close(double.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture), found.StandardError, tolerance, row[0]);
        });
}

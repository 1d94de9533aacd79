using System.Diagnostics;
using Referrals.Insights.LifetimeValue;
using Referrals.Insights.Numerics;
using static Referrals.Insights.Tests.Vectors;

namespace Referrals.Insights.Tests.LifetimeValue;

/// <summary>Points against mpmath (data/lifetime_value.py), fits against R's optimizer (data/lifetime_value.R), and published values.</summary>
public sealed class RepeatPurchaseModelTests
{
    /// <summary>The parameters of the CDNOW data as R's package BTYD estimates them; the paper rounds them to .243, 4.414, .793 and 2.426.</summary>
    private static readonly BgNbdModel Cdnow = BgNbdModel.FromParameters(0.2425945, 4.4136019, 0.7929199, 2.4258881);

    private static readonly PurchaseHistory Simulated = HistoryOf("sim_rfm.csv", 7);

    [Fact]
    public void Bg_nbd_points_agree_with_mpmath_up_to_a_thousand_purchases() => Assert.All(Read("bgnbd.csv"), row =>
    {
        var model = BgNbdModel.FromParameters(row["r"], row["alpha"], row["a"], row["b"]);
        var x = (int)row["x"];
        var one = PurchaseHistory.Of([x], [row["tx"]], [row["T"]]).OrThrow();
        Close(row["ll"], model.LogLikelihood(one), 1e-12, "log-likelihood");
        Close(row["alive"], model.ProbabilityAlive(x, row["tx"], row["T"]), 1e-11, "alive");
        Close(row["cet"], model.ExpectedPurchases(x, row["tx"], row["T"], row["t"]), 1e-11, "purchases");
    });

    [Fact]
    public void Bg_nbd_probabilities_agree_with_mpmath_in_the_tail() => Assert.All(Read("bgnbd_pmf.csv"), row => Close(
        row["probability"],
        BgNbdModel.FromParameters(row["r"], row["alpha"], row["a"], row["b"]).ProbabilityOfPurchases((int)row["n"], row["t"]),
        1e-11));

    [Fact]
    public void Pareto_nbd_points_agree_with_mpmath_up_to_a_thousand_purchases() => Assert.All(Read("pnbd.csv"), row =>
    {
        var model = ParetoNbdModel.FromParameters(row["r"], row["alpha"], row["s"], row["beta"]);
        var x = (int)row["x"];
        var one = PurchaseHistory.Of([x], [row["tx"]], [row["T"]]).OrThrow();
        Close(row["ll"], model.LogLikelihood(one), 1e-11, "log-likelihood");
        Close(row["alive"], model.ProbabilityAlive(x, row["tx"], row["T"]), 1e-10, "alive");
        Close(row["cet"], model.ExpectedPurchases(x, row["tx"], row["T"], row["t"]), 1e-10, "purchases");
        Close(row["dert"], model.DiscountedResidualTransactions(x, row["tx"], row["T"], row["delta"]), 1e-10, "discounted");
    });

    /// <summary>Fader, Hardie, Lee (2005) and the spreadsheet of its authors.</summary>
    [Fact]
    public void Expectations_of_the_cdnow_data_are_the_published_ones()
    {
        double[] weeks = [0.1429, 1, 3, 31.8571, 32, 78];
        double[] published = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576];
        Assert.All(weeks.Zip(published), pair => Assert.Equal(pair.Second, Cdnow.ExpectedPurchasesOfNewCustomer(pair.First), 5e-4));
        Assert.Equal(1.226, Cdnow.ExpectedPurchases(2, 30.43, 38.86, 39), 3);
        Assert.Equal(0.5737864, BgNbdModel.FromParameters(0.243, 4.414, 0.793, 2.426).ProbabilityOfPurchases(0, 39), 7);
    }

    /// <summary>Values in the tests of pymc-marketing, r = 0.25, alpha = 4, a = 0.8, b = 2.5.</summary>
    [Fact]
    public void Log_likelihoods_are_those_of_another_library()
    {
        var model = BgNbdModel.FromParameters(0.25, 4, 0.8, 2.5);
        Assert.Equal(-0.59947382, model.LogLikelihood(PurchaseHistory.Of([0], [0], [40]).OrThrow()), 8);
        Assert.Equal(100.7957, model.LogLikelihood(PurchaseHistory.Of([200], [38], [40]).OrThrow()), 4);
    }

    [Fact]
    public void Bg_nbd_fit_is_that_of_r() => SameFit(1, ["r", "alpha", "a", "b"], BgNbdModel.Fit(Simulated).OrThrow().Fitted!);

    [Fact]
    public void Pareto_nbd_fit_is_that_of_r() =>
        SameFit(3, ["r", "alpha", "s", "beta"], ParetoNbdModel.Fit(HistoryOf("sim_pnbd_rfm.csv", 7)).OrThrow().Fitted!);

    [Fact]
    public void Common_rate_fit_is_that_of_r() =>
        SameFit(4, ["rate", "odds of leaving"], CommonRateModel.Fit(Simulated).OrThrow().Fitted!);

    /// <summary>One rate and one probability of leaving, drawn by hand: what the model says of the future is what happens on average.</summary>
    [Fact]
    public void Common_rate_expects_what_its_customers_do()
    {
        var model = CommonRateModel.FromParameters(0.2, 0.3);
        var random = new SeededRandom(12);
        var purchases = 0d;
        const int customers = 40_000;
        for (var i = 0; i < customers; i++)
        {
            for (var time = 0d; random.NextDouble() >= 0.3; purchases++)
            {
                time -= Math.Log(1 - random.NextDouble()) / 0.2;
                if (time > 10)
                {
                    break;
                }
            }
        }

        Close(model.ExpectedPurchasesOfNewCustomer(10), purchases / customers, 0.02);
        Assert.Equal(0.7 / (0.7 + (0.3 * Math.Exp(0.2 * 6))), model.ProbabilityAlive(3, 4, 10), 12);
    }

    [Fact]
    public void Best_model_is_the_one_that_the_data_came_from()
    {
        Assert.Equal("BG/NBD", RepeatPurchaseModel.FitBest(Simulated).OrThrow().Name);
        Assert.Equal("Pareto/NBD", RepeatPurchaseModel.FitBest(HistoryOf("sim_pnbd_rfm.csv", 7)).OrThrow().Name);
    }

    /// <summary>Pareto/NBD has no maximum on data out of BG/NBD: its lifetimes want to be all alike.</summary>
    [Fact]
    public void Pareto_nbd_on_data_of_another_kind_is_a_refusal_and_not_a_wait()
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal(RefusalCode.NotConverged, ParetoNbdModel.Fit(Simulated).Refusal?.Code);
        Assert.True(watch.Elapsed.TotalMinutes < 3, $"{watch.Elapsed}");
    }

    [Fact]
    public void Unit_of_time_changes_the_scale_and_nothing_else()
    {
        var weeks = BgNbdModel.Fit(Simulated).OrThrow();
        var days = BgNbdModel.Fit(HistoryOf("sim_rfm.csv", 1)).OrThrow();
        Close(weeks.R, days.R, 1e-6);
        Close(weeks.Alpha * 7, days.Alpha, 1e-6);
        Close(weeks.A, days.A, 1e-6);
        var purchases = Simulated.Frequency.Sum(x => (double)x);
        Close(weeks.Fitted!.LogLikelihood - (Math.Log(7) * purchases), days.Fitted!.LogLikelihood, 1e-10);
    }

    [Fact]
    public void Probabilities_of_purchases_add_up_to_one_and_have_the_expected_mean()
    {
        double[] probabilities = [.. Enumerable.Range(0, 4000).Select(n => Cdnow.ProbabilityOfPurchases(n, 39))];
        Assert.Equal(1, probabilities.Sum(), 9);
        Close(Cdnow.ExpectedPurchasesOfNewCustomer(39), probabilities.Select((p, n) => n * p).Sum(), 1e-6);
    }

    /// <summary>What the model says of all together is what single customers add up to, and covers what is simulated from it.</summary>
    [Fact]
    public void Total_of_the_future_covers_what_then_happens()
    {
        var truth = BgNbdModel.FromParameters(0.8, 6, 0.9, 3);
        var (covered, tried) = (0, 0);
        for (var run = 0; run < 40; run++)
        {
            var (history, later) = Simulate(truth, 600, 52, 26, (ulong)(500 + run));
            var model = BgNbdModel.Fit(history);
            if (model.Value?.TotalPurchases(history, 26).Value is { } total)
            {
                covered += total.Interval.Contains(later) ? 1 : 0;
                Close(model.Value.ExpectedPurchases(history, 26).Sum(), total.Value, 1e-10);
                tried++;
            }
        }

        // 95 % of 40, less twice the standard deviation of such a count.
        Assert.True(tried >= 38, $"{tried} fits");
        Assert.True(covered >= 0.88 * tried, $"{covered} of {tried}");
    }

    [Fact]
    public void Discounting_is_the_sum_over_periods_and_vanishes_at_a_rate_of_zero()
    {
        Close(Cdnow.ExpectedPurchases(2, 30, 38, 12), Cdnow.DiscountedPurchases(2, 30, 38, 12, 0), 1e-12);
        var first = Cdnow.ExpectedPurchases(2, 30, 38, 4) / 1.02;
        var second = (Cdnow.ExpectedPurchases(2, 30, 38, 8) - Cdnow.ExpectedPurchases(2, 30, 38, 4)) / (1.02 * 1.02);
        Close(first + second, Cdnow.DiscountedPurchases(2, 30, 38, 2, 0.02, 4), 1e-12);
        Assert.Equal(0.0027, Discount.Continuous(0.15, 52.1775), 4);
        Close(1.15, Math.Pow(1 + Discount.PerPeriod(0.15, 52.1775), 52.1775), 1e-12);
    }

    [Fact]
    public void Data_that_cannot_be_fitted_is_refused_within_seconds()
    {
        var watch = Stopwatch.StartNew();
        Same(RefusalCode.TooFewObservations, Of([5, 5, 5], [10, 10, 10], [20, 20, 20]));
        Same(RefusalCode.TooFewObservations, Of([0, 0, 0], [0, 0, 0], [20, 21, 22]));
        Same(RefusalCode.TooFewObservations, Of([3], [4], [9]));
        Same(RefusalCode.TooFewObservations, Of([.. new int[100]], [.. new double[100]], [.. Enumerable.Repeat(9d, 100)]));
        Same(RefusalCode.NotConverged, Of([.. Enumerable.Repeat(5, 100)], [.. Enumerable.Repeat(10d, 100)], [.. Enumerable.Repeat(20d, 100)]));
        Assert.Equal(RefusalCode.InvalidData, PurchaseHistory.Of([0], [0], [0]).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, PurchaseHistory.Of([2], [9], [8]).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, PurchaseHistory.Of([2], [0], [8]).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, PurchaseHistory.Of([-1], [1], [8]).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, PurchaseHistory.Of([1], [double.NaN], [8]).Refusal!.Code);
        Assert.True(watch.Elapsed.TotalSeconds < 10, $"{watch.Elapsed}");

        static PurchaseHistory Of(int[] x, double[] tx, double[] age) => PurchaseHistory.Of(x, tx, age).OrThrow();
        static void Same(RefusalCode code, PurchaseHistory history)
        {
            Assert.Equal(code, BgNbdModel.Fit(history).Refusal?.Code);
            Assert.Equal(code, ParetoNbdModel.Fit(history).Refusal?.Code);
        }
    }

    /// <summary>Nobody leaves: the likelihood of BG/NBD has no maximum, because the probability of leaving wants to be 0.</summary>
    [Fact]
    public void Customers_who_never_leave_are_a_refusal_that_names_the_parameter()
    {
        var random = new SeededRandom(9);
        int[] frequency = [.. Enumerable.Range(0, 300).Select(_ => 5 + random.NextIndex(30))];
        var history = PurchaseHistory.Of(frequency, [.. frequency.Select(_ => 51.9)], [.. frequency.Select(_ => 52d)]).OrThrow();
        var refusal = BgNbdModel.Fit(history).Refusal!;
        Assert.Equal(RefusalCode.NotConverged, refusal.Code);
        Assert.Matches("(a|b) ", refusal.Message);
    }

    [Fact]
    public void Log_of_purchases_merges_days_and_leaves_out_who_came_last()
    {
        var log = PurchaseLog.Read(
            ["ann", "ann", "ben", "ann", "ann", "cat", "ben"],
            [0, 0, 3, 14, 21, 28, 40],
            [10, 5, 20, 30, 50, 9, 99],
            end: 28).OrThrow();

        Assert.Equal(["ann", "ben"], log.Customers);
        Assert.Equal([2, 0], log.History.Frequency);
        Assert.Equal([3d, 0], log.History.Recency);
        Assert.Equal([4, 25 / 7d], log.History.Age);
        Assert.Equal([40d, 0], log.MeanSpend);
        Assert.Equal(1, log.LeftOut);
        Assert.Equal(RefusalCode.TooFewObservations, PurchaseLog.Read(["ann"], [5], [1], end: 5).Refusal!.Code);
    }

    internal static PurchaseHistory HistoryOf(string file, double daysPerPeriod)
    {
        var rows = Read(file);
        return PurchaseHistory.Of(
            [.. rows.Select(row => (int)row["x"])],
            [.. rows.Select(row => row["t_x_days"] / daysPerPeriod)],
            [.. rows.Select(row => row["T_days"] / daysPerPeriod)]).OrThrow();
    }

    internal static void SameFit(int model, string[] names, LikelihoodFit fit)
    {
        var rows = Read("r_lifetime_fits.csv").Where(row => row["model"] == model).ToArray();
        foreach (var (row, name) in rows.Zip(names))
        {
            Close(row["value"], fit.Parameters[name].Value, 5e-4, name);
            Close(row["se"], fit.Parameters[name].StandardError, 0.01, $"error of {name}");
        }

        Assert.InRange(fit.LogLikelihood - rows[0]["ll"], -1e-6, 1e-3);
        Assert.True(fit.LargestGradient < 1e-2);
    }

    /// <summary>Customers out of the model, and how often they buy after the observation.</summary>
    private static (PurchaseHistory History, int Later) Simulate(BgNbdModel truth, int customers, double until, double ahead, ulong seed)
    {
        var random = new SeededRandom(seed);
        var (x, tx, age, later) = (new int[customers], new double[customers], new double[customers], 0);
        for (var i = 0; i < customers; i++)
        {
            age[i] = until * (0.5 + (0.5 * random.NextDouble()));
            var rate = random.NextGamma(truth.R) / truth.Alpha;
            var (one, other) = (random.NextGamma(truth.A), random.NextGamma(truth.B));
            var leaves = one / (one + other);
            for (var time = -Math.Log(1 - random.NextDouble()) / rate; time < age[i] + ahead; time -= Math.Log(1 - random.NextDouble()) / rate)
            {
                (x[i], tx[i]) = time <= age[i] ? (x[i] + 1, time) : (x[i], tx[i]);
                later += time > age[i] ? 1 : 0;
                if (random.NextDouble() < leaves)
                {
                    break;
                }
            }
        }

        return (PurchaseHistory.Of(x, tx, age).OrThrow(), later);
    }
}

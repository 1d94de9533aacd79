using Referrals.Insights.Experiments;
using Referrals.Insights.LifetimeValue;
using Referrals.Insights.Numerics;
using static Referrals.Insights.Tests.Vectors;

namespace Referrals.Insights.Tests.LifetimeValue;

public sealed class ValueTests
{
    [Fact]
    public void Gamma_gamma_fit_is_that_of_r()
    {
        var rows = Read("sim_rfm.csv");
        var model = GammaGammaModel.Fit([.. rows.Select(row => (int)row["x"])], [.. rows.Select(row => row["mean_repeat_spend"])]).OrThrow();
        RepeatPurchaseModelTests.SameFit(2, ["p", "q", "v"], model.Fitted!);
        Assert.True(model.FrequencyCorrelation!.Interval.Contains(0), "frequency and spend were simulated independently");
        var mean = model.PopulationMean.OrThrow();
        Close(model.P * model.V / (model.Q - 1), mean.Value, 1e-12);
        Assert.True(mean.Interval.Contains(mean.Value));
    }

    /// <summary>Fader and Hardie (2013): p = 6.25, q = 3.74, v = 15.44.</summary>
    [Fact]
    public void Spend_is_a_mix_of_the_own_mean_and_that_of_all()
    {
        var model = GammaGammaModel.FromParameters(6.25, 3.74, 15.44);
        Assert.Equal(35.22, model.ExpectedSpend(0, 0)!.Value, 2);
        Close(6.25 * (15.44 + (2 * 22.35)) / ((6.25 * 2) + 3.74 - 1), model.ExpectedSpend(2, 22.35)!.Value, 1e-14);
        Assert.Equal(1000, model.ExpectedSpend(100_000, 1000)!.Value, 0);
    }

    [Fact]
    public void Amounts_without_a_mean_are_undefined_and_never_negative()
    {
        var model = GammaGammaModel.FromParameters(1.5, 0.9, 10);
        Assert.Null(model.ExpectedSpend(0, 0));
        Assert.NotNull(model.ExpectedSpend(1, 20));
        Assert.Equal(RefusalCode.Undefined, model.PopulationMean.Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, GammaGammaModel.Fit([1, 2], [10, -3]).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, GammaGammaModel.Fit([1, 2], [10, 0]).Refusal!.Code);
        Assert.Equal(RefusalCode.TooFewObservations, GammaGammaModel.Fit([1, 0, 2], [10, 0, 4]).Refusal!.Code);
        Assert.Equal(RefusalCode.NoVariation, GammaGammaModel.Fit([.. Enumerable.Repeat(2, 50)], [.. Enumerable.Repeat(9d, 50)]).Refusal!.Code);
    }

    /// <summary>Fader and Hardie (2007), tables 1 and 2: the first seven years of two segments, and the projection to year 12.</summary>
    [Theory]
    [InlineData(new long[] { 1000, 869, 743, 653, 593, 551, 517, 491 }, 0.668, 3.806, -1611.2, 0.378)]
    [InlineData(new long[] { 1000, 631, 468, 382, 326, 289, 262, 241 }, 0.704, 1.182, -1680.3, 0.170)]
    public void Subscribers_of_the_paper_have_its_parameters(long[] subscribers, double alpha, double beta, double likelihood, double year12)
    {
        var model = ShiftedBetaGeometricModel.Fit(subscribers).OrThrow();
        Assert.Equal(alpha, model.Alpha, 3);
        Assert.Equal(beta, model.Beta, 3);
        Assert.Equal(likelihood, model.Fitted!.LogLikelihood, 1);
        Assert.Equal(year12, model.Survival(12), 3);
        Assert.True(model.RetentionRate(1) < model.RetentionRate(5));
    }

    [Fact]
    public void Discounted_lifetimes_are_the_plain_sums()
    {
        var model = ShiftedBetaGeometricModel.FromParameters(0.668, 3.806);
        var sum = Enumerable.Range(0, 2000).Sum(t => model.Survival(t) / Math.Pow(1.1, t));
        Close(sum, model.DiscountedExpectedLifetime(0.1), 1e-12);
        var residual = Enumerable.Range(0, 2000).Sum(t => model.Survival(3 + t) / model.Survival(2) / Math.Pow(1.1, t));
        Close(residual, model.DiscountedExpectedResidualLifetime(3, 0.1), 1e-12);
    }

    [Fact]
    public void Cohorts_that_cannot_be_are_refused()
    {
        Assert.Equal(RefusalCode.InvalidData, ShiftedBetaGeometricModel.Fit([100, 90, 95]).Refusal!.Code);
        Assert.Equal(RefusalCode.TooFewObservations, ShiftedBetaGeometricModel.Fit([100, 90]).Refusal!.Code);
        Assert.Equal(RefusalCode.TooFewObservations, ShiftedBetaGeometricModel.Fit([]).Refusal!.Code);
        Assert.Equal(RefusalCode.NoVariation, ShiftedBetaGeometricModel.Fit([100, 100, 100]).Refusal!.Code);
        Assert.Equal(RefusalCode.NoVariation, ShiftedBetaGeometricModel.Fit([100, 0, 0]).Refusal!.Code);

        // A constant part stays: there is no spread among subscribers, so the parameters grow without end.
        Assert.Equal(RefusalCode.NotConverged, ShiftedBetaGeometricModel.Fit([100_000, 50_000, 25_000, 12_500, 6250]).Refusal!.Code);
    }

    [Fact]
    public void Values_are_purchases_times_spend_times_margin()
    {
        var purchases = BgNbdModel.FromParameters(0.243, 4.414, 0.793, 2.426);
        var spend = GammaGammaModel.FromParameters(6.25, 3.74, 15.44);
        var history = PurchaseHistory.Of([2, 0], [30.43, 0], [38.86, 38.86]).OrThrow();
        var values = ExpectedValue.OfCustomers(purchases, spend, history, [22.35, 0], 12, 0.01, margin: 0.3, periodLength: 4.345).OrThrow();

        var expected = 0.3 * spend.ExpectedSpend(2, 22.35)!.Value * purchases.DiscountedPurchases(2, 30.43, 38.86, 12, 0.01, 4.345);
        Close(expected, values[0], 1e-14);
        Assert.True(values[1] > 0 && values[1] < values[0]);
        Assert.Equal(
            RefusalCode.Undefined,
            ExpectedValue.OfCustomers(purchases, GammaGammaModel.FromParameters(2, 0.5, 1), history, [22, 0], 12, 0).Refusal!.Code);
    }

    /// <summary>Referred customers who only came in better months: the plain difference misleads, the standardized one does not.</summary>
    [Fact]
    public void Standardizing_takes_away_what_the_mix_brings()
    {
        var random = new SeededRandom(77);
        var (values, referred, strata) = (new List<double>(), new List<bool>(), new List<string>());
        for (var i = 0; i < 4000; i++)
        {
            var good = random.NextDouble() < 0.5;
            strata.Add(good ? "good month" : "bad month");
            referred.Add(random.NextDouble() < (good ? 0.6 : 0.2));
            values.Add((good ? 50 : 20) + (10 * random.NextNormal()));
        }

        var compared = ReferredValue.Compare(values, referred, strata).OrThrow();
        Assert.True(compared.Plain.Difference.Interval.Low > 8);
        Assert.True(compared.Standardized!.Interval.Contains(0));
        Assert.Equal(1, compared.CoveredByStrata, 12);
        Assert.Equal(referred.Count(one => one), compared.Referred.Count);
        Assert.Null(ReferredValue.Compare(values, referred).OrThrow().Standardized);
        Assert.Equal(RefusalCode.TooFewObservations, ReferredValue.Compare([1, 2], [true, false]).Refusal!.Code);
    }

    [Fact]
    public void Referred_customers_may_be_worth_less()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? 10d : 30) + (i % 7))];
        var compared = ReferredValue.Compare(values, [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0)]).OrThrow();
        Assert.Equal(-20, compared.Plain.Difference.Value, 0);
        Assert.True(compared.Plain.Difference.Interval.High < 0);
        _ = Assert.IsType<SampleSummary>(compared.Others);
    }
}

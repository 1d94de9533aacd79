using Referrals.Kpis.Statistics;

namespace Referrals.Kpis.Catalogue;

/// <summary>How customers bring customers, how fast, and how gladly.</summary>
internal static class ViralityKpis
{
    internal static readonly KpiDefinition KMeasured = KpiDefinition.Ratio(
        "K_measured_signups",
        "referred sign-ups in the window whose referrer signed up in the window too / all sign-ups in the window",
        t => t.SignupsOfNewReferrers,
        t => t.Everyone.Customers,
        Reasons.NobodySignedUp).OnCohort();

    internal static readonly KpiDefinition CycleTimeMean = Days(
        "cycle_time_days_mean",
        "mean of the time from the sign-up of the referrer to that of the referee, over the referred sign-ups in the window",
        t => t.CycleTimes,
        s => s.MeanDays,
        Reasons.NobodyReferred);

    internal static readonly KpiDefinition CycleTimeMedian = Days(
        "cycle_time_days_median",
        "median of the time from the sign-up of the referrer to that of the referee, over the referred sign-ups in the window",
        t => t.CycleTimes,
        s => s.MedianDays,
        Reasons.NobodyReferred);

    internal static readonly KpiDefinition NpsAnswers = KpiDefinition.Count(
        "nps_n", "survey answers in the window", t => t.Answers);

    internal static readonly KpiDefinition Nps = KpiDefinition.Custom(
        "nps",
        "100 x (answers of 9 and 10 - answers of 0 to 6) / answers in the window",
        KpiUnit.Points,
        t => t.Answers == 0
            ? KpiMeasure.Undefined("nobody answered the survey in the window")
            : KpiMeasure.Of(100m * (t.Promoters - t.Detractors) / t.Answers, t.Promoters - t.Detractors, t.Answers, t.Answers)
                .Within(NpsInterval(t)))
        .From("F. F. Reichheld, The one number you need to grow, Harvard Business Review 81 (2003), 46-54");

    internal static readonly KpiDefinition ConversionTimeMedian = Percentile(50);

    internal static readonly KpiDefinition ConversionTimeSlow = Percentile(90);

    internal static KpiDefinition Percentile(int percent) => Days(
        $"time_to_convert_days_p{percent}",
        $"the time from sign-up to first sale that {percent} % of the referred purchasers who signed up in the window needed at most",
        t => t.ConversionTimes,
        s => s.PercentileDays(percent),
        Reasons.NobodyPurchased);

    private static KpiDefinition Days(
        string name, string text, Func<KpiTotals, DurationSample> sample, Func<DurationSample, decimal?> statistic, string whenNone) =>
        KpiDefinition.Custom(name, text, KpiUnit.Days, t => statistic(sample(t)) is { } days
            ? KpiMeasure.Of(days, sample(t).Count)
            : KpiMeasure.Undefined(whenNone)).OnCohort();

    /// <summary>The normal interval; the variance of one answer, as -1, 0 or 1, is p + d - (p - d) squared.</summary>
    private static KpiInterval NpsInterval(KpiTotals t)
    {
        var (p, d, n) = ((double)t.Promoters / t.Answers, (double)t.Detractors / t.Answers, (double)t.Answers);
        var half = Wilson.Z95 * Math.Sqrt((p + d - ((p - d) * (p - d))) / n);
        return KpiInterval.Of(100 * Math.Max(-1, p - d - half), 100 * Math.Min(1, p - d + half));
    }
}

using Referrals.Insights.Numerics;

namespace Referrals.Insights.Survival;

/// <summary>The test whether groups leave at the same pace.</summary>
/// <remarks>
/// N. Mantel, Evaluation of survival data and two new rank order statistics arising in its consideration, Cancer Chemotherapy Reports 50 (1966),
/// 163-170, with the hypergeometric variance for ties; R's <c>survdiff</c>. Strongest where the paces are proportional; weak where curves cross.
/// </remarks>
public sealed record LogRank
{
    private LogRank(SignificanceTest test, IReadOnlyList<LogRankGroup> groups) => (Test, Groups) = (test, groups);

    /// <summary>The test: a chi-square with one degree of freedom less than there are groups.</summary>
    public SignificanceTest Test { get; }

    /// <summary>The groups, in the order of their names.</summary>
    public IReadOnlyList<LogRankGroup> Groups { get; }

    /// <summary>Compares two or more groups.</summary>
    /// <param name="durations">For how long each was observed, above 0.</param>
    /// <param name="left">Whether each left at that time.</param>
    /// <param name="groups">The group of each.</param>
    public static Estimate<LogRank> Compare(IReadOnlyList<double> durations, IReadOnlyList<bool> left, IReadOnlyList<string> groups)
    {
        ArgumentNullException.ThrowIfNull(durations);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(groups);
        Checks.SameLength(durations.Count, groups.Count, nameof(groups));
        if (SurvivalData.Check(durations, left) is { } refusal)
        {
            return refusal;
        }

        string[] names = [.. groups.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length < 2)
        {
            return Checks.TooFew($"There is 1 group, '{names[0]}'. A comparison needs two.");
        }

        var index = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var k = names.Length;
        var (atRisk, observed, expected) = (new double[k], new double[k], new double[k]);
        foreach (var group in groups)
        {
            atRisk[index[group]]++;
        }

        var sizes = (double[])atRisk.Clone();
        var covariance = new double[k - 1, k - 1];
        foreach (var time in Enumerable.Range(0, durations.Count).GroupBy(row => durations[row]).OrderBy(group => group.Key))
        {
            var (n, d) = (atRisk.Sum(), (double)time.Count(row => left[row]));
            if (d > 0)
            {
                for (var i = 0; i < k; i++)
                {
                    expected[i] += d * atRisk[i] / n;
                    for (var j = 0; i < k - 1 && j < k - 1 && n > 1; j++)
                    {
                        covariance[i, j] += d * (n - d) / (n - 1) * (atRisk[i] / n) * ((i == j ? 1 : 0) - (atRisk[j] / n));
                    }
                }
            }

            foreach (var row in time)
            {
                atRisk[index[groups[row]]]--;
                observed[index[groups[row]]] += left[row] ? 1 : 0;
            }
        }

        if (SymmetricMatrix.Inverse(covariance) is not { } inverse)
        {
            return Checks.NoVariation($"The groups were never at risk together, so their paces cannot be compared. Check the durations.");
        }

        var statistic = 0d;
        for (var i = 0; i < k - 1; i++)
        {
            for (var j = 0; j < k - 1; j++)
            {
                statistic += (observed[i] - expected[i]) * inverse[i, j] * (observed[j] - expected[j]);
            }
        }

        return new LogRank(
            new SignificanceTest("log-rank test", statistic, ChiSquare.Survival(statistic, k - 1), k - 1),
            [.. names.Select((name, i) => new LogRankGroup(name, (long)sizes[i], (long)observed[i], expected[i]))]);
    }
}

/// <summary>One group of a log-rank test.</summary>
public sealed record LogRankGroup
{
    internal LogRankGroup(string name, long subjects, long observed, double expected) =>
        (Name, Subjects, Observed, Expected) = (name, subjects, observed, expected);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>How many were observed.</summary>
    public long Subjects { get; }

    /// <summary>How many left.</summary>
    public long Observed { get; }

    /// <summary>How many would have left at the pace of all.</summary>
    public double Expected { get; }
}

using Referrals.Insights.Numerics;

namespace Referrals.Insights.Feedback;

/// <summary>The net promoter score: the part of answers of 9 and 10 less the part of answers of 0 to 6, times 100.</summary>
/// <remarks>
/// F. F. Reichheld, The one number you need to grow, Harvard Business Review 81 (2003). The score is the difference of two parts of the same answers; its
/// interval is the adjusted one of A. Agresti and Y. Min, Simple improved confidence intervals for comparing matched proportions, Statistics in
/// Medicine 24 (2005), 729-740, which is not empty even if all answers agree. Assumes that those who answer are like those who do not.
/// </remarks>
public sealed record NetPromoterScore
{
    /// <summary>The fewest answers of which a score is given.</summary>
    public const int FewestAnswers = 10;

    private NetPromoterScore(long promoters, long passives, long detractors, double level)
    {
        (Promoters, Passives, Detractors) = (promoters, passives, detractors);
        var (p, d, n) = (promoters + 0.5, detractors + 0.5, Answers + 2d);
        Adjusted = (p - d) / n;
        AdjustedError = Math.Sqrt((((p + d) / n) - (Adjusted * Adjusted)) / n);
        var half = Normal.Critical(level) * AdjustedError;
        var value = (double)(promoters - detractors) / Answers;
        Score = new PointEstimate(
            100 * value,
            100 * Math.Sqrt(Math.Max(0, ((double)(promoters + detractors) / Answers) - (value * value)) / Answers),
            new ConfidenceInterval(100 * Math.Max(-1, Adjusted - half), 100 * Math.Min(1, Adjusted + half), level, "Agresti-Min"));
    }

    /// <summary>Answers of 9 and 10.</summary>
    public long Promoters { get; }

    /// <summary>Answers of 7 and 8.</summary>
    public long Passives { get; }

    /// <summary>Answers of 0 to 6.</summary>
    public long Detractors { get; }

    /// <summary>All answers.</summary>
    public long Answers => Promoters + Passives + Detractors;

    /// <summary>The score in points, -100 to 100.</summary>
    public PointEstimate Score { get; }

    private double Adjusted { get; }

    private double AdjustedError { get; }

    /// <summary>The score of answers.</summary>
    /// <param name="answers">From 0 to 10.</param>
    /// <param name="level">The level of the interval.</param>
    /// <returns>The score, or a refusal: fewer than ten answers, or one outside 0 to 10.</returns>
    public static Estimate<NetPromoterScore> Of(IReadOnlyList<int> answers, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(answers);
        Checks.Level(level);
        for (var row = 0; row < answers.Count; row++)
        {
            if (answers[row] is < 0 or > 10)
            {
                return Checks.Invalid($"Answer {row} is {answers[row]}; answers are from 0 to 10.");
            }
        }

        return answers.Count < FewestAnswers
            ? Checks.TooFew($"There are {answers.Count} answers, and {FewestAnswers} are needed. Ask more customers.")
            : new NetPromoterScore(answers.LongCount(x => x >= 9), answers.LongCount(x => x is 7 or 8), answers.LongCount(x => x <= 6), level);
    }

    /// <summary>This score minus another one of other customers, in points.</summary>
    /// <param name="other">The score to compare with.</param>
    /// <param name="level">The level of the interval.</param>
    public PointEstimate Minus(NetPromoterScore other, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(other);
        Checks.Level(level);
        var error = 100 * Math.Sqrt((AdjustedError * AdjustedError) + (other.AdjustedError * other.AdjustedError));
        var (centre, half) = (100 * (Adjusted - other.Adjusted), Normal.Critical(level) * error);
        return new PointEstimate(
            Score.Value - other.Score.Value,
            error,
            new ConfidenceInterval(Math.Max(-200, centre - half), Math.Min(200, centre + half), level, "Agresti-Min, independent samples"));
    }
}

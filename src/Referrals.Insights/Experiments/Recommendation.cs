namespace Referrals.Insights.Experiments;

/// <summary>What to do with an experiment.</summary>
public enum ExperimentAction
{
    /// <summary>Keep it running: the data does not decide yet.</summary>
    KeepRunning = 0,

    /// <summary>Stop and use the named variant for all.</summary>
    UseVariant = 1,

    /// <summary>Stop and keep the control: every variant is worse, or no different by more than what matters.</summary>
    KeepControl = 2,

    /// <summary>Do not read the results: find out why the variants have other parts of people than planned.</summary>
    FixAssignment = 3,

    /// <summary>The first metric cannot be analyzed: see the reason.</summary>
    FixData = 4,
}

/// <summary>What to do with an experiment, and how sure that is.</summary>
public sealed class Recommendation
{
    private readonly Lazy<string> _text;

    private Recommendation(ExperimentAction action, Func<string> text, VariantComparison? comparison = null)
    {
        Action = action;
        _text = new Lazy<string>(text);
        Comparison = comparison;
    }

    /// <summary>What to do.</summary>
    public ExperimentAction Action { get; }

    /// <summary>The variant to use; <c>null</c> unless the action is to use one.</summary>
    public string? Variant => Action == ExperimentAction.UseVariant ? Comparison?.Value.Variant : null;

    /// <summary>The comparison that the action rests on, if it rests on one.</summary>
    public VariantComparison? Comparison { get; }

    /// <summary>What to do and how sure it is, in one or two sentences.</summary>
    public string Text => _text.Value;

    internal static Recommendation Of(ExperimentReport report)
    {
        if (report.SampleRatio.Value is { IsMismatch: true } mismatch)
        {
            return new Recommendation(
                ExperimentAction.FixAssignment,
                () => Checks.Text($"Do not read the results: the variants have {string.Join(" and ", report.Counts)} units, which does not fit the planned weights (p = {mismatch.Test.PValue:G2}). Look for lost exposures, redirects and bots."));
        }

        var primary = report.Metrics[0];
        if (primary.Refusal is { } refusal)
        {
            return new Recommendation(
                refusal.Code is RefusalCode.TooFewObservations or RefusalCode.NoVariation ? ExperimentAction.KeepRunning : ExperimentAction.FixData,
                () => refusal.Message);
        }

        var name = primary.Metric.Name;
        var looks = report.Options.Looks == Looks.AnyTime ? "however often you look" : "if this is the one planned look";
        var best = primary.Comparisons.Where(one => one.Verdict == VariantVerdict.Better)
            .OrderByDescending(one => Toward(primary.Metric, one)).FirstOrDefault();
        if (best is not null)
        {
            var harmed = report.Metrics.Skip(1)
                .Where(metric => metric.Comparisons.Any(one => one.Value.Variant == best.Value.Variant && one.Verdict == VariantVerdict.Worse))
                .Select(metric => metric.Metric.Name).ToArray();
            var warning = harmed.Length == 0 ? "" : $" But it is worse in {string.Join(", ", harmed)}: weigh that first.";
            return new Recommendation(
                ExperimentAction.UseVariant,
                () => Checks.Text($"Use '{best.Value.Variant}': it changes '{name}' by {primary.Metric.Words(best.Difference.Value)} ({Range(primary.Metric, best)}). The risk of a false alarm is at most {100 * report.Options.Alpha:G3} % {looks}.{warning}"),
                best);
        }

        if (primary.Comparisons.All(one => one.Verdict is VariantVerdict.Worse or VariantVerdict.NoRelevantDifference))
        {
            return new Recommendation(
                ExperimentAction.KeepControl,
                () => Checks.Text($"Keep '{report.Variants[0]}': every other variant is worse in '{name}', or differs by less than what matters ({string.Join("; ", primary.Comparisons.Select(one => Range(primary.Metric, one)))}). The risk of a false alarm is at most {100 * report.Options.Alpha:G3} % {looks}."));
        }

        var likeliest = primary.Comparisons.OrderByDescending(one => Toward(primary.Metric, one) / one.Difference.StandardError).First();
        return new Recommendation(
            report.Options.Looks == Looks.AnyTime ? ExperimentAction.KeepRunning : ExperimentAction.KeepControl,
            () => Checks.Text($"{(report.Options.Looks == Looks.AnyTime ? "Keep the experiment running" : $"Keep '{report.Variants[0]}'")}: '{name}' is not decided. '{likeliest.Value.Variant}' is better with a probability of {likeliest.ProbabilityBetter:P0}, and its difference is {Range(primary.Metric, likeliest)}."),
            likeliest);
    }

    private static double Toward(Metric metric, VariantComparison one) => metric.IsLowerBetter ? -one.Difference.Value : one.Difference.Value;

    private static string Range(Metric metric, VariantComparison one) => Checks.Text(
        $"between {metric.Words(one.Difference.Interval.Low)} and {metric.Words(one.Difference.Interval.High)} at {100 * one.Difference.Interval.Level:G3} %");
}

using System.Globalization;

namespace Referrals;

/// <summary>
/// What a platform allows programs to say, as data: a version that does not keep to it cannot be published. See
/// <see cref="StoredProgramOptions.Limits"/>.
/// </summary>
/// <example><code>
/// options.Limits = new ProgramLimits { Units = [Unit.Parse("EUR")], MostPerReward = [Amount.Of(50, "EUR")], RequiresBudget = true };
/// </code></example>
public sealed record ProgramLimits
{
    /// <summary>The units in which rewards may be; empty, the default, for any.</summary>
    public IReadOnlyList<Unit> Units { get; init => field = value.ToValueList(); } = ValueList<Unit>.Empty;

    /// <summary>
    /// The most that one reward may be, one amount for each unit; empty, the default, for any amount. A rule keeps to it if it always gives one
    /// amount that is not above it, or has a cap in this unit that is not above it: a share of an order needs a cap.
    /// </summary>
    public IReadOnlyList<Amount> MostPerReward { get; init => field = value.ToValueList(); } = ValueList<Amount>.Empty;

    /// <summary>Whether every unit that the rules give must have a budget.</summary>
    /// <value>The default is <c>false</c>.</value>
    public bool RequiresBudget { get; init; }

    /// <summary>Whether every rule must have a cap of its own or of its side, unless a customer can only ever get one reward by it.</summary>
    /// <value>The default is <c>false</c>.</value>
    public bool RequiresCap { get; init; }

    /// <summary>Everything in a program that is beyond the limits, each an error.</summary>
    /// <param name="program">The program.</param>
    public IReadOnlyList<AnalysisFinding> Check(ReferralProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var rules = program.Incentives.Select((_, index) => new RuleFacts(program, index)).ToArray();
        return [.. rules.SelectMany(rule => Check(program, rule))];
    }

    private IEnumerable<AnalysisFinding> Check(ReferralProgram program, RuleFacts rule)
    {
        foreach (var unit in rule.Rule.Units)
        {
            if (Units.Count > 0 && !Units.Contains(unit))
            {
                yield return Error(
                    LimitNames.Unit, rule, "formula", $"The rule '{rule.Rule.Name}' gives {unit}.", $"Rewards may be in {string.Join(", ", Units)}.");
            }

            if (RequiresBudget && program.Budgets.All(budget => budget.Amount.Unit != unit))
            {
                yield return Error(
                    LimitNames.NoBudget, rule, "formula", $"The rule '{rule.Rule.Name}' gives {unit}, for which there is no budget.",
                    $"Give the program a budget in {unit}.");
            }

            if (MostPerReward.FirstOrDefault(most => most.Unit == unit) is { IsDefault: false } most && !Keeps(rule, most))
            {
                yield return Error(
                    LimitNames.Reward, rule, "formula", string.Create(
                        CultureInfo.InvariantCulture, $"A reward by the rule '{rule.Rule.Name}' can be above {most}."),
                    $"Give a fixed amount of at most {most}, or a cap of at most {most}.");
            }
        }

        if (RequiresCap && !rule.Caps.Any() && !rule.IsOnceForReferee)
        {
            yield return Error(LimitNames.NoCap, rule, "cap", $"The rule '{rule.Rule.Name}' has no cap.", "Give it a cap, or its side.");
        }
    }

    private static bool Keeps(RuleFacts rule, Amount most) =>
        (rule.Fixed is { } amount && amount.Unit == most.Unit && amount.MinorUnits <= most.MinorUnits)
        || rule.Caps.Any(cap => cap.Amount is { } limit && limit.Unit == most.Unit && limit.MinorUnits <= most.MinorUnits);

    private static AnalysisFinding Error(string code, RuleFacts rule, string member, string message, string remedy) =>
        new(code, FindingSeverity.Error, rule.Path(member), message, remedy);
}

/// <summary>The codes of what is beyond the limits of a platform, and of trials.</summary>
internal static class LimitNames
{
    internal const string Unit = "limit.unit";
    internal const string Reward = "limit.reward";
    internal const string NoBudget = "limit.no_budget";
    internal const string NoCap = "limit.no_cap";
    internal const string TrialCost = "trial.cost";
    internal const string TrialDearer = "trial.dearer";
    internal const string TrialEmpty = "trial.empty";
}

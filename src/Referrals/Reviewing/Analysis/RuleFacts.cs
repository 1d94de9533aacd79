using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Qualification.Conditions;
using Referrals.Rewards;
using Referrals.Rewards.Formulas;

namespace Referrals.Reviewing.Analysis;

/// <summary>What can be said of one rule without a conversion at hand.</summary>
internal sealed class RuleFacts(ReferralProgram program, int index)
{
    internal Incentive Rule { get; } = program.Incentives[index];

    /// <summary>What has to hold for the rule, the program's own conditions included.</summary>
    internal Condition Whole => Condition.All(program.Qualification, Rule.When);

    /// <summary>The single conditions that all have to hold.</summary>
    internal IReadOnlyList<Condition> Asked => [.. Parts(Whole)];

    /// <summary>The one amount that the rule gives whenever its conditions hold; <c>null</c> where it varies or can be nothing.</summary>
    internal Amount? Fixed => Rule is { Formula: FlatFormula flat, Overrides.Count: 0, Multipliers.Count: 0, Levels: null } && program.Attribution.Split is null
        ? flat.Amount
        : null;

    /// <summary>The caps of the rule and of its side.</summary>
    internal IEnumerable<Rewards.Limits.Cap> Caps => Rule.Caps.Concat(program.Caps.Where(cap => cap.Side == Rule.Side).Select(static cap => cap.Cap));

    /// <summary>Whether no limit of any kind can stand in the rule's way.</summary>
    internal bool IsUnlimited => !Caps.Any() && program.Budgets.All(budget => !Rule.Units.Contains(budget.Amount.Unit));

    /// <summary>Whether nobody can ever get a second reward by the rule: a friend has one first purchase.</summary>
    internal bool IsOnceForReferee => Rule.Side == Side.Referee
        && Asked.OfType<EventCondition>().Any() && Asked.OfType<OrdinalCondition>().Any(static ordinal => !ordinal.Every);

    internal string Path(string member) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"$.incentives[{index}].{member}");

    internal static IEnumerable<Condition> Parts(Condition condition) =>
        condition is AllCondition all ? all.Conditions.SelectMany(Parts) : [condition];
}

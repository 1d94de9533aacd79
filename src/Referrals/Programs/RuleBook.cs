using System.Collections.Frozen;
using Referrals.Qualification;
using Referrals.Qualification.Plans;
using Referrals.Rewards;
using Referrals.Rewards.Plans;

namespace Referrals.Programs;

/// <summary>The host's own conditions and incentive rules, by the names under which programs ask for them. Immutable.</summary>
/// <example><code>
/// var rules = RuleBook.Empty
///     .With("round_up", new TenPercentRoundedUp())
///     .With("business_customer", new BusinessCustomer());
/// </code></example>
public sealed class RuleBook : IConditionBook, IIncentiveBook
{
    private readonly FrozenDictionary<string, IConversionCondition> _conditions;
    private readonly FrozenDictionary<string, IIncentiveRule> _incentives;

    private RuleBook(
        IEnumerable<KeyValuePair<string, IConversionCondition>> conditions,
        IEnumerable<KeyValuePair<string, IIncentiveRule>> incentives)
    {
        _conditions = conditions.ToFrozenDictionary(StringComparer.Ordinal);
        _incentives = incentives.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>A book without rules, enough for programs that ask for none.</summary>
    public static RuleBook Empty { get; } = new([], []);

    /// <summary>The same book with one more incentive rule.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public RuleBook With(string name, IIncentiveRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new RuleBook(_conditions, Added(_incentives, name, rule));
    }

    /// <summary>The same book with one more condition.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public RuleBook With(string name, IConversionCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new RuleBook(Added(_conditions, name, condition), _incentives);
    }

    IConversionCondition IConditionBook.Condition(string name) => _conditions[name];

    IIncentiveRule IIncentiveBook.Incentive(string name) => _incentives[name];

    internal bool HasCondition(string name) => _conditions.ContainsKey(name);

    internal bool HasIncentive(string name) => _incentives.ContainsKey(name);

    private static Dictionary<string, T> Added<T>(IReadOnlyDictionary<string, T> rules, string name, T rule)
    {
        var added = new Dictionary<string, T>(rules, StringComparer.Ordinal);
        return added.TryAdd(InputText.Check(name), rule)
            ? added
            : throw new ArgumentException($"There is a rule named '{name}' already; give each rule a name of its own.", nameof(name));
    }
}

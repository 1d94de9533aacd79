using System.Collections.Frozen;

namespace Referrals;

/// <summary>Custom conditions and incentive rules, by the names under which programs ask for them. Immutable.</summary>
/// <example><code>
/// var rules = CustomRules.Empty
///     .With("round_up", new TenPercentRoundedUp())
///     .With("business_customer", new BusinessCustomer());
/// </code></example>
public sealed class CustomRules : IConditionBook, IIncentiveBook, IGuardBook
{
    private readonly FrozenDictionary<string, IConversionCondition> _conditions;
    private readonly FrozenDictionary<string, IIncentiveRule> _incentives;
    private readonly FrozenDictionary<string, FrozenSet<string>> _domains;

    private readonly FrozenDictionary<string, IReferralGuard> _guards;

    private CustomRules(
        IEnumerable<KeyValuePair<string, IConversionCondition>> conditions,
        IEnumerable<KeyValuePair<string, IIncentiveRule>> incentives,
        IEnumerable<KeyValuePair<string, FrozenSet<string>>> domains,
        IEnumerable<KeyValuePair<string, IReferralGuard>> guards)
    {
        _conditions = conditions.ToFrozenDictionary(StringComparer.Ordinal);
        _incentives = incentives.ToFrozenDictionary(StringComparer.Ordinal);
        _domains = domains.ToFrozenDictionary(StringComparer.Ordinal);
        _guards = guards.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>A book without rules, enough for programs that ask for none.</summary>
    public static CustomRules Empty { get; } = new([], [], [], []);

    /// <summary>The same book with one more incentive rule.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public CustomRules With(string name, IIncentiveRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new CustomRules(_conditions, Added(_incentives, name, rule), _domains, _guards);
    }

    /// <summary>The same book with one more condition.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public CustomRules With(string name, IConversionCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new CustomRules(Added(_conditions, name, condition), _incentives, _domains, _guards);
    }

    /// <summary>The same book with one more list of e-mail domains, for guards that ask for it by name. What is no domain is left out.</summary>
    /// <param name="name">The name under which programs ask for the list.</param>
    /// <param name="domains">The domains, such as a public list of throw-away ones; each stands for those below it too, and <c>*.acme.com</c> for those only.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken by another list.</exception>
    public CustomRules WithDomains(string name, IEnumerable<string> domains)
    {
        ArgumentNullException.ThrowIfNull(domains);
        var set = domains.Select(static domain => EmailText.DomainPattern(domain ?? string.Empty)).OfType<string>().ToFrozenSet(StringComparer.Ordinal);
        return new CustomRules(_conditions, _incentives, Added(_domains, name, set), _guards);
    }

    /// <summary>The same book with one more custom guard.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken by another guard.</exception>
    public CustomRules With(string name, IReferralGuard guard)
    {
        ArgumentNullException.ThrowIfNull(guard);
        return new CustomRules(_conditions, _incentives, _domains, Added(_guards, name, guard));
    }

    /// <summary>The rules of both.</summary>
    /// <exception cref="ArgumentException">Both have a rule of one name.</exception>
    internal CustomRules With(CustomRules other)
    {
        var all = this;
        all = other._conditions.Aggregate(all, static (rules, one) => rules.With(one.Key, one.Value));
        all = other._incentives.Aggregate(all, static (rules, one) => rules.With(one.Key, one.Value));
        all = other._guards.Aggregate(all, static (rules, one) => rules.With(one.Key, one.Value));
        return new CustomRules(all._conditions, all._incentives, other._domains.Aggregate(
            (IReadOnlyDictionary<string, FrozenSet<string>>)all._domains, static (domains, one) => Added(domains, one.Key, one.Value)), all._guards);
    }

    IReferralGuard IGuardBook.Guard(string name) => _guards[name];

    internal bool HasGuard(string name) => _guards.ContainsKey(name);

    bool IGuardBook.Lists(string list, string domain) => _domains[list].Contains(domain);

    internal bool HasDomains(string name) => _domains.ContainsKey(name);

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

using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Referrals;

/// <summary>Custom conditions, incentive rules and guards, by the names under which programs ask for them. Immutable.</summary>
/// <example><code>
/// var rules = CustomRules.Empty
///     .With("round_up", new TenPercentRoundedUp())
///     .With("margin-share", with => new MarginShare(with.Percentage("percent")))
///     .With("business_customer", new BusinessCustomer());
/// </code></example>
/// <remarks>
/// A rule with parameters is made from what a program gives it: once for each place where the program asks for it. Making it is pure, and what it
/// throws is told as a mistake of the program.
/// </remarks>
public sealed class CustomRules : IConditionBook, IIncentiveBook, IGuardBook
{
    private readonly FrozenDictionary<string, Func<ParameterReader, IConversionCondition>> _conditions;
    private readonly FrozenDictionary<string, Func<ParameterReader, IIncentiveRule>> _incentives;
    private readonly FrozenDictionary<string, FrozenSet<string>> _domains;
    private readonly FrozenDictionary<string, Func<ParameterReader, IReferralGuard>> _guards;
    private readonly ConcurrentDictionary<CustomUse, IReferralGuard> _madeGuards = new();

    private CustomRules(
        IEnumerable<KeyValuePair<string, Func<ParameterReader, IConversionCondition>>> conditions,
        IEnumerable<KeyValuePair<string, Func<ParameterReader, IIncentiveRule>>> incentives,
        IEnumerable<KeyValuePair<string, FrozenSet<string>>> domains,
        IEnumerable<KeyValuePair<string, Func<ParameterReader, IReferralGuard>>> guards)
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
        return With(name, _ => rule);
    }

    /// <summary>The same book with one more incentive rule, made from the parameters that a program gives it.</summary>
    /// <param name="name">The name under which programs ask for it.</param>
    /// <param name="make">Makes the rule; it reads every parameter that the rule has.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public CustomRules With(string name, Func<ParameterReader, IIncentiveRule> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return new CustomRules(_conditions, Added(_incentives, name, make), _domains, _guards);
    }

    /// <summary>The same book with one more condition.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public CustomRules With(string name, IConversionCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return With(name, _ => condition);
    }

    /// <summary>The same book with one more condition, made from the parameters that a program gives it.</summary>
    /// <param name="name">The name under which programs ask for it.</param>
    /// <param name="make">Makes the condition; it reads every parameter that the condition has.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public CustomRules With(string name, Func<ParameterReader, IConversionCondition> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return new CustomRules(Added(_conditions, name, make), _incentives, _domains, _guards);
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
        return With(name, _ => guard);
    }

    /// <summary>The same book with one more custom guard, made from the parameters that a program gives it.</summary>
    /// <param name="name">The name under which programs ask for it.</param>
    /// <param name="make">Makes the guard; it reads every parameter that the guard has.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken by another guard.</exception>
    public CustomRules With(string name, Func<ParameterReader, IReferralGuard> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return new CustomRules(_conditions, _incentives, _domains, Added(_guards, name, make));
    }

    /// <summary>The rules of both.</summary>
    /// <exception cref="ArgumentException">Both have a rule of one name.</exception>
    internal CustomRules With(CustomRules other) => new(
        Joined(_conditions, other._conditions), Joined(_incentives, other._incentives), Joined(_domains, other._domains), Joined(_guards, other._guards));

    IReferralGuard IGuardBook.Guard(CustomUse use) => _madeGuards.GetOrAdd(use, static (asked, guards) => Make(guards, asked), _guards);

    bool IGuardBook.Lists(string list, string domain) => _domains[list].Contains(domain);

    /// <summary>Whether a list of domains is there, and has none.</summary>
    internal bool HasNoDomains(string name) => _domains.TryGetValue(name, out var domains) && domains.Count == 0;

    internal bool HasDomains(string name) => _domains.ContainsKey(name);

    IConversionCondition IConditionBook.Condition(CustomUse use) => Make(_conditions, use);

    IIncentiveRule IIncentiveBook.Incentive(CustomUse use) => Make(_incentives, use);

    /// <summary>What is wrong with a condition that a program asks for; <c>null</c> for nothing.</summary>
    internal ProgramFinding? FaultOfCondition(CustomUse use, string path) => Fault(
        _conditions, use, $"{path}.custom", $"{path}.custom.with", ProgramCodes.UnknownCondition, "condition", "AddCondition");

    /// <summary>What is wrong with an incentive rule that a program asks for; <c>null</c> for nothing.</summary>
    internal ProgramFinding? FaultOfIncentive(CustomUse use, string path) => Fault(
        _incentives, use, $"{path}.custom", $"{path}.custom.with", ProgramCodes.UnknownRule, "incentive rule", "AddRule");

    /// <summary>What is wrong with a guard that a program asks for; <c>null</c> for nothing.</summary>
    internal ProgramFinding? FaultOfGuard(CustomUse use, string path) => Fault(
        _guards, use, $"{path}.name", $"{path}.with", ProgramCodes.UnknownGuard, "guard", "AddGuard");

    private static ProgramFinding? Fault<T>(
        FrozenDictionary<string, Func<ParameterReader, T>> book, CustomUse use, string namePath, string withPath, string unknown, string kind, string verb)
    {
        if (!book.TryGetValue(use.Name, out var make))
        {
            return new ProgramFinding(unknown, namePath, $"There is no {kind} named '{use.Name}'; register it with {verb}(\"{use.Name}\", ...).");
        }

        var reader = new ParameterReader(use.With);
        ParameterFault? fault = null;
        string? complaint = null;
        try
        {
            complaint = make(reader) is null ? "nothing was made of the parameters" : null;
            fault = reader.Unread();
        }
        catch (ParameterFault mistake)
        {
            fault = mistake;
        }
        catch (Exception exception)
        {
            complaint = ProgramFinding.Text(exception);
        }

        return fault is not null
            ? new ProgramFinding(ProgramCodes.RuleParameter, $"{withPath}.{fault.Name}", $"{Sentence(kind)} '{use.Name}': {fault.Message}")
            : complaint is not null
            ? new ProgramFinding(ProgramCodes.RuleParameter, use.With.Names.Count == 0 ? namePath : withPath, $"{Sentence(kind)} '{use.Name}': {complaint}")
            : null;
    }

    private static string Sentence(string kind) => string.Concat(kind[..1].ToUpperInvariant(), kind.AsSpan(1));

    private static T Make<T>(FrozenDictionary<string, Func<ParameterReader, T>> book, CustomUse use) => book[use.Name](new ParameterReader(use.With));

    private static IReadOnlyDictionary<string, T> Joined<T>(IReadOnlyDictionary<string, T> rules, IReadOnlyDictionary<string, T> others) =>
        others.Aggregate(rules, static (all, one) => Added(all, one.Key, one.Value));

    private static Dictionary<string, T> Added<T>(IReadOnlyDictionary<string, T> rules, string name, T rule)
    {
        var added = new Dictionary<string, T>(rules, StringComparer.Ordinal);
        return added.TryAdd(InputText.Check(name), rule)
            ? added
            : throw new ArgumentException($"There is a rule named '{name}' already; give each rule a name of its own.", nameof(name));
    }
}

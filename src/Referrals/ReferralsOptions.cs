using System.Collections.ObjectModel;
using System.ComponentModel.DataAnnotations;
using Referrals.Events;
using Referrals.Hosting;
using Referrals.Operations;
using Referrals.Sharing;

namespace Referrals;

/// <summary>What <c>AddReferrals</c> is told: the programs, custom rules, and how the engine works.</summary>
public sealed class ReferralsOptions
{
    private readonly List<ReferralProgram> _programs = [];
    private bool _isFrozen;
    private ProgramRegistry? _registry;

    /// <summary>Options with every default and no program.</summary>
    public ReferralsOptions() => LinkHosts = new HostList(this);

    /// <summary>How often one input is decided again when other workers change what it depends on, before the engine gives up.</summary>
    /// <value>The default is 64; 1 to 10,000.</value>
    [Range(1, 10_000)]
    public int MaxAttempts { get; set => field = Open(value); } = 64;

    /// <summary>The programs, all versions of each.</summary>
    public IReadOnlyList<ReferralProgram> Programs => _programs;

    /// <summary>Custom conditions and incentive rules.</summary>
    public CustomRules Rules { get; private set => field = Open(value); } = CustomRules.Empty;

    /// <summary>Knows the signatures of the application's links; <c>null</c> for an application that signs none.</summary>
    public LinkSigner? LinkSigner { get; private set => field = Open(value); }

    /// <summary>
    /// Other names under which links reach this environment's application, such as <c>localhost:5001</c>, a proxy, or a domain of before: the
    /// hosts of all versions' link templates are known without. A name without a port stands for every port of it.
    /// </summary>
    /// <value>The default is none. A name that is not a valid host is an <see cref="ArgumentException"/>.</value>
    public IList<string> LinkHosts { get; }

    /// <summary>Lets links with a valid signature count as stronger evidence than plain ones.</summary>
    public ReferralsOptions UseLinkSigner(LinkSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        LinkSigner = signer;
        return this;
    }

    /// <summary>How events are published; <c>null</c> for an application that publishes none and pays nothing for them.</summary>
    public OutboxOptions? Outbox { get; private set => field = Open(value); }

    /// <summary>
    /// Writes an event for each decision that led to facts, in the same commit. They wait in the store until they are delivered:
    /// see <see cref="EventOperations.DeliverAsync"/> and <c>AddBackgroundProcessing</c>.
    /// </summary>
    /// <param name="configure">Sets names, delays and attempts; optional.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ReferralsOptions PublishEvents(Action<OutboxOptions>? configure = null)
    {
        var options = Outbox ?? new OutboxOptions();
        configure?.Invoke(options);
        options.Check();
        Outbox = options;
        return this;
    }

    internal PersonSeal? Surrogates { get; private set => field = Open(value); }

    /// <summary>
    /// Puts a random surrogate in the place of every customer's id, and a keyed hash in the place of every visitor's, before anything is
    /// decided or stored. Only so can a person be erased: see <see cref="PrivacyOperations.EraseAsync(CustomerId, CancellationToken)"/>. Decisions,
    /// facts, ledger and KPIs then speak of surrogates; <see cref="PrivacyOperations.ResolvePersonAsync"/> says who is behind one.
    /// </summary>
    /// <remarks>
    /// Call it before the first input, and for good: with another key, or none, everybody is a stranger. An application whose customer ids are
    /// random already and lead to a person only through its own tables does not need it.
    /// </remarks>
    /// <param name="key">At least 32 random bytes, kept apart from the database.</param>
    /// <exception cref="ArgumentException">The key is too short.</exception>
    public ReferralsOptions UsePseudonyms(ReadOnlySpan<byte> key)
    {
        Surrogates = new PersonSeal(key);
        return this;
    }

    /// <summary>Adds a program, or another version of one. The highest version is in force.</summary>
    /// <exception cref="InvalidOperationException">An engine was made with these options: they no longer change anything.</exception>
    public ReferralsOptions AddProgram(ReferralProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        _programs.Add(Open(program));
        return this;
    }

    /// <summary>Adds all custom rules, conditions, guards and lists of a set: the same that a <c>ReferralScenario</c> takes in a test.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public ReferralsOptions AddRules(CustomRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Rules = Rules.With(rules);
        return this;
    }

    /// <summary>Adds a custom incentive rule, by the name under which programs ask for it.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public ReferralsOptions AddRule(string name, IIncentiveRule rule)
    {
        Rules = Rules.With(name, rule);
        return this;
    }

    /// <summary>Adds a custom incentive rule that has parameters, by the name under which programs ask for it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="make">Makes the rule from what a program gives it; it reads every parameter that the rule has.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public ReferralsOptions AddRule(string name, Func<ParameterReader, IIncentiveRule> make)
    {
        Rules = Rules.With(name, make);
        return this;
    }

    /// <summary>Adds a custom guard, by the name under which programs ask for it with <c>Guard.Custom</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken by another guard.</exception>
    public ReferralsOptions AddGuard(string name, IReferralGuard guard)
    {
        Rules = Rules.With(name, guard);
        return this;
    }

    /// <summary>Adds a custom guard that has parameters, by the name under which programs ask for it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="make">Makes the guard from what a program gives it; it reads every parameter that the guard has.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public ReferralsOptions AddGuard(string name, Func<ParameterReader, IReferralGuard> make)
    {
        Rules = Rules.With(name, make);
        return this;
    }

    /// <summary>Adds a list of e-mail domains, such as throw-away ones, by the name under which programs' guards ask for it.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken by another list.</exception>
    public ReferralsOptions AddDomainList(string name, IEnumerable<string> domains)
    {
        Rules = Rules.WithDomains(name, domains);
        return this;
    }

    /// <summary>Adds a custom condition, by the name under which programs ask for it.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public ReferralsOptions AddCondition(string name, IConversionCondition condition)
    {
        Rules = Rules.With(name, condition);
        return this;
    }

    /// <summary>Adds a custom condition that has parameters, by the name under which programs ask for it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="make">Makes the condition from what a program gives it; it reads every parameter that the condition has.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public ReferralsOptions AddCondition(string name, Func<ParameterReader, IConversionCondition> make)
    {
        Rules = Rules.With(name, make);
        return this;
    }

    /// <summary>How programs are kept in the store; <c>null</c> for an application that registers all of them and pays nothing for it.</summary>
    public StoredProgramOptions? StoredPrograms { get; private set => field = Open(value); }

    /// <summary>
    /// Keeps programs in the store, beside the referrals: they can be written, published, paused and ended while the application runs, and all
    /// instances follow. See <see cref="ReferralEngine.Publishing"/>. Versions that are registered with <see cref="AddProgram"/> come before all
    /// that are published.
    /// </summary>
    /// <param name="configure">Sets when changes take effect; optional.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ReferralsOptions StorePrograms(Action<StoredProgramOptions>? configure = null)
    {
        var options = StoredPrograms ?? new StoredProgramOptions();
        configure?.Invoke(options);
        options.Check();
        StoredPrograms = options;
        return this;
    }

    /// <summary>What an engine works with. From now on the options cannot be changed, since that would have no effect.</summary>
    internal ProgramRegistry Registry()
    {
        var registry = _registry ??= Checked();
        _isFrozen = true;
        return registry;
    }

    /// <summary>Throws where the options are wrong, and leaves them open.</summary>
    internal ProgramRegistry Checked() => new(_programs, Rules, LinkSigner, LinkHosts, StoredPrograms is not null);

    private T Open<T>(T value) => !_isFrozen ? value : throw new InvalidOperationException(
        "An engine was made with these options, and changing them would have no effect. Say everything in AddReferrals, or before the engine is made; "
        + "for a new version of a program start the application again, or make another engine with options of its own.");

    private sealed class HostList(ReferralsOptions options) : Collection<string>
    {
        protected override void InsertItem(int index, string item) => base.InsertItem(index, options.Open(Host(item)));

        protected override void SetItem(int index, string item) => base.SetItem(index, options.Open(Host(item)));

        protected override void RemoveItem(int index) => base.RemoveItem(options.Open(index));

        protected override void ClearItems()
        {
            _ = options.Open(0);
            base.ClearItems();
        }

        private static string Host(string item)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(item);
            return UrlText.TryParse(item, "https", out var url) && item.Length <= InputText.MaxLength && string.Equals(url.Authority, item, StringComparison.OrdinalIgnoreCase)
                ? url.Authority
                : throw new ArgumentException(
                    $"'{item}' is not a valid host; write a name such as shop.example or localhost:5001, without scheme and path.", nameof(item));
        }
    }
}

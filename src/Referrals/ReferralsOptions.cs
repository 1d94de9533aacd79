using System.ComponentModel.DataAnnotations;
using Referrals.Outbox;
using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.Sharing.Signing;

namespace Referrals;

/// <summary>What <c>AddReferrals</c> is told: the programs, the host's own rules, and how the engine works.</summary>
public sealed class ReferralsOptions
{
    private readonly List<ReferralProgram> _programs = [];

    /// <summary>How often one input is decided again when other workers change what it depends on, before the engine gives up.</summary>
    /// <value>The default is 64; 1 to 10,000.</value>
    [Range(1, 10_000)]
    public int MaxAttempts { get; set; } = 64;

    /// <summary>The programs, all versions of each.</summary>
    public IReadOnlyList<ReferralProgram> Programs => _programs;

    /// <summary>The host's own conditions and incentive rules.</summary>
    public RuleBook Rules { get; private set; } = RuleBook.Empty;

    /// <summary>Knows the signatures of the host's links; <c>null</c> for a host that signs none.</summary>
    public LinkSigner? LinkSigner { get; private set; }

    /// <summary>Lets links with a valid signature count as stronger evidence than plain ones.</summary>
    public ReferralsOptions TrustLinksOf(LinkSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        LinkSigner = signer;
        return this;
    }

    /// <summary>How events are published; <c>null</c> for a host that publishes none and pays nothing for them.</summary>
    public OutboxOptions? Outbox { get; private set; }

    /// <summary>
    /// Writes an event for each decision that led to facts, in the same commit. They wait in the store until they are delivered:
    /// see <see cref="ReferralEngine.DeliverEventsAsync"/> and <c>RunDueWork</c>.
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

    /// <summary>Adds a program, or another version of one. The highest version is in force.</summary>
    public ReferralsOptions AddProgram(ReferralProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        _programs.Add(program);
        return this;
    }

    /// <summary>Adds an incentive rule of the host's own, by the name under which programs ask for it.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public ReferralsOptions AddRule(string name, IIncentiveRule rule)
    {
        Rules = Rules.With(name, rule);
        return this;
    }

    /// <summary>Adds a condition of the host's own, by the name under which programs ask for it.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or taken.</exception>
    public ReferralsOptions AddCondition(string name, IConversionCondition condition)
    {
        Rules = Rules.With(name, condition);
        return this;
    }
}

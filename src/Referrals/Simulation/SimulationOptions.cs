using NodaTime;
using Referrals.Programs;

namespace Referrals.Simulation;

/// <summary>What of a history is decided again, and from when on the changed program holds.</summary>
/// <example><code>
/// new SimulationOptions { From = lastQuarter.From, Until = lastQuarter.To }
/// </code></example>
public sealed record SimulationOptions
{
    /// <summary>
    /// When the changed program goes live; <c>null</c> to put it in the place of all versions from the very first input on, the default.
    /// </summary>
    /// <remarks>
    /// Before it the stored versions decide. From it on, referrals that exist already go on under the version that created them, as
    /// they would; new ones are judged by the changed program.
    /// </remarks>
    public Instant? From { get; init; }

    /// <summary>
    /// The first instant that is not simulated any more: inputs from then on are left out, and time passes until just before it. A later one than
    /// the last input lets holds end that are still running.
    /// </summary>
    /// <value>The default is the end of the last input's day, in the zone of the stored program.</value>
    public Instant? Until { get; init; }

    /// <summary>The unit of the money in KPIs; <c>null</c> for that of the first conversion with an amount.</summary>
    public Unit? Unit { get; init; }

    /// <summary>
    /// The host's own rules as they would be registered with the changed program; <c>null</c> for those of the stored one, the default. With
    /// <see cref="From"/> it must also have the rules that the stored versions ask for.
    /// </summary>
    public RuleBook? Rules { get; init; }
}

using NodaTime;

namespace Referrals.Qualification;

/// <summary>What conditions may ask about: a conversion, and what was known of its customer when it was decided.</summary>
public sealed class QualificationContext
{
    /// <summary>Describes a conversion. Hosts only need this to unit-test conditions and incentive rules of their own.</summary>
    /// <param name="conversion">The conversion, with the time at which it happened.</param>
    /// <param name="ordinal">The number of this conversion among those of its name by this customer, from 1.</param>
    /// <param name="referee">Who converted.</param>
    /// <param name="referrer">Who referred the customer.</param>
    /// <param name="signedUpAt">When the customer signed up.</param>
    /// <param name="zone">The program's zone.</param>
    /// <param name="segment">The customer's segment, if known.</param>
    /// <exception cref="ArgumentException">The conversion has no time.</exception>
    public QualificationContext(
        Conversion conversion,
        int ordinal,
        CustomerId referee,
        CustomerId referrer,
        Instant signedUpAt,
        DateTimeZone zone,
        string? segment = null)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        ArgumentOutOfRangeException.ThrowIfLessThan(ordinal, 1);
        ArgumentNullException.ThrowIfNull(zone);
        OccurredAt = conversion.OccurredAt
            ?? throw new ArgumentException("The conversion takes a time; give it one with At(instant).", nameof(conversion));
        Conversion = conversion;
        Ordinal = ordinal;
        Referee = referee;
        Referrer = referrer;
        SignedUpAt = signedUpAt;
        Zone = zone;
        Segment = segment;
    }

    /// <summary>The conversion.</summary>
    public Conversion Conversion { get; }

    /// <summary>When the conversion happened.</summary>
    public Instant OccurredAt { get; }

    /// <summary>The number of this conversion among those of its name by this customer, from 1, in the order of arrival.</summary>
    public int Ordinal { get; }

    /// <summary>Who converted.</summary>
    public CustomerId Referee { get; }

    /// <summary>Who referred the customer.</summary>
    public CustomerId Referrer { get; }

    /// <summary>When the customer signed up.</summary>
    public Instant SignedUpAt { get; }

    /// <summary>The program's zone.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The customer's segment, if known.</summary>
    public string? Segment { get; }
}

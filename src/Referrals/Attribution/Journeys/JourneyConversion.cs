using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Attribution.Journeys;

/// <summary>A conversion to be credited: when, and what it was worth.</summary>
/// <remarks><c>default</c> is a conversion without value at the Unix epoch.</remarks>
public readonly record struct JourneyConversion
{
    private JourneyConversion(Instant at, double value)
    {
        At = at;
        Value = value;
    }

    /// <summary>When it happened.</summary>
    public Instant At { get; }

    /// <summary>What it was worth, in any one unit; 0 or more.</summary>
    public double Value { get; }

    /// <summary>The value and the instant, such as <c>49.9 at 2026-03-01T09:30:00Z</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Value} at {InstantPattern.ExtendedIso.Format(At)}");

    /// <summary>A conversion at an instant.</summary>
    /// <param name="at">When it happened.</param>
    /// <param name="value">What it was worth: finite, 0 or more; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative or not finite.</exception>
    public static JourneyConversion Of(Instant at, double value = 0)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A conversion's value is a finite number, 0 or more.");
        }

        return new JourneyConversion(at, value);
    }
}

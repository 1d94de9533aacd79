namespace Referrals.Attribution.Credits;

/// <summary>What one channel is credited with: a row of <see cref="ChannelCredits"/>.</summary>
/// <remarks><c>default</c> is nothing, of no channel; no method gives it out.</remarks>
public readonly record struct ChannelCredit
{
    internal ChannelCredit(string channel, double conversions, double value)
    {
        Channel = channel;
        Conversions = conversions;
        Value = value;
    }

    /// <summary>The channel.</summary>
    public string Channel { get; }

    /// <summary>Credited conversions; a fraction as a rule.</summary>
    public double Conversions { get; }

    /// <summary>Credited value, in the unit of the journeys' values.</summary>
    public double Value { get; }
}

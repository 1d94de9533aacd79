using System.Globalization;

namespace Referrals.Attribution.Credits;

/// <summary>What one channel is credited with: a row of <see cref="ChannelCredits"/>.</summary>
/// <remarks><c>default</c> is no credit to no channel.</remarks>
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

    /// <summary>The channel and its credit, such as <c>mail: 3.5 conversions, value 120</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Channel}: {Conversions} conversions, value {Value}");
}

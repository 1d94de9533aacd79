using System.Globalization;

namespace Referrals.Attribution.DataDriven.Coalitions;

/// <summary>In how many conversions a channel took part. These are counts, not credits: over the channels they sum to more than
/// the conversions.</summary>
/// <remarks><c>default</c> is no part of no channel.</remarks>
public readonly record struct ChannelParticipation
{
    internal ChannelParticipation(string channel, double conversions, double last)
    {
        Channel = channel;
        Conversions = conversions;
        Last = last;
    }

    /// <summary>The channel.</summary>
    public string Channel { get; }

    /// <summary>Conversions with this channel anywhere on the path.</summary>
    public double Conversions { get; }

    /// <summary>Conversions with this channel as the last touch.</summary>
    public double Last { get; }

    /// <summary>Assisted conversions: with this channel on the path, but another one last.</summary>
    public double Assisted => Conversions - Last;

    /// <summary>Assisted conversions for each last-touch conversion; <c>null</c> where there is none of the latter.</summary>
    public double? AssistRatio => Last > 0 ? Assisted / Last : null;

    /// <summary>The channel and its counts, such as <c>mail: 12 conversions, 5 as last</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Channel}: {Conversions} conversions, {Last} as last");

    internal ChannelParticipation Plus(ChannelParticipation other) => new(Channel, Conversions + other.Conversions, Last + other.Last);
}

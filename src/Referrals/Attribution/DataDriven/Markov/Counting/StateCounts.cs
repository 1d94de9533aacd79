namespace Referrals.Attribution.DataDriven.Markov.Counting;

/// <summary>How often paths begin and end in one state of a chain, in weight.</summary>
internal struct StateCounts
{
    /// <summary>Weight of the paths that begin here.</summary>
    internal double Starts;

    /// <summary>Conversions of the paths that end here.</summary>
    internal double Conversions;

    /// <summary>Nulls of the paths that end here.</summary>
    internal double Nulls;

    /// <summary>Value of the converting paths that end here.</summary>
    internal double Value;
}

namespace Referrals.State;

/// <summary>A record of the state with its version; or a counter's number.</summary>
internal readonly record struct StateEntry
{
    internal StateEntry(object? value, long version, long number = 0)
    {
        Value = value;
        Version = version;
        Number = number;
    }

    /// <summary>The record; <c>null</c> where it is known not to exist, and for counters.</summary>
    public object? Value { get; }

    /// <summary>The record's version; 0 where it does not exist.</summary>
    public long Version { get; }

    /// <summary>A counter's number.</summary>
    public long Number { get; }
}

using Referrals.Storage;

namespace Referrals.Recovery;

/// <summary>A record that two stores do not hold alike.</summary>
public sealed record StoreDifference
{
    internal StoreDifference(RecordKey key, string message)
    {
        Key = key;
        Message = message;
    }

    /// <summary>The record.</summary>
    public RecordKey Key { get; }

    /// <summary>What differs, in a full sentence.</summary>
    public string Message { get; }

    /// <summary>Key and message in one line.</summary>
    public override string ToString() => $"{Key}: {Message}";
}

namespace Referrals.State;

/// <summary>What a conversion, or a reward, counts for: the key of a number, how much of it, and how much was taken back.</summary>
internal sealed record CountedTally
{
    /// <summary>The counter's or the activity's id.</summary>
    public required string Key { get; init; }

    /// <summary>Whether the number is kept entry by entry.</summary>
    public bool IsTrailing { get; init; }

    public required long Value { get; init; }

    /// <summary>Whether it is a count, which goes back only as a whole.</summary>
    public bool IsCount { get; init; }

    public long Returned { get; init; }

    /// <summary>Whether it is the customer's own number, which counts whatever becomes of the referral.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The name of the number where marks or steps that are kept for a while rest on it; <c>null</c> where none does.</summary>
    public string? Marked { get; init; }
}

namespace Referrals.Storage;

/// <summary>How a commit ended. An exception instead of a status means that nobody knows: load the event by its key.</summary>
public enum CommitStatus
{
    /// <summary>Everything is stored and durable.</summary>
    Committed = 0,

    /// <summary>The batch inserts an event that exists. Nothing was changed; the stored event comes with the outcome.</summary>
    AlreadyProcessed = 1,

    /// <summary>At least one condition did not hold. Nothing was changed; load again and decide again.</summary>
    Conflict = 2,
}

namespace Referrals.Storage;

/// <summary>What an operation of a batch does.</summary>
public enum StoreOperationKind
{
    /// <summary>Inserts a record that must not exist.</summary>
    Insert = 0,

    /// <summary>Replaces a record of an expected version.</summary>
    Replace = 1,

    /// <summary>Guards the batch: the record must still be as it was read.</summary>
    Require = 2,

    /// <summary>Adds to a counter within bounds.</summary>
    Add = 3,

    /// <summary>Writes less into an event, a fact or a message than was in it: for the erasure of a person. Position and version stay.</summary>
    Redact = 4,
}

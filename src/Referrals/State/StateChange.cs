using NodaTime;
using Referrals.Storage;

namespace Referrals.State;

/// <summary>One change of the state that a decision makes, or a guard that it sets.</summary>
internal sealed record StateChange
{
    public required RecordKey Key { get; init; }

    public required StoreOperationKind Kind { get; init; }

    /// <summary>The new record of an insert or replace.</summary>
    public object? Value { get; init; }

    /// <summary>The version that was read.</summary>
    public long Version { get; init; }

    public Instant? DueAt { get; init; }

    public long Delta { get; init; }

    public long Minimum { get; init; } = long.MinValue;

    public long Maximum { get; init; } = long.MaxValue;

    /// <summary>The entry after this change; a change that only guards leaves it as it is.</summary>
    internal StateEntry AppliedTo(StateEntry old) => Kind switch
    {
        StoreOperationKind.Add => new StateEntry(null, 1, checked(old.Number + Delta)),
        StoreOperationKind.Require => old,
        _ => new StateEntry(Value, old.Version + 1),
    };
}

using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Storage;

namespace Referrals;

/// <summary>What <see cref="ProgramOperations.ProcessDueAsync"/> has done.</summary>
public sealed record DueReport
{
    internal DueReport(int happened, IReadOnlyList<OverdueItem> setAside)
    {
        Happened = happened;
        SetAside = setAside.ToValueList();
    }

    /// <summary>
    /// How many things happened by this call: rewards that vested, reviews that silence decided, accounts in which something expired. What other
    /// instances did at the same time is not counted.
    /// </summary>
    public int Happened { get; }

    /// <summary>What is due and could not be carried out, the earliest first. The next call tries it again; empty if all is well.</summary>
    public IReadOnlyList<OverdueItem> SetAside { get; }
}

/// <summary>Something that is due and could not be carried out.</summary>
public sealed record OverdueItem
{
    internal OverdueItem(RecordKey record, Instant dueAt, string reason, Exception? exception)
    {
        Record = record;
        DueAt = dueAt;
        Reason = reason;
        Exception = exception;
    }

    /// <summary>The record that is due: a reward, an account or a customer.</summary>
    public RecordKey Record { get; }

    /// <summary>Since when it is due.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant DueAt { get; }

    /// <summary>The code of the decision that refused it, or what the exception says.</summary>
    public string Reason { get; }

    /// <summary>What was thrown; <c>null</c> where a decision refused it.</summary>
    public Exception? Exception { get; }
}

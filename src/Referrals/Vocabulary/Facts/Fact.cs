using NodaTime;

namespace Referrals;

/// <summary>
/// Something that was decided. Facts are appended to the journal and never changed; state, balances and KPIs are folds of them.
/// </summary>
/// <remarks>One flat shape for all kinds, so that a database can index and group facts; <see cref="FactKind"/> says what is filled.</remarks>
public sealed record Fact
{
    /// <summary>What happened.</summary>
    public required FactKind Kind { get; init; }

    /// <summary>When it happened, as the host reported it; whole microseconds.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>The customer that the fact is about.</summary>
    public CustomerId? Customer { get; init; }

    /// <summary>The referrer, where there is one.</summary>
    public CustomerId? Referrer { get; init; }

    /// <summary>The visitor of a touch.</summary>
    public VisitorId? Visitor { get; init; }

    /// <summary>The channel.</summary>
    public Channel? Channel { get; init; }

    /// <summary>The customer's segment at that time.</summary>
    public string? Segment { get; init; }

    /// <summary>The host's or our id of the share, conversion, reward, referral, code or cost.</summary>
    public string? Subject { get; init; }

    /// <summary>The incentive rule that spoke.</summary>
    public string? Rule { get; init; }

    /// <summary>A reason code, a conversion's name, a side or a kind of cost.</summary>
    public string? Code { get; init; }

    /// <summary>How much.</summary>
    public Amount? Amount { get; init; }

    /// <summary>The margin of a conversion or refund, in the unit of <see cref="Amount"/>.</summary>
    public Amount? Margin { get; init; }

    /// <summary>A survey's answer, 0 to 10.</summary>
    public int? Score { get; init; }

    /// <summary>The version of the program that decided.</summary>
    public int ProgramVersion { get; init; }
}

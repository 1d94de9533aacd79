using NodaTime;
using Referrals.Ledger;

namespace Referrals;

/// <summary>What is known of a customer, as referrer and as referee: the aggregate that serialises decisions about a referral.</summary>
internal sealed record CustomerState
{
    /// <summary>How many visitors (devices) of one customer are kept.</summary>
    internal const int MaxVisitors = 32;

    /// <summary>How many hashes of what a customer showed are kept.</summary>
    internal const int MaxSignals = 16;

    /// <summary>How many names of events are counted in this record; those of other names have records of their own.</summary>
    internal const int MaxEventNames = 32;

    internal const int MaxAttributes = 64;

    public required CustomerId Customer { get; init; }

    /// <summary>The customer's own code as a referrer.</summary>
    public string? Code { get; init; }

    public Instant? SignedUpAt { get; init; }

    public string? Segment { get; init; }

    /// <summary>The segments before, each with when it ended, so that an order is judged again as it was; the latest few.</summary>
    public ValueList<NamedInstant> EarlierSegments { get; init => field = value ?? []; } = [];

    /// <summary>Since when the customer takes part as a referrer.</summary>
    public Instant? EnrolledAt { get; init; }

    /// <summary>What else the application has told of the customer.</summary>
    public ValueList<NamedText> Attributes { get; init => field = value ?? []; } = [];

    /// <summary>Which option the customer has chosen for which rule.</summary>
    public ValueList<NamedText> Choices { get; init => field = value ?? []; } = [];

    public ReferralState? Referral { get; init; }

    /// <summary>The referral that was claimed at the sign-up and refused; <c>null</c> where none was.</summary>
    public RefusedReferral? Refused { get; init; }

    public ValueList<VisitorId> Visitors { get; init => field = value ?? []; } = [];

    /// <summary>How many conversions of each name there were.</summary>
    public ValueList<ConversionCount> Conversions { get; init => field = value ?? []; } = [];

    /// <summary>
    /// The first conversion that waits for the sign-up, in the order of arrival; <c>null</c> where none does. Each waiting conversion names the
    /// next, so that any number can wait and no record grows.
    /// </summary>
    public string? WaitingFirst { get; init; }

    /// <summary>The last conversion that waits.</summary>
    public string? WaitingLast { get; init; }

    /// <summary>When the first conversion with an amount above zero happened, whenever it was reported.</summary>
    public Instant? FirstAmountAt { get; init; }

    /// <summary>The hashes that the customer showed, the latest last.</summary>
    public ValueList<string> Signals { get; init => field = value ?? []; } = [];

    /// <summary>The customer's ban from referring, also one that is over; <c>null</c> where there never was one.</summary>
    public ReferrerBanState? Ban { get; init; }

    /// <summary>When the person was erased; <c>null</c> for one who was not. Nobody who is gone earns.</summary>
    public Instant? ErasedAt { get; init; }

    /// <summary>The chain of ledger postings about this customer's referral.</summary>
    public int ChainLength { get; init; }

    public string ChainHash { get; init => field = value ?? string.Empty; } = string.Empty;

    internal LedgerChain Chain => LedgerChain.OfReferral(Customer, ChainLength, ChainHash);

    internal int CountOf(string name)
    {
        foreach (var count in Conversions.AsSpan())
        {
            if (string.Equals(count.Name, name, StringComparison.Ordinal))
            {
                return count.Count;
            }
        }

        return 0;
    }

    internal Instant? FirstOf(string name)
    {
        foreach (var count in Conversions.AsSpan())
        {
            if (string.Equals(count.Name, name, StringComparison.Ordinal))
            {
                return count.FirstAt;
            }
        }

        return null;
    }

    /// <summary>The customer with one more conversion of a name, which goes to the end of the counts.</summary>
    internal CustomerState Counting(string name, Instant at, Instant? firstAmountAt)
    {
        var first = FirstOf(name) is { } earlier ? Instant.Min(earlier, at) : at;
        var count = new ConversionCount { Name = name, Count = CountOf(name) + 1, FirstAt = first };
        var others = count.Count == 1 ? Conversions
            : Conversions.Where(known => !string.Equals(known.Name, name, StringComparison.Ordinal)).ToValueList();
        return this with { FirstAmountAt = firstAmountAt, Conversions = others.Adding(count) };
    }

    /// <summary>The option chosen for a rule; <c>null</c> for none.</summary>
    internal string? ChoiceFor(string rule) =>
        Choices.FirstOrDefault(choice => string.Equals(choice.Name, rule, StringComparison.Ordinal))?.Value;

    /// <summary>The customer in the segment that an input names; in the one before where it names none.</summary>
    internal CustomerState InSegment(string? segment, Instant at) => segment is null || segment == Segment ? this : this with
    {
        Segment = segment,
        EarlierSegments = Segment is null
            ? EarlierSegments
            : EarlierSegments.Append(new NamedInstant { Name = Segment, At = at }).TakeLast(MaxSegments).ToValueList(),
    };

    /// <summary>The segment at an instant.</summary>
    internal string? SegmentAt(Instant at) => EarlierSegments.FirstOrDefault(each => each.At > at)?.Name ?? Segment;

    private const int MaxSegments = 8;
}

/// <summary>A referral that was claimed at a sign-up and refused.</summary>
internal sealed record RefusedReferral
{
    /// <summary>Who was claimed to have referred; <c>null</c> where nobody was found.</summary>
    public CustomerId? Referrer { get; init; }

    /// <summary>Why it was refused.</summary>
    public required string Code { get; init; }
}

/// <summary>A text with a name, as attributes and choices are kept.</summary>
internal sealed record NamedText
{
    public required string Name { get; init; }

    public required string Value { get; init; }

    internal static IReadOnlyDictionary<string, string> ToDictionary(ValueList<NamedText> texts) =>
        texts.Count == 0 ? InputAttributes.None : texts.ToDictionary(static text => text.Name, static text => text.Value, StringComparer.Ordinal);

    /// <summary>The texts with others of the same names replaced, in the order of their names.</summary>
    internal static ValueList<NamedText> With(ValueList<NamedText> texts, IReadOnlyDictionary<string, string> others) =>
        others.Count == 0 ? texts : texts
            .Where(text => !others.ContainsKey(text.Name))
            .Concat(others.Select(static other => new NamedText { Name = other.Key, Value = other.Value }))
            .OrderBy(static text => text.Name, StringComparer.Ordinal)
            .ToValueList();
}

/// <summary>How many conversions of one name a customer has had.</summary>
internal sealed record ConversionCount
{
    public required string Name { get; init; }

    public required int Count { get; init; }

    /// <summary>When the earliest of them happened.</summary>
    public Instant? FirstAt { get; init; }
}

/// <summary>The time in which a customer may not refer; only the latest such time is kept.</summary>
internal sealed record ReferrerBanState
{
    public required Instant From { get; init; }

    /// <summary>The first instant at which the customer may refer again; <c>null</c> for never.</summary>
    public Instant? Until { get; init; }

    public required string Reason { get; init; }

    internal bool Holds(Instant at) => From <= at && !(Until <= at);
}

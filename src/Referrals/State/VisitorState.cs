using Referrals.Touches;

namespace Referrals.State;

/// <summary>A visitor's touches, and the customer once it is known.</summary>
internal sealed record VisitorState
{
    public required VisitorId Visitor { get; init; }

    public CustomerId? Customer { get; init; }

    public ValueList<RecordedTouch> Touches { get; init; } = [];

    /// <summary>How many touches fell out of the list because it was full.</summary>
    public int Dropped { get; init; }

    /// <summary>The visitor that keeps the touches of this one too, where one customer had too many visitors; <c>null</c> otherwise.</summary>
    public VisitorId? KeptWith { get; init; }
}

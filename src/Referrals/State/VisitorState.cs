using Referrals.Touches;

namespace Referrals.State;

/// <summary>A visitor's touches, and the customer once it is known.</summary>
internal sealed record VisitorState
{
    public required VisitorId Visitor { get; init; }

    public CustomerId? Customer { get; init; }

    public ValueList<RecordedTouch> Touches { get; init; } = [];
}

using NodaTime;

namespace Referrals;

/// <summary>When a customer first did what, whenever it was reported; and which of it guards take for an order.</summary>
internal sealed record OrderHistory
{
    internal static OrderHistory None { get; } = new() { FirstOf = static _ => null };

    /// <summary>The events that the program rewards; empty where it names none, and any with an amount is an order.</summary>
    public IReadOnlyList<string> Usual { get; init; } = [];

    /// <summary>When the first conversion of a name happened.</summary>
    public required Func<string, Instant?> FirstOf { get; init; }

    /// <summary>When the first conversion with an amount above zero happened, of whatever name.</summary>
    public Instant? FirstWithAmount { get; init; }

    /// <summary>The first order; <c>null</c> without one.</summary>
    /// <param name="events">What is an order; empty for what the program rewards.</param>
    internal (string? Name, Instant At)? First(ValueList<string> events)
    {
        var names = events.Count > 0 ? events : Usual;
        if (names.Count == 0)
        {
            return FirstWithAmount is { } paid ? (null, paid) : null;
        }

        (string? Name, Instant At)? first = null;
        foreach (var name in names)
        {
            if (FirstOf(name) is { } at && !(first?.At <= at))
            {
                first = (name, at);
            }
        }

        return first;
    }
}

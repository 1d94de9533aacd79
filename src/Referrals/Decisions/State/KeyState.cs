namespace Referrals;

/// <summary>An idempotency key of the application, and the input that it was given for first.</summary>
internal sealed record KeyState
{
    /// <summary>The key of the event under which the input was decided.</summary>
    public required string Event { get; init; }
}

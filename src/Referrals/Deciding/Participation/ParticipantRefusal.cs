using NodaTime;

namespace Referrals.Deciding.Participation;

/// <summary>Something that did not count for a participant, and why, in the participant's words.</summary>
public sealed record ParticipantRefusal
{
    internal ParticipantRefusal(Instant at, string code, string words)
    {
        At = at;
        Code = code;
        Words = words;
    }

    /// <summary>When it happened.</summary>
    public Instant At { get; }

    /// <summary>The reason's stable code.</summary>
    public string Code { get; }

    /// <summary>The reason, in a full sentence without anything internal.</summary>
    public string Words { get; }
}

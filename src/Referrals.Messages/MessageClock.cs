using NodaTime;
using NodaTime.Extensions;

namespace Referrals.Messages;

/// <summary>
/// The time of messages: that of the application's <see cref="IClock"/>, else of its <see cref="TimeProvider"/>, else of the system. The container
/// makes it.
/// </summary>
public sealed class MessageClock
{
    /// <summary>Takes the time from where the application has it.</summary>
    /// <param name="clock">What the time is; <c>null</c> to ask the time provider.</param>
    /// <param name="time">Runs timers and measures; <c>null</c> for the system.</param>
    public MessageClock(IClock? clock, TimeProvider? time)
    {
        Time = time ?? TimeProvider.System;
        Clock = clock ?? Time.ToClock();
    }

    internal IClock Clock { get; }

    internal TimeProvider Time { get; }

    /// <summary>Whole microseconds, as databases keep them.</summary>
    internal Instant Now() => Instant.FromUnixTimeTicks(Clock.GetCurrentInstant().ToUnixTimeTicks() / 10 * 10);
}

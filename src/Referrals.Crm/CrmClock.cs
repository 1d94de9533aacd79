using NodaTime;
using NodaTime.Extensions;

namespace Referrals.Crm;

/// <summary>
/// The time by which a CRM is mirrored: that of the application's <see cref="IClock"/>, else of its <see cref="TimeProvider"/>, else of the system. The
/// container makes it.
/// </summary>
public sealed class CrmClock
{
    private readonly IClock _clock;

    /// <summary>Takes the time from where the application has it.</summary>
    /// <param name="clock">What the time is; <c>null</c> to ask the time provider.</param>
    /// <param name="time">Runs timers; <c>null</c> for the system.</param>
    public CrmClock(IClock? clock, TimeProvider? time)
    {
        Time = time ?? TimeProvider.System;
        _clock = clock ?? Time.ToClock();
    }

    internal TimeProvider Time { get; }

    /// <summary>Whole microseconds, as databases keep them.</summary>
    internal Instant Now() => Instant.FromUnixTimeTicks(_clock.GetCurrentInstant().ToUnixTimeTicks() / 10 * 10);
}

using NodaTime;

namespace Referrals.Testing;

/// <summary>A clock that stands still until a test moves it. Safe for many threads.</summary>
public sealed class FakeClock : IClock
{
    private long _ticks;

    /// <summary>A clock that shows an instant.</summary>
    public FakeClock(Instant now) => _ticks = now.ToUnixTimeTicks();

    /// <summary>Moves the clock on, or back with a negative duration.</summary>
    public void Advance(Duration duration) => Interlocked.Add(ref _ticks, duration.BclCompatibleTicks);

    /// <inheritdoc/>
    public Instant GetCurrentInstant() => Instant.FromUnixTimeTicks(Interlocked.Read(ref _ticks));
}

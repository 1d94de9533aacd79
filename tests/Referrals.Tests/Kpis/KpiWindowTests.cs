using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis;

public sealed class KpiWindowTests
{
    private static readonly Instant Noon = Instant.FromUtc(2025, 3, 1, 12, 0);

    [Fact]
    public void Window_holds_its_start_but_not_its_end()
    {
        var window = KpiWindow.Of(Noon, Noon + Duration.FromHours(1));

        Assert.True(window.Contains(window.From));
        Assert.False(window.Contains(window.To));
    }

    [Fact]
    public void Window_that_ends_before_it_begins_is_refused() =>
        Assert.Throws<ArgumentException>(() => KpiWindow.Of(Noon, Noon - Duration.Epsilon));

    [Fact]
    public void Text_shows_which_end_is_open() => Assert.Equal(
        "[2025-03-01T12:00:00Z, 2025-03-01T13:00:00Z)", KpiWindow.Of(Noon, Noon + Duration.FromHours(1)).ToString());
}

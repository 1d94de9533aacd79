using Referrals.Attribution;

namespace Referrals.Tests.Attribution.Tables;

public sealed class EventLogTests
{
    private const string Header = "customer,time,event,channel,value\n";

    [Fact]
    public void Journeys_are_built_customer_by_customer()
    {
        Assert.True(EventLog.TryRead(
            Header
            + "bob,2026-03-02T10:00:00Z,conversion,,49.90\n"
            + "ann,2026-03-01T08:00:00Z,touch,mail,\n"
            + "bob,2026-03-01T11:00:00+02:00,Touch,friend link,\n"
            + "bob,2026-03-01T09:00:00Z,touch,friend code,\n"
            + "bob,2026-03-03T10:00:00Z,conversion,,\n",
            JourneyRules.Default.WithoutReuse(), out var journeys, out _));
        Assert.Equal(["friend link > friend code", "", "mail"], journeys.Select(journey => string.Join(" > ", journey.Touches.Select(touch => touch.Channel))));
        Assert.Equal([49.90, 0, 0], journeys.Select(journey => journey.Value));
        Assert.Equal([true, true, false], journeys.Select(journey => journey.Converted));
    }

    [Theory]
    [InlineData("customer,time,channel\nx", "Line 1: The column 'event' is missing.")]
    [InlineData(Header, "Line 1: The log has a header, but no rows.")]
    [InlineData(Header + "a,yesterday,touch,mail,", "Line 2: 'yesterday' in column 'time' is not a valid instant.")]
    [InlineData(Header + "a,2026-03-01T08:00:00,touch,mail,", "Line 2: '2026-03-01T08:00:00' in column 'time' is not a valid instant.")]
    [InlineData(Header + "a,2026-03-01T08:00:00Z,click,mail,", "Line 2: 'click' in column 'event' is neither 'touch' nor 'conversion'.")]
    [InlineData(Header + "a,2026-03-01T08:00:00Z,touch, ,", "Line 2: A touch has no channel.")]
    [InlineData(Header + "a,2026-03-01T08:00:00Z,conversion,,free", "Line 2: 'free' in column 'value' is not a number of 0 or more.")]
    public void Bad_log_is_answered_with_its_place(string csv, string expected)
    {
        Assert.False(EventLog.TryRead(csv, JourneyRules.Default, out var journeys, out var errors));
        Assert.Null(journeys);
        Assert.StartsWith(expected, errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_is_told_from_a_table_by_its_header()
    {
        Assert.True(EventLog.IsEventLog(Header));
        Assert.False(EventLog.IsEventLog("path,total_conversions,total_conversion_value,total_null\n"));
        Assert.False(EventLog.IsEventLog(""));
    }
}

using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Referrals.Webhooks.Delivery;

namespace Referrals.Webhooks.Tests.Delivery;

public sealed class RetryRulesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);

    /// <summary>The table of the Standard Webhooks specification, section "Retry schedule".</summary>
    [Fact]
    public void Without_jitter_the_schedule_is_that_of_the_specification()
    {
        var options = new WebhookOptions { Jitter = 0 };
        var total = Duration.Zero;
        for (var attempt = 1; attempt <= options.RetryDelays.Count; attempt++)
        {
            total += RetryRules.DelayAfter(attempt, Delivery("msg_1"), options);
        }

        Assert.Equal(9, options.RetryDelays.Count);
        Assert.Equal("3:03:35:05", total.ToString("D:hh:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Jitter_stays_within_its_part_and_spreads()
    {
        var options = new WebhookOptions();
        var delays = Enumerable.Range(0, 2_000).Select(i => RetryRules.DelayAfter(2, Delivery($"msg_{i}"), options).TotalSeconds).ToList();

        Assert.All(delays, delay => Assert.InRange(delay, 240, 360));
        Assert.InRange(delays.Average(), 297, 303);
        Assert.InRange(delays.Min(), 240, 243);
        Assert.InRange(delays.Max(), 357, 360);
        Assert.Equal(RetryRules.DelayAfter(2, Delivery("msg_1"), options), RetryRules.DelayAfter(2, Delivery("msg_1"), options));
    }

    [Theory]
    [InlineData(200, 0, WebhookDeliveryState.Delivered)]
    [InlineData(204, 9, WebhookDeliveryState.Delivered)]
    [InlineData(199, 0, WebhookDeliveryState.Pending)]
    [InlineData(302, 0, WebhookDeliveryState.Pending)]
    [InlineData(400, 0, WebhookDeliveryState.Pending)]
    [InlineData(404, 8, WebhookDeliveryState.Pending)]
    [InlineData(500, 9, WebhookDeliveryState.Failed)]
    [InlineData(410, 0, WebhookDeliveryState.Failed)]
    [InlineData(null, 0, WebhookDeliveryState.Pending)]
    [InlineData(null, 9, WebhookDeliveryState.Failed)]
    public void Attempt_ends_or_postpones_a_delivery(int? status, int before, WebhookDeliveryState state)
    {
        var after = RetryRules.After(Delivery("msg_1") with { Attempts = before }, Attempt(status), new WebhookOptions(), Now);

        Assert.Equal(state, after.State);
        Assert.Equal(before + 1, after.Attempts);
        Assert.Equal(status, after.LastStatus);
        Assert.Equal(state == WebhookDeliveryState.Pending, after.DueAt > Now);
    }

    [Theory]
    [InlineData("120", "2026-03-01T12:02:00Z")]
    [InlineData(" 0 ", "2026-03-01T12:00:00Z")]
    [InlineData("999999999999999999999999", "2057-11-07T13:46:39Z")]
    [InlineData("Sun, 01 Mar 2026 13:00:00 GMT", "2026-03-01T13:00:00Z")]
    [InlineData("Sunday, 01-Mar-26 13:00:00 GMT", "2026-03-01T13:00:00Z")]
    [InlineData("Sun Mar  1 13:00:00 2026", "2026-03-01T13:00:00Z")]
    [InlineData("-5", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Retry_after_is_read_in_all_forms_of_http(string? header, string? expected) =>
        Assert.Equal(expected, RetryRules.ReadRetryAfter(header, Now)?.ToString());

    [Fact]
    public void Retry_after_pauses_the_endpoint_for_a_day_at_most_and_never_into_the_past()
    {
        Assert.Equal(Now + Duration.FromHours(2), RetryRules.PauseUntil(Attempt(429) with { RetryAt = Now + Duration.FromHours(2) }, Now));
        Assert.Equal(Now + Duration.FromDays(1), RetryRules.PauseUntil(Attempt(503) with { RetryAt = Now + Duration.FromDays(400) }, Now));
        Assert.Equal(Now, RetryRules.PauseUntil(Attempt(503) with { RetryAt = Now - Duration.FromDays(400) }, Now));
        Assert.Equal(Now + Duration.FromSeconds(30), RetryRules.PauseUntil(Attempt(429), Now));
        Assert.Null(RetryRules.PauseUntil(Attempt(500) with { RetryAt = Now + Duration.FromHours(2) }, Now));
        Assert.Null(RetryRules.PauseUntil(Attempt(null), Now));
    }

    [Fact]
    public void Delivery_waits_for_the_later_of_schedule_and_retry_after() => Prop.ForAll(
        Gen.Choose(0, 8).ToArbitrary(), Gen.Choose(-1_000, 200_000).ToArbitrary(), (attempts, seconds) =>
        {
            var asked = Now + Duration.FromSeconds(seconds);
            var options = new WebhookOptions();
            var before = Delivery("msg_1") with { Attempts = attempts };
            var after = RetryRules.After(before, Attempt(429) with { RetryAt = asked }, options, Now);

            Assert.True(after.DueAt >= Instant.Min(asked, Now + Duration.FromDays(1)));
            Assert.True(after.DueAt >= Now + RetryRules.DelayAfter(attempts + 1, before, options));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(19, 6, false)]
    [InlineData(20, 4, false)]
    [InlineData(20, 5, true)]
    public void Endpoint_is_given_up_after_five_days_and_twenty_failures(int failures, int days, bool isGivenUp)
    {
        var endpoint = new WebhookEndpoint
        {
            Id = "ep_1",
            CreatedAt = Now,
            StatusSince = Now,
            Settings = new WebhookSettings { Url = "https://example.com" },
            Keys = [],
            ConsecutiveFailures = failures,
            FailingSince = Now - Duration.FromDays(days),
        };

        Assert.Equal(isGivenUp, RetryRules.IsGivenUp(endpoint, new WebhookOptions(), Now));
    }

    private static WebhookDelivery Delivery(string id) => new() { MessageId = id, EndpointId = "ep_1", CreatedAt = Now, DueAt = Now };

    private static WebhookAttempt Attempt(int? status) => new() { MessageId = "msg_1", Status = status, Result = "", Elapsed = Duration.Zero };
}

using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Webhooks.Signing;
using Referrals.Webhooks.Storage;
using Referrals.Webhooks.Tests.Receiving;

namespace Referrals.Webhooks.Tests.Delivery;

public sealed class DeliveryTests : IAsyncLifetime
{
    private FakeReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await FakeReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Each_event_reaches_each_endpoint_that_wants_it_once()
    {
        await using var shop = new WebhookShop();
        var all = await shop.AddAsync(_receiver.Url("/all"));
        var codes = await shop.AddAsync(_receiver.Url("/codes"), new WebhookSettings { Url = "", Types = ["referrals.code.*"] });
        _ = await shop.AddAsync(_receiver.Url("/rewards"), new WebhookSettings { Url = "", Types = ["referrals.conversion.rewarded"] });
        await shop.DecideAsync(5);

        Assert.Equal(10, await shop.Webhooks.DeliverAsync());

        Assert.Equal(5, _receiver.InboxOf("/all").Select(one => one.Id).Distinct().Count());
        Assert.Equal(_receiver.InboxOf("/all").Select(one => one.Id).Order(), _receiver.InboxOf("/codes").Select(one => one.Id).Order());
        Assert.Empty(_receiver.InboxOf("/rewards"));
        Assert.All(_receiver.InboxOf("/all"), one => Assert.Equal(WebhookVerdict.Valid, one.Verify(all.Keys[0].Secret, shop.Clock.GetCurrentInstant())));
        Assert.All(_receiver.InboxOf("/codes"), one => Assert.Equal(WebhookVerdict.Forged, one.Verify(all.Keys[0].Secret, shop.Clock.GetCurrentInstant())));
        Assert.All(_receiver.InboxOf("/codes"), one => Assert.Equal(WebhookVerdict.Valid, one.Verify(codes.Keys[0].Secret, shop.Clock.GetCurrentInstant())));
        Assert.All(await shop.DeliveriesAsync(all), one => Assert.Equal(WebhookDeliveryState.Delivered, one.State));
        Assert.Equal(0, await shop.Webhooks.DeliverAsync());
    }

    /// <summary>A process that dies between noting an event and settling it in the outbox notes it again.</summary>
    [Fact]
    public async Task Event_that_is_handed_over_again_is_sent_once()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.AddAsync(_receiver.Url("/ok"));
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();
        var once = Assert.Single(_receiver.Inbox);
        _ = await shop.Engine.EnrollAsync(Enrollment.Of(CustomerId.From("c2")));
        await shop.Engine.Events.DeliverAsync(new Twice(shop.Webhooks));
        await shop.Webhooks.DeliverAsync();

        Assert.Equal(2, _receiver.Inbox.Count);
        Assert.Equal(2, (await shop.DeliveriesAsync(endpoint)).Count);
        Assert.NotEqual(once.Id, _receiver.Inbox.Last().Id);
    }

    /// <summary>Ten attempts over some 75 hours, with the same id and bytes, each signed anew; then it is given up.</summary>
    [Fact]
    public async Task Failing_receiver_gets_ten_attempts_of_the_same_bytes()
    {
        await using var shop = new WebhookShop();
        _receiver.Answer("/down", 500);
        var endpoint = await shop.AddAsync(_receiver.Url("/down"));
        await shop.DecideAsync();
        for (var minutes = 0; minutes < 100 * 60; minutes += 10)
        {
            await shop.Webhooks.DeliverAsync();
            shop.Clock.Advance(Duration.FromMinutes(10));
        }

        var inbox = _receiver.Inbox.ToList();
        Assert.Equal(10, inbox.Count);
        Assert.Single(inbox.Select(one => one.Id).Distinct());
        Assert.Single(inbox.Select(one => one.Text).Distinct());
        var times = inbox.Select(one => long.Parse(one.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(10, times.Distinct().Count());
        Assert.InRange((times[^1] - times[0]) / 3600.0, 75.5 * 0.8, (75.6 * 1.2) + 2);
        Assert.All(inbox, one => Assert.Equal(
            WebhookVerdict.Valid, one.Verify(endpoint.Keys[0].Secret, Instant.FromUnixTimeSeconds(long.Parse(one.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture)))));

        var delivery = Assert.Single(await shop.DeliveriesAsync(endpoint));
        Assert.Equal((WebhookDeliveryState.Failed, 10, 500), (delivery.State, delivery.Attempts, delivery.LastStatus));
        Assert.Contains(shop.Logs.All, line => line.Id.Id == 51);

        _receiver.Answer("/down", 200);
        Assert.True(await shop.Webhooks.ReplayAsync(endpoint.Id, delivery.MessageId));
        Assert.Equal(1, await shop.Webhooks.DeliverAsync());
        Assert.Equal(WebhookDeliveryState.Delivered, Assert.Single(await shop.DeliveriesAsync(endpoint)).State);
    }

    /// <summary>The slow one is still busy when all others have everything.</summary>
    [Fact]
    public async Task Slow_endpoint_holds_up_no_other_one()
    {
        await using var shop = new WebhookShop();
        using var release = new SemaphoreSlim(0);
        _receiver.Answer("/slow", async (context, _) => await release.WaitAsync(context.RequestAborted));
        var slow = await shop.AddAsync(_receiver.Url("/slow"));
        for (var i = 0; i < 5; i++)
        {
            _ = await shop.AddAsync(_receiver.Url($"/fast{i}"));
        }

        await shop.DecideAsync(20);
        var delivering = shop.Webhooks.DeliverAsync().AsTask();
        for (var wait = 0; wait < 3_000 && _receiver.Inbox.Count(one => one.Path != "/slow") < 100; wait++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(100, _receiver.Inbox.Count(one => one.Path != "/slow"));
        Assert.False(delivering.IsCompleted);
        Assert.InRange(_receiver.InboxOf("/slow").Count, 1, 4);
        release.Release(1_000);
        Assert.Equal(120, await delivering);
        Assert.All(await shop.DeliveriesAsync(slow), one => Assert.Equal(WebhookDeliveryState.Delivered, one.State));
    }

    [Fact]
    public async Task Gone_receiver_is_disabled_at_once_and_told()
    {
        var observer = new Observer();
        await using var shop = new WebhookShop(o => o.MaxConcurrentAttemptsPerEndpoint = 1, add: services => services.AddSingleton<IWebhookObserver>(observer));
        _receiver.Answer("/gone", 410);
        var endpoint = await shop.AddAsync(_receiver.Url("/gone"));
        await shop.DecideAsync(3);

        Assert.Equal(1, await shop.Webhooks.DeliverAsync());

        endpoint = await shop.ReadAsync(endpoint);
        Assert.Equal(WebhookEndpointStatus.Gone, endpoint.Status);
        Assert.True(endpoint.IsTold);
        Assert.Equal((endpoint.Id, WebhookEndpointStatus.Gone), Assert.Single(observer.Told.Select(one => (one.Id, one.Status))));
        Assert.Equal(
            [WebhookDeliveryState.Failed, WebhookDeliveryState.Missed, WebhookDeliveryState.Missed],
            (await shop.DeliveriesAsync(endpoint)).Select(one => one.State).Order());

        // What is decided meanwhile is noted as missed, and sent once somebody enables the endpoint and replays.
        await shop.DecideAsync(2);
        Assert.Equal(0, await shop.Webhooks.DeliverAsync());
        _receiver.Answer("/gone", 200);
        Assert.True((await shop.Webhooks.EnableAsync(endpoint.Id)).Endpoint!.IsEnabled);
        Assert.Equal(0, await shop.Webhooks.DeliverAsync());
        Assert.Equal(5, await shop.Webhooks.ReplayAsync(endpoint.Id, WebhookShop.Start, WebhookShop.Start + Duration.FromDays(1)));
        Assert.Equal(5, await shop.Webhooks.DeliverAsync());
        Assert.Equal(5, _receiver.InboxOf("/gone").Select(one => one.Id).Distinct().Count());
    }

    [Fact]
    public async Task Receiver_that_fails_for_five_days_is_disabled_and_told()
    {
        var observer = new Observer();
        await using var shop = new WebhookShop(add: services => services.AddSingleton<IWebhookObserver>(observer));
        _receiver.Answer("/down", 503);
        var endpoint = await shop.AddAsync(_receiver.Url("/down"));
        var steps = 0;
        for (; steps < 40 && (await shop.ReadAsync(endpoint)).IsEnabled; steps++)
        {
            await shop.DecideAsync();
            await shop.Webhooks.DeliverAsync();
            shop.Clock.Advance(Duration.FromHours(6));
        }

        endpoint = await shop.ReadAsync(endpoint);
        Assert.Equal(WebhookEndpointStatus.Failing, endpoint.Status);
        Assert.Equal(Duration.FromDays(5), endpoint.StatusSince - endpoint.FailingSince);
        Assert.True(endpoint.ConsecutiveFailures >= 20);
        Assert.Equal(endpoint.Id, Assert.Single(observer.Told).Id);
        Assert.DoesNotContain(await shop.DeliveriesAsync(endpoint), one => one.State == WebhookDeliveryState.Pending);
    }

    [Fact]
    public async Task One_success_ends_a_row_of_failures()
    {
        await using var shop = new WebhookShop();
        _receiver.Answer("/down", 500);
        var endpoint = await shop.AddAsync(_receiver.Url("/down"));
        await shop.DecideAsync(7);
        await shop.Webhooks.DeliverAsync();
        var failing = await shop.ReadAsync(endpoint);
        _receiver.Answer("/down", 200);
        shop.Clock.Advance(Duration.FromMinutes(1));
        await shop.Webhooks.DeliverAsync();
        var mended = await shop.ReadAsync(endpoint);

        Assert.Equal((7, WebhookShop.Start), (failing.ConsecutiveFailures, failing.FailingSince));
        Assert.Equal((0, null, shop.Clock.GetCurrentInstant()), (mended.ConsecutiveFailures, mended.FailingSince, mended.LastSuccessAt));
    }

    /// <summary>A crash between disabling and telling: the next look tells.</summary>
    [Fact]
    public async Task Observer_that_was_not_told_or_failed_is_told_later()
    {
        var observer = new Observer { Fails = true };
        await using var shop = new WebhookShop(add: services => services.AddSingleton<IWebhookObserver>(observer));
        _receiver.Answer("/gone", 410);
        var endpoint = await shop.AddAsync(_receiver.Url("/gone"));
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();
        Assert.False((await shop.ReadAsync(endpoint)).IsTold);

        observer.Fails = false;
        shop.Clock.Advance(Duration.FromMinutes(2));
        await shop.Webhooks.DeliverAsync();
        await shop.Webhooks.DeliverAsync();

        Assert.True((await shop.ReadAsync(endpoint)).IsTold);
        Assert.Equal(2, observer.Told.Count);
    }

    [Theory]
    [InlineData("600")]
    [InlineData("Sun, 01 Mar 2026 12:10:00 GMT")]
    public async Task Receiver_that_is_busy_is_left_alone_as_long_as_it_asks(string retryAfter)
    {
        await using var shop = new WebhookShop(o => o.MaxConcurrentAttemptsPerEndpoint = 1);
        _receiver.Answer("/busy", 429, ("Retry-After", retryAfter));
        var endpoint = await shop.AddAsync(_receiver.Url("/busy"));
        await shop.DecideAsync(3);

        Assert.Equal(1, await shop.Webhooks.DeliverAsync());
        Assert.Equal(WebhookShop.Start + Duration.FromMinutes(10), (await shop.ReadAsync(endpoint)).PausedUntil);
        shop.Clock.Advance(Duration.FromSeconds(599));
        Assert.Equal(0, await shop.Webhooks.DeliverAsync());
        _receiver.Answer("/busy", 200);
        shop.Clock.Advance(Duration.FromSeconds(1));
        Assert.Equal(3, await shop.Webhooks.DeliverAsync());
        Assert.Null((await shop.ReadAsync(endpoint)).PausedUntil);
    }

    /// <summary>200 after the time-out: the receiver has it, and gets it again under the same id.</summary>
    [Fact]
    public async Task Answer_after_the_time_out_leads_to_a_second_delivery_with_the_same_id()
    {
        await using var shop = new WebhookShop(o => o.Timeout = TimeSpan.FromSeconds(1));
        var isFirst = 1;
        _receiver.Answer("/late", async (context, _) =>
        {
            if (Interlocked.Exchange(ref isFirst, 0) == 1)
            {
                await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
            }
        });
        _ = await shop.AddAsync(_receiver.Url("/late"));
        await shop.DecideAsync();

        // On a busy machine an attempt may end before it has begun; it has ten.
        for (var attempt = 0; attempt < 10 && _receiver.Inbox.Count < 2; attempt++)
        {
            await shop.Webhooks.DeliverAsync();
            shop.Clock.Advance(Duration.FromDays(2));
        }

        Assert.Equal(2, _receiver.Inbox.Count);
        Assert.Single(_receiver.Inbox.Select(one => one.Id).Distinct());
    }

    [Fact]
    public async Task Rotated_secret_signs_beside_the_old_one_until_the_overlap_ends()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.AddAsync(_receiver.Url("/ok"));
        var old = endpoint.Keys[0].Secret;
        var rotated = (await shop.Webhooks.RotateSecretAsync(endpoint.Id, Duration.FromDays(1))).Endpoint!;
        var next = rotated.Keys[0].Secret;
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();
        var during = Assert.Single(_receiver.Inbox);
        Assert.Equal(WebhookVerdict.Valid, during.Verify(old, shop.Clock.GetCurrentInstant()));
        Assert.Equal(WebhookVerdict.Valid, during.Verify(next, shop.Clock.GetCurrentInstant()));

        shop.Clock.Advance(Duration.FromDays(1));
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();
        var after = _receiver.Inbox.Last();
        Assert.Equal(WebhookVerdict.Forged, after.Verify(old, shop.Clock.GetCurrentInstant()));
        Assert.Equal(WebhookVerdict.Valid, after.Verify(next, shop.Clock.GetCurrentInstant()));

        // A secret that leaked ends at once.
        var leaked = (await shop.Webhooks.RotateSecretAsync(endpoint.Id, Duration.Zero)).Endpoint!;
        Assert.Single(leaked.Keys);
        Assert.NotEqual(next, leaked.Keys[0].Secret);
    }

    [Fact]
    public async Task No_more_than_four_secrets_are_valid_at_once()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.AddAsync(_receiver.Url("/ok"));
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await shop.Webhooks.RotateSecretAsync(endpoint.Id, Duration.FromDays(1))).IsMade);
        }

        Assert.Equal("webhook.too_many_secrets", (await shop.Webhooks.RotateSecretAsync(endpoint.Id, Duration.FromDays(1))).Refusal?.Code);
        Assert.True((await shop.Webhooks.RotateSecretAsync(endpoint.Id, Duration.Zero)).IsMade);
    }

    [Fact]
    public async Task Test_message_is_signed_and_told_at_once()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.AddAsync(_receiver.Url("/ok"), new WebhookSettings { Url = "", Format = WebhookFormat.StandardPayload });
        var attempt = await shop.Webhooks.SendTestAsync(endpoint.Id);

        Assert.True(attempt!.IsSuccess);
        var received = Assert.Single(_receiver.Inbox);
        Assert.Equal(WebhookVerdict.Valid, received.Verify(endpoint.Keys[0].Secret, shop.Clock.GetCurrentInstant()));
        using var json = JsonDocument.Parse(received.Body);
        Assert.Equal("referrals.webhook.test", json.RootElement.GetProperty("type").GetString());
        Assert.Equal("2026-03-01T12:00:00Z", json.RootElement.GetProperty("timestamp").GetString());
        Assert.Empty(await shop.DeliveriesAsync(endpoint));
        Assert.Null(await shop.Webhooks.SendTestAsync("ep_other"));
    }

    [Fact]
    public async Task Events_and_endpoints_of_tenants_never_meet()
    {
        var (acme, bolt) = (TenantId.From("acme"), TenantId.From("bolt"));
        await using var shop = new WebhookShop();
        var own = await shop.AddAsync(_receiver.Url("/acme"), tenant: acme);
        _ = await shop.AddAsync(_receiver.Url("/bolt"), tenant: bolt);
        _ = await shop.AddAsync(_receiver.Url("/none"));
        await shop.DecideAsync(2, acme);
        await shop.DecideAsync(3, bolt);
        await shop.DecideAsync(4);
        await shop.Webhooks.DeliverAsync();

        Assert.Equal((2, 3, 4), (_receiver.InboxOf("/acme").Count, _receiver.InboxOf("/bolt").Count, _receiver.InboxOf("/none").Count));
        Assert.All(_receiver.InboxOf("/acme"), one => Assert.Contains("\"source\":\"/referrals/acme/spring\"", one.Text, StringComparison.Ordinal));

        // And nobody touches what belongs to another tenant.
        foreach (var other in new[] { shop.Webhooks, shop.Webhooks.ForTenant(bolt) })
        {
            Assert.Null(await other.FindAsync(own.Id));
            Assert.Equal("webhook.not_found", (await other.DisableAsync(own.Id)).Refusal?.Code);
            Assert.Equal("webhook.not_found", (await other.RotateSecretAsync(own.Id, Duration.Zero)).Refusal?.Code);
            Assert.Equal("webhook.not_found", (await other.ChangeAsync(own.Id, own.Settings)).Refusal?.Code);
            Assert.Equal(0, await other.ReplayAsync(own.Id, WebhookShop.Start, Instant.MaxValue, includeDelivered: true));
            Assert.False(await other.ReplayAsync(own.Id, _receiver.InboxOf("/acme")[0].Id));
            Assert.Empty(await other.ReadDeliveriesAsync(own.Id).ToListAsync());
            Assert.False(await other.RemoveAsync(own.Id));
            Assert.Null(await other.SendTestAsync(own.Id));
        }

        Assert.True((await shop.ReadAsync(own)).IsEnabled);
    }

    [Fact]
    public async Task Removed_endpoint_gets_nothing_more()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.AddAsync(_receiver.Url("/ok"));
        await shop.DecideAsync(2);
        Assert.True(await shop.Webhooks.RemoveAsync(endpoint.Id));
        await shop.DecideAsync(2);

        Assert.Equal(0, await shop.Webhooks.DeliverAsync());
        Assert.Empty(await shop.Webhooks.ListAsync());
        Assert.False(await shop.Webhooks.RemoveAsync(endpoint.Id));
    }

    [Fact]
    public async Task Changed_url_is_used_from_the_next_attempt_on()
    {
        await using var shop = new WebhookShop();
        _receiver.Answer("/old", 500);
        var endpoint = await shop.AddAsync(_receiver.Url("/old"));
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();
        Assert.True((await shop.Webhooks.ChangeAsync(endpoint.Id, new WebhookSettings { Url = _receiver.Url("/new") })).IsMade);
        Assert.Equal("webhook.url", (await shop.Webhooks.ChangeAsync(endpoint.Id, new WebhookSettings { Url = "nowhere" })).Refusal?.Code);
        shop.Clock.Advance(Duration.FromMinutes(1));
        await shop.Webhooks.DeliverAsync();

        Assert.Equal(["/old", "/new"], _receiver.Inbox.Select(one => one.Path));
    }

    /// <summary>The old receiver says 410 while somebody enters the new one.</summary>
    [Fact]
    public async Task Gone_receiver_of_before_does_not_disable_the_new_url()
    {
        await using var shop = new WebhookShop();
        WebhookEndpoint? endpoint = null;
        _receiver.Answer("/old", async (context, _) =>
        {
            Assert.True((await shop.Webhooks.ChangeAsync(endpoint!.Id, new WebhookSettings { Url = _receiver.Url("/new") })).IsMade);
            context.Response.StatusCode = 410;
        });
        endpoint = await shop.AddAsync(_receiver.Url("/old"));
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();

        Assert.True((await shop.ReadAsync(endpoint)).IsEnabled);
    }

    /// <summary>What is rotated, disabled or removed while an attempt runs holds for the next one, and nothing is lost or stuck.</summary>
    [Fact]
    public async Task Endpoint_may_change_while_an_attempt_runs()
    {
        await using var shop = new WebhookShop();
        Func<WebhookEndpoint, Task>? meanwhile = null;
        WebhookEndpoint? endpoint = null;
        _receiver.Answer("/busy", async (_, _) => await (meanwhile?.Invoke(endpoint!) ?? Task.CompletedTask));
        endpoint = await shop.AddAsync(_receiver.Url("/busy"));

        meanwhile = async one => _ = await shop.Webhooks.RotateSecretAsync(one.Id, Duration.Zero);
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();
        Assert.Equal(WebhookDeliveryState.Delivered, Assert.Single(await shop.DeliveriesAsync(endpoint)).State);

        meanwhile = async one => _ = await shop.Webhooks.DisableAsync(one.Id);
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();
        Assert.Equal(WebhookDeliveryState.Missed, (await shop.DeliveriesAsync(endpoint))[0].State);
        Assert.Contains(shop.Logs.All, line => line.Id.Id == 52);

        meanwhile = async one => _ = await shop.Webhooks.RemoveAsync(one.Id);
        await shop.Webhooks.EnableAsync(endpoint.Id);
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();
        Assert.Empty(await shop.Webhooks.ListAsync());
        Assert.Equal(0, await shop.Webhooks.DeliverAsync());
    }

    [Fact]
    public async Task Tenant_has_as_many_endpoints_as_options_allow()
    {
        await using var shop = new WebhookShop(o => o.MaxEndpoints = 2);
        _ = await shop.AddAsync(_receiver.Url("/1"));
        _ = await shop.AddAsync(_receiver.Url("/2"));

        Assert.Equal("webhook.too_many_endpoints", (await shop.Webhooks.AddAsync(new WebhookSettings { Url = _receiver.Url("/3") })).Refusal?.Code);
        _ = await shop.AddAsync(_receiver.Url("/4"), tenant: TenantId.From("acme"));
    }

    /// <summary>Several instances and one endpoint: nobody sends what another one has leased.</summary>
    [Fact]
    public async Task Two_instances_share_the_work_and_send_nothing_twice()
    {
        var store = new InMemoryWebhookStore();
        var clock = new TestClock();
        await using var one = new WebhookShop(clock: clock, add: services => services.AddSingleton<IWebhookStore>(store));
        await using var two = new WebhookShop(clock: clock, add: services => services.AddSingleton<IWebhookStore>(store));
        _ = await one.AddAsync(_receiver.Url("/ok"));
        await one.DecideAsync(300);

        var made = await Task.WhenAll(one.Webhooks.DeliverAsync().AsTask(), two.Webhooks.DeliverAsync().AsTask());

        Assert.Equal(300, made.Sum());
        Assert.Equal(300, _receiver.Inbox.Count);
        Assert.Equal(300, _receiver.Inbox.Select(received => received.Id).Distinct().Count());
    }

    private sealed class Twice(ReferralWebhooks webhooks) : Referrals.Events.IReferralEventHandler
    {
        public async ValueTask HandleAsync(Referrals.Events.ReferralEvent referralEvent, CancellationToken cancellationToken)
        {
            await webhooks.EnqueueAsync(referralEvent, cancellationToken);
            await webhooks.DeliverAsync(cancellationToken);
            await webhooks.EnqueueAsync(referralEvent, cancellationToken);
        }
    }

    private sealed class Observer : IWebhookObserver
    {
        public ConcurrentQueue<WebhookEndpoint> Told { get; } = [];

        public bool Fails { get; set; }

        public ValueTask EndpointDisabledAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
        {
            Told.Enqueue(endpoint);
            return Fails ? throw new InvalidOperationException("The mail server is down.") : ValueTask.CompletedTask;
        }
    }
}

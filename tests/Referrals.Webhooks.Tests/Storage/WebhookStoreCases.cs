using System.Reflection;
using System.Text;
using NodaTime;
using Referrals.Webhooks.Signing;
using Referrals.Webhooks.Storage;

namespace Referrals.Webhooks.Tests.Storage;

/// <summary>What every store must do, case by case. Each call of <paramref name="open"/> is another worker on the same data.</summary>
internal sealed class WebhookStoreCases(Func<ValueTask<OpenedWebhookStore>> open)
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0) + Duration.FromTicks(1234560);
    private static readonly TenantId Acme = TenantId.From("acme");
    private static readonly ProgramId Spring = ProgramId.From("spring");

    private static readonly IReadOnlyDictionary<string, MethodInfo> Methods = typeof(WebhookStoreCases)
        .GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(method => method.ReturnType == typeof(Task) && method.GetParameters().Length == 0)
        .ToDictionary(method => method.Name);

    /// <summary>The names of the cases.</summary>
    public static TheoryData<string> Names => [.. Methods.Keys.Order(StringComparer.Ordinal)];

    public Task RunAsync(string name) => (Task)Methods[name].Invoke(this, null)!;

    private ValueTask<OpenedWebhookStore> OpenAsync() => open();

    private async Task Endpoint_comes_back_as_it_was_added()
    {
        await using var store = await OpenAsync();
        var endpoint = Endpoint("ep_1", Acme) with
        {
            Settings = new WebhookSettings
            {
                Url = "https://bücher.example/hooks?a=1&b=%20",
                Types = ["referrals.conversion.*", "referrals.code.issued"],
                Programs = [Spring, ProgramId.From("autumn")],
                Detail = WebhookDetail.Full,
                Format = WebhookFormat.StandardPayload,
                Description = "Zoë's 'shop' 🎁",
            },
            Keys = [new WebhookKey(WebhookSecret.Generate(), null), new WebhookKey(WebhookSecret.Generate(), Now + Duration.FromDays(1))],
        };
        Assert.True(await store.Store.AddEndpointAsync(endpoint, 10, default));

        var found = await store.Store.FindEndpointAsync("ep_1", default);
        Assert.Equal(endpoint, found);
        Assert.Equal(endpoint.Keys, found!.Keys);
        Assert.Equal(
            (endpoint.Settings.Url, endpoint.Settings.Detail, endpoint.Settings.Format, endpoint.Settings.Description, endpoint.CreatedAt, endpoint.StatusSince),
            (found.Settings.Url, found.Settings.Detail, found.Settings.Format, found.Settings.Description, found.CreatedAt, found.StatusSince));
        Assert.Equal(endpoint.Settings.Types, found.Settings.Types);
        Assert.Equal(endpoint.Settings.Programs, found.Settings.Programs);
        Assert.Null(await store.Store.FindEndpointAsync("ep_2", default));
    }

    private async Task Endpoints_are_listed_by_tenant_and_limited()
    {
        await using var store = await OpenAsync();
        Assert.True(await store.Store.AddEndpointAsync(Endpoint("ep_b", Acme), 2, default));
        Assert.True(await store.Store.AddEndpointAsync(Endpoint("ep_a", Acme) with { CreatedAt = Now + Duration.FromSeconds(1) }, 2, default));
        Assert.False(await store.Store.AddEndpointAsync(Endpoint("ep_c", Acme), 2, default));
        Assert.True(await store.Store.AddEndpointAsync(Endpoint("ep_d", default(TenantId)), 2, default));

        Assert.Equal(["ep_b", "ep_a"], (await store.Store.ListEndpointsAsync(Acme, default)).Select(one => one.Id));
        Assert.Equal(["ep_d"], (await store.Store.ListEndpointsAsync(default, default)).Select(one => one.Id));
        Assert.Empty(await store.Store.ListEndpointsAsync(TenantId.From("bolt"), default));
    }

    private async Task Endpoint_of_another_version_is_not_replaced()
    {
        await using var store = await OpenAsync();
        await store.Store.AddEndpointAsync(Endpoint("ep_1"), 10, default);
        await store.Store.CountAttemptAsync("ep_1", isSuccess: false, Now, Now + Duration.FromMinutes(1), default);
        var read = (await store.Store.FindEndpointAsync("ep_1", default))!;

        Assert.True(await store.Store.ReplaceEndpointAsync(read with { Status = WebhookEndpointStatus.Failing, IsTold = false }, default));
        Assert.False(await store.Store.ReplaceEndpointAsync(read with { Status = WebhookEndpointStatus.Disabled }, default));
        Assert.False(await store.Store.ReplaceEndpointAsync(Endpoint("ep_2"), default));

        var disabled = (await store.Store.FindEndpointAsync("ep_1", default))!;
        Assert.Equal((WebhookEndpointStatus.Failing, false, 2, 1), (disabled.Status, disabled.IsTold, disabled.Version, disabled.ConsecutiveFailures));
        Assert.True(await store.Store.ReplaceEndpointAsync(disabled with { Status = WebhookEndpointStatus.Enabled, IsTold = true }, default));
        var enabled = (await store.Store.FindEndpointAsync("ep_1", default))!;
        Assert.Equal((0, null, null), (enabled.ConsecutiveFailures, enabled.FailingSince, enabled.PausedUntil));
    }

    private async Task Attempts_are_counted_without_a_loss()
    {
        await using var store = await OpenAsync();
        await store.Store.AddEndpointAsync(Endpoint("ep_1"), 10, default);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async worker =>
        {
            await using var own = await OpenAsync();
            for (var i = 0; i < 10; i++)
            {
                await own.Store.CountAttemptAsync("ep_1", isSuccess: false, Now + Duration.FromSeconds(worker), Now + Duration.FromMinutes(10 - worker), default);
            }
        }));

        var failing = (await store.Store.FindEndpointAsync("ep_1", default))!;
        Assert.Equal((40, Now + Duration.FromMinutes(10), 1), (failing.ConsecutiveFailures, failing.PausedUntil, failing.Version));
        Assert.InRange(failing.FailingSince!.Value, Now, Now + Duration.FromSeconds(3));
        await store.Store.CountAttemptAsync("ep_1", isSuccess: true, Now + Duration.FromHours(1), null, default);
        var mended = (await store.Store.FindEndpointAsync("ep_1", default))!;
        Assert.Equal((0, null, null, Now + Duration.FromHours(1)), (mended.ConsecutiveFailures, mended.FailingSince, mended.PausedUntil, mended.LastSuccessAt));
        await store.Store.CountAttemptAsync("ep_other", isSuccess: false, Now, null, default);
    }

    private async Task Message_is_added_once_and_more_endpoints_later()
    {
        await using var store = await OpenAsync();
        await AddEndpointsAsync(store.Store, "ep_1", "ep_2");
        await store.Store.AddMessageAsync(Message("msg_1"), [Delivery("msg_1", "ep_1")], default);
        var leased = Assert.Single(await store.Store.LeaseAsync("ep_1", Now, Now + Duration.FromMinutes(1), 10, default));
        Assert.True(await store.Store.SettleAsync(leased.Delivery with { State = WebhookDeliveryState.Delivered, Attempts = 1 }, default));
        await store.Store.AddMessageAsync(Message("msg_1"), [Delivery("msg_1", "ep_1"), Delivery("msg_1", "ep_2")], default);

        Assert.Equal(Message("msg_1"), leased.Message);
        Assert.Equal(["ep_2"], await store.Store.ListDueEndpointsAsync(Now, default));
        Assert.Equal(WebhookDeliveryState.Delivered, Assert.Single(await store.Store.ReadDeliveriesAsync("ep_1", DeliveryQuery.All, default).ToListAsync()).State);
    }

    private async Task Lease_keeps_a_delivery_from_others_until_it_ends()
    {
        await using var store = await OpenAsync();
        await AddEndpointsAsync(store.Store, "ep_1");
        await store.Store.AddMessageAsync(Message("msg_1"), [Delivery("msg_1", "ep_1")], default);
        var until = Now + Duration.FromMinutes(1);
        var first = Assert.Single(await store.Store.LeaseAsync("ep_1", Now, until, 10, default)).Delivery;

        Assert.Equal((2, until), (first.Version, first.DueAt));
        Assert.Empty(await store.Store.LeaseAsync("ep_1", Now, until, 10, default));
        Assert.Empty(await store.Store.ListDueEndpointsAsync(Now, default));
        var second = Assert.Single(await store.Store.LeaseAsync("ep_1", until, until + Duration.FromMinutes(1), 10, default)).Delivery;
        Assert.False(await store.Store.SettleAsync(first with { State = WebhookDeliveryState.Failed }, default));
        var last = Now + Duration.FromSeconds(7);
        Assert.True(await store.Store.SettleAsync(
            second with { Attempts = 3, DueAt = until + Duration.FromHours(1), LastAttemptAt = last, LastStatus = 500, LastResult = "HTTP 500: Zoë 🎁" }, default));

        var read = Assert.Single(await store.Store.ReadDeliveriesAsync("ep_1", DeliveryQuery.All, default).ToListAsync());
        Assert.Equal(second with { Attempts = 3, DueAt = until + Duration.FromHours(1), LastAttemptAt = last, LastStatus = 500, LastResult = "HTTP 500: Zoë 🎁" }, read);
        Assert.Empty(await store.Store.ListDueEndpointsAsync(until, default));
        Assert.Equal(["ep_1"], await store.Store.ListDueEndpointsAsync(until + Duration.FromHours(1), default));
    }

    /// <summary>Four workers lease from one endpoint at once: each delivery goes to one of them.</summary>
    private async Task Workers_at_once_never_lease_the_same_delivery()
    {
        const int Count = 120;
        await using (var store = await OpenAsync())
        {
            await AddEndpointsAsync(store.Store, "ep_1");
            for (var i = 0; i < Count; i++)
            {
                await store.Store.AddMessageAsync(Message($"msg_{i}"), [Delivery($"msg_{i}", "ep_1")], default);
            }
        }

        var leased = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var own = await OpenAsync();
            var got = new List<string>();
            for (var empty = 0; empty < 3;)
            {
                var some = await own.Store.LeaseAsync("ep_1", Now, Now + Duration.FromHours(1), 5, default);
                got.AddRange(some.Select(one => one.Delivery.MessageId));
                empty = some.Count == 0 ? empty + 1 : 0;
            }

            return got;
        })));

        var all = leased.SelectMany(one => one).ToList();
        Assert.Equal(Count, all.Count);
        Assert.Equal(Count, all.Distinct().Count());
    }

    private async Task Disabled_and_paused_endpoints_are_not_due()
    {
        await using var store = await OpenAsync();
        await AddEndpointsAsync(store.Store, "ep_1", "ep_2", "ep_3");
        await store.Store.AddMessageAsync(Message("msg_1"), [Delivery("msg_1", "ep_1"), Delivery("msg_1", "ep_2"), Delivery("msg_1", "ep_3")], default);
        await store.Store.CountAttemptAsync("ep_1", isSuccess: false, Now, Now + Duration.FromHours(1), default);
        await store.Store.ReplaceEndpointAsync(Endpoint("ep_2") with { Status = WebhookEndpointStatus.Gone, IsTold = false }, default);

        Assert.Equal(["ep_3"], await store.Store.ListDueEndpointsAsync(Now, default));
        Assert.Equal(["ep_1", "ep_3"], (await store.Store.ListDueEndpointsAsync(Now + Duration.FromHours(1), default)).Order());
        Assert.Equal(Now, await store.Store.FindOldestDueAsync(Now + Duration.FromHours(1), default));
        Assert.Null(await store.Store.FindOldestDueAsync(Now - Duration.FromHours(1), default));
        Assert.Equal(["ep_2"], (await store.Store.ListTroubledEndpointsAsync(2, 10, default)).Select(one => one.Id));
        Assert.Equal(["ep_1", "ep_2"], (await store.Store.ListTroubledEndpointsAsync(1, 10, default)).Select(one => one.Id).Order());
    }

    private async Task Deliveries_are_read_and_moved_by_query()
    {
        await using var store = await OpenAsync();
        await AddEndpointsAsync(store.Store, "ep_1", "ep_2");
        for (var i = 0; i < 450; i++)
        {
            var at = Now + Duration.FromSeconds(i / 2);
            await store.Store.AddMessageAsync(
                Message($"msg_{i:000}"),
                [Delivery($"msg_{i:000}", "ep_1") with { CreatedAt = at, State = (WebhookDeliveryState)(i % 4) }, Delivery($"msg_{i:000}", "ep_2")],
                default);
        }

        var all = await store.Store.ReadDeliveriesAsync("ep_1", DeliveryQuery.All, default).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 450).Reverse().Select(i => $"msg_{i:000}"), all.Select(one => one.MessageId));
        var query = new DeliveryQuery
        {
            States = [WebhookDeliveryState.Failed, WebhookDeliveryState.Missed],
            From = Now + Duration.FromSeconds(1),
            Until = Now + Duration.FromSeconds(5),
        };
        var some = await store.Store.ReadDeliveriesAsync("ep_1", query, default).ToListAsync();
        Assert.Equal(["msg_007", "msg_006", "msg_003", "msg_002"], some.Select(one => one.MessageId));
        Assert.All(some, one => Assert.True(query.Names(one)));

        var due = Now + Duration.FromHours(3);
        Assert.Equal(4, await store.Store.MoveAsync("ep_1", query, WebhookDeliveryState.Pending, due, default));
        Assert.Equal(0, await store.Store.MoveAsync("ep_1", query, WebhookDeliveryState.Pending, due, default));
        var moved = Assert.Single(await store.Store.ReadDeliveriesAsync("ep_1", new DeliveryQuery { MessageId = "msg_006" }, default).ToListAsync());
        Assert.Equal((WebhookDeliveryState.Pending, 0, due, 2), (moved.State, moved.Attempts, moved.DueAt, moved.Version));
        Assert.Equal(450, await store.Store.ReadDeliveriesAsync("ep_2", new DeliveryQuery { States = [WebhookDeliveryState.Pending] }, default).CountAsync());
    }

    /// <summary>A replay while an attempt runs: what the attempt has to say comes too late, and the delivery is made again.</summary>
    private async Task Replay_during_an_attempt_is_not_lost()
    {
        await using var store = await OpenAsync();
        await AddEndpointsAsync(store.Store, "ep_1");
        await store.Store.AddMessageAsync(Message("msg_1"), [Delivery("msg_1", "ep_1")], default);
        var leased = Assert.Single(await store.Store.LeaseAsync("ep_1", Now, Now + Duration.FromMinutes(1), 1, default)).Delivery;
        Assert.Equal(1, await store.Store.MoveAsync("ep_1", DeliveryQuery.All, WebhookDeliveryState.Pending, Now, default));

        Assert.False(await store.Store.SettleAsync(leased with { State = WebhookDeliveryState.Delivered }, default));
        Assert.Single(await store.Store.LeaseAsync("ep_1", Now, Now + Duration.FromMinutes(1), 1, default));
    }

    private async Task Removed_endpoint_takes_its_deliveries_along()
    {
        await using var store = await OpenAsync();
        await AddEndpointsAsync(store.Store, "ep_1", "ep_2");
        await store.Store.AddMessageAsync(Message("msg_1"), [Delivery("msg_1", "ep_1"), Delivery("msg_1", "ep_2")], default);

        Assert.True(await store.Store.RemoveEndpointAsync("ep_1", default));
        Assert.False(await store.Store.RemoveEndpointAsync("ep_1", default));
        Assert.Null(await store.Store.FindEndpointAsync("ep_1", default));
        Assert.Empty(await store.Store.ReadDeliveriesAsync("ep_1", DeliveryQuery.All, default).ToListAsync());
        Assert.Single(await store.Store.ReadDeliveriesAsync("ep_2", DeliveryQuery.All, default).ToListAsync());
    }

    private async Task Old_messages_are_removed_unless_something_is_pending()
    {
        await using var store = await OpenAsync();
        await AddEndpointsAsync(store.Store, "ep_1", "ep_2");
        var settled = WebhookDeliveryState.Delivered;
        await store.Store.AddMessageAsync(Message("msg_1"), [Delivery("msg_1", "ep_1") with { State = settled }], default);
        await store.Store.AddMessageAsync(Message("msg_2"), [Delivery("msg_2", "ep_1") with { State = settled }, Delivery("msg_2", "ep_2")], default);
        await store.Store.AddMessageAsync(Message("msg_3"), [Delivery("msg_3", "ep_1") with { State = WebhookDeliveryState.Missed }], default);
        await store.Store.AddMessageAsync(Message("msg_4") with { CreatedAt = Now + Duration.FromDays(1) }, [Delivery("msg_4", "ep_1") with { State = settled }], default);
        var before = Now + Duration.FromHours(1);

        Assert.Equal(1, await store.Store.PurgeAsync(before, 1, default));
        Assert.Equal(1, await store.Store.PurgeAsync(before, 10, default));
        Assert.Equal(0, await store.Store.PurgeAsync(before, 10, default));
        Assert.Equal(["msg_2", "msg_4"], (await store.Store.ReadDeliveriesAsync("ep_1", DeliveryQuery.All, default).ToListAsync()).Select(one => one.MessageId).Order());
        Assert.True(await store.Store.RemoveEndpointAsync("ep_2", default));
        Assert.Equal(1, await store.Store.PurgeAsync(before, 10, default));
    }

    private async Task Whole_messages_are_found_and_made_thin()
    {
        await using var store = await OpenAsync();
        await AddEndpointsAsync(store.Store, "ep_1");
        var ids = Enumerable.Range(0, 205).Select(i => $"msg_{i:000}").ToList();
        foreach (var id in ids)
        {
            await store.Store.AddMessageAsync(Message(id) with { IsFull = true }, [Delivery(id, "ep_1")], default);
        }

        await store.Store.AddMessageAsync(Message("msg_thin"), [Delivery("msg_thin", "ep_1")], default);
        var partition = Partition.Of(Acme, Spring);
        Assert.Equal(ids, (await store.Store.ReadFullMessagesAsync(partition, default).ToListAsync()).Select(one => one.Id).Order(StringComparer.Ordinal));
        Assert.Empty(await store.Store.ReadFullMessagesAsync(Partition.Of(Spring), default).ToListAsync());

        await store.Store.ThinMessageAsync("msg_000", "{}"u8.ToArray(), default);
        Assert.Equal(204, await store.Store.ReadFullMessagesAsync(partition, default).CountAsync());
        var leased = (await store.Store.LeaseAsync("ep_1", Now, Now + Duration.FromMinutes(1), 300, default)).Single(one => one.Message.Id == "msg_000");
        Assert.Equal((false, "{}"), (leased.Message.IsFull, Encoding.UTF8.GetString(leased.Message.Json.Span)));
    }

    internal static WebhookEndpoint Endpoint(string id, TenantId? tenant = null) => new()
    {
        Id = id,
        Tenant = tenant ?? Acme,
        Settings = new WebhookSettings { Url = "https://shop.example/hooks" },
        Keys = [new WebhookKey(WebhookSecret.Parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="), null)],
        CreatedAt = Now,
        StatusSince = Now,
    };

    internal static WebhookMessage Message(string id) => new()
    {
        Id = id,
        Tenant = Acme,
        Program = Spring,
        Type = "referrals.code.issued",
        CreatedAt = Now,
        Json = Encoding.UTF8.GetBytes("""{"name":"Zoë 🎁","data":{"facts":[]}}"""),
    };

    internal static WebhookDelivery Delivery(string message, string endpoint) => new() { MessageId = message, EndpointId = endpoint, DueAt = Now, CreatedAt = Now };

    private static async Task AddEndpointsAsync(IWebhookStore store, params string[] ids)
    {
        foreach (var id in ids)
        {
            Assert.True(await store.AddEndpointAsync(Endpoint(id), 10, default));
        }
    }
}

/// <summary>A store and what has to be disposed with it.</summary>
internal sealed record OpenedWebhookStore(IWebhookStore Store, IAsyncDisposable? Owner = null) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Owner?.DisposeAsync() ?? ValueTask.CompletedTask;
}

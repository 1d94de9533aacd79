using System.Buffers.Binary;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using Referrals.Codes;
using Referrals.Events;
using Referrals.Webhooks.Delivery;
using Referrals.Webhooks.Signing;
using Referrals.Webhooks.Storage;

namespace Referrals.Webhooks;

/// <summary>
/// The endpoints of a tenant and their deliveries: adds and changes them, rotates secrets, tests, replays. One for each scope, like
/// the store.
/// </summary>
/// <remarks>
/// It speaks of the application without tenants; <see cref="ForTenant"/> gives that of a tenant. An id of another tenant's endpoint
/// is answered as if there were none.
/// </remarks>
/// <example><code>
/// var change = await webhooks.AddAsync(new WebhookSettings { Url = "https://shop.example/hooks", Types = ["referrals.conversion.*"] });
/// </code></example>
public sealed class ReferralWebhooks
{
    /// <summary>The type of the message that <see cref="SendTestAsync"/> sends.</summary>
    public const string TestType = "referrals.webhook.test";

    private readonly IWebhookStore _store;
    private readonly WebhookDispatcher _dispatcher;
    private readonly WebhookSender _sender;
    private readonly WebhookOptions _options;
    private readonly IOptions<ReferralsOptions> _referrals;
    private readonly IClock _clock;
    private readonly ICodeRandomness _randomness;
    private readonly TenantId _tenant;

    internal ReferralWebhooks(
        IWebhookStore store,
        WebhookDispatcher dispatcher,
        WebhookSender sender,
        WebhookOptions options,
        IOptions<ReferralsOptions> referrals,
        IClock clock,
        ICodeRandomness randomness,
        TenantId tenant = default)
    {
        _store = store;
        _dispatcher = dispatcher;
        _sender = sender;
        _options = options;
        _referrals = referrals;
        _clock = clock;
        _randomness = randomness;
        _tenant = tenant;
    }

    /// <summary>The same for a tenant; <c>default</c> for the application without tenants.</summary>
    public ReferralWebhooks ForTenant(TenantId tenant) => new(_store, _dispatcher, _sender, _options, _referrals, _clock, _randomness, tenant);

    /// <summary>Adds an endpoint with a new secret, enabled. Events that are decided from now on are sent to it.</summary>
    /// <param name="settings">Where to, and which events. May come from whoever receives them: everything is checked.</param>
    /// <param name="secret">The secret; <c>null</c> for a new one, which is the rule. Every endpoint has its own.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>The endpoint, whose secret the receiver needs; or why it was refused.</returns>
    public async ValueTask<WebhookChange> AddAsync(
        WebhookSettings settings, WebhookSecret? secret = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Objection(_options) is { } objection)
        {
            return WebhookChange.Refused(objection);
        }

        var now = Now();
        var endpoint = new WebhookEndpoint
        {
            Id = "ep_" + RandomText(),
            Tenant = _tenant,
            Settings = settings,
            Keys = [new WebhookKey(secret ?? WebhookSecret.Generate(_randomness), null)],
            CreatedAt = now,
            StatusSince = now,
        };
        return await _store.AddEndpointAsync(endpoint, _options.MaxEndpoints, cancellationToken).ConfigureAwait(false)
            ? WebhookChange.Made(endpoint)
            : WebhookChange.Refused(new WebhookRefusal(
                WebhookRefusalCodes.TooManyEndpoints,
                $"There are {_options.MaxEndpoints} endpoints already, which is the limit. Remove one that is not needed."));
    }

    /// <summary>Finds an endpoint of this tenant; <c>null</c> if there is none.</summary>
    public async ValueTask<WebhookEndpoint?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return await _store.FindEndpointAsync(id, cancellationToken).ConfigureAwait(false) is { } endpoint && endpoint.Tenant == _tenant ? endpoint : null;
    }

    /// <summary>All endpoints of this tenant, in the order in which they were added.</summary>
    public ValueTask<IReadOnlyList<WebhookEndpoint>> ListAsync(CancellationToken cancellationToken = default) =>
        _store.ListEndpointsAsync(_tenant, cancellationToken);

    /// <summary>
    /// Changes the settings of an endpoint. What is on its way is sent to the new URL from the next attempt on, with the detail and
    /// the format of before.
    /// </summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="settings">All of its settings from now on.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<WebhookChange> ChangeAsync(string id, WebhookSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Objection(_options) is { } objection
            ? WebhookChange.Refused(objection)
            : await ReplaceAsync(id, endpoint => WebhookChange.Made(endpoint with { Settings = settings }), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes an endpoint with its deliveries. An attempt that runs comes to its end; no other one begins.</summary>
    /// <returns><c>false</c> if there is no such endpoint.</returns>
    public async ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false) is not null
        && await _store.RemoveEndpointAsync(id, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Disables an endpoint: what is pending, and what is decided until it is enabled, is noted as missed and can be replayed.
    /// </summary>
    public async ValueTask<WebhookChange> DisableAsync(string id, CancellationToken cancellationToken = default)
    {
        var now = Now();
        var change = await ReplaceAsync(id, endpoint => WebhookChange.Made(EndpointChanges.Disabled(endpoint, now)), cancellationToken).ConfigureAwait(false);
        if (change.IsMade)
        {
            _ = await _store.MoveAsync(id, EndpointChanges.Pending, WebhookDeliveryState.Missed, now, cancellationToken).ConfigureAwait(false);
        }

        return change;
    }

    /// <summary>
    /// Enables an endpoint. What it has missed is not sent by itself: see
    /// <see cref="ReplayAsync(string, Instant, Instant, bool, CancellationToken)"/>.
    /// </summary>
    public ValueTask<WebhookChange> EnableAsync(string id, CancellationToken cancellationToken = default)
    {
        var now = Now();
        return ReplaceAsync(id, endpoint => WebhookChange.Made(endpoint.IsEnabled ? endpoint : EndpointChanges.Enabled(endpoint, now)), cancellationToken);
    }

    /// <summary>
    /// Gives an endpoint a new secret. Until the overlap is over every attempt is signed with the new and the old one, so that the
    /// receiver can change it at any time between.
    /// </summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="overlap">How long the old secret goes on signing; zero for a secret that has leaked. Up to 365 days.</param>
    /// <param name="secret">The new secret; <c>null</c> to make one.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>
    /// The endpoint, whose first key is the new one; refused if <see cref="WebhookEndpoint.MaxSecrets"/> would be exceeded.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The overlap is negative or too long.</exception>
    public ValueTask<WebhookChange> RotateSecretAsync(
        string id, Duration overlap, WebhookSecret? secret = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, Duration.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, Duration.FromDays(365));
        var now = Now();
        var next = secret ?? WebhookSecret.Generate(_randomness);
        return ReplaceAsync(
            id,
            endpoint => EndpointChanges.Rotated(endpoint, next, now, overlap) is { Keys.Count: <= WebhookEndpoint.MaxSecrets } rotated
                ? WebhookChange.Made(rotated)
                : WebhookChange.Refused(new WebhookRefusal(
                    WebhookRefusalCodes.TooManySecrets,
                    $"{WebhookEndpoint.MaxSecrets} secrets are valid already, which is the limit. Wait until one has ended, or rotate without an overlap.")),
            cancellationToken);
    }

    /// <summary>
    /// Sends one signed message of the type <see cref="TestType"/> at once, whether the endpoint is enabled or not. It is not
    /// stored and not tried again.
    /// </summary>
    /// <returns>What came of it; <c>null</c> if there is no such endpoint.</returns>
    public async ValueTask<WebhookAttempt?> SendTestAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } endpoint)
        {
            return null;
        }

        var now = Now();
        var name = "test-" + RandomText();
        var source = _referrals.Value.Outbox?.Source ?? new OutboxOptions().Source;
        var settings = endpoint.Settings;
        var message = new WebhookMessage
        {
            Id = WebhookBody.IdOf(source, name),
            Program = ProgramId.From("test"),
            Type = TestType,
            CreatedAt = now,
            Json = WebhookBody.Test(name, source, InstantPattern.ExtendedIso.Format(now)),
        };
        return await _sender.SendAsync(
            settings.Url,
            [.. endpoint.SecretsAt(now)],
            message.Id,
            WebhookBody.MediaType(settings.Format),
            WebhookBody.Of(message, settings.Detail, settings.Format),
            now,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The deliveries of an endpoint, the newest message first; none if there is no such endpoint.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="query">Which of them; <c>null</c> for all.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async IAsyncEnumerable<WebhookDelivery> ReadDeliveriesAsync(
        string id,
        DeliveryQuery? query = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is null)
        {
            yield break;
        }

        await foreach (var delivery in _store.ReadDeliveriesAsync(id, query ?? DeliveryQuery.All, cancellationToken).ConfigureAwait(false))
        {
            yield return delivery;
        }
    }

    /// <summary>
    /// Sends a message to an endpoint again, whatever became of it: due at once, with all attempts again, under the same
    /// <c>webhook-id</c>.
    /// </summary>
    /// <returns><c>false</c> if there is no such endpoint, or the message was never meant for it or is no longer kept.</returns>
    public async ValueTask<bool> ReplayAsync(string id, string messageId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        return await FindAsync(id, cancellationToken).ConfigureAwait(false) is not null
            && await _store.MoveAsync(
                id, DeliveryQuery.All with { MessageId = messageId }, WebhookDeliveryState.Pending, Now(), cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Sends the messages of a time to an endpoint again: those that failed or were missed, or all.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="from">Messages that were made at this instant or later.</param>
    /// <param name="until">Messages that were made before this instant.</param>
    /// <param name="includeDelivered">
    /// Whether those that were delivered are sent again too, such as to a receiver that has lost them.
    /// </param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>How many are sent again; 0 if there is no such endpoint.</returns>
    public async ValueTask<int> ReplayAsync(
        string id, Instant from, Instant until, bool includeDelivered = false, CancellationToken cancellationToken = default)
    {
        WebhookDeliveryState[] states = includeDelivered
            ? [WebhookDeliveryState.Failed, WebhookDeliveryState.Missed, WebhookDeliveryState.Delivered]
            : [WebhookDeliveryState.Failed, WebhookDeliveryState.Missed];
        return await FindAsync(id, cancellationToken).ConfigureAwait(false) is null ? 0 : await _store.MoveAsync(
            id,
            DeliveryQuery.All with { From = from, Until = until, States = states },
            WebhookDeliveryState.Pending,
            Now(),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Notes an event for every endpoint of its tenant that wants it. <see cref="WebhookEventHandler"/> calls it; an application
    /// with a handler of its own calls it there. The same event, any number of times, is noted once for each endpoint.
    /// </summary>
    /// <param name="referralEvent">The event. Its own tenant counts, not that of <see cref="ForTenant"/>.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ReferralsException">
    /// The source of the event is not one of this application's <see cref="OutboxOptions.Source"/>.
    /// </exception>
    public async ValueTask EnqueueAsync(ReferralEvent referralEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(referralEvent);
        var partition = PartitionOf(referralEvent);
        await ForgetAsync(referralEvent, partition, cancellationToken).ConfigureAwait(false);
        var endpoints = (await _store.ListEndpointsAsync(partition.Tenant, cancellationToken).ConfigureAwait(false))
            .Where(endpoint => endpoint.Settings.Wants(partition.Program, referralEvent.Type)).ToList();
        if (endpoints.Count == 0)
        {
            return;
        }

        var now = Now();
        var isFull = endpoints.Exists(static endpoint => endpoint.Settings.Detail == WebhookDetail.Full);
        var message = new WebhookMessage
        {
            Id = WebhookBody.IdOf(referralEvent.Source, referralEvent.Id),
            Tenant = partition.Tenant,
            Program = partition.Program,
            Type = referralEvent.Type,
            CreatedAt = now,
            IsFull = isFull,
            Json = isFull ? referralEvent.Json : WebhookBody.Thin(referralEvent.Json),
        };
        var deliveries = endpoints.Select(endpoint => new WebhookDelivery
        {
            MessageId = message.Id,
            EndpointId = endpoint.Id,
            Detail = endpoint.Settings.Detail,
            Format = endpoint.Settings.Format,
            State = endpoint.IsEnabled ? WebhookDeliveryState.Pending : WebhookDeliveryState.Missed,
            DueAt = now,
            CreatedAt = now,
        });
        await _store.AddMessageAsync(message, [.. deliveries], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends everything that is due to the endpoints of all tenants, then returns: for a host without hosted services, and for
    /// tests. Any number of instances may call it at once.
    /// </summary>
    /// <returns>How many attempts were made.</returns>
    public async ValueTask<int> DeliverAsync(CancellationToken cancellationToken = default) =>
        await _dispatcher.RunAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>A person was erased: what is kept for replays says no more of them than the thin form does.</summary>
    private async ValueTask ForgetAsync(ReferralEvent referralEvent, Partition partition, CancellationToken cancellationToken)
    {
        foreach (var fact in referralEvent.Facts)
        {
            if (fact is not { Kind: FactKind.PersonErased, Customer: { } person })
            {
                continue;
            }

            await foreach (var message in _store.ReadFullMessagesAsync(partition, cancellationToken).ConfigureAwait(false))
            {
                if (WebhookBody.Names(message.Json, person))
                {
                    await _store.ThinMessageAsync(message.Id, WebhookBody.Thin(message.Json), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Whose event it is. It decides who gets it, so what cannot be told for certain is not sent to anybody.</summary>
    private Partition PartitionOf(ReferralEvent referralEvent)
    {
        var own = (_referrals.Value.Outbox?.Source ?? new OutboxOptions().Source) + "/";
        var source = referralEvent.Source;
        try
        {
            return source.StartsWith(own, StringComparison.Ordinal)
                ? Partition.Parse(Uri.UnescapeDataString(source[own.Length..]))
                : throw new FormatException("It does not begin as the option says.");
        }
        catch (FormatException exception)
        {
            throw new ReferralsException(
                $"The event has the source '{source}', which is not '{own}' and a program, or a tenant and a program. Events that wait keep their source when the option OutboxOptions.Source "
                + "changes: set it back until they are delivered.",
                exception);
        }
    }

    private async ValueTask<WebhookChange> ReplaceAsync(string id, Func<WebhookEndpoint, WebhookChange> change, CancellationToken cancellationToken)
    {
        while (await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } endpoint)
        {
            var changed = change(endpoint);
            if (!changed.IsMade)
            {
                return changed;
            }

            if (await _store.ReplaceEndpointAsync(changed.Endpoint, cancellationToken).ConfigureAwait(false))
            {
                return await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } now ? WebhookChange.Made(now) : NotFound(id);
            }
        }

        return NotFound(id);
    }

    private static WebhookChange NotFound(string id) => WebhookChange.Refused(new WebhookRefusal(
        WebhookRefusalCodes.NotFound, $"There is no endpoint '{WebhookSettings.Shown(id)}'. List the endpoints to see which there are."));

    private string RandomText()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, _randomness.NextBits());
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], _randomness.NextBits());
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Whole microseconds, as databases keep them.</summary>
    private Instant Now() => Instant.FromUnixTimeTicks(_clock.GetCurrentInstant().ToUnixTimeTicks() / 10 * 10);
}

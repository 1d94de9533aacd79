using NodaTime;
using Referrals.Webhooks.Signing;

namespace Referrals.Webhooks;

/// <summary>Somebody who gets webhooks: the settings, the secrets, and how it goes.</summary>
public sealed record WebhookEndpoint
{
    /// <summary>The most secrets that are valid at once.</summary>
    public const int MaxSecrets = 4;

    /// <summary>The id: <c>ep_</c> and random characters.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The tenant; <c>default</c> for an application without tenants. Events of other tenants are never sent to this endpoint.
    /// </summary>
    public TenantId Tenant { get; init; }

    /// <summary>Where to, and which events.</summary>
    public required WebhookSettings Settings { get; init; }

    /// <summary>The secrets, the newest first. At least one is valid for ever.</summary>
    public required IReadOnlyList<WebhookKey> Keys { get; init => field = [.. value]; }

    /// <summary>Whether webhooks are sent, and why not.</summary>
    public WebhookEndpointStatus Status { get; init; }

    /// <summary>Since when <see cref="Status"/> is what it is.</summary>
    public required Instant StatusSince { get; init; }

    /// <summary>Whether observers were told that the endpoint was disabled; <c>true</c> where there is nothing to tell.</summary>
    public bool IsTold { get; init; } = true;

    /// <summary>When it was added.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>How many attempts have failed since the last one that succeeded.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>
    /// When the first of <see cref="ConsecutiveFailures"/> failed; <c>null</c> if the last attempt succeeded or none was made.
    /// </summary>
    public Instant? FailingSince { get; init; }

    /// <summary>When an attempt succeeded, to the minute; <c>null</c> if none has.</summary>
    public Instant? LastSuccessAt { get; init; }

    /// <summary>The receiver has asked to be left alone until then; <c>null</c> if not.</summary>
    public Instant? PausedUntil { get; init; }

    /// <summary>
    /// Rises with each change of settings, secrets or status; from 1. Two who change the same endpoint at once do not overwrite
    /// each other.
    /// </summary>
    public long Version { get; init; } = 1;

    /// <summary>Whether webhooks are sent.</summary>
    public bool IsEnabled => Status == WebhookEndpointStatus.Enabled;

    /// <summary>Whether two are the same version of the same endpoint, at the same point of its way.</summary>
    public bool Equals(WebhookEndpoint? other) => other is not null
        && (Id, Tenant, Version, Status, IsTold) == (other.Id, other.Tenant, other.Version, other.Status, other.IsTold)
        && ConsecutiveFailures == other.ConsecutiveFailures
        && (FailingSince, LastSuccessAt, PausedUntil) == (other.FailingSince, other.LastSuccessAt, other.PausedUntil);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Version);

    /// <summary>The secrets that sign at an instant, the newest first.</summary>
    public IEnumerable<WebhookSecret> SecretsAt(Instant now) =>
        Keys.Where(key => key.ValidUntil is not { } end || now < end).Select(static key => key.Secret);
}

/// <summary>A secret of an endpoint and how long it signs.</summary>
/// <param name="Secret">The secret.</param>
/// <param name="ValidUntil">Until when webhooks are signed with it, exclusive; <c>null</c> for ever.</param>
public sealed record WebhookKey(WebhookSecret Secret, Instant? ValidUntil);

/// <summary>Whether an endpoint gets webhooks.</summary>
public enum WebhookEndpointStatus
{
    /// <summary>It gets them.</summary>
    Enabled = 0,

    /// <summary>The application has disabled it.</summary>
    Disabled = 1,

    /// <summary>It answered 410 Gone: the receiver wants no more.</summary>
    Gone = 2,

    /// <summary>It has failed for too long: see <see cref="WebhookOptions.DisableAfter"/>.</summary>
    Failing = 3,
}

/// <summary>An endpoint after a change, or why it was not changed.</summary>
public sealed record WebhookChange
{
    private WebhookChange(WebhookEndpoint? endpoint, WebhookRefusal? refusal)
    {
        Endpoint = endpoint;
        Refusal = refusal;
    }

    /// <summary>The endpoint; <c>null</c> if it was refused.</summary>
    public WebhookEndpoint? Endpoint { get; }

    /// <summary>Why it was refused; <c>null</c> if it was not.</summary>
    public WebhookRefusal? Refusal { get; }

    /// <summary>Whether the change was made.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Endpoint))]
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsMade => Endpoint is not null;

    internal static WebhookChange Made(WebhookEndpoint endpoint) => new(endpoint, null);

    internal static WebhookChange Refused(WebhookRefusal refusal) => new(null, refusal);
}

/// <summary>
/// Is told when an endpoint was disabled because its receiver is gone or has failed for too long. Register any number of them; an
/// application writes to its customer.
/// </summary>
public interface IWebhookObserver
{
    /// <summary>
    /// An endpoint was disabled. Called at least once for each time: after a crash, or if it throws, it is called again.
    /// </summary>
    /// <param name="endpoint">The endpoint, with the reason as its status.</param>
    /// <param name="cancellationToken">Cancelled when the application stops.</param>
    ValueTask EndpointDisabledAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken);
}

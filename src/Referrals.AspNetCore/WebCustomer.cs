using Microsoft.AspNetCore.Http;

namespace Referrals.AspNetCore;

/// <summary>The customer who is signed in, as the host's delegate tells it. See <see cref="ReferralsWebOptions.Customer"/>.</summary>
public sealed record WebCustomer
{
    private WebCustomer(CustomerId id) => Id = id;

    /// <summary>The customer.</summary>
    public CustomerId Id { get; }

    /// <summary>The customer's segment, told with the enrolment; <c>null</c> for none.</summary>
    public string? Segment { get; init; }

    /// <summary>The name that friends know the customer by, for the messages that the customer sends; <c>null</c> for none.</summary>
    public string? FirstName { get; init; }

    /// <summary>A customer by id.</summary>
    /// <exception cref="ArgumentException">The id is <c>default</c>.</exception>
    public static WebCustomer Of(CustomerId id) => id.IsDefault
        ? throw new ArgumentException("The customer is default; return null where nobody is signed in.", nameof(id))
        : new WebCustomer(id);

    /// <summary>A delegate for hosts whose authenticated principal holds the customer's id in a claim.</summary>
    /// <param name="claimType">The type of the claim, such as <c>ClaimTypes.NameIdentifier</c>.</param>
    /// <returns>
    /// For <see cref="ReferralsWebOptions.Customer"/>: the customer, or <c>null</c> where nobody is authenticated or the claim does not hold an id.
    /// </returns>
    /// <example><code>
    /// .AddWeb(o => o.Customer = WebCustomer.FromClaim(ClaimTypes.NameIdentifier))
    /// </code></example>
    public static Func<HttpContext, ValueTask<WebCustomer?>> FromClaim(string claimType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(claimType);
        return context => ValueTask.FromResult(
            context.User.Identity?.IsAuthenticated == true && CustomerId.TryFrom(context.User.FindFirst(claimType)?.Value, out var id)
                ? new WebCustomer(id)
                : null);
    }
}

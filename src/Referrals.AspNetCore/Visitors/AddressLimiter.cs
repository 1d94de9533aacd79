using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Referrals.AspNetCore.Visitors;

/// <summary>
/// How often one address may have codes looked up: a whole IPv4 address, or a /64 of IPv6, which is what one connection has. It works
/// without the host's rate limiter, which may add stricter limits of its own.
/// </summary>
internal sealed class AddressLimiter : IDisposable
{
    private const int PrefixBytes = 8;

    private readonly PartitionedRateLimiter<HttpContext> _clicks;
    private readonly PartitionedRateLimiter<HttpContext> _codes;

    internal AddressLimiter(IOptions<ReferralsWebOptions> options)
    {
        _clicks = Limiter(options.Value.ClicksPerMinute);
        _codes = Limiter(options.Value.CodesPerMinute);
    }

    internal bool AllowsClick(HttpContext context) => Allows(_clicks, context);

    internal bool AllowsCode(HttpContext context) => Allows(_codes, context);

    public void Dispose()
    {
        _clicks.Dispose();
        _codes.Dispose();
    }

    /// <summary>Under which name an address is counted.</summary>
    internal static string KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return string.Empty;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, PrefixBytes))
            : address.ToString();
    }

    private static bool Allows(PartitionedRateLimiter<HttpContext> limiter, HttpContext context)
    {
        using var lease = limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(int perMinute) => PartitionedRateLimiter.Create<HttpContext, string>(
        context => RateLimitPartition.GetSlidingWindowLimiter(
            KeyOf(context.Connection.RemoteIpAddress),
            _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = perMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
                QueueLimit = 0,
            }));
}

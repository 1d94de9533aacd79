using System.Net;
using System.Net.Sockets;

namespace Referrals.Webhooks.Delivery;

/// <summary>
/// Which IP addresses belong to the public internet: not those of the special-purpose registries of IANA for
/// <see href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IPv4</see> and
/// <see href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IPv6</see> (RFC 6890).
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        IPNetwork.Parse("0.0.0.0/8"),           // this network
        IPNetwork.Parse("10.0.0.0/8"),          // private
        IPNetwork.Parse("100.64.0.0/10"),       // shared by carriers
        IPNetwork.Parse("127.0.0.0/8"),         // loopback
        IPNetwork.Parse("169.254.0.0/16"),      // link-local; clouds keep credentials there
        IPNetwork.Parse("172.16.0.0/12"),       // private
        IPNetwork.Parse("192.0.0.0/24"),        // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"),        // documentation
        IPNetwork.Parse("192.31.196.0/24"),     // AS112
        IPNetwork.Parse("192.52.193.0/24"),     // AMT
        IPNetwork.Parse("192.88.99.0/24"),      // former 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"),      // private
        IPNetwork.Parse("192.175.48.0/24"),     // AS112
        IPNetwork.Parse("198.18.0.0/15"),       // benchmarks
        IPNetwork.Parse("198.51.100.0/24"),     // documentation
        IPNetwork.Parse("203.0.113.0/24"),      // documentation
        IPNetwork.Parse("224.0.0.0/4"),         // multicast
        IPNetwork.Parse("240.0.0.0/4"),         // reserved, and broadcast
        IPNetwork.Parse("2001::/23"),           // protocol assignments, Teredo, ORCHID
        IPNetwork.Parse("2001:db8::/32"),       // documentation
        IPNetwork.Parse("2002::/16"),           // 6to4, which holds an IPv4 address
        IPNetwork.Parse("2620:4f:8000::/48"),   // AS112
        IPNetwork.Parse("3fff::/20"),           // documentation
    ];

    /// <summary>All that is given out of IPv6; everything else is special or not in use.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>IPv4 addresses as networks without IPv4 reach them (RFC 6052).</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        else if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (address.ScopeId != 0)
            {
                return false;
            }

            if (Translated.Contains(address))
            {
                address = new IPAddress(address.GetAddressBytes().AsSpan(12));
            }
            else if (!GlobalUnicast.Contains(address))
            {
                return false;
            }
        }

        return !NotPublic.Any(network => network.Contains(address));
    }
}

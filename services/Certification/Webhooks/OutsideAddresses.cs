using System.Net;
using System.Net.Sockets;

namespace Bpsdm.Certification.Webhooks;

/// <summary>
/// Which addresses are outside: those of the public internet (IANA's registries of special-purpose addresses, IPv4 and IPv6).
/// A webhook that could be aimed at the inside would make this service ask in the name of whoever subscribed.
/// </summary>
public static class OutsideAddresses
{
    private static readonly IPNetwork[] SpecialV4 =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ]).Select(n => IPNetwork.Parse(n)),
    ];

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    /// <summary>Of the global space: protocol assignments with Teredo, documentation, and 6to4, which carries an IPv4 address within.</summary>
    private static readonly IPNetwork[] SpecialV6 = [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("3fff::/20")];

    public static bool IsOutside(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetwork
            ? !Array.Exists(SpecialV4, n => n.Contains(address))
            : GlobalV6.Contains(address) && !Array.Exists(SpecialV6, n => n.Contains(address));
    }
}

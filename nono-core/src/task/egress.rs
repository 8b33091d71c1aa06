//! Where a request may never go: addresses that belong to the machine's own network plumbing, not to a worker.
//!
//! A task's author must not reach, through the scheduler, a cloud's metadata service or ZooKeeper itself. The same
//! classification is asked when a task is made (for a literal host) and for the address that a request connects to
//! (names resolve anew each time). Loopback and private addresses are allowed: workers live there.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::SchedulerTask;
use super::problem::{Fault, Problems};

/// Why an address is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// A cloud's metadata or platform service.
    Metadata,
    /// 169.254.0.0/16, fe80::/10: never routed.
    LinkLocal,
    /// 0.0.0.0/8, ::, which some systems take for themselves.
    Unspecified,
    /// 224.0.0.0/4, ff00::/8: groups, not hosts.
    Multicast,
    /// 240.0.0.0/4, broadcast included: no host has one.
    Reserved,
    /// An IPv6 address that carries a refused IPv4 address.
    Embeds(Ipv4Addr),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metadata => f.write_str("a cloud's metadata address"),
            Self::LinkLocal => f.write_str("a link-local address"),
            Self::Unspecified => f.write_str("an unspecified address"),
            Self::Multicast => f.write_str("a multicast address"),
            Self::Reserved => f.write_str("a reserved address"),
            Self::Embeds(inner) => write!(f, "an address that embeds {inner}, which is refused"),
        }
    }
}

/// Services that clouds put on addresses outside the link-local ranges: Alibaba, Oracle, Azure.
const METADATA_V4: [Ipv4Addr; 4] = [
    Ipv4Addr::new(169, 254, 169, 254),
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(192, 0, 0, 192),
    Ipv4Addr::new(168, 63, 129, 16),
];

/// AWS, its DNS and its container credentials, Google.
const METADATA_V6: [Ipv6Addr; 4] = [
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x253),
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23),
    Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
];

/// Why no request may go to this address; `None`: it may.
#[must_use]
pub fn refusal(ip: IpAddr) -> Option<Reason> {
    match ip {
        IpAddr::V4(ip) => refusal_v4(ip),
        IpAddr::V6(ip) => refusal_v6(ip),
    }
}

fn refusal_v4(ip: Ipv4Addr) -> Option<Reason> {
    match ip.octets() {
        _ if METADATA_V4.contains(&ip) => Some(Reason::Metadata),
        [169, 254, ..] => Some(Reason::LinkLocal),
        [0, ..] => Some(Reason::Unspecified),
        [224..=239, ..] => Some(Reason::Multicast),
        [240..=255, ..] => Some(Reason::Reserved),
        _ => None,
    }
}

fn refusal_v6(ip: Ipv6Addr) -> Option<Reason> {
    let first = ip.segments()[0];
    if METADATA_V6.contains(&ip) {
        Some(Reason::Metadata)
    } else if ip.is_unspecified() {
        Some(Reason::Unspecified)
    } else if first & 0xffc0 == 0xfe80 {
        Some(Reason::LinkLocal)
    } else if first & 0xff00 == 0xff00 {
        Some(Reason::Multicast)
    } else if ip == Ipv6Addr::LOCALHOST {
        None
    } else {
        embedded(ip).into_iter().flatten().find(|inner| refusal_v4(*inner).is_some()).map(Reason::Embeds)
    }
}

/// The IPv4 addresses that an IPv6 address can stand for, by each scheme that is in use.
fn embedded(ip: Ipv6Addr) -> [Option<Ipv4Addr>; 2] {
    let part = ip.segments();
    let pair = |high: u16, low: u16| Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    let last = pair(part[6], part[7]);
    match part {
        // mapped ::ffff:a.b.c.d, translated ::ffff:0:a.b.c.d, compatible ::a.b.c.d, NAT64 64:ff9b::a.b.c.d
        [0, 0, 0, 0, 0, 0xffff, ..]
        | [0, 0, 0, 0, 0xffff, 0, ..]
        | [0, 0, 0, 0, 0, 0, ..]
        | [0x64, 0xff9b, 0, 0, 0, 0, ..] => [last, None],
        // NAT64 of local use, 64:ff9b:1::/48, with the address at the end (/96) or around the bits 64 to 71 (/48)
        [0x64, 0xff9b, 1, ..] => {
            let around = pair(part[3], (part[4] << 8) | (part[5] >> 8));
            // Which of the two layouts is in use is not known; the zeros of the other one are no address.
            [last, around].map(|inner| inner.filter(|inner| inner.octets()[0] != 0))
        }
        // 6to4
        [0x2002, high, low, ..] => [pair(high, low), None],
        // Teredo: the server, and the client with all bits inverted
        [0x2001, 0, high, low, ..] => [pair(high, low), pair(!part[6], !part[7])],
        // ISATAP
        [_, _, _, _, 0 | 0x200, 0x5efe, ..] => [last, None],
        _ => [None, None],
    }
}

/// A host and a port that no task may call, such as those of ZooKeeper's servers.
pub type Endpoint = (String, u16);

/// The endpoint that this URL names, if it is one of `endpoints`. Literal addresses and the names of the own machine
/// are compared by meaning; other names by their letters: what they
/// resolve to is checked when a request connects.
#[must_use]
pub fn endpoint_in<'a>(url: &Url, endpoints: &'a [Endpoint]) -> Option<&'a Endpoint> {
    let port = url.port_or_known_default()?;
    let host = place_of(url.host()?);
    endpoints.iter().find(|(name, other)| *other == port && place(name) == host)
}

/// Refuses a task that calls one of `own`, the endpoints of ZooKeeper's servers.
///
/// # Errors
/// Names the endpoint.
pub fn check_target(task: &SchedulerTask, own: &[Endpoint]) -> Result<(), Problems> {
    match endpoint_in(&task.target.url, own) {
        None => Ok(()),
        Some((host, port)) => {
            let message = format!("{host}:{port} is ZooKeeper's own address");
            Err(Problems::one("target.url", Fault::new(message, "tasks may call workers only")))
        }
    }
}

/// What a host stands for, as far as its text says.
#[derive(PartialEq)]
enum Place {
    Loopback,
    Address(IpAddr),
    Name(String),
}

fn place(name: &str) -> Place {
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let host = bare.parse().map(Host::Ipv6).or_else(|_| Host::parse(bare));
    match &host {
        Ok(Host::Ipv4(ip)) => place_of(Host::Ipv4(*ip)),
        Ok(Host::Ipv6(ip)) => place_of(Host::Ipv6(*ip)),
        Ok(Host::Domain(name)) => place_of(Host::Domain(name)),
        Err(_) => Place::Name(name.to_lowercase()),
    }
}

fn place_of(host: Host<&str>) -> Place {
    let ip = match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_lowercase();
            return if name == "localhost" || name.ends_with(".localhost") {
                Place::Loopback
            } else {
                Place::Name(name)
            };
        }
        Host::Ipv4(ip) => IpAddr::V4(ip),
        Host::Ipv6(ip) => IpAddr::V6(ip).to_canonical(),
    };
    if ip.is_loopback() { Place::Loopback } else { Place::Address(ip) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plumbing_is_refused() {
        for (ip, reason) in [
            ("169.254.169.254", Reason::Metadata),
            ("100.100.100.200", Reason::Metadata),
            ("168.63.129.16", Reason::Metadata),
            ("fd00:ec2::254", Reason::Metadata),
            ("169.254.0.1", Reason::LinkLocal),
            ("fe80::1", Reason::LinkLocal),
            ("febf::1", Reason::LinkLocal),
            ("0.0.0.0", Reason::Unspecified),
            ("0.1.2.3", Reason::Unspecified),
            ("::", Reason::Unspecified),
            ("224.0.0.1", Reason::Multicast),
            ("ff02::1", Reason::Multicast),
            ("255.255.255.255", Reason::Reserved),
            ("240.0.0.1", Reason::Reserved),
        ] {
            assert_eq!(refusal(ip.parse().unwrap()), Some(reason), "{ip}");
        }
    }

    #[test]
    fn an_embedded_address_is_found_in_every_scheme() {
        let metadata = Ipv4Addr::new(169, 254, 169, 254);
        for ip in [
            "::ffff:169.254.169.254",
            "::169.254.169.254",
            "::ffff:0:169.254.169.254",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::169.254.169.254",
            "64:ff9b:1:a9fe:00a9:fe00::",
            "2002:a9fe:a9fe::1",
            "2001:0:a9fe:a9fe::1",
            "2001:0:808:808::5601:5601",
            "fd12::5efe:169.254.169.254",
            "2001:db8::200:5efe:169.254.169.254",
        ] {
            assert_eq!(refusal(ip.parse().unwrap()), Some(Reason::Embeds(metadata)), "{ip}");
        }
    }

    #[test]
    fn workers_may_be_local_private_or_public() {
        for ip in [
            "127.0.0.1",
            "::1",
            "10.0.0.1",
            "192.168.1.1",
            "172.16.0.1",
            "100.64.0.1",
            "8.8.8.8",
            "fd12::1",
            "2606:4700::1111",
            "::ffff:10.0.0.1",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
        ] {
            assert_eq!(refusal(ip.parse().unwrap()), None, "{ip}");
        }
    }

    #[test]
    fn zookeepers_own_address_is_known_in_every_spelling() {
        let own = [("127.0.0.1".to_owned(), 2181), ("zk-1.internal".to_owned(), 2181), ("[::1]".to_owned(), 2182)];
        for (url, found) in [
            ("http://127.0.0.1:2181/", Some(0)),
            ("http://localhost:2181/", Some(0)),
            ("http://[::ffff:127.0.0.1]:2181/", Some(0)),
            ("http://2130706433:2181/", Some(0)),
            ("http://ZK-1.internal:2181/x", Some(1)),
            ("http://localhost:2182/", Some(2)),
            ("http://127.0.0.1:8080/", None),
            ("http://zk-2.internal:2181/", None),
        ] {
            assert_eq!(endpoint_in(&url.parse().unwrap(), &own), found.map(|index: usize| &own[index]), "{url}");
        }
    }
}

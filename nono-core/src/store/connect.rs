//! The connect string `HOST[:PORT][,HOST[:PORT]...][/CHROOT]`, parsed by us.
//!
//! The client's own parser says "invalid address" and no more; people mistype this text more than any other, so each
//! refusal names the part and the remedy. Pure: nothing is looked up here.

use std::fmt;
use std::str::FromStr;

/// The port of a host that names none.
pub const DEFAULT_PORT: u16 = 2181;

/// The client tries so many entries before its back-off begins to double (dependencies.md, trap 4).
const ENTRIES: usize = 30;

/// Where ZooKeeper is, and below which of its nodes the cluster lives.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ConnectString {
    hosts: Vec<Host>,
    chroot: String,
}

/// One server of the ensemble.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Host {
    /// A name or an address, without brackets.
    pub name: String,
    /// Its client port.
    pub port: u16,
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.contains(':') {
            write!(f, "[{}]:{}", self.name, self.port)
        } else {
            write!(f, "{}:{}", self.name, self.port)
        }
    }
}

/// A connect string that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("connect string {text:?}: {why}; write HOST[:PORT][,HOST[:PORT]...][/CHROOT], such as zk1:2181,zk2:2181/nono")]
pub struct InvalidConnectString {
    /// What was given.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}

impl ConnectString {
    /// The servers, each once, in the order given.
    #[must_use]
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// `/` or a path without a slash at its end.
    #[must_use]
    pub fn chroot(&self) -> &str {
        &self.chroot
    }

    /// The servers for the client: repeated, so that its back-off stays short while any of them may come back.
    #[must_use]
    pub fn entries(&self) -> String {
        let rounds = (ENTRIES / self.hosts.len()).max(1);
        let once: Vec<String> = self.hosts.iter().map(ToString::to_string).collect();
        vec![once.join(","); rounds].join(",")
    }
}

impl fmt::Display for ConnectString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts: Vec<String> = self.hosts.iter().map(ToString::to_string).collect();
        f.write_str(&hosts.join(","))?;
        if self.chroot == "/" { Ok(()) } else { f.write_str(&self.chroot) }
    }
}

impl FromStr for ConnectString {
    type Err = InvalidConnectString;

    fn from_str(text: &str) -> Result<Self, InvalidConnectString> {
        parse(text).map_err(|why| InvalidConnectString { text: text.to_owned(), why })
    }
}

fn parse(text: &str) -> Result<ConnectString, String> {
    if text.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    if let Some(at) = text.find(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(format!("it has a space or control character at position {}", at + 1));
    }
    if let Some((scheme, _)) = text.split_once("://") {
        return Err(format!("it begins with {scheme}://, and hosts have no scheme"));
    }
    let (hosts, chroot) = match text.find('/') {
        Some(slash) => (&text[..slash], parse_chroot(&text[slash..])?),
        None => (text, "/".to_owned()),
    };
    let mut parsed: Vec<Host> = Vec::new();
    for (index, part) in hosts.split(',').enumerate() {
        let host = parse_host(part).map_err(|why| format!("host {} {why}", index + 1))?;
        if parsed.contains(&host) {
            return Err(format!("host {host} stands in it twice"));
        }
        parsed.push(host);
    }
    Ok(ConnectString { hosts: parsed, chroot })
}

fn parse_host(text: &str) -> Result<Host, String> {
    let (name, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (name, after) = rest.split_once(']').ok_or_else(|| format!("({text}) has no closing bracket"))?;
            let port = if after.is_empty() {
                None
            } else {
                Some(
                    after
                        .strip_prefix(':')
                        .ok_or_else(|| format!("({text}) has something other than a port after its bracket"))?,
                )
            };
            (name, port)
        }
        None if text.matches(':').count() > 1 => {
            return Err(format!("({text}) has more than one colon; put an IPv6 address in brackets"));
        }
        None => text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port))),
    };
    if name.is_empty() {
        return Err("has no name".to_owned());
    }
    let odd = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '%'));
    if let Some(c) = name.chars().find(|&c| odd(c)) {
        return Err(format!("({text}) has {c:?} in its name"));
    }
    Ok(Host { name: name.to_owned(), port: port.map_or(Ok(DEFAULT_PORT), parse_port)? })
}

fn parse_port(text: &str) -> Result<u16, String> {
    let port = text.parse::<u16>().ok().filter(|&port| port != 0 && text.bytes().all(|byte| byte.is_ascii_digit()));
    port.ok_or_else(|| {
        format!("has the port {text:?}, which is not a number from 1 to 65535 (a chroot begins with a slash)")
    })
}

fn parse_chroot(text: &str) -> Result<String, String> {
    if text == "/" {
        return Ok(text.to_owned());
    }
    if text.contains(',') {
        return Err(format!("its chroot {text} has a comma; the chroot stands once, after the last host"));
    }
    if text.ends_with('/') {
        return Err(format!("its chroot {text} ends with a slash"));
    }
    for part in text[1..].split('/') {
        if part.is_empty() || part == "." || part == ".." {
            return Err(format!("its chroot {text} has an empty part, . or .."));
        }
    }
    if text == "/zookeeper" || text.starts_with("/zookeeper/") {
        return Err("its chroot lies in /zookeeper, which ZooKeeper keeps for itself".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> String {
        text.parse::<ConnectString>().unwrap_err().why
    }

    #[test]
    fn hosts_ports_and_chroot_are_read_and_shown() {
        for (text, shown, chroot) in [
            ("zk1", "zk1:2181", "/"),
            ("zk1:2182/", "zk1:2182", "/"),
            ("zk1,zk2:2183/nono/prod", "zk1:2181,zk2:2183/nono/prod", "/nono/prod"),
            ("[::1]:2181,127.0.0.1", "[::1]:2181,127.0.0.1:2181", "/"),
            ("[fe80::1]/x", "[fe80::1]:2181/x", "/x"),
        ] {
            let parsed: ConnectString = text.parse().unwrap();
            assert_eq!(parsed.to_string(), shown);
            assert_eq!(parsed.chroot(), chroot);
        }
    }

    #[test]
    fn refusals_name_the_part_and_the_reason() {
        for (text, expected) in [
            ("", "it is empty"),
            ("  ", "it is empty"),
            ("zk1, zk2", "it has a space or control character at position 5"),
            ("zk1,,zk2", "host 2 has no name"),
            ("zk1,", "host 2 has no name"),
            (":2181", "host 1 has no name"),
            ("/nono", "host 1 has no name"),
            ("zk1,zk1:2181", "host zk1:2181 stands in it twice"),
            (
                "zk1:0",
                "host 1 has the port \"0\", which is not a number from 1 to 65535 (a chroot begins with a slash)",
            ),
            (
                "zk1:2181nono",
                "host 1 has the port \"2181nono\", which is not a number from 1 to 65535 (a chroot begins with a slash)",
            ),
            (
                "zk1:+5",
                "host 1 has the port \"+5\", which is not a number from 1 to 65535 (a chroot begins with a slash)",
            ),
            ("::1", "host 1 (::1) has more than one colon; put an IPv6 address in brackets"),
            ("[::1", "host 1 ([::1) has no closing bracket"),
            ("zk1/a//b", "its chroot /a//b has an empty part, . or .."),
            ("zk1/a/", "its chroot /a/ ends with a slash"),
            ("zk1/a,zk2/a", "its chroot /a,zk2/a has a comma; the chroot stands once, after the last host"),
            ("zk1/zookeeper/x", "its chroot lies in /zookeeper, which ZooKeeper keeps for itself"),
            ("tcp://zk1", "it begins with tcp://, and hosts have no scheme"),
        ] {
            assert_eq!(why(text), expected, "{text}");
        }
    }

    #[test]
    fn the_client_gets_each_host_often_enough() {
        for hosts in [1, 2, 3, 5, 7, 11, 40] {
            let text: Vec<String> = (0..hosts).map(|n| format!("zk{n}")).collect();
            let entries = text.join(",").parse::<ConnectString>().unwrap().entries();
            let count = entries.split(',').count();
            assert!(count == hosts || (21..=30).contains(&count), "{hosts} hosts became {count}");
        }
    }
}

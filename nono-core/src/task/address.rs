//! The URL of a target: what may stand there, and what it must not smuggle.
//!
//! The url crate repairs a lot in silence (it drops line breaks, trims spaces, turns `0x7f.1` into an address). What a
//! person did not mean is refused before it sees the text; what it made of a literal host is classified afterwards.

use std::net::IpAddr;

use url::{Host, ParseError, Url};

use super::egress;
use super::problem::{Fault, quoted};

/// The longest URL, in bytes.
pub const LONGEST_URL: usize = 2048;

/// Reads the URL of a target.
///
/// # Errors
/// Says which rule the text breaks and what to write.
pub fn parse_url(text: &str) -> Result<Url, Fault> {
    check_text(text)?;
    let url = Url::parse(text).map_err(|error| unreadable(text, error))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Fault::new(format!("the scheme {} is not allowed", quoted(url.scheme())), "use http or https"));
    }
    if !starts_with_authority(text) {
        return Err(Fault::new(format!("{} has no host", quoted(text)), EXAMPLE));
    }
    check_parts(text, &url)?;
    check_host(text, &url)?;
    Ok(url)
}

const EXAMPLE: &str = "write an address like https://jobs.example.com/nightly";

/// Rules over the text as it was typed.
fn check_text(text: &str) -> Result<(), Fault> {
    let odd = text.chars().find(|c| c.is_control() || c.is_whitespace() || *c == '\\');
    let lower = text.to_ascii_lowercase();
    let escape = ["%0d", "%0a", "%00"].into_iter().find(|escape| lower.contains(escape));
    if text.is_empty() {
        Err(Fault::new("is empty", EXAMPLE))
    } else if text.len() > LONGEST_URL {
        Err(Fault::new(format!("has {} bytes", text.len()), format!("at most {LONGEST_URL} are allowed")))
    } else if let Some(odd) = odd {
        Err(Fault::new(format!("{} holds the character {odd:?}", quoted(text)), "take it out, or percent-encode it"))
    } else if let Some(escape) = escape {
        Err(Fault::new(format!("{} holds {escape}", quoted(text)), "a line break or NUL in a URL is not allowed"))
    } else {
        Ok(())
    }
}

/// `http:host` and `http:///host` are repaired by the url crate; a person is better told.
fn starts_with_authority(text: &str) -> bool {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    !rest.is_empty() && !rest.starts_with('/')
}

/// Host and port as they were typed.
fn authority(text: &str) -> &str {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or("")
}

fn check_parts(text: &str, url: &Url) -> Result<(), Fault> {
    if authority(text).contains('@') {
        return Err(Fault::new("holds a user name or password", "take it out; send credentials in a header"));
    }
    if url.port() == Some(0) {
        return Err(Fault::new("has the port 0", "use a port from 1 to 65535"));
    }
    if url.fragment().is_some() {
        return Err(Fault::new("has a fragment (#…), which is never sent", "take it out"));
    }
    if url.as_str().len() > LONGEST_URL {
        let message = format!("has {} bytes once it is percent-encoded", url.as_str().len());
        return Err(Fault::new(message, format!("at most {LONGEST_URL} are allowed")));
    }
    Ok(())
}

fn check_host(text: &str, url: &Url) -> Result<(), Fault> {
    let ip = match url.host() {
        None => return Err(Fault::new("has no host", EXAMPLE)),
        Some(Host::Domain(name)) if name.ends_with('.') => {
            return Err(Fault::new(format!("the host {} ends with a dot", quoted(name)), "take the last dot away"));
        }
        Some(Host::Domain(_)) => return Ok(()),
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
    };
    let typed = authority(text).split(':').next().unwrap_or("");
    match egress::refusal(ip) {
        // `0x7f.1` and `2130706433` are 127.0.0.1 to some programs, and a name or another address to others.
        None if ip.is_ipv4() && typed != ip.to_string() => {
            let message = format!("the host {} is {ip} in another form", quoted(typed));
            Err(Fault::new(message, format!("write the address with dots: {ip}")))
        }
        None => Ok(()),
        Some(reason) => Err(Fault::new(format!("{ip} is {reason}"), "tasks may call workers only")),
    }
}

fn unreadable(text: &str, error: ParseError) -> Fault {
    let message = match error {
        ParseError::RelativeUrlWithoutBase => format!("{} has no scheme", quoted(text)),
        ParseError::EmptyHost => format!("{} has no host", quoted(text)),
        ParseError::InvalidPort => {
            return Fault::new(format!("{} has a bad port", quoted(text)), "use a port from 1 to 65535");
        }
        other => format!("{} is not a URL: {other}", quoted(text)),
    };
    Fault::new(message, EXAMPLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_workers_are_read() {
        for (text, read) in [
            ("http://127.0.0.1:8080/jobs", "http://127.0.0.1:8080/jobs"),
            ("HTTPS://Example.COM/a?b=c%20d", "https://example.com/a?b=c%20d"),
            ("http://[::1]:9000/", "http://[::1]:9000/"),
            ("https://bücher.example/", "https://xn--bcher-kva.example/"),
            ("http://worker:65535", "http://worker:65535/"),
        ] {
            assert_eq!(parse_url(text).map(String::from), Ok(read.to_owned()), "{text}");
        }
    }

    #[test]
    fn each_bad_url_is_refused_with_its_rule() {
        let long = format!("http://h/{}", "a".repeat(10_240));
        let swells = format!("http://h/{}", "é".repeat(700));
        for (text, part) in [
            ("", "is empty"),
            ("example.com/x", "no scheme"),
            ("/jobs", "no scheme"),
            ("localhost:8080", "scheme \"localhost\""),
            ("file:///etc/passwd", "scheme \"file\""),
            ("gopher://h/", "scheme \"gopher\""),
            ("http:h", "no host"),
            ("http:///h", "no host"),
            ("http://", "no host"),
            ("http://:80/", "no host"),
            ("http://user@h/", "user name"),
            ("http://user:pw@h/", "user name"),
            ("http://@h/", "user name"),
            ("http://h:0/", "port 0"),
            ("http://h:65536/", "bad port"),
            ("http://h:x/", "bad port"),
            ("http://[fe80::1%25eth0]/", "not a URL"),
            ("http://[fe80::1]/", "link-local"),
            ("http://[::ffff:169.254.169.254]/", "embeds 169.254.169.254"),
            ("http://169.254.169.254/latest/meta-data", "metadata"),
            ("http://0xa9fea9fe/", "metadata"),
            ("http://2852039166/", "metadata"),
            ("http://0251.0376.0251.0376/", "metadata"),
            ("http://169.254.169.254./", "metadata"),
            ("http://0/", "unspecified"),
            ("http://0x7f.1/", "is 127.0.0.1 in another form"),
            ("http://2130706433:80/", "is 127.0.0.1 in another form"),
            ("http://127.0.0.1./", "is 127.0.0.1 in another form"),
            ("http://0177.0.0.1", "is 127.0.0.1 in another form"),
            ("http://[::]/", "unspecified"),
            ("http://example.com./", "ends with a dot"),
            ("http://h/a b", "character ' '"),
            (" http://h/", "character ' '"),
            ("http://h/a\r\nX: y", "character"),
            ("http://h/\0", "character"),
            ("http://h\\@e/", "character"),
            ("http://h/%0d%0aX:%20y", "holds %0d"),
            ("http://h/%0A", "holds %0a"),
            ("http://h/#top", "fragment"),
            (&long, "10249 bytes"),
            (&swells, "percent-encoded"),
            ("http://1.2.3.4.5/", "not a URL"),
            ("http://300.1.1.1/", "not a URL"),
        ] {
            let fault = parse_url(text).unwrap_err();
            assert!(fault.message.contains(part), "{text:?}: {}", fault.message);
            assert!(fault.hint.is_some(), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}", host in "[0-9a-fx.:\\[\\]]{0,20}") {
            let _ = parse_url(&text);
            let _ = parse_url(&format!("http://{text}"));
            if let Ok(url) = parse_url(&format!("http://{host}/")) {
                let literal = url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().ok());
                proptest::prop_assert!(literal.and_then(egress::refusal).is_none());
            }
        }
    }
}

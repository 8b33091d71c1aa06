//! The request headers a task may set, and those it may not.
//!
//! What frames a message, what names the run and what a proxy would act on is the scheduler's alone. Values are plain
//! ASCII: nothing that a worker, a proxy or a log could read as the end of a line.

use super::problem::{Fault, quoted};

/// How many headers a task may set.
pub const MOST_HEADERS: usize = 32;

/// How many bytes their names and values may have in all.
pub const LONGEST_HEADERS: usize = 8192;

/// Names that a task may not set.
const RESERVED: [&str; 13] = [
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "idempotency-key",
    "keep-alive",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Beginnings of names that a task may not set.
const RESERVED_PREFIXES: [&str; 3] = ["nono-", "proxy-", "webhook-"];

/// Checks all headers of a task; every fault is returned.
pub(super) fn check_headers(headers: &[(&str, &str)]) -> Vec<Fault> {
    let mut faults: Vec<_> = headers.iter().filter_map(|(name, value)| check_header(name, value).err()).collect();
    let size: usize = headers.iter().map(|(name, value)| name.len() + value.len()).sum();
    if headers.len() > MOST_HEADERS {
        faults
            .push(Fault::new(format!("has {} headers", headers.len()), format!("at most {MOST_HEADERS} are allowed")));
    }
    if size > LONGEST_HEADERS {
        faults.push(Fault::new(format!("has {size} bytes"), format!("at most {LONGEST_HEADERS} are allowed in all")));
    }
    for (index, (name, _)) in headers.iter().enumerate().take(MOST_HEADERS + 1) {
        if headers[..index].iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
            let message = format!("the header {} stands twice; case does not matter in names", quoted(name));
            faults.push(Fault::new(message, "keep one, with the values joined by commas"));
        }
    }
    faults
}

fn check_header(name: &str, value: &str) -> Result<(), Fault> {
    check_name(name)?;
    let bad = value.chars().find(|&c| !(c == '\t' || c == ' ' || c.is_ascii_graphic()));
    if let Some(bad) = bad {
        let hint = if bad.is_ascii() { "take it out" } else { "only ASCII can be sent; encode it" };
        return Err(Fault::new(format!("the value of {} holds {bad:?}", quoted(name)), hint));
    }
    if value.trim_ascii() != value {
        let message = format!("the value of {} begins or ends with a space", quoted(name));
        return Err(Fault::new(message, "take it out; it would not be sent"));
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), Fault> {
    let lower = name.to_ascii_lowercase();
    let bad = name.chars().find(|&c| !(c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)));
    if name.is_empty() {
        Err(Fault::new("a header has no name", "write Name: value"))
    } else if let Some(bad) = bad {
        let message = format!("the header name {} holds {bad:?}", quoted(name));
        Err(Fault::new(message, "use letters, digits and dashes"))
    } else if name.len() > 128 {
        Err(Fault::new(format!("the header name {} has {} bytes", quoted(name), name.len()), "use at most 128"))
    } else if RESERVED.contains(&lower.as_str()) || RESERVED_PREFIXES.iter().any(|start| lower.starts_with(start)) {
        Err(Fault::new(format!("the header {} is set by the scheduler", quoted(name)), "take it out"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bad_header_is_refused_with_its_rule() {
        let long = "v".repeat(9000);
        for (name, value, part) in [
            ("", "v", "no name"),
            ("X-A", "a\r\nX-B: c", "holds '\\r'"),
            ("X-A", "a\nb", "holds '\\n'"),
            ("X-A", "a\0b", "holds '\\0'"),
            ("X-A", "\u{7f}", "holds"),
            ("X-A", "é", "holds 'é'"),
            ("X-A", "a ", "ends with a space"),
            ("X A", "v", "holds ' '"),
            ("X:A", "v", "holds ':'"),
            ("X-É", "v", "holds 'É'"),
            ("X-A", &long, "9003 bytes"),
            (&"n".repeat(129), "v", "129 bytes"),
        ] {
            let faults = check_headers(&[(name, value)]);
            assert!(faults.iter().any(|fault| fault.message.contains(part)), "{name:?}: {value:.20?}: {faults:?}");
        }
        for name in [
            "Host",
            "content-length",
            "Transfer-Encoding",
            "CONNECTION",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "Proxy-Authorization",
            "webhook-id",
            "Nono-Run-Id",
            "Idempotency-Key",
            "traceparent",
            "Accept-Encoding",
        ] {
            let faults = check_headers(&[(name, "v")]);
            assert!(faults[0].message.contains("set by the scheduler"), "{name}: {faults:?}");
        }
    }

    #[test]
    fn too_many_and_doubled_headers_are_refused() {
        let names: Vec<_> = (0..1000).map(|index| format!("x-{index}")).collect();
        let many: Vec<_> = names.iter().map(|name| (name.as_str(), "v")).collect();
        assert!(check_headers(&many).iter().any(|fault| fault.message == "has 1000 headers"));
        assert!(check_headers(&many[..32]).is_empty());
        let doubled = check_headers(&[("X-A", "1"), ("x-a", "2")]);
        assert!(doubled[0].message.contains("stands twice"), "{doubled:?}");
    }

    #[test]
    fn what_workers_need_is_allowed() {
        let allowed = [
            ("Content-Type", "application/json"),
            ("Authorization", "Bearer a.b-c"),
            ("X-Empty", ""),
            ("User-Agent", "nightly (v2)\tx"),
        ];
        assert_eq!(check_headers(&allowed), []);
    }
}

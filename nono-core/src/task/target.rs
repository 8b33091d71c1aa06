//! The section `target`: whom to call, with what, and for how long.

use serde_json::Value;

use super::address::parse_url;
use super::duration::format_duration;
use super::field::METHODS;
use super::header::check_headers;
use super::problem::Fault;
use super::section::Section;
use super::suggest;
use super::{Body, Target, Timeouts};

/// Reads the section; `None` when something was noted.
pub(super) fn read(top: Section<'_>) -> Option<Target> {
    let section = top.section("target");
    if !top.has("target") {
        top.note("target", Fault::new("is missing", "write target: with a url"));
        return None;
    }
    if !section.has("url") {
        section.note("url", Fault::new("is missing", "write an address like https://jobs.example.com/nightly"));
    }
    let url = section.raw_text("url", parse_url);
    let way = way(section);
    let body = body(section, way.method);
    Some(way.to(url?, body))
}

/// How a worker is called, whatever its address and the body: what many tasks have in common.
#[derive(Clone)]
pub(super) struct Way {
    pub(super) method: &'static str,
    headers: Vec<(String, String)>,
    timeout: Timeouts,
}

impl Way {
    pub(super) fn to(self, url: url::Url, body: Body) -> Target {
        let Self { method, headers, timeout } = self;
        Target { url, method, headers, body, timeout }
    }
}

/// Reads what of the section is neither address nor body.
pub(super) fn way(section: Section<'_>) -> Way {
    let method = method(section);
    let headers = section.texts("headers");
    for fault in check_headers(&headers) {
        section.note("headers", fault);
    }
    let timeout = timeouts(section);
    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Way { method, headers, timeout }
}

/// Methods are told apart by case on the wire; people write them in either.
fn method(section: Section<'_>) -> &'static str {
    let read = section.raw_text("method", |text| {
        let upper = text.to_ascii_uppercase();
        let known = METHODS.iter().copied().find(|method| *method == upper);
        known.ok_or_else(|| suggest::for_word(text, METHODS))
    });
    read.unwrap_or("POST")
}

fn body(section: Section<'_>, method: &str) -> Body {
    let body = match section.value("body") {
        None => return Body::None,
        Some(Value::String(text)) => Body::Text(text.clone()),
        Some(other) => Body::Json(Box::new(other.clone())),
    };
    if carries_none(method) {
        section.note(
            "body",
            Fault::new(format!("a {method} request carries no body"), "use method: POST, or take it out"),
        );
    }
    body
}

/// Whether a request of this method has no body.
pub(super) fn carries_none(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}

fn timeouts(section: Section<'_>) -> Timeouts {
    let timeout = section.section("timeout");
    let read = Timeouts {
        connect: timeout.duration_or_default("connect"),
        attempt: timeout.duration_or_default("attempt"),
        run: timeout.duration_or_default("run"),
    };
    if read.attempt > read.run {
        let (attempt, run) = (format_duration(read.attempt), format_duration(read.run));
        let message = format!("{attempt} is longer than the whole run may take, {run}");
        timeout.note("attempt", Fault::new(message, format!("set target.timeout.run to {attempt} or more")));
    }
    read
}

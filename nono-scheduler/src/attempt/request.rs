//! The request a worker gets: the task's method, headers and body, and what we say about the run (docs/workers.md).
//!
//! Our own headers win over the task's; those that frame a message on its connection are hyper's alone.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request};
use nono_core::engine::Sending;
use nono_core::name::RunId;
use nono_core::task::Body;
use url::Url;
use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128};

const USER_AGENT: &str = concat!("nono/", env!("CARGO_PKG_VERSION"));

/// Of one connection, or of the message's length: a task cannot say them.
const FRAMING: [HeaderName; 8] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::TE,
    header::TRAILER,
    header::UPGRADE,
    header::EXPECT,
    HeaderName::from_static("keep-alive"),
];

/// Builds the request, or says what of the task cannot be sent.
pub(super) fn build(sending: &Sending) -> Result<Request<Full<Bytes>>, String> {
    let target = &sending.task.target;
    if !target.url.username().is_empty() || target.url.password().is_some() {
        return Err("the url holds a user or a password; send an Authorization header instead".to_owned());
    }
    let (body, content_type) = body_of(&target.body);
    let mut headers = of_task(&target.headers)?;
    let defaults = [(header::ACCEPT, "*/*"), (header::USER_AGENT, USER_AGENT), (header::CONTENT_TYPE, content_type)];
    for (name, value) in defaults.into_iter().filter(|(_, value)| !value.is_empty()) {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    headers.insert(header::HOST, host_of(&target.url)?);
    describe_run(&mut headers, sending)?;
    let method = method_of(target.method)?;
    let mut request = Request::new(Full::new(body));
    *request.uri_mut() =
        path_of(&target.url).parse().map_err(|_| format!("the path of {} cannot be sent", target.url))?;
    *request.method_mut() = method;
    *request.headers_mut() = headers;
    Ok(request)
}

fn method_of(text: &str) -> Result<Method, String> {
    match Method::from_bytes(text.as_bytes()) {
        Ok(method) if method != Method::CONNECT => Ok(method),
        _ => Err(format!("{text:?} is not a method that can be sent")),
    }
}

fn body_of(body: &Body) -> (Bytes, &'static str) {
    match body {
        Body::None => (Bytes::new(), ""),
        Body::Text(text) => (Bytes::from(text.clone()), "text/plain; charset=utf-8"),
        Body::Json(value) => (Bytes::from(value.to_string()), "application/json"),
    }
}

fn of_task(given: &[(String, String)]) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::with_capacity(given.len() + 16);
    for (name, value) in given {
        let unfit = || format!("the header {name:?} cannot be sent");
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unfit())?;
        if !FRAMING.contains(&key) {
            headers.append(key, HeaderValue::from_str(value).map_err(|_| unfit())?);
        }
    }
    Ok(headers)
}

fn host_of(url: &Url) -> Result<HeaderValue, String> {
    let host = url.host_str().unwrap_or_default();
    let text = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    HeaderValue::from_str(&text).map_err(|_| format!("{text} is not a host that can be sent"))
}

fn path_of(url: &Url) -> String {
    let path = if url.path().is_empty() { "/" } else { url.path() };
    url.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}

fn describe_run(headers: &mut HeaderMap, sending: &Sending) -> Result<(), String> {
    let said = [
        ("nono-task", sending.task.name.to_string()),
        ("nono-run-id", sending.run.to_string()),
        ("nono-attempt", sending.number.to_string()),
        ("nono-scheduled-at", sending.scheduled_at.to_string()),
        ("nono-trigger", sending.trigger.as_str().to_owned()),
        ("nono-epoch", sending.epoch.to_string()),
        ("idempotency-key", sending.run.to_string()),
        ("traceparent", traceparent(&sending.run, sending.number)),
    ];
    headers.remove("nono-redelivery");
    for (name, value) in said {
        let value = HeaderValue::try_from(value).map_err(|_| format!("{name} cannot be sent"))?;
        headers.insert(HeaderName::from_static(name), value);
    }
    if sending.redelivery {
        headers.insert(HeaderName::from_static("nono-redelivery"), HeaderValue::from_static("true"));
    }
    Ok(())
}

/// W3C trace context: the trace is the run's, the span the attempt's, so that who looks on can compute both.
fn traceparent(run: &RunId, attempt: u32) -> String {
    let trace = xxh3_128(run.as_str().as_bytes()).max(1);
    let span = xxh3_64_with_seed(run.as_str().as_bytes(), u64::from(attempt)).max(1);
    format!("00-{trace:032x}-{span:016x}-01")
}

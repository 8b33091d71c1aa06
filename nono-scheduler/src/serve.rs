//! What others may look at, over HTTP: is it alive, is it ready, what does it count, how is it.
//!
//! Reads only. `/healthz` asks whether the dispatch loop turns, not whether ZooKeeper is there: restarting a scheduler
//! does not bring ZooKeeper back.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use nono_core::cluster::{HostFigures, Stats};
use serde::Serialize;
use tokio::net::TcpListener;

use crate::figures::Figures;
use crate::readiness::Readiness;
use crate::watchdog::Heartbeat;

/// The version of `/stats`.
const FORMAT: u32 = 1;

/// What is looked at.
#[derive(Clone, Debug)]
pub struct Views {
    /// Counts.
    pub figures: Arc<Figures>,
    /// Ready or not.
    pub readiness: Arc<Readiness>,
    /// Whether the loop turns.
    pub heartbeat: Arc<Heartbeat>,
    /// Who this is.
    pub name: String,
}

/// `/stats`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Live {
    format: u32,
    name: String,
    version: &'static str,
    pid: u32,
    ready: bool,
    not_ready: Option<String>,
    /// The process and its host.
    host: HostFigures,
    /// The engine's record, absent without a session.
    scheduler: Option<Box<Stats>>,
}

/// Takes the address.
///
/// # Errors
/// When it cannot be had; the error names it.
pub async fn bind(address: &str) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; choose another address with --listen"))?;
    let local = listener.local_addr().with_context(|| format!("cannot tell the address of {address}"))?;
    Ok((listener, local))
}

/// Serves until the process ends.
///
/// # Errors
/// Those of the system's accept, which axum goes on over; in effect none.
pub async fn serve(listener: TcpListener, views: Views) -> std::io::Result<()> {
    axum::serve(listener, router(views)).await
}

fn router(views: Views) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .route("/stats", get(stats))
        .with_state(views)
}

async fn healthz(State(views): State<Views>) -> (StatusCode, String) {
    let age = views.heartbeat.age();
    if age > views.heartbeat.limit() {
        (StatusCode::SERVICE_UNAVAILABLE, format!("the dispatch loop has stood still for {age:?}\n"))
    } else {
        (StatusCode::OK, "ok\n".to_owned())
    }
}

async fn readyz(State(views): State<Views>) -> (StatusCode, String) {
    match views.readiness.now() {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    }
}

async fn metrics(State(views): State<Views>) -> impl IntoResponse {
    views.figures.ready(views.readiness.now().is_ok());
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], views.figures.page())
}

async fn stats(State(views): State<Views>) -> impl IntoResponse {
    let last = views.figures.last();
    let not_ready = views.readiness.now().err();
    let mut host = last.host;
    if let Some(engine) = &last.engine {
        host.clock_offset_ms = engine.host.clock_offset_ms;
        host.zookeeper_rtt_ms = engine.host.zookeeper_rtt_ms;
    }
    Json(Live {
        format: FORMAT,
        name: views.name,
        version: env!("CARGO_PKG_VERSION"),
        pid: std::process::id(),
        ready: not_ready.is_none(),
        not_ready,
        host,
        scheduler: last.engine,
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::Value;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn served() -> (Views, SocketAddr) {
        let views = Views {
            figures: Arc::default(),
            readiness: Arc::default(),
            heartbeat: Arc::new(Heartbeat::new(Duration::from_secs(600))),
            name: "a".to_owned(),
        };
        let (listener, address) = bind("127.0.0.1:0").await.unwrap();
        tokio::spawn(serve(listener, views.clone()));
        (views, address)
    }

    async fn fetch(address: SocketAddr, path: &str) -> (String, String) {
        let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().to_owned(), body.to_owned())
    }

    #[tokio::test]
    async fn readiness_is_told_with_its_reason() {
        let (views, address) = served().await;
        let (status, body) = fetch(address, "/readyz").await;
        assert_eq!((status.as_str(), body.as_str()), ("503", "no session with ZooKeeper yet\n"));
        views.readiness.say_session(Ok(()));
        views.readiness.say_engine(Ok(()));
        assert_eq!(fetch(address, "/readyz").await, ("200".to_owned(), "ready\n".to_owned()));
        assert!(fetch(address, "/metrics").await.1.contains("\nnono_ready 1\n"));
    }

    #[tokio::test]
    async fn health_is_whether_the_loop_turns() {
        let (views, address) = served().await;
        assert_eq!(fetch(address, "/healthz").await.0, "200");
        views.heartbeat.negotiated(Duration::ZERO);
        let (status, body) = fetch(address, "/healthz").await;
        assert_eq!(status, "503");
        assert!(body.starts_with("the dispatch loop has stood still for "), "{body}");
    }

    #[tokio::test]
    async fn stats_join_what_was_measured_and_what_the_engine_wrote() {
        let (views, address) = served().await;
        views.figures.measured(&HostFigures { memory: 5, ..HostFigures::default() });
        let host = HostFigures { clock_offset_ms: -3, zookeeper_rtt_ms: 1.5, ..HostFigures::default() };
        views.figures.written(&Stats { tasks: 7, host, ..Stats::default() });
        let (status, body) = fetch(address, "/stats").await;
        assert_eq!(status, "200");
        let stats: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(stats["host"]["memory"], 5);
        assert_eq!(stats["host"]["clockOffsetMs"], -3);
        assert_eq!(stats["scheduler"]["tasks"], 7);
        assert_eq!(stats["notReady"], "no session with ZooKeeper yet");
        views.figures.session_ended();
        let stats: Value = serde_json::from_str(&fetch(address, "/stats").await.1).unwrap();
        assert_eq!(stats["scheduler"], Value::Null, "what is gone is not shown as if it were");
    }

    #[tokio::test]
    async fn an_address_that_is_taken_is_named() {
        let (_, address) = served().await;
        let error = bind(&address.to_string()).await.unwrap_err();
        let expected = format!("cannot listen on {address}; choose another address with --listen");
        assert_eq!(error.to_string(), expected);
    }
}

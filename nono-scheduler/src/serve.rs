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

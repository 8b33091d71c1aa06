//! What a scheduler says of itself, asked over HTTP at the address that it registered.
//!
//! Only `scheduler get` asks: what the cluster decides by stands in ZooKeeper. An address such as 127.0.0.1 may lead to
//! another process when it is read on another machine, so an answer counts only from the process that registered it.
//! Neither proxies nor redirects are followed, and no more than a page is read.

use std::error::Error;
use std::io;
use std::time::Duration;

use nono_core::cluster::{HostFigures, Member, Stats};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde::Deserialize;

/// For a request as a whole. A scheduler answers from memory.
const WITHIN: Duration = Duration::from_millis(1_500);
/// `/stats` is some 16 KiB.
const LONGEST_PAGE: usize = 256 * 1024;

/// What a scheduler said.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Live {
    /// What `/readyz` says; `Err` is why it is not ready.
    pub(super) ready: Result<(), String>,
    /// What `/stats` shows; absent while it has no session with ZooKeeper.
    pub(super) stats: Option<Stats>,
}

/// The part of `/stats` that is read here.
#[derive(Deserialize)]
struct Page {
    name: String,
    pid: u32,
    #[serde(default)]
    host: HostFigures,
    scheduler: Option<Stats>,
}

/// Asks the scheduler itself. `Err` says why there is no answer: its address need not be reachable from here.
pub(super) async fn ask(member: &Member) -> Result<Live, String> {
    let client = client().map_err(|error| reason(&error))?;
    let (stats, ready) = tokio::join!(fetch(&client, member, "stats"), fetch(&client, member, "readyz"));
    let (status, page) = stats?;
    if status != StatusCode::OK {
        return Err(format!("it answered with HTTP {}", status.as_u16()));
    }
    let page: Page = serde_json::from_slice(&page).map_err(|_| "it is no scheduler that answers there".to_owned())?;
    if page.pid != member.pid || page.name != member.name.as_str() {
        return Err(format!("another process answers there: {} pid {}", page.name, page.pid));
    }
    let stats = page.scheduler.map(|stats| Stats { host: page.host, ..stats });
    Ok(Live { ready: readiness(ready?), stats })
}

fn client() -> reqwest::Result<Client> {
    // Plain HTTP only: without authorities, so that a machine that has none can ask, too.
    let client = Client::builder().no_proxy().redirect(Policy::none()).timeout(WITHIN).tls_certs_only([]);
    client.user_agent(concat!("nonoctl/", env!("CARGO_PKG_VERSION"))).build()
}

fn readiness((status, page): (StatusCode, Vec<u8>)) -> Result<(), String> {
    if status == StatusCode::OK {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&page).trim().to_owned();
    Err(if why.is_empty() { format!("HTTP {}", status.as_u16()) } else { why })
}

async fn fetch(client: &Client, member: &Member, path: &str) -> Result<(StatusCode, Vec<u8>), String> {
    let url = format!("http://{}/{path}", member.address);
    let response = client.get(url).send().await.map_err(|error| reason(&error))?;
    let status = response.status();
    Ok((status, body(response).await?))
}

async fn body(mut response: Response) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| reason(&error))? {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST_PAGE {
            return Err(format!("its answer is longer than {} KiB", LONGEST_PAGE / 1024));
        }
    }
    Ok(body)
}

/// In a few words; what the library says of its layers helps nobody.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no answer within {WITHIN:?}");
    }
    let mut cause: &(dyn Error + 'static) = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    match cause.downcast_ref::<io::Error>().map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => "connection refused".to_owned(),
        Some(io::ErrorKind::ConnectionReset) => "connection reset".to_owned(),
        _ => cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::response::Redirect;
    use axum::routing::get;
    use serde_json::json;
    use tokio::net::TcpListener;

    use super::super::tests::member;
    use super::*;

    /// A member whose address this is, and what is to be said there.
    async fn served(router: Router) -> Member {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Member { address, ..member("sched-a1-000001").member }
    }

    fn page(name: &str, pid: u32) -> String {
        let figures = json!({ "tasks": 7, "inFlight": 2 });
        json!({ "format": 1, "name": name, "pid": pid, "host": { "cpu": 0.5 }, "scheduler": figures }).to_string()
    }

    fn router(stats: String, ready: (StatusCode, &'static str)) -> Router {
        Router::new().route("/stats", get(|| async { stats })).route("/readyz", get(move || async move { ready }))
    }

    #[tokio::test]
    async fn a_scheduler_says_itself_how_it_is() {
        let stats = page("sched-a1", 4711);
        let one = served(router(stats.clone(), (StatusCode::OK, "ready\n"))).await;
        let live = ask(&one).await.unwrap();
        let figures = live.stats.unwrap();
        assert_eq!((live.ready, figures.tasks, figures.host.cpu), (Ok(()), 7, 0.5));
        let other = served(router(stats, (StatusCode::SERVICE_UNAVAILABLE, "no session\n"))).await;
        assert_eq!(ask(&other).await.unwrap().ready, Err("no session".to_owned()));
    }

    #[tokio::test]
    async fn who_else_answers_there_is_not_believed() {
        for (name, pid) in [("sched-a1", 1), ("sched-b2", 4711)] {
            let one = served(router(page(name, pid), (StatusCode::OK, "ready\n"))).await;
            assert_eq!(ask(&one).await, Err(format!("another process answers there: {name} pid {pid}")));
        }
        let page = served(router("<html>".to_owned(), (StatusCode::OK, ""))).await;
        assert_eq!(ask(&page).await, Err("it is no scheduler that answers there".to_owned()));
        let long = served(router(" ".repeat(LONGEST_PAGE + 1), (StatusCode::OK, ""))).await;
        assert_eq!(ask(&long).await, Err("its answer is longer than 256 KiB".to_owned()));
        let away = Router::new().fallback(|| async { Redirect::temporary("http://127.0.0.1:1/stats") });
        assert_eq!(ask(&served(away).await).await, Err("it answered with HTTP 307".to_owned()));
    }

    #[tokio::test]
    async fn who_cannot_be_reached_is_told_in_a_few_words() {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let gone = Member { address, ..member("sched-a1-000001").member };
        assert_eq!(ask(&gone).await, Err("connection refused".to_owned()));
        let silent = served(Router::new().fallback(std::future::pending::<()>)).await;
        assert_eq!(ask(&silent).await, Err("no answer within 1.5s".to_owned()));
    }
}

//! ZooKeeper alone: single writes (Z1), transactions of 32 (Zm), tasks as raw bytes by multi-reads of 100 (ZR), creations.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures::future::LocalBoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
use futures::{FutureExt, stream};
use zookeeper_client::{Acls, Client, CreateMode, CreateOptions, MultiReadResult};

/// Operations of one transaction.
pub(crate) const OF_TRANSACTION: usize = 32;
/// Nodes of one multi-read, and creations of one transaction.
pub(crate) const OF_BATCH: usize = 100;
/// Bytes of a node: a state of five outcomes has about as many.
const BYTES: usize = 600;
/// Nodes that are written.
const NODES: usize = 2560;
/// Requests under way at once, so that round trips are not what is measured.
const SINGLES: usize = 512;
const BATCHES: usize = 16;

fn open() -> CreateOptions<'static> {
    CreateMode::Persistent.with_acls(Acls::anyone_all())
}

/// Some nodes below `/raw`, and a session of the benchmark's own.
#[derive(Debug)]
pub(crate) struct Raw {
    client: Client,
    paths: Vec<String>,
}

impl Raw {
    /// Makes the nodes. `servers` is without a chroot.
    pub(crate) async fn prepare(servers: &str) -> Self {
        let client = Client::connect(servers).await.unwrap();
        let paths: Vec<String> = (0..NODES).map(|number| format!("/raw/n{number:05}")).collect();
        drop(client.create("/raw", &[], &open()).await);
        create_all(&client, &paths, &vec![b'x'; BYTES]).await;
        Self { client, paths }
    }

    /// Z1: single writes a second.
    pub(crate) async fn singles(&self, span: Duration) -> f64 {
        let data = vec![b'y'; BYTES];
        let write = |turn: usize| {
            let path = &self.paths[turn % self.paths.len()];
            self.client.set_data(path, &data, None).map(|done| assert!(done.is_ok(), "{done:?}")).boxed_local()
        };
        pump(span, SINGLES, write).await
    }

    /// Zm: writes a second in transactions of 32.
    pub(crate) async fn transactions(&self, span: Duration) -> f64 {
        let data = vec![b'z'; BYTES];
        let write = |turn: usize| {
            let mut writer = self.client.new_multi_writer();
            for place in 0..OF_TRANSACTION {
                let path = &self.paths[(turn * OF_TRANSACTION + place) % self.paths.len()];
                writer.add_set_data(path, &data, None).unwrap();
            }
            async move { drop(writer.commit().await.unwrap()) }.boxed_local()
        };
        pump(span, BATCHES, write).await * OF_TRANSACTION as f64
    }
}

/// Keeps so many requests under way for a span, and says how many ended a second.
async fn pump<'a>(span: Duration, width: usize, request: impl Fn(usize) -> LocalBoxFuture<'a, ()>) -> f64 {
    let begun = Instant::now();
    let mut open: FuturesUnordered<_> = (0..width).map(&request).collect();
    let (mut begun_count, mut ended) = (width, 0_usize);
    while open.next().await.is_some() {
        ended += 1;
        if begun.elapsed() < span {
            open.push(request(begun_count));
            begun_count += 1;
        }
    }
    ended as f64 / begun.elapsed().as_secs_f64()
}

/// Creates nodes, 100 a transaction, and says how long it took.
pub(crate) async fn create_all(client: &Client, paths: &[String], data: &[u8]) -> Duration {
    let begun = Instant::now();
    let batch = |paths: Vec<String>| async move {
        let mut writer = client.new_multi_writer();
        for path in &paths {
            writer.add_create(path, data, &open()).unwrap();
        }
        drop(writer.commit().await.unwrap());
    };
    stream::iter(paths.chunks(OF_BATCH).map(<[String]>::to_vec)).for_each_concurrent(BATCHES, batch).await;
    begun.elapsed()
}

/// Folders for `create_all`: so many below `root`, made one after another.
pub(crate) async fn folders(client: &Client, root: &str, count: u16) -> Vec<String> {
    drop(client.create(root, &[], &open()).await);
    let folders: Vec<String> = (0..count).map(|number| format!("{root}/{number:03}")).collect();
    create_all(client, &folders, &[]).await;
    folders
}

/// Reads every task of a cluster as raw bytes: names first, then records, 100 at once. How many, how many bytes, how long.
pub(crate) async fn read_tasks(client: &Client, chroot: &str) -> (usize, usize, Duration) {
    let begun = Instant::now();
    let root = format!("{chroot}/tasks");
    let partitions = client.list_children(&root).await.unwrap();
    let list = |partition: String| {
        let folder = format!("{root}/{partition}");
        async move {
            let names = client.list_children(&folder).await.unwrap();
            names.into_iter().map(|name| format!("{folder}/{name}")).collect::<Vec<_>>()
        }
    };
    let paths: Vec<Vec<String>> = stream::iter(partitions).map(list).buffer_unordered(SINGLES).collect().await;
    let paths: Vec<String> = paths.into_iter().flatten().collect();
    let read = |paths: Vec<String>| async move {
        let mut reader = client.new_multi_reader();
        for path in &paths {
            reader.add_get_data(path).unwrap();
        }
        let results = reader.commit().await.unwrap();
        let bytes = |result: &MultiReadResult| match result {
            MultiReadResult::Data { data, .. } => data.len(),
            _ => 0,
        };
        results.iter().map(bytes).sum::<usize>()
    };
    let chunks = paths.chunks(OF_BATCH).map(<[String]>::to_vec);
    let bytes: Vec<usize> = stream::iter(chunks).map(read).buffer_unordered(BATCHES).collect().await;
    (paths.len(), bytes.iter().sum(), begun.elapsed())
}

/// Many small writes, so that ZooKeeper keeps no large transaction in memory any more.
pub(crate) async fn rinse(client: &Client) {
    drop(client.create("/rinse", &[], &open()).await);
    let write = |_| client.set_data("/rinse", &[], None);
    stream::iter(0..1000)
        .map(write)
        .buffer_unordered(SINGLES)
        .for_each(|done| async move {
            assert!(done.is_ok(), "{done:?}");
        })
        .await;
}

/// One task's bytes as they stand in ZooKeeper, for nodes of the same payload; none if there is no task.
pub(crate) async fn a_task(client: &Client, chroot: &str) -> Option<Vec<u8>> {
    let root = format!("{chroot}/tasks");
    for partition in client.list_children(&root).await.ok()? {
        let folder = format!("{root}/{partition}");
        if let Some(name) = client.list_children(&folder).await.ok()?.first() {
            return client.get_data(&format!("{folder}/{name}")).await.ok().map(|(data, _)| data);
        }
    }
    None
}

/// Who owns each partition, and its epoch, by the leases.
pub(crate) async fn leases(client: &Client, chroot: &str) -> BTreeMap<u16, (String, u64)> {
    let mut owners = BTreeMap::new();
    for partition in client.list_children(&format!("{chroot}/leases")).await.unwrap_or_default() {
        let Ok((data, _)) = client.get_data(&format!("{chroot}/leases/{partition}")).await else { continue };
        let lease: serde_json::Value = serde_json::from_slice(&data).unwrap_or_default();
        if let (Ok(number), Some(owner)) = (partition.parse(), lease["owner"].as_str()) {
            owners.insert(number, (owner.to_owned(), lease["epoch"].as_u64().unwrap_or_default()));
        }
    }
    owners
}

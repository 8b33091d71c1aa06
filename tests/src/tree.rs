//! What stands in ZooKeeper now, read by a client of our own as plain JSON.

use std::collections::BTreeMap;

use futures::future::join_all;
use serde_json::Value;
use zookeeper_client::{Client, Error, Stat};

use crate::record::Nodes;

/// A look at a cluster's tree. Each question is answered from the server; nothing is kept.
#[derive(Debug, Clone)]
pub struct Tree {
    client: Client,
}

impl Tree {
    /// Connects to `HOSTS/CHROOT`.
    ///
    /// # Panics
    /// If no server answers.
    pub async fn connect(place: &str) -> Self {
        Self { client: Client::connect(place).await.unwrap() }
    }

    /// One node's data and Stat; none where there is no node, or no server.
    pub async fn node(&self, path: &str) -> Option<(Vec<u8>, Stat)> {
        self.client.get_data(path).await.ok()
    }

    /// One node as JSON; `null` where there is none.
    ///
    /// # Panics
    /// If it holds something else.
    pub async fn json(&self, path: &str) -> Value {
        match self.node(path).await {
            Some((data, _)) if !data.is_empty() => serde_json::from_slice(&data).unwrap(),
            _ => Value::Null,
        }
    }

    /// A folder's children, sorted; none where there is no folder.
    pub async fn children(&self, path: &str) -> Vec<String> {
        let mut names = self.client.list_children(path).await.unwrap_or_default();
        names.sort();
        names
    }

    /// All children of a folder, as JSON; `null` for what is none. They are asked for together: beside schedulers that keep
    /// ZooKeeper busy, hundreds of answers one after another take half a minute.
    pub async fn all(&self, path: &str) -> BTreeMap<String, Value> {
        let read = self.children(path).await.into_iter().map(async |name| {
            let found = self.node(&format!("{path}/{name}")).await;
            let value = found.and_then(|(data, _)| serde_json::from_slice(&data).ok());
            (name, value.unwrap_or(Value::Null))
        });
        join_all(read).await.into_iter().collect()
    }

    /// How many nodes lie below a path, each kind by its first part: `tasks`, `states`, `changes`, …
    ///
    /// # Panics
    /// If a node cannot be listed.
    pub async fn census(&self) -> BTreeMap<String, usize> {
        let mut census = BTreeMap::new();
        let mut open = vec![String::new()];
        while let Some(path) = open.pop() {
            let listed = if path.is_empty() { "/" } else { &path };
            let names = match self.client.list_children(listed).await {
                Ok(names) => names,
                Err(Error::NoNode) => continue,
                Err(error) => panic!("{path}: {error}"),
            };
            for name in names {
                let child = format!("{path}/{name}");
                let depth = child.matches('/').count();
                if depth >= 3 || (depth == 2 && !is_folder(&child)) {
                    let kind = child.split('/').nth(1).unwrap_or_default().to_owned();
                    *census.entry(kind).or_default() += 1;
                }
                if depth == 1 || (depth == 2 && is_folder(&child)) {
                    open.push(child);
                }
            }
        }
        census
    }

    /// The client, for what a story does to the tree itself.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}

/// Every node at and below `root`, read from the server at `hosts` after it has caught up.
///
/// # Panics
/// If the server cannot be asked.
pub async fn nodes(hosts: &str, root: &str) -> Nodes {
    let client = Client::connect(hosts).await.unwrap();
    client.sync("/").await.unwrap();
    let mut nodes = Nodes::default();
    let mut open = vec![root.to_owned()];
    while let Some(path) = open.pop() {
        match (client.get_data(&path).await, client.list_children(&path).await) {
            (Ok((data, stat)), Ok(children)) => {
                nodes.found(&path, stat.version, data);
                open.extend(children.iter().map(|child| format!("{path}/{child}")));
            }
            // It went meanwhile.
            (Err(Error::NoNode), _) | (_, Err(Error::NoNode)) => {}
            (Err(error), _) | (_, Err(error)) => panic!("{path}: {error}"),
        }
    }
    nodes
}

/// Partitions' folders hold nodes and are none themselves.
fn is_folder(path: &str) -> bool {
    ["/tasks/", "/states/", "/runs/", "/commands/", "/changes/"].iter().any(|kind| path.starts_with(kind))
}

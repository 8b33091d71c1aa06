//! The reference: what the client and the server take for the same znodes when nobody looks at them.

use std::time::{Duration, Instant};

use futures::stream::{self, StreamExt, TryStreamExt};
use zookeeper_client::{Acls, Client, CreateMode, Error, MultiReadResult};

/// Creates in one transaction, and reads in one request.
const BATCH: usize = 100;
/// Transactions that are on their way at a time.
const AT_ONCE: usize = 8;

/// On a machine that has other work a server may be silent for a while.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Raw(Client);

impl Raw {
    pub(super) async fn connect(connect: &str) -> Self {
        Self(Client::connector().with_session_timeout(PATIENCE).connect(connect).await.unwrap())
    }

    /// Creates `records` (their paths below `root`) and says how long that took; the folders are made before.
    pub(super) async fn write(&self, root: &str, partitions: u16, records: &[(String, Vec<u8>)]) -> Duration {
        let mut folders = vec![root.to_owned(), format!("{root}/tasks")];
        folders.extend((0..partitions).map(|partition| format!("{root}/tasks/{partition:03}")));
        for folder in &folders {
            self.0.create(folder, &[], &CreateMode::Persistent.with_acls(Acls::anyone_all())).await.unwrap();
        }
        let began = Instant::now();
        let batches = records.chunks(BATCH).map(|batch| self.create(root, batch));
        stream::iter(batches).buffer_unordered(AT_ONCE).try_collect::<Vec<()>>().await.unwrap();
        began.elapsed()
    }

    async fn create(&self, root: &str, batch: &[(String, Vec<u8>)]) -> Result<(), Error> {
        let mut writer = self.0.new_multi_writer();
        let options = CreateMode::Persistent.with_acls(Acls::anyone_all());
        for (path, bytes) in batch {
            writer.add_create(&format!("{root}/{path}"), bytes, &options)?;
        }
        writer.commit().await.map(drop).map_err(|error| panic!("{error}"))
    }

    /// Lists `folders` of each partition and reads every child; all is on its way at once.
    pub(super) async fn read(&self, root: &str, partitions: u16, folders: &[&str]) -> usize {
        let places: Vec<String> = folders
            .iter()
            .flat_map(|folder| (0..partitions).map(move |partition| format!("{root}/{folder}/{partition:03}")))
            .collect();
        let lists = futures::future::join_all(places.iter().map(|folder| self.0.list_children(folder))).await;
        let mut paths = Vec::new();
        for (folder, children) in places.iter().zip(lists) {
            paths.extend(children.unwrap().into_iter().map(|child| format!("{folder}/{child}")));
        }
        let batches = paths.chunks(BATCH).map(|batch| self.read_batch(batch));
        futures::future::join_all(batches).await.into_iter().sum()
    }

    async fn read_batch(&self, paths: &[String]) -> usize {
        let mut reader = self.0.new_multi_reader();
        for path in paths {
            reader.add_get_data(path).unwrap();
        }
        let bytes = |result: &MultiReadResult| match result {
            MultiReadResult::Data { data, .. } => data.len(),
            other => panic!("{other:?}"),
        };
        reader.commit().await.unwrap().iter().map(bytes).sum()
    }
}

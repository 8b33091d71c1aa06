//! Names from the cluster, within a time.

use std::ffi::OsString;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use nono_core::name::MemberId;
use nono_core::node::Folder;
use nono_core::store::zookeeper::{ConnectOptions, ZooKeeper};

use super::cache::{self, Names};
use crate::connect::Cluster;
use crate::contexts::{self, Wish};
use crate::environment::Environment;

/// What a TAB waits for the cluster.
const AT_ONCE: Duration = Duration::from_millis(80);
/// What a process in the background does.
pub(super) const AT_LEISURE: Duration = Duration::from_secs(10);
/// So many names take longer to read than a TAB may: those that are kept are offered, and read anew in the background.
const MANY: usize = 10_000;
/// Names that were read within this are new enough.
const NEW: Duration = Duration::from_secs(2);

/// The names as they are, or as they were when a list or a TAB last read them.
pub(super) fn fresh(wish: &Wish, words: &[OsString], environment: &Environment) -> Names {
    let Ok(Some(target)) = contexts::resolve(wish) else { return Names::default() };
    let cached = cache::path(environment, &target.place).and_then(|path| cache::read(&path));
    match cached {
        Some((names, age)) if age < NEW => names,
        Some((names, _)) if names.tasks.len() > MANY => {
            read_in_background(words);
            names
        }
        cached => read(wish, environment, AT_ONCE).unwrap_or_else(|| {
            read_in_background(words);
            cached.map(|(names, _)| names).unwrap_or_default()
        }),
    }
}

/// Reads them within `time`, and keeps them.
pub(super) fn read(wish: &Wish, environment: &Environment, time: Duration) -> Option<Names> {
    let target = contexts::resolve(wish).ok()??;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
    let reading = async {
        let (options, _) = target.options().ok()?;
        let connect = options.connect.clone();
        let zookeeper = ZooKeeper::connect(&ConnectOptions { patience: time, ..options }).await.ok()?;
        let cluster = Cluster::over(Arc::new(zookeeper), connect, target.place.clone(), time).await.ok()?;
        names_of(&cluster).await
    };
    let names = runtime.block_on(async { tokio::time::timeout(time, reading).await }).ok().flatten();
    // A name that is still looked up is not waited for.
    runtime.shutdown_background();
    let names = names?;
    if let Some(path) = cache::path(environment, &target.place) {
        // Where they cannot be kept they are read again at the next TAB.
        let tasks: Vec<&str> = names.tasks.iter().map(String::as_str).collect();
        let _ = cache::write(&path, &tasks, &names.schedulers);
    }
    Some(names)
}

async fn names_of(cluster: &Cluster) -> Option<Names> {
    let mut folders: Vec<Folder> = cluster.partitions().map(Folder::Tasks).collect();
    folders.push(Folder::Members);
    let mut listings = cluster.list(folders).await.ok()?;
    let members = listings.pop()?.names;
    let mut tasks: Vec<String> = listings.into_iter().flat_map(|listing| listing.names).collect();
    tasks.sort_unstable();
    let names = members.iter().filter_map(|id| Some(id.parse::<MemberId>().ok()?.name().to_string()));
    let mut schedulers: Vec<String> = names.collect();
    schedulers.sort_unstable();
    schedulers.dedup();
    Some(Names { tasks, schedulers })
}

/// For the next TAB. Whoever asked does not wait for it, and it holds none of the shell's streams.
fn read_in_background(words: &[OsString]) {
    let Ok(program) = std::env::current_exe() else { return };
    let words = words.iter().skip(1).filter(|word| !word.is_empty());
    let mut command = Command::new(program);
    command.env_remove(super::ASKED).env(super::REFRESHES, "1").args(words);
    let _ = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}

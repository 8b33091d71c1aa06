//! Everything that stands in a cluster, good or not, for whoever judges how it is.
//!
//! It asks for what the layout says and lists what stands there, so that what belongs nowhere is found as well. Unlike the
//! queries it needs no readable `/cluster`, and a folder that is denied costs the others nothing. It judges nothing but
//! places. Partitions are read a few at a time, so that what is held at once is bounded.

use std::fmt::Display;
use std::str::FromStr;

use crate::name::{CommandName, Partition, RunId, TaskName};
use crate::node::{Answer, Folder, Holder, Listing, Node, Read, Record, Refusal, Request};
use crate::store::admin::{AdminError, TRIES, in_words, read};
use crate::store::{Store, path};

/// A node of the layout, or a record, as it was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Seen {
    /// Which.
    pub node: Node,
    /// What stands there. A record that vanished while this was read is left out; a node of the layout is `Missing`.
    pub read: Read,
}

/// Something that stands where nothing of the layout does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stray {
    /// Where.
    pub path: String,
    /// Why it belongs nowhere.
    pub why: String,
}

/// A part of the tree.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Part {
    /// Nodes and records, parents first.
    pub seen: Vec<Seen>,
    /// What belongs nowhere.
    pub strays: Vec<Stray>,
    /// Paths whose children may not be listed.
    pub denied: Vec<String>,
    /// How many children each folder has.
    pub sizes: Vec<(Folder, usize)>,
}

/// What is not of one partition: the layout, members, intents, the plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Frame {
    /// From `/cluster`; where that cannot be read, as many as there are nodes for.
    pub partitions: u16,
    /// What stands there.
    pub part: Part,
}

/// The folders that hold one node for each partition.
const BY_PARTITION: [Holder; 7] =
    [Holder::Tasks, Holder::States, Holder::Leases, Holder::Claims, Holder::Runs, Holder::Commands, Holder::Changes];

/// Reads what is not of one partition.
///
/// # Errors
/// When no answer came.
pub async fn frame(store: &dyn Store) -> Result<Frame, AdminError> {
    let mut part = Part::default();
    let mut nodes = vec![Node::Cluster, Node::Intents, Node::Assignment, Node::Events];
    let others = [Holder::Members, Holder::Stats, Holder::Candidates];
    nodes.extend(BY_PARTITION.into_iter().chain(others).map(Node::Holder));
    let mut folders: Vec<Folder> = BY_PARTITION.map(Folder::Held).into();
    folders.extend([Folder::Members, Folder::Stats, Folder::Intents, Folder::Candidates]);
    let listings = part.list(store, folders).await?;
    let mut partitions = None;
    for (node, read) in nodes.iter().zip(read(store, nodes.clone()).await?) {
        if let Read::Found(Record::Cluster(cluster), _) = &read {
            partitions = Some(cluster.partitions);
        }
        // A cluster of an older release has none until the first event.
        if *node != Node::Events || read != Read::Missing {
            part.seen.push(Seen { node: node.clone(), read });
        }
    }
    let partitions = partitions.unwrap_or_else(|| as_many_as_there_are(&listings));
    let mut records = Vec::new();
    for (folder, listing) in &listings {
        match folder {
            Folder::Members => records.extend(part.valid(*folder, listing).into_iter().map(Node::Member)),
            Folder::Stats => records.extend(part.valid(*folder, listing).into_iter().map(Node::Stats)),
            Folder::Intents => records.extend(part.valid(*folder, listing).into_iter().map(Node::Intent)),
            Folder::Candidates => records.extend(part.valid(*folder, listing).into_iter().map(Node::Candidate)),
            _ => part.without_partition(*folder, listing, partitions),
        }
    }
    part.records(store, records).await?;
    Ok(Frame { partitions, part })
}

/// Reads everything of some partitions of a cluster that has `all` of them.
///
/// # Errors
/// When no answer came.
pub async fn ward(store: &dyn Store, partitions: &[Partition], all: u16) -> Result<Part, AdminError> {
    let mut part = Part::default();
    let layout: Vec<Node> = partitions.iter().flat_map(|partition| layout_of(*partition)).collect();
    for (node, read) in layout.iter().zip(read(store, layout.clone()).await?) {
        part.seen.push(Seen { node: node.clone(), read });
    }
    let folders = partitions.iter().flat_map(|&partition| {
        let changes = Folder::Held(Holder::ChangesOf(partition));
        [
            Folder::Tasks(partition),
            Folder::States(partition),
            changes,
            Folder::Runs(partition),
            Folder::Commands(partition),
        ]
    });
    let listings = part.list(store, folders.collect()).await?;
    let mut records = Vec::new();
    for (folder, listing) in &listings {
        match *folder {
            Folder::Tasks(at) => {
                records.extend(part.at_home(*folder, listing, (at, all)).into_iter().map(|name| Node::Task(at, name)));
            }
            Folder::States(at) => {
                records.extend(part.at_home(*folder, listing, (at, all)).into_iter().map(|name| Node::State(at, name)));
            }
            Folder::Held(Holder::ChangesOf(at)) => {
                let names = part.at_home(*folder, listing, (at, all));
                records.extend(names.into_iter().map(|name| Node::Changes(at, name)));
            }
            Folder::Runs(at) => records.extend(part.runs(*folder, listing, at)),
            Folder::Commands(at) => {
                let names: Vec<CommandName> = part.valid(*folder, listing);
                records.extend(names.into_iter().map(|name| Node::Command(at, name)));
            }
            _ => {}
        }
    }
    part.records(store, records).await?;
    Ok(part)
}

fn layout_of(partition: Partition) -> [Node; 7] {
    [
        Node::Plan(partition),
        Node::Lease(partition),
        Node::Claims(partition),
        Node::Commands(partition),
        Node::Holder(Holder::StatesOf(partition)),
        Node::Holder(Holder::RunsOf(partition)),
        Node::Holder(Holder::ChangesOf(partition)),
    ]
}

fn as_many_as_there_are(listings: &[(Folder, Listing)]) -> u16 {
    let names =
        listings.iter().filter(|(folder, _)| matches!(folder, Folder::Held(_))).flat_map(|(_, listing)| &listing.names);
    names.filter_map(|name| name.parse::<Partition>().ok()).map(|partition| partition.0 + 1).max().unwrap_or(0)
}

impl Part {
    /// Lists folders; one that is denied is noted and left out.
    async fn list(&mut self, store: &dyn Store, folders: Vec<Folder>) -> Result<Vec<(Folder, Listing)>, AdminError> {
        let mut folders = folders;
        let mut tries = 0;
        loop {
            match store.request(Request::List(folders.clone())).await {
                Answer::List(listings) => {
                    self.sizes.extend(folders.iter().zip(&listings).map(|(folder, it)| (*folder, it.names.len())));
                    return Ok(folders.into_iter().zip(listings).collect());
                }
                Answer::Refused { index, why: Refusal::Denied } if index < folders.len() => {
                    self.denied.push(path::of_folder(folders.remove(index)));
                }
                Answer::Failed(why) => return Err(AdminError::Refused { why }),
                other if tries + 1 >= TRIES => return Err(AdminError::Unavailable { why: in_words(&other) }),
                _ => tries += 1,
            }
            if folders.is_empty() {
                return Ok(Vec::new());
            }
        }
    }

    async fn records(&mut self, store: &dyn Store, nodes: Vec<Node>) -> Result<(), AdminError> {
        let reads = read(store, nodes.clone()).await?;
        let found = nodes.into_iter().zip(reads).filter(|(_, read)| *read != Read::Missing);
        self.seen.extend(found.map(|(node, read)| Seen { node, read }));
        Ok(())
    }

    fn stray(&mut self, folder: Folder, name: &str, why: impl Display) {
        self.strays.push(Stray { path: format!("{}/{name}", path::of_folder(folder)), why: why.to_string() });
    }

    /// The names that are valid; the others belong nowhere.
    fn valid<T: FromStr>(&mut self, folder: Folder, listing: &Listing) -> Vec<T>
    where
        T::Err: Display,
    {
        let mut names = Vec::with_capacity(listing.names.len());
        for name in &listing.names {
            match name.parse() {
                Ok(name) => names.push(name),
                Err(why) => self.stray(folder, name, why),
            }
        }
        names
    }

    fn at_home(&mut self, folder: Folder, listing: &Listing, (at, all): (Partition, u16)) -> Vec<TaskName> {
        let mut names: Vec<TaskName> = self.valid(folder, listing);
        names.retain(|name| {
            let home = Partition::of(name, all);
            if home != at {
                self.stray(folder, name.as_str(), format_args!("task \"{name}\" belongs to partition {home}"));
            }
            home == at
        });
        names
    }

    fn runs(&mut self, folder: Folder, listing: &Listing, at: Partition) -> Vec<Node> {
        let mut runs: Vec<RunId> = self.valid(folder, listing);
        runs.retain(|run| {
            if run.partition() != at {
                self.stray(folder, run.as_str(), format_args!("the run is of partition {}", run.partition()));
            }
            run.partition() == at
        });
        runs.into_iter().map(Node::Run).collect()
    }

    fn without_partition(&mut self, folder: Folder, listing: &Listing, partitions: u16) {
        for name in &listing.names {
            match name.parse::<Partition>() {
                Ok(partition) if partition.0 < partitions => {}
                Ok(_) => self.stray(folder, name, format_args!("the cluster has {partitions} partitions")),
                Err(why) => self.stray(folder, name, why),
            }
        }
    }
}

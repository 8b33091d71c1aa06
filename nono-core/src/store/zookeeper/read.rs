//! Reads, in batches: many nodes for one round trip, and no answer near ZooKeeper's 8 MiB.
//!
//! A long request is split; all parts are sent at once. A node that is missing, denied or broken costs the others
//! nothing.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::join_all;
use zookeeper_client::{Acl, Client, Error, MultiReadResult, Permission};

use crate::node::{Answer, Folder, Listing, Node, Read, Request};
use crate::store::zookeeper::{answer, begun};
use crate::store::{Pending, PendingRights, Rights, path, record};

/// The most nodes of one part: the look at 256 partitions, two nodes each, is one.
const MOST_NODES: usize = 600;
/// The most bytes that one part may be answered with, if each record is as large as it may be.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// So many parts are worth more than one thread.
const MANY_PARTS: usize = 8;
/// The most folders of one part: ten thousand children each make some 400 KiB.
const MOST_FOLDERS: usize = 10;

type Part<T> = std::pin::Pin<Box<dyn Future<Output = Result<Vec<T>, Answer>> + Send>>;

/// Reads nodes. Of a request of many parts the records are understood on all threads of `runtime`: for tens of thousands
/// of tasks that is most of the work.
pub(super) fn nodes(client: &Arc<Client>, runtime: &tokio::runtime::Handle, nodes: Vec<Node>) -> Pending {
    let parts: Vec<Part<Read>> =
        split(nodes).into_iter().map(|part| begun(read_part(Arc::clone(client), part))).collect();
    if parts.len() >= MANY_PARTS {
        let parts: Vec<_> = parts.into_iter().map(|part| runtime.spawn(part)).collect();
        let lost = |error: &tokio::task::JoinError| Answer::Unknown(format!("the reading ended: {error}"));
        let of = move |part: Result<_, tokio::task::JoinError>| part.unwrap_or_else(|error| Err(lost(&error)));
        let parts = join_all(parts).map(move |parts| parts.into_iter().map(of).collect());
        return parts.map(|parts| whole(parts).map_or_else(|answer| answer, Answer::Read)).boxed();
    }
    join_all(parts).map(|parts| whole(parts).map_or_else(|answer| answer, Answer::Read)).boxed()
}

/// Lists folders.
pub(super) fn folders(client: &Arc<Client>, folders: &[Folder]) -> Pending {
    let chunks = folders.chunks(MOST_FOLDERS).map(<[Folder]>::to_vec);
    let parts: Vec<Part<Listing>> = chunks.map(|part| begun(list_part(Arc::clone(client), part))).collect();
    join_all(parts).map(|parts| whole_list(parts).map_or_else(|answer| answer, Answer::List)).boxed()
}

/// As [`whole`]; a refusal's index counts folders of the whole request.
fn whole_list(parts: Vec<Result<Vec<Listing>, Answer>>) -> Result<Vec<Listing>, Answer> {
    let absolute = |(number, part): (usize, Result<Vec<Listing>, Answer>)| {
        part.map_err(|answer| match answer {
            Answer::Refused { index, why } => Answer::Refused { index: number * MOST_FOLDERS + index, why },
            other => other,
        })
    };
    whole(parts.into_iter().enumerate().map(absolute).collect())
}

fn whole<T>(parts: Vec<Result<Vec<T>, Answer>>) -> Result<Vec<T>, Answer> {
    let count = parts.iter().map(|part| part.as_ref().map_or(0, Vec::len)).sum();
    let mut all = Vec::with_capacity(count);
    for part in parts {
        all.extend(part?);
    }
    Ok(all)
}

fn split(nodes: Vec<Node>) -> Vec<Vec<Node>> {
    let mut parts: Vec<Vec<Node>> = Vec::new();
    let mut filling = Filling::default();
    for node in nodes {
        let fits = filling.takes(&node);
        match parts.last_mut().filter(|_| fits) {
            Some(part) => part.push(node),
            None => parts.push(vec![node]),
        }
    }
    parts
}

/// How full the part is that nodes are being put into.
#[derive(Default)]
struct Filling {
    nodes: usize,
    bytes: usize,
}

impl Filling {
    /// Puts a node into the part; false where it begins another.
    fn takes(&mut self, node: &Node) -> bool {
        let bytes = record::most_bytes(node);
        let fits = (1..MOST_NODES).contains(&self.nodes) && self.bytes + bytes <= MOST_BYTES;
        *self = if fits { Self { nodes: self.nodes + 1, bytes: self.bytes + bytes } } else { Self { nodes: 1, bytes } };
        fits
    }
}

/// How many requests of the server's a request is.
pub(super) fn parts(request: &Request) -> u32 {
    let parts = match request {
        Request::Read(nodes) => {
            let mut filling = Filling::default();
            nodes.iter().filter(|node| !filling.takes(node)).count()
        }
        Request::List(folders) => folders.len().div_ceil(MOST_FOLDERS),
        _ => 1,
    };
    u32::try_from(parts).unwrap_or(u32::MAX)
}

async fn read_part(client: Arc<Client>, nodes: Vec<Node>) -> Result<Vec<Read>, Answer> {
    let mut reader = client.new_multi_reader();
    for node in &nodes {
        reader.add_get_data(&path::of_node(node)).map_err(|error| answer::of_error(&error))?;
    }
    let results = reader.commit().await.map_err(|error| answer::of_error(&error))?;
    if results.len() != nodes.len() {
        return Err(Answer::Unknown(format!("{} nodes were asked for and {} answered", nodes.len(), results.len())));
    }
    nodes.iter().zip(results).map(|(node, result)| one_read(node, result)).collect()
}

fn one_read(node: &Node, result: MultiReadResult) -> Result<Read, Answer> {
    match result {
        MultiReadResult::Data { data, stat } => Ok(record::decode(node, &data, answer::stat(&stat))),
        MultiReadResult::Error { err: Error::NoNode } => Ok(Read::Missing),
        MultiReadResult::Error { err: Error::NoAuth } => Ok(record::denied(node)),
        MultiReadResult::Error { err } => Err(answer::of_error(&err)),
        other => Err(Answer::Unknown(format!("{} was answered with {other:?}", path::of_node(node)))),
    }
}

/// A multi-read of children has no Stat, so each folder is asked for its data too, first: a Stat older than the names
/// only makes the reader look again.
async fn list_part(client: Arc<Client>, folders: Vec<Folder>) -> Result<Vec<Listing>, Answer> {
    let mut reader = client.new_multi_reader();
    for folder in &folders {
        let path = path::of_folder(*folder);
        reader.add_get_data(&path).map_err(|error| answer::of_error(&error))?;
        reader.add_get_children(&path).map_err(|error| answer::of_error(&error))?;
    }
    let results = reader.commit().await.map_err(|error| answer::of_error(&error))?;
    let mut results = results.into_iter();
    let mut listings = Vec::with_capacity(folders.len());
    for (index, folder) in folders.into_iter().enumerate() {
        listings.push(one_listing(index, folder, results.next(), results.next())?);
    }
    Ok(listings)
}

fn one_listing(
    index: usize,
    folder: Folder,
    data: Option<MultiReadResult>,
    children: Option<MultiReadResult>,
) -> Result<Listing, Answer> {
    use MultiReadResult as R;
    match (data, children) {
        (Some(R::Data { stat, .. }), Some(R::Children { children })) => {
            Ok(Listing { names: children, stat: answer::stat(&stat) })
        }
        (Some(R::Error { err: Error::NoNode }), _) | (_, Some(R::Error { err: Error::NoNode })) => {
            Ok(Listing::default())
        }
        (Some(R::Error { err }), _) | (_, Some(R::Error { err })) => Err(answer::of_refusal(index, &err)),
        other => Err(Answer::Unknown(format!("{} was answered with {other:?}", path::of_folder(folder)))),
    }
}

/// Who may do what with each of these nodes; all are asked at once.
pub(super) fn rights(client: &Arc<Client>, nodes: &[Node]) -> PendingRights {
    let each = nodes.iter().map(path::of_node).map(|path| {
        let client = Arc::clone(client);
        async move { client.get_acl(&path).await.ok().map(|(acl, _)| acl.iter().map(grant).collect::<Rights>()) }
    });
    join_all(each.collect::<Vec<_>>()).map(Some).boxed()
}

fn grant(acl: &Acl) -> (String, String) {
    let letters = [
        ('c', Permission::CREATE),
        ('d', Permission::DELETE),
        ('r', Permission::READ),
        ('w', Permission::WRITE),
        ('a', Permission::ADMIN),
    ];
    let held = letters.into_iter().filter(|(_, right)| acl.permission().has(*right)).map(|(letter, _)| letter);
    (format!("{}:{}", acl.scheme(), acl.id()), held.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::Partition;

    #[test]
    fn a_read_costs_its_parts() {
        let sweep = |partitions: u16| {
            let each = (0..partitions).flat_map(|p| [Node::Plan(Partition(p)), Node::Commands(Partition(p))]);
            std::iter::once(Node::Intents).chain(each).collect::<Vec<_>>()
        };
        for partitions in [0, 1, 31, 32, 49, 50, 128, 252, 253, 256, 999] {
            let nodes = sweep(partitions);
            let split = split(nodes.clone());
            assert_eq!(split.concat(), nodes);
            assert_eq!(parts(&Request::Read(nodes)) as usize, split.len(), "{partitions}");
        }
        assert_eq!(parts(&Request::Read(sweep(200))), 1);
        assert_eq!(parts(&Request::Read(sweep(256))), 2);
        assert_eq!(parts(&Request::List(vec![Folder::Members; 11])), 2);
        assert_eq!(parts(&Request::Commit(Vec::new())), 1);
    }
}

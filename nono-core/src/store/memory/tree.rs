//! The tree of znodes, as a ZooKeeper server keeps it: versions, Stats, ephemerals, sequence numbers, transactions.
//!
//! Time is an argument. What changed is returned as [`Touched`], for whoever keeps watches. Transactions undo
//! themselves when an operation is refused, so that the index is found by doing, as the server finds it.

use std::collections::{BTreeMap, BTreeSet};

use crate::node::{Refusal, Stat};
use crate::store::memory::SessionId;
use crate::store::record::RawOp;
use crate::time::Utc;

/// What happened to a path, as watches see it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Touched {
    /// It came, went, or its data was set.
    Data(String),
    /// A child of it came or went, or it did itself.
    Children(String),
}

/// Why an operation was refused, or could never be carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    Refused(Refusal),
    Hopeless(&'static str),
}

#[derive(Clone, Debug)]
struct Znode {
    data: Vec<u8>,
    version: i32,
    created_zxid: i64,
    modified: Utc,
    owner: Option<SessionId>,
    children: BTreeSet<String>,
    /// Children ever made: what ZooKeeper appends to sequential names.
    made: i32,
}

/// All znodes. The root is always there.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: BTreeMap<String, Znode>,
    zxid: i64,
}

/// The Stat of each set by its index, and what was touched.
type Applied = (BTreeMap<usize, Stat>, Vec<Touched>);

type Undo = BTreeMap<String, Option<Znode>>;

impl Tree {
    pub(super) fn new() -> Self {
        let root = Znode::new(Vec::new(), 0, Utc(0), None);
        Self { nodes: BTreeMap::from([("/".to_owned(), root)]), zxid: 0 }
    }

    pub(super) fn read(&self, path: &str) -> Option<(&[u8], Stat)> {
        self.nodes.get(path).map(|node| (node.data.as_slice(), node.stat()))
    }

    pub(super) fn children(&self, path: &str) -> Option<(Vec<String>, Stat)> {
        self.nodes.get(path).map(|node| (node.children.iter().cloned().collect(), node.stat()))
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.nodes.iter().map(|(path, node)| (path.as_str(), node.data.as_slice()))
    }

    /// All of `ops` or nothing. The Stat of each set by its index, or the index that was refused.
    pub(super) fn commit(
        &mut self,
        now: Utc,
        session: Option<SessionId>,
        ops: &[RawOp],
    ) -> Result<Applied, (usize, Fault)> {
        self.zxid += 1;
        let (mut undo, mut stats, mut touched) = (Undo::new(), BTreeMap::new(), Vec::new());
        for (index, op) in ops.iter().enumerate() {
            if let Err(fault) = self.apply(now, session, op, &mut undo, &mut touched) {
                self.restore(undo);
                return Err((index, fault));
            }
            if let RawOp::Set(path, ..) = op {
                stats.extend(self.nodes.get(path).map(|node| (index, node.stat())));
            }
        }
        Ok((stats, touched))
    }

    /// Makes a node under the next number of its parent; returns its path.
    pub(super) fn create_numbered(
        &mut self,
        now: Utc,
        owner: Option<SessionId>,
        prefix: &str,
        data: Vec<u8>,
    ) -> Result<(String, Vec<Touched>), Fault> {
        let number = self.nodes.get(parent(prefix)).map_or(0, |node| node.made);
        let path = format!("{prefix}{number:010}");
        let ops = [RawOp::Create(path.clone(), data, owner.is_some())];
        let (_, touched) = self.commit(now, owner, &ops).map_err(|(_, fault)| fault)?;
        Ok((path, touched))
    }

    /// Removes the ephemeral nodes of a session.
    pub(super) fn remove_ephemerals(&mut self, now: Utc, session: SessionId) -> Vec<Touched> {
        let owned = self.nodes.iter().filter(|(_, node)| node.owner == Some(session));
        let ops: Vec<RawOp> = owned.map(|(path, _)| RawOp::Delete(path.clone(), None)).collect();
        self.commit(now, None, &ops)
            .map(|(_, touched)| touched)
            .expect("an ephemeral node is there and has no children")
    }

    fn apply(
        &mut self,
        now: Utc,
        session: Option<SessionId>,
        op: &RawOp,
        undo: &mut Undo,
        touched: &mut Vec<Touched>,
    ) -> Result<(), Fault> {
        match op {
            RawOp::Check(path, version) => self.at(path, Some(*version)).map(|_| ()),
            RawOp::Set(path, data, version) => {
                self.at(path, *version)?;
                let node = self.change(path, undo);
                node.version += 1;
                node.data.clone_from(data);
                node.modified = now;
                touched.push(Touched::Data(path.clone()));
                Ok(())
            }
            RawOp::Create(path, data, ephemeral) => {
                self.create(now, path, data, session.filter(|_| *ephemeral), undo)?;
                appeared_or_gone(path, touched);
                Ok(())
            }
            RawOp::Delete(path, version) => {
                if !self.at(path, *version)?.children.is_empty() {
                    return Err(Fault::Refused(Refusal::NotEmpty));
                }
                self.change(parent(path), undo).children.remove(name(path));
                self.save(path, undo);
                self.nodes.remove(path);
                appeared_or_gone(path, touched);
                Ok(())
            }
        }
    }

    fn create(
        &mut self,
        now: Utc,
        path: &str,
        data: &[u8],
        owner: Option<SessionId>,
        undo: &mut Undo,
    ) -> Result<(), Fault> {
        let above = self.nodes.get(parent(path)).ok_or(Fault::Refused(Refusal::Missing))?;
        if self.nodes.contains_key(path) {
            return Err(Fault::Refused(Refusal::Exists));
        }
        if above.owner.is_some() {
            return Err(Fault::Hopeless("an ephemeral node can have no children"));
        }
        let above = self.change(parent(path), undo);
        above.children.insert(name(path).to_owned());
        above.made += 1;
        self.save(path, undo);
        self.nodes.insert(path.to_owned(), Znode::new(data.to_vec(), self.zxid, now, owner));
        Ok(())
    }

    fn at(&self, path: &str, version: Option<i32>) -> Result<&Znode, Fault> {
        let node = self.nodes.get(path).ok_or(Fault::Refused(Refusal::Missing))?;
        if version.is_some_and(|version| version != node.version) {
            return Err(Fault::Refused(Refusal::Version));
        }
        Ok(node)
    }

    fn change(&mut self, path: &str, undo: &mut Undo) -> &mut Znode {
        self.save(path, undo);
        self.nodes.get_mut(path).expect("looked up before")
    }

    fn save(&self, path: &str, undo: &mut Undo) {
        if !undo.contains_key(path) {
            undo.insert(path.to_owned(), self.nodes.get(path).cloned());
        }
    }

    fn restore(&mut self, undo: Undo) {
        for (path, before) in undo {
            match before {
                Some(node) => self.nodes.insert(path, node),
                None => self.nodes.remove(&path),
            };
        }
    }
}

impl Znode {
    fn new(data: Vec<u8>, created_zxid: i64, modified: Utc, owner: Option<SessionId>) -> Self {
        Self { data, version: 0, created_zxid, modified, owner, children: BTreeSet::new(), made: 0 }
    }

    fn stat(&self) -> Stat {
        let children = u32::try_from(self.children.len()).unwrap_or(u32::MAX);
        Stat {
            version: self.version,
            // ZooKeeper counts those made and shows those that came and went.
            children_version: self.made * 2 - i32::try_from(children).unwrap_or(i32::MAX),
            children,
            bytes: u32::try_from(self.data.len()).unwrap_or(u32::MAX),
            created_zxid: self.created_zxid,
            modified: self.modified.0,
            ephemeral: self.owner.is_some(),
        }
    }
}

fn appeared_or_gone(path: &str, touched: &mut Vec<Touched>) {
    touched.push(Touched::Data(path.to_owned()));
    touched.push(Touched::Children(path.to_owned()));
    touched.push(Touched::Children(parent(path).to_owned()));
}

fn parent(path: &str) -> &str {
    match path.rfind('/') {
        Some(slash) if slash > 0 => &path[..slash],
        _ => "/",
    }
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

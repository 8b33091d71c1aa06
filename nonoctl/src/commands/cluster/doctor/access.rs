//! Who may change what: whether the tree is open to everybody in a network, and whether its rights are of one kind.
//!
//! Only rights are looked at, and of the nodes of the layout alone: what is made below them is made by schedulers and admins.

use std::net::IpAddr;

use nono_core::node::{Holder, Node};
use nono_core::store::connect::Host;
use nono_core::store::{Rights, path};

use super::exam::Exam;
use super::finding::{Check, Severity};
use crate::words;

/// Nodes that are named one by one.
const MOST_NAMED: usize = 3;

/// The nodes whose rights are asked for: the layout, and of each partition the places that are written most.
pub(super) fn of_interest(exam: &Exam) -> Vec<Node> {
    let holders = [Holder::Tasks, Holder::States, Holder::Leases, Holder::Claims, Holder::Runs, Holder::Commands];
    let others = [Holder::Changes, Holder::Members, Holder::Stats, Holder::Candidates];
    let mut nodes = vec![Node::Cluster, Node::Intents];
    nodes.extend(holders.into_iter().chain(others).map(Node::Holder));
    for partition in nono_core::name::Partition::all(exam.partitions) {
        nodes.extend([Node::Plan(partition), Node::Lease(partition), Node::Claims(partition)]);
    }
    nodes
}

/// Whether others than this machine reach one of these hosts.
pub(super) fn is_on_a_network(hosts: &[Host]) -> bool {
    let is_here = |host: &Host| match host.name.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.name == "localhost",
    };
    !hosts.iter().all(is_here)
}

/// Whether anybody at all may change the node, or the rights of it.
fn is_open(rights: &Rights) -> bool {
    rights.iter().any(|(whom, what)| whom == "world:anyone" && what.contains(['c', 'd', 'w', 'a']))
}

impl Exam {
    /// Rights of nodes; `None` where they could not be read, or the node is missing.
    pub(super) fn access(&mut self, held: &[(Node, Option<Rights>)], on_a_network: bool) {
        let known = held.iter().filter_map(|(node, rights)| Some((node, rights.as_ref()?)));
        let (open, closed): (Vec<_>, Vec<_>) = known.partition(|(_, rights)| is_open(rights));
        self.counts.rights = (open.len() + closed.len()) as u64;
        let (open, closed): (Vec<&Node>, Vec<&Node>) =
            (open.into_iter().map(|(node, _)| node).collect(), closed.into_iter().map(|(node, _)| node).collect());
        if !open.is_empty() && !closed.is_empty() {
            self.mixed(&open, &closed);
        } else if !open.is_empty() && on_a_network {
            self.open();
        }
    }

    fn open(&mut self) {
        let what = "everybody who reaches ZooKeeper may change everything".to_owned();
        let why =
            "a task could be pointed elsewhere, and what was claimed be deleted, by anybody in that network".to_owned();
        let fix = "let schedulers and admins alone reach ZooKeeper's port: a firewall, or TLS with client certificates \
                   (docs/operations.md)";
        self.find((Check::Acl, Severity::Warning), "/", [what, why, fix.to_owned()]);
    }

    fn mixed(&mut self, open: &[&Node], closed: &[&Node]) {
        let what = format!(
            "{} of {} are closed to everybody ({}), the others are open",
            words::count(closed.len() as u64),
            words::counted((open.len() + closed.len()) as u64, "node"),
            some_of(closed)
        );
        let why =
            "a scheduler that is not let in stops there, and what is open, or made later, protects nothing".to_owned();
        let fix = self.shell(&format!(
            "setAcl {} world:anyone:cdrwa, and close ZooKeeper's port instead",
            path::of_node(closed[0])
        ));
        self.find((Check::Acl, Severity::Warning), path::of_node(closed[0]), [what, why, fix]);
    }
}

fn some_of(nodes: &[&Node]) -> String {
    let shown: Vec<String> = nodes.iter().take(MOST_NAMED).map(|node| path::of_node(node)).collect();
    match nodes.len() {
        0..=MOST_NAMED => shown.join(", "),
        many => format!("{} and {} more", shown.join(", "), many - MOST_NAMED),
    }
}

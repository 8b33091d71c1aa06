//! Where each record stands in ZooKeeper: [`Node`] and [`Folder`] to paths and back.
//!
//! The table of protocol.md's "Znodes", once, so that no other module writes a slash. Paths are relative to the chroot
//! of the connect string.

use crate::name::{MemberId, Partition, Token};
use crate::node::{Folder, Holder, Node};

/// The path of a record.
#[must_use]
pub fn of_node(node: &Node) -> String {
    match node {
        Node::Cluster => "/cluster".to_owned(),
        Node::Plan(partition) => format!("/tasks/{partition}"),
        Node::Task(partition, name) => format!("/tasks/{partition}/{name}"),
        Node::State(partition, name) => format!("/states/{partition}/{name}"),
        Node::Lease(partition) => format!("/leases/{partition}"),
        Node::Claims(partition) => format!("/claims/{partition}"),
        Node::Run(run) => format!("/runs/{}/{run}", run.partition()),
        Node::Commands(partition) => format!("/commands/{partition}"),
        Node::Command(partition, name) => format!("/commands/{partition}/{name}"),
        Node::Member(id) => format!("/schedulers/{id}"),
        Node::Stats(id) => format!("/stats/{id}"),
        Node::Intents => "/intents".to_owned(),
        Node::Intent(name) => format!("/intents/{name}"),
        Node::Changes(partition, name) => format!("/changes/{partition}/{name}"),
        Node::Assignment => "/assignment".to_owned(),
        Node::Events => "/events".to_owned(),
        Node::Candidate(name) => format!("/leader/{name}"),
        Node::Holder(holder) => of_holder(*holder),
    }
}

fn of_holder(holder: Holder) -> String {
    let fixed = match holder {
        Holder::StatesOf(partition) => return format!("/states/{partition}"),
        Holder::RunsOf(partition) => return format!("/runs/{partition}"),
        Holder::ChangesOf(partition) => return format!("/changes/{partition}"),
        Holder::Tasks => "/tasks",
        Holder::States => "/states",
        Holder::Leases => "/leases",
        Holder::Claims => "/claims",
        Holder::Runs => "/runs",
        Holder::Commands => "/commands",
        Holder::Members => "/schedulers",
        Holder::Stats => "/stats",
        Holder::Changes => "/changes",
        Holder::Candidates => "/leader",
    };
    fixed.to_owned()
}

/// The path of the node whose children are listed.
#[must_use]
pub fn of_folder(folder: Folder) -> String {
    of_node(&holder_of(folder))
}

/// The node whose children a folder lists.
#[must_use]
pub const fn holder_of(folder: Folder) -> Node {
    match folder {
        Folder::Tasks(partition) => Node::Plan(partition),
        Folder::States(partition) => Node::Holder(Holder::StatesOf(partition)),
        Folder::Runs(partition) => Node::Holder(Holder::RunsOf(partition)),
        Folder::Commands(partition) => Node::Commands(partition),
        Folder::Members => Node::Holder(Holder::Members),
        Folder::Stats => Node::Holder(Holder::Stats),
        Folder::Intents => Node::Intents,
        Folder::Candidates => Node::Holder(Holder::Candidates),
        Folder::Held(holder) => Node::Holder(holder),
    }
}

/// To what ZooKeeper appends ten digits when a member stands for election.
#[must_use]
pub fn of_candidacy(member: &MemberId) -> String {
    format!("/leader/{member}-")
}

/// To what ZooKeeper appends ten digits when a command is submitted.
#[must_use]
pub fn of_submission(partition: Partition, token: &Token) -> String {
    format!("/commands/{partition}/{token}-")
}

/// What stands at a path. `None`: nothing of this layout, or a name that breaks a rule.
#[must_use]
pub fn node_at(path: &str) -> Option<Node> {
    let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    match parts.as_slice() {
        [one] => top_level(one),
        [top, name] => second_level(top, name),
        [top, partition, name] => third_level(top, partition.parse().ok()?, name),
        _ => None,
    }
}

fn top_level(name: &str) -> Option<Node> {
    let holder = match name {
        "cluster" => return Some(Node::Cluster),
        "intents" => return Some(Node::Intents),
        "assignment" => return Some(Node::Assignment),
        "events" => return Some(Node::Events),
        "tasks" => Holder::Tasks,
        "states" => Holder::States,
        "leases" => Holder::Leases,
        "claims" => Holder::Claims,
        "runs" => Holder::Runs,
        "commands" => Holder::Commands,
        "schedulers" => Holder::Members,
        "stats" => Holder::Stats,
        "changes" => Holder::Changes,
        "leader" => Holder::Candidates,
        _ => return None,
    };
    Some(Node::Holder(holder))
}

fn second_level(top: &str, name: &str) -> Option<Node> {
    match top {
        "schedulers" => return name.parse().ok().map(Node::Member),
        "stats" => return name.parse().ok().map(Node::Stats),
        "intents" => return name.parse().ok().map(Node::Intent),
        "leader" => return name.parse().ok().map(Node::Candidate),
        _ => {}
    }
    let partition: Partition = name.parse().ok()?;
    match top {
        "tasks" => Some(Node::Plan(partition)),
        "states" => Some(Node::Holder(Holder::StatesOf(partition))),
        "leases" => Some(Node::Lease(partition)),
        "claims" => Some(Node::Claims(partition)),
        "runs" => Some(Node::Holder(Holder::RunsOf(partition))),
        "commands" => Some(Node::Commands(partition)),
        "changes" => Some(Node::Holder(Holder::ChangesOf(partition))),
        _ => None,
    }
}

fn third_level(top: &str, partition: Partition, name: &str) -> Option<Node> {
    match top {
        "tasks" => name.parse().ok().map(|name| Node::Task(partition, name)),
        "states" => name.parse().ok().map(|name| Node::State(partition, name)),
        "runs" => name.parse().ok().filter(|run: &crate::name::RunId| run.partition() == partition).map(Node::Run),
        "commands" => name.parse().ok().map(|name| Node::Command(partition, name)),
        "changes" => name.parse().ok().map(|name| Node::Changes(partition, name)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_leads_back_to_its_node() {
        let p = Partition(17);
        let member: MemberId = "web-1-a1b2c3".parse().unwrap();
        let task: crate::name::TaskName = "billing.nightly".parse().unwrap();
        let nodes = [
            Node::Cluster,
            Node::Plan(p),
            Node::Task(p, task.clone()),
            Node::State(p, task.clone()),
            Node::Lease(p),
            Node::Claims(p),
            Node::Run("r-017-k3f9x2m4-20261124T010000Z".parse().unwrap()),
            Node::Commands(p),
            Node::Command(p, "a1b2c3d4e5f6g7h8-0000000012".parse().unwrap()),
            Node::Member(member.clone()),
            Node::Stats(member),
            Node::Intents,
            Node::Intent("web-1".parse().unwrap()),
            Node::Changes(p, task),
            Node::Assignment,
            Node::Events,
            Node::Candidate("web-1-a1b2c3-0000000003".parse().unwrap()),
            Node::Holder(Holder::RunsOf(p)),
            Node::Holder(Holder::Candidates),
        ];
        for node in nodes {
            assert_eq!(node_at(&of_node(&node)), Some(node.clone()), "{}", of_node(&node));
        }
    }

    #[test]
    fn strangers_have_no_node() {
        for path in [
            "",
            "/",
            "/zookeeper",
            "/tasks/17",
            "/tasks/017/UPPER",
            "/runs/018/r-017-k3f9x2m4-20261124T010000Z",
            "/a/b/c/d",
        ] {
            assert_eq!(node_at(path), None, "{path}");
        }
    }

    #[test]
    fn a_folder_is_the_node_that_holds_its_children() {
        assert_eq!(of_folder(Folder::Tasks(Partition(3))), "/tasks/003");
        assert_eq!(of_folder(Folder::Candidates), "/leader");
        assert_eq!(of_candidacy(&"a-a1b2c3".parse().unwrap()), "/leader/a-a1b2c3-");
    }
}

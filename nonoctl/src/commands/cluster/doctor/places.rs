//! What stands where it does not belong: strange names, children of records, nodes of the wrong kind, folders that grow.

use std::collections::BTreeSet;

use nono_core::name::{Partition, TaskName};
use nono_core::node::{Folder, Holder, Node, Read};
use nono_core::store::admin::{MOST_COMMANDS, Part, Stray};
use nono_core::store::{path, record};

use super::exam::Exam;
use super::finding::{Check, Severity};

/// More children than this make lists slow and large.
const MANY: usize = 10_000;
/// Strays of one folder that are named one by one.
const MOST_STRAYS: usize = 20;

impl Exam {
    pub(super) fn places(&mut self, part: &Part) {
        self.strays(&part.strays);
        let tasks: BTreeSet<(Partition, &TaskName)> = part
            .seen
            .iter()
            .filter_map(|seen| match &seen.node {
                Node::Task(partition, name) => Some((*partition, name)),
                _ => None,
            })
            .collect();
        for seen in &part.seen {
            if let Read::Found(_, stat) | Read::Unreadable { stat, .. } = &seen.read {
                self.children(&seen.node, stat.children);
                self.kind(&seen.node, &seen.read, stat.ephemeral);
                self.without_task(&seen.node, &tasks);
            }
        }
        part.sizes.iter().for_each(|(folder, size)| self.size(*folder, *size));
    }

    fn strays(&mut self, strays: &[Stray]) {
        let mut folder = ("", 0);
        for stray in strays {
            let parent = stray.path.rsplit_once('/').map_or("", |(parent, _)| parent);
            folder = if folder.0 == parent { (parent, folder.1 + 1) } else { (parent, 1) };
            if folder.1 > MOST_STRAYS {
                continue;
            }
            let why = match stray.path.starts_with("/tasks/") {
                true => "no scheduler runs it from there",
                false => "nothing reads it, and it takes room in every list",
            };
            let fix = self.shell(&format!("deleteall {}", stray.path));
            self.find((Check::Places, Severity::Failed), &stray.path, [stray.why.clone(), why.to_owned(), fix]);
        }
    }

    fn children(&mut self, node: &Node, children: u32) {
        let holds = matches!(node, Node::Plan(_) | Node::Commands(_) | Node::Intents | Node::Holder(_));
        if children == 0 || holds {
            return;
        }
        let path = path::of_node(node);
        let what = format!("{children} of its own stand below it, where nothing belongs");
        let fix = self.shell(&format!("ls {path}, and delete what it names"));
        let why = "it cannot be removed, and what is to be written together with that waits".to_owned();
        self.find((Check::Places, Severity::Failed), path, [what, why, fix]);
    }

    fn kind(&mut self, node: &Node, read: &Read, ephemeral: bool) {
        let should = record::is_ephemeral(node);
        if ephemeral == should || matches!(read, Read::Unreadable { stat, .. } if *stat == Default::default()) {
            return;
        }
        let path = path::of_node(node);
        let [what, why] = match should {
            true => ["it is not ephemeral: it was made by hand", "no session stands for it; schedulers pass over it"],
            false => ["it is ephemeral: it was made by hand", "it vanishes with the session that made it"],
        };
        let fix = match should {
            true => self.shell(&format!("delete {path}")),
            false => "make it anew as a persistent node: get, delete, create".to_owned(),
        };
        self.find((Check::Places, Severity::Failed), path, [what.to_owned(), why.to_owned(), fix]);
    }

    /// Owners delete what a task leaves; what stays was put there by hand, or nobody owns the partition.
    fn without_task(&mut self, node: &Node, tasks: &BTreeSet<(Partition, &TaskName)>) {
        let (partition, name) = match node {
            Node::State(partition, name) | Node::Changes(partition, name) => (*partition, name),
            _ => return,
        };
        if tasks.contains(&(partition, name)) {
            return;
        }
        let path = path::of_node(node);
        let fix = self.shell(&format!("delete {path}"));
        let why = "it is nobody's, and only takes room".to_owned();
        self.find((Check::Places, Severity::Warning), path, [format!("there is no task \"{name}\""), why, fix]);
    }

    fn size(&mut self, folder: Folder, size: usize) {
        self.counts.largest_folder = self.counts.largest_folder.max(size);
        let (most, why) = match folder {
            Folder::Commands(_) => (MOST_COMMANDS as usize * 8 / 10, "further runs that are asked for are refused"),
            Folder::Runs(_) => (MANY / 2, "at 10,000 its instants wait unclaimed"),
            Folder::Held(Holder::Tasks | Holder::States | Holder::Leases | Holder::Claims) => return,
            _ => (MANY, "ZooKeeper answers with all of their names at once"),
        };
        if size <= most {
            return;
        }
        let path = path::of_folder(folder);
        let what = format!("{size} nodes stand below it");
        let fix = match folder {
            Folder::Tasks(_) | Folder::States(_) => {
                "spread the tasks over several clusters: the number of partitions is fixed".to_owned()
            }
            _ => self.shell(&format!("ls {path}, and see who makes them")),
        };
        self.find((Check::Sizes, Severity::Failed), path, [what, why.to_owned(), fix]);
    }
}

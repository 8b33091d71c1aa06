//! `-vv`: a line on standard error for each request to ZooKeeper, when it is answered: what was asked, of how much, what came
//! of it, how long it took. Counts and kinds alone: of no record is anything said.

use std::sync::Arc;
use std::time::Instant;

use nono_core::node::{Answer, Node, Op, Read, Refusal, Request};
use nono_core::store::{Pending, PendingRights, Store};

use crate::invocation::Invocation;
use crate::words;

/// How often `-v` is given for this.
const REQUESTS: u8 = 2;

/// The store, and what it is asked is told if that is wanted.
pub(super) fn told(store: Arc<dyn Store>, invocation: &Invocation) -> Arc<dyn Store> {
    if invocation.verbose < REQUESTS {
        return store;
    }
    Arc::new(Told { store, invocation: invocation.clone() })
}

struct Told {
    store: Arc<dyn Store>,
    invocation: Invocation,
}

impl Store for Told {
    fn request(&self, request: Request) -> Pending {
        let (asked, began, invocation) = (asked(&request), Instant::now(), self.invocation.clone());
        let answer = self.store.request(request);
        Box::pin(async move {
            let answer = answer.await;
            invocation.detail(format_args!("zookeeper: {asked}: {}, {}", came(&answer), words::took(began.elapsed())));
            answer
        })
    }

    fn cost(&self, request: &Request) -> u32 {
        self.store.cost(request)
    }

    fn rights(&self, nodes: &[Node]) -> PendingRights {
        let (asked, began, invocation) = (of(nodes.len(), "node"), Instant::now(), self.invocation.clone());
        let rights = self.store.rights(nodes);
        Box::pin(async move {
            let rights = rights.await;
            invocation.detail(format_args!("zookeeper: rights of {asked}: {}", words::took(began.elapsed())));
            rights
        })
    }
}

fn of(count: usize, one: &str) -> String {
    words::counted(count as u64, one)
}

/// What is asked, of how much.
fn asked(request: &Request) -> String {
    match request {
        Request::Read(nodes) => format!("read {}", of(nodes.len(), "node")),
        Request::List(folders) => format!("list {}", of(folders.len(), "folder")),
        Request::Commit(ops) => {
            let kind = |name: &str, is: fn(&Op) -> bool| {
                let count = ops.iter().filter(|op| is(op)).count();
                (count > 0).then(|| format!("{} {name}", words::count(count as u64)))
            };
            let kinds = [
                kind("checked", |op| matches!(op, Op::Check(..))),
                kind("created", |op| matches!(op, Op::Create(..))),
                kind("set", |op| matches!(op, Op::Set(..))),
                kind("deleted", |op| matches!(op, Op::Delete(..))),
            ];
            format!("commit {}", kinds.into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
        Request::Stand(_) => "stand for election".to_owned(),
        Request::Submit(..) => "submit 1 command".to_owned(),
        Request::Sync => "sync".to_owned(),
    }
}

/// What came of it.
fn came(answer: &Answer) -> String {
    match answer {
        Answer::Read(reads) => {
            let missing = reads.iter().filter(|read| matches!(read, Read::Missing)).count();
            let broken = reads.iter().filter(|read| matches!(read, Read::Unreadable { .. })).count();
            let some = |count: usize, what: &str| match count {
                0 => String::new(),
                _ => format!(", {} {what}", words::count(count as u64)),
            };
            let found = words::count((reads.len() - missing - broken) as u64);
            format!("{found} found{}{}", some(missing, "missing"), some(broken, "unreadable"))
        }
        Answer::List(listings) => of(listings.iter().map(|listing| listing.names.len()).sum(), "name"),
        Answer::Committed(_) => "committed".to_owned(),
        Answer::Refused { index, why } => format!("refused at {}: {}", index + 1, refusal(*why)),
        Answer::Standing(_) => "standing".to_owned(),
        Answer::Submitted(_) => "submitted".to_owned(),
        Answer::Synced => "synced".to_owned(),
        Answer::Unknown(why) => format!("no answer ({})", words::harmless(why)),
        Answer::Failed(why) => format!("failed ({})", words::harmless(why)),
    }
}

const fn refusal(why: Refusal) -> &'static str {
    match why {
        Refusal::Version => "another version",
        Refusal::Missing => "it is not there",
        Refusal::Exists => "it exists",
        Refusal::NotEmpty => "it is not empty",
        Refusal::Denied => "denied",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use nono_core::name::Partition;
    use nono_core::node::{Folder, Listing, Stat};

    use super::*;

    #[test]
    fn a_request_is_told_by_its_kind_and_counts_and_its_answer_by_what_came_of_it() {
        let node = || Node::Task(Partition(3), "a".parse().unwrap());
        let commit = Request::Commit(vec![Op::Check(node(), 1), Op::Delete(node(), None), Op::Delete(node(), None)]);
        let texts = [
            asked(&Request::Read(vec![node()])),
            asked(&Request::List(vec![Folder::Members; 2])),
            asked(&commit),
            came(&Answer::Read(vec![Read::Missing, Read::Missing])),
            came(&Answer::List(vec![Listing { names: vec!["a".into(); 1_200], stat: Stat::default() }])),
            came(&Answer::Committed(BTreeMap::new())),
            came(&Answer::Refused { index: 1, why: Refusal::Version }),
            came(&Answer::Unknown("lost\u{1b}".into())),
        ];
        let expected = [
            "read 1 node",
            "list 2 folders",
            "commit 1 checked, 2 deleted",
            "0 found, 2 missing",
            "1,200 names",
            "committed",
            "refused at 2: another version",
            "no answer (lost )",
        ];
        assert_eq!(texts, expected);
    }
}

//! Whose clock is wrong: what a renewal says about this host's, and what the other members' say about ZooKeeper's.
//!
//! One member off is the member's fault, and it gives its partitions up; most of them off together is ZooKeeper's.

use std::time::Duration;

use super::clock::Sample;
use super::{Engine, Waiting};
use crate::node::{Answer, Folder, Node, Read, Record, Request};

/// A clock that is further off than this is not to be trusted with schedules.
const TOLERANCE_MS: i64 = 5000;
/// Stats that are no older than this, beside the newest, are fresh.
const FRESH: Duration = Duration::from_secs(3);
/// In so many renewals running.
const OFF_RENEWALS: u32 = 3;

impl Engine {
    /// What a renewal says about the clocks.
    pub(super) fn clock_sampled(&mut self, sample: Sample) {
        let jumped = self.clock.decide(sample);
        if jumped {
            self.warn("the clock stepped: following the wall clock, which is nearer ZooKeeper's".to_owned());
        }
        self.ahead_ms = self.clock.ahead_of_zookeeper_ms(sample);
        self.figures.host.clock_offset_ms = self.ahead_ms;
        self.figures.host.zookeeper_rtt_ms = sample.answered.since(sample.sent).as_secs_f64() * 1000.0;
        let off = self.ahead_ms.abs() > TOLERANCE_MS;
        let Some(session) = &mut self.session else { return };
        session.off_clock = if off { session.off_clock + 1 } else { 0 };
        session.excused &= off;
        if !off && session.banned {
            session.banned = false;
            self.write_member();
        } else if off && session.off_clock % OFF_RENEWALS == 0 {
            self.request(Request::List(vec![Folder::Stats]), Waiting::ClocksListed);
        }
    }

    pub(super) fn clocks_listed(&mut self, answer: Answer) {
        let Answer::List(mut listings) = answer else { return };
        let names = listings.pop().unwrap_or_default().names;
        let nodes: Vec<Node> = names.iter().filter_map(|name| Some(Node::Stats(name.parse().ok()?))).collect();
        self.request(Request::Read(nodes), Waiting::ClocksRead);
    }

    /// Whose clock is wrong: if most members agree with this one, ZooKeeper's; one alone trusts itself.
    pub(super) fn clocks_read(&mut self, answer: Answer) {
        let Answer::Read(reads) = answer else { return };
        let ahead = self.ahead_ms;
        let newest = reads.iter().filter_map(|read| match read {
            Read::Found(_, stat) => Some(stat.mtime()),
            _ => None,
        });
        let newest = newest.max();
        let offsets = reads.iter().filter_map(|read| match read {
            Read::Found(Record::Stats(stats), stat) if stat.version > 0 && Some(stat.mtime() + FRESH) >= newest => {
                Some(stats.host.clock_offset_ms)
            }
            _ => None,
        });
        let offsets: Vec<i64> = offsets.collect();
        let agree = offsets.iter().filter(|offset| offset.abs_diff(ahead) <= TOLERANCE_MS.unsigned_abs()).count();
        if offsets.len() <= 1 || agree * 2 > offsets.len() {
            self.warn(format!(
                "ZooKeeper's clock is {ahead} ms behind the schedulers' and is not followed: check its host"
            ));
            return;
        }
        self.warn(format!(
            "this host's clock is {ahead} ms off ZooKeeper's: partitions are released until it is right"
        ));
        if let Some(session) = &mut self.session {
            session.banned = true;
        }
        self.write_member();
        self.release_unassigned();
    }
}

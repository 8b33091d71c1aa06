//! What happened to the cluster, and how one more event is written down: by admins and schedulers alike.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::name::MemberId;
use crate::run::FORMAT;
use crate::time::Utc;

/// `/events`: what happened to the cluster, newest last; see [`Events::pushed`] for its bounds.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Events {
    /// Of this record; see [`FORMAT`].
    #[serde(default)]
    pub format: u32,
    /// The last ones.
    #[serde(default)]
    pub entries: Vec<Event>,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Something that happened to the cluster.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// Rises by one with each; 0 until [`Events::pushed`] gives it.
    #[serde(default)]
    pub number: u64,
    /// When, by the clock of who wrote it: for people only.
    pub at: Utc,
    /// What, in a word: the command of a person, such as `drain`, `undrain`, `init`, `delete`; of a scheduler one of
    /// [`Event::JOINED`] and those below it.
    pub kind: String,
    /// To what, such as `scheduler/sched-a1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// In a clause, such as `13 partitions moved`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// Who, as `user@host`, or a member's id.
    pub by: String,
    /// As whom ZooKeeper knows a person; absent where they did not authenticate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// Why, in the user's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Event {
    /// The leader sees a member that was not there.
    pub const JOINED: &str = "joined";
    /// A member has closed its session.
    pub const LEFT: &str = "left";
    /// A member's session has ended without that.
    pub const LOST: &str = "lost";
    /// A member's figures stand still, and its session lives: its partitions are given to others.
    pub const HUNG: &str = "hung";
    /// They move again.
    pub const AWAKE: &str = "awake";
    /// A scheduler has become the leader.
    pub const LEADS: &str = "leads";
    /// The leader gives partitions to other members.
    pub const MOVED: &str = "moved";
    /// Tasks began to fail.
    pub const FAILING: &str = "failing";
    /// Tasks succeed again.
    pub const RECOVERED: &str = "recovered";
    /// Events before this one could not be written down.
    pub const UNWRITTEN: &str = "unwritten";

    /// Whether a scheduler wrote it down, and no person.
    #[must_use]
    pub fn is_of_a_scheduler(&self) -> bool {
        self.by.parse::<MemberId>().is_ok()
    }
}

impl Events {
    /// At most so many are kept.
    pub const MOST: usize = 200;
    /// And at most so many bytes of them.
    pub const MOST_BYTES: usize = 64 * 1024;
    /// Where they are too many, so many at most of what schedulers wrote down stay.
    pub const MOST_OF_SCHEDULERS: usize = 150;
    /// The longest message or reason that is kept, in bytes.
    const LONGEST: usize = 1_000;

    /// The record with one more event, numbered; the oldest make room. Who writes it names the version that was read, so
    /// that of two writers neither overwrites the other.
    #[must_use]
    pub fn pushed(self, event: Event) -> Self {
        self.extended([event])
    }

    /// The same of several, in their order.
    #[must_use]
    pub fn extended(mut self, events: impl IntoIterator<Item = Event>) -> Self {
        self.format = FORMAT;
        for mut event in events {
            event.number = self.entries.last().map_or(0, |last| last.number).saturating_add(1);
            shorten(&mut event.message);
            event.reason.iter_mut().for_each(shorten);
            self.entries.push(event);
        }
        self.make_room();
        self
    }

    /// A scheduler that comes and goes without end must not make it forgotten who removed a task.
    fn make_room(&mut self) {
        let surplus = self.entries.len().saturating_sub(Self::MOST);
        let of_schedulers = self.entries.iter().filter(|event| surplus > 0 && event.is_of_a_scheduler()).count();
        let mut too_many = surplus.min(of_schedulers.saturating_sub(Self::MOST_OF_SCHEDULERS));
        self.entries.retain(|event| {
            let goes = too_many > 0 && event.is_of_a_scheduler();
            too_many -= usize::from(goes);
            !goes
        });
        let surplus = self.entries.len().saturating_sub(Self::MOST);
        self.entries.drain(..surplus);
        let size = |value: &Self| serde_json::to_vec(value).map_or(usize::MAX, |bytes| bytes.len());
        while self.entries.len() > 1 && size(self) > Self::MOST_BYTES {
            let some = (self.entries.len() / 10).max(1);
            self.entries.drain(..some);
        }
    }

    /// Whether it stands there already, whatever its number: for whoever lost the answer.
    #[must_use]
    pub fn holds(&self, event: &Event) -> bool {
        let same_but_number = |one: &Event| Event { number: event.number, ..one.clone() } == *event;
        self.entries.iter().any(|one| one.at == event.at && same_but_number(one))
    }
}

fn shorten(text: &mut String) {
    let end = (0..=Events::LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.truncate(end.unwrap_or(0));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(message: &str) -> Event {
        Event {
            number: 0,
            at: Utc(1_795_482_000_000),
            kind: "drain".into(),
            object: Some("scheduler/a".into()),
            message: message.into(),
            by: "me@here".into(),
            identity: None,
            reason: None,
            extra: Map::new(),
        }
    }

    #[test]
    fn events_are_numbered_for_ever_and_the_oldest_make_room() {
        let all = (0..450).fold(Events::default(), |events, _| events.pushed(event("")));
        assert_eq!((all.entries.len(), all.entries[0].number, all.entries[199].number), (200, 251, 450));
    }

    #[test]
    fn what_people_did_is_kept_however_much_schedulers_write() {
        let by_scheduler = || Event { by: "sched-a1-0a1b2c".into(), ..event("") };
        let people = Events::default().extended((0..60).map(|_| event("")));
        let all = (0..1000).fold(people, |events, _| events.pushed(by_scheduler()));
        let of_people: Vec<u64> = all.entries.iter().filter(|it| !it.is_of_a_scheduler()).map(|it| it.number).collect();
        assert_eq!((all.entries.len(), of_people), (200, (11..=60).collect()));
        assert!(all.entries.is_sorted_by_key(|it| it.number));
        assert_eq!(all.entries.last().map(|it| it.number), Some(1060));
        // Where people write nothing, there is room for more.
        let alone = (0..300).fold(Events::default(), |events, _| events.pushed(by_scheduler()));
        assert_eq!(alone.entries.len(), 200);
    }

    #[test]
    fn a_ring_of_long_messages_stays_under_its_size() {
        let long = "ä".repeat(40_000);
        let all = (0..150).fold(Events::default(), |events, _| events.pushed(event(&long)));
        let bytes = serde_json::to_vec(&all).unwrap().len();
        assert!(bytes <= Events::MOST_BYTES && all.entries.len() >= 40, "{bytes} bytes, {} events", all.entries.len());
        assert_eq!(all.entries.last().map(|last| (last.number, last.message.len())), Some((150, 1_000)));
        assert_eq!(event(&long).message.len(), 80_000);
    }

    #[test]
    fn an_event_is_known_again_by_all_but_its_number() {
        let all = Events::default().pushed(event("one")).pushed(event("two"));
        assert!(all.holds(&event("two")) && !all.holds(&event("three")));
    }
}

//! Names and ids, each a type of its own so that none is passed for another.
//!
//! Constructors parse: a value of one of these types is valid. Texts that come from outside go through
//! `FromStr`; serde uses the same path, so a record with a bad name is unreadable, never half-read.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::time::Instant;

mod inline;

use self::inline::Inline;

/// A name that breaks a rule; the message says which.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} {text:?} is not valid: {rule}")]
pub struct InvalidName {
    /// What was named, such as `task name`.
    pub kind: &'static str,
    /// What was given, cut to 80 characters.
    pub text: String,
    /// The rule that it breaks.
    pub rule: &'static str,
}

fn invalid(kind: &'static str, text: &str, rule: &'static str) -> InvalidName {
    InvalidName { kind, text: text.chars().take(80).collect(), rule }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident($store:ty), $kind:literal, $rule:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($store);

        impl $name {
            /// The text as it stands in records and on screens.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl FromStr for $name {
            type Err = InvalidName;
            fn from_str(text: &str) -> Result<Self, InvalidName> {
                let check: fn(&str) -> bool = $check;
                if check(text) { Ok(Self(text.into())) } else { Err(invalid($kind, text, $rule)) }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

fn lower_or_digit(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn name_like(text: &str, longest: usize, others: &[u8]) -> bool {
    let bytes = text.as_bytes();
    !bytes.is_empty()
        && bytes.len() <= longest
        && lower_or_digit(bytes[0])
        && bytes.iter().all(|&byte| lower_or_digit(byte) || others.contains(&byte))
}

text_id!(
    /// The name of a task, which is also the name of its znode.
    TaskName(Arc<str>), "task name",
    "use 1 to 128 of a-z 0-9 . _ - and begin with a letter or digit (\"zookeeper\" is reserved)",
    |text| name_like(text, 128, b"._-") && text != "zookeeper"
);
text_id!(
    /// Eight random characters given to a task at its creation: a task deleted and made anew is another task.
    TaskUid(Inline<8>), "task uid", "use 8 of a-z 0-9",
    |text| text.len() == 8 && text.bytes().all(lower_or_digit)
);
text_id!(
    /// The name people give a scheduler; several processes may carry one name.
    SchedulerName(Arc<str>), "scheduler name",
    "use 1 to 63 of a-z 0-9 . - and begin with a letter or digit",
    |text| name_like(text, 63, b".-")
);
text_id!(
    /// One session of one scheduler process: its name, a dash and six random characters. Never used again.
    MemberId(Arc<str>), "scheduler id", "use a scheduler name, a dash and 6 of a-z 0-9",
    |text| text.len() <= 70 && text.rsplit_once('-').is_some_and(|(name, tail)| {
        name_like(name, 63, b".-") && tail.len() == 6 && tail.bytes().all(lower_or_digit)
    })
);
text_id!(
    /// Random, made by the client for one request of a user; kept in entry, record and outcome, so that a lost answer can be looked up.
    Token(Inline<16>), "token", "use 16 of a-z 0-9",
    |text| text.len() == 16 && text.bytes().all(lower_or_digit)
);
text_id!(
    /// The znode name of a user's command: its token, a dash and the ten digits that ZooKeeper appended.
    CommandName(Arc<str>), "command name", "use a token, a dash and 10 digits",
    |text| text.split_once('-').is_some_and(|(token, digits)| {
        token.len() == 16 && token.bytes().all(lower_or_digit) && digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit())
    })
);
text_id!(
    /// The znode name of a candidate for leadership: a member's id, a dash and the ten digits that ZooKeeper appended.
    CandidateName(Arc<str>), "candidate name", "use a scheduler id, a dash and 10 digits",
    |text| text.rsplit_once('-').is_some_and(|(member, digits)| {
        member.parse::<MemberId>().is_ok() && digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit())
    })
);

impl MemberId {
    /// The scheduler's name, without the random tail.
    #[must_use]
    pub fn name(&self) -> SchedulerName {
        let name = self.0.rsplit_once('-').map_or(&*self.0, |(name, _)| name);
        SchedulerName(name.into())
    }
}

impl CommandName {
    /// The token that the user's client made.
    #[must_use]
    pub fn token(&self) -> Token {
        Token(Inline::from(&self.0[..16]))
    }

    /// The number that ZooKeeper appended; it orders the commands of a partition and names the run.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.0[17..].parse().unwrap_or(0)
    }
}

impl CandidateName {
    /// Who stands.
    #[must_use]
    pub fn member(&self) -> MemberId {
        MemberId(self.0[..self.0.len() - 11].into())
    }

    /// The lowest number leads.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.0[self.0.len() - 10..].parse().unwrap_or(0)
    }
}

/// A share of the tasks, 0 to 998, written with three digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition(pub u16);

impl Partition {
    /// The partition of a task: xxh3-64 of its name, modulo the number of partitions. Fixed for ever.
    #[must_use]
    pub fn of(task: &TaskName, partitions: u16) -> Self {
        let hash = xxhash_rust::xxh3::xxh3_64(task.as_str().as_bytes());
        let index = hash % u64::from(partitions.max(1));
        Self(u16::try_from(index).expect("a remainder of a u16 fits a u16"))
    }

    /// All partitions of a cluster.
    pub fn all(partitions: u16) -> impl Iterator<Item = Self> {
        (0..partitions).map(Self)
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}", self.0)
    }
}

impl fmt::Debug for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{:03}", self.0)
    }
}

impl FromStr for Partition {
    type Err = InvalidName;
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<u16>().ok().filter(|&number| digits && number < 999);
        number.map(Self).ok_or_else(|| invalid("partition", text, "use three digits, 000 to 998"))
    }
}

impl Serialize for Partition {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u16(self.0)
    }
}

impl<'de> Deserialize<'de> for Partition {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        u16::deserialize(from).map(Self)
    }
}

/// Counts the owners of a lease. Rises with each new owner. What is read is below 2^53: JSON's numbers reach no further,
/// and arithmetic cannot overflow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Epoch(pub u64);

impl Epoch {
    /// The epoch of the next owner.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    fn bounded(number: u64) -> Option<Self> {
        (number < 1 << 53).then_some(Self(number))
    }
}

impl FromStr for Epoch {
    type Err = InvalidName;
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let bounded = text.parse().ok().and_then(Self::bounded);
        bounded.ok_or_else(|| invalid("epoch", text, "it is a number below 2^53"))
    }
}

impl<'de> Deserialize<'de> for Epoch {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(from)?;
        Self::bounded(number).ok_or_else(|| de::Error::custom(format_args!("epoch {number} is not below 2^53")))
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A znode's data version. What people see is this plus one.
pub type Version = i32;

/// What a run executes: an instant of the schedule, or a user's command.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RunKey {
    /// The instant it is due.
    Instant(Instant),
    /// The command's sequence number.
    Command(u64),
    /// The sequence number of a command that asked for many, and which of them it is, from 1.
    Backfill(u64, u32),
}

/// The id of a run: `r-PPP-UID-INSTANT`, or `r-PPP-UID-mSEQUENCE` for a user's command, with `-NUMBER` behind it for each
/// run of a backfill. Anyone can compute it; it never changes over retries and take-overs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(Inline<LONGEST_RUN>);

/// `r-PPP-UUUUUUUU-m9999999999-4294967295`, in bytes.
const LONGEST_RUN: usize = 37;

impl RunId {
    /// The id of what `key` names.
    #[must_use]
    pub fn new(partition: Partition, uid: &TaskUid, key: RunKey) -> Self {
        let text = match key {
            RunKey::Instant(at) => return Self::of_instant(partition, uid, at),
            RunKey::Command(sequence) => format!("r-{partition}-{uid}-m{sequence:010}"),
            RunKey::Backfill(sequence, number) => format!("r-{partition}-{uid}-m{sequence:010}-{number}"),
        };
        Self(Inline::from(&*text))
    }

    /// The same without a format's detours: most runs are of an instant.
    fn of_instant(partition: Partition, uid: &TaskUid, at: Instant) -> Self {
        let digit = |place: u16| b'0' + u8::try_from(partition.0 / place % 10).unwrap_or(0);
        let mut text = *b"r-PPP-UUUUUUUU-YYYYMMDDTHHMMSSZ";
        text[2..5].copy_from_slice(&[100, 10, 1].map(digit));
        text[6..14].copy_from_slice(uid.as_str().as_bytes());
        text[15..].copy_from_slice(&at.compact_bytes());
        Self(Inline::from(std::str::from_utf8(&text).expect("digits, letters and dashes")))
    }

    /// The text as it stands in records and on screens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The partition that the run's task is in.
    #[must_use]
    pub fn partition(&self) -> Partition {
        let text = self.0.as_bytes();
        let digit = |at: usize| u16::from(text[at] - b'0');
        Partition(digit(2) * 100 + digit(3) * 10 + digit(4))
    }

    /// The uid of the run's task.
    #[must_use]
    pub fn uid(&self) -> TaskUid {
        TaskUid(Inline::from(&self.0[6..14]))
    }

    /// The instant or the command it executes.
    #[must_use]
    pub fn key(&self) -> RunKey {
        key_of(&self.0[15..]).expect("checked by the constructor")
    }
}

fn key_of(text: &str) -> Option<RunKey> {
    let Some(command) = text.strip_prefix('m') else { return Instant::from_compact(text).map(RunKey::Instant) };
    let (digits, number) = command.split_once('-').map_or((command, None), |(digits, number)| (digits, Some(number)));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let sequence: u64 = digits.parse().ok().filter(|_| digits.len() == 10 && is_number(digits))?;
    match number {
        None => Some(RunKey::Command(sequence)),
        // One text for each: no sign and no leading zero.
        Some(number) if is_number(number) && !number.starts_with('0') => {
            number.parse().ok().map(|number| RunKey::Backfill(sequence, number))
        }
        Some(_) => None,
    }
}

impl FromStr for RunId {
    type Err = InvalidName;
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let parsed = text.is_ascii().then(|| parse_run(text)).flatten();
        parsed.ok_or_else(|| invalid("run id", text, "use r-PPP-UID-YYYYMMDDTHHMMSSZ or r-PPP-UID-mNNNNNNNNNN"))
    }
}

fn parse_run(text: &str) -> Option<RunId> {
    let mut parts = text.strip_prefix("r-")?.splitn(3, '-');
    parts.next()?.parse::<Partition>().ok()?;
    parts.next()?.parse::<TaskUid>().ok()?;
    key_of(parts.next()?)?;
    (text.len() <= LONGEST_RUN).then(|| RunId(Inline::from(text)))
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for RunId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RunId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_id_tells_its_parts() {
        let uid: TaskUid = "k3f9x2m4".parse().unwrap();
        let run = RunId::new(Partition(17), &uid, RunKey::Instant(Instant(1_795_482_000)));
        assert_eq!(run.as_str(), "r-017-k3f9x2m4-20261124T010000Z");
        assert_eq!(run.to_string().parse(), Ok(run.clone()));
        assert_eq!(
            (run.partition(), run.uid(), run.key()),
            (Partition(17), uid.clone(), RunKey::Instant(Instant(1_795_482_000)))
        );
        let manual = RunId::new(Partition(3), &uid, RunKey::Command(12));
        assert_eq!(manual.as_str(), "r-003-k3f9x2m4-m0000000012");
        assert_eq!(manual.as_str().parse::<RunId>().unwrap().key(), RunKey::Command(12));
        let third = RunId::new(Partition(3), &uid, RunKey::Backfill(12, 3));
        assert_eq!(third.as_str(), "r-003-k3f9x2m4-m0000000012-3");
        assert_eq!(third.as_str().parse::<RunId>().unwrap().key(), RunKey::Backfill(12, 3));
    }

    #[test]
    fn a_bad_name_is_refused_with_its_rule() {
        for bad in ["", ".", "..", "a/b", "zookeeper", "-a", "a ", "A", "é", "a\u{0}", &"a".repeat(129)] {
            assert!(bad.parse::<TaskName>().is_err(), "{bad:?}");
        }
        for bad in [
            "r-017-k3f9x2m4-",
            "r-999-k3f9x2m4-m0000000012",
            "r-017-K3f9x2m4-m0000000012",
            "r-017-k3f9x2m4-m12",
            "r-017-k3f9x2m4-m0000000012-",
            "r-017-k3f9x2m4-m0000000012-03",
            "r-017-k3f9x2m4-m0000000012-+3",
            "r-017-k3f9x2m4-m0000000012-4294967296",
            "r-01é-",
        ] {
            assert!(bad.parse::<RunId>().is_err(), "{bad:?}");
        }
        assert!("sched-a1-0a1b2c".parse::<MemberId>().is_ok());
        assert!("sched".parse::<MemberId>().is_err());
    }

    #[test]
    fn the_partition_of_a_name_is_fixed_for_ever() {
        let name: TaskName = "billing.nightly-invoices".parse().unwrap();
        assert_eq!(
            Partition::of(&name, 256),
            Partition(xxhash_rust::xxh3::xxh3_64(b"billing.nightly-invoices").rem_euclid(256) as u16)
        );
    }
}

//! What can be asked: the fields, the figures that are compared, and whose they are.

use super::unit::Unit;
use crate::tasks::runs::Standing;
use crate::tasks::view::TaskCondition;
use crate::words;

/// Rows of which kind a filter is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Kind {
    /// It is not known yet: the fields and states of all of them.
    #[default]
    Any,
    /// Tasks.
    Task,
    /// Runs.
    Run,
}

impl Kind {
    /// Whether rows of this kind have what rows of `owner` have.
    fn has(self, owner: Self) -> bool {
        self == owner || self == Self::Any || owner == Self::Any
    }

    /// The words of `state:`.
    pub(super) fn states(self) -> Vec<&'static str> {
        let tasks = TaskCondition::ALL.map(TaskCondition::word).into_iter().filter(|_| self.has(Self::Task));
        let runs = Standing::ALL.map(|standing| standing.mark().word).into_iter().filter(|_| self.has(Self::Run));
        let mut states: Vec<&'static str> = Vec::new();
        for word in tasks.chain(runs) {
            if !states.contains(&word) {
                states.push(word);
            }
        }
        states
    }

    /// The figures that can be compared.
    pub(super) fn measures(self) -> impl Iterator<Item = Measure> {
        Measure::ALL.into_iter().filter(move |measure| self.has(measure.kind()))
    }

    /// In a sentence.
    pub(super) const fn plural(self) -> &'static str {
        match self {
            Self::Any => "rows",
            Self::Task => "tasks",
            Self::Run => "runs",
        }
    }
}

/// A figure of a row: milliseconds, a count or bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Measure {
    /// How late the first byte was; of a task that is late now, how late it is.
    Lag,
    /// The median duration of a task's runs that succeeded.
    P50,
    /// How many runs in a row have failed.
    Fails,
    /// How long until the task is due next; less than nothing when that has passed.
    Next,
    /// How long ago the task last ran.
    Last,
    /// Bytes of the task's record.
    Size,
    /// How long the run took, or takes so far.
    Took,
    /// How many attempts of the run were sent.
    Tries,
}

impl Measure {
    /// Every figure, in the order in which they are offered.
    pub(crate) const ALL: [Self; 8] =
        [Self::Lag, Self::P50, Self::Fails, Self::Next, Self::Last, Self::Size, Self::Took, Self::Tries];

    /// As typed.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Lag => "lag",
            Self::P50 => "p50",
            Self::Fails => "fails",
            Self::Next => "next",
            Self::Last => "last",
            Self::Size => "size",
            Self::Took => "took",
            Self::Tries => "tries",
        }
    }

    /// In what it is counted.
    pub(super) const fn unit(self) -> Unit {
        match self {
            Self::Lag | Self::P50 | Self::Next | Self::Last | Self::Took => Unit::Span,
            Self::Fails | Self::Tries => Unit::Count,
            Self::Size => Unit::Bytes,
        }
    }

    /// Whose it is.
    pub(super) const fn kind(self) -> Kind {
        match self {
            Self::Lag => Kind::Any,
            Self::P50 | Self::Fails | Self::Next | Self::Last | Self::Size => Kind::Task,
            Self::Took | Self::Tries => Kind::Run,
        }
    }
}

/// What stands before an operator. Every other word there is a label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    /// The name; of a run its task's.
    Name,
    /// How it is.
    State,
    /// Who owns it; of a run its scheduler.
    Owner,
    /// A figure.
    Measure(Measure),
}

impl Field {
    /// The field of this word; those of other kinds of rows are ones, too.
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "name" => Some(Self::Name),
            "state" => Some(Self::State),
            "owner" => Some(Self::Owner),
            _ => Measure::ALL.into_iter().find(|measure| measure.word() == word).map(Self::Measure),
        }
    }

    /// Whether rows of this kind have it.
    pub(super) fn is_of(self, kind: Kind) -> bool {
        match self {
            Self::Name | Self::State | Self::Owner => true,
            Self::Measure(measure) => kind.has(measure.kind()),
        }
    }
}

/// Words of the tables' heads and of other tools, and what they are called here.
const CALLED: [(&str, &str); 9] = [
    ("scheduler", "owner"),
    ("status", "state"),
    ("outcome", "state"),
    ("task", "name"),
    ("late", "lag"),
    ("lateness", "lag"),
    ("failures", "fails"),
    ("duration", "took"),
    ("attempts", "tries"),
];

/// The fields of this kind of rows that an unknown word may have meant.
pub(super) fn meant(word: &str, kind: Kind) -> Vec<String> {
    let known = words_of(kind);
    let called = CALLED.iter().find(|(other, _)| *other == word).map(|(_, ours)| *ours);
    match called.filter(|ours| known.contains(ours)) {
        Some(ours) => vec![ours.to_owned()],
        None => words::nearest(word, known),
    }
}

/// All fields of this kind of rows.
pub(super) fn words_of(kind: Kind) -> Vec<&'static str> {
    ["name", "state", "owner"].into_iter().chain(kind.measures().map(Measure::word)).collect()
}

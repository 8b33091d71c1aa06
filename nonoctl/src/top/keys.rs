//! What can be done, and which keys do it: one table, from which the keys work, the legend is written and help is made.
//!
//! Keys can be bound anew in a file (`[keys]`); a name that is unknown and a key that is bound twice are errors, told with
//! the line, never ignored.

mod press;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

pub(crate) use self::press::Press;
use super::app::View;
use crate::words;

/// Where an action belongs in the help.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Group {
    /// Where one is.
    Move,
    /// What is shown, and how.
    Look,
    /// Changes; each asks first.
    Change,
    /// Taking something along.
    Copy,
    /// The same everywhere.
    Global,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $word:literal [$($key:literal),*] $group:ident $short:literal $long:literal;)*) => {
        /// What a key can do.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub(crate) enum Action { $($(#[$doc])* #[doc = $long] $name,)* }

        impl Action {
            /// All, in the order of the help.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// As it is written in the file of keys.
            pub(crate) const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Its keys where none are bound.
            const fn keys(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($key),*],)* }
            }

            /// Where it belongs.
            pub(crate) const fn group(self) -> Group {
                match self { $(Self::$name => Group::$group,)* }
            }

            /// One or two words, for the legend.
            pub(crate) const fn short(self) -> &'static str {
                match self { $(Self::$name => $short,)* }
            }

            /// In a few words, for the help.
            pub(crate) const fn long(self) -> &'static str {
                match self { $(Self::$name => $long,)* }
            }
        }
    };
}

actions! {
    Down "down" ["j", "down"] Move "down" "next row";
    Up "up" ["k", "up"] Move "up" "row before";
    First "first" ["g", "home"] Move "first" "first row";
    Last "last" ["G", "end"] Move "last" "last row";
    HalfDown "half-down" ["ctrl-d"] Move "half page" "half a page down";
    HalfUp "half-up" ["ctrl-u"] Move "half page up" "half a page up";
    PageDown "page-down" ["pgdn"] Move "page" "a page down";
    PageUp "page-up" ["pgup"] Move "page up" "a page up";
    Left "left" ["h", "left"] Move "minute" "minute before";
    Right "right" ["l", "right"] Move "minute" "next minute";
    Open "open" ["enter"] Move "open" "open";
    Back "back" ["esc"] Move "back" "back, or close";
    Overview "overview" ["1"] Move "overview" "Overview";
    Tasks "tasks" ["2"] Move "tasks" "Tasks";
    Schedulers "schedulers" ["3"] Move "schedulers" "Schedulers";
    Runs "runs" ["4"] Move "runs" "Runs";
    Upcoming "upcoming" ["5"] Move "upcoming" "Upcoming";
    Cluster "cluster" ["6"] Move "cluster" "Cluster";
    NextPane "next-pane" ["tab"] Move "pane" "next pane";
    PreviousPane "previous-pane" ["shift-tab"] Move "pane back" "pane before";
    HistoryBack "history-back" ["["] Move "history" "history back";
    HistoryForward "history-forward" ["]"] Move "forward" "history forward";
    Filter "filter" ["/"] Look "filter" "filter";
    Problems "problems" ["!"] Look "problems" "problems only";
    Sort "sort" ["s"] Look "sort" "sort by…";
    SortLeft "sort-left" ["<"] Look "sort column" "column before";
    SortRight "sort-right" [">"] Look "sort column" "next column";
    Invert "invert" ["I"] Look "invert" "the other way round";
    Mark "mark" ["space"] Look "mark" "mark the row";
    Unmark "unmark" ["ctrl-\\"] Look "unmark" "unmark all";
    Freeze "freeze" ["f"] Look "freeze" "freeze the display";
    Follow "follow" ["F"] Look "follow" "follow the newest";
    Preview "preview" ["p"] Look "preview" "preview pane";
    Expand "expand" ["e"] Look "expand" "this pane alone";
    Wide "wide" ["w"] Look "wide" "wide columns";
    Times "times" ["t"] Look "times" "relative, local, UTC";
    Slower "slower" ["-"] Look "slower" "less often, wider";
    Faster "faster" ["+", "="] Look "faster" "more often, narrower";
    Manifest "manifest" ["m"] Look "manifest" "the manifest";
    History "history" ["v"] Look "changes" "who changed it";
    RunsOf "runs-of" ["L"] Look "runs" "runs of the selection";
    Doctor "doctor" ["d"] Look "doctor" "have the doctor look";
    Pause "pause" ["P"] Change "pause…" "pause or resume…";
    Run "run" ["R"] Change "run now…" "run now…";
    Cancel "cancel" ["K"] Change "cancel…" "cancel the run…";
    Replay "replay" ["Y"] Change "replay…" "replay the run…";
    Edit "edit" ["E"] Change "edit…" "edit in $EDITOR…";
    Drain "drain" ["D"] Change "drain…" "drain…";
    Undrain "undrain" ["U"] Change "undrain…" "undrain…";
    Delete "delete" ["X"] Change "delete…" "delete…";
    Menu "menu" ["x"] Look "actions…" "all actions…";
    CopyCommand "copy-command" ["y", "ctrl-y"] Copy "copy as CLI" "copy as a command";
    CopyName "copy-name" ["c"] Copy "copy name" "copy the name";
    Help "help" ["?"] Global "help" "these keys";
    Palette "palette" [":"] Global "command" "type a command";
    Retry "retry" ["r"] Global "retry now" "connect now";
    Refresh "refresh" ["ctrl-r"] Global "refresh" "read again";
    Redraw "redraw" ["ctrl-l"] Global "redraw" "draw the screen again";
    Mouse "mouse" ["M"] Global "mouse" "mouse on or off";
    Quit "quit" ["q"] Global "quit" "quit";
    QuitKeep "quit-keep" ["Q"] Global "quit, keep" "quit, keep the screen";
    QuitNow "quit-now" ["ctrl-c"] Global "quit" "quit now";
}

/// What keys do while letters are typed, with the key that always does it: nobody is caught in a line because of how keys
/// were bound.
const TYPING: [(Action, Option<&str>); 9] = [
    (Action::Open, Some("enter")),
    (Action::Back, Some("esc")),
    (Action::NextPane, Some("tab")),
    (Action::PreviousPane, Some("shift-tab")),
    (Action::Up, Some("up")),
    (Action::Down, Some("down")),
    (Action::PageUp, Some("pgup")),
    (Action::PageDown, Some("pgdn")),
    (Action::CopyCommand, None),
];

/// Which keys do what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KeyMap {
    bound: BTreeMap<Press, Action>,
}

/// The part of the file that is about keys.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeyFile {
    /// By the action's name: its keys.
    keys: BTreeMap<String, toml::Spanned<Keys>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Many(Vec<String>),
}

impl Default for KeyMap {
    fn default() -> Self {
        let pairs = Action::ALL.iter().flat_map(|action| action.keys().iter().map(|key| (*key, *action)));
        let bound = pairs.map(|(key, action)| (key.parse().expect("the keys of the table are keys"), action));
        Self { bound: bound.collect() }
    }
}

impl KeyMap {
    /// What a key does.
    pub(crate) fn action(&self, press: Press) -> Option<Action> {
        self.bound.get(&press).copied()
    }

    /// The first key of an action, as it is shown; none when it has none.
    pub(crate) fn key(&self, action: Action) -> Option<String> {
        self.keys_of(action).into_iter().next()
    }

    /// All keys of an action, as they are shown, those of the table first and in its order.
    pub(crate) fn keys_of(&self, action: Action) -> Vec<String> {
        let mut keys: Vec<&Press> =
            self.bound.iter().filter(|(_, bound)| **bound == action).map(|(key, _)| key).collect();
        let usual: Vec<Press> = action.keys().iter().filter_map(|key| key.parse().ok()).collect();
        keys.sort_by_key(|key| usual.iter().position(|known| known == *key).unwrap_or(usize::MAX));
        keys.into_iter().map(ToString::to_string).collect()
    }

    /// What a key does while letters are typed: what it is bound to, unless it types or edits; else what it always does.
    pub(crate) fn typing(&self, press: Press) -> Option<Action> {
        if press.types() {
            return None;
        }
        let known = |action: &Action| TYPING.iter().any(|(known, _)| known == action);
        let always = || TYPING.iter().find(|(_, key)| key.is_some_and(|key| key.parse() == Ok(press)));
        self.action(press).filter(known).or_else(|| always().map(|(action, _)| *action))
    }

    /// The key that does it while letters are typed, as it is shown.
    pub(crate) fn typing_key(&self, action: Action) -> Option<String> {
        let always = TYPING.iter().find(|(known, _)| *known == action)?.1;
        let keys = self.keys_of(action).into_iter().filter_map(|key| key.parse::<Press>().ok());
        let mut keys = keys.chain(always.and_then(|key| key.parse().ok()));
        keys.find(|press| self.typing(*press) == Some(action)).map(|press| press.to_string())
    }

    /// The keys of a file in place of the usual ones of the actions that it names.
    ///
    /// # Errors
    /// Names each place that is wrong, with what may have been meant.
    pub(crate) fn bind(mut self, file: &KeyFile, text: &str) -> Result<Self, Vec<String>> {
        let mut wrong = Vec::new();
        let mut given: BTreeMap<Press, Action> = BTreeMap::new();
        let known: Vec<&str> = Action::ALL.iter().map(|action| action.word()).collect();
        for (word, keys) in &file.keys {
            let line = text[..keys.span().start.min(text.len())].lines().count().max(1);
            let Some(action) = Action::ALL.iter().copied().find(|action| action.word() == word) else {
                let mut told = format!("line {line}: there is no action {word:?}");
                if let [nearest, ..] = words::nearest(word, known.iter().copied()).as_slice() {
                    let _ = write!(told, "; did you mean {nearest:?}?");
                }
                wrong.push(told);
                continue;
            };
            self.bound.retain(|_, bound| *bound != action);
            let keys: Vec<&String> = match keys.get_ref() {
                Keys::One(key) => vec![key],
                Keys::Many(keys) => keys.iter().collect(),
            };
            for key in keys {
                match key.parse::<Press>() {
                    Err(why) => wrong.push(format!("line {line}: {why}")),
                    Ok(press) => match given.insert(press, action) {
                        Some(other) if other != action => {
                            wrong.push(format!("line {line}: {key:?} is bound to {} and to {word}", other.word()));
                        }
                        _ => {}
                    },
                }
            }
        }
        for (press, action) in given {
            if let Some(other) = self.bound.insert(press, action).filter(|other| *other != action) {
                wrong.push(format!("{:?} is bound to {} and to {}", press.to_string(), other.word(), action.word()));
            }
        }
        if self.key(Action::Quit).is_none() && self.key(Action::QuitNow).is_none() {
            wrong.push("no key is left to quit with".to_owned());
        }
        if wrong.is_empty() { Ok(self) } else { Err(wrong) }
    }

    /// Every action with its keys, as the file takes them.
    pub(crate) fn print(&self) -> String {
        let mut text = String::from("[keys]\n");
        for action in Action::ALL {
            let keys: Vec<String> =
                self.keys_of(*action).iter().map(|key| format!("{:?}", key.to_lowercase_names())).collect();
            let _ = writeln!(text, "{:<16} = [{}]  # {}", action.word(), keys.join(", "), action.long());
        }
        text
    }
}

/// As a key is typed in the file, from how it is shown.
trait Typed {
    fn to_lowercase_names(&self) -> String;
}

impl Typed for String {
    fn to_lowercase_names(&self) -> String {
        self.parse::<Press>().map_or_else(|_| self.clone(), Press::typed)
    }
}

impl Action {
    /// The view that it opens.
    pub(crate) const fn view(self) -> Option<View> {
        match self {
            Self::Overview => Some(View::Overview),
            Self::Tasks => Some(View::Tasks),
            Self::Schedulers => Some(View::Schedulers),
            Self::Runs => Some(View::Runs),
            Self::Upcoming => Some(View::Upcoming),
            Self::Cluster => Some(View::Cluster),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(text: &str) -> Result<KeyMap, Vec<String>> {
        let file: KeyFile = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        KeyMap::default().bind(&file, text)
    }

    #[test]
    fn no_key_of_the_table_is_bound_twice() {
        let keys: usize = Action::ALL.iter().map(|action| action.keys().len()).sum();
        assert_eq!(KeyMap::default().bound.len(), keys);
    }

    #[test]
    fn every_change_is_upper_case_and_nothing_else_is_a_change() {
        for action in Action::ALL.iter().filter(|action| action.group() == Group::Change) {
            assert!(action.keys().iter().all(|key| key.chars().all(|c| c.is_ascii_uppercase())), "{action:?}");
        }
    }

    #[test]
    fn a_file_binds_keys_anew() {
        let map = bound("[keys]\nfreeze = [\"z\", \"ctrl-f\"]\n").unwrap();
        assert_eq!(map.action("z".parse().unwrap()), Some(Action::Freeze));
        assert_eq!(map.action("ctrl-f".parse().unwrap()), Some(Action::Freeze));
        assert_eq!(map.action("f".parse().unwrap()), None);
    }

    #[test]
    fn what_is_wrong_in_the_file_is_told_with_its_line() {
        let wrong = bound("[keys]\n\nfreez = \"z\"\n").unwrap_err();
        assert_eq!(wrong, ["line 3: there is no action \"freez\"; did you mean \"freeze\"?"]);
        let wrong = bound("[keys]\nfreeze = \"q\"\n").unwrap_err();
        assert_eq!(wrong, ["\"q\" is bound to quit and to freeze"]);
        let wrong = bound("[keys]\nfreeze = \"ctrl-\"\n").unwrap_err();
        assert!(wrong[0].starts_with("line 2: "), "{wrong:?}");
        let wrong = bound("[keys]\nfreeze = \"z\"\nsort = \"z\"\n").unwrap_err();
        assert_eq!(wrong, ["line 3: \"z\" is bound to freeze and to sort"]);
        assert!(bound("[keys]\nquit = []\nquit-now = []\n").is_err());
    }

    #[test]
    fn letters_are_typed_whatever_they_are_bound_to_and_nobody_is_caught() {
        let map = bound("[keys]\nback = \"b\"\nnext-pane = [\"n\", \"ctrl-n\"]\nopen = \"tab\"\n").unwrap();
        let typing = |key: &str| map.typing(key.parse().unwrap());
        assert_eq!((typing("b"), typing("n"), typing("space")), (None, None, None));
        assert_eq!((typing("esc"), typing("enter")), (Some(Action::Back), Some(Action::Open)));
        assert_eq!((typing("ctrl-n"), typing("tab")), (Some(Action::NextPane), Some(Action::Open)));
        assert_eq!(map.typing_key(Action::NextPane).as_deref(), Some("Ctrl-n"));
        assert_eq!(map.typing_key(Action::Back).as_deref(), Some("Esc"));
        assert_eq!(map.typing_key(Action::Open).as_deref(), Some("Tab"));
        assert_eq!(map.typing_key(Action::Freeze), None);
    }

    #[test]
    fn what_is_printed_can_be_read_back() {
        let text = KeyMap::default().print();
        assert_eq!(bound(&text).unwrap(), KeyMap::default(), "{text}");
    }
}

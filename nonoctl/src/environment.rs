//! The environment variables that matter, read once.
//!
//! Everything that reacts to a variable takes this value, so that tests decide what the environment says. A variable
//! that is set to nothing counts as unset, as no-color.org asks.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// A snapshot of the process's environment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment(BTreeMap<String, String>);

impl Environment {
    /// What the process was started with; variables that are not UTF-8 are left out.
    pub(crate) fn of_process() -> Self {
        let pairs =
            std::env::vars_os().filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)));
        Self(pairs.collect())
    }

    /// For tests.
    #[cfg(test)]
    pub(crate) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
    }

    /// The variable's value, unless it is unset or empty.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether it is set, and to nothing: clap would take that for a value.
    pub(crate) fn is_empty(&self, key: &str) -> bool {
        self.0.get(key).is_some_and(String::is_empty)
    }

    /// Whether it is set to something other than `0` and `false`.
    pub(crate) fn is_on(&self, key: &str) -> bool {
        self.value(key).is_some_and(|value| value != "0" && value != "false")
    }

    /// Where this tool's configuration is: below `$XDG_CONFIG_HOME`, else below `~/.config`.
    pub(crate) fn config_folder(&self) -> Option<PathBuf> {
        let base = self.value("XDG_CONFIG_HOME").map(PathBuf::from);
        base.or_else(|| Some(PathBuf::from(self.value("HOME")?).join(".config"))).map(|base| base.join("nonoctl"))
    }

    /// Where this tool keeps what it finds again and nobody edits: below `$XDG_STATE_HOME`, else below `~/.local/state`.
    pub(crate) fn state_folder(&self) -> Option<PathBuf> {
        let base = self.value("XDG_STATE_HOME").map(PathBuf::from);
        base.or_else(|| Some(PathBuf::from(self.value("HOME")?).join(".local/state"))).map(|base| base.join("nonoctl"))
    }

    /// Where what can be lost is kept: below `$XDG_CACHE_HOME`, else below `~/.cache`.
    pub(crate) fn cache_folder(&self) -> Option<PathBuf> {
        let base = self.value("XDG_CACHE_HOME").map(PathBuf::from);
        base.or_else(|| Some(PathBuf::from(self.value("HOME")?).join(".cache"))).map(|base| base.join("nonoctl"))
    }

    /// Who works here, as `user@host`, for the history of changes.
    pub(crate) fn person(&self) -> String {
        let named = self.value("USER").or_else(|| self.value("LOGNAME")).map(ToOwned::to_owned);
        let user = named.unwrap_or_else(account);
        let system = rustix::system::uname();
        format!("{user}@{}", system.nodename().to_string_lossy())
    }
}

/// The name of the account that this process runs as; its number if it has none.
fn account() -> String {
    let id = nix::unistd::getuid();
    let found = nix::unistd::User::from_uid(id).ok().flatten().map(|user| user.name);
    found.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("uid-{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_works_here_has_a_name_also_without_variables() {
        let user = |environment: Environment| environment.person().split('@').next().map(str::to_owned);
        assert_eq!(user(Environment::of(&[("USER", "ann"), ("LOGNAME", "bob")])).as_deref(), Some("ann"));
        assert_eq!(user(Environment::of(&[("LOGNAME", "bob")])).as_deref(), Some("bob"));
        let id = rustix::process::getuid().as_raw();
        let database = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let of_me = |line: &&str| line.split(':').nth(2).is_some_and(|field| field == id.to_string());
        let listed = database.lines().find(of_me).and_then(|line| line.split(':').next());
        if let Some(name) = listed {
            assert_eq!(user(Environment::of(&[])).as_deref(), Some(name));
        } else {
            assert!(user(Environment::of(&[])).is_some_and(|name| !name.is_empty()));
        }
    }

    #[test]
    fn a_variable_set_to_nothing_is_unset() {
        let environment = Environment::of(&[("A", ""), ("B", "0"), ("C", "1")]);
        assert_eq!(environment.value("A"), None);
        assert_eq!(["A", "B", "D"].map(|key| environment.is_empty(key)), [true, false, false]);
        assert_eq!(["A", "B", "C", "D"].map(|key| environment.is_on(key)), [false, false, true, false]);
    }
}

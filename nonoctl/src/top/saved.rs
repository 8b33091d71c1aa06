//! How the dashboard was left: order, columns and preview, for when it is opened again, each cluster by itself. Nothing that
//! could surprise: no filter, no view, nothing that changes what a key does.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::app::{Model, TableId};
use super::update::columns_of;
use crate::invocation::Invocation;

/// What is kept, as it is written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Saved {
    preview: bool,
    wide: bool,
    tasks: Order,
    schedulers: Order,
}

/// By which column, by its title.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Order {
    column: String,
    descending: bool,
}

impl Default for Saved {
    fn default() -> Self {
        Self { preview: true, wide: false, tasks: Order::default(), schedulers: Order::default() }
    }
}

/// Where it is kept: a file for each place (a context's name, or a connect string).
fn path(invocation: &Invocation, place: &str) -> Option<PathBuf> {
    Some(invocation.state_folder.as_ref()?.join("top").join(file_name(place)))
}

/// Letters of a place that a file's name keeps; longer names are cut, and end with what tells them apart.
const LONGEST: usize = 100;

/// The place as a name of a file: what a shell or a file system could mind is written as `%2F`.
fn file_name(place: &str) -> String {
    let mut name = String::new();
    for byte in place.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => name.push(char::from(byte)),
            other => name.push_str(&format!("%{other:02X}")),
        }
    }
    if name.len() > LONGEST {
        let mut hasher = DefaultHasher::new();
        place.hash(&mut hasher);
        name.truncate(LONGEST);
        name.push_str(&format!("-{:016x}", hasher.finish()));
    }
    name + ".toml"
}

impl Saved {
    /// What the model shows.
    pub(super) fn of(model: &Model) -> Self {
        let order = |id| {
            let table = model.table(id);
            let column = columns_of(id).into_iter().flatten().nth(table.sort).unwrap_or_default();
            Order { column: column.to_owned(), descending: table.descending }
        };
        let (tasks, schedulers) = (order(TableId::Tasks), order(TableId::Schedulers));
        Self { preview: model.preview, wide: model.wide, tasks, schedulers }
    }

    /// As it was left last. A file that is missing or was spoilt is as good as none.
    pub(super) fn read(invocation: &Invocation, place: &str) -> Self {
        let text = path(invocation, place).and_then(|path| std::fs::read_to_string(path).ok());
        text.and_then(|text| toml::from_str(&text).ok()).unwrap_or_default()
    }

    /// Has the model show it. A column that there is no more leaves the usual order.
    pub(super) fn apply(&self, model: &mut Model) {
        model.preview = self.preview;
        model.wide = self.wide;
        for (id, order) in [(TableId::Tasks, &self.tasks), (TableId::Schedulers, &self.schedulers)] {
            let known = columns_of(id).unwrap_or_default();
            if let Some(place) = known.iter().position(|column| *column == order.column) {
                let mut table = model.table(id);
                (table.sort, table.descending) = (place, order.descending);
                model.tables.insert(id, table);
            }
        }
    }

    /// Keeps it, if it is another than it was at first. Only comfort is lost where that cannot be.
    pub(super) fn keep(&self, before: &Self, invocation: &Invocation, place: &str) -> std::io::Result<()> {
        let Some(path) = path(invocation, place).filter(|_| self != before) else { return Ok(()) };
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        // Two dashboards may be left at the same moment: each file is whole.
        let new = path.with_extension(format!("toml.{}", std::process::id()));
        std::fs::write(&new, format!("# How nonoctl top was left; remove it to begin as usual.\n{text}"))?;
        std::fs::rename(new, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::top::keys::KeyMap;
    use crate::top::start::blank;

    fn model() -> Model {
        blank("zk1:2181/nono".to_owned(), KeyMap::default(), nono_core::time::Utc(0))
    }

    #[test]
    fn what_was_left_comes_back_and_a_spoilt_file_does_no_harm() {
        let mut left = model();
        left.wide = true;
        let mut table = left.table(TableId::Tasks);
        (table.sort, table.descending) = (2, true);
        left.tables.insert(TableId::Tasks, table);
        let text = toml::to_string(&Saved::of(&left)).unwrap();
        assert!(text.contains("column = \"STATE\""), "{text}");
        let mut again = model();
        toml::from_str::<Saved>(&text).unwrap().apply(&mut again);
        assert!(again.wide && again.preview);
        assert_eq!((again.table(TableId::Tasks).sort, again.table(TableId::Tasks).descending), (2, true));

        let mut usual = model();
        toml::from_str::<Saved>("tasks = { column = \"COLOUR\" }\nlater = 1").unwrap().apply(&mut usual);
        assert_eq!(Saved::of(&usual), Saved::of(&model()));
    }

    #[test]
    fn each_cluster_has_a_file_of_its_own() {
        assert_eq!(file_name("prod"), "prod.toml");
        assert_eq!(file_name("zk1:2181,zk2/nono"), "zk1%3A2181%2Czk2%2Fnono.toml");
        assert_eq!(file_name("../x"), "..%2Fx.toml");
        let long = |last: &str| file_name(&format!("{}{last}", "zk:2181,".repeat(40)));
        assert!(long("a").len() < 140, "{}", long("a"));
        assert_ne!(long("a"), long("b"));
    }
}

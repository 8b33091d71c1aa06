//! The command line: the words of the shell, for the screen.

use super::{Effect, boxes, moves};
use crate::terminal::TimeStyle;
use crate::top::app::{Model, Said, Screen, View};
use crate::words;

/// What can be typed, with what it does.
pub(crate) const COMMANDS: [(&str, &str); 14] = [
    ("overview", "what is wrong, and how it goes"),
    ("tasks [FILTER]", "the tasks, all or some"),
    ("task NAME", "one task"),
    ("schedulers", "the schedulers"),
    ("scheduler NAME", "one scheduler"),
    ("runs [FILTER]", "runs as they end"),
    ("upcoming", "what comes within the hour"),
    ("cluster", "ZooKeeper, the doctor, what happened"),
    ("ctx NAME", "the cluster of another context"),
    ("sort COLUMN", "the order of the table"),
    ("set time=relative|local|utc", "how moments are written"),
    ("ro", "change nothing from here"),
    ("rw", "changes again"),
    ("quit", "leave"),
];

/// Does what was typed.
pub(super) fn run(model: &mut Model, text: &str) -> Result<Vec<Effect>, String> {
    let text = text.trim().trim_start_matches(':');
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    if let Some(view) = View::ALL.into_iter().find(|view| view.word() == word) {
        let mut effects = moves::go(model, Screen::View(view));
        if matches!(view, View::Tasks | View::Runs) && !rest.is_empty() {
            effects.extend(boxes::set_filter(model, view, rest.to_owned()));
            if let Some(error) = model.filters.get(&view).and_then(|filtering| filtering.error.as_ref()) {
                return Err(error.to_string());
            }
        }
        return Ok(effects);
    }
    match (word, rest) {
        ("", _) => Ok(Vec::new()),
        ("q" | "quit", _) => Ok(vec![Effect::Quit { keep: false }]),
        ("ro", _) => {
            model.read_only = true;
            model.said = Said { read_only: true, ..Said::default() };
            Ok(Vec::new())
        }
        ("rw", _) if model.stays_read_only && model.protected => {
            Err("this place is protected: start with --read-write to change it".to_owned())
        }
        ("rw", _) if model.stays_read_only => Err("started with --read-only: start without it".to_owned()),
        ("rw", _) => {
            model.read_only = false;
            model.said.writable.insert(model.place.clone());
            Ok(Vec::new())
        }
        ("task", name) => task(model, name),
        ("scheduler", name) => scheduler(model, name),
        ("ctx", name) => context(model, name),
        ("sort", column) => sort(model, column),
        ("set", setting) => set(model, setting),
        (other, _) => Err(unknown(other, COMMANDS.iter().map(|(command, _)| first_word(command)))),
    }
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

fn unknown<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match words::nearest(word, known).as_slice() {
        [] => format!("there is no {word:?}; Tab shows what there is"),
        near => format!("there is no {word:?}; did you mean {}?", near.join(", ")),
    }
}

fn task(model: &mut Model, name: &str) -> Result<Vec<Effect>, String> {
    let Some(catalogue) = &model.facts.tasks.catalogue else { return Err("the tasks are not listed yet".to_owned()) };
    let known = name.parse().ok().filter(|name| catalogue.names.binary_search(name).is_ok());
    let Some(name) = known else {
        return Err(unknown(name, catalogue.names.iter().map(nono_core::name::TaskName::as_str)));
    };
    Ok(moves::go(model, Screen::Task(name)))
}

fn scheduler(model: &mut Model, name: &str) -> Result<Vec<Effect>, String> {
    let Some(fleet) = model.facts.fleet.clone() else { return Err("the schedulers are not read yet".to_owned()) };
    let found = fleet.census.schedulers.iter().find(|one| one.id.as_str() == name || one.member.name.as_str() == name);
    match found {
        Some(one) => Ok(moves::go(model, Screen::Scheduler(one.id.clone()))),
        None => Err(unknown(name, fleet.census.known())),
    }
}

fn context(model: &Model, name: &str) -> Result<Vec<Effect>, String> {
    match name {
        "" if model.contexts.is_empty() => {
            Err("there are no contexts; make one: nonoctl context add --help".to_owned())
        }
        "" => Err(format!("write ctx and one of {}", model.contexts.join(", "))),
        name if model.contexts.iter().any(|known| known == name) => Ok(vec![Effect::Context(name.to_owned())]),
        name => Err(unknown(name, model.contexts.iter().map(String::as_str))),
    }
}

fn sort(model: &mut Model, column: &str) -> Result<Vec<Effect>, String> {
    let Some((id, columns)) = moves::sortable(model) else { return Err("this table has one order".to_owned()) };
    let found = columns.iter().position(|known| known.eq_ignore_ascii_case(column));
    let Some(place) = found else { return Err(unknown(&column.to_uppercase(), columns)) };
    let mut table = model.table(id);
    table.sort = place;
    table.descending = false;
    model.tables.insert(id, table);
    Ok(moves::sorted(model, id))
}

fn set(model: &mut Model, setting: &str) -> Result<Vec<Effect>, String> {
    model.times = match setting.replace(' ', "").as_str() {
        "time=relative" => TimeStyle::Relative,
        "time=local" => TimeStyle::Local,
        "time=utc" => TimeStyle::Utc,
        _ => return Err("write set time=relative, time=local or time=utc".to_owned()),
    };
    Ok(Vec::new())
}

/// The text with its last word completed, if there is one way only; or as far as all ways agree.
pub(super) fn complete(model: &Model, text: &str) -> Option<String> {
    let (head, last) = match text.rfind(char::is_whitespace) {
        Some(at) => text.split_at(at + 1),
        None => ("", text),
    };
    let known: Vec<String> = match first_word(head) {
        "" => COMMANDS.iter().map(|(command, _)| first_word(command).to_owned()).collect(),
        "task" => model.facts.tasks.catalogue.iter().flat_map(|it| it.names.iter().map(ToString::to_string)).collect(),
        "scheduler" => model.facts.fleet.iter().flat_map(|fleet| fleet.census.known()).map(str::to_owned).collect(),
        "ctx" => model.contexts.clone(),
        "sort" => moves::sortable(model)?.1.into_iter().map(str::to_lowercase).collect(),
        "set" => ["time=relative", "time=local", "time=utc"].map(str::to_owned).to_vec(),
        "tasks" | "runs" => {
            let (at, vocabulary) = (head.find(' ')? + 1, boxes::vocabulary(model));
            let filter = &text[at..];
            return boxes::completed(filter, filter.len(), &vocabulary).map(|done| format!("{}{done}", &text[..at]));
        }
        _ => return None,
    };
    let fits: Vec<&String> = known.iter().filter(|word| word.starts_with(last)).collect();
    let shared = common(&fits)?;
    (shared.len() > last.len() || fits.len() == 1).then(|| {
        let space = if fits.len() == 1 { " " } else { "" };
        format!("{head}{shared}{space}")
    })
}

pub(super) fn common(words: &[&String]) -> Option<String> {
    let (first, rest) = words.split_first()?;
    let agrees = |end: usize| rest.iter().all(|word| word.starts_with(&first[..end]));
    let ends = first.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let end = ends.take_while(|end| agrees(*end)).last().unwrap_or(0);
    Some(first[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use nono_core::time::Utc;

    use super::*;
    use crate::top::keys::KeyMap;
    use crate::top::start::blank;

    #[test]
    fn another_context_is_gone_to_by_its_name_and_tab_knows_it() {
        let mut model = blank("dev".into(), KeyMap::default(), Utc(0));
        let refused = |model: &mut Model, text: &str| run(model, text).map(|_| ()).unwrap_err();
        assert!(refused(&mut model, "ctx").contains("nonoctl context add"));
        model.contexts = vec!["dev".into(), "prod".into()];
        assert_eq!(refused(&mut model, "ctx"), "write ctx and one of dev, prod");
        assert!(refused(&mut model, "ctx prd").contains("did you mean prod?"));
        let effects = run(&mut model, ":ctx prod").unwrap();
        assert!(matches!(effects.as_slice(), [Effect::Context(name)] if name == "prod"));
        assert_eq!(complete(&model, "ctx pr").as_deref(), Some("ctx prod "));
    }
}

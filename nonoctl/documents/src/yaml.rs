//! YAML text to located trees, and syntax errors in words that help.
//!
//! Only the YAML of 1.2: `yes`, `no`, `on` and `off` are texts. Anchors and merge keys work, within limits that no
//! honest manifest reaches. A mapping that names a field twice is refused.

use serde_saphyr::{Error, Spanned};

use crate::events::{DEEPEST, Documents, tags};
use crate::tree::{Node, Place, YamlTree, inexact_numbers, place_of, twice};
use crate::{Alone, Broken};

/// The documents of `text` that could be read, empty ones left out, and every error: the rest of a document that is
/// wrong in itself is passed over, after a syntax error nothing more is read.
#[must_use]
pub fn documents(text: &str) -> (Vec<Node>, Vec<Broken>) {
    let mut bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for parsed in serde_saphyr::read_with_options::<_, Spanned<YamlTree>>(&mut bytes, options()) {
        match parsed {
            Ok(tree) => found.push(tree.into()),
            Err(error) => wrong.push(broken(&error, text)),
        }
    }
    wrong.extend(inexact_numbers(&found, text));
    wrong.extend(tags(text).into_iter().map(|(tag, place)| Broken {
        place,
        message: format!("the tag {tag} means nothing here: write the value itself"),
    }));
    (found, wrong)
}

/// The same documents one by one and sooner; nothing for one that is wrong or takes more care, and none after it:
/// [`documents`] reads it. Boxed, so that all of it is compiled in this crate.
#[must_use]
pub fn documents_alone(text: &str) -> Box<dyn Iterator<Item = Option<Alone>> + '_> {
    Box::new(Documents::of(text))
}

pub(crate) fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_events: 20_000_000,
            max_nodes: 10_000_000,
            max_aliases: 10_000,
            max_anchors: 10_000,
            max_depth: DEEPEST,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 200_000,
        },
    }
}

const TOO_MUCH: &str = "too many nested parts or aliases: no task is that large, write it without anchors";

fn broken(error: &Error, text: &str) -> Broken {
    let error = error.without_snippet();
    let place = error.location().map_or_else(Place::default, |location| place_of(&location));
    let line = usize::try_from(place.line).ok().and_then(|line| text.lines().nth(line.checked_sub(1)?));
    let message = match error {
        Error::DuplicateMappingKey { key: Some(key), .. } if ["apiVersion", "kind"].contains(&key.as_str()) => {
            format!("{}, or write --- before a second task", twice(key))
        }
        Error::DuplicateMappingKey { key: Some(key), .. } => twice(key),
        Error::Budget { .. } | Error::AliasReplayLimitExceeded { .. } => TOO_MUCH.to_owned(),
        Error::AliasError { msg, .. } if msg.contains("limit exceeded") => TOO_MUCH.to_owned(),
        Error::NullIntoString { .. } => "a field's name is null: put it in quotes".to_owned(),
        _ => {
            if let Some(column) = line.and_then(indenting_tab) {
                return Broken { place: Place { column, ..place }, message: TAB.to_owned() };
            }
            line.and_then(remedy).map_or_else(|| with_advice(plain(error)), ToOwned::to_owned)
        }
    };
    Broken { place, message }
}

const TAB: &str = "a tab indents this line, and YAML takes spaces only: replace the tab";

/// The column of the first tab that indents a line.
fn indenting_tab(line: &str) -> Option<u64> {
    let indent = line.chars().take_while(|letter| letter.is_whitespace());
    indent.zip(1..).find_map(|(letter, column)| (letter == '\t').then_some(column))
}

const ALIAS: &str = "text that begins with * stands in quotes, and a name of a part is known in its document alone";

/// What is wrong with a line that YAML refuses, for a mistake that people make often.
fn remedy(line: &str) -> Option<&'static str> {
    let value = line.split_once(": ").map(|(_, value)| value).or_else(|| line.trim_start().strip_prefix("- "))?;
    let value = value.trim_start();
    if value.strip_prefix('*').is_some_and(|name| name.starts_with(|letter: char| letter.is_alphanumeric())) {
        return Some(ALIAS);
    }
    let special = value.starts_with(['*', '@', '%', '`', '&', '!', '?']);
    special.then_some("a value that begins with * @ % ` & ! or ? must stand in quotes, such as cron: \"*/5 * * * *\"")
}

/// The parser's words and what to do, for the mistakes that it tells of.
fn with_advice(said: String) -> String {
    const BRACKETS: &str = "a bracket that opens is closed by its like, and text that begins with one stands in quotes";
    const KNOWN: [(&str, &str); 18] = [
        (
            "mapping values are not allowed",
            "put a value that holds a colon and a space in quotes, and indent a line as those beside it",
        ),
        (
            "illegal placement of ':'",
            "put a value that holds a colon in quotes, and close the bracket that opens before it",
        ),
        ("quoted scalar", "a quote that opens here or above is not closed"),
        ("found a tab", "put spaces in place of the tab"),
        ("must be followed by a valid YAML whitespace", "put a space behind the colon"),
        ("unknown escape", "in double quotes a backslash is written twice; in single quotes it is a letter"),
        ("expected string scalar", "a field's name is a text, and text that begins with a brace stands in quotes"),
        ("comment intercepting", "a comment stands inside a text of several lines: move it, or put the text in quotes"),
        ("bracket", BRACKETS),
        ("flow sequence", BRACKETS),
        ("flow mapping", BRACKETS),
        (
            "trailing content after",
            "all of the value stands in the quotes, and a quote in it is doubled or has a \\ before it",
        ),
        ("indentation", "indent this line with spaces, as those beside it"),
        ("block mapping", "a line is `name: value`, indented as those beside it"),
        ("simple key", "a line is `name: value`, and a value of several lines stands in quotes"),
        ("block sequence", "put a value that begins with a dash and a space in quotes"),
        ("anchor", ALIAS),
        ("alias", ALIAS),
    ];
    // Of a field that stands twice the name is a person's.
    let known = || KNOWN.iter().find(|(part, _)| said.contains(part)).filter(|_| !said.starts_with("the field "));
    match known() {
        Some((_, advice)) => format!("{said}: {advice}"),
        None => said,
    }
}

/// The parser's own words, on one line, without the place that is shown before them.
fn plain(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or("this is not YAML").trim();
    let cut = line.find(" at line ").or_else(|| line.find(", line ")).map_or(line, |at| &line[..at]);
    cut.trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = Vec<(Place, serde_json::Value)>;

    /// With places, and alone; nothing where anything is wrong.
    fn both_ways(text: &str) -> (Option<Read>, Option<Read>) {
        let told = |nodes: Vec<Node>| nodes.into_iter().map(|node| (node.place, node.into_value())).collect();
        let (located, wrong) = documents(text);
        (wrong.is_empty().then(|| told(located)), documents_alone(text).collect())
    }

    #[test]
    fn what_has_nothing_unusual_reads_the_same_without_places() {
        for text in [
            "a: [1, 1.0, -0, 0x1f, 0o17, 1e3, yes, true, ~, null, '', \"\\t\", 2026-11-23, 1_000, +5, 0, -7, 1.50]\n",
            "a: [True, FALSE, Null, NULL, nulls, x/y, a1, infinity, Infinity, nan, NaN, inf, e5, E5, 5e, .5, 5., 0s, 00s, 30s, 1d, 0x1d, 0b1, s, d]\n",
            "a: [9223372036854775807, 18446744073709551615, 999999999999999999, 1000000000000000000, -9223372036854775808]\n",
            "a: [.inf, http://x:1/y?z#w, /x, a b, -x, ?x, :x, .x, 1:30, 1 2, +, \"1\", '~', y, n, on, off, \u{e9}\u{1f600}]\n",
            "a: |\n  one\n   two\n\nb: |-\n  1\n? c\n: d\n1: number\ntrue: flag\n\"~\": t\n'': empty\n",
            "a: [true\u{a0}, false\u{2003}, null\u{a0}, 1\u{a0}, nan\u{2003}]\n",
            "a: one\n  two\n\n  three\nb: 1\n  2\nc: {x: 1, y: {}, z: []}\nd:\n- - 1\n  - k: v\n    l:\n- \n",
            "just text\n",
            "  7\n",
            "---\n---\n# none\n---\na: b\r\n---\n\n  c: d # why\n...\n---\n~\n--- 'x'\n",
            "\n# before\n - a\n - b\n",
            "{\"json\": [true, 1.5, \"\\u00e9\", null]}\n",
            "",
        ] {
            let (located, alone) = both_ways(text);
            assert!(located.is_some(), "{text}");
            assert_eq!(alone, located, "{text}");
        }
    }

    #[test]
    fn what_is_unusual_is_nothing_without_places() {
        for text in [
            "base: &b {x: 1, y: [2]}\nm:\n  <<: *b\n  y: 3\n",
            "a: &b 1\nc: *b\n",
            "a: !!str 1\n",
            "a: !!map {b: c}\n",
            "a: ! text\n",
            "a: ! 12\n",
            "a: >-\n  three\n  four\n",
            "a: [---, '---', ...]\n",
            "a: --- 5\n",
            "a: ---\n",
            "a: ...\n",
            "a: --- ~\nb: ... 1\n",
            "a: 5\n\n  ...\n",
        ] {
            let (located, alone) = both_ways(text);
            assert!(located.is_some() && alone.is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_nothing_without_places() {
        let deep = format!("a: {}{}\n", "[".repeat(64), "]".repeat(64));
        for text in [
            "a: !!int \"2\"\n",
            "a: 1\na: 2\n",
            "a: 1\n\"a\": 2\n",
            "a: {<<: {b: 1, b: 2}}\n",
            "~: a\n",
            "a: *none\n",
            "a: [\n",
            "a: b\n---\n- x\ny\n",
            "[a]: b\n",
            "a: !own text\n",
            "a: 07\n",
            "a: [1, {b: -0123}]\n",
            "a: 123456789012345678901\n",
            &deep,
        ] {
            assert_eq!(both_ways(text), (None, None), "{text}");
        }
    }
}

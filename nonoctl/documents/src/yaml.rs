//! YAML text to located trees, and syntax errors in words that help.
//!
//! Only the YAML of 1.2: `yes`, `no`, `on` and `off` are texts. Anchors and merge keys work, within limits that no
//! honest manifest reaches. A mapping that names a field twice is refused.

use serde_saphyr::{Error, Spanned};

use crate::Broken;
use crate::tree::{BareTree, Node, Place, YamlTree, place_of, twice};

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
    (found, wrong)
}

/// The same documents one by one and sooner, each with its own place and none for what is in it; nothing for one that is
/// wrong: [`documents`] tells how. Boxed, so that all of it is compiled in this crate.
pub fn documents_alone<'t>(text: &'t mut &[u8]) -> Box<dyn Iterator<Item = Option<Node>> + 't> {
    let parsed = serde_saphyr::read_with_options::<_, Spanned<BareTree>>(text, options());
    Box::new(parsed.map(|parsed| parsed.ok().map(Node::from)))
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_events: 20_000_000,
            max_nodes: 10_000_000,
            max_aliases: 10_000,
            max_anchors: 10_000,
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
        Error::DuplicateMappingKey { key: Some(key), .. } => twice(key),
        Error::Budget { .. } | Error::AliasReplayLimitExceeded { .. } => TOO_MUCH.to_owned(),
        Error::AliasError { msg, .. } if msg.contains("limit exceeded") => TOO_MUCH.to_owned(),
        Error::NullIntoString { .. } => "a field's name is null: put it in quotes".to_owned(),
        _ => line.and_then(remedy).map_or_else(|| plain(error), ToOwned::to_owned),
    };
    Broken { place, message }
}

/// What is wrong with a line that YAML refuses, for the two mistakes that people make most.
fn remedy(line: &str) -> Option<&'static str> {
    let indent = &line[..line.len() - line.trim_start().len()];
    if indent.contains('\t') {
        return Some("a tab indents this line, and YAML takes spaces only: replace the tab");
    }
    let value = line.split_once(": ").map(|(_, value)| value).or_else(|| line.trim_start().strip_prefix("- "))?;
    let special = value.trim_start().starts_with(['*', '@', '%', '`', '&', '!', '?']);
    special.then_some("a value that begins with * @ % ` & ! or ? must stand in quotes, such as cron: \"*/5 * * * *\"")
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
        let alone: Option<Vec<Node>> = documents_alone(&mut text.as_bytes()).collect();
        (wrong.is_empty().then(|| told(located)), alone.map(told))
    }

    #[test]
    fn what_has_nothing_wrong_reads_the_same_without_places() {
        for text in [
            "a: [1, 1.0, -0, 0x1f, 0o17, 1e3, yes, true, ~, null, '', \"\\t\", 2026-11-23, 1_000, +5, 07]\n",
            "a: |\n  one\n   two\n\nb: >-\n  three\n  four\n? c\n: d\n1: number\ntrue: flag\n",
            "base: &b {x: 1, y: [2]}\nm:\n  <<: *b\n  y: 3\nn: *b\n",
            "a: !!str 1\nb: .inf\n",
            "a: !own text\n",
            "just text\n",
            "7\n",
            "---\n---\n# none\n---\na: b\r\n---\nc: d\n",
        ] {
            let (located, alone) = both_ways(text);
            assert!(located.is_some(), "{text}");
            assert_eq!(alone, located, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_nothing_without_places() {
        for text in [
            "a: !!int \"2\"\n",
            "a: 1\na: 2\n",
            "a: {<<: {b: 1, b: 2}}\n",
            "~: a\n",
            "a: *none\n",
            "a: [\n",
            "a: b\n---\n- x\ny\n",
        ] {
            assert_eq!(both_ways(text), (None, None), "{text}");
        }
    }
}

//! What is offered at which place.

use super::*;

pub(in crate::filter) fn vocabulary() -> Vocabulary {
    let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    Vocabulary {
        kind: Kind::Task,
        names: ["billing.nightly", "etl.orders", "web.billing", "or"].map(|name| name.parse().unwrap()).to_vec(),
        labels: [("team".to_owned(), values(&["billing", "night shift"])), ("size".to_owned(), values(&["xl"]))].into(),
        owners: values(&["sched-a1", "sched-b2"]),
    }
}

/// What becomes of a text, at `|`, with each of the words.
fn offered(marked: &str) -> Vec<String> {
    let cursor = marked.find('|').unwrap();
    let text = marked.replace('|', "");
    let completion = complete(&text, cursor, &vocabulary());
    let with = |word: &String| format!("{}{word}{}", &text[..completion.replaced.start], &text[cursor..]);
    completion.words.iter().map(with).collect()
}

#[test]
fn at_the_beginning_of_a_term_fields_labels_and_names_are_offered() {
    assert_eq!(
        offered("|"),
        ["name:", "state:", "owner:", "lag>", "p50>", "fails>", "next>", "last>", "size>", "team="]
    );
    assert_eq!(offered("st|"), ["state:"]);
    assert_eq!(offered("web !(te|)"), ["web !(team=)"]);
    assert_eq!(offered("bil|"), ["billing.nightly", "web.billing"], "those that begin so first");
    assert_eq!(offered("or|"), ["\"or\"", "etl.orders"], "as it must be typed");
}

#[test]
fn after_a_field_its_values_are_offered() {
    assert_eq!(offered("state:fa|"), ["state:failing"]);
    assert_eq!(offered("x state:failing,la|"), ["x state:failing,late"]);
    assert_eq!(offered("team=|"), ["team=billing", "team=\"night shift\""]);
    assert_eq!(offered("team!=bi| x"), ["team!=billing x"]);
    assert_eq!(offered("!owner:b|"), ["!owner:sched-b2"]);
    assert_eq!(offered("name=we|"), ["name=web.billing"]);
    assert_eq!(offered("\"a b\" name=/a b/ state:ok or sta|"), ["\"a b\" name=/a b/ state:ok or state:"]);
}

#[test]
fn nothing_is_offered_where_nobody_can_know() {
    for text in ["lag>|", "\"sta|", "~sta|", "name=/sta|", "/sta|", "team=\"b|", "zone=|", "nobody|"] {
        assert_eq!(offered(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn runs_have_fields_and_states_of_their_own() {
    let runs = Vocabulary { kind: Kind::Run, ..Vocabulary::default() };
    assert_eq!(complete("t", 1, &runs).words, ["took>", "tries>"]);
    assert_eq!(complete("state:t", 7, &runs).words, ["timed_out", "waiting", "retrying"].map(str::to_owned));
}

#[test]
fn a_cursor_within_a_letter_or_behind_the_end_does_no_harm() {
    assert_eq!(complete("é", 1, &vocabulary()).replaced, 0..0);
    assert_eq!(complete("st", 9, &vocabulary()), Completion { replaced: 0..2, words: vec!["state:".to_owned()] });
}

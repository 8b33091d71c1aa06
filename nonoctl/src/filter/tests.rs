//! The language as docs/filters.md tells it: what each term means, what is refused, and how that is said.

use std::collections::BTreeMap;

use nono_core::name::MemberId;

use super::field::Measure;
use super::subject::Answer;
use super::*;

const MANUAL: &str = include_str!("../../../docs/filters.md");

/// A row made by hand; what is `None` was not read.
#[derive(Default)]
pub(super) struct Sample {
    pub(super) name: String,
    pub(super) state: Option<&'static str>,
    pub(super) labels: Option<BTreeMap<String, String>>,
    pub(super) owner: Option<MemberId>,
    pub(super) figures: Option<Vec<(Measure, i64)>>,
}

impl Subject for Sample {
    fn name(&self) -> &str {
        &self.name
    }

    fn is_in_state(&self, word: &str) -> Answer<bool> {
        self.state.map_or(Answer::Unread, |state| Answer::Is(state == word))
    }

    fn label(&self, key: &str) -> Answer<&str> {
        self.labels.as_ref().map_or(Answer::Unread, |labels| labels.get(key).map(String::as_str).into())
    }

    fn owner(&self) -> Answer<&MemberId> {
        self.owner.as_ref().map_or(Answer::Unread, Answer::Is)
    }

    fn figure(&self, measure: Measure) -> Answer<i64> {
        let of = |figures: &Vec<(Measure, i64)>| figures.iter().find(|(one, _)| *one == measure).map(|(_, is)| *is);
        self.figures.as_ref().map_or(Answer::Unread, |figures| of(figures).into())
    }
}

pub(super) fn sample() -> Sample {
    let labels = [("team", "billing"), ("tier", "gold"), ("state", "odd")];
    Sample {
        name: "billing.nightly-invoices".to_owned(),
        state: Some("failing"),
        labels: Some(labels.map(|(key, value)| (key.to_owned(), value.to_owned())).into()),
        owner: Some("sched-c3-0a1b2c".parse().unwrap()),
        figures: Some(vec![
            (Measure::Lag, 1_500),
            (Measure::P50, 840_000),
            (Measure::Fails, 5),
            (Measure::Next, -10_000),
            (Measure::Size, 4_097),
        ]),
    }
}

fn matches(text: &str, subject: &Sample) -> bool {
    Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).matches(subject)
}

fn refused(text: &str) -> FilterError {
    Filter::parse(text).expect_err(text)
}

#[track_caller]
fn all(cases: &[(&str, bool)]) {
    for (text, expected) in cases {
        assert_eq!(matches(text, &sample()), *expected, "{text}");
    }
}

#[test]
fn no_text_means_all_rows() {
    all(&[("", true), ("  \t\n", true)]);
    assert!(Filter::default().matches(&Sample::default()));
}

#[test]
fn names_are_found_by_part_whole_expression_or_letters_whatever_the_case() {
    all(&[
        ("nightly", true),
        ("NIGHTLY", true),
        ("weekly", false),
        ("\"nightly-inv\"", true),
        ("\"nightly inv\"", false),
        ("name:etl,inv", true),
        ("name=billing", false),
        ("name=billing.nightly-invoices", true),
        ("name=a,Billing.nightly-invoices", true),
        ("name!=billing.nightly-invoices", false),
        ("name=/^bill/", true),
        ("name=/^BILL.*s$/", true),
        ("name=/^nightly/", false),
        (r"name=/\d/", false),
        ("name=/a b/", false),
        ("name!=/^etl-/", true),
        ("/ices$/", true),
        ("~bni", true),
        ("~\"BNI\"", true),
        ("~inb", false),
    ]);
}

#[test]
fn any_of_several_values_will_do_and_none_may_be_where_it_is_denied() {
    all(&[
        ("state:failing", true),
        ("state:ok,failing", true),
        ("state:FAILING", true),
        ("state:ok", false),
        ("state=failing", true),
        ("state!=ok,late", true),
        ("!state:ok", true),
        ("!state:ok,failing", false),
        ("team=billing", true),
        ("team==billing", true),
        ("team=etl,billing", true),
        ("team=Billing", false),
        ("tier!=gold", false),
        ("tier!=silver,iron", true),
        ("zone=eu", false),
        ("zone!=eu", true),
        ("\"state\"=odd", true),
        ("\"state\"!=odd", false),
        ("owner:sched-c3", true),
        ("owner:sched-c3-0a", true),
        ("owner:sched", true),
        ("owner:sched-a1,sched-c3", true),
        ("owner:c3", false),
        ("owner=sched-c3", true),
        ("owner=sched-c3-0a1b2c", true),
        ("owner=sched", false),
        ("owner!=sched-c3", false),
    ]);
}

#[test]
fn figures_are_compared_in_their_units() {
    all(&[
        ("lag>1s", true),
        ("lag>1500ms", false),
        ("lag>=1s500ms", true),
        ("lag<2s", true),
        ("lag<=1499ms", false),
        ("p50>=14m", true),
        ("p50=14m", true),
        ("p50!=14m", false),
        ("fails>3", true),
        ("fails>1k", false),
        ("next<15m", true),
        ("size>4k", true),
        ("size>4097", false),
        ("size<1M", true),
    ]);
}

#[test]
fn what_a_row_has_not_is_neither_more_nor_less() {
    all(&[("last>1d", false), ("last<1d", false), ("!last<1d", true), ("last!=1d", true)]);
}

#[test]
fn and_binds_closer_than_or_and_not_closer_than_both() {
    all(&[
        ("weekly nightly or billing", true),
        ("weekly (nightly or billing)", false),
        ("billing AND weekly", false),
        ("billing and !weekly", true),
        ("!weekly billing", true),
        ("!(weekly or nightly)", false),
        ("!!nightly", true),
        ("! nightly", false),
        ("weekly or state:ok OR lag>1s", true),
        ("(billing)(nightly)", true),
        ("\"or\"", false),
        ("order", false),
    ]);
}

#[test]
fn a_row_that_was_not_read_is_meant_only_if_its_name_decides() {
    let unread = Sample { name: "web.ping".to_owned(), ..Sample::default() };
    for text in ["state:ok", "!state:ok", "team=web", "team!=web", "!owner:a", "lag>1s", "!lag>1s", "web fails=0"] {
        assert!(!matches(text, &unread), "{text}");
    }
    for text in ["web", "web or state:ok", "!(etl state:ok)"] {
        assert!(matches(text, &unread), "{text}");
    }
}

#[test]
fn names_alone_need_no_rows() {
    for (text, expected) in [
        ("", false),
        ("web !etl", false),
        ("~wp or name=/x/ /y/", false),
        ("web state:ok", true),
        ("!(a or b=c)", true),
    ] {
        assert_eq!(Filter::parse(text).unwrap().needs_rows(), expected, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_said_with_its_place_and_what_is_wanted() {
    let cases = [
        ("lag>banana", 4, "banana", "bad value for lag: \"banana\" (want 500ms, 2s)"),
        ("web lag>5", 8, "5", "bad value for lag: \"5\" (want 500ms, 2s)"),
        ("size>4G", 5, "4G", "bad value for size: \"4G\" (want 900, 4k, 1M)"),
        ("fails>", 6, "", "a value is missing after \"fails>\" (want 3, 2k)"),
        ("lag> 1s", 4, "", "a value is missing after \"lag>\" (want 500ms, 2s)"),
        ("lag:1s", 0, "lag:", "lag does not take \":\" (want lag>, lag>=, lag< or lag<=)"),
        ("state>ok", 0, "state>", "state does not take \">\" (want state:failing,late)"),
        ("web stat:ok", 4, "stat", "unknown field \"stat\" (did you mean state?)"),
        ("scheduler:a", 0, "scheduler", "unknown field \"scheduler\" (did you mean owner?)"),
        ("lagg>1s", 0, "lagg", "unknown field \"lagg\" (did you mean lag?)"),
        ("state:ok,failling", 9, "failling", "unknown state \"failling\" (did you mean failing?)"),
        ("state:ok,", 9, "", "a value is missing after \"state:ok,\" (want one of"),
        ("team=", 5, "", "a value is missing after \"=\" (want a value of the label team)"),
        (
            "team:x",
            0,
            "team",
            "unknown field \"team\" (want name, state, owner, lag, p50, fails, next, last, size, took, tries",
        ),
        ("web \"a b", 4, "\"a b", "the quote is not closed (want a \" at its end)"),
        ("(a or (b)", 0, "(a or (b)", "\"(\" is not closed (want a ) at its end)"),
        ("a) b", 1, ")", "\")\" closes nothing (want a ( before it)"),
        ("name=/a", 5, "/a", "the regular expression is not closed (want a / at its end)"),
        ("name=/a(/", 5, "/a(/", "bad regular expression: unclosed group (want one such as /^etl-/)"),
        ("/(a{999}){999}/", 0, "/(a{999}){999}/", "bad regular expression: it is too big"),
        ("a or", 4, "", "a term is missing at the end (want a term such as state:late)"),
        ("or a", 0, "or", "a term is missing before \"or\" (want"),
        ("()", 1, ")", "a term is missing before \")\" (want"),
        ("!", 1, "", "a term is missing at the end (want"),
        ("!=gold", 1, "=", "a field is missing before \"=\" (want one directly before it"),
        ("~", 1, "", "a word is missing after \"~\" (want letters of the name"),
        ("a\"b\"", 1, "\"b\"", "\"\\\"b\\\"\" follows without a space (want a space before it)"),
        ("größe lagg>1s", 8, "lagg", "unknown field"),
    ];
    for (text, at, piece, said) in cases {
        let error = refused(text);
        assert_eq!((error.at, error.piece.as_str()), (at, piece), "{text}: {error}");
        assert!(error.to_string().starts_with(said), "{text}: {error}");
    }
}

#[test]
fn what_rows_of_a_kind_do_not_have_is_refused_and_no_empty_list() {
    let refused = |text: &str, kind| Filter::parse_for(text, kind).unwrap_err().to_string();
    assert_eq!(
        refused("took>1s", Kind::Task),
        "tasks have no took (want one of name, state, owner, lag, p50, fails, next, last, size)"
    );
    assert_eq!(refused("p50>1s", Kind::Run), "runs have no p50 (want one of name, state, owner, lag, took, tries)");
    assert_eq!(refused("state:faled", Kind::Run), "unknown state \"faled\" (did you mean failed?)");
    assert!(
        refused("state:succeeded", Kind::Task).contains("want one of unreadable, paused, late, failing, running, ok")
    );
    for text in ["state:late p50>1s", "state:timed_out took>1s tries>1"] {
        assert!(Filter::parse(text).is_ok(), "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    for open in ["(", "!", "!("] {
        let error = refused(&open.repeat(100_000));
        assert!(error.to_string().starts_with("more than 64 of ( and ! within each other"), "{error}");
    }
    assert!(Filter::parse(&format!("{}a{}", "(".repeat(64), ")".repeat(64))).is_ok());
}

#[test]
fn a_bad_flag_is_exit_2_with_a_mark_below_the_place() {
    let error = Filter::of_flag(Some("größe\nlag>banana"), Kind::Task).unwrap_err();
    assert_eq!(error.exit(), 2);
    assert_eq!(error.message, "--filter, column 11: bad value for lag: \"banana\" (want 500ms, 2s)");
    assert_eq!(error.causes, ["größe lag>banana", "          ^"]);
    assert_eq!(Filter::of_flag(None, Kind::Run), Ok(Filter::default()));
    for nothing in ["", "  ", "\t\n"] {
        let empty = Filter::of_flag(Some(nothing), Kind::Task).unwrap_err();
        assert!(empty.exit() == 2 && empty.message.starts_with("--filter is empty"), "{nothing:?}: {empty:?}");
    }
    let guessed = Filter::of_flag(Some("stat:ok"), Kind::Task).unwrap_err();
    assert_eq!(guessed.message, "--filter, column 1: unknown field \"stat\"");
    assert_eq!(
        (guessed.causes, guessed.suggestions),
        (vec!["stat:ok".to_owned(), "^".to_owned()], vec!["state".to_owned()])
    );
}

#[test]
fn what_is_printed_is_what_was_meant() {
    for (text, printed) in [
        ("A b or C", "a b or c"),
        ("(a or b) (c d)", "(a or b) (c d)"),
        ("a (b)", "a b"),
        ("!(a b)", "!(a b)"),
        ("tier!=gold", "!tier=gold"),
        ("\"and\" \"a \\\"b\\\"\"", "\"and\" \"a \\\"b\\\"\""),
        ("name=a,/b/", "name=a or name=/b/"),
        (r"/a\/b/", r"name=/a\/b/"),
        ("p50>=90s size>4k", "p50>=1m30s size>4096"),
        ("\"size\"=x,\"y z\"", "\"size\"=x,\"y z\""),
        ("~\"a b\" owner=x state:ok,late", "~\"a b\" owner=x state:ok,late"),
    ] {
        assert_eq!(Filter::parse(text).unwrap().to_string(), printed, "{text}");
    }
}

#[test]
fn the_labels_of_a_filter_are_known() {
    let filter = Filter::parse("team=a or !(tier!=b \"or\"=c) state:ok").unwrap();
    assert_eq!(filter.label_keys().into_iter().collect::<Vec<_>>(), ["or", "team", "tier"]);
}

#[test]
fn every_filter_in_the_manual_can_be_read_and_every_field_is_in_it() {
    let quoted = MANUAL.lines().filter_map(|line| line.split_once("--filter '")?.1.split_once('\''));
    let rows = MANUAL.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    let texts: Vec<&str> = quoted.chain(rows).map(|(text, _)| text).collect();
    assert!(texts.len() > 20, "{texts:?}");
    for text in &texts {
        Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
    for word in field::words_of(Kind::Any).into_iter().chain(Kind::Any.states()) {
        assert!(MANUAL.contains(word), "docs/filters.md does not speak of {word}");
    }
}

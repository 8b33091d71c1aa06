//! What holds of every filter, whatever is typed.

use proptest::prelude::*;

use super::expression::Expression;
use super::field::Measure;
use super::term::{OwnerMatch, Pattern, Relation, Term};
use super::tests::{Sample, sample};
use super::*;

/// Pieces of which filters are made, right and wrong.
const PIECES: [&str; 40] = [
    " ",
    " ",
    " ",
    "(",
    ")",
    "!",
    "\"",
    "/",
    "~",
    ",",
    ":",
    "=",
    "!=",
    "==",
    ">",
    "<=",
    "or",
    " or ",
    "and",
    "name",
    "state",
    "owner",
    "lag",
    "p50",
    "fails",
    "size",
    "took",
    "team",
    "web",
    "ok",
    "failing",
    "1s",
    "10m",
    "4k",
    "\\",
    "[a-z]+",
    "é",
    "state:ok",
    "team=billing",
    "name=/^bill/",
];

fn any_line() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..14).prop_map(|pieces| pieces.concat())
}

/// Words as the parser makes them: never with big letters.
fn any_word() -> impl Strategy<Value = String> {
    let odd = ["or", "and", "", "a b", "/x/", "~a", "!a", "a=b", "(", "\"", "\\", "a,b", "state", "é", "lag>1s"];
    prop_oneof![
        prop::sample::select(odd.to_vec()).prop_map(str::to_owned),
        prop::string::string_regex("[a-z0-9._-]{1,6}").unwrap()
    ]
}

fn some_words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(any_word(), 1..3)
}

fn any_comparison() -> impl Strategy<Value = Term> {
    let relations = vec![Relation::Less, Relation::AtMost, Relation::More, Relation::AtLeast, Relation::Is];
    (prop::sample::select(Measure::ALL.to_vec()), prop::sample::select(relations), 0..10_000_000_i64)
        .prop_map(|(measure, relation, than)| Term::Figure(measure, relation, than))
}

fn any_term() -> impl Strategy<Value = Expression> {
    let states = prop::collection::vec(prop::sample::select(Kind::Any.states()), 1..3);
    let patterns = vec!["^bill", "a b", r"a\/b", "", "[()\"]"];
    prop_oneof![
        any_word().prop_map(Term::Contains),
        any_word().prop_filter("letters to look for", |word| !word.is_empty()).prop_map(Term::Fuzzy),
        any_word().prop_map(Term::Exactly),
        prop::sample::select(patterns).prop_map(|source| Term::Regex(Pattern::new(source).unwrap())),
        states.prop_map(|states| Term::State(states.into_iter().map(str::to_owned).collect())),
        some_words().prop_map(|owners| Term::Owner(OwnerMatch::Begins, owners)),
        some_words().prop_map(|owners| Term::Owner(OwnerMatch::Is, owners)),
        (any_word(), some_words()).prop_map(|(key, values)| Term::Label(key, values)),
        any_comparison(),
    ]
    .prop_map(Expression::Term)
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let expression = any_term().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Expression::all),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Expression::any),
            inner.prop_map(Expression::not),
        ]
    });
    expression.prop_map(|expression| Filter { expression })
}

/// Refused with a place that is in the text, or read and printed as the same filter.
fn is_read_or_refused(text: &str) -> Result<(), TestCaseError> {
    match Filter::parse(text) {
        Ok(filter) => prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter)),
        Err(error) => {
            prop_assert!(text.get(error.at..).is_some_and(|rest| rest.starts_with(&error.piece)), "{:?}", error);
            prop_assert_eq!(error.refusal(text).exit(), 2);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn no_line_of_pieces_makes_the_parser_panic(text in any_line()) {
        is_read_or_refused(&text)?;
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,40}") {
        is_read_or_refused(&text)?;
    }

    #[test]
    fn a_filter_that_was_printed_is_read_as_the_same(filter in any_filter()) {
        prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter.clone()), "{}", filter);
    }

    #[test]
    fn of_a_row_that_was_read_a_filter_or_its_opposite_holds(filter in any_filter()) {
        let opposite = Filter { expression: filter.expression.clone().not() };
        prop_assert_ne!(filter.matches(&sample()), opposite.matches(&sample()));
    }

    #[test]
    fn what_is_read_later_never_takes_a_row_back(filter in any_filter()) {
        let unread = Sample { name: sample().name, ..Sample::default() };
        prop_assert!(!filter.matches(&unread) || filter.matches(&sample()));
        prop_assert!(filter.needs_rows() || filter.matches(&unread) == filter.matches(&sample()));
    }

    #[test]
    fn completion_replaces_what_ends_at_the_cursor(text in any_line(), cursor in 0_usize..60) {
        let completion = complete::complete(&text, cursor, &complete::tests::vocabulary());
        prop_assert!(text.get(completion.replaced.clone()).is_some(), "{:?}", completion);
        prop_assert!(completion.replaced.end <= cursor);
    }
}

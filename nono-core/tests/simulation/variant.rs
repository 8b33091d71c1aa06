//! Which engine the stories are told of: the one that is built, or with the feature `mutants` the broken variant that
//! `NONO_MUTANT` names.

use std::sync::LazyLock;

static CHOSEN: LazyLock<Result<(), String>> = LazyLock::new(|| match std::env::var("NONO_MUTANT") {
    Ok(name) => choose(&name),
    Err(_) => Ok(()),
});

#[cfg(feature = "mutants")]
fn choose(name: &str) -> Result<(), String> {
    nono_core::engine::choose_mutant(name)
}

#[cfg(not(feature = "mutants"))]
fn choose(name: &str) -> Result<(), String> {
    Err(format!("NONO_MUTANT={name} needs the feature \"mutants\", without which this was built"))
}

/// Before the first engine. A name that is unknown fails every story, and not only the first.
pub(crate) fn chosen() {
    if let Err(refusal) = &*CHOSEN {
        panic!("{refusal}");
    }
}

/// `scripts/mutants.sh` asks this first: a refusal must not count as a variant that was caught.
#[test]
fn the_variant_that_is_asked_for_is_known() {
    chosen();
}

#[cfg(feature = "mutants")]
#[test]
fn an_unknown_variant_is_refused_with_the_names_there_are() {
    let refusal = choose("no-such-rule").unwrap_err();
    assert!(refusal.contains("\"no-such-rule\""), "{refusal}");
    assert!(refusal.contains("one-cursor, no-plan-check, no-sync"), "{refusal}");
}

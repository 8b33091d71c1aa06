//! Which of very many names to offer: beginnings of them, where there are too many to read.
//!
//! A shell completes as far as all offers agree. So whatever is offered stands for every name that fits: a choice among
//! them would have the shell complete to what was chosen.

use std::collections::BTreeSet;

/// Names that begin with `typed`; if there are more than `most`, as far as their next dot, or their next letter.
pub(super) fn narrowed(names: &[String], typed: &str, most: usize) -> Vec<String> {
    let fitting: Vec<&str> = names.iter().map(String::as_str).filter(|name| name.starts_with(typed)).collect();
    if fitting.len() <= most {
        return fitting.into_iter().map(str::to_owned).collect();
    }
    let shared = shared(&fitting);
    let to_dot = |name: &str| match name[shared..].find('.') {
        Some(dot) => name[..=shared + dot].to_owned(),
        None => name.to_owned(),
    };
    let heads: BTreeSet<String> = fitting.iter().map(|name| to_dot(name)).collect();
    if (2..=most).contains(&heads.len()) {
        return heads.into_iter().collect();
    }
    let to_letter = |name: &str| {
        let end = name[shared..].chars().next().map_or(shared, |letter| shared + letter.len_utf8());
        name[..end].to_owned()
    };
    fitting.iter().map(|name| to_letter(name)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// How many bytes all of them begin with.
fn shared(names: &[&str]) -> usize {
    let Some((first, rest)) = names.split_first() else { return 0 };
    let agree = |end: &usize| rest.iter().all(|name| name.starts_with(&first[..*end]));
    let ends = first.char_indices().map(|(at, letter)| at + letter.len_utf8());
    ends.take_while(agree).last().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_names_are_offered_by_their_beginnings_and_each_stands_for_some() {
        let names: Vec<String> = (0..100).flat_map(|n| [format!("etl.a.job-{n}"), format!("etl.b.job-{n}")]).collect();
        assert_eq!(narrowed(&names, "", 10), ["etl.a.", "etl.b."]);
        assert_eq!(narrowed(&names, "etl.a.job-99", 10), ["etl.a.job-99"]);
        assert_eq!(narrowed(&names, "etl.a.job-9", 11).len(), 11);
        assert_eq!(narrowed(&names, "etl.a.", 10), (0..10).map(|n| format!("etl.a.job-{n}")).collect::<Vec<_>>());
        assert!(narrowed(&names, "x", 10).is_empty());
        let shared =
            |offers: &[String]| offers.iter().all(|offer| names.iter().any(|name| name.starts_with(offer.as_str())));
        assert!(shared(&narrowed(&names, "", 10)));
    }
}

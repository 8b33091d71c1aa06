//! Guesses what a misspelt or misplaced word was meant to be.

use super::field::{FIELDS, Field, fields_of};
use super::problem::{Fault, quoted};

/// A remedy for an unknown field: the nearest known one of its section, else a field of that name elsewhere, else
/// the fields that the section has.
pub(super) fn for_unknown(section: &str, name: &str) -> String {
    let place = if section.is_empty() { String::new() } else { format!("{section}.") };
    if let Some(near) = nearest(name, fields_of(section).map(Field::name)) {
        return format!("did you mean {place}{near}?");
    }
    let mut elsewhere = FIELDS.iter().filter(|field| field.section() != section && fold(field.name()) == fold(name));
    if let Some(field) = elsewhere.next_back() {
        return format!("did you mean {}?", field.path);
    }
    let names: Vec<_> = fields_of(section).filter(|field| field.path != "status").map(Field::name).collect();
    let closest = closest(name, FIELDS.iter().map(|field| field.path));
    let home = if section.is_empty() { "a task" } else { section };
    format!("the nearest known field is {closest}; the fields of {home} are {}", names.join(", "))
}

/// A fault for a word that is none of the allowed ones.
pub(super) fn for_word(given: &str, words: &[&'static str]) -> Fault {
    let message = format!("{} is not one of {}", quoted(given), words.join(", "));
    let hint = nearest(given, words.iter().copied())
        .map_or_else(|| format!("use {}", words.join(" or ")), |near| format!("did you mean {near}?"));
    Fault::new(message, hint)
}

/// Without case, dashes and underscores: `time_zone` is `timeZone`.
fn fold(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let given = fold(&given.chars().take(64).collect::<String>());
    let rated = known.map(|word| (strsim::osa_distance(&given, &fold(word)), word));
    let (distance, word) = rated.min_by_key(|(distance, _)| *distance)?;
    let slips = (word.len() / 3).clamp(1, 3);
    let same_stem = strsim::jaro_winkler(&given, &fold(word)) >= 0.87;
    (distance <= slips || same_stem).then_some(word)
}

fn closest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> &'a str {
    let given = fold(&given.chars().take(64).collect::<String>());
    let likeness = |path: &str| strsim::jaro_winkler(&given, &fold(path.rsplit('.').next().unwrap_or(path)));
    known.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).unwrap_or("name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_field_is_named() {
        for (section, given, meant) in [
            ("", "descripton", "description?"),
            ("", "timezone", "schedule.timeZone?"),
            ("schedule", "time_zone", "schedule.timeZone?"),
            ("schedule", "crom", "schedule.cron?"),
            ("target", "timeouts", "target.timeout?"),
            ("policy", "retries", "policy.retry?"),
            ("policy.retry", "max_backoff", "policy.retry.maxBackoff?"),
            ("policy.retry", "max", "policy.misfire.max?"),
            ("target", "urls", "target.url?"),
        ] {
            assert!(for_unknown(section, given).ends_with(meant), "{section} {given}: {}", for_unknown(section, given));
        }
        assert!(for_unknown("policy", "pauseAfterFailures").contains("fields of policy are overlap, misfire"));
    }
}

//! The marked section of a document, written anew by each run that is asked to.

use std::fs;
use std::path::Path;

use crate::guard::Outcome;

const BEGIN: &str = "<!-- measured: written by make bench -->";
const END: &str = "<!-- measured: end -->";

/// Puts `text` between the marks of a file.
///
/// # Errors
/// If the file cannot be read or written, or has no marks.
pub(super) fn rewrite(file: &Path, text: &str) -> Outcome<()> {
    let old = fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let new =
        replaced(&old, text).ok_or_else(|| format!("{} has no section between {BEGIN} and {END}", file.display()))?;
    fs::write(file, new).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

fn replaced(old: &str, text: &str) -> Option<String> {
    let (before, rest) = old.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let old = format!("a\n{BEGIN}\nold\n{END}\nz\n");
        let new = replaced(&old, "new\n").unwrap();
        assert_eq!(new, format!("a\n{BEGIN}\n\nnew\n\n{END}\nz\n"));
        assert_eq!(replaced(&new, "new\n").unwrap(), new);
        assert_eq!(replaced("without", "new"), None);
    }
}

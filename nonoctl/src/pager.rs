//! Long texts on a terminal, through the program that people page with.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use crate::environment::Environment;

/// Without colours lost (R), gone at once if it fits (F), and with what was shown left on the screen (X).
const USUAL: &str = "less -FRX";

/// What pages here; `None` where nothing does.
pub(crate) fn chosen(environment: &Environment, refused: bool) -> Option<String> {
    let pager = environment.value("NONOCTL_PAGER").unwrap_or(USUAL);
    (!refused && pager != "cat").then(|| pager.to_owned())
}

/// Shows the bytes. False: the pager cannot be run, and nothing was shown.
pub(crate) fn show(pager: &str, bytes: &[u8]) -> io::Result<bool> {
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else { return Ok(false) };
    let Ok(mut child) = Command::new(program).args(words).stdin(Stdio::piped()).spawn() else { return Ok(false) };
    // Whoever has seen enough closes the pipe: no failure.
    if let Some(mut input) = child.stdin.take() {
        let _ = input.write_all(bytes);
    }
    child.wait()?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_beats_less_and_cat_or_the_flag_is_none() {
        let pager = |pairs: &[(&str, &str)], refused| chosen(&Environment::of(pairs), refused);
        assert_eq!(pager(&[], false).as_deref(), Some("less -FRX"));
        assert_eq!(pager(&[("NONOCTL_PAGER", "more -d")], false).as_deref(), Some("more -d"));
        assert_eq!(pager(&[("NONOCTL_PAGER", "cat")], false), None);
        assert_eq!(pager(&[], true), None);
    }

    #[test]
    fn a_pager_that_is_not_there_or_ends_early_is_no_failure() {
        assert!(!show("/nowhere/pager -x", b"text").unwrap());
        assert!(show("true", &vec![b'x'; 1 << 20]).unwrap());
    }
}

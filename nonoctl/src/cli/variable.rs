//! Values that nobody typed.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};

use super::value_of;
use crate::environment::Environment;

/// Clap blames the flag also for a value that nobody typed: it came from the flag's variable, which is named in its place.
pub(super) fn named(
    mut error: clap::Error,
    tree: &clap::Command,
    args: &[OsString],
    environment: &Environment,
) -> clap::Error {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let (Some(blamed), Some(value)) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue)) else {
        return error;
    };
    let texts: Vec<&str> = args.iter().skip(1).filter_map(|arg| arg.to_str()).collect();
    let variable = tree.get_arguments().find_map(|arg| {
        let long = format!("--{}", arg.get_long()?);
        let short = arg.get_short().map(|letter| format!("-{letter}"));
        let names: Vec<&str> = [Some(long.as_str()), short.as_deref()].into_iter().flatten().collect();
        let variable = arg.get_env()?.to_str()?;
        let is_meant = blamed.split_whitespace().next() == Some(&long) && environment.value(variable) == Some(&value);
        (is_meant && value_of(&texts, &names).is_none()).then(|| variable.to_owned())
    });
    if let Some(variable) = variable {
        error.insert(ContextKind::InvalidArg, ContextValue::String(variable));
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;

    #[test]
    fn a_bad_value_is_the_variables_unless_the_flag_was_typed() {
        let said = |args: &[&str], variables: &[(&str, &str)]| {
            let tree = command(None);
            let typed = ["nonoctl", "--timeout", "5", "version"];
            let error = tree.clone().try_get_matches_from(typed).unwrap_err();
            let args: Vec<OsString> = args.iter().map(OsString::from).collect();
            let error = named(error, &tree, &args, &Environment::of(variables));
            error.render().to_string().lines().next().unwrap().to_owned()
        };
        let five = [("NONOCTL_TIMEOUT", "5")];
        let told = said(&["nonoctl", "version"], &five);
        assert!(told.contains("'5' for 'NONOCTL_TIMEOUT'"), "{told}");
        for (args, variables) in [
            (&["nonoctl", "version", "--timeout", "5"][..], &five[..]),
            (&["nonoctl", "version", "--timeout=5"], &five),
            (&["nonoctl", "version"], &[("NONOCTL_TIMEOUT", "10s")]),
        ] {
            assert!(said(args, variables).contains("'--timeout <DURATION>'"), "{args:?}");
        }
    }
}

//! `--jq EXPR`: the language of jq over the document that `-o json` would print.
//!
//! Texts are printed as they are, everything else as JSON, one a line. A mistake is found before the cluster is asked.

use std::io::{self, Write};

use jaq_core::data::JustLut;
use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Filter, Vars, unwrap_valr};
use jaq_json::Val;
use serde_json::Value;

use crate::error::CommandError;
use crate::output::table::cut;
use crate::words;

type Program = Filter<JustLut<Val>>;

/// Exit 2 with the place, unless it can be understood.
pub(crate) fn check(expression: &str) -> Result<(), CommandError> {
    compile(expression).map(drop)
}

fn compile(expression: &str) -> Result<Program, CommandError> {
    let defs = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let funs = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let arena = Arena::default();
    let file = File { code: expression, path: () };
    let modules = Loader::new(defs).load(&arena, file).map_err(|errors| {
        let why = errors.into_iter().find_map(|(_, error)| not_read(expression, error));
        refused(&why.unwrap_or_else(|| "it cannot be understood".to_owned()))
    })?;
    Compiler::default().with_funs(funs).compile(modules).map_err(|errors| {
        let unknown = errors.into_iter().flat_map(|(_, errors)| errors).next();
        let why = unknown.map(|(name, what)| format!("there is no {} {name}", what.as_str()));
        refused(&why.unwrap_or_else(|| "it names what is not there".to_owned()))
    })
}

fn not_read(whole: &str, error: load::Error<&str>) -> Option<String> {
    let at = |part: &str| match part {
        "" => "at the end".to_owned(),
        part => format!("at letter {}", whole[..load::span(whole, part).start].chars().count() + 1),
    };
    match error {
        load::Error::Io(errors) => errors.into_iter().next().map(|(_, why)| why),
        load::Error::Lex(errors) => {
            errors.into_iter().next().map(|(wanted, part)| format!("{} is missing {}", wanted.as_str(), at(part)))
        }
        load::Error::Parse(errors) => {
            errors.into_iter().next().map(|(wanted, part)| format!("{} is missing {}", wanted.as_str(), at(part)))
        }
    }
}

fn refused(why: &str) -> CommandError {
    CommandError::usage(format!("--jq: {}", words::harmless(why)))
        .with_hint("such as --jq '.[] | select(.status.state==\"failing\") | .name'; nonoctl help formatting")
}

/// Runs it over each document, and writes what comes out.
pub(crate) fn write(expression: &str, documents: &[Value], out: &mut dyn Write) -> Result<(), CommandError> {
    let program = compile(expression)?;
    for document in documents {
        let input = jaq_json::read::parse_single(document.to_string().as_bytes())
            .map_err(|error| CommandError::failed(format!("--jq: {error}")))?;
        let context = Ctx::<JustLut<Val>>::new(&program.lut, Vars::new([]));
        for value in program.id.run((context, input)).map(unwrap_valr) {
            let value = value.map_err(|error| {
                CommandError::failed(format!("--jq: {}", shortened(&words::harmless(&error.to_string()))))
            })?;
            write_value(&value, out)?;
        }
    }
    Ok(())
}

/// Values in a message of jq, which are whole however large: of each the beginning.
fn shortened(message: &str) -> String {
    const MOST: usize = 80;
    let (mut told, mut value) = (String::new(), String::new());
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    for letter in message.chars() {
        let was_outside = depth == 0 && !in_text;
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if in_text => is_escaped = true,
            '"' => in_text = !in_text,
            '[' | '{' if !in_text => depth += 1,
            ']' | '}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_outside = depth == 0 && !in_text;
        if was_outside && is_outside {
            told.push(letter);
            continue;
        }
        value.push(letter);
        if is_outside {
            told.push_str(&cut(&value, MOST, "…"));
            value.clear();
        }
    }
    told + &cut(&value, MOST, "…")
}

fn write_value(value: &Val, out: &mut dyn Write) -> io::Result<()> {
    match value {
        Val::TStr(text) | Val::BStr(text) => {
            out.write_all(text)?;
            writeln!(out)
        }
        other => writeln!(out, "{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_large_value_in_an_error_there_is_the_beginning() {
        let large = Value::Array((0..5_000).map(|n| serde_json::json!({ "name": format!("t{n}]\"") })).collect());
        let told =
            |expression: &str| write(expression, std::slice::from_ref(&large), &mut Vec::new()).unwrap_err().message;
        let index = told(".name");
        assert!(index.starts_with("--jq: cannot index [{\"name\":") && index.ends_with("… with \"name\""), "{index}");
        let sum = told(". * .");
        assert!(sum.chars().count() < 220 && sum.matches('…').count() == 2, "{sum}");
        assert_eq!(told("error(\"no [such\")"), "--jq: \"no [such\"");
    }
}

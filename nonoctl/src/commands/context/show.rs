//! `nonoctl context show`

use clap::Args;

use crate::contexts::{Context, Place};
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{Card, Report};

/// Show a context; without a name the cluster that a command would talk to now
///
/// That is: what --connect or --context says, else NONOCTL_CONNECT, NONOCTL_CONTEXT, else the current context of the file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nonoctl context show\n  nonoctl context show prod -o json")]
pub(crate) struct ShowArgs {
    /// The context
    name: Option<String>,
}

impl ShowArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let card = match &self.name {
            Some(name) => {
                let file = super::file(invocation, false)?;
                card(name, file.find(name)?, file.current.as_ref() == Some(name))
            }
            None => {
                let target = invocation.target()?;
                match &target.place {
                    Place::Context(name) => {
                        let current = super::file(invocation, false)?.current;
                        card(name, &target.context, current.as_ref() == Some(name))
                    }
                    Place::Connect(connect) => nameless(connect, &target.context),
                }
            }
        };
        invocation.print(&Report::Card(Box::new(card)))?;
        Ok(Exit::Ok)
    }
}

fn card(name: &str, context: &Context, current: bool) -> Card {
    let mut card = Card::new("context", name, context.document(name, current));
    fields(&mut card, context);
    card.field("current", Cell::Text(if current { "yes" } else { "no" }.to_owned()));
    card
}

/// A connect string that has no name.
fn nameless(connect: &str, context: &Context) -> Card {
    let mut document = context.document(connect, false);
    document["name"] = serde_json::Value::Null;
    let mut card = Card::new("context", connect, document);
    card.title = "no context: a connect string was given".to_owned();
    fields(&mut card, context);
    card
}

fn fields(card: &mut Card, context: &Context) {
    card.field("connect", Cell::Text(context.connect.clone()));
    card.field("protected", Cell::Text(if context.protected { "yes" } else { "no" }.to_owned()));
    if let Some(color) = context.color {
        card.field("color", Cell::Text(color.word().to_owned()));
    }
    for (label, path) in context.files() {
        card.field(label, Cell::Text(path.display().to_string()));
    }
}

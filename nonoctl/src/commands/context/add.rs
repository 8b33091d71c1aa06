//! `nonoctl context add`

use std::path::PathBuf;

use clap::Args;

use crate::connect::ConnectString;
use crate::contexts::{Context, ContextColor, ContextEditor, context_name};
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};

/// Give a cluster a name: the one of --connect, with what is needed to connect to it
///
/// The first context becomes the current one. A change of more than one object in a protected context wants the
/// context's name typed, or --yes --confirm NAME in a script, and `nonoctl top` begins read-only there. Passwords are in
/// files of their own, whose first line is USER:PASSWORD and which only their owner can read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    nonoctl context add dev --connect 127.0.0.1:2181/nono\n  \
    nonoctl context add prod --connect zk1:2181,zk2:2181,zk3:2181/nono --protected --name-color red\n  \
    nonoctl context add eu --connect zk1:2281/nono --tls-ca ca.pem --auth-file ~/.secrets/nono")]
pub(crate) struct AddArgs {
    /// The context's name: letters, digits, -, _ and .
    #[arg(value_parser = context_name)]
    name: String,
    /// Want the context's name typed before anything that is dangerous
    #[arg(long)]
    protected: bool,
    /// The colour of its name in questions: red, green, yellow, blue, magenta or cyan
    #[arg(long = "name-color", value_name = "COLOR", hide_possible_values = true)]
    name_color: Option<ContextColor>,
    /// A file with USER:PASSWORD for ZooKeeper's scheme digest
    #[arg(long, value_name = "FILE")]
    auth_file: Option<PathBuf>,
    /// A file with USER:PASSWORD for SASL with DIGEST-MD5
    #[arg(long, value_name = "FILE")]
    sasl_file: Option<PathBuf>,
    /// The authorities to trust, PEM: connects over TLS
    #[arg(long, value_name = "FILE")]
    tls_ca: Option<PathBuf>,
    /// Our certificate, PEM, where ZooKeeper asks for one
    #[arg(long, value_name = "FILE", requires_all = ["tls_ca", "tls_key"])]
    tls_cert: Option<PathBuf>,
    /// The key of that certificate, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Make it the current context
    #[arg(long = "use")]
    select: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl AddArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let Some(connect) = invocation.given_connect() else {
            return Err(CommandError::usage(format!(
                "context \"{}\": which cluster? Say it with --connect",
                self.name
            ))
            .with_hint(format!("nonoctl context add {} --connect zk1:2181,zk2:2181,zk3:2181/nono", self.name)));
        };
        let connect: ConnectString = connect
            .parse()
            .map_err(|error: nono_core::store::connect::InvalidConnectString| CommandError::usage(error.to_string()))?;
        let file = super::file(invocation, true)?;
        if file.contexts.contains_key(&self.name) {
            return Err(CommandError::conflict(format!("context \"{}\" exists already", self.name))
                .about("context", self.name.clone())
                .with_hint(format!("nonoctl context show {}", self.name))
                .with_hint(format!("nonoctl context rm {}", self.name)));
        }
        let mut editor = ContextEditor::of(&file)?;
        editor.add(&self.name, &self.context(connect.to_string())?);
        let becomes_current = self.select || (file.current.is_none() && file.contexts.is_empty());
        if becomes_current {
            editor.set_current(Some(&self.name));
        }
        let mut change = Change::new("context", &self.name, "created");
        if self.dry_run {
            change.dry_run = true;
            invocation.print(&Report::Changes(vec![change]))?;
            return Ok(Exit::Ok);
        }
        editor.save()?;
        change.notes.push(match becomes_current {
            true => format!("{} is the current context now", self.name),
            false => format!("next: nonoctl context use {}", self.name),
        });
        invocation.print(&Report::Changes(vec![change]))?;
        Ok(Exit::Ok)
    }

    /// Files are where they are, wherever the next command is typed.
    fn context(&self, connect: String) -> Result<Context, CommandError> {
        let full = |path: &Option<PathBuf>| path.as_ref().map(std::path::absolute).transpose();
        let failed = |error| CommandError::failed(format!("a file's place cannot be told: {error}"));
        Ok(Context {
            connect,
            protected: self.protected,
            color: self.name_color,
            auth_file: full(&self.auth_file).map_err(failed)?,
            sasl_file: full(&self.sasl_file).map_err(failed)?,
            tls_ca: full(&self.tls_ca).map_err(failed)?,
            tls_cert: full(&self.tls_cert).map_err(failed)?,
            tls_key: full(&self.tls_key).map_err(failed)?,
        })
    }
}

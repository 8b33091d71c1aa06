//! Which cluster a command is for.
//!
//! What was typed beats the environment, the environment beats the file; where both say something, a connect string
//! beats a context.

use std::fmt;
use std::path::{Path, PathBuf};

use nono_core::store::connect::InvalidConnectString;
use nono_core::store::zookeeper::ConnectOptions;

use super::{Context, credentials, read};
use crate::connect::ConnectString;
use crate::error::CommandError;

/// How a cluster is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// By the name of its context.
    Context(String),
    /// By its connect string, for want of a name.
    Connect(String),
}

impl Place {
    /// What must be typed to confirm, and what programs read.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Context(name) | Self::Connect(name) => name,
        }
    }
}

/// In a sentence: `context prod`, or the connect string.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Context(name) => write!(f, "context {name}"),
            Self::Connect(connect) => f.write_str(connect),
        }
    }
}

/// What the flags and the environment say of the cluster.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Wish {
    /// A connect string that was typed.
    pub(crate) connect_typed: Option<String>,
    /// A context that was typed.
    pub(crate) context_typed: Option<String>,
    /// The environment's connect string.
    pub(crate) connect_usual: Option<String>,
    /// The environment's context.
    pub(crate) context_usual: Option<String>,
    /// The environment's file of credentials.
    pub(crate) auth_file: Option<PathBuf>,
    /// The file of contexts, and whether somebody named it.
    pub(crate) file: Option<(PathBuf, bool)>,
    /// For paths that begin with `~/`.
    pub(crate) home: Option<PathBuf>,
}

/// A cluster, before anybody connects to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Target {
    /// How it is called.
    pub(crate) place: Place,
    /// Where it is, and how to connect; of a connect string alone nothing else is known.
    pub(crate) context: Context,
    /// What looks misspelt in the file.
    pub(crate) slips: Vec<String>,
    folder: PathBuf,
    home: Option<PathBuf>,
}

/// The cluster that is meant; `None` if nothing says one.
pub(crate) fn resolve(wish: &Wish) -> Result<Option<Target>, CommandError> {
    if let Some(connect) = &wish.connect_typed {
        return Ok(Some(alone(wish, connect)));
    }
    if let Some(name) = &wish.context_typed {
        return named(wish, name).map(Some);
    }
    if let Some(connect) = &wish.connect_usual {
        return Ok(Some(alone(wish, connect)));
    }
    if let Some(name) = &wish.context_usual {
        return named(wish, name).map(Some);
    }
    let Some((path, must)) = &wish.file else { return Ok(None) };
    let file = read(path, *must)?;
    let Some(name) = file.current.clone() else { return Ok(None) };
    if !file.contexts.contains_key(&name) {
        let known = file.contexts.keys().map(String::as_str);
        let error = CommandError::not_found("context", &name, known);
        return Err(CommandError {
            message: format!("{}: current is {name:?}, and there is no such context", path.display()),
            ..error
        }
        .with_hint("nonoctl context use NAME")
        .with_hint("nonoctl context list"));
    }
    named(wish, &name).map(Some)
}

fn alone(wish: &Wish, connect: &str) -> Target {
    let context = Context { connect: connect.to_owned(), auth_file: wish.auth_file.clone(), ..Context::default() };
    Target {
        place: Place::Connect(connect.to_owned()),
        context,
        slips: Vec::new(),
        folder: PathBuf::from("."),
        home: wish.home.clone(),
    }
}

fn named(wish: &Wish, name: &str) -> Result<Target, CommandError> {
    let Some((path, must)) = &wish.file else {
        return Err(CommandError::not_found("context", name, [])
            .with_hint("neither HOME nor XDG_CONFIG_HOME is set: name the file with --config"));
    };
    let file = read(path, *must)?;
    let mut context = file.find(name)?.clone();
    let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
    if let Some(path) = &wish.auth_file {
        // It is relative to where the command was typed, and not to the file.
        context.auth_file = Some(std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    }
    let place = Place::Context(name.to_owned());
    Ok(Target { place, context, slips: file.slips, folder, home: wish.home.clone() })
}

impl Target {
    /// Where it is.
    pub(crate) fn connect(&self) -> Result<ConnectString, CommandError> {
        let parsed = self.context.connect.parse();
        parsed.map_err(|error: InvalidConnectString| CommandError::usage(error.to_string()))
    }

    /// How to connect, credentials included; and what is wrong with who may read those.
    pub(crate) fn options(&self) -> Result<(ConnectOptions, Vec<String>), CommandError> {
        credentials::options(self)
    }

    /// A path of the file of contexts: relative to the file, or to the home folder.
    pub(super) fn path_of(&self, path: &Path) -> PathBuf {
        match (path.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => self.folder.join(path),
        }
    }
}

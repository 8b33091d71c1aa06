//! Contexts: clusters by name, in a file that people may edit.
//!
//! `file` reads it and says where it is wrong, `edit` changes it and keeps what it does not know, `target` decides which
//! cluster a command is for, `credentials` reads the secrets that a context names. Nothing secret is in the file itself.

mod credentials;
mod edit;
mod file;
mod target;

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) use self::edit::ContextEditor;
pub(crate) use self::file::{ContextFile, read};
pub(crate) use self::target::{Place, Target, Wish, resolve};

/// A cluster, as the file describes it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
pub(crate) struct Context {
    /// ZooKeeper's hosts and the path below which the cluster lives.
    pub(crate) connect: String,
    /// Whether changes of more than one object want its name typed.
    #[serde(default)]
    pub(crate) protected: bool,
    /// The colour of its name in questions.
    pub(crate) color: Option<ContextColor>,
    /// A file with `USER:PASSWORD` for ZooKeeper's scheme `digest`.
    pub(crate) auth_file: Option<PathBuf>,
    /// A file with `USER:PASSWORD` for SASL with DIGEST-MD5.
    pub(crate) sasl_file: Option<PathBuf>,
    /// A PEM file of the authorities that are trusted: turns TLS on.
    pub(crate) tls_ca: Option<PathBuf>,
    /// A PEM file with the certificate of whoever connects.
    pub(crate) tls_cert: Option<PathBuf>,
    /// A PEM file with the key of that certificate.
    pub(crate) tls_key: Option<PathBuf>,
}

/// The members of a context, as they stand in the file.
pub(crate) const FIELDS: [&str; 8] =
    ["connect", "protected", "color", "auth_file", "sasl_file", "tls_ca", "tls_cert", "tls_key"];

/// The eight colours that every terminal has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ContextColor {
    /// Of production, mostly
    Red,
    /// Harmless
    Green,
    /// In between
    Yellow,
    /// Another one
    Blue,
    /// Another one
    Magenta,
    /// Another one
    Cyan,
}

impl ContextColor {
    /// As it is written.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Magenta => "magenta",
            Self::Cyan => "cyan",
        }
    }

    /// The text in this colour.
    pub(crate) fn tint(self, text: &str) -> String {
        use owo_colors::OwoColorize;
        let color = match self {
            Self::Red => owo_colors::AnsiColors::Red,
            Self::Green => owo_colors::AnsiColors::Green,
            Self::Yellow => owo_colors::AnsiColors::Yellow,
            Self::Blue => owo_colors::AnsiColors::Blue,
            Self::Magenta => owo_colors::AnsiColors::Magenta,
            Self::Cyan => owo_colors::AnsiColors::Cyan,
        };
        text.color(color).bold().to_string()
    }
}

impl Context {
    /// The files that it names, with the member that does.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&'static str, &PathBuf)> {
        [
            ("auth_file", &self.auth_file),
            ("sasl_file", &self.sasl_file),
            ("tls_ca", &self.tls_ca),
            ("tls_cert", &self.tls_cert),
            ("tls_key", &self.tls_key),
        ]
        .into_iter()
        .filter_map(|(field, path)| Some((field, path.as_ref()?)))
    }

    /// What programs read.
    pub(crate) fn document(&self, name: &str, current: bool) -> Value {
        json!({
            "name": name,
            "current": current,
            "connect": self.connect,
            "protected": self.protected,
            "color": self.color.map(ContextColor::word),
            "authFile": self.auth_file,
            "saslFile": self.sasl_file,
            "tlsCa": self.tls_ca,
            "tlsCert": self.tls_cert,
            "tlsKey": self.tls_key,
        })
    }
}

/// A context's name: it is typed into questions and names files.
pub(crate) fn context_name(text: &str) -> Result<String, String> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    match text {
        "" => Err("a context's name is not empty".to_owned()),
        _ if text.len() > 63 => Err("a context's name has 63 letters at most".to_owned()),
        _ if !text.chars().all(fits) || text.starts_with(['-', '.']) => {
            Err("a context's name has letters, digits, -, _ and . and begins with a letter, digit or _".to_owned())
        }
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests;

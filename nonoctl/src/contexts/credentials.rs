//! The secrets that a context names. They are read when a session is made, and are in no message.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use nono_core::store::zookeeper::{ConnectOptions, Digest, Tls};

use super::{Context, Target};
use crate::error::{CommandError, ErrorKind};

/// How to connect to it, credentials included; and what is wrong with who may read them.
pub(crate) fn options(target: &Target) -> Result<(ConnectOptions, Vec<String>), CommandError> {
    let connect = target.connect()?;
    let mut options = ConnectOptions::to(connect);
    let mut warnings = Vec::new();
    let context = &target.context;
    if let Some(path) = &context.auth_file {
        options.digest = Some(user_and_password(target, path, &mut warnings)?);
    }
    if let Some(path) = &context.sasl_file {
        options.sasl = Some(user_and_password(target, path, &mut warnings)?);
    }
    options.tls = tls(target, context, &mut warnings)?;
    Ok((options, warnings))
}

fn tls(target: &Target, context: &Context, warnings: &mut Vec<String>) -> Result<Option<Tls>, CommandError> {
    let Some(authorities) = &context.tls_ca else {
        if context.tls_cert.is_some() || context.tls_key.is_some() {
            return Err(CommandError::usage("tls_cert and tls_key need tls_ca, the authorities to trust")
                .with_hint("add tls_ca = \"ca.pem\" to the context; nonoctl config path says where"));
        }
        return Ok(None);
    };
    let authorities = contents(target, authorities)?;
    let identity = match (&context.tls_cert, &context.tls_key) {
        (Some(certificate), Some(key)) => {
            let pair = (contents(target, certificate)?, contents(target, key)?);
            warnings.extend(readable_by_others(&target.path_of(key)));
            Some(pair)
        }
        (None, None) => None,
        _ => {
            return Err(CommandError::usage("tls_cert and tls_key belong together: one of them is missing")
                .with_hint("nonoctl config path says where the context is"));
        }
    };
    Ok(Some(Tls { authorities, identity }))
}

fn user_and_password(target: &Target, path: &Path, warnings: &mut Vec<String>) -> Result<Digest, CommandError> {
    let text = contents(target, path)?;
    let line = text.lines().next().unwrap_or_default().trim();
    match line.split_once(':') {
        Some((user, password)) if !user.is_empty() && !password.is_empty() => {
            warnings.extend(readable_by_others(&target.path_of(path)));
            Ok(Digest { user: user.to_owned(), password: password.to_owned() })
        }
        _ => Err(CommandError::usage(format!("{}: its first line is not USER:PASSWORD", shown(target, path)))),
    }
}

fn contents(target: &Target, path: &Path) -> Result<String, CommandError> {
    std::fs::read_to_string(target.path_of(path)).map_err(|error| {
        let kind = match error.kind() {
            std::io::ErrorKind::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::Failed,
        };
        let shown = shown(target, path);
        CommandError::new(kind, format!("{shown} cannot be read: {error}"))
            .about("file", shown)
            .with_hint("nonoctl context show          says which files a context names")
    })
}

fn shown(target: &Target, path: &Path) -> String {
    target.path_of(path).display().to_string()
}

/// As ssh has it, but a warning: mounted secrets cannot always be narrowed.
fn readable_by_others(path: &PathBuf) -> Option<String> {
    let mode = std::fs::metadata(path).ok()?.mode() & 0o777;
    let open = mode & 0o077 != 0;
    open.then(|| format!("{} can be read by others (mode {mode:04o}): chmod 600 {0}", path.display()))
}

//! What the cluster refuses an admin, in the terms of exit codes.

use nono_core::store::admin::AdminError;

use crate::connect::denied;
use crate::error::{CommandError, ErrorKind};

impl From<AdminError> for CommandError {
    fn from(error: AdminError) -> Self {
        let message = error.to_string();
        match error {
            AdminError::NotInitialised => {
                Self::new(ErrorKind::NotFound, "no nono cluster found").with_hint("nonoctl cluster init")
            }
            AdminError::NotFound { .. } => Self::new(ErrorKind::NotFound, message),
            AdminError::Partitions { have, .. } => {
                Self::conflict(message).with_hint(format!("leave out --partitions, or say --partitions {have}"))
            }
            AdminError::Exists { name } => Self::conflict(message)
                .about("task", name.as_str())
                .with_hint(format!("nonoctl task update {name} ...          changes it")),
            AdminError::Conflict { name, is, .. } => {
                let hint = format!("nonoctl task get {name} -o yaml      then retry with --if-version {}", is + 1);
                Self::conflict(message).about("task", name.as_str()).with_hint(hint)
            }
            AdminError::Contended { .. } => Self::conflict(message),
            AdminError::Unavailable { .. } => Self::unavailable(message),
            AdminError::UnknownOutcome { .. } => Self::unavailable(message).with_unknown_result(),
            AdminError::Denied { .. } => denied(&message),
            AdminError::Full { .. } => {
                let mut error = Self::failed(message);
                error.retryable = true;
                error
            }
            AdminError::Unreadable { .. }
            | AdminError::TooLarge { .. }
            | AdminError::Incomplete { .. }
            | AdminError::Refused { .. } => Self::failed(message),
        }
    }
}

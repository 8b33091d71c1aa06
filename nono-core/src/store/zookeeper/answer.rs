//! What the client's errors mean for a request: refused, unknown, or hopeless.
//!
//! The client has three errors for "the connection broke" and several for "the session is over"; in all of them a
//! write may have been applied, or may yet be. Only what surely did nothing may be called failed.

use zookeeper_client::{Error, Stat as TheirStat};

use crate::node::{Answer, Refusal, Stat};

/// The answer to a request that failed as a whole.
pub(super) fn of_error(error: &Error) -> Answer {
    if did_nothing(error) { Answer::Failed(error.to_string()) } else { Answer::Unknown(error.to_string()) }
}

/// Whether an error says for certain that nothing was done, and would be said again.
const fn did_nothing(error: &Error) -> bool {
    matches!(
        error,
        Error::BadArguments(_)
            | Error::NoAuth
            | Error::NoNode
            | Error::BadVersion
            | Error::NodeExists
            | Error::NotEmpty
            | Error::NoChildrenForEphemerals
            | Error::InvalidAcl
            | Error::QuotaExceeded
            | Error::MarshallingError
            | Error::Unimplemented
    )
}

/// The answer to a transaction of which one operation was refused.
pub(super) fn of_refusal(index: usize, error: &Error) -> Answer {
    let why = match error {
        Error::BadVersion => Refusal::Version,
        Error::NoNode => Refusal::Missing,
        Error::NodeExists => Refusal::Exists,
        Error::NotEmpty => Refusal::NotEmpty,
        Error::NoAuth => Refusal::Denied,
        other if did_nothing(other) => return Answer::Failed(format!("operation {index} of the transaction: {other}")),
        other => return Answer::Unknown(format!("operation {index} of the transaction: {other}")),
    };
    Answer::Refused { index, why }
}

/// The answer to a sync.
pub(super) fn synced(result: Result<(), Error>) -> Answer {
    match result {
        Ok(()) => Answer::Synced,
        Err(error) => of_error(&error),
    }
}

/// A Stat in our words.
pub(super) fn stat(theirs: &TheirStat) -> Stat {
    Stat {
        version: theirs.version,
        children_version: theirs.cversion,
        children: u32::try_from(theirs.num_children).unwrap_or(0),
        bytes: u32::try_from(theirs.data_length).unwrap_or(0),
        created_zxid: theirs.czxid,
        modified: theirs.mtime,
        ephemeral: theirs.ephemeral_owner != 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_a_write_open_is_unknown() {
        let open = [
            Error::ConnectionLoss,
            Error::Timeout,
            Error::UnexpectedError("no response".to_owned()),
            Error::SessionExpired,
            Error::SessionMoved,
            Error::ClientClosed,
            Error::AuthFailed,
            Error::Throttled,
            Error::NoHosts,
        ];
        for error in open {
            assert!(matches!(of_error(&error), Answer::Unknown(_)), "{error:?}");
            assert!(matches!(of_refusal(1, &error), Answer::Unknown(_)), "{error:?}");
        }
    }

    #[test]
    fn refusals_keep_the_index() {
        assert_eq!(of_refusal(3, &Error::BadVersion), Answer::Refused { index: 3, why: Refusal::Version });
        assert!(matches!(of_refusal(3, &Error::InvalidAcl), Answer::Failed(_)));
    }
}

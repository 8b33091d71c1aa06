//! Whether this scheduler can take part, and if not, why: what `/readyz` says.
//!
//! Two voices: the session's driver (is there a ZooKeeper, is there a cluster) and the engine. Both must agree.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Shared by those who know and those who ask.
#[derive(Debug)]
pub struct Readiness {
    voices: Mutex<Voices>,
}

#[derive(Debug)]
struct Voices {
    session: Result<(), String>,
    engine: Result<(), String>,
}

impl Default for Readiness {
    fn default() -> Self {
        let voices = Voices {
            session: Err("no session with ZooKeeper yet".to_owned()),
            engine: Err("not registered in the cluster yet".to_owned()),
        };
        Self { voices: Mutex::new(voices) }
    }
}

impl Readiness {
    /// What the session's driver says. True: it said something else before.
    pub fn say_session(&self, now: Result<(), String>) -> bool {
        let mut voices = self.voices();
        let changed = voices.session != now;
        voices.session = now;
        changed
    }

    /// What the engine says.
    pub fn say_engine(&self, now: Result<(), String>) {
        self.voices().engine = now;
    }

    /// Ready, or why not: the session's reason comes before the engine's, which follows from it.
    ///
    /// # Errors
    /// The reason, in words.
    pub fn now(&self) -> Result<(), String> {
        let voices = self.voices();
        voices.session.clone().and_then(|()| voices.engine.clone())
    }

    fn voices(&self) -> MutexGuard<'_, Voices> {
        self.voices.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_must_agree_and_the_sessions_reason_comes_first() {
        let readiness = Readiness::default();
        assert!(readiness.now().is_err());
        assert!(readiness.say_session(Ok(())));
        assert!(!readiness.say_session(Ok(())), "no news");
        readiness.say_engine(Err("draining".to_owned()));
        assert_eq!(readiness.now(), Err("draining".to_owned()));
        readiness.say_session(Err("no cluster".to_owned()));
        assert_eq!(readiness.now(), Err("no cluster".to_owned()));
        readiness.say_session(Ok(()));
        readiness.say_engine(Ok(()));
        assert_eq!(readiness.now(), Ok(()));
    }
}

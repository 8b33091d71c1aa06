//! Whether this scheduler can take part, and if not, why: what `/readyz` says.
//!
//! Two voices: the session's driver (is there a ZooKeeper, is there a cluster) and the engine. Both must agree.

use std::sync::{Mutex, MutexGuard, PoisonError};

impl Voices {
    fn joined(&self) -> Result<(), String> {
        self.session.clone().and_then(|()| self.engine.clone())
    }
}

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
    /// What the session's driver says. True: whether this scheduler is ready, or why not, changed by it; it is logged.
    pub fn say_session(&self, now: Result<(), String>) -> bool {
        self.say(|voices| voices.session = now)
    }

    /// What the engine says. True: as above.
    pub fn say_engine(&self, now: Result<(), String>) -> bool {
        self.say(|voices| voices.engine = now)
    }

    /// Tries are many and states are few: a line is for a state.
    fn say(&self, something: impl FnOnce(&mut Voices)) -> bool {
        let (before, now) = {
            let mut voices = self.voices();
            let before = voices.joined();
            something(&mut voices);
            (before, voices.joined())
        };
        match (&before, &now) {
            _ if before == now => return false,
            (_, Ok(())) => tracing::info!("ready"),
            (Ok(()), Err(why)) => tracing::warn!("no longer ready: {why}"),
            (Err(_), Err(why)) => tracing::info!("not ready: {why}"),
        }
        true
    }

    /// Ready, or why not: the session's reason comes before the engine's, which follows from it.
    ///
    /// # Errors
    /// The reason, in words.
    pub fn now(&self) -> Result<(), String> {
        self.voices().joined()
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
        assert!(readiness.say_engine(Err("draining".to_owned())));
        assert_eq!(readiness.now(), Err("draining".to_owned()));
        assert!(readiness.say_session(Err("no cluster".to_owned())));
        assert!(!readiness.say_engine(Err("no lease".to_owned())), "it changes nothing for who looks on");
        assert_eq!(readiness.now(), Err("no cluster".to_owned()));
        readiness.say_session(Ok(()));
        readiness.say_engine(Ok(()));
        assert_eq!(readiness.now(), Ok(()));
    }
}

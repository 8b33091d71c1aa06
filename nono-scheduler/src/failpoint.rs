//! Places where a story can have the process end: the steps of docs/protocol.md between which a crash must lose nothing.
//!
//! Only the feature `failpoints` brings them in. Without it every function here is empty, and no release can have it.
//! `NONO_FAILPOINT=kill:claim-answered:3:most-` has the process kill itself the third time that it passes that place with
//! something that prints as `most-`; `stop:…` has it stop. It says so on stderr first. What it must not do: change
//! anything else, but that with `head` armed each request leaves in two writes.
//!
//! | place | where it is passed |
//! | --- | --- |
//! | `KIND-before` | a request of that kind is about to be handed to the client |
//! | `KIND-sent` | it was handed over |
//! | `KIND-answered` | it was carried out, and the engine does not know it yet |
//! | `settled` | a partition was read and settled, and nothing of what follows from it has begun |
//! | `send` | a claim is acknowledged, and its request is about to begin |
//! | `head`, `request` | the head of a request, or all of it, is on the wire |
//! | `answer` | the worker has answered, and the engine does not know it yet |
//!
//! Kinds: `claim`, `outcome`, `retry` (the record that is written before a second attempt), `acquire`, `load`,
//! `release`, `assignment`, `renewal`.

#[cfg(all(feature = "failpoints", not(debug_assertions)))]
compile_error!("the feature `failpoints` ends processes: it is for tests, and no release may have it");

pub(crate) use places::{Errand, head_alone, pass, written};

#[cfg(not(feature = "failpoints"))]
mod places {
    use std::fmt::Debug;
    use std::io;
    use std::io::IoSlice;
    use std::task::Poll;

    use nono_core::node::{Answer, Request};

    pub(crate) const fn pass(_: &str, _: &impl Debug) {}

    #[derive(Clone, Copy)]
    pub(crate) struct Errand;

    impl Errand {
        pub(crate) const fn begin(_: &Request) -> Self {
            Self
        }

        pub(crate) const fn sent(self) {}

        pub(crate) const fn answered(self, _: &Answer) {}
    }

    pub(crate) const fn head_alone<'a, 'b>(bytes: &'a [IoSlice<'b>]) -> &'a [IoSlice<'b>] {
        bytes
    }

    pub(crate) const fn written(_: &[IoSlice<'_>], _: &Poll<io::Result<usize>>) {}
}

#[cfg(feature = "failpoints")]
mod places {
    use std::fmt::Debug;
    use std::io;
    use std::io::{IoSlice, Write};
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::Poll;

    use nono_core::node::{Answer, Folder, Node, Op, Record, Request};
    use nono_core::run::Phase;
    use rustix::process::{Signal, getpid, kill_process};

    /// What was asked for, and how often the place was passed.
    #[derive(Debug)]
    struct Armed {
        signal: Signal,
        place: String,
        count: u32,
        about: String,
        passed: AtomicU32,
    }

    fn armed() -> Option<&'static Armed> {
        static ARMED: OnceLock<Option<Armed>> = OnceLock::new();
        let read = || {
            let text = std::env::var("NONO_FAILPOINT").ok()?;
            Some(Armed::parse(&text).unwrap_or_else(|| panic!("NONO_FAILPOINT={text} is no failpoint")))
        };
        ARMED.get_or_init(read).as_ref()
    }

    impl Armed {
        fn parse(text: &str) -> Option<Self> {
            let mut parts = text.splitn(4, ':');
            let signal = match parts.next()? {
                "kill" => Signal::KILL,
                "stop" => Signal::STOP,
                _ => return None,
            };
            let (place, count) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?);
            let about = parts.next().unwrap_or_default().to_owned();
            Some(Self { signal, place, count, about, passed: AtomicU32::new(0) })
        }

        fn is_about(&self, what: &impl Debug) -> bool {
            self.about.is_empty() || format!("{what:?}").contains(&self.about)
        }

        fn pass(&self) {
            if self.passed.fetch_add(1, Ordering::SeqCst) + 1 != self.count {
                return;
            }
            // Straight to the file: the log's own thread would not come to write it. Without stderr nobody looks.
            drop(writeln!(io::stderr(), "failpoint {} reached", self.place));
            kill_process(getpid(), self.signal).expect("a process may signal itself");
        }
    }

    /// Passes a place with `what` in hand.
    pub(crate) fn pass(place: &str, what: &impl Debug) {
        if let Some(armed) = armed().filter(|armed| armed.place == place && armed.is_about(what)) {
            armed.pass();
        }
    }

    /// A request to ZooKeeper. Holds what is armed if it is of that kind and about that.
    #[derive(Clone, Copy)]
    pub(crate) struct Errand(Option<(&'static Armed, &'static str)>);

    impl Errand {
        /// It is about to be handed to the client.
        pub(crate) fn begin(request: &Request) -> Self {
            let of_request = |armed: &'static Armed| {
                let (kind, moment) = armed.place.rsplit_once('-')?;
                (is_for(request, kind, armed) && armed.is_about(request)).then_some((armed, moment))
            };
            let errand = Self(armed().and_then(of_request));
            errand.pass("before");
            errand
        }

        /// It was handed over.
        pub(crate) fn sent(self) {
            self.pass("sent");
        }

        /// It was answered.
        pub(crate) fn answered(self, answer: &Answer) {
            if matches!(answer, Answer::Committed(_) | Answer::List(_)) {
                self.pass("answered");
            }
        }

        fn pass(self, at: &str) {
            if let Some((armed, _)) = self.0.filter(|(_, moment)| *moment == at) {
                armed.pass();
            }
        }
    }

    /// A transaction is of many tasks: that of a record or an outcome is the one it is about.
    fn is_for(request: &Request, kind: &str, armed: &Armed) -> bool {
        let ops = match request {
            Request::Commit(ops) => ops,
            Request::List(folders) => return kind == "load" && matches!(folders[..], [Folder::Tasks(_), _, ..]),
            _ => return false,
        };
        ops.iter().any(|op| match op {
            Op::Check(Node::Plan(_), _) => kind == "claim",
            Op::Create(_, record) | Op::Set(_, record, _) => match record {
                Record::State(_) => kind == "outcome" && armed.is_about(op),
                Record::Run(record) => {
                    let is_retry = record.phase == Phase::Sent && record.entry.failed > 0;
                    kind == "retry" && is_retry && armed.is_about(op)
                }
                Record::Lease(lease) => kind == if lease.owner.is_some() { "acquire" } else { "release" },
                Record::Assignment(_) => kind == "assignment",
                Record::Stats(_) => kind == "renewal" && matches!(op, Op::Set(..)),
                _ => false,
            },
            _ => false,
        })
    }

    /// What a write may take: with `head` armed, the head of a request without its body.
    pub(crate) fn head_alone<'a, 'b>(bytes: &'a [IoSlice<'b>]) -> &'a [IoSlice<'b>] {
        if is_armed("head") && head(bytes).is_some() { &bytes[..1] } else { bytes }
    }

    /// This much of `bytes` was written.
    pub(crate) fn written(bytes: &[IoSlice<'_>], count: &Poll<io::Result<usize>>) {
        let (Some(head), Poll::Ready(Ok(count))) = (head(bytes), count) else { return };
        if *count == bytes.iter().map(|slice| slice.len()).sum::<usize>() {
            pass(if is_armed("head") { "head" } else { "request" }, &head);
        }
    }

    fn is_armed(place: &str) -> bool {
        armed().is_some_and(|armed| armed.place == place)
    }

    /// The head of a request, if these bytes begin with one.
    fn head(bytes: &[IoSlice<'_>]) -> Option<String> {
        let text = String::from_utf8_lossy(bytes.first()?);
        text.contains("nono-run-id: ").then(|| text.into_owned())
    }
}

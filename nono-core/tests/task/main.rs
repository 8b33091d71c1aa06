//! What a task may say, how it is kept, and what an edit makes of it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod docs;
mod documents;
mod edits;
mod records;

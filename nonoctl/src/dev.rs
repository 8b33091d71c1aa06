//! What a whole cluster on one machine is made of: a real ZooKeeper and processes that never outlive their parent.
//!
//! [`zookeeper`] and [`guard`] also serve the end-to-end tests. The rest is `nonoctl dev`: `command` (the flags and
//! the frame), `trial` (the cluster), `sample` (its tasks), `worker` (who they call), `play` (what happens, and
//! when), `owners` (whose partitions they are), `story` (how it is told), `checker` (whether anything was lost or doubled).

mod checker;
pub(crate) mod command;
pub mod guard;
pub mod install;
mod owners;
mod play;
mod sample;
mod story;
mod trial;
mod worker;
pub mod zookeeper;

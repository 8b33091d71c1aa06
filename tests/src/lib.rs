//! End-to-end stories of nono: real ZooKeeper, real daemons, a worker that writes down each request.
//!
//! Nothing here may use the product's own code to judge the product: the transaction log's decoder, the reading of its
//! records and the checker are written anew from docs/protocol.md. Only ZooKeeper's child process is shared.
//!
//! Reading order: `txnlog` (what ZooKeeper wrote), `ledger` (what that means for nono), `board` (what stands), `receipts`
//! (what the worker saw), `checker` (whether all of it is right), `lives` (the same where tasks are edited), `cluster` (how
//! a story is set up).
#![allow(clippy::unwrap_used, reason = "this crate is tests")]

pub mod admin;
pub mod board;
pub mod chance;
pub mod checker;
pub mod cluster;
pub mod dashboard;
pub mod ensemble;
pub mod ledger;
pub mod lives;
pub mod manifest;
pub mod mixture;
pub mod part;
pub mod programs;
pub mod proxy;
pub mod pty;
pub mod receipts;
pub mod record;
pub mod rogue;
pub mod runs;
pub mod samples;
pub mod shown;
pub mod terminal;
pub mod tls;
pub mod tree;
pub mod txnlog;
pub mod vandal;
pub mod wait;
pub mod worker;

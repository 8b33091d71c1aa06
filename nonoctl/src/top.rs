//! `nonoctl top`: the live dashboard.
//!
//! The model ([`app`]) is changed by [`update`] and drawn by [`view`]; all three are pure. [`source`] reads ZooKeeper and
//! [`screen`] owns the terminal.

mod app;
pub(crate) mod args;
pub(crate) mod data;
mod keys;
pub(crate) mod log;
mod mock;
mod saved;
mod screen;
mod settings;
mod source;
mod start;
mod theme;
mod update;
mod view;

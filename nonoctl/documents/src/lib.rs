//! YAML and JSON text to trees that remember where each part stood, for manifests and imports.
//!
//! It is a crate of its own because a hundred thousand manifests are read by it: `nonoctl` is built to be small, this to be
//! fast.

mod events;
pub mod json;
mod tree;
pub mod yaml;

pub use tree::{Field, Node, Place, Tree, values};

/// A document and where it begins; of its parts the places are not known.
pub type Alone = (Place, serde_json::Value);

/// Why a text, or a document in it, cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// Where.
    pub place: Place,
    /// In words, on one line.
    pub message: String,
}

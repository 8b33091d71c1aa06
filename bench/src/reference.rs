//! What everything is divided by: small loops without any of the product's code.

pub(crate) mod expiry;
pub(crate) mod http;
pub(crate) mod nodes;
pub(crate) mod timer;

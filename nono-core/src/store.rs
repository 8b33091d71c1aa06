//! Where records live: the only place that knows znodes.

use std::future::Future;
use std::pin::Pin;

use crate::node::{Answer, Request};

/// An answer that is on its way. The request is already sent when this is returned.
pub type Pending = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// One session of a store.
pub trait Store: Send + Sync {
    /// Sends a request, before returning, behind all earlier ones of this session.
    fn request(&self, request: Request) -> Pending;
}

//! Where requests may not go, whatever a task says: link-local and metadata addresses, ZooKeeper, this very process.
//!
//! Checked on the address that is connected to, so that no name and no form of writing one passes it by.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{PoisonError, RwLock};

use nono_core::task::egress;

/// The addresses that are refused beside those that always are.
#[derive(Debug, Default)]
pub struct Egress {
    own: RwLock<HashSet<SocketAddr>>,
}

impl Egress {
    /// Refuses these from now on, too: a server of ZooKeeper, a listener of ours.
    pub fn refuse(&self, addresses: impl IntoIterator<Item = SocketAddr>) {
        let mut own = self.own.write().unwrap_or_else(PoisonError::into_inner);
        own.extend(addresses.into_iter().map(reached));
    }

    /// Whether `address` may be called; the error says why not.
    ///
    /// # Errors
    /// When it may not.
    pub fn check(&self, address: SocketAddr) -> Result<(), String> {
        if let Some(why) = egress::refusal(address.ip()) {
            return Err(format!("{} is {why}", address.ip()));
        }
        if self.own.read().unwrap_or_else(PoisonError::into_inner).contains(&reached(address)) {
            return Err(format!("{address} is ZooKeeper's or this scheduler's own address"));
        }
        Ok(())
    }
}

/// What connecting to `address` reaches: every form of this machine's own address is one.
fn reached(address: SocketAddr) -> SocketAddr {
    let ip = address.ip().to_canonical();
    let own = ip.is_loopback() || ip.is_unspecified();
    SocketAddr::new(if own { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { ip }, address.port())
}

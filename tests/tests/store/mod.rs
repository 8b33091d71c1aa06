//! What the tests of the store on a real ZooKeeper share.

pub(crate) mod fixture;

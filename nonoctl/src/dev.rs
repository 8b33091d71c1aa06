//! What a whole cluster on one machine is made of: a real ZooKeeper and processes that never outlive their parent.

pub mod guard;
pub mod install;
pub mod zookeeper;

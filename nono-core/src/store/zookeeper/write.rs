//! Writes: transactions, and the two nodes that ZooKeeper numbers.
//!
//! Everything is checked for size before it is sent. Nothing is sent twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::FutureExt;
use zookeeper_client::{Acls, Client, CreateMode, CreateOptions, Error, MultiWriteError, MultiWriteResult};

use crate::name::{MemberId, Partition, Token};
use crate::node::{Answer, Op};
use crate::run::UserCommand;
use crate::store::record::{self, RawOp};
use crate::store::zookeeper::{answer, begun};
use crate::store::{Pending, path};

/// Whoever reaches the ensemble may do everything: access is closed where the ensemble is.
const fn open(mode: CreateMode) -> CreateOptions<'static> {
    mode.with_acls(Acls::anyone_all())
}

/// Commits a transaction.
pub(super) fn commit(client: Arc<Client>, ops: &[Op]) -> Pending {
    match record::transaction(ops) {
        Ok(raw) => begun(send(client, raw)),
        Err(cannot) => std::future::ready(Answer::Failed(cannot.to_string())).boxed(),
    }
}

async fn send(client: Arc<Client>, ops: Vec<RawOp>) -> Answer {
    let mut writer = client.new_multi_writer();
    for op in &ops {
        if let Err(error) = add(&mut writer, op) {
            return answer::of_error(&error);
        }
    }
    match writer.commit().await {
        Ok(results) => Answer::Committed(stats_of_sets(&results)),
        Err(MultiWriteError::OperationFailed { index, source }) => answer::of_refusal(index, &source),
        Err(MultiWriteError::RequestFailed { source }) => answer::of_error(&source),
    }
}

fn add(writer: &mut zookeeper_client::MultiWriter<'_>, op: &RawOp) -> Result<(), Error> {
    match op {
        RawOp::Check(path, version) => writer.add_check_version(path, *version),
        RawOp::Create(path, data, true) => writer.add_create(path, data, &open(CreateMode::Ephemeral)),
        RawOp::Create(path, data, false) => writer.add_create(path, data, &open(CreateMode::Persistent)),
        RawOp::Set(path, data, version) => writer.add_set_data(path, data, *version),
        RawOp::Delete(path, version) => writer.add_delete(path, *version),
    }
}

/// Of sets alone: the Stat of an ephemeral node made in a transaction is not valid.
fn stats_of_sets(results: &[MultiWriteResult]) -> BTreeMap<usize, crate::node::Stat> {
    let set = |(index, result): (usize, &MultiWriteResult)| match result {
        MultiWriteResult::SetData { stat } => Some((index, answer::stat(stat))),
        _ => None,
    };
    results.iter().enumerate().filter_map(set).collect()
}

/// Makes a candidate node.
pub(super) fn stand(client: Arc<Client>, member: MemberId) -> Pending {
    begun(async move {
        let prefix = path::of_candidacy(&member);
        match client.create(&prefix, &[], &open(CreateMode::EphemeralSequential)).await {
            Ok((_, number)) => named(&format!("{member}-{:010}", number.into_i64()), Answer::Standing),
            Err(error) => of_create(&prefix, &error),
        }
    })
}

/// Makes a command's node.
pub(super) fn submit(client: Arc<Client>, partition: Partition, token: Token, command: &UserCommand) -> Pending {
    let data = match record::submission(partition, &token, command) {
        Ok(data) => data,
        Err(cannot) => return std::future::ready(Answer::Failed(cannot.to_string())).boxed(),
    };
    begun(async move {
        let prefix = path::of_submission(partition, &token);
        match client.create(&prefix, &data, &open(CreateMode::PersistentSequential)).await {
            Ok((_, number)) => named(&format!("{token}-{:010}", number.into_i64()), Answer::Submitted),
            Err(error) => of_create(&prefix, &error),
        }
    })
}

fn named<T: std::str::FromStr<Err = crate::name::InvalidName>>(name: &str, answer: impl FnOnce(T) -> Answer) -> Answer {
    // The number of a folder that saw more than 2^31 children is negative; the node is there all the same.
    name.parse().map_or_else(|error: crate::name::InvalidName| Answer::Unknown(error.to_string()), answer)
}

fn of_create(prefix: &str, error: &Error) -> Answer {
    match answer::of_refusal(0, error) {
        Answer::Failed(_) => Answer::Failed(format!("{prefix}: {error}")),
        Answer::Unknown(_) => Answer::Unknown(format!("{prefix}: {error}")),
        refused => refused,
    }
}

//! Writes what an operator wants of a scheduler's name.
//!
//! Only what this release knows of an intent is changed: a weight, and whatever a newer release added, stays.

use nono_core::cluster::Intent;
use nono_core::name::SchedulerName;
use nono_core::run::FORMAT;
use nono_core::store::admin::Author;

use super::census::Census;
use crate::connect::Cluster;
use crate::error::CommandError;

/// What there is to do, given what is there.
#[derive(Clone, PartialEq, Debug)]
enum Wanted {
    Nothing,
    Put(Intent),
    Remove,
}

/// What `undrain` found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Undrained {
    Done,
    WasNotDrained,
    /// Neither is a process of that name here, nor was one to be drained.
    NotHere {
        known: Vec<String>,
    },
}

/// Wants all processes of `name` empty.
pub(crate) async fn drain(cluster: &Cluster, name: &SchedulerName, author: &Author) -> Result<(), CommandError> {
    let reason = author.reason.as_deref();
    change(cluster, name, author, |current| to_drain(current, &author.by, reason)).await.map(drop)
}

/// Takes the wish back.
pub(crate) async fn undrain(
    cluster: &Cluster,
    name: &SchedulerName,
    author: &Author,
) -> Result<Undrained, CommandError> {
    match change(cluster, name, author, |current| to_undrain(current, &author.by)).await? {
        true => Ok(Undrained::Done),
        false => not_drained(cluster, name).await,
    }
}

/// What [`undrain`] would do.
pub(super) async fn would_undrain(cluster: &Cluster, name: &SchedulerName) -> Result<Undrained, CommandError> {
    let census = Census::read(cluster).await?;
    match census.intents.get(name) {
        Some(intent) if intent.drain => Ok(Undrained::Done),
        _ => not_drained(cluster, name).await,
    }
}

async fn not_drained(cluster: &Cluster, name: &SchedulerName) -> Result<Undrained, CommandError> {
    let census = Census::read(cluster).await?;
    if census.named(name.as_str()).next().is_some() {
        return Ok(Undrained::WasNotDrained);
    }
    let drained = census.intents.iter().filter(|(_, intent)| intent.drain).map(|(name, _)| name.to_string());
    Ok(Undrained::NotHere {
        known: drained.chain(census.schedulers.iter().map(|one| one.member.name.to_string())).collect(),
    })
}

fn to_drain(current: Option<&Intent>, by: &str, reason: Option<&str>) -> Wanted {
    let weight = current.and_then(|intent| intent.weight);
    let extra = current.map(|intent| intent.extra.clone()).unwrap_or_default();
    let reason = reason.map(ToOwned::to_owned);
    let intent = Intent { format: FORMAT, drain: true, weight, by: by.to_owned(), reason, extra };
    if current == Some(&intent) { Wanted::Nothing } else { Wanted::Put(intent) }
}

/// A record that says nothing any more is removed.
fn to_undrain(current: Option<&Intent>, by: &str) -> Wanted {
    match current {
        None | Some(Intent { drain: false, .. }) => Wanted::Nothing,
        Some(Intent { weight: None, extra, .. }) if extra.is_empty() => Wanted::Remove,
        Some(intent) => Wanted::Put(Intent { drain: false, reason: None, by: by.to_owned(), ..intent.clone() }),
    }
}

/// Brings the intent to what `decide` wants. Whether anything had to be done.
async fn change(
    cluster: &Cluster,
    name: &SchedulerName,
    author: &Author,
    decide: impl Fn(Option<&Intent>) -> Wanted,
) -> Result<bool, CommandError> {
    let admin = &cluster.admin;
    let intents = admin.intents().await.map_err(|error| cluster.named(error.into()))?;
    let wanted = match decide(intents.get(name).map(|kept| &kept.value)) {
        Wanted::Nothing => return Ok(false),
        Wanted::Put(intent) => Some(intent),
        Wanted::Remove => None,
    };
    let event = author.event(Some(format!("scheduler/{name}")), String::new());
    admin.set_intent(name, wanted, event).await.map_err(|error| cluster.named(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drain_keeps_what_else_is_wanted_and_is_written_once() {
        let Wanted::Put(first) = to_drain(None, "ann@host", Some("kernel")) else { panic!("nothing is there yet") };
        assert_eq!((first.drain, first.reason.as_deref()), (true, Some("kernel")));
        assert_eq!(to_drain(Some(&first), "ann@host", Some("kernel")), Wanted::Nothing);
        let weighted = Intent { weight: Some(2.0), drain: false, ..first };
        let Wanted::Put(drained) = to_drain(Some(&weighted), "bob@host", None) else { panic!("it is not drained yet") };
        assert_eq!((drained.weight, drained.drain, drained.reason), (Some(2.0), true, None));
    }

    #[test]
    fn an_undrained_record_that_says_nothing_is_removed() {
        let Wanted::Put(drained) = to_drain(None, "ann@host", None) else { panic!("nothing is there yet") };
        assert_eq!(to_undrain(None, "ann@host"), Wanted::Nothing);
        assert_eq!(to_undrain(Some(&drained), "ann@host"), Wanted::Remove);
        let weighted = Intent { weight: Some(2.0), ..drained };
        let Wanted::Put(kept) = to_undrain(Some(&weighted), "bob@host") else { panic!("its weight is to be kept") };
        assert_eq!((kept.drain, kept.weight, kept.by.as_str()), (false, Some(2.0), "bob@host"));
    }
}

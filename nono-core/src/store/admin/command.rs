//! Asking for a run by hand, and finding runs again.
//!
//! A command carries a random token; when the answer to its submission is lost the token is looked for in commands,
//! claims, runs and states, in that order, which is the order in which it moves on. Not found is unknown: it is never
//! asked for a second time by itself (G1).

use std::sync::Arc;

use serde_json::Map;

use crate::name::{CommandName, Partition, RunId, RunKey, TaskName, TaskUid, Token};
use crate::node::{Answer, Folder, Node, Op, Read, Record, Refusal, Request};
use crate::run::{Entry, FORMAT, RunEntry, RunOutcome, RunRecord, UserAction, UserCommand};
use crate::store::admin::{Admin, AdminError, Kept, found, in_words};
use crate::store::path;

/// The most commands that wait in a partition.
pub const MOST_COMMANDS: u32 = 10_000;
/// And so many more that ask for the end of a run: what waits must not keep that from being asked.
const FOR_CANCELS: u32 = 1_000;
/// The longest reason, in bytes.
const LONGEST_REASON: usize = 1_024;

/// A run that will be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Triggered {
    /// Its command.
    pub command: CommandName,
    /// The id that it will have.
    pub run: RunId,
}

/// Where a run is. A stored outcome counts more than a record, that more than an entry.
#[derive(Clone, PartialEq, Debug)]
pub enum FoundRun {
    /// Asked for, not claimed yet.
    Commanded(CommandName, Box<UserCommand>),
    /// Claimed.
    Claimed(Box<RunEntry>),
    /// Claimed, and open for longer than a second.
    Open(Box<RunRecord>),
    /// Over; of this task.
    Ended(TaskName, Box<RunOutcome>),
}

/// Who asks, why, and by which random token the command is found again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asker {
    /// Random.
    pub token: Token,
    /// Such as `alice@host`.
    pub by: String,
    /// In the user's words.
    pub reason: Option<String>,
}

impl Asker {
    fn check(&self) -> Result<(), AdminError> {
        let bytes = self.reason.as_ref().map_or(0, String::len);
        if bytes <= LONGEST_REASON {
            return Ok(());
        }
        let why =
            format!("the reason has {bytes} bytes, and at most {LONGEST_REASON} are allowed; nothing was asked for");
        Err(AdminError::TooLarge { why })
    }

    fn command(self, name: &TaskName, uid: &TaskUid, action: UserAction) -> (Token, UserCommand) {
        let command = UserCommand {
            format: FORMAT,
            action,
            task: name.clone(),
            uid: uid.clone(),
            by: self.by,
            reason: self.reason,
            extra: Map::new(),
        };
        (self.token, command)
    }
}

impl Admin {
    /// Asks for a run of a task now. `token` is random.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Full`], [`AdminError::Denied`]; [`AdminError::UnknownOutcome`] if no
    /// answer came and the token is not found.
    pub async fn trigger(
        &self,
        name: &TaskName,
        token: Token,
        by: &str,
        reason: Option<String>,
    ) -> Result<Triggered, AdminError> {
        self.ask(name, UserAction::Trigger, Asker { token, by: by.to_owned(), reason }).await
    }

    /// Asks for runs of a task: one now, one of an instant once more, or all of a span of time.
    ///
    /// # Errors
    /// As [`Admin::trigger`].
    pub async fn ask(&self, name: &TaskName, action: UserAction, asker: Asker) -> Result<Triggered, AdminError> {
        let partition = self.partition_of(name);
        let uid = self.task(name).await?.value.uid;
        self.has_room(partition, MOST_COMMANDS).await?;
        asker.check()?;
        let token = asker.token.clone();
        match self.submit(partition, asker.command(name, &uid, action)).await? {
            Ok(command) => Ok(triggered(partition, &uid, command)),
            Err(why) => self.look_up(name, &uid, &token, &why).await,
        }
    }

    /// Asks for the end of a run of a task: what was not sent never is, what is on its way is given up. Nothing happens to
    /// a run that is over by then.
    ///
    /// # Errors
    /// [`AdminError::Full`], [`AdminError::Denied`]; [`AdminError::UnknownOutcome`] if no answer came, the command is not
    /// found, and the run is open.
    pub async fn cancel(&self, name: &TaskName, run: &RunId, asker: Asker) -> Result<(), AdminError> {
        let partition = run.partition();
        self.has_room(partition, MOST_COMMANDS + FOR_CANCELS).await?;
        asker.check()?;
        let token = asker.token.clone();
        let command = asker.command(name, &run.uid(), UserAction::Cancel { run: run.clone() });
        let Err(why) = self.submit(partition, command).await? else { return Ok(()) };
        let unknown = |why: String| AdminError::UnknownOutcome { what: format!("the end of run {run}"), why };
        self.sync().await.map_err(|_| unknown(why.clone()))?;
        if self.commanded(partition, |name| name.token() == token).await?.is_some() {
            return Ok(());
        }
        match self.find_run(run, Some(name)).await? {
            Some(FoundRun::Ended(..)) | None => Ok(()),
            Some(_) => Err(unknown(why)),
        }
    }

    /// Takes a command back that was not claimed yet, or not wholly. False: it was, or somebody was quicker.
    ///
    /// # Errors
    /// [`AdminError::Denied`]; [`AdminError::UnknownOutcome`] if no answer came.
    pub async fn withdraw(&self, partition: Partition, command: &CommandName) -> Result<bool, AdminError> {
        let node = Node::Command(partition, command.clone());
        match self.store.request(Request::Commit(vec![Op::Delete(node.clone(), None)])).await {
            Answer::Committed(_) => Ok(true),
            Answer::Refused { why: Refusal::Missing, .. } => Ok(false),
            Answer::Refused { .. } => Err(AdminError::Denied { place: path::of_node(&node) }),
            Answer::Failed(why) => Err(AdminError::Refused { why }),
            lost => {
                let what = format!("the withdrawal of {}", path::of_node(&node));
                Err(AdminError::UnknownOutcome { what, why: in_words(&lost) })
            }
        }
    }

    /// The command's name; or why the answer was lost.
    async fn submit(
        &self,
        partition: Partition,
        (token, command): (Token, UserCommand),
    ) -> Result<Result<CommandName, String>, AdminError> {
        let place = || path::of_node(&Node::Commands(partition));
        match self.store.request(Request::Submit(partition, token, Box::new(command))).await {
            Answer::Submitted(command) => Ok(Ok(command)),
            Answer::Refused { why: Refusal::Denied, .. } => Err(AdminError::Denied { place: place() }),
            Answer::Refused { .. } => Err(AdminError::Incomplete { place: place() }),
            Answer::Failed(why) => Err(AdminError::Refused { why }),
            lost => Ok(Err(in_words(&lost))),
        }
    }

    async fn has_room(&self, partition: Partition, most: u32) -> Result<(), AdminError> {
        let node = Node::Commands(partition);
        let Some(Kept { stat, .. }) = self.read_one(node.clone()).await? else {
            return Err(AdminError::Incomplete { place: path::of_node(&node) });
        };
        if stat.children >= most { Err(AdminError::Full { partition, most }) } else { Ok(()) }
    }

    async fn look_up(&self, name: &TaskName, uid: &TaskUid, token: &Token, why: &str) -> Result<Triggered, AdminError> {
        let unknown = |why: &str| AdminError::UnknownOutcome {
            what: format!("the run of task \"{name}\" with token {token}"),
            why: why.to_owned(),
        };
        self.sync().await.map_err(|_| unknown(why))?;
        match self.find_token(name, token).await {
            Ok(Some(FoundRun::Commanded(command, _))) => Ok(triggered(self.partition_of(name), uid, command)),
            Ok(Some(FoundRun::Claimed(entry))) => from_run(token, entry.run).ok_or_else(|| unknown(why)),
            Ok(Some(FoundRun::Open(record))) => from_run(token, record.entry.run).ok_or_else(|| unknown(why)),
            Ok(Some(FoundRun::Ended(_, outcome))) => from_run(token, outcome.run).ok_or_else(|| unknown(why)),
            Ok(None) => Err(unknown(why)),
            Err(error) => Err(unknown(&error.to_string())),
        }
    }

    /// Looks for the run of a command by the token that asked for it, in the order in which it moves on.
    ///
    /// # Errors
    /// When something could not be read.
    pub async fn find_token(&self, task: &TaskName, token: &Token) -> Result<Option<FoundRun>, AdminError> {
        let partition = self.partition_of(task);
        if let Some(found) = self.commanded(partition, |name| name.token() == *token).await? {
            return Ok(Some(found));
        }
        let of_token = |entry: &RunEntry| entry.token.as_ref() == Some(token);
        if let Some(entry) = self.entries(partition).await?.into_iter().find(of_token) {
            return Ok(Some(FoundRun::Claimed(Box::new(entry))));
        }
        if let Some(record) = self.records(partition).await?.into_iter().find(|record| of_token(&record.entry)) {
            return Ok(Some(FoundRun::Open(Box::new(record))));
        }
        let outcomes = self.state(task).await?.map(|state| state.value.outcomes).unwrap_or_default();
        let ended = outcomes.into_iter().find(|outcome| outcome.token.as_ref() == Some(token));
        Ok(ended.map(|outcome| FoundRun::Ended(task.clone(), Box::new(outcome))))
    }

    /// Looks for a run by its id. With `task`, only its state is searched for the outcome; without, those of the
    /// whole partition.
    ///
    /// # Errors
    /// When something could not be read.
    pub async fn find_run(&self, run: &RunId, task: Option<&TaskName>) -> Result<Option<FoundRun>, AdminError> {
        // Read in the order in which it moves on, so that it cannot slip through in between.
        let of_run = |entry: &RunEntry| entry.run == *run;
        let commanded = match run.key() {
            RunKey::Command(number) => self.commanded(run.partition(), |name| name.sequence() == number).await?,
            // One of a backfill's has nothing of its own before it is claimed.
            RunKey::Instant(_) | RunKey::Backfill(..) => None,
        };
        let entry = self.entries(run.partition()).await?.into_iter().find(of_run);
        let record = match self.read_one(Node::Run(run.clone())).await? {
            Some(Kept { value: Record::Run(record), .. }) => Some(FoundRun::Open(record)),
            _ => None,
        };
        let ended = self.ended(run, task).await?;
        let commanded =
            commanded.filter(|found| matches!(found, FoundRun::Commanded(_, command) if asks_for(command, run)));
        Ok(ended.or(record).or(entry.map(|entry| FoundRun::Claimed(Box::new(entry)))).or(commanded))
    }

    async fn ended(&self, run: &RunId, task: Option<&TaskName>) -> Result<Option<FoundRun>, AdminError> {
        let states = match task {
            Some(task) => self.state(task).await?.map(|state| (task.clone(), state.value)).into_iter().collect(),
            None => self.states_of(run.partition()).await?,
        };
        for (name, state) in states {
            if let Some(outcome) = state.outcomes.into_iter().find(|outcome| outcome.run == *run) {
                return Ok(Some(FoundRun::Ended(name, Box::new(outcome))));
            }
        }
        Ok(None)
    }

    async fn commanded(
        &self,
        partition: Partition,
        wanted: impl Fn(&CommandName) -> bool + Send,
    ) -> Result<Option<FoundRun>, AdminError> {
        let listings = self.list(vec![Folder::Commands(partition)]).await?;
        let names = listings.into_iter().flat_map(|listing| listing.names);
        let Some(name) = names.filter_map(|name| name.parse().ok()).find(|name| wanted(name)) else { return Ok(None) };
        match self.read_one(Node::Command(partition, name.clone())).await? {
            Some(Kept { value: Record::Command(command), .. }) => Ok(Some(FoundRun::Commanded(name, command))),
            _ => Ok(None),
        }
    }

    /// The entries of a partition's claims that are runs.
    pub(super) async fn entries(&self, partition: Partition) -> Result<Vec<RunEntry>, AdminError> {
        let Some(Kept { value: Record::Claims(claims), .. }) = self.read_one(Node::Claims(partition)).await? else {
            return Ok(Vec::new());
        };
        let run = |entry| match Arc::unwrap_or_clone(entry) {
            Entry::Run(run) => Some(run),
            Entry::Missed(_) => None,
        };
        Ok(claims.entries.into_iter().filter_map(run).collect())
    }

    /// The records of a partition's open runs. Those that cannot be read are left out.
    pub(super) async fn records(&self, partition: Partition) -> Result<Vec<RunRecord>, AdminError> {
        let listings = self.list(vec![Folder::Runs(partition)]).await?;
        let ids = listings.into_iter().flat_map(|listing| listing.names).filter_map(|name| name.parse().ok());
        let nodes: Vec<Node> = ids.map(Node::Run).collect();
        let reads = self.read(nodes.clone()).await?;
        let mut records = Vec::with_capacity(reads.len());
        for (node, read) in nodes.iter().zip(reads) {
            if matches!(read, Read::Unreadable { .. }) {
                continue;
            }
            if let Some(Kept { value: Record::Run(record), .. }) = found(node, read)? {
                records.push(*record);
            }
        }
        Ok(records)
    }
}

/// Whether the command is for a run of this uid: one that asks for the end of another makes none.
fn asks_for(command: &UserCommand, run: &RunId) -> bool {
    command.uid == run.uid() && !matches!(command.action, UserAction::Cancel { .. })
}

fn triggered(partition: Partition, uid: &TaskUid, command: CommandName) -> Triggered {
    let run = RunId::new(partition, uid, RunKey::Command(command.sequence()));
    Triggered { command, run }
}

/// The command's name is gone with its node; token and number make it again.
fn from_run(token: &Token, run: RunId) -> Option<Triggered> {
    match run.key() {
        RunKey::Command(number) | RunKey::Backfill(number, _) => {
            let command = format!("{token}-{number:010}").parse().ok()?;
            Some(Triggered { command, run: RunId::new(run.partition(), &run.uid(), RunKey::Command(number)) })
        }
        RunKey::Instant(_) => None,
    }
}

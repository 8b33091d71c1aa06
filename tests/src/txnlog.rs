//! A decoder of ZooKeeper's transaction log (`version-2/log.*`, written by 3.6 and later).
//!
//! The log is the ground truth for claims: it has every write in the order that counts, also those that a later write
//! replaced, and the transactions that were refused. Of a refused transaction the log holds the parts before the one
//! that failed as if they were applied: its error elements are looked for first, and nothing of it counts.
//!
//! The layout (all numbers big-endian): a file header; then per record an Adler-32 checksum (8 bytes), a length (4),
//! the entry, and `B`. An entry is a header (session, cxid, zxid, time, type), the transaction, and maybe a digest.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _, Seek, SeekFrom};
use std::path::Path;

/// One committed transaction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transaction {
    /// Its place in the order of all transactions.
    pub zxid: i64,
    /// When the server took it up, in milliseconds since 1970.
    pub time_ms: i64,
    /// Who asked for it.
    pub session: i64,
    /// What became of it.
    pub body: Body,
}

/// What a transaction did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// All of this was applied.
    Applied(Vec<Op>),
    /// Nothing was.
    Refused {
        /// The operation that failed; 0 for one outside a multi.
        index: usize,
        /// ZooKeeper's error code, such as -103 for a version that does not match.
        code: i32,
    },
    /// A session began.
    SessionOpened,
    /// A session ended, and with it these ephemeral nodes.
    SessionClosed(Vec<String>),
}

/// One write, or one check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Op {
    /// A node was made.
    Create {
        /// Where; of a sequential node with its number.
        path: String,
        /// What it holds.
        data: Vec<u8>,
        /// Whether it goes with its session.
        ephemeral: bool,
    },
    /// A node's data was replaced.
    Set {
        /// Where.
        path: String,
        /// By what.
        data: Vec<u8>,
        /// The node's version from then on.
        version: i32,
    },
    /// A node was removed.
    Delete {
        /// Where.
        path: String,
    },
    /// A node had this version.
    Check {
        /// Where.
        path: String,
        /// Which; also known where any version would have done.
        version: i32,
    },
    /// Of a type that nono does not use, such as a change of access rights.
    Other(i32),
}

/// What in a log cannot be understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// The file.
    pub file: String,
    /// Where in it, in bytes.
    pub offset: usize,
    /// Why.
    pub why: &'static str,
}

type Read<T> = Result<T, &'static str>;

const MAGIC: i32 = i32::from_be_bytes(*b"ZKLG");
const END_OF_RECORD: u8 = b'B';
/// Bytes of a file's header.
const HEADER: usize = 16;
/// Bytes of a record before its entry.
const BEFORE: usize = 12;
/// So much of a file is read at one go.
const PIECE: usize = 1 << 20;
/// So often a record at which the server may be writing is looked at again.
const AGAIN: u8 = 20;

/// Reads all logs in a server's `version-2` folder, in the order of their transactions. The last record of the newest
/// file may still be on its way to the disk; a record that is broken anywhere else is an error.
///
/// # Errors
/// [`Broken`] names the file and the place.
///
/// # Panics
/// If the folder cannot be read.
pub fn read(folder: &Path) -> Result<Vec<Transaction>, Broken> {
    let mut transactions = Vec::new();
    each_of(folder, Tear::Newest, &|_| true, &mut |transaction| transactions.push(transaction))?;
    Ok(transactions)
}

/// The same one by one, each without operations on other paths than the wanted ones: of a log of many gigabytes no more than a
/// record is held.
///
/// # Errors
/// As [`read`].
///
/// # Panics
/// As [`read`].
pub fn each(folder: &Path, wanted: Wanted<'_>, tell: &mut dyn FnMut(Transaction)) -> Result<(), Broken> {
    each_of(folder, Tear::Newest, wanted, tell)
}

/// Which paths are wanted.
pub type Wanted<'a> = &'a dyn Fn(&str) -> bool;

/// What [`each`] tells of a server that may have been killed and started again: each file may end in a record that was on
/// its way to the disk. Such a record was never acknowledged; the server began a new file after it.
///
/// # Errors
/// [`Broken`] names the file and the place.
///
/// # Panics
/// If the folder cannot be read.
pub fn read_of_killed(folder: &Path, wanted: Wanted<'_>) -> Result<Vec<Transaction>, Broken> {
    let mut transactions = Vec::new();
    each_of(folder, Tear::Any, wanted, &mut |transaction| transactions.push(transaction))?;
    Ok(transactions)
}

/// Which files may end in a torn record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tear {
    Newest,
    Any,
}

fn each_of(folder: &Path, tear: Tear, wanted: Wanted<'_>, tell: &mut dyn FnMut(Transaction)) -> Result<(), Broken> {
    let mut files: Vec<(i64, std::path::PathBuf)> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let first = i64::from_str_radix(path.file_name()?.to_str()?.strip_prefix("log.")?, 16).ok()?;
            Some((first, path))
        })
        .collect();
    files.sort();
    let newest = files.len().saturating_sub(1);
    let mut last = i64::MIN;
    // A server that starts again may write once more what the file before ends with.
    let mut once = |transaction: Transaction| {
        if transaction.zxid > last {
            last = transaction.zxid;
            tell(transaction);
        }
    };
    for (index, (_, path)) in files.iter().enumerate() {
        let log = &mut BufReader::with_capacity(PIECE, File::open(path).unwrap());
        if log.fill_buf().unwrap().is_empty() {
            continue;
        }
        let may_be_torn = index == newest || tear == Tear::Any;
        decode(log, may_be_torn, wanted, &mut once).map_err(|(offset, why)| Broken {
            file: path.display().to_string(),
            offset,
            why,
        })?;
    }
    Ok(())
}

/// A file, or what stands for one in a test.
trait Log: BufRead + Seek {}

impl<L: BufRead + Seek> Log for L {}

fn decode(
    log: &mut dyn Log,
    may_be_torn: bool,
    wanted: Wanted<'_>,
    tell: &mut dyn FnMut(Transaction),
) -> Result<(), (usize, &'static str)> {
    let mut record = Vec::new();
    file_header(log).map_err(|why| (0, why))?;
    let (mut offset, mut again) = (HEADER, 0..AGAIN);
    loop {
        match entry(log, &mut record) {
            Ok(Some(entry)) => {
                tell(transaction(entry, wanted).map_err(|why| (offset, why))?);
                offset += BEFORE + entry.len() + 1;
            }
            Ok(None) => return Ok(()),
            // The server may be writing it at this moment.
            Err(_) if may_be_torn && rest_is_padding(log) => return Ok(()),
            // And it may have gone on writing since the first half of it was read.
            Err(_) if may_be_torn && again.next().is_some() => drop(log.seek(SeekFrom::Start(offset as u64)).unwrap()),
            Err(why) => return Err((offset, why)),
        }
    }
}

/// Whether nothing but zeros follows.
fn rest_is_padding(log: &mut dyn Log) -> bool {
    log.bytes().all(|byte| byte.unwrap() == 0)
}

fn file_header(log: &mut dyn Log) -> Read<()> {
    let mut header = Vec::new();
    log.take(HEADER as u64).read_to_end(&mut header).unwrap();
    let mut reader = Reader { bytes: &header, at: 0 };
    if reader.int()? != MAGIC {
        return Err("this is no transaction log");
    }
    if reader.int()? != 2 {
        return Err("the log has a version other than 2");
    }
    reader.long().map(drop)
}

/// The next entry; none at the end of the file or where its zeros begin. `record` is what it was read into.
fn entry<'a>(log: &mut dyn Log, record: &'a mut Vec<u8>) -> Read<Option<&'a [u8]>> {
    record.clear();
    log.take(BEFORE as u64).read_to_end(record).unwrap();
    let mut head = Reader { bytes: record, at: 0 };
    let (Ok(checksum), Ok(length)) = (head.long(), head.int()) else { return Ok(None) };
    let length = usize::try_from(length).unwrap_or(0);
    if length == 0 {
        return Ok(None);
    }
    record.clear();
    log.take(length as u64 + 1).read_to_end(record).unwrap();
    let mut rest = Reader { bytes: record, at: 0 };
    let entry = rest.take(length)?;
    if i64::from(adler32(entry)) != checksum {
        return Err("the checksum does not match");
    }
    if rest.byte()? != END_OF_RECORD {
        return Err("the record has no end");
    }
    Ok(Some(entry))
}

fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1_u32, 0_u32);
    // 5,552 is the most bytes after which the sums still fit 32 bits.
    for chunk in bytes.chunks(5552) {
        for &byte in chunk {
            a += u32::from(byte);
            b += a;
        }
        a %= 65_521;
        b %= 65_521;
    }
    (b << 16) | a
}

fn transaction(entry: &[u8], wanted: Wanted<'_>) -> Read<Transaction> {
    let mut reader = Reader { bytes: entry, at: 0 };
    let session = reader.long()?;
    reader.int()?;
    let zxid = reader.long()?;
    let time_ms = reader.long()?;
    let kind = reader.int()?;
    let body = match kind {
        kinds::OPEN => Body::SessionOpened,
        kinds::CLOSE => Body::SessionClosed(closed(&mut reader)?),
        kinds::ERROR => Body::Refused { index: 0, code: reader.int()? },
        kinds::MULTI => multi(&mut reader, wanted)?,
        _ => Body::Applied(op(kind, &mut reader, wanted)?.into_iter().collect()),
    };
    Ok(Transaction { zxid, time_ms, session, body })
}

mod kinds {
    pub(super) const CREATE: i32 = 1;
    pub(super) const DELETE: i32 = 2;
    pub(super) const SET: i32 = 5;
    pub(super) const CHECK: i32 = 13;
    pub(super) const MULTI: i32 = 14;
    pub(super) const CREATE2: i32 = 15;
    pub(super) const CREATE_CONTAINER: i32 = 19;
    pub(super) const DELETE_CONTAINER: i32 = 20;
    pub(super) const CREATE_TTL: i32 = 21;
    pub(super) const ERROR: i32 = -1;
    pub(super) const OPEN: i32 = -10;
    pub(super) const CLOSE: i32 = -11;
}

/// The list of nodes may be missing, when the session had none.
fn closed(reader: &mut Reader<'_>) -> Read<Vec<String>> {
    if reader.bytes.len() - reader.at < 4 {
        return Ok(Vec::new());
    }
    let count = reader.int()?;
    (0..count.max(0)).map(|_| reader.str().map(str::to_owned)).collect()
}

fn multi(reader: &mut Reader<'_>, wanted: Wanted<'_>) -> Read<Body> {
    let count = reader.int()?;
    let mut parts = Vec::new();
    for _ in 0..count.max(0) {
        let kind = reader.int()?;
        parts.push((kind, reader.buffer()?));
    }
    // The error elements first: with one, what stands before it was not applied.
    if let Some(index) = parts.iter().position(|&(kind, _)| kind == kinds::ERROR) {
        let code = Reader { bytes: parts[index].1, at: 0 }.int()?;
        return Ok(Body::Refused { index, code });
    }
    let ops = parts.into_iter().filter_map(|(kind, bytes)| op(kind, &mut Reader { bytes, at: 0 }, wanted).transpose());
    ops.collect::<Read<_>>().map(Body::Applied)
}

/// None where its path is not wanted.
fn op(kind: i32, reader: &mut Reader<'_>, wanted: Wanted<'_>) -> Read<Option<Op>> {
    use kinds::{CHECK, CREATE, CREATE_CONTAINER, CREATE_TTL, CREATE2, DELETE, DELETE_CONTAINER, SET};
    if !matches!(kind, CREATE | CREATE2 | CREATE_CONTAINER | CREATE_TTL | DELETE | DELETE_CONTAINER | SET | CHECK) {
        return Ok(Some(Op::Other(kind)));
    }
    let path = reader.str()?;
    if !wanted(path) {
        return Ok(None);
    }
    let path = path.to_owned();
    Ok(Some(match kind {
        CREATE | CREATE2 => create(path, reader, true)?,
        CREATE_CONTAINER | CREATE_TTL => create(path, reader, false)?,
        SET => {
            let data = reader.buffer()?.to_vec();
            Op::Set { path, data, version: reader.int()? }
        }
        // The server writes the version that a change would have made.
        CHECK => Op::Check { path, version: reader.int()?.wrapping_sub(1) },
        _ => Op::Delete { path },
    }))
}

fn create(path: String, reader: &mut Reader<'_>, may_be_ephemeral: bool) -> Read<Op> {
    let data = reader.buffer()?.to_vec();
    let rights = reader.int()?;
    for _ in 0..rights.max(0) {
        reader.int()?;
        reader.buffer()?;
        reader.buffer()?;
    }
    let ephemeral = may_be_ephemeral && reader.byte()? != 0;
    Ok(Op::Create { path, data, ephemeral })
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Read<&'a [u8]> {
        let end = self.at.checked_add(length).ok_or("a length is out of bounds")?;
        let taken = self.bytes.get(self.at..end).ok_or("the record ends too early")?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Read<u8> {
        Ok(self.take(1)?[0])
    }

    fn int(&mut self) -> Read<i32> {
        Ok(i32::from_be_bytes(self.take(4)?.try_into().expect("four bytes")))
    }

    fn long(&mut self) -> Read<i64> {
        Ok(i64::from_be_bytes(self.take(8)?.try_into().expect("eight bytes")))
    }

    /// A buffer of length -1 is an absent one.
    fn buffer(&mut self) -> Read<&'a [u8]> {
        let length = self.int()?;
        self.take(usize::try_from(length).unwrap_or(0))
    }

    fn str(&mut self) -> Read<&'a str> {
        std::str::from_utf8(self.buffer()?).map_err(|_| "a text is not UTF-8")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nonoctl::dev::zookeeper::{Options, Server};
    use zookeeper_client::{Acls, Client, CreateMode};

    #[test]
    fn the_checksum_is_adler_32() {
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
        assert_eq!(adler32(&[0xff; 100_000]), 0x149a_302c);
    }

    #[tokio::test]
    async fn a_log_of_a_real_server_is_read_whole_and_a_refused_transaction_applies_nothing() {
        let mut server = Server::start(Options::default()).await.unwrap();
        let client = Client::connect(&server.connect_string()).await.unwrap();
        let open = CreateMode::Persistent.with_acls(Acls::anyone_all());
        client.create("/a", b"one", &open).await.unwrap();
        client.set_data("/a", b"two", None).await.unwrap();
        let short = CreateMode::Ephemeral.with_acls(Acls::anyone_all());
        client.create("/e", b"", &short).await.unwrap();
        let mut good = client.new_multi_writer();
        good.add_check_version("/a", 1).unwrap();
        good.add_create("/b", b"new", &open).unwrap();
        good.add_set_data("/a", b"three", Some(1)).unwrap();
        good.commit().await.unwrap();
        let mut bad = client.new_multi_writer();
        bad.add_set_data("/a", b"never", None).unwrap();
        bad.add_check_version("/b", 7).unwrap();
        bad.add_delete("/b", None).unwrap();
        bad.commit().await.unwrap_err();
        client.create("/b", b"again", &open).await.unwrap_err();
        client.delete("/b", None).await.unwrap();
        let session = client.session().id().0;
        drop(client);
        closed_session(&server).await;
        server.stop().await.unwrap();

        let log = read(&server.transaction_logs()).unwrap();
        let mine: Vec<&Transaction> = log.iter().filter(|transaction| transaction.session == session).collect();
        let bodies: Vec<&Body> = mine.iter().map(|transaction| &transaction.body).collect();
        let set = |data: &[u8], version| Op::Set { path: "/a".into(), data: data.to_vec(), version };
        let made =
            |path: &str, data: &[u8], ephemeral| Op::Create { path: path.into(), data: data.to_vec(), ephemeral };
        assert_eq!(
            bodies,
            [
                &Body::SessionOpened,
                &Body::Applied(vec![made("/a", b"one", false)]),
                &Body::Applied(vec![set(b"two", 1)]),
                &Body::Applied(vec![made("/e", b"", true)]),
                &Body::Applied(vec![
                    Op::Check { path: "/a".into(), version: 1 },
                    made("/b", b"new", false),
                    set(b"three", 2)
                ]),
                &Body::Refused { index: 1, code: -103 },
                &Body::Refused { index: 0, code: -110 },
                &Body::Applied(vec![Op::Delete { path: "/b".into() }]),
                &Body::SessionClosed(vec!["/e".into()]),
            ]
        );
        assert!(mine.windows(2).all(|pair| pair[0].zxid < pair[1].zxid && pair[0].time_ms <= pair[1].time_ms));

        let mut of_b = Vec::new();
        let mut tell = |transaction: Transaction| of_b.extend(Some(transaction).filter(|one| one.session == session));
        each(&server.transaction_logs(), &|path| path == "/b", &mut tell).unwrap();
        let nothing = Body::Applied(vec![]);
        let of_a = [1, 2, 3].map(|place: usize| &of_b[place].body);
        assert_eq!(of_a, [&nothing, &nothing, &nothing]);
        assert_eq!(of_b[4].body, Body::Applied(vec![made("/b", b"new", false)]), "a part of a transaction");
        let as_before = |place: usize| of_b[place] == *mine[place];
        assert!([0, 5, 6, 7, 8].into_iter().all(as_before), "what was refused stays so: {of_b:?}");
    }

    async fn closed_session(server: &Server) {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        loop {
            let answer = server.ask("mntr").await.unwrap();
            let ephemerals = answer.lines().find(|line| line.starts_with("zk_ephemerals_count")).unwrap();
            if ephemerals.ends_with("\t0") {
                return;
            }
            assert!(std::time::Instant::now() < deadline, "{ephemerals}");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    #[test]
    fn a_log_that_is_cut_or_changed_is_an_error_but_at_its_end() {
        let mut log = Vec::new();
        log.extend(MAGIC.to_be_bytes());
        log.extend(2_i32.to_be_bytes());
        log.extend(0_i64.to_be_bytes());
        let mut entry = Vec::new();
        entry.extend(7_i64.to_be_bytes());
        entry.extend(0_i32.to_be_bytes());
        entry.extend(1_i64.to_be_bytes());
        entry.extend(5_i64.to_be_bytes());
        entry.extend((-1_i32).to_be_bytes());
        entry.extend((-101_i32).to_be_bytes());
        for _ in 0..2 {
            log.extend(i64::from(adler32(&entry)).to_be_bytes());
            log.extend(i32::try_from(entry.len()).unwrap().to_be_bytes());
            log.extend(&entry);
            log.push(END_OF_RECORD);
        }
        let size = (log.len() - 16) / 2;
        log.extend([0; 100]);
        let read = |log: &[u8], newest| {
            let mut into = Vec::new();
            let log = &mut std::io::Cursor::new(log);
            decode(log, newest, &|_| true, &mut |transaction| into.push(transaction)).map(|()| into.len())
        };
        assert_eq!(read(&log, false), Ok(2));
        let mut first = log.clone();
        first[40] ^= 1;
        assert_eq!(read(&first, true), Err((16, "the checksum does not match")));
        let mut second = log.clone();
        second[40 + size] ^= 1;
        assert_eq!(read(&second, true), Ok(1));
        assert!(read(&second, false).is_err());
        assert!(read(b"something else", true).is_err());
        // One whose second half was written after its first half was read.
        second[log.len() - 1] = 1;
        assert!(read(&second, true).is_err(), "more follows, and stays as it is");
        let (mut growing, mut count) = (Growing { now: std::io::Cursor::new(second), then: log }, 0);
        assert_eq!(decode(&mut growing, true, &|_| true, &mut |_| count += 1), Ok(()));
        assert_eq!(count, 2);
    }
    /// A log that has grown when it is looked at again.
    struct Growing {
        now: std::io::Cursor<Vec<u8>>,
        then: Vec<u8>,
    }

    impl std::io::Read for Growing {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            self.now.read(into)
        }
    }

    impl BufRead for Growing {
        fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
            self.now.fill_buf()
        }

        fn consume(&mut self, amount: usize) {
            self.now.consume(amount);
        }
    }

    impl Seek for Growing {
        fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
            self.now.get_mut().clone_from(&self.then);
            self.now.seek(to)
        }
    }
}

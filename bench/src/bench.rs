//! One run: the rows one after another, each told as soon as it is known, and the report whatever became of them.

use std::sync::Arc;

use futures::stream::{self, StreamExt};
use tokio::sync::OnceCell;

use crate::arguments::{Arguments, Mode};
use crate::guard::{LONGEST, Outcome, guarded, within};
use crate::host::{Machine, free_gib};
use crate::report::{self, Report, Told};
use crate::row::Row;
use crate::rows::{self, failover, lateness, memory, reads, throughput};
use crate::say::{elapsed, say};
use crate::scale;
use crate::size::Size;

/// What the rows of one run share: sizes, and measurements that serve several of them.
#[derive(Debug)]
pub(crate) struct Bench {
    /// Of what is measured.
    pub(crate) size: Size,
    /// One scheduler, saturated.
    pub(crate) throughput: Trial<throughput::Throughput>,
    /// One scheduler and five, turn by turn: runs a second.
    pub(crate) fleet: Trial<Vec<(f64, f64)>>,
    /// One scheduler, saturated, on three servers.
    pub(crate) on_three: Trial<throughput::Throughput>,
    /// At each of the rates.
    pub(crate) lateness: [Trial<lateness::Lateness>; 3],
    /// `kill -9` among many tasks, and what they cost while none is due.
    pub(crate) many: Trial<failover::Many>,
    /// Lists, loads and starts with many tasks.
    pub(crate) reads: Trial<reads::Reads>,
    /// ZooKeeper's heap.
    pub(crate) heap: Trial<memory::Heap>,
    /// Numbers of tasks, up to the most.
    pub(crate) scale: Trial<scale::Scale>,
}

/// A measurement that is made once.
pub(crate) type Trial<T> = OnceCell<Outcome<Arc<T>>>;

impl Bench {
    fn new(size: Size) -> Self {
        Self {
            size,
            throughput: OnceCell::new(),
            fleet: OnceCell::new(),
            on_three: OnceCell::new(),
            lateness: [const { OnceCell::const_new() }; 3],
            many: OnceCell::new(),
            reads: OnceCell::new(),
            heap: OnceCell::new(),
            scale: OnceCell::new(),
        }
    }
}

/// Measures what was asked for, and writes the report.
///
/// # Errors
/// If a row does not exist, the report cannot be written, or a row could not be measured.
pub(crate) fn run(arguments: &Arguments) -> Outcome<()> {
    let asked = chosen(&arguments.rows)?;
    let curves = arguments.rows.is_empty() || arguments.rows.iter().any(|id| id.eq_ignore_ascii_case("CURVES"));
    // A panic is told as what became of its row; where it happened is for whoever asks.
    if std::env::var_os("NONO_BENCH_TRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| error.to_string())?;
    runtime.block_on(measure(arguments, asked, curves))
}

fn chosen(ids: &[String]) -> Outcome<Vec<Row>> {
    let all = rows::all();
    if ids.is_empty() {
        return Ok(all);
    }
    let known =
        |id: &&String| all.iter().any(|row| row.id.eq_ignore_ascii_case(id)) || id.eq_ignore_ascii_case("CURVES");
    if let Some(unknown) = ids.iter().find(|id| !known(id)) {
        let names: Vec<&str> = all.iter().map(|row| row.id).collect();
        return Err(format!("there is no row {unknown}; there are {} and CURVES", names.join(", ")));
    }
    Ok(all.into_iter().filter(|row| ids.iter().any(|id| id.eq_ignore_ascii_case(row.id))).collect())
}

/// A run that is broken off leaves what it knew; one whose disk is full for a moment goes on.
fn keep_so_far(bench: &Bench, report: &mut Report, arguments: &Arguments) {
    report.took_s = elapsed();
    if let Some(Ok(trial)) = bench.throughput.get() {
        report.spent.clone_from(&trial.spent);
    }
    if let Err(why) = report::write(report, arguments) {
        say(format_args!("the report so far is not kept: {why}"));
    }
}

/// ZooKeeper's logs are kept for the proof: where the disk is full a server ends, and the row that it serves with it.
fn warn_of_disk(mode: Mode) {
    const WANTED_GIB: f64 = 10.0;
    let folder = std::env::temp_dir();
    let Some(free) = free_gib(&folder).filter(|free| mode == Mode::Full && *free < WANTED_GIB) else { return };
    say(format_args!(
        "only {free:.0} GiB are free in {}: the logs of a full run take up to {WANTED_GIB} GiB",
        folder.display()
    ));
}

async fn measure(arguments: &Arguments, asked: Vec<Row>, curves: bool) -> Outcome<()> {
    let bench = Bench::new(Size::of(arguments.mode));
    let mut report = Report::new(arguments.mode, Machine::this());
    say(format_args!("{} rows, {}, on {}", asked.len(), arguments.mode.word(), report.machine.processor));
    warn_of_disk(arguments.mode);
    let of = asked.len();
    let one = |(number, row): (usize, Row)| {
        let bench = &bench;
        async move {
            say(format_args!("{} ({} of {of}) {}", row.id, number + 1, row.metric));
            let begun = elapsed();
            // Beside what it shares with others it may take as long again.
            let measured = guarded(within(LONGEST * 2, (row.measure)(bench))).await;
            Told { row, measured, took_s: elapsed() - begun }
        }
    };
    let mut told = stream::iter(asked.into_iter().enumerate()).map(one).buffered(bench.size.at_once);
    while let Some(told) = told.next().await {
        report.tell(&told);
        report.rows.push(told);
        keep_so_far(&bench, &mut report, arguments);
    }
    drop(told);
    if curves && arguments.mode != Mode::Check {
        for (what, curves) in scale::FAMILIES {
            say(format_args!("the curves by {what}"));
            match guarded(within(LONGEST * 2, curves(&bench))).await {
                Ok(known) => {
                    report.curves.extend(known.curves);
                    report.failures.extend(known.broken.map(|why| format!("the curves by {what}: {why}")));
                }
                Err(why) => report.failures.push(format!("the curves by {what}: {why}")),
            }
            keep_so_far(&bench, &mut report, arguments);
        }
    }
    report.machine.zookeeper = rows::zookeeper_version().await;
    report.took_s = elapsed();
    report::write(&report, arguments)?;
    say(format_args!("the report is in {}", arguments.report.display()));
    match report.failed() {
        0 => Ok(()),
        count => Err(format!("{count} rows or curves could not be measured")),
    }
}

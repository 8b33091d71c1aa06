//! TP4: whether ZooKeeper's snapshots show. Nine tenths of what TP1 sustained, so that nothing else shows, with snapshots far
//! more often than by default, and many tasks beside it so that there is something to write.

use futures::FutureExt;
use nono_tests::wait::now_ms;
use nonoctl::dev::zookeeper::Options;

use crate::bench::Bench;
use crate::guard::Outcome;
use crate::load;
use crate::probe::snapshots;
use crate::rig::{PARTITIONS, Rig};
use crate::row::{Better, Part, Reading, Row};
use crate::rows::throughput::{flood, saturated, with_room};

pub(crate) const ROWS: [Row; 1] = [Row {
    id: "TP4",
    metric: "worst second of the requests while ZooKeeper snapshots",
    reference: "mean",
    parts: &[Part { what: "", unit: "", better: Better::Higher, target: 0.6, moonshot: 0.8 }],
    measure: |bench| async { measure(bench).await }.boxed_local(),
}];

async fn measure(bench: &Bench) -> Outcome<Vec<Reading>> {
    // It may have to be found first, on a server of its own.
    let due = with_room(bench).await?;
    let size = &bench.size;
    let options = Options { heap_mib: 1536, snap_count: Some(size.snap_count), ..Options::default() };
    let mut rig = Rig::with(PARTITIONS, options).await;
    let idle = load::idle(0, size.tasks, now_ms() / 1000, &rig.url());
    drop(rig.cluster.apply(&idle).await);
    flood(&rig, 0..due).await;
    let before = snapshots(&rig.cluster.zookeeper);
    let window = saturated(&mut rig, bench, (1, due), size.long).await?;
    let taken = snapshots(&rig.cluster.zookeeper) - before;
    if taken == 0 {
        return Err("ZooKeeper took no snapshot meanwhile: nothing was measured".to_owned());
    }
    rig.prove(|board| load::duties(board, 1, 0, load::JITTER_MS, 0)).await?;
    let reading = Reading::new(0, "one server", vec![window.worst_second]);
    Ok(vec![
        reading
            .beside("snapshots", taken as f64)
            .beside("runs/s that are due", due as f64)
            .beside("runs/s", window.per_second),
    ])
}

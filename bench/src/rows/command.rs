//! CL1: how soon the command line answers, and how large the programs are.

use std::process::{Command as Program, Stdio};
use std::time::Instant;

use futures::FutureExt;
use nono_tests::programs::program;

use crate::bench::Bench;
use crate::guard::Outcome;
use crate::host::stripped_bytes;
use crate::row::{Better, Part, Reading, Row};

const fn less(what: &'static str, unit: &'static str, target: f64, moonshot: f64) -> Part {
    Part { what, unit, better: Better::Lower, target, moonshot }
}

pub(crate) const ROWS: [Row; 1] = [Row {
    id: "CL1",
    metric: "start of `nonoctl --version`; size of each stripped binary",
    reference: "",
    parts: &[less("start", "ms", 10.0, 5.0), less("size", "MB", 20.0, 10.0)],
    measure: |bench| async { measure(bench) }.boxed_local(),
}];

/// Starts that count.
const STARTS: usize = 21;

fn measure(_: &Bench) -> Outcome<Vec<Reading>> {
    let nonoctl = program("nonoctl");
    let start = |_| {
        let begun = Instant::now();
        let done = Program::new(&nonoctl).arg("--version").stdout(Stdio::null()).status();
        done.map(|_| begun.elapsed().as_secs_f64() * 1000.0).map_err(|error| error.to_string())
    };
    // The first one reads the program from the disk.
    start(0)?;
    let starts: Vec<f64> = (0..STARTS).map(start).collect::<Outcome<_>>()?;
    let mut readings = vec![Reading::new(0, "nonoctl", starts)];
    for name in ["nonoctl", "nono-scheduler"] {
        readings.push(Reading::new(1, name, vec![stripped_bytes(&program(name))? / 1e6]));
    }
    Ok(readings)
}

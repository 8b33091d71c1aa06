//! Defects of nonoctl itself: one line says so, and the way there goes to the log.

use std::backtrace::Backtrace;
use std::io;
use std::panic::{AssertUnwindSafe, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::CommandError;
use crate::output::paint::Paint;
use crate::top::log::Log;

/// Of several threads that panic the first says so; the log has all.
static TOLD: AtomicBool = AtomicBool::new(false);

/// Does `work`; `None` if it panicked, which was said then. `json` is how errors are written.
pub(crate) fn catch<T>(log: Log, json: bool, work: impl FnOnce() -> T) -> Option<T> {
    std::panic::set_hook(Box::new(move |panic| tell(panic, &log, json)));
    std::panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Says on standard error that there was a panic, and writes down the way there.
pub(crate) fn tell(panic: &PanicHookInfo<'_>, log: &Log, json: bool) {
    let is_kept = log.write(format_args!("{panic}\n{}", Backtrace::force_capture()));
    if TOLD.swap(true, Ordering::Relaxed) {
        return;
    }
    let place = panic.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
    let payload = panic.payload();
    let words = payload.downcast_ref::<&str>().copied();
    let what = words.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("it panicked");
    let error = CommandError::failed(format!(
        "nonoctl {} has a defect: {what}{place}; {}",
        env!("CARGO_PKG_VERSION"),
        remedy(log.path().filter(|_| is_kept).map(|path| path.display().to_string()).as_deref())
    ));
    // A standard error that is gone is no reason to fail in another way.
    let mut out = io::stderr();
    let _ = if json {
        error.write_json(&mut out)
    } else {
        error.write_text(Paint { colour: false, ascii: false }, &mut out)
    };
}

fn remedy(file: Option<&str>) -> String {
    let place = match env!("CARGO_PKG_REPOSITORY") {
        "" => String::new(),
        repository => format!(" at {repository}/issues"),
    };
    match file {
        Some(file) => format!("{file} says more: please report it with that{place}"),
        None => format!("please report it{place}"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::*;

    const PANICS: &str = "NONOCTL_TEST_DEFECT";

    #[test]
    fn a_defect_is_one_line_and_the_way_there_is_in_the_log() {
        if let Ok(folder) = std::env::var(PANICS) {
            let log = Log::below(Some(Path::new(&folder)));
            let caught: Option<()> = catch(log, false, || panic!("on\npurpose"));
            assert!(caught.is_none());
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let name = format!("{}::a_defect_is_one_line", module_path!().split_once("::").unwrap().1);
        let done = Command::new(std::env::current_exe().unwrap())
            .args(["--nocapture", "--test-threads=1", &name])
            .env(PANICS, folder.path())
            .output()
            .unwrap();
        let (said, log) = (String::from_utf8(done.stderr).unwrap(), folder.path().join("nonoctl.log"));
        assert!(done.status.success() && said.lines().count() == 1, "{said}");
        assert!(said.starts_with("error: nonoctl ") && said.contains(log.to_str().unwrap()), "{said}");
        let log = std::fs::read_to_string(log).unwrap();
        assert!(log.contains("on\npurpose") && log.contains("defect.rs") && log.lines().count() > 5, "{log}");
    }
}

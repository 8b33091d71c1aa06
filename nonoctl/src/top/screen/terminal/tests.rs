//! A panic in a process of its own, in a terminal of its own: this test binary again, told to panic.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetattr, tcsetwinsize};

use super::*;

/// Set in the process that is to panic: the folder of its log.
const PANICS: &str = "NONO_TEST_PANIC_IN";

/// A task of its own panics while the screen goes on being drawn.
fn panic_while_it_is_shown(folder: &Path) -> ! {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let mut held = Screen::take(true, Log::below(Some(folder))).unwrap();
    let mut draw = || {
        held.terminal.draw(|frame| frame.render_widget("drawn", frame.area())).unwrap();
        held.again();
    };
    draw();
    runtime.spawn(async { panic!("a defect in a task") });
    loop {
        draw();
    }
}

#[test]
fn whoever_panics_the_terminal_is_given_back_first() {
    if let Some(folder) = std::env::var_os(PANICS) {
        panic_while_it_is_shown(folder.as_ref());
    }
    let folder = tempfile::tempdir().unwrap();
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    tcsetwinsize(&master, Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let slave = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    let before = tcgetattr(&slave).unwrap();
    let end = || Stdio::from(slave.try_clone().unwrap());
    let myself = std::env::current_exe().unwrap();
    let name = module_path!().split_once("::").unwrap().1;
    let panics = format!("{name}::whoever_panics_the_terminal_is_given_back_first");
    let mut program = Command::new("setsid");
    program.arg("--ctty").arg(myself).args(["--exact", "--nocapture", "--test-threads=1", &panics]);
    let mut child =
        program.env(PANICS, folder.path()).stdin(end()).stdout(end()).stderr(end()).spawn().expect("setsid");
    // Read to the end in a thread of its own, lest the child waits for room; it ends with a byte of ours.
    let mut reader = File::from(master.try_clone().unwrap());
    let reading = std::thread::spawn(move || {
        let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
        while !seen.ends_with(b"\x04") {
            let count = reader.read(&mut buffer).unwrap();
            seen.extend_from_slice(&buffer[..count]);
        }
        String::from_utf8_lossy(&seen).into_owned()
    });
    let status = child.wait().unwrap();
    assert_eq!(tcgetattr(&slave).unwrap().local_modes, before.local_modes, "raw mode is over");
    (&slave).write_all(b"\x04").unwrap();
    let seen = reading.join().unwrap();
    assert_eq!(status.code(), Some(1), "{seen}");
    let (shown, after) = seen.rsplit_once("\x1b[?1049l").expect("the other screen is left");
    assert!(shown.contains("\x1b[?1049h") && shown.contains("drawn"), "{shown:?}");
    assert!(after.contains("\x1b[?25h") && !after.contains("drawn"), "the cursor, and nothing drawn: {after:?}");
    assert!(after.contains("a defect in a task") && after.contains("says more"), "{after:?}");
    let log = std::fs::read_to_string(folder.path().join("nonoctl.log")).unwrap();
    assert!(log.contains("a defect in a task"), "{log}");
}

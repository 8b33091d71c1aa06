//! The terminal while the screen is shown: taken, lent to an editor, and given back, whatever ends the screen.

use std::io::{self, Stdout, Write};
use std::sync::Once;

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::defect;
use crate::top::log::Log;

/// See the module.
pub(super) struct Screen {
    pub(super) terminal: Terminal<CrosstermBackend<Stdout>>,
    mouse: bool,
    taken: bool,
}

impl Screen {
    /// Takes the terminal.
    pub(super) fn take(mouse: bool, log: Log) -> io::Result<Self> {
        give_back_on_panic(log);
        enter(mouse)?;
        // The theme decides about colours, not the environment: without this an attribute could be lost with them.
        crossterm::style::force_color_output(true);
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(Self { terminal, mouse, taken: true })
    }

    /// As it was before.
    pub(super) fn give_back(&mut self) {
        if std::mem::take(&mut self.taken) {
            leave();
        }
    }

    /// Lends it to somebody else, and takes it again.
    pub(super) fn lend<T>(&mut self, work: impl FnOnce() -> T) -> T {
        leave();
        let done = work();
        if enter(self.mouse).is_ok() {
            self.again();
        }
        done
    }

    /// Has everything drawn again. The terminal itself is not asked anything.
    pub(super) fn again(&mut self) {
        if let Ok(terminal) = Terminal::new(CrosstermBackend::new(io::stdout())) {
            self.terminal = terminal;
        }
        let _ = execute!(io::stdout(), crossterm::terminal::Clear(crossterm::terminal::ClearType::All));
    }

    /// Takes mouse events, or leaves them to the terminal.
    pub(super) fn mouse(&mut self, on: bool) {
        self.mouse = on;
        let _ =
            if on { execute!(io::stdout(), EnableMouseCapture) } else { execute!(io::stdout(), DisableMouseCapture) };
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.give_back();
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse {
        execute!(io::stdout(), EnableMouseCapture)?;
    }
    Ok(())
}

fn leave() {
    let mut out = io::stdout();
    let _ = execute!(out, DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, crossterm::cursor::Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// A panic anywhere, also in a task of its own, gives the terminal back first and then ends the process: a screen that
/// goes on being drawn over the shell would be worse. What happened is in the log, too, with the way there.
fn give_back_on_panic(log: Log) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(move |panic| {
            // Who draws waits from here on, and never draws again.
            let _held = io::stdout().lock();
            leave();
            defect::tell(panic, &log, false);
            std::process::exit(1);
        }));
    });
}

#[cfg(test)]
mod tests;

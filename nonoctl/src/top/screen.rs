//! Owns the terminal: the loop of events, and a way out of every kind that leaves it as it was.
//!
//! Keys first; what else is queued is drained before a picture is drawn, and only when something changed: at most twenty a
//! second of what the cluster tells, and what a key does at once.

mod editor;
mod lines;
mod terminal;

use std::io::Write;
use std::time::Duration;

use base64::Engine as _;
use crossterm::event::EventStream;
use futures::StreamExt;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::time::{Instant as Moment, MissedTickBehavior};

use self::terminal::Screen as Held;
use super::app::{self, Model};
use super::args::TopArgs;
use super::data::{News, Order};
use super::log::Log;
use super::saved::Saved;
use super::theme::Theme;
use super::update::{Effect, Event, ask_to_replace, tell_refusal, update};
use super::{mock, settings, source, start, view};
use crate::contexts::Place;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::invocation::{Invocation, wall_clock};

/// Between two pictures.
const FRAME: Duration = Duration::from_millis(50);
/// Between two pictures where a key was pressed: it does not wait because the cluster told something just before.
const PROMPTLY: Duration = Duration::from_millis(10);
/// `--once` waits no longer than this for what it is to show.
const ONCE: Duration = Duration::from_secs(15);

/// Shows the screen until the person leaves, or draws it once.
pub(super) fn run(args: &TopArgs, invocation: &Invocation) -> Result<Exit, CommandError> {
    let (keys, theme) = settings::read(args, invocation)?;
    if args.print_keys {
        invocation.print(&crate::output::Report::Text(keys.print()))?;
        return Ok(Exit::Ok);
    }
    let model = start::model(args, invocation, keys, true)?;
    if args.once {
        return invocation.block_on(once(args, invocation, model, &theme));
    }
    if args.accessible {
        return invocation.block_on(lines::tell(args, invocation, model));
    }
    let streams = invocation.terminal.streams;
    if !(streams.stdin && streams.stdout) {
        return Err(CommandError::usage("top needs a terminal")
            .with_hint("nonoctl top --once          one picture on standard output")
            .with_hint("nonoctl top --accessible    a line for each change")
            .with_hint("nonoctl cluster status"));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| CommandError::failed(format!("cannot start: {error}")))?;
    // A made-up cluster leaves no traces, and looks the same each time.
    let mut invocation = invocation.clone();
    invocation.state_folder = invocation.state_folder.filter(|_| args.mock.is_none());
    let ended = runtime.block_on(one_after_another(args, invocation, model, &theme));
    // The source closes its session: that takes a moment, and no longer.
    runtime.shutdown_timeout(Duration::from_millis(500));
    ended
}

/// One cluster until the person leaves; after `:ctx NAME` another, with what was kept of the screen.
async fn one_after_another(
    args: &TopArgs,
    mut invocation: Invocation,
    mut model: Model,
    theme: &Theme,
) -> Result<Exit, CommandError> {
    let mut log = Log::below(invocation.state_folder.as_deref());
    let first = model.place.clone();
    loop {
        let saved = Saved::read(&invocation, &model.place);
        saved.apply(&mut model);
        let saved = Saved::of(&model);
        let ended = live(args, &invocation, &mut model, theme, &mut log).await;
        if let Err(error) = Saved::of(&model).keep(&saved, &invocation, &model.place) {
            log.write(format_args!("the order and columns are not kept: {error}"));
        }
        let Some(name) = model.switch_to.take().filter(|_| ended.is_ok()) else { return ended };
        let other = invocation.in_context(name.clone());
        match settings::read(args, &other).and_then(|(keys, _)| start::model(args, &other, keys, name == first)) {
            Ok(mut there) => {
                start::take_along(&mut there, &model);
                (invocation, model) = (other, there);
            }
            // The screen stays where it was, and says why.
            Err(error) => {
                let report = super::data::Report { text: error.message, ok: Some(false), undo: None };
                model.toast = Some((report, wall_clock()));
            }
        }
    }
}

/// The two ends of what is between screen and cluster.
struct Link {
    orders: mpsc::UnboundedSender<Order>,
    news: mpsc::UnboundedReceiver<News>,
}

fn begin(args: &TopArgs, invocation: &Invocation) -> Result<Link, CommandError> {
    let (orders, taken) = mpsc::unbounded_channel();
    let (told, news) = mpsc::unbounded_channel();
    if let Some(tasks) = args.mock {
        tokio::spawn(mock::run(tasks, taken, told));
    } else {
        tokio::spawn(source::run(invocation.silent(), invocation.connect_string()?, taken, told));
    }
    let _ = orders.send(Order::Interval(args.interval));
    Ok(Link { orders, news })
}

async fn live(
    args: &TopArgs,
    invocation: &Invocation,
    model: &mut Model,
    theme: &Theme,
    log: &mut Log,
) -> Result<Exit, CommandError> {
    let mut link = begin(args, invocation)?;
    let taken = Held::take(model.mouse, log.clone());
    let mut held = taken.map_err(|error| CommandError::failed(format!("the terminal: {error}")))?;
    let mut input = EventStream::new();
    let mut terminate = signals(SignalKind::terminate())?;
    let mut hang_up = signals(SignalKind::hangup())?;
    let mut interrupt = signals(SignalKind::interrupt())?;
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut drawn: Option<Moment> = None;
    let mut is_new = true;
    let mut pace = FRAME;
    let ended = loop {
        let rest = drawn.map_or(Duration::ZERO, |at| pace.saturating_sub(at.elapsed()));
        let mut events = Vec::new();
        tokio::select! {
            biased;
            event = input.next() => match event {
                Some(Ok(event)) => {
                    pace = PROMPTLY;
                    events.push(Event::Term(event));
                }
                // The terminal is gone.
                Some(Err(_)) | None => break Ok(Exit::Ok),
            },
            _ = terminate.recv() => break Err(CommandError::new(ErrorKind::Terminated, "")),
            _ = hang_up.recv() => break Ok(Exit::Ok),
            _ = interrupt.recv() => break Err(CommandError::new(ErrorKind::Interrupted, "")),
            () = tokio::time::sleep(rest), if is_new => {}
            news = link.news.recv() => match news {
                Some(news) => events.push(Event::News(news)),
                None => break Err(CommandError::failed("whoever reads the cluster has ended")),
            },
            _ = tick.tick() => events.push(Event::Tick(wall_clock())),
        }
        while let Ok(news) = link.news.try_recv() {
            events.push(Event::News(news));
        }
        if !events.is_empty() {
            is_new = true;
            model.now = wall_clock();
        }
        for event in &events {
            if let Event::News(news) = event {
                log.hear(news);
            }
        }
        let effects: Vec<Effect> = events.into_iter().flat_map(|event| update(model, event)).collect();
        match carry_out(effects, model, &mut held, &mut input, &mut interrupt, &link, invocation).await {
            Ok(None) => {}
            Ok(Some(keep)) => break Ok(leave(&mut held, model, theme, keep)),
            Err(error) => break Err(error),
        }
        if is_new && drawn.is_none_or(|at| at.elapsed() >= pace) {
            if draw(&mut held, model, theme).is_err() {
                break Ok(Exit::Ok);
            }
            for order in after_drawing(model) {
                let _ = link.orders.send(order);
            }
            drawn = Some(Moment::now());
            is_new = false;
            pace = FRAME;
        }
    };
    held.give_back();
    ended
}

fn signals(kind: SignalKind) -> Result<Signal, CommandError> {
    signal(kind).map_err(|error| CommandError::failed(format!("signals: {error}")))
}

/// Draws, and remembers how many rows fit.
fn draw(held: &mut Held, model: &mut Model, theme: &Theme) -> std::io::Result<()> {
    let mut heights = view::Heights::new();
    held.terminal.draw(|frame| heights = view::view(model, theme, frame))?;
    remember(model, heights);
    Ok(())
}

fn remember(model: &mut Model, heights: view::Heights) {
    for (id, height) in heights {
        let mut table = model.table(id);
        if table.height != height {
            table.height = height;
            table.offset = table.window(app::lists::len(model, id));
            model.tables.insert(id, table);
        }
    }
}

/// More rows may be on the screen than before: they are to be read.
fn after_drawing(model: &mut Model) -> Vec<Order> {
    let wants = super::update::wants(model);
    if model.wanted.as_ref() == Some(&wants) {
        return Vec::new();
    }
    model.wanted = Some(wants.clone());
    vec![Order::Want(wants)]
}

/// Does what is to be done besides. `Some`: leave, and whether the last picture is kept.
async fn carry_out(
    effects: Vec<Effect>,
    model: &mut Model,
    held: &mut Held,
    input: &mut EventStream,
    interrupt: &mut Signal,
    link: &Link,
    invocation: &Invocation,
) -> Result<Option<bool>, CommandError> {
    for effect in effects {
        match effect {
            Effect::Order(order) => {
                if let Order::Want(wants) = &order {
                    model.wanted = Some(wants.clone());
                }
                let _ = link.orders.send(order);
            }
            Effect::Copy(text) => copy(&text),
            Effect::Mouse(on) => held.mouse(on),
            Effect::Redraw => held.again(),
            Effect::Quit { keep } => return Ok(Some(keep)),
            Effect::Context(name) => {
                model.switch_to = Some(name);
                return Ok(Some(false));
            }
            Effect::Edit(task) => {
                // The editor reads the keys now: the stream that reads them, too, would take some of them.
                *input = EventStream::new();
                let edited = held.lend(|| editor::edit(model, invocation, &task));
                *input = EventStream::new();
                // Ctrl-C in the editor was meant for the editor: what wakes this has told of the signal before.
                tokio::time::sleep(FRAME).await;
                *interrupt = signals(SignalKind::interrupt())?;
                match edited {
                    Ok(Some(manifest)) => ask_to_replace(model, task, manifest),
                    Ok(None) => {}
                    Err(error) => tell_refusal(model, &task, error),
                }
            }
        }
    }
    Ok(None)
}

/// Through the terminal (OSC 52), also over ssh: it has a clipboard where this machine may have none.
fn copy(text: &str) {
    let encoded = base64::engine::general_purpose::STANDARD.encode(text);
    let mut out = std::io::stdout().lock();
    let _ = write!(out, "\x1b]52;c;{encoded}\x07");
    let _ = out.flush();
}

/// Gives the terminal back; where the last picture is to be kept, it goes where the shell goes on.
fn leave(held: &mut Held, model: &Model, theme: &Theme, keep: bool) -> Exit {
    held.give_back();
    if keep {
        let picture = picture(model, theme, model.size);
        let _ = std::io::stdout().lock().write_all(picture.as_bytes());
    }
    Exit::Ok
}

/// The screen as text, without colours.
fn picture(model: &Model, theme: &Theme, (columns, rows): (u16, u16)) -> String {
    let Ok(mut terminal) = Terminal::new(TestBackend::new(columns, rows));
    let Ok(_) = terminal.draw(|frame| drop(view::view(model, theme, frame)));
    let buffer = terminal.backend().buffer();
    let mut text = String::new();
    for y in 0..rows {
        let line: String = (0..columns).map(|x| buffer[(x, y)].symbol()).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Reads what the view shows, draws it on standard output, and ends.
async fn once(args: &TopArgs, invocation: &Invocation, mut model: Model, theme: &Theme) -> Result<Exit, CommandError> {
    let mut link = begin(args, invocation)?;
    let (columns, rows) =
        crossterm::terminal::size().ok().filter(|_| invocation.terminal.streams.stdout).unwrap_or((120, 35));
    model.size = (invocation.terminal.width.and_then(|width| u16::try_from(width).ok()).unwrap_or(columns), rows);
    let place = invocation.place().unwrap_or_else(|_| Place::Connect(model.place.clone()));
    let end = Moment::now() + ONCE.max(invocation.timeout);
    loop {
        let news = tokio::time::timeout_at(end, link.news.recv()).await;
        let Ok(Some(news)) = news else {
            return Err(start::why_not(&model));
        };
        model.now = wall_clock();
        let effects = update(&mut model, Event::News(news));
        let size = model.size;
        let Ok(mut terminal) = Terminal::new(TestBackend::new(size.0, size.1));
        let mut heights = view::Heights::new();
        let Ok(_) = terminal.draw(|frame| heights = view::view(&model, theme, frame));
        remember(&mut model, heights);
        let orders = effects.into_iter().filter_map(|effect| match effect {
            Effect::Order(order) => Some(order),
            _ => None,
        });
        for order in orders.chain(after_drawing(&mut model)) {
            let _ = link.orders.send(order);
        }
        if let Some(error) = start::is_hopeless(&model, &place) {
            return Err(error);
        }
        if start::is_whole(&model) {
            invocation.print(&crate::output::Report::Text(picture(&model, theme, size)))?;
            return Ok(Exit::Ok);
        }
    }
}

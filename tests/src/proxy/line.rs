//! One connection through a proxy: frames are read, meet what the weather is, and are written in their order.
//!
//! A connection on which a write met a loss is doomed: from the loss on nothing passes in that direction, and a moment
//! later it breaks.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::frame::Frame;
use super::{Events, Flow, Loss, Way, Weather};

/// Between a loss and the break: what else is on its way is lost too.
const MOMENT: Duration = Duration::from_millis(20);
/// Between the break and the arrival of a late request, in milliseconds. A server closes the old connection when the
/// client comes back, and another server's old connection is refused: so this is a race that either side wins.
const LATE: (u64, u64) = (0, 12);

/// What one connection is at.
struct Line {
    weather: Arc<Weather>,
    fate: Mutex<Fate>,
    doomed: Notify,
}

#[derive(Default)]
struct Fate {
    /// Writes under way, by their numbers.
    writes: HashSet<i32>,
    /// Those of them whose answers are to be lost.
    losing: HashSet<i32>,
    /// From the first such answer on no answer passes.
    silent: bool,
    /// From the first loss of a request on no request passes; what comes is kept if it is to arrive late.
    held: Option<Vec<Frame>>,
    late: bool,
}

/// Serves a client until either side ends, or it is broken.
pub(super) async fn serve(
    client: TcpStream,
    server: SocketAddr,
    mut breaks: watch::Receiver<u64>,
    weather: Arc<Weather>,
) {
    let before = *breaks.borrow();
    let is_question = tokio::select! {
        is_question = asks_the_server(&client) => is_question,
        _ = breaks.wait_for(|&now| now != before) => return,
    };
    let Ok(server) = TcpStream::connect(server).await else { return };
    if is_question {
        return answer(client, server).await;
    }
    // Small frames both ways; a delay of the kernel's own is none that a story asked for.
    drop((client.set_nodelay(true), server.set_nodelay(true)));
    let (from_client, to_client) = client.into_split();
    let (from_server, mut to_server) = server.into_split();
    let line = Line { weather, fate: Mutex::default(), doomed: Notify::new() };
    tokio::select! {
        () = pump(&line, Way::Requests, from_client, &mut to_server) => {}
        () = pump(&line, Way::Answers, from_server, to_client) => {}
        _ = breaks.wait_for(|&now| now != before) => {}
        () = line.doom_fulfilled() => {}
    }
    deliver_late(&line, to_server).await;
}

/// Whether it begins with four letters (`srvr`) where a session begins with the length of a frame: no frame is so long.
async fn asks_the_server(client: &TcpStream) -> bool {
    let mut first = [0; 4];
    matches!(client.peek(&mut first).await, Ok(4)) && first.iter().all(u8::is_ascii_lowercase)
}

/// How a server is has nothing to do with what befalls sessions.
async fn answer(mut client: TcpStream, mut server: TcpStream) {
    drop(tokio::io::copy_bidirectional(&mut client, &mut server).await);
}

/// The client's side is broken by now; its last requests arrive all the same.
async fn deliver_late(line: &Line, mut to_server: OwnedWriteHalf) {
    let frames = {
        let mut fate = line.fate.lock().unwrap();
        if fate.late { fate.held.take() } else { None }
    };
    let Some(frames) = frames else { return };
    let delay = line.weather.losing.lock().unwrap().1.span(LATE.0, LATE.1);
    sleep(delay).await;
    for frame in frames {
        if to_server.write_all(&frame.0).await.is_err() {
            return;
        }
    }
    // The server may drop what a closed connection had sent.
    sleep(Duration::from_millis(200)).await;
}

/// Reads one way and writes it on.
async fn pump(line: &Line, way: Way, from: OwnedReadHalf, to: impl std::borrow::BorrowMut<OwnedWriteHalf>) {
    let flow = match way {
        Way::Requests => &line.weather.requests,
        Way::Answers => &line.weather.answers,
    };
    let (queue, arriving) = mpsc::unbounded_channel();
    let reading = async {
        read(line, way, from, flow, queue).await;
        // What was read is still written; then the writer ends.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = reading => {}
        () = write(arriving, flow.subscribe(), to) => {}
    }
}

async fn read(
    line: &Line,
    way: Way,
    from: OwnedReadHalf,
    flow: &watch::Sender<Flow>,
    queue: mpsc::UnboundedSender<(Instant, Frame)>,
) {
    let mut from = BufReader::new(from);
    let (mut opened, mut swallows) = (false, false);
    while let Some(frame) = Frame::read(&mut from).await {
        let now = *flow.borrow();
        swallows |= now == Flow::Swallow;
        if swallows {
            if !frame.is_ping() {
                line.weather.swallowed.send_modify(|count| *count += 1);
            }
            continue;
        }
        // The first message each way has no header.
        let passes = !std::mem::replace(&mut opened, true) || line.passes(way, &frame);
        if passes && queue.send((Instant::now() + line.weather.delay(now), frame)).is_err() {
            return;
        }
    }
}

async fn write(
    mut arriving: mpsc::UnboundedReceiver<(Instant, Frame)>,
    mut flow: watch::Receiver<Flow>,
    mut to: impl std::borrow::BorrowMut<OwnedWriteHalf>,
) {
    while let Some((due, frame)) = arriving.recv().await {
        sleep_until(due).await;
        if flow.wait_for(|&flow| flow != Flow::Hold).await.is_err() {
            return;
        }
        if to.borrow_mut().write_all(&frame.0).await.is_err() {
            return;
        }
    }
}

impl Line {
    fn passes(&self, way: Way, frame: &Frame) -> bool {
        match way {
            Way::Requests => self.request_passes(frame),
            Way::Answers => self.answer_passes(frame),
        }
    }

    fn request_passes(&self, frame: &Frame) -> bool {
        if let Some(operation) = frame.operation() {
            self.weather.count_asked(operation);
        }
        let mut fate = self.fate.lock().unwrap();
        let is_write = frame.is_write();
        if let Some(held) = &mut fate.held {
            held.push(frame.clone());
            if is_write {
                self.weather.count_lost();
            }
            return false;
        }
        if !is_write {
            return true;
        }
        let Some(number) = frame.number() else { return true };
        fate.writes.insert(number);
        match self.weather.meets() {
            None => true,
            Some(Loss::Answer) => {
                fate.losing.insert(number);
                true
            }
            Some(loss) => {
                fate.late = loss == Loss::Late;
                fate.held = Some(vec![frame.clone()]);
                self.weather.count_lost();
                self.doom();
                false
            }
        }
    }

    fn answer_passes(&self, frame: &Frame) -> bool {
        if frame.is_event() {
            let drops = *self.weather.events.borrow() == Events::Drop;
            if drops {
                self.weather.dropped.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
            return !drops && !self.fate.lock().unwrap().silent;
        }
        let mut fate = self.fate.lock().unwrap();
        let Some(number) = frame.number() else { return !fate.silent };
        let is_write = fate.writes.remove(&number);
        if fate.losing.remove(&number) && !fate.silent {
            fate.silent = true;
            self.doom();
        }
        if fate.silent && is_write {
            self.weather.count_lost();
        }
        !fate.silent
    }

    /// It breaks in a moment.
    fn doom(&self) {
        self.doomed.notify_one();
    }

    async fn doom_fulfilled(&self) {
        self.doomed.notified().await;
        sleep(MOMENT).await;
    }
}

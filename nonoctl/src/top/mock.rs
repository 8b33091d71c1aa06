//! A made-up cluster: for pictures, for tests of the screen, and to try how it is with 100,000 tasks.
//!
//! Everything follows from the number of a task and the moment: the same picture comes out every time. Nothing is asked of
//! anybody, and changes are answered and not made.

mod fleet;
mod plans;

use std::sync::Arc;
use std::time::Duration;

use nono_core::name::TaskName;
use nono_core::time::Utc;
use tokio::sync::mpsc;

use super::data::{Catalogue, Forecast, Link, News, Order, Report, Wants};
use super::source::{Shared, forecast_of, row_of};
use crate::invocation::wall_clock;

pub(super) use self::fleet::{checkup, fleet, servers};
pub(super) use self::plans::{detail, name, view};

/// The names of so many tasks, in order.
pub(super) fn catalogue(tasks: usize) -> Catalogue {
    let mut names: Vec<TaskName> = (0..tasks).map(name).collect();
    names.sort_unstable();
    Catalogue { names }
}

/// Everything about all tasks.
pub(super) fn census(tasks: usize, now: Utc) -> News {
    let mut shared = Shared::default();
    let rows = (0..tasks).map(|number| Arc::new(row_of(&view(number, now), now, &mut shared))).collect();
    News::Census { at: now, rows, forecast: Arc::new(forecast(tasks, now)) }
}

fn forecast(tasks: usize, now: Utc) -> Forecast {
    let plans = (0..tasks).map(|number| {
        let view = view(number, now);
        (view.name().clone(), view.stored.task.schedule.clone())
    });
    forecast_of(plans, now)
}

/// Rows of these tasks.
pub(super) fn rows(tasks: usize, asked: &[TaskName], now: Utc) -> News {
    let mut shared = Shared::default();
    let numbers = asked.iter().filter_map(|name| plans::number(name, tasks));
    let rows = numbers.map(|number| row_of(&view(number, now), now, &mut shared)).collect();
    News::Rows { asked: asked.to_vec(), rows }
}

/// Plays a cluster until the screen is gone.
pub(super) async fn run(tasks: usize, mut orders: mpsc::UnboundedReceiver<Order>, news: mpsc::UnboundedSender<News>) {
    let tell = |it: News| drop(news.send(it));
    tell(News::Catalogue(Arc::new(catalogue(tasks))));
    tell(News::Servers(servers()));
    tell(News::Events(fleet::events(wall_clock())));
    let mut wants = Wants::default();
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                None => return,
                Some(Order::Want(wanted)) => {
                    wants = wanted;
                    look(tasks, &wants, &tell);
                }
                Some(Order::Count) => tell(census(tasks, wall_clock())),
                Some(Order::Examine) => tell(News::Checkup(Arc::new(checkup(wall_clock())))),
                Some(Order::Do(deed)) => {
                    let text = format!("this cluster is made up, nothing was changed: {deed:?}");
                    tell(News::Done(Report { text, ok: Some(true), undo: None }));
                }
                Some(Order::Read(names)) => {
                    tell(News::Fleet(Arc::new(fleet(tasks, wall_clock()))));
                    look(tasks, &wants, &tell);
                    tell(rows(tasks, &names, wall_clock()));
                }
                Some(Order::Refresh) => tell(News::Refreshed),
                Some(Order::Retry | Order::Interval(_)) => {}
            },
            _ = tick.tick() => {
                let now = wall_clock();
                tell(News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
                tell(News::Fleet(Arc::new(fleet(tasks, now))));
                look(tasks, &wants, &tell);
            }
        }
    }
}

fn look(tasks: usize, wants: &Wants, tell: &impl Fn(News)) {
    let now = wall_clock();
    if !wants.rows.is_empty() {
        tell(rows(tasks, &wants.rows, now));
    }
    if let Some(number) = wants.task.as_ref().and_then(|name| plans::number(name, tasks)) {
        tell(News::Task(Arc::new(detail(number, now))));
    }
}

/// Steps of a fixed course, from a number.
fn dice(number: u64) -> u64 {
    let mut value = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

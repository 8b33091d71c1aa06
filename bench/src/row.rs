//! A row of the table: what is measured, beside what, and what it is to reach.

use futures::future::LocalBoxFuture;

use crate::bench::Bench;
use crate::figures::Middle;
use crate::guard::Outcome;

/// Which way is good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Better {
    /// More.
    Higher,
    /// Less.
    Lower,
}

/// One figure of a row, and what it is to reach.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// What, if the row has several.
    pub(crate) what: &'static str,
    /// Of the figure.
    pub(crate) unit: &'static str,
    /// Which way is good.
    pub(crate) better: Better,
    /// What it must reach.
    pub(crate) target: f64,
    /// What it would be great to reach.
    pub(crate) moonshot: f64,
}

/// A row.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    /// Such as `TP1`.
    pub(crate) id: &'static str,
    /// What is measured.
    pub(crate) metric: &'static str,
    /// What it is divided by; nothing if the figure stands by itself.
    pub(crate) reference: &'static str,
    /// Its figures.
    pub(crate) parts: &'static [Part],
    /// Measures them.
    pub(crate) measure: Measure,
}

/// Measures a row: readings of its parts.
pub(crate) type Measure = for<'b> fn(&'b Bench) -> LocalBoxFuture<'b, Outcome<Vec<Reading>>>;

/// What was measured of one part, in one setting.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// Which part of the row.
    pub(crate) part: usize,
    /// Such as `three servers`.
    pub(crate) setting: String,
    /// One figure each turn.
    pub(crate) values: Vec<f64>,
    /// What else was seen: name, figure.
    pub(crate) beside: Vec<(String, f64)>,
}

impl Reading {
    /// Of the row's part of that index.
    pub(crate) fn new(part: usize, setting: impl Into<String>, values: Vec<f64>) -> Self {
        Self { part, setting: setting.into(), values, beside: Vec::new() }
    }

    /// And this was seen beside it.
    pub(crate) fn beside(mut self, name: impl Into<String>, figure: f64) -> Self {
        self.beside.push((name.into(), figure));
        self
    }

    /// The median and its spread.
    pub(crate) fn middle(&self) -> Option<Middle> {
        Middle::of(&self.values)
    }
}

impl Part {
    /// Whether a figure is as good as a bound.
    fn reaches(&self, value: f64, bound: f64) -> bool {
        match self.better {
            Better::Higher => value >= bound,
            Better::Lower => value <= bound,
        }
    }

    /// How it stands to what it is to reach.
    pub(crate) fn verdict(&self, value: f64) -> &'static str {
        match (self.reaches(value, self.moonshot), self.reaches(value, self.target)) {
            (true, _) => "moonshot",
            (_, true) => "met",
            _ => "missed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_held_against_target_and_moonshot() {
        let part = |better, target, moonshot| Part { what: "", unit: "", better, target, moonshot };
        let (more, less) = (part(Better::Higher, 0.6, 0.85), part(Better::Lower, 1.2, 0.5));
        assert_eq!([more.verdict(0.5), more.verdict(0.6), more.verdict(0.9)], ["missed", "met", "moonshot"]);
        assert_eq!([less.verdict(1.3), less.verdict(1.2), less.verdict(0.4)], ["missed", "met", "moonshot"]);
    }
}

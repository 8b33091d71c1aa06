//! Figures of several turns: the median counts, the rest is its spread.

use serde::Serialize;

/// The middle of some figures, and how far they lie from each other.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub(crate) struct Middle {
    /// The median.
    pub(crate) value: f64,
    /// The least.
    pub(crate) min: f64,
    /// The greatest.
    pub(crate) max: f64,
    /// How many.
    pub(crate) count: usize,
}

impl Middle {
    /// Of figures; none if there are none or one is no number.
    pub(crate) fn of(figures: &[f64]) -> Option<Self> {
        let mut sorted = figures.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        if !(min.is_finite() && max.is_finite()) {
            return None;
        }
        let half = sorted.len() / 2;
        let value =
            if sorted.len().is_multiple_of(2) { f64::midpoint(sorted[half - 1], sorted[half]) } else { sorted[half] };
        Some(Self { value, min, max, count: sorted.len() })
    }
}

/// The median alone.
pub(crate) fn median(figures: &[f64]) -> f64 {
    Middle::of(figures).map_or(f64::NAN, |middle| middle.value)
}

/// The least figure that a share (0 to 1) of all are not above; by nearest rank.
pub(crate) fn quantile(figures: &[f64], share: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

/// For people: as many digits as say something.
pub(crate) fn short(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 10_000.0 => grouped(value),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_spread() {
        let middle = Middle::of(&[3.0, 1.0, 2.0, 10.0]).unwrap();
        assert_eq!((middle.value, middle.min, middle.max, middle.count), (2.5, 1.0, 10.0, 4));
        assert_eq!(Middle::of(&[]), None);
        assert_eq!(Middle::of(&[1.0, f64::NAN]), None);
    }

    #[test]
    fn quantiles_are_nearest_ranks() {
        let figures: Vec<f64> = (1..=200).map(f64::from).collect();
        assert_eq!((quantile(&figures, 0.5), quantile(&figures, 0.99)), (100.0, 198.0));
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn figures_for_people() {
        assert_eq!([short(1_234_567.0), short(0.0423), short(12.34)], ["1,234,567", "0.042", "12.3"]);
    }
}

//! Figures with units, as they are typed: `500ms`, `1h30m`; `3`, `2k`; `900`, `4k`, `1M`.

use std::time::Duration;

use nono_core::task::format_duration;

use crate::words;

/// In what a figure is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    /// Milliseconds, typed with ms, s, m, h and d.
    Span,
    /// A number; k and M are a thousand and a million.
    Count,
    /// Bytes; k and M are KiB and MiB.
    Bytes,
}

impl Unit {
    /// Reads a figure.
    pub(super) fn read(self, text: &str) -> Option<i64> {
        match self {
            Self::Span => i64::try_from(words::duration(text).ok()?.as_millis()).ok(),
            Self::Count => number(text, 1_000),
            Self::Bytes => number(text, 1_024),
        }
    }

    /// A text that reads as this figure.
    pub(super) fn text(self, figure: i64) -> String {
        match self {
            Self::Span => format_duration(Duration::from_millis(u64::try_from(figure).unwrap_or(0))),
            Self::Count | Self::Bytes => figure.to_string(),
        }
    }

    /// What a figure looks like.
    pub(super) const fn examples(self) -> &'static str {
        match self {
            Self::Span => "500ms, 2s",
            Self::Count => "3, 2k",
            Self::Bytes => "900, 4k, 1M",
        }
    }
}

fn number(text: &str, kilo: i64) -> Option<i64> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let factor = match &text[digits..] {
        "" => 1,
        "k" | "K" => kilo,
        "M" => kilo * kilo,
        _ => return None,
    };
    text[..digits].parse::<i64>().ok()?.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_the_unit_of_its_field() {
        let cases = [
            (Unit::Span, "500ms", Some(500)),
            (Unit::Span, "1h30m", Some(5_400_000)),
            (Unit::Span, "1d", Some(86_400_000)),
            (Unit::Span, "5", None),
            (Unit::Span, "1M", None),
            (Unit::Count, "3", Some(3)),
            (Unit::Count, "2k", Some(2_000)),
            (Unit::Count, "1M", Some(1_000_000)),
            (Unit::Count, "1m", None),
            (Unit::Count, "-1", None),
            (Unit::Count, "k", None),
            (Unit::Bytes, "4k", Some(4_096)),
            (Unit::Bytes, "4K", Some(4_096)),
            (Unit::Bytes, "1M", Some(1_048_576)),
            (Unit::Bytes, "9223372036854775807M", None),
        ];
        for (unit, text, expected) in cases {
            assert_eq!(unit.read(text), expected, "{text} as {unit:?}");
        }
    }

    #[test]
    fn what_is_printed_reads_as_the_same_figure() {
        for (unit, figure) in [(Unit::Span, 0), (Unit::Span, 90_500), (Unit::Count, 2_000), (Unit::Bytes, 4_097)] {
            assert_eq!(unit.read(&unit.text(figure)), Some(figure), "{unit:?}");
        }
    }
}

//! Plots as SVG, by hand: bars of rows beside their targets, and curves on logarithmic axes.

use std::fmt::Write;

use crate::figures::short;
use crate::report::{Curve, Report};
use crate::row::Better;

const FONT: &str = "font-family=\"sans-serif\" font-size=\"12\"";
const VERDICTS: [(&str, &str); 3] = [("moonshot", "#2e7d32"), ("met", "#1565c0"), ("missed", "#c62828")];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A bar each: how far the figure is from its target, in powers of two; to the right is better.
pub(super) fn rows(report: &Report) -> String {
    let mut bars = Vec::new();
    for told in &report.rows {
        for reading in told.measured.iter().flatten() {
            let part = &told.row.parts[reading.part];
            if let Some(middle) = reading.middle() {
                let ratio = match part.better {
                    Better::Higher => middle.value / part.target,
                    Better::Lower => part.target / middle.value,
                };
                let label = format!("{} {} ({})", told.row.id, part.what, reading.setting);
                bars.push((label, ratio, middle.value, part.verdict(middle.value)));
            }
        }
    }
    let (width, left, middle, step) = (900.0, 330.0, 560.0, 20.0);
    let height = 60.0 + step * bars.len() as f64;
    let mut svg = open(width, height, "Every row beside its target: a bar to the right is better than that");
    for (index, (label, ratio, value, verdict)) in bars.iter().enumerate() {
        let y = 40.0 + step * index as f64;
        // A figure of zero is as good as can be.
        let reach = if ratio.is_finite() { ratio.log2().clamp(-3.0, 3.0) } else { 3.0 };
        let end = middle + reach * 70.0;
        let color = VERDICTS.iter().find(|(name, _)| name == verdict).map_or("#777", |(_, color)| color);
        let (x, length) = (middle.min(end), (end - middle).abs().max(1.0));
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            left - 8.0,
            y + 12.0,
            escaped(label)
        );
        let _ = writeln!(svg, "<rect x=\"{x:.1}\" y=\"{y}\" width=\"{length:.1}\" height=\"14\" fill=\"{color}\"/>");
        let _ = writeln!(svg, "<text x=\"800\" y=\"{}\">{}</text>", y + 12.0, short(*value));
    }
    let _ = writeln!(svg, "<line x1=\"{middle}\" y1=\"32\" x2=\"{middle}\" y2=\"{}\" stroke=\"#333\"/>", height - 12.0);
    svg.push_str("</svg>\n");
    svg
}

fn open(width: f64, height: f64, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         {FONT}>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<text x=\"12\" y=\"20\" font-weight=\"bold\">{}</text>\n",
        escaped(title)
    )
}

/// Where on an axis a value lies, from 0 to 1, by its logarithm.
struct Axis {
    from: f64,
    to: f64,
}

impl Axis {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let logs = values.map(|value| value.max(1e-3).log10());
        let (from, to) = (logs.clone().fold(f64::INFINITY, f64::min), logs.fold(f64::NEG_INFINITY, f64::max));
        // A curve that is flat lies in the middle.
        let margin = if to - from < 0.1 { 0.5 } else { (to - from) * 0.1 };
        Self { from: from - margin, to: to + margin }
    }

    fn place(&self, value: f64) -> f64 {
        (value.max(1e-3).log10() - self.from) / (self.to - self.from)
    }
}

/// A line with a figure at each point.
pub(super) fn curve(curve: &Curve) -> String {
    let (width, height) = (520.0, 280.0);
    let mut svg = open(width, height, &format!("{} ({})", curve.title, curve.y));
    let finite: Vec<(f64, f64)> =
        curve.points.iter().copied().filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
    let (x_axis, y_axis) = (Axis::of(finite.iter().map(|(x, _)| *x)), Axis::of(finite.iter().map(|(_, y)| *y)));
    let at = |&(x, y): &(f64, f64)| (40.0 + 440.0 * x_axis.place(x), 240.0 - 190.0 * y_axis.place(y));
    svg.push_str("<path d=\"M40 40 V240 H480\" fill=\"none\" stroke=\"#333\"/>\n");
    let line: Vec<String> = finite.iter().map(at).map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let _ =
        writeln!(svg, "<polyline points=\"{}\" fill=\"none\" stroke=\"#1565c0\" stroke-width=\"2\"/>", line.join(" "));
    for point in &finite {
        let (x, y) = at(point);
        let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"#1565c0\"/>");
        let _ =
            writeln!(svg, "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>", y - 8.0, short(point.1));
        let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"256\" text-anchor=\"middle\">{}</text>", short(point.0));
    }
    let _ = writeln!(svg, "<text x=\"260\" y=\"274\" text-anchor=\"middle\">{}</text>\n</svg>", escaped(&curve.x));
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_lies_within_its_frame_whatever_it_is() {
        for points in [vec![(1.0, 2.0), (1000.0, 5.0)], vec![(3.0, 0.0)], vec![(1.0, f64::NAN)], vec![]] {
            let svg = curve(&Curve::new("c", "a <b>", "x", "y", points));
            assert!(svg.contains("a &lt;b&gt;") && svg.ends_with("</svg>\n") && !svg.contains("NaN"), "{svg}");
        }
    }
}

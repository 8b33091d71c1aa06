//! The lines of a long list as they go into a pipe, put together where their objects were read.
//!
//! Of a hundred thousand objects the rows and their cells would take most of the memory, and to put them in order, to
//! write them and to give them back most of the time at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::{self, Write};
use std::ops::Range;
use std::str::SplitInclusive;

/// A line that is the next of its text, which text that is, and where in it the line begins.
type Head<'t> = Reverse<(&'t str, usize, usize)>;

/// Lines in order, one for each object.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Lines {
    texts: Vec<String>,
    /// Of which text, and what of it.
    order: Vec<(usize, Range<usize>)>,
}

impl Lines {
    /// All lines of texts in each of which they are in order. As texts: below a tab and a line's end there is no letter of a name.
    pub(crate) fn merged(texts: Vec<String>) -> Self {
        let mut order = Vec::with_capacity(texts.iter().map(|text| text.matches('\n').count()).sum());
        let mut rests: Vec<_> = texts.iter().map(|text| text.split_inclusive('\n')).collect();
        let first = rests.iter_mut().enumerate().filter_map(|(text, rest)| next(rest, text, 0));
        let mut heads: BinaryHeap<Head<'_>> = first.collect();
        while let Some(mut head) = heads.peek_mut() {
            let Reverse((line, text, from)) = *head;
            let to = from + line.len();
            order.push((text, from..to));
            match next(&mut rests[text], text, to) {
                Some(following) => *head = following,
                None => drop(PeekMut::pop(head)),
            }
        }
        drop((heads, rests));
        Self { texts, order }
    }

    /// The lines of another text behind them.
    pub(crate) fn append(&mut self, text: String) {
        let mut from = 0;
        for line in text.split_inclusive('\n') {
            self.order.push((self.texts.len(), from..from + line.len()));
            from += line.len();
        }
        self.texts.push(text);
    }

    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.order.len()
    }

    /// Leaves the first so many.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.order.truncate(count);
    }

    /// Each with its end.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(|(text, range)| &self.texts[*text][range.clone()])
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.iter().try_for_each(|line| out.write_all(line.as_bytes()))
    }
}

fn next<'t>(rest: &mut SplitInclusive<'t, char>, text: usize, from: usize) -> Option<Head<'t>> {
    rest.next().map(|line| Reverse((line, text, from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lines: &Lines) -> String {
        lines.iter().collect()
    }

    #[test]
    fn texts_in_order_become_one_in_order() {
        let texts = ["b\t1\nd\te\ne\n", "", "a-b\t2\nc\nf\n", "a\t3\nab\t4\n"];
        let mut lines = Lines::merged(texts.map(str::to_owned).to_vec());
        assert_eq!(told(&lines), "a\t3\na-b\t2\nab\t4\nb\t1\nc\nd\te\ne\nf\n");
        lines.truncate(2);
        lines.append("z\ny\n".to_owned());
        assert_eq!((lines.len(), told(&lines).as_str()), (4, "a\t3\na-b\t2\nz\ny\n"));
        let mut written = Vec::new();
        lines.write(&mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), told(&lines));
    }

    #[test]
    fn of_nothing_there_are_none() {
        assert_eq!(Lines::merged(Vec::new()).len(), 0);
        assert_eq!(Lines::merged(vec![String::new()]), Lines { texts: vec![String::new()], order: Vec::new() });
    }
}

//! Large files in parts: a hundred thousand documents are read on all processors.
//!
//! A YAML stream is cut before a line that begins a document, and nowhere else; lines of JSON before one that begins with a
//! brace. Where the cuts are depends on the text alone, so that what is said of a file is the same on every machine.

use std::sync::atomic::{AtomicUsize, Ordering};

use nono_documents::Place;

use super::source::Source;

/// A part has at least so many bytes, but for the last.
const LEAST: usize = 512 * 1024;
/// More threads than this wait for memory.
const MOST_THREADS: usize = 8;

/// A part of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    /// So many lines stand before it.
    before: u64,
}

impl<'a> Part<'a> {
    /// All of a file.
    pub(super) fn whole(source: &'a Source) -> Self {
        Self { text: &source.text, before: 0 }
    }

    /// A place in this part, counted from the file's beginning.
    pub(super) const fn in_the_file(&self, place: Place) -> Place {
        match place.line {
            0 => place,
            line => Place { line: line + self.before, ..place },
        }
    }
}

/// What `read` makes of each part, in their order.
pub(super) fn read<T: Send>(source: &Source, read: impl Fn(&Source, &Part<'_>) -> T + Sync) -> Vec<T> {
    let parts = cut(source, LEAST);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS).min(parts.len());
    if threads < 2 {
        return parts.iter().map(|part| read(source, part)).collect();
    }
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(number) else { return done };
            done.push((number, read(source, part)));
        }
    };
    let mut all: Vec<(usize, T)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(some)).collect();
        let ended = workers.into_iter().flat_map(|worker| match worker.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        ended.collect()
    });
    all.sort_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, one)| one).collect()
}

/// Directives and marks of a document's end belong to what follows or stands before them: such a stream stays whole.
fn cut(source: &Source, least: usize) -> Vec<Part<'_>> {
    let text = source.text.as_str();
    let whole = || vec![Part::whole(source)];
    let is_json = source.may_be_json();
    if text.len() <= least || (is_json && !text.starts_with('{')) {
        return whole();
    }
    let mut parts = Vec::new();
    let (mut begin, mut before, mut at) = (0, 0, 0);
    for (number, line) in (0..).zip(text.split_inclusive('\n')) {
        if !is_json && (line.starts_with('%') || line.starts_with("...")) {
            return whole();
        }
        let begins = || if is_json { line.starts_with('{') } else { line.trim_end() == "---" };
        if at - begin >= least && begins() {
            parts.push(Part { text: &text[begin..at], before });
            (begin, before) = (at, number);
        }
        at += line.len();
    }
    parts.push(Part { text: &text[begin..], before });
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source { name: "t.yaml".into(), text: text.to_owned(), is_yaml: true, no_text: None }
    }

    #[test]
    fn a_stream_is_cut_before_documents_alone_and_every_line_keeps_its_number() {
        let text = "a: 1\n---\nb: |\n  x\n --- no\n--- # no\n---\r\nc: 3\n---\nd: 4";
        let source = source(text);
        let parts = cut(&source, 1);
        assert_eq!(parts.iter().map(|part| part.text).collect::<String>(), text);
        assert_eq!(parts.iter().map(|part| part.before).collect::<Vec<_>>(), [0, 1, 6, 8]);
        assert!(parts[1..].iter().all(|part| part.text.starts_with("---")), "{parts:?}");
        assert_eq!(parts[3].in_the_file(Place { line: 2, column: 1 }), Place { line: 10, column: 1 });
        assert_eq!(parts[3].in_the_file(Place::default()), Place::default());
    }

    #[test]
    fn what_cannot_be_cut_stays_whole() {
        for text in ["%YAML 1.2\n---\na: 1\n---\nb: 2\n", "a: 1\n...\n---\nb: 2\n", "a: 1\n"] {
            assert_eq!(cut(&source(text), 1).len(), 1, "{text}");
        }
        let json = Source { is_yaml: false, ..source("[\n{}\n,\n{}\n]\n") };
        assert_eq!(cut(&json, 1).len(), 1);
        assert_eq!(cut(&source("a: 1\n---\nb: 2\n"), 1_000).len(), 1);
    }

    #[test]
    fn lines_of_json_are_cut_between_them() {
        let json = Source { is_yaml: false, ..source("{\"a\":1}\n{\n \"a\": {\n}}\n---\n{\"a\":2}") };
        let parts = cut(&json, 1);
        assert_eq!(parts.iter().map(|part| part.before).collect::<Vec<_>>(), [0, 1, 5]);
    }

    #[test]
    fn parts_come_back_in_their_order() {
        let text: String = (0..40_000).map(|number| format!("---\nnumber: {number:020}\n")).collect();
        let source = source(&text);
        let starts = read(&source, |_, part| part.text.as_ptr() as usize);
        assert!(starts.len() > 1 && starts.is_sorted(), "{starts:?}");
    }
}

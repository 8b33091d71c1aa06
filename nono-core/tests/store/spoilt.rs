//! Every kind of bad content in every kind of record: refused with its place and a reason, or read as what it is, and
//! never panicked over. Records are those of `golden`, spoilt in each way that a shell, a disk or a bug spoils them.

use std::path::Path;

use nono_core::node::{Cause, Node, Read, Stat};
use nono_core::store::{path, record};
use serde_json::Value;

struct Golden {
    place: String,
    node: Node,
    record: Value,
}

impl Golden {
    fn text(&self) -> String {
        self.record.to_string()
    }

    fn read(&self, bytes: &[u8]) -> Read {
        record::decode(&self.node, bytes, Stat::default())
    }

    #[track_caller]
    fn refuses(&self, kind: &str, bytes: &[u8]) -> (Cause, String) {
        match self.read(bytes) {
            Read::Unreadable { cause, why, .. } => {
                assert!(why.starts_with(&format!("{}: ", self.place)) && !why.contains('\n'), "{kind}: {why}");
                (cause, why)
            }
            other => panic!("{kind} at {} is {other:?}", self.place),
        }
    }
}

fn golden() -> Vec<Golden> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    let mut all: Vec<Golden> = files
        .map(|bytes| {
            let mut golden: Value = serde_json::from_slice(&bytes).unwrap();
            let place = golden["path"].as_str().unwrap().to_owned();
            Golden { node: path::node_at(&place).unwrap(), place, record: golden["record"].take() }
        })
        .collect();
    all.sort_by(|a, b| a.place.cmp(&b.place));
    assert!(all.len() >= 16, "the golden records are there: {}", all.len());
    all
}

/// What no record survives, whatever its kind.
fn hopeless(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let rest = &text[1..];
    let with = |head: &[u8]| [b"{".as_slice(), head, b",".as_slice(), rest.as_bytes()].concat();
    vec![
        ("nothing", Vec::new()),
        ("one byte", b"{".to_vec()),
        ("a NUL", vec![0]),
        ("a NUL behind it", [text.as_bytes(), b"\0"].concat()),
        ("spaces", b"   ".to_vec()),
        ("half of it", text.as_bytes()[..text.len() / 2].to_vec()),
        ("all but the end", text.as_bytes()[..text.len() - 1].to_vec()),
        ("two of it", format!("{text}{text}").into_bytes()),
        ("an array", b"[]".to_vec()),
        ("itself in an array", format!("[{text}]").into_bytes()),
        ("a text", b"\"text\"".to_vec()),
        ("a number", b"7".to_vec()),
        ("null", b"null".to_vec()),
        ("no UTF-8", with(b"\"x\xff\xfe\":1")),
        ("half a surrogate", with(br#""\ud800":1"#)),
        ("format twice", with(b"\"format\":1")),
        ("a format that is a text", text.replacen("\"format\":1", "\"format\":\"1\"", 1).into_bytes()),
        ("a negative format", text.replacen("\"format\":1", "\"format\":-1", 1).into_bytes()),
        ("a broken format", text.replacen("\"format\":1", "\"format\":1.5", 1).into_bytes()),
        ("a format beyond u64", text.replacen("\"format\":1", "\"format\":18446744073709551616", 1).into_bytes()),
        ("1e400", text.replacen("\"format\":1", "\"format\":1e400", 1).into_bytes()),
        ("nested deeply", with(format!("\"deep\":{}{}", "[".repeat(100_000), "]".repeat(100_000)).as_bytes())),
        ("nested too deeply", with(format!("\"deep\":{}", "[".repeat(100_000)).as_bytes())),
        ("a megabyte of it", with(format!("\"much\":\"{}\"", "x".repeat(1_000_000)).as_bytes())),
        ("a megabyte of spaces", [text.as_bytes(), " ".repeat(1_000_000).as_bytes()].concat()),
    ]
}

#[test]
fn what_is_no_record_is_refused_with_its_place_and_a_reason() {
    for golden in golden() {
        for (kind, bytes) in hopeless(&golden.text()) {
            let (cause, why) = golden.refuses(kind, &bytes);
            assert_eq!(cause, Cause::Broken, "{kind}: {why}");
            assert!(why.len() < 300, "{kind}: a reason of {} bytes", why.len());
        }
    }
}

#[test]
fn every_beginning_of_a_record_is_refused() {
    for golden in golden() {
        let text = golden.text();
        for end in 0..text.len() {
            golden.refuses("a beginning", &text.as_bytes()[..end]);
        }
    }
}

#[test]
fn a_newer_format_is_told_from_what_is_broken_however_large_or_strange_it_is() {
    for golden in golden() {
        for format in ["2", "4294967296", "18446744073709551615"] {
            let text = golden.text().replacen("\"format\":1", &format!("\"format\":{format}"), 1);
            assert_eq!(golden.refuses("newer", text.as_bytes()).0, Cause::Newer, "{}", golden.place);
        }
        let (cause, _) = golden.refuses("newer and unlike", br#"{"format":2,"task":7,"owner":[],"entries":"none"}"#);
        assert_eq!(cause, Cause::Newer, "{}", golden.place);
    }
}

/// Every leaf of a record with the text of the record in which it is replaced.
fn with_each_leaf(record: &Value, put: &dyn Fn(&Value) -> Option<String>) -> Vec<(String, String)> {
    let mut pointers = Vec::new();
    leaves(record, String::new(), &mut pointers);
    let marked = |pointer: &String| {
        let mut changed = record.clone();
        let leaf = changed.pointer_mut(pointer)?;
        let text = put(leaf)?;
        *leaf = Value::String("MARK".to_owned());
        Some((pointer.clone(), changed.to_string().replacen("\"MARK\"", &text, 1)))
    };
    pointers.iter().filter_map(marked).collect()
}

fn leaves(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, below)| leaves(below, format!("{at}/{key}"), found)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, below)| leaves(below, format!("{at}/{index}"), found));
        }
        _ => found.push(at),
    }
}

/// What the release that wrote a record may put there at will: unknown fields, and documents kept as they were.
fn is_free(pointer: &str) -> bool {
    pointer.contains("later") || pointer.contains("/before") || pointer.contains("/extra")
}

#[test]
fn numbers_out_of_range_and_of_another_kind_are_refused() {
    let mut tried = 0;
    for golden in golden() {
        for text in ["1e400", "-1e400"] {
            for (pointer, spoilt) in with_each_leaf(&golden.record, &|leaf| leaf.is_number().then(|| text.to_owned())) {
                tried += 1;
                golden.refuses(&format!("{text} as {pointer}"), spoilt.as_bytes());
            }
        }
        let whole = |leaf: &Value| leaf.is_i64() || leaf.is_u64();
        for text in ["18446744073709551616", "\"7\"", "[]", "{}", "true"] {
            let put = |leaf: &Value| whole(leaf).then(|| text.to_owned());
            for (pointer, spoilt) in with_each_leaf(&golden.record, &put).iter().filter(|(at, _)| !is_free(at)) {
                tried += 1;
                golden.refuses(&format!("{text} as {pointer}"), spoilt.as_bytes());
            }
        }
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn an_epoch_that_cannot_be_counted_on_from_is_refused() {
    for golden in
        golden().iter().filter(|golden| matches!(golden.node, Node::Lease(_) | Node::Claims(_) | Node::Run(_)))
    {
        for (pointer, spoilt) in with_each_leaf(&golden.record, &|leaf| leaf.is_number().then(|| u64::MAX.to_string()))
        {
            if pointer.ends_with("epoch") {
                golden.refuses("the last epoch", spoilt.as_bytes());
            }
        }
    }
}

#[test]
fn times_and_words_that_mean_nothing_are_refused_and_far_ones_are_shown() {
    let times = ["0000-01-01T00:00:00Z", "-000001-01-01T00:00:00Z", "9999-12-30T00:00:00Z", "1969-12-31T23:59:59Z"];
    let nonsense = ["2026-02-30T00:00:00Z", "10000-01-01T00:00:00Z", "yesterday", "", "\\u0000", "\\u202e"];
    let mut refused = 0;
    for golden in golden() {
        let is_time = |leaf: &Value| {
            leaf.as_str().is_some_and(|text| text.len() >= 20 && text.ends_with('Z') && text.as_bytes()[10] == b'T')
        };
        for text in times.iter().chain(&nonsense) {
            let put = |leaf: &Value| is_time(leaf).then(|| format!("\"{text}\""));
            for (pointer, spoilt) in with_each_leaf(&golden.record, &put).iter().filter(|(at, _)| !is_free(at)) {
                match golden.read(spoilt.as_bytes()) {
                    Read::Found(found, _) => {
                        assert!(times.contains(text), "{text} is taken as {pointer} of {}", golden.place);
                        assert!(record::encode(&golden.node, &found).is_ok());
                    }
                    _ => refused += 1,
                }
            }
        }
        for word in ["phase", "trigger", "outcome", "delivery", "action"] {
            if golden.record.get(word).is_some_and(Value::is_string) {
                let mut spoilt = golden.record.clone();
                spoilt[word] = "teleported".into();
                golden.refuses(word, spoilt.to_string().as_bytes());
            }
        }
    }
    assert!(refused > 30, "{refused}");
}

#[test]
fn claims_of_another_partition_and_fields_without_end_are_refused() {
    for golden in golden() {
        match golden.node {
            Node::Claims(_) => {
                let text = golden.text().replace("r-017-", "r-018-");
                assert!(golden.refuses("another partition", text.as_bytes()).1.contains("r-018-"));
            }
            Node::State(..) | Node::Run(_) => {
                let mut spoilt = golden.record.clone();
                spoilt["unknown"] = "x".repeat(5_000).into();
                assert!(golden.refuses("too much unknown", spoilt.to_string().as_bytes()).1.contains("unknown fields"));
            }
            _ => {}
        }
    }
}

/// A small generator (SplitMix64): the same bytes each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) as usize % bound.max(1)
    }

    fn spoil(&mut self, bytes: &mut Vec<u8>) {
        let pieces: [&[u8]; 12] =
            [b"{", b"}", b"[", b"]", b"\"", b",", b":", b"null", b"-1", b"1e308", b"9223372036854775807", b"\xff"];
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len());
            match self.below(6) {
                0 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
                1 if !bytes.is_empty() => drop(bytes.remove(at)),
                2 => bytes.truncate(at),
                3 => {
                    let end = at + self.below(bytes.len() - at);
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
                _ => drop(bytes.splice(at..at, pieces[self.below(pieces.len())].iter().copied())),
            }
        }
    }
}

#[test]
fn whatever_the_bytes_are_reading_ends_and_what_is_read_can_be_written_and_read_again() {
    let goldens = golden();
    let mut dice = Dice(7);
    let (mut found, mut refused) = (0, 0);
    for round in 0..40_000 {
        let golden = &goldens[round % goldens.len()];
        let mut bytes = golden.text().into_bytes();
        if round % 16 == 0 {
            bytes = (0..dice.below(64)).map(|_| dice.below(256) as u8).collect();
        }
        dice.spoil(&mut bytes);
        let Read::Found(read, _) = golden.read(&bytes) else {
            refused += 1;
            continue;
        };
        found += 1;
        let Ok(written) = record::encode(&golden.node, &read) else { continue };
        match golden.read(&written) {
            Read::Found(again, _) => {
                assert_eq!(
                    record::encode(&golden.node, &again).unwrap(),
                    written,
                    "{}",
                    String::from_utf8_lossy(&bytes)
                );
            }
            other => panic!("{} was read, and not again: {other:?}", String::from_utf8_lossy(&bytes)),
        }
    }
    assert!(found > 1_000 && refused > 10_000, "{found} found, {refused} refused");
}

//! Records as this release writes them are kept as files: a release that reads them otherwise, or writes them
//! otherwise, breaks clusters. Each holds fields that no release knows yet; a rewrite must keep them.

use std::path::Path;

use nono_core::node::{Read, Stat};
use nono_core::store::{path, record};
use serde_json::Value;

fn golden() -> Vec<(String, String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let mut golden: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let place = golden["path"].as_str().unwrap().to_owned();
        all.push((file.file_name().unwrap().to_string_lossy().into_owned(), place, golden["record"].take()));
    }
    assert!(all.len() >= 16, "the golden records are there: {}", all.len());
    all
}

#[test]
fn golden_records_are_read_and_written_as_they_are() {
    for (file, place, record) in golden() {
        let node = path::node_at(&place).unwrap_or_else(|| panic!("{file}: no node stands at {place}"));
        let bytes = serde_json::to_vec(&record).unwrap();
        match record::decode(&node, &bytes, Stat::default()) {
            Read::Found(read, _) => {
                let written = record::encode(&node, &read).unwrap();
                assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), record, "{file}");
            }
            other => panic!("{file}: {other:?}"),
        }
    }
}

#[test]
fn a_newer_format_is_refused_for_that_record_alone() {
    for (file, place, mut record) in golden() {
        let node = path::node_at(&place).unwrap();
        record["format"] = 2.into();
        let read = record::decode(&node, &serde_json::to_vec(&record).unwrap(), Stat::default());
        let Read::Unreadable { why, .. } = read else { panic!("{file}: {read:?}") };
        assert!(why.starts_with(&place) && why.contains("format") && why.contains("upgrade"), "{file}: {why}");
    }
}

#[test]
fn a_record_of_another_name_than_its_place_is_refused() {
    for (file, place) in [
        ("task.json", "/tasks/017/another"),
        ("run-sent.json", "/runs/017/r-017-aaaaaaaa-20261124T010000Z"),
        ("member.json", "/schedulers/other-a1b2c3"),
    ] {
        let (_, _, record) = golden().into_iter().find(|(name, ..)| name == file).unwrap();
        let node = path::node_at(place).unwrap();
        let read = record::decode(&node, &serde_json::to_vec(&record).unwrap(), Stat::default());
        assert!(matches!(&read, Read::Unreadable { why, .. } if why.starts_with(place)), "{file}: {read:?}");
    }
}

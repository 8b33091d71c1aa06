//! All rows, one file a family.

pub(crate) mod balance;
pub(crate) mod command;
pub(crate) mod edits;
pub(crate) mod failover;
pub(crate) mod handover;
pub(crate) mod herd;
pub(crate) mod lateness;
pub(crate) mod memory;
pub(crate) mod reads;
pub(crate) mod snapshots;
pub(crate) mod throughput;

use nonoctl::dev::zookeeper::{Options, Server};

use crate::row::Row;

/// Every row, in the order of the table.
pub(crate) fn all() -> Vec<Row> {
    let families: [&[Row]; 11] = [
        &throughput::ROWS,
        &snapshots::ROWS,
        &lateness::ROWS,
        &herd::ROWS,
        &failover::ROWS,
        &handover::ROWS,
        &edits::ROWS,
        &reads::ROWS,
        &memory::ROWS,
        &balance::ROWS,
        &command::ROWS,
    ];
    let mut rows: Vec<Row> = families.concat();
    let place = |row: &Row| ORDER.iter().position(|id| *id == row.id);
    rows.sort_by_key(place);
    rows
}

const ORDER: [&str; 22] = [
    "TP1", "TP2", "TP3", "TP4", "TP5", "LA1", "LA2", "LA3", "LA4", "LA5", "FO1", "FO2", "FO3", "FO4", "RD1", "RD2",
    "RD3", "ME1", "ME2", "ME3", "BA1", "CL1",
];

/// As a server says it.
pub(crate) async fn zookeeper_version() -> String {
    let Ok(server) = Server::start(Options::default()).await else { return "unknown".to_owned() };
    let answer = server.ask("srvr").await.unwrap_or_default();
    let version = answer.lines().find_map(|line| line.strip_prefix("Zookeeper version: "));
    version.and_then(|text| text.split([',', '-']).next()).unwrap_or("unknown").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_there_once_and_in_its_order() {
        let ids: Vec<&str> = all().iter().map(|row| row.id).collect();
        assert_eq!(ids, ORDER);
    }
}

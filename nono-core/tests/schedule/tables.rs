//! Schedules in tables: what is due, what is refused, and what docs/cron.md promises, read from that page.

use std::time::Duration;

use crate::made::{at, cron, made, of_task, refused, walls};
use nono_core::schedule::{DstOverlap, Gap, Kind, Schedule, Spec};
use nono_core::time::Instant;

const PAGE: &str = include_str!("../../../docs/cron.md");

fn every(interval: u64, offset: u64) -> Spec {
    Kind::Every { interval: Duration::from_secs(interval), offset: Duration::from_secs(offset) }.spec()
}

/// The rows of the tables of a section of the page, without heads; cells without backquotes around them.
fn rows(section: &str) -> Vec<Vec<String>> {
    let text = PAGE.split(&format!("# {section}\n")).nth(1).unwrap_or_else(|| panic!("no section {section}"));
    let text = text.split("\n#").next().unwrap();
    let lines = text.lines().filter(|line| line.starts_with('|') && !line.starts_with("| ---"));
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    let rows: Vec<Vec<String>> = lines.skip(1).map(cells).collect();
    assert!(!rows.is_empty(), "no table in {section}");
    rows
}

fn quoted(cell: &str) -> &str {
    cell.trim_matches('`')
}

#[test]
fn the_page_describes_its_examples_as_the_program_does() {
    for row in rows("Examples") {
        assert_eq!(made(cron(quoted(&row[0]))).describe(), row[1], "{}", row[0]);
    }
}

#[test]
fn the_page_expands_nicknames_as_the_program_does() {
    for row in rows("Nicknames") {
        for nickname in row[0].split(", ") {
            assert_eq!(made(cron(quoted(nickname))), made(cron(quoted(&row[1]))), "{nickname}");
            assert_eq!(made(cron(&quoted(nickname).to_uppercase())), made(cron(quoted(&row[1]))), "{nickname}");
        }
    }
}

#[test]
fn the_page_refuses_what_the_program_refuses() {
    for row in rows("What is refused") {
        let given = quoted(&row[0]);
        let spec = match given {
            "H 2 * * *` without a name" => cron("H 2 * * *"),
            h if h.contains('H') && !h.contains("TZ") => of_task(h, "any"),
            "at: []" => Kind::At(Vec::new()).spec(),
            "timeZone: Europe/Berln" => Spec { time_zone: Some("Europe/Berln".into()), ..cron("@daily") },
            "end` not after `start" => Spec { start: Some(Instant(60)), end: Some(Instant(60)), ..cron("* * * * *") },
            cron_text => cron(cron_text),
        };
        let error = refused(spec);
        let place = error.column.map(|column| format!("column {column}: ")).unwrap_or_default();
        let words = format!("{place}{}", error.message);
        if given.starts_with("end") {
            assert!(words.starts_with(&row[1]), "{words}");
        } else {
            assert_eq!(words, row[1], "{given}");
        }
        if !row[2].is_empty() {
            assert_eq!(error.hint.as_deref(), Some(row[2].as_str()), "{given}");
        }
    }
}

#[test]
fn the_page_shows_berlin_as_the_program_does() {
    let short = |found: Vec<String>, day: &str| -> Vec<String> {
        found.iter().map(|wall| wall.replace(&format!("{day} "), "").replace(":00 ", " ")).collect()
    };
    for row in rows("When the clock is changed") {
        let spec = match quoted(&row[0]) {
            "every: 30m" => every(1800, 0),
            text => cron(text),
        };
        let has = |word: &str| row[1].contains(word);
        let spec = Spec {
            time_zone: Some("Europe/Berlin".into()),
            gap: if has("skip") { Gap::Skip } else { Gap::Next },
            overlap: match () {
                () if has("last") => DstOverlap::Last,
                () if has("both") => DstOverlap::Both,
                () => DstOverlap::First,
            },
            ..spec
        };
        let schedule = made(spec);
        // From 01:00 to 03:59 on the wall.
        let spring = short(walls(&schedule, "2027-03-28T00:00:00Z", "2027-03-28T01:59:59Z"), "2027-03-28");
        let autumn = short(walls(&schedule, "2027-10-30T23:00:00Z", "2027-10-31T02:59:59Z"), "2027-10-31");
        if row[0].contains("every") {
            assert_eq!((spring.len(), autumn.len()), (4, 8));
            continue;
        }
        assert_eq!(spring, listed(&row[2]), "{}", row[0]);
        assert_eq!(autumn, listed(&row[3]), "{}", row[0]);
    }
}

/// `01:30 CET, 03:00, 03:30 CEST`: an abbreviation goes for the times before it too.
fn listed(cell: &str) -> Vec<String> {
    let mut zone = "";
    let mut times = Vec::new();
    for time in cell.split(", ").filter(|time| !matches!(*time, "once" | "–")).collect::<Vec<_>>().into_iter().rev() {
        let (clock, abbreviation) = time.split_once(' ').unwrap_or((time, zone));
        zone = abbreviation;
        times.insert(0, format!("{clock} {zone}"));
    }
    times
}

#[test]
fn expressions_are_due_at() {
    // Expression, after, the next three.
    let table = [
        (
            "30 14 * * 1-5",
            "2026-11-27T14:30:00Z",
            ["2026-11-30T14:30:00Z", "2026-12-01T14:30:00Z", "2026-12-02T14:30:00Z"],
        ),
        (
            "0 0 13 * 5",
            "2026-11-12T00:00:00Z",
            ["2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z", "2026-11-27T00:00:00Z"],
        ),
        (
            "0 0 */15 * 1",
            "2026-11-24T00:00:00Z",
            ["2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z", "2026-12-07T00:00:00Z"],
        ),
        (
            "0 0 13 * ?",
            "2026-11-24T00:00:00Z",
            ["2026-12-13T00:00:00Z", "2027-01-13T00:00:00Z", "2027-02-13T00:00:00Z"],
        ),
        (
            "*/7 * * * *",
            "2026-11-24T23:48:59Z",
            ["2026-11-24T23:49:00Z", "2026-11-24T23:56:00Z", "2026-11-25T00:00:00Z"],
        ),
        (
            "5/20 * * * * *",
            "2026-11-24T00:00:05Z",
            ["2026-11-24T00:00:25Z", "2026-11-24T00:00:45Z", "2026-11-24T00:01:05Z"],
        ),
        (
            "0 0 29 2 *",
            "2096-03-01T00:00:00Z",
            ["2104-02-29T00:00:00Z", "2108-02-29T00:00:00Z", "2112-02-29T00:00:00Z"],
        ),
        (
            "0 0 31 * *",
            "2026-12-31T00:00:00Z",
            ["2027-01-31T00:00:00Z", "2027-03-31T00:00:00Z", "2027-05-31T00:00:00Z"],
        ),
        (
            "0 0 1 JAN,jul *",
            "2026-11-24T00:00:00Z",
            ["2027-01-01T00:00:00Z", "2027-07-01T00:00:00Z", "2028-01-01T00:00:00Z"],
        ),
        (
            "0 0 * * 1/2",
            "2026-11-24T00:00:00Z",
            ["2026-11-25T00:00:00Z", "2026-11-27T00:00:00Z", "2026-11-29T00:00:00Z"],
        ),
    ];
    for (text, after, expected) in table {
        let schedule = made(cron(text));
        let mut now = at(after);
        for expected in expected.map(at) {
            assert_eq!(schedule.next_after(now), Some(expected), "{text} after {now}");
            assert_eq!(schedule.previous_before(Instant(expected.0 + 1)), Some(expected), "{text}");
            now = expected;
        }
    }
}

#[test]
fn these_expressions_mean_the_same() {
    let table = [
        ["0 0 * * FRI-SUN", "0 0 * * 5-7", "0 0 * * 5-0", "0 0 * * 0,5,6"],
        ["0 0 * * SUN-TUE", "0 0 * * 0-2", "0 0 * * 7-2", "0 0 * * 7,1,tue"],
        ["0 0 * * 7", "0 0 * * 0", "0 0 * * sun", "0 0 * * 7-0"],
        ["0 2 * * *", " 0\t2 * *  ? ", "0 0 2 ? * *", "0 2 ? * ?"],
        ["*/15 1 * * *", "0/15 1 * * *", "0-59/15 1 * * *", "0,15,30,45 1 * * *"],
    ];
    for same in table {
        for text in same {
            assert_eq!(made(cron(text)), made(cron(same[0])), "{text}");
        }
    }
    // These do not: one restricts, the other follows real time.
    assert_ne!(made(cron("0 0 1 * */1")), made(cron("0 0 1 * *")));
    assert_ne!(made(cron("0 0-23 * * *")), made(cron("0 * * * *")));
}

#[test]
fn columns_count_characters_and_point_at_the_fault() {
    let table = [
        ("", None),
        (" \t", None),
        ("*", Some(2)),
        ("* * * *  ", Some(8)),
        ("* * * * * * * *", Some(15)),
        ("0 0 0 * * * 1969", Some(13)),
        ("0 0 0 * * * 10000", Some(13)),
        ("0 0 0 * * * 2030-2027", Some(13)),
        ("0 0 0 * * * 2027/0", Some(18)),
        ("0 0 0 * * * ?", Some(13)),
        ("0 0 0 * * * L", Some(13)),
        ("0 0 0 * * * -1", Some(13)),
        ("0 0 0 31 2 * 2028", None),
        ("0 0 0 29 2 * 2027", None),
        ("0 0 0 29 2 * 1900", Some(14)),
        ("0 0 0 * 2 MON#5 2027", None),
        ("0 0 31W 2,4 *", None),
        ("0 0 0 31 12 * 9999", None),
        ("0 0 L-0 * *", Some(7)),
        ("0 0 L-31 * *", Some(7)),
        ("0 0 L- * *", Some(5)),
        ("0 0 L-x * *", Some(5)),
        ("0 0 LL * *", Some(5)),
        ("0 0 L-3W * *", Some(5)),
        ("0 0 L/2 * *", Some(5)),
        ("0 0 L-5-3 * *", Some(5)),
        ("0 0 1-L * *", Some(7)),
        ("0 0 W * *", Some(5)),
        ("0 0 0W * *", Some(5)),
        ("0 0 32W * *", Some(5)),
        ("0 0 1,15W/2 * *", Some(7)),
        ("0 0 WL * *", Some(5)),
        ("0 0 *W * *", Some(5)),
        ("0 0 5L * *", Some(5)),
        ("0 0 5#2 * *", Some(5)),
        ("0 0 * L *", Some(7)),
        ("0 0 * 1W *", Some(7)),
        ("L 0 * * *", Some(1)),
        ("0 1#2 * * *", Some(3)),
        ("0 0 * * L", Some(9)),
        ("0 0 * * 8L", Some(9)),
        ("0 0 * * XYZL", Some(9)),
        ("0 0 * * MON-FRIL", Some(9)),
        ("0 0 * * *L", Some(9)),
        ("0 0 * * 5L/2", Some(9)),
        ("0 0 * * LW", Some(9)),
        ("0 0 * * 15W", Some(9)),
        ("0 0 * * #2", Some(9)),
        ("0 0 * * MON#", Some(13)),
        ("0 0 * * MON#0", Some(13)),
        ("0 0 * * MON#6", Some(13)),
        ("0 0 * * MON#L", Some(13)),
        ("0 0 * * MON#1-3", Some(13)),
        ("0 0 * * MON#2/2", Some(13)),
        ("0 0 * * MON#2#3", Some(13)),
        ("0 0 * * 8#1", Some(9)),
        ("0 0 * * 1-5#1", Some(9)),
        ("0 0 * * é#1", Some(9)),
        ("0 0 ? * MON,LUNDI#1", Some(13)),
        ("0 é#1,5 * * *", Some(3)),
        ("H( 0 * * *", Some(1)),
        ("H() 0 * * *", Some(1)),
        ("H(5) 0 * * *", Some(1)),
        ("H(5-) 0 * * *", Some(5)),
        ("H(5-70) 0 * * *", Some(5)),
        ("H(9-5) 0 * * *", Some(3)),
        ("H(0-29 0 * * *", Some(1)),
        ("H-5 0 * * *", Some(1)),
        ("5-H 0 * * *", Some(3)),
        ("H/0 0 * * *", Some(3)),
        ("H/60 0 * * *", Some(3)),
        ("H/ 0 * * *", Some(3)),
        ("H/5/5 0 * * *", Some(4)),
        ("H(0-9)/11 0 * * *", Some(8)),
        ("HH 0 * * *", Some(1)),
        ("0 0 H(1-29) * *", Some(7)),
        ("0 0 H/29 * *", Some(7)),
        ("0 0 * * H#1", Some(9)),
        ("0 0 * * HL", Some(9)),
        ("0 0 HW * *", Some(5)),
        ("60 * * * *", Some(1)),
        ("0 0 0 * *", Some(5)),
        ("0 0 32 * *", Some(5)),
        ("0 0 * 13 *", Some(7)),
        ("0 0 * 0 *", Some(7)),
        ("0 0 * * 8", Some(9)),
        ("0 0 * * mon,,tue", Some(13)),
        ("1,2,x * * * *", Some(5)),
        ("1-70 * * * *", Some(3)),
        ("1-5-7 * * * *", Some(4)),
        ("5- * * * *", Some(3)),
        ("-5 * * * *", Some(1)),
        ("*/0 * * * *", Some(3)),
        ("*/ * * * *", Some(3)),
        ("*/5/5 * * * *", Some(4)),
        ("1/-5 * * * *", Some(3)),
        ("** * * * *", Some(1)),
        ("? * * * *", Some(1)),
        ("0 0 1,? * *", Some(7)),
        ("é 0 * * *", Some(1)),
        ("0  2é * * *", Some(4)),
        ("99999999999999999999 * * * *", Some(1)),
        ("0 2 * * *\n", Some(9)),
        ("@dayly", Some(1)),
        ("@daily 0", Some(8)),
        ("@reboot", Some(1)),
        ("0 0 30,31 2 *", None),
        ("0 0 31 4,6,9,11 *", None),
    ];
    for (text, column) in table {
        let error = refused(of_task(text, "any"));
        let clear = error.message.contains("is missing") || error.message.contains("step");
        assert!(error.hint.is_some() || clear || !text.contains(['L', 'W', '#', 'H']), "{error}");
        assert_eq!((error.field, error.column), ("cron", column), "\"{text}\": {error}");
    }
    let long = format!("{} * * * *", vec!["1"; 600].join(","));
    let error = refused(cron(&long));
    assert_eq!(error.column, Some(1025));
    assert_eq!(error.given.chars().count(), 80, "a long text is not repeated whole");
    made(cron(&format!("{} * * * *", vec!["1"; 500].join(","))));
}

#[test]
fn only_the_exact_names_of_the_zone_database_are_zones() {
    let zone = |name: &str| Schedule::new(Spec { time_zone: Some(name.to_owned()), ..cron("@daily") });
    for name in ["UTC", "Europe/Berlin", "Asia/Calcutta", "EST5EDT", "Etc/GMT-2", "America/Argentina/Ushuaia"] {
        assert_eq!(zone(name).unwrap().time_zone_name(), name);
    }
    let strange = ["", " ", "europe/berlin", "utc", "CEST", "UTC+2", "+02:00", "Etc/Unknown", "localtime"];
    let paths = ["/etc/localtime", "../UTC", "posix/UTC", "Europe", "CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Berlin\0"];
    for name in strange.into_iter().chain(paths) {
        let error = zone(name).unwrap_err();
        // What a terminal would obey is not repeated.
        assert_eq!((error.field, error.given.clone()), ("timeZone", name.replace('\0', "\u{fffd}")));
        assert!(error.hint.is_some(), "{error}");
    }
    assert_eq!(zone("europe/berlin").unwrap_err().hint.as_deref(), Some("did you mean Europe/Berlin?"));
    assert_eq!(made(cron("@daily")).time_zone_name(), "UTC");
    assert_eq!(made(cron("@daily")), zone("UTC").unwrap(), "no zone is UTC");
}

#[test]
fn changes_that_are_not_an_hour() {
    // Zone, expression, from, to, what the wall shows.
    let table: [(&str, &str, &str, &str, &[&str]); 5] = [
        (
            "Australia/Lord_Howe",
            "15 2 * * *",
            "2027-10-02T10:00:00Z",
            "2027-10-03T09:00:00Z",
            &["2027-10-03 02:30:00 +11"],
        ),
        (
            "Australia/Lord_Howe",
            "*/15 * * * *",
            "2027-10-02T15:15:00Z",
            "2027-10-02T15:45:00Z",
            &["2027-10-03 01:45:00 +1030", "2027-10-03 02:30:00 +11", "2027-10-03 02:45:00 +11"],
        ),
        (
            "Pacific/Apia",
            "30 10,22 * * *",
            "2011-12-29T22:00:00Z",
            "2011-12-31T10:00:00Z",
            &[
                "2011-12-29 22:30:00 -10",
                "2011-12-31 00:00:00 +14",
                "2011-12-31 10:30:00 +14",
                "2011-12-31 22:30:00 +14",
            ],
        ),
        (
            "Antarctica/Troll",
            "0 1-4 * * *",
            "2027-03-28T00:00:00Z",
            "2027-03-28T02:00:00Z",
            &["2027-03-28 03:00:00 +02", "2027-03-28 04:00:00 +02"],
        ),
        (
            "America/Sao_Paulo",
            "0 0 * * *",
            "2018-11-03T12:00:00Z",
            "2018-11-05T12:00:00Z",
            &["2018-11-04 01:00:00 -02", "2018-11-05 00:00:00 -02"],
        ),
    ];
    for (zone, text, from, to, expected) in table {
        let schedule = made(Spec { time_zone: Some(zone.to_owned()), ..cron(text) });
        assert_eq!(walls(&schedule, from, to), expected, "{text} in {zone}");
    }
}

#[test]
fn a_note_tells_what_a_change_of_the_clock_does() {
    let berlin =
        |text: &str| made(Spec { time_zone: Some("Europe/Berlin".into()), overlap: DstOverlap::Both, ..cron(text) });
    let table = [
        ("0 2 * * *", "2027-03-28T01:00:00Z", Some("02:00 does not exist (DST): moved to 03:00")),
        ("*/20 2 * * *", "2027-03-28T01:00:00Z", Some("02:00 to 02:40 do not exist (DST): moved to 03:00")),
        ("7 30 2 * * *", "2027-03-28T01:00:00Z", Some("02:30:07 does not exist (DST): moved to 03:00")),
        ("30 2 * * *", "2027-10-31T00:30:00Z", Some("02:30 occurs twice (DST): the first time")),
        ("30 2 * * *", "2027-10-31T01:30:00Z", Some("02:30 occurs twice (DST): the second time")),
        ("30 * * * *", "2027-10-31T01:30:00Z", Some("02:30 occurs twice (DST): the second time")),
        ("30 * * * *", "2027-03-28T01:30:00Z", None),
        ("0 3 * * *", "2027-03-28T01:00:00Z", None),
        ("0 3 * * *", "2027-10-31T02:00:00Z", None),
        ("59 1 * * *", "2027-10-30T23:59:00Z", None),
    ];
    for (text, instant, expected) in table {
        let schedule = berlin(text);
        let instant = at(instant);
        assert_eq!(schedule.next_after(Instant(instant.0 - 1)), Some(instant), "{text}");
        assert_eq!(schedule.note(instant).as_deref(), expected, "{text} at {instant}");
    }
    let samoa = made(Spec { time_zone: Some("Pacific/Apia".into()), ..cron("30 10 * * *") });
    let words = "2011-12-30 10:30 does not exist (DST): moved to 00:00";
    assert_eq!(samoa.note(at("2011-12-30T10:00:00Z")).as_deref(), Some(words));
}

#[test]
fn schedules_in_words() {
    let table = [
        ("* * * * *", "every minute"),
        ("* * * * * *", "every second"),
        ("0 * * * *", "every hour"),
        ("15 * * * *", "at minute 15 of every hour"),
        ("0,30 * * * *", "every 30 minutes"),
        ("*/7 * * * *", "at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour"),
        ("0 */2 * * *", "every 2 hours"),
        ("30 */2 * * *", "at minute 30 of every 2 hours, from hour 0"),
        ("0 9-17 * * *", "at minute 0 of hours 9 to 17"),
        ("* 9 * * *", "every minute from 09:00 to 09:59"),
        ("*/10 0-8,20 * * *", "every 10 minutes of hours 0 to 8 and 20"),
        ("5 * * * * *", "at second 5 of every minute"),
        ("*/10 */5 * * * *", "every 10 seconds of every 5 minutes"),
        ("0,30 5 * * * *", "every 30 seconds of minute 5 of every hour"),
        ("* 0 2 * * *", "every second of minute 0 of hour 2"),
        ("15 30 2 * * *", "every day at 02:30:15"),
        ("0 0 * * 6,0", "at 00:00, Saturday and Sunday"),
        ("0 0 1-7 3 *", "at 00:00, on days 1 to 7 of March"),
        ("0 0 * 3 1", "at 00:00, Monday in March"),
        ("0 0 * 6-8 *", "at 00:00, every day in June to August"),
        ("0 0 1,15 * */2", "at 00:00, on days 1 and 15 of the month or on Tuesday, Thursday, Saturday and Sunday"),
        ("0 0 1 * 0-6", "every day at 00:00"),
    ];
    for (text, words) in table {
        assert_eq!(made(cron(text)).describe(), words, "{text}");
    }
    assert_eq!(made(every(600, 0)).describe(), "every 10m");
    assert_eq!(made(every(90_061, 30)).describe(), "every 1d1h1m1s, offset 30s");
    let fixed = |times: &[&str]| Kind::At(times.iter().map(|time| at(time)).collect()).spec();
    let berlin = Spec { time_zone: Some("Europe/Berlin".into()), ..fixed(&["2026-12-24T18:00:00+01:00"]) };
    assert_eq!(made(berlin).describe(), "once at 2026-12-24 18:00:00 CET");
    let two = fixed(&["2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"]);
    assert_eq!(made(two).describe(), "at 2 times from 2026-01-01 00:00:00 UTC to 2027-01-01 00:00:00 UTC");
}

#[test]
fn intervals_count_from_1970_whatever_the_zone() {
    let schedule = made(Spec { time_zone: Some("Asia/Kathmandu".into()), ..every(3600, 30) });
    assert_eq!(schedule.next_after(Instant(-5)), Some(Instant(30)));
    assert_eq!(schedule.previous_before(Instant(30)), None);
    assert_eq!(schedule.next_after(at("2026-11-24T10:00:30Z")), Some(at("2026-11-24T11:00:30Z")));
    assert_eq!(schedule.count_between(Instant(0), Instant(3630)), 2);
    assert_eq!(schedule.note(at("2026-11-24T11:00:30Z")), None);
    let second = made(every(1, 0));
    assert_eq!(second.count_between(Instant(i64::MIN), Instant(i64::MAX)), 253_402_041_600);
    for (spec, field) in [
        (every(0, 0), "every"),
        (every(60, 60), "offset"),
        (every(u64::MAX, 0), "every"),
        (Kind::Every { interval: Duration::from_millis(1500), offset: Duration::ZERO }.spec(), "every"),
        (Kind::Every { interval: Duration::from_secs(60), offset: Duration::from_millis(1) }.spec(), "offset"),
        (Spec { jitter: Duration::from_micros(1500), ..every(60, 0) }, "jitter"),
        (Spec { jitter: Duration::from_secs(367 * 86_400), ..every(60, 0) }, "jitter"),
        (Kind::At(vec![Instant(-1)]).spec(), "at"),
        (Kind::At(vec![Instant(i64::MAX)]).spec(), "at"),
    ] {
        assert_eq!(refused(spec).field, field);
    }
}

#[test]
fn the_window_includes_its_start_and_excludes_its_end() {
    let (start, end) = (at("2026-11-24T10:00:00Z"), at("2026-11-24T12:00:00Z"));
    for spec in [cron("0 * * * *"), every(3600, 0), Kind::At(vec![start, at("2026-11-24T11:00:00Z"), end]).spec()] {
        let schedule = made(Spec { start: Some(start), end: Some(end), ..spec });
        assert_eq!(schedule.next_after(Instant(0)), Some(start));
        assert_eq!(schedule.next_after(at("2026-11-24T11:00:00Z")), None);
        assert_eq!(schedule.previous_before(Instant(i64::MAX)), Some(at("2026-11-24T11:00:00Z")));
        assert_eq!(schedule.previous_before(start), None);
        assert_eq!(schedule.count_between(Instant(i64::MIN), Instant(i64::MAX)), 2);
        assert_eq!(schedule.count_between(end, start), 0);
        assert!(schedule.never_again(at("2026-11-24T11:00:00Z")) && !schedule.never_again(start));
    }
    // Over is not refused, empty is.
    let window = |from: &str, to: &str, text: &str| Spec { start: Some(at(from)), end: Some(at(to)), ..cron(text) };
    made(window("1999-01-01T00:00:00Z", "2000-01-01T00:00:00Z", "@daily"));
    let error = refused(window("2025-01-01T00:00:00Z", "2028-02-29T00:00:00Z", "0 0 29 2 *"));
    assert!(error.message.starts_with("never fires"), "{error}");
    let error = refused(Spec { end: Some(Instant(60)), ..cron("0 2 * * *") });
    assert_eq!(error.field, "end");
    // The only instant of the window lies in a gap.
    let gap = window("2027-03-28T00:00:00Z", "2027-03-28T02:00:00Z", "30 2 * * *");
    let gap = Spec { time_zone: Some("Europe/Berlin".into()), ..gap };
    made(gap.clone());
    assert_eq!(refused(Spec { gap: Gap::Skip, ..gap }).field, "start");
}

#[test]
fn the_calendar_ends_and_searches_end_with_it() {
    let last = at("9999-12-28T23:59:59Z");
    for zone in ["UTC", "Europe/Berlin", "Pacific/Kiritimati", "America/Los_Angeles"] {
        let second = made(Spec { time_zone: Some(zone.into()), ..cron("* * * * * *") });
        assert_eq!(second.next_after(Instant(last.0 - 1)), Some(last), "{zone}");
        assert_eq!(second.next_after(last), None, "{zone}");
        assert_eq!(second.next_after(Instant(i64::MAX)), None);
        assert_eq!(second.next_after(Instant(i64::MIN)), Some(Instant(0)));
        assert_eq!(second.previous_before(Instant(i64::MAX)), Some(last));
        assert_eq!(second.previous_before(Instant(i64::MIN)), None);
        assert_eq!(second.previous_before(Instant(0)), None);
        assert_eq!(second.count_between(Instant(i64::MIN), Instant(i64::MAX)), 253_402_041_600);
        assert_eq!(second.mean_rate(nono_core::time::Utc(1_795_482_000_500)), 1.0);
        let leap = made(Spec { time_zone: Some(zone.into()), ..cron("0 12 29 2 *") });
        assert_eq!(leap.next_after(at("9996-03-02T00:00:00Z")), None);
        assert_eq!(leap.previous_before(at("1972-01-01T00:00:00Z")), None);
    }
}

#[test]
fn policies_are_words_in_json() {
    let word = |text: &str| serde_json::Value::String(text.to_owned());
    for (gap, text) in [(Gap::Next, "next"), (Gap::Skip, "skip")] {
        assert_eq!(serde_json::to_value(gap).unwrap(), word(text));
        assert_eq!(serde_json::from_value::<Gap>(word(text)).unwrap(), gap);
    }
    for (overlap, text) in [(DstOverlap::First, "first"), (DstOverlap::Last, "last"), (DstOverlap::Both, "both")] {
        assert_eq!(serde_json::to_value(overlap).unwrap(), word(text));
        assert_eq!(serde_json::from_value::<DstOverlap>(word(text)).unwrap(), overlap);
    }
    assert!(serde_json::from_value::<Gap>(word("never")).is_err());
    assert_eq!((Gap::default(), DstOverlap::default()), (Gap::Next, DstOverlap::First));
}

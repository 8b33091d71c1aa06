//! What differs from run to run, and what stands for it in a transcript. Tables are masked after they were drawn, so their
//! moments are asked for in UTC, which always takes the same room.

use std::path::Path;

use regex::Regex;

/// In this order.
pub(super) struct Masks(Vec<(Regex, &'static str)>);

impl Masks {
    /// For commands that talk to `place`, in the folder `home`.
    pub(super) fn new(place: &str, home: &Path) -> Self {
        let server = place.split('/').next().unwrap_or(place);
        let home = home.display().to_string();
        let rules = [
            (regex::escape(place), "ZK/nono"),
            (regex::escape(server), "ZK"),
            (regex::escape(&home), "HOME"),
            (r"tester@[A-Za-z0-9._-]+".to_owned(), "tester@host"),
            // Moments of this run; those of the end of the century are part of the script.
            (r"\b20[0-8]\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z".to_owned(), "<MOMENT>"),
            (r"\b20[0-8]\d-\d\d-\d\d \d\d:\d\d(:\d\d)?( UTC|Z)?".to_owned(), "<MOMENT>"),
            (r"\b20[0-8]\d-\d\d-\d\d\b".to_owned(), "<DATE>"),
            (r"\br-(\d{3})-[a-z0-9]{8}-(m\d{10})".to_owned(), "r-$1-<UID>-$2"),
            (r"\br-(\d{3})-[a-z0-9]{8}-(\d{8}T\d{6}Z)".to_owned(), "r-$1-<UID>-$2"),
            (r#"("uid": ?")[a-z0-9]{8}""#.to_owned(), "$1<UID>\""),
            (r#"("id": ?")[a-z0-9]{12}""#.to_owned(), "$1<ID>\""),
            (r#"("token": ?")[a-z0-9]{16}""#.to_owned(), "$1<TOKEN>\""),
            (r"\bin (\d+d)?(\d+h)?(\d+m)?(\d+s|\d+m|\d+h|\d+d)\b".to_owned(), "in <SPAN>"),
            (r"\b(\d+d)?(\d+h)?(\d+m)?(\d+s|\d+m|\d+h|\d+d) ago\b".to_owned(), "<SPAN> ago"),
            (r"\b(\d+d)?(\d+h)?(\d+m)?(\d+s|\d+m|\d+h|\d+d) late\b".to_owned(), "<SPAN> late"),
            (r"\bby (\d+d)?(\d+h)?(\d+m)?(\d+s|\d+m|\d+h|\d+d)\b".to_owned(), "by <SPAN>"),
            (r"\b(rtt|in) \d+(\.\d+)?(µs|ms|s)\b".to_owned(), "$1 <TOOK>"),
            (r#"("roundTripMs": ?)\d+(\.\d+)?"#.to_owned(), "$1<TOOK>"),
            (r"\d+(\.\d+)?m?s a read, \d+(\.\d+)?m?s through".to_owned(), "<TOOK> a read, <TOOK> through"),
            (r"\b\d[\d,]* znodes?, ".to_owned(), "<COUNT> znodes, "),
            (r"nonoctl-\d+-".to_owned(), "nonoctl-<PID>-"),
            (r"\b20\d\d[a-z]\b".to_owned(), "<TZDB>"),
            (format!(r"\b{}\b", regex::escape(env!("CARGO_PKG_VERSION"))), "<VERSION>"),
        ];
        Self(rules.into_iter().map(|(rule, stands)| (Regex::new(&rule).unwrap(), stands)).collect())
    }

    pub(super) fn mask(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (rule, stands)| rule.replace_all(&text, *stands).into_owned())
    }
}

//! What a worker answered: status, the first words of the body, when to come back. Limited and cleaned, since a worker
//! may be hostile and its words end on terminals.

use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{HeaderMap, RETRY_AFTER};
use hyper::{Error, Response};
use nono_core::retry::AttemptEnd;
use nono_core::time::Utc;

use crate::clock;

/// So much of a body is read; what follows is not waited for.
const MOST_READ: usize = 64 * 1024;

/// So much of it is kept.
pub(super) const MESSAGE: usize = 1024;

/// No worker puts a run off for longer, whatever it says.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);

/// An answer, and whether its connection can be used again.
pub(super) struct Answer {
    pub(super) end: AttemptEnd,
    pub(super) whole: bool,
}

/// Reads an answer to its end or to the limit. An error: it broke in the middle.
pub(super) async fn read(response: Response<Incoming>) -> Result<Answer, Error> {
    let status = response.status().as_u16();
    let retry_after = retry_after(response.headers(), clock::wall());
    let mut body = response.into_body();
    let mut kept = Vec::new();
    let mut seen = 0_usize;
    let mut whole = true;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        seen = seen.saturating_add(data.len());
        let room = (MESSAGE + 1).saturating_sub(kept.len()).min(data.len());
        kept.extend_from_slice(&data[..room]);
        if seen > MOST_READ {
            whole = false;
            break;
        }
    }
    let message = Some(cleaned(&kept, MESSAGE)).filter(|text| !text.is_empty());
    Ok(Answer { end: AttemptEnd::Answered { status, message, retry_after }, whole })
}

/// Words of a stranger made fit for terminals and records: UTF-8, on one line, no control characters, no marks that
/// change the direction of text or are not to be seen; at most `most` bytes, cut between characters.
#[must_use]
pub fn cleaned(bytes: &[u8], most: usize) -> String {
    let cut = bytes.len() > most;
    let bytes = &bytes[..bytes.len().min(most)];
    let text = String::from_utf8_lossy(bytes);
    // A character that the cut went through is not the worker's mistake.
    let text = if cut && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none()) {
        text.trim_end_matches(char::REPLACEMENT_CHARACTER)
    } else {
        &*text
    };
    let mut clean = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| !is_invisible(c)) {
        let c = if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
        if clean.len() + c.len_utf8() > most {
            break;
        }
        clean.push(c);
    }
    clean.trim().to_owned()
}

const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Seconds or an HTTP date. What is neither, or lies in the past, asks for nothing.
fn retry_after(headers: &HeaderMap, now: Utc) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that overflow are a very long time.
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
        Utc(date.as_millisecond()).since(now)
    };
    (!wait.is_zero() || text == "0").then(|| wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Option<Duration> {
        let now: Utc = "2026-11-24T01:00:00Z".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, hyper::header::HeaderValue::from_bytes(text.as_bytes()).unwrap());
        retry_after(&headers, now)
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_and_nothing_else() {
        for (text, expected) in [
            ("120", Some(120)),
            ("0", Some(0)),
            (" 7 ", Some(7)),
            ("Tue, 24 Nov 2026 01:00:30 GMT", Some(30)),
            ("Tue, 24 Nov 2026 00:59:30 GMT", None),
            ("99999999999999999999999999", Some(86_400)),
            ("Thu, 31 Dec 9998 00:00:00 GMT", Some(86_400)),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
            ("\u{e9}", None),
        ] {
            assert_eq!(asked(text), expected.map(Duration::from_secs), "{text:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), Utc(0)), None);
    }

    #[test]
    fn words_of_strangers_are_made_fit() {
        for (bytes, expected) in [
            (&b"done\r\n"[..], "done"),
            (b"\x1b[31mred\x1b[0m\x07", "[31mred [0m"),
            ("a\u{202e}b\u{2066}c\u{200b}d".as_bytes(), "abcd"),
            (b"\xff\xfeok", "\u{fffd}\u{fffd}ok"),
            ("line\u{2028}line\u{85}end".as_bytes(), "line line end"),
        ] {
            assert_eq!(cleaned(bytes, 1024), expected);
        }
    }

    #[test]
    fn a_long_message_is_cut_between_characters() {
        let long = "é".repeat(600);
        let message = cleaned(long.as_bytes(), 1023);
        assert_eq!(message, "é".repeat(511));
        let garbage = cleaned(&[0xff; 2000], 1024);
        assert_eq!(garbage.len(), 1023, "a replacement takes three bytes");
    }
}

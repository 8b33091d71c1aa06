//! `curl` and `wget`, as far as they do no more than call a URL.

use serde_json::{Map, Value, json};

/// A command that does no more than call a URL.
pub(super) struct Call {
    /// Whom it calls.
    pub(super) url: String,
    method: Option<String>,
    headers: Vec<(String, String)>,
    body: Option<String>,
    timeout: Option<String>,
}

impl Call {
    /// The request that a command makes, if it does no more than that.
    pub(super) fn of(command: &str) -> Option<Self> {
        let command = without_redirections(command);
        if command.contains(['|', '&', ';', '<', '>', '`', '$', '*']) {
            return None;
        }
        let words = shlex::split(command)?;
        let (program, words) = words.split_first()?;
        match program.rsplit('/').next()? {
            "curl" => Self::curl(words),
            "wget" => Self::wget(words),
            _ => None,
        }
    }

    fn to(url: &str) -> Self {
        Self { url: url.to_owned(), method: None, headers: Vec::new(), body: None, timeout: None }
    }

    /// Only what means the same: silence, failure and redirects say nothing of the request.
    fn curl(words: &[String]) -> Option<Self> {
        let mut call = Self::to("");
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "-X" | "--request" => call.method = Some(words.next()?.clone()),
                "-H" | "--header" => {
                    let (name, value) = words.next()?.split_once(':')?;
                    call.headers.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                "-d" | "--data" | "--data-raw" => {
                    call.body = Some(words.next().filter(|text| !text.starts_with('@'))?.clone());
                }
                "-m" | "--max-time" => call.timeout = Some(format!("{}s", words.next()?)),
                "-o" | "--output" => drop(words.next()?),
                "--silent" | "--fail" | "--show-error" => {}
                flags if flags.starts_with('-') && !flags.starts_with("--") => {
                    if !flags[1..].chars().all(|flag| "fsS".contains(flag)) {
                        return None;
                    }
                }
                url if call.url.is_empty() && url.starts_with("http") => url.clone_into(&mut call.url),
                _ => return None,
            }
        }
        let method = if call.body.is_some() { "POST" } else { "GET" };
        call.method.get_or_insert_with(|| method.to_owned());
        (!call.url.is_empty()).then_some(call)
    }

    fn wget(words: &[String]) -> Option<Self> {
        let mut call = Self::to("");
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "-O" | "--output-document" => drop(words.next()?),
                "-q" | "-nv" | "--quiet" | "-qO-" | "-qO" | "-O-" | "-O/dev/null" => {}
                url if call.url.is_empty() && url.starts_with("http") => url.clone_into(&mut call.url),
                _ => return None,
            }
        }
        call.method = Some("GET".to_owned());
        (!call.url.is_empty()).then_some(call)
    }

    /// As the `target` of a manifest.
    pub(super) fn target(&self) -> Value {
        let mut target = Map::new();
        target.insert("url".to_owned(), self.url.as_str().into());
        if let Some(method) = &self.method {
            target.insert("method".to_owned(), method.as_str().into());
        }
        if !self.headers.is_empty() {
            let headers = self.headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
            target.insert("headers".to_owned(), Value::Object(headers.collect()));
        }
        if let Some(body) = &self.body {
            let json = serde_json::from_str::<Value>(body).ok().filter(|value| value.is_object() || value.is_array());
            target.insert("body".to_owned(), json.unwrap_or_else(|| body.as_str().into()));
        }
        if let Some(timeout) = &self.timeout {
            target.insert("timeout".to_owned(), json!({ "attempt": timeout }));
        }
        Value::Object(target)
    }
}

/// Without where the output goes: a scheduler keeps the answer itself.
fn without_redirections(command: &str) -> &str {
    let mut rest = command.trim();
    let ends =
        ["2>&1", ">/dev/null", "> /dev/null", "2>/dev/null", "2> /dev/null", "&>/dev/null", "&> /dev/null", "1>"];
    while let Some(shorter) = ends.iter().find_map(|end| rest.strip_suffix(end)) {
        rest = shorter.trim_end();
    }
    rest
}

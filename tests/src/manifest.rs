//! Manifests as a person would write them, for many tasks at once.

use std::fmt::Write;

/// A task in the making; `yaml` ends it.
#[derive(Clone, Debug)]
pub struct Manifest {
    name: String,
    schedule: Vec<(&'static str, String)>,
    target: Vec<(&'static str, String)>,
    policy: Vec<(&'static str, String)>,
    labels: Vec<(String, String)>,
    rest: String,
}

impl Manifest {
    /// A task that calls `url`.
    #[must_use]
    pub fn new(name: impl Into<String>, url: impl Into<String>) -> Self {
        let target = vec![("url", url.into())];
        let (schedule, policy, labels) = (Vec::new(), Vec::new(), Vec::new());
        Self { name: name.into(), schedule, target, policy, labels, rest: String::new() }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A field of the schedule.
    #[must_use]
    pub fn schedule(mut self, field: &'static str, value: impl Into<String>) -> Self {
        self.schedule.push((field, value.into()));
        self
    }

    /// Every `seconds`, `offset` seconds after the full period.
    #[must_use]
    pub fn every(self, seconds: i64, offset: i64) -> Self {
        self.schedule("every", format!("{seconds}s")).schedule("offset", format!("{offset}s"))
    }

    /// A field of the target.
    #[must_use]
    pub fn target(mut self, field: &'static str, value: impl Into<String>) -> Self {
        self.target.push((field, value.into()));
        self
    }

    /// A field of the policy.
    #[must_use]
    pub fn policy(mut self, field: &'static str, value: impl Into<String>) -> Self {
        self.policy.push((field, value.into()));
        self
    }

    /// A label.
    #[must_use]
    pub fn label(mut self, key: &str, value: &str) -> Self {
        self.labels.push((key.to_owned(), value.to_owned()));
        self
    }

    /// A line at the top, such as `paused: null`.
    #[must_use]
    pub fn line(mut self, line: &str) -> Self {
        self.rest.push_str(line);
        self.rest.push('\n');
        self
    }

    /// What `apply` takes.
    #[must_use]
    pub fn yaml(&self) -> String {
        let mut text = format!("---\napiVersion: nono/v1\nkind: SchedulerTask\nname: {}\n{}", self.name, self.rest);
        let labels: Vec<(&str, String)> =
            self.labels.iter().map(|(key, value)| (key.as_str(), format!("\"{value}\""))).collect();
        section(&mut text, "labels", &labels);
        section(&mut text, "schedule", &self.schedule);
        section(&mut text, "target", &self.target);
        section(&mut text, "policy", &self.policy);
        text
    }
}

fn section(text: &mut String, title: &str, fields: &[(&str, String)]) {
    if fields.is_empty() {
        return;
    }
    text.push_str(title);
    text.push_str(":\n");
    for (field, value) in fields {
        let _ = writeln!(text, "  {field}: {value}");
    }
}

/// Many manifests as one file.
pub fn file<'a>(manifests: impl IntoIterator<Item = &'a Manifest>) -> String {
    manifests.into_iter().map(Manifest::yaml).collect()
}

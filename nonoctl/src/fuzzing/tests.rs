//! Drives the targets without a fuzzer: what is known to be good and bad, changed at random, for five seconds in CI and for as long as
//! `NONO_FUZZ_SECONDS` says in `make fuzz`. A failure prints the input; `NONO_SEED` repeats a run.

use std::time::{Duration, Instant};

use super::TARGETS;

/// What is typed, and pieces of it that mean something.
const SEEDS: [&str; 26] = [
    "apiVersion: nono/v1\nkind: SchedulerTask\nname: a.b\nschedule: { cron: \"*/5 * * * *\", timeZone: Europe/Berlin }\ntarget: { url: \"http://a/\" }\n",
    "{\"apiVersion\":\"nono/v1\",\"kind\":\"SchedulerTask\",\"name\":\"a\",\"schedule\":{\"every\":\"1h\",\"offset\":\"5m\"},\"target\":{\"url\":\"http://a/\",\"body\":{\"x\":[1,null,\"y\\n\"]}}}",
    "---\napiVersion: nono/v1\nkind: SchedulerTask\nname: a\nlabels: &l { on: \"1.0\" }\npaused: { until: 2h, reason: |\n  x }\nschedule:\n  at: [2099-01-01T00:00:00Z]\n  start: 2026-01-01T00:00:00Z\n  jitter: 10s\ntarget:\n  url: http://a/\n  headers: { X-A: b }\n  timeout: { attempt: 5s }\npolicy: { misfire: { run: all, max: 3 }, retry: { attempts: 3, on: [connect, 500-599] } }\n",
    "*/5 9-17 * * mon-fri",
    "0 0 29 2 *",
    "0 30 2 L-3W 3,10 MON#2 2027-2031/2",
    "H H(1-5) * * *\n@daily",
    "@every 5m",
    "state:failing,late team=billing or lag>1s",
    "billing !(state:ok or ~npr) name=/^a.*[0-9]$/ fails>=3 last<1d size>4k",
    "\"a b\" owner:sched-c3 p50>=10m next<15m",
    "zk1:2181,[::1]:2182,zk3/nono/eu",
    "127.0.0.1:1",
    "1h30m",
    "2d3h4m5s6ms",
    "90s",
    "0 2 * * * curl -fsS -X POST -d '{\"a\":1}' -H 'X-A: b' http://a/b?c=d > /dev/null 2>&1\n",
    "SHELL=/bin/sh\nCRON_TZ=Asia/Tokyo\nMAILTO=a@b\n# c\n*/5 * * * * root /bin/work --x \"y z\" %in%put\n@reboot x\n",
    "* * * * * r +=a * * r*%%%%%\n",
    "@daily wget -q -O - 'https://a/b'\n",
    "apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: a, namespace: b, labels: { c: d } }\nspec: { schedule: \"0 1 * * *\", timeZone: Europe/Berlin, suspend: true, concurrencyPolicy: Forbid, startingDeadlineSeconds: 10, jobTemplate: { spec: { backoffLimit: 2, activeDeadlineSeconds: 9, template: { spec: { containers: [ { name: x, image: y, command: [z], args: [w], env: [ { name: E, value: f } ] } ] } } } } }\n",
    "kind: List\nitems: [ { kind: CronJob, metadata: { name: a }, spec: { schedule: x } } ]\n",
    "[{\"name\":\"a\",\"schedule\":\"@every 1m\",\"executor\":\"http\",\"retries\":2,\"executor_config\":{\"url\":\"http://a/\",\"headers\":\"[\\\"A: b\\\"]\",\"timeout\":\"5\"},\"tags\":{\"a\":\"b:1\"}}]",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b, <<]\n",
    "\u{feff}kind: \u{202e}SchedulerTask\u{0}\u{85}",
    "- 1e400\n- -0.0\n- 0x1F\n- .inf\n- ~\n- \"\\u0000\"\n",
];

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap()
    }

    fn seed(&mut self) -> &'static [u8] {
        SEEDS[self.below(SEEDS.len())].as_bytes()
    }

    /// A seed, changed in one to eight places.
    fn input(&mut self) -> Vec<u8> {
        let mut input = self.seed().to_vec();
        for _ in 0..=self.below(8) {
            self.change(&mut input);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let (from, to) = (self.below(input.len() + 1), self.below(input.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        match self.below(8) {
            0 => drop(input.drain(from..to.min(from + 8))),
            1 => {
                let piece = input[from..to].to_vec();
                input.splice(from..from, piece);
            }
            2 => {
                let other = self.seed();
                let (a, b) = (self.below(other.len()), self.below(other.len()));
                input.splice(from..to, other[a.min(b)..a.max(b)].iter().copied());
            }
            3 => {
                let odd: [&str; 16] = [
                    "",
                    "0",
                    "99999999999999999999",
                    "-1",
                    "\n",
                    "\t",
                    "\"",
                    "'",
                    "[",
                    "}",
                    "*",
                    "\u{202e}",
                    "\u{0}",
                    "é",
                    "/",
                    ",",
                ];
                let odd = odd[self.below(odd.len())];
                input.splice(from..from, odd.bytes());
            }
            4 if !input.is_empty() => {
                let at = self.below(input.len());
                input[at] = self.next() as u8;
            }
            5 if !input.is_empty() => {
                let at = self.below(input.len());
                input[at] ^= 1 << self.below(8);
            }
            6 => input.truncate(to),
            _ => {
                let piece = input[from..to.min(from + 6)].repeat(1 + self.below(40));
                input.splice(from..from, piece);
            }
        }
        input.truncate(16 * 1024);
    }
}

#[test]
fn nothing_that_is_typed_brings_a_target_down() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seconds = number("NONO_FUZZ_SECONDS").unwrap_or(5);
    let seed = number("NONO_SEED").unwrap_or_else(random);
    let mut chance = Chance(seed);
    let end = Instant::now() + Duration::from_secs(seconds);
    for (name, target) in TARGETS {
        SEEDS.iter().for_each(|seed| tried(name, target, seed.as_bytes(), 0));
    }
    let mut tries = 0_u64;
    while Instant::now() < end {
        let input = chance.input();
        for (name, target) in TARGETS {
            tried(name, target, &input, seed);
            tries += 1;
        }
    }
    assert!(tries > 0, "no time for any");
}

fn random() -> u64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).unwrap();
    u64::from_le_bytes(bytes)
}

/// Says which input it was before the test fails.
#[expect(clippy::print_stderr, reason = "the input is what a person needs")]
fn tried(name: &str, target: super::Target, input: &[u8], seed: u64) {
    let began = Instant::now();
    if let Err(panic) = std::panic::catch_unwind(|| target(input)) {
        eprintln!("{name}, NONO_SEED={seed}: {:?}", String::from_utf8_lossy(input));
        std::panic::resume_unwind(panic);
    }
    let took = began.elapsed();
    assert!(took < Duration::from_secs(10), "{name} takes {took:?} for {:?}", String::from_utf8_lossy(input));
}

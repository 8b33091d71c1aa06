//! Random numbers and random schedules for the tests of schedules.
//!
//! A case is made from one number, so that a failure can be told in one number: `NONO_SEED=… NONO_CASES=…` repeat it. The
//! expressions are text, built from the forms that docs/cron.md lists; nothing of the product helps here.

/// A small generator of random numbers (splitmix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64, case: u64) -> Self {
        let mut random = Self(seed ^ case.wrapping_mul(0xd134_2543_de82_ef95));
        random.next();
        random
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// From `least` to `most`, both included.
    pub(crate) fn within(&mut self, least: i64, most: i64) -> i64 {
        let size = u128::try_from(most - least + 1).expect("least is not above most");
        least + i64::try_from((u128::from(self.next()) * size) >> 64).expect("below the size")
    }

    pub(crate) fn chance(&mut self, percent: i64) -> bool {
        self.within(1, 100) <= percent
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.within(0, of.len() as i64 - 1)).expect("an index")]
    }
}

/// The seed and the number of cases, from the environment or as given.
#[expect(clippy::disallowed_methods, reason = "a person may ask for more cases, or for those that failed")]
pub(crate) fn plan(cases: u64) -> (u64, u64) {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse().expect("a whole number"));
    (number("NONO_SEED").unwrap_or(20_270_328), number("NONO_CASES").unwrap_or(cases))
}

/// A wall time that an expression should come near, so that few cases are empty.
#[derive(Clone, Copy)]
pub(crate) struct Near {
    pub(crate) hour: i64,
    pub(crate) day: i64,
    pub(crate) month: i64,
    pub(crate) year: i64,
    /// 0 is Sunday.
    pub(crate) weekday: i64,
}

const MONTHS: [&str; 12] = ["JAN", "Feb", "mar", "APR", "May", "jun", "JUL", "Aug", "sep", "OCT", "Nov", "dec"];
const WEEKDAYS: [&str; 8] = ["SUN", "Mon", "tue", "WED", "Thu", "fri", "SAT", "7"];

/// Which forms an expression may have beyond the plain ones.
#[derive(Clone, Copy)]
pub(crate) enum Dialect {
    /// Those that croner knows, and means as we do.
    #[allow(dead_code, reason = "not every test has croner")]
    Croner,
    /// All of docs/cron.md.
    Whole,
}

/// An expression of five to seven fields.
pub(crate) fn expression(random: &mut Random, near: Near, dialect: Dialect) -> String {
    let mut fields = Vec::new();
    let years = random.chance(15);
    if years || random.chance(25) {
        fields.push(if random.chance(40) { "*".to_owned() } else { field(random, 0, 59, None) });
    }
    fields.push(if random.chance(10) { "*".to_owned() } else { field(random, 0, 59, None) });
    fields.push(match random.within(1, 10) {
        1 | 2 => "*".to_owned(),
        3..=6 => near.hour.to_string(),
        _ => field(random, 0, 23, Some(near.hour)),
    });
    fields.push(match random.within(1, 20) {
        1..=9 => star(random),
        10..=15 => field(random, 1, 31, Some(near.day)),
        _ => special(random, dialect, |random| field(random, 1, 31, None), date),
    });
    fields.push(if random.chance(75) {
        "*".to_owned()
    } else {
        named(field(random, 1, 12, Some(near.month)), random, 1, &MONTHS)
    });
    fields.push(match random.within(1, 20) {
        1..=10 => star(random),
        11..=16 => named(field(random, 0, 7, Some(near.weekday)), random, 0, &WEEKDAYS),
        _ => special(random, dialect, |random| field(random, 0, 7, None), weekday),
    });
    if years {
        fields.push(self::years(random, near.year, dialect));
    }
    if matches!(dialect, Dialect::Whole) && random.chance(20) {
        let place = usize::try_from(random.within(0, 4)).expect("an index");
        let bounds = [(0, 59), (0, 23), (1, 28), (1, 12), (0, 6)][place];
        let first = if fields.len() == 5 { 0 } else { 1 };
        fields[first + place] = spread(random, bounds);
    }
    fields.join(if random.chance(5) { " \t " } else { " " })
}

/// One to three special elements of a field of days, now and then with a plain one.
fn special(
    random: &mut Random,
    dialect: Dialect,
    plain: impl Fn(&mut Random) -> String,
    one: impl Fn(&mut Random, Dialect) -> String,
) -> String {
    let mut list: Vec<String> = (0..random.within(1, 3)).map(|_| one(random, dialect)).collect();
    if random.chance(30) {
        list.insert(0, plain(random));
    }
    list.join(",")
}

fn date(random: &mut Random, dialect: Dialect) -> String {
    let day = random.within(1, 31);
    match (dialect, random.within(1, 8)) {
        (Dialect::Whole, 1 | 2) => format!("L-{}", if random.chance(50) { random.within(1, 30) } else { day.min(3) }),
        (Dialect::Whole, 3) => random.pick(&["LW", "lw", "lW"]).to_string(),
        (_, 1..=4) => "L".to_owned(),
        (_, 5) => format!("{}W", random.pick(&[1, 2, 28, 29, 30, 31])),
        _ => format!("{day}W"),
    }
}

fn weekday(random: &mut Random, dialect: Dialect) -> String {
    // croner takes the last Sunday only as 0L, and no small letters.
    let (last, small) = match dialect {
        Dialect::Croner => (6, false),
        Dialect::Whole => (7, random.chance(20)),
    };
    let day = random.within(0, last);
    let name = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"][usize::try_from(day).expect("an index")];
    let day = if random.chance(50) { day.to_string() } else { name.to_owned() };
    let form = if random.chance(35) { format!("{day}L") } else { format!("{day}#{}", random.within(1, 5)) };
    if small { form.to_lowercase() } else { form }
}

/// Years around one, and now and then none of them.
fn years(random: &mut Random, near: i64, dialect: Dialect) -> String {
    let year = (near + random.within(-3, 3)).clamp(1970, 9999);
    let later = |years: i64| (year + years).min(9999);
    match random.within(1, 6) {
        1 => "*".to_owned(),
        2 => format!("{year}-{}", later(random.within(0, 9))),
        3 => format!("{year}/{}", random.within(1, 12)),
        // croner counts these from the year 1.
        4 if matches!(dialect, Dialect::Whole) => format!("*/{}", random.within(1, 6)),
        5 => format!("{near},{}", later(random.within(0, 70))),
        _ => near.to_string(),
    }
}

/// `H` in one of its forms.
fn spread(random: &mut Random, (least, most): (i64, i64)) -> String {
    let from = random.within(least, most - 1);
    let to = random.within(from + 1, most);
    match random.within(1, 4) {
        1 => "H".to_owned(),
        2 => format!("H({from}-{to})"),
        3 => format!("H/{}", random.within(1, most)).replace("H/0", "H/1"),
        _ => format!("H({from}-{to})/{}", random.within(1, to - from + 1)),
    }
}

fn star(random: &mut Random) -> String {
    random.pick(&["*", "?"]).to_string()
}

/// A field between two bounds that holds `near` more often than not.
fn field(random: &mut Random, least: i64, most: i64, near: Option<i64>) -> String {
    let elements = if random.chance(70) { 1 } else { random.within(2, 4) };
    let mut list: Vec<String> = (0..elements).map(|_| element(random, least, most)).collect();
    if let Some(near) = near.filter(|_| random.chance(70)) {
        list.push(near.to_string());
    }
    list.join(",")
}

fn element(random: &mut Random, least: i64, most: i64) -> String {
    let a = random.within(least, most);
    let b = random.within(a, most);
    let step = if random.chance(80) { random.within(1, (most / 2).max(1)) } else { random.within(1, most) };
    match random.within(1, 8) {
        1..=3 => a.to_string(),
        4 | 5 => format!("{a}-{b}"),
        6 => format!("{a}-{b}/{step}"),
        7 => format!("{a}/{step}"),
        _ => format!("*/{step}"),
    }
}

/// Now and then, a lone number as a name.
fn named(field: String, random: &mut Random, least: usize, names: &[&str]) -> String {
    match field.parse::<usize>() {
        Ok(number) if random.chance(60) => names[number - least].to_owned(),
        _ => field,
    }
}

//! Chance under a seed: the same seed gives the same choices, so a story that failed can be told again.
//!
//! SplitMix64, written out: the choices of a seed must not change with a dependency.

use std::time::Duration;

/// A source of choices.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From `NONO_SEED`, else from the clock; which one, to be printed.
    ///
    /// # Panics
    /// If `NONO_SEED` is no number.
    #[must_use]
    pub fn from_environment() -> (u64, Self) {
        let seed = std::env::var("NONO_SEED").ok().filter(|text| !text.is_empty());
        let seed = seed.map_or_else(
            || crate::wait::now_ms().unsigned_abs() % 1_000_000,
            |text| text.parse().unwrap_or_else(|_| panic!("NONO_SEED is {text:?}, not a number")),
        );
        (seed, Self::new(seed))
    }

    /// Any number.
    pub fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// One of 0 to `count` - 1.
    ///
    /// # Panics
    /// If there is nothing to choose from.
    pub fn below(&mut self, count: usize) -> usize {
        assert!(count > 0, "nothing to choose from");
        usize::try_from(self.any() % count as u64).expect("smaller than a usize")
    }

    /// One of these.
    ///
    /// # Panics
    /// If there are none.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// A span from `least` to `most`, in milliseconds.
    pub fn span(&mut self, least: u64, most: u64) -> Duration {
        Duration::from_millis(least + self.any() % (most - least + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_choices_and_another_seed_others() {
        let choices = |seed| {
            let mut chance = Chance::new(seed);
            (0..50).map(|_| chance.below(10)).collect::<Vec<_>>()
        };
        assert_eq!(choices(7), choices(7));
        assert_ne!(choices(7), choices(8));
        assert!((0..10).all(|wanted| choices(7).contains(&wanted)));
    }
}

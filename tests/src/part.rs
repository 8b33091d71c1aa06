//! A part of the partitions, judged by itself: what a partition's runs are judged by is in the log below paths of the same
//! partition, so a log that is too large for the memory is judged part by part.

/// Every partition whose number, divided by so many, leaves the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    number: u16,
    of: u16,
}

/// Nodes below which the next name is a partition.
const DIVIDED: [&str; 7] = ["tasks", "changes", "leases", "claims", "runs", "states", "commands"];

impl Part {
    /// All of them.
    pub const WHOLE: Self = Self { number: 0, of: 1 };

    /// So many, which together are the whole.
    pub fn all(of: u16) -> impl Iterator<Item = Self> {
        (0..of).map(move |number| Self { number, of })
    }

    /// Whether what happens at this path, without the chroot, is told to whoever judges this part. What is of no partition, such
    /// as members, is told to all.
    #[must_use]
    pub fn has_path(&self, path: &str) -> bool {
        let mut names = path.split('/').skip(1);
        let is_divided = names.next().is_some_and(|name| DIVIDED.contains(&name));
        !is_divided || names.next().is_none_or(|partition| self.has(partition))
    }

    /// Whether a run of this id is judged here.
    #[must_use]
    pub fn has_run(&self, id: &str) -> bool {
        self.has(id.get(2..5).unwrap_or_default())
    }

    /// What is no number belongs to the first part.
    fn has(&self, partition: &str) -> bool {
        partition.parse::<u16>().unwrap_or_default() % self.of == self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_partition_is_in_one_part_and_what_is_of_none_in_all() {
        let parts = |path: &str| Part::all(4).filter(|part| part.has_path(path)).count();
        for path in ["/claims/017", "/states/255/a", "/runs/000/r", "/leases/3", "/tasks/x/y", "/tasks/9"] {
            assert_eq!(parts(path), 1, "{path}");
        }
        for path in ["/schedulers/a-000001", "/intents", "/intents/017", "/claims", "/", ""] {
            assert_eq!(parts(path), 4, "{path}");
        }
        for partition in [0, 3, 17, 998] {
            let one = Part::all(4).find(|part| part.has_path(&format!("/states/{partition:03}/t"))).unwrap();
            assert!(one.has_run(&format!("r-{partition:03}-k3f9x2m4-20261124T010000Z")));
            assert!(one.has_path(&format!("/claims/{partition:03}")));
        }
        assert_eq!(Part::all(4).filter(|part| part.has_run("-")).count(), 1);
        assert!(Part::WHOLE.has_path("/states/255/a") && Part::WHOLE.has_run("r-017-k3f9x2m4-m0000000001"));
    }
}

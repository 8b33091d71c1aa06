//! Maps and sets whose order is the same in every process, so that a seed replays everything.
//!
//! The standard ones are seeded at random against keys chosen by an attacker; here keys are names of tasks that admins made
//! and ids of ours, and each run is looked up dozens of times. Everything in the engine uses these (tests/layering.rs).

pub(super) use rustc_hash::FxHashMap as HashMap;
pub(super) use rustc_hash::FxHashSet as HashSet;

use crate::name::Partition;

/// What there is of some partitions, in their order. Each run has it asked dozens of times whose it is, so it is a look at one
/// place and not a search.
#[derive(Debug)]
pub(super) struct ByPartition<T> {
    places: Vec<Option<Box<T>>>,
    count: usize,
}

impl<T> Default for ByPartition<T> {
    fn default() -> Self {
        Self { places: Vec::new(), count: 0 }
    }
}

impl<T> ByPartition<T> {
    pub(super) fn get(&self, partition: &Partition) -> Option<&T> {
        self.places.get(usize::from(partition.0))?.as_deref()
    }

    pub(super) fn get_mut(&mut self, partition: &Partition) -> Option<&mut T> {
        self.places.get_mut(usize::from(partition.0))?.as_deref_mut()
    }

    pub(super) fn contains_key(&self, partition: &Partition) -> bool {
        self.get(partition).is_some()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn insert(&mut self, partition: Partition, value: T) -> Option<T> {
        let place = usize::from(partition.0);
        if self.places.len() <= place {
            self.places.resize_with(place + 1, || None);
        }
        let former = self.places[place].replace(Box::new(value));
        self.count += usize::from(former.is_none());
        former.map(|former| *former)
    }

    pub(super) fn remove(&mut self, partition: &Partition) -> Option<T> {
        let former = self.places.get_mut(usize::from(partition.0))?.take()?;
        self.count -= 1;
        Some(*former)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Partition, &T)> {
        (0..).map(Partition).zip(&self.places).filter_map(|(partition, place)| Some((partition, place.as_deref()?)))
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (Partition, &mut T)> {
        let places = (0..).map(Partition).zip(&mut self.places);
        places.filter_map(|(partition, place)| Some((partition, place.as_deref_mut()?)))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = Partition> {
        self.iter().map(|(partition, _)| partition)
    }

    pub(super) fn into_values(self) -> impl Iterator<Item = T> {
        self.places.into_iter().flatten().map(|value| *value)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.places.iter().flatten().map(|value| &**value)
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.places.iter_mut().flatten().map(|value| &mut **value)
    }
}

impl<T> std::ops::Index<&Partition> for ByPartition<T> {
    type Output = T;

    fn index(&self, partition: &Partition) -> &T {
        self.get(partition).expect("it is there")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_come_and_go_and_stand_in_their_order() {
        let mut map = ByPartition::default();
        assert!(map.is_empty() && map.get(&Partition(3)).is_none() && map.remove(&Partition(3)).is_none());
        for (partition, value) in [(7, 'a'), (3, 'b'), (999, 'c')] {
            assert_eq!(map.insert(Partition(partition), value), None);
        }
        assert_eq!(map.insert(Partition(7), 'd'), Some('a'));
        assert_eq!(
            map.iter().collect::<Vec<_>>(),
            [(Partition(3), &'b'), (Partition(7), &'d'), (Partition(999), &'c')]
        );
        assert_eq!(map.remove(&Partition(3)), Some('b'));
        map.values_mut().for_each(|value| *value = 'e');
        assert_eq!(map.keys().zip(map.values()).collect::<Vec<_>>(), [(Partition(7), &'e'), (Partition(999), &'e')]);
        assert!(map.contains_key(&Partition(7)) && !map.contains_key(&Partition(3)) && !map.is_empty());
        assert_eq!(
            (map.remove(&Partition(7)), map.remove(&Partition(999)), map.is_empty()),
            (Some('e'), Some('e'), true)
        );
    }
}

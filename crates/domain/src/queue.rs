//! A queue with a fair share for each key: keys take turns, and the items of one key keep their order.
//!
//! Nobody waits for more than one item of each other key, however many those have put in. Somebody who may can put items at places by hand:
//! those come before all turns. It does not know what an item is, nor how many may run at once.

use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Keys in the order of their turns. Few keys are expected (the members of a room), so that a walk is cheap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FairQueue<K, T> {
    /// Put at their places by hand; served first.
    #[serde(default = "VecDeque::new")]
    placed: VecDeque<(K, T)>,
    /// Never holds an empty lane.
    lanes: VecDeque<Lane<K, T>>,
    /// Who was served last: they stay behind everybody who comes before the next turn.
    last: Option<K>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Lane<K, T> {
    key: K,
    items: VecDeque<T>,
}

impl<K, T> Default for FairQueue<K, T> {
    fn default() -> Self {
        Self { placed: VecDeque::new(), lanes: VecDeque::new(), last: None }
    }
}

impl<K: Clone + Eq, T> FairQueue<K, T> {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts an item behind the others of its key.
    pub fn push(&mut self, key: K, item: T) {
        if let Some(lane) = self.lanes.iter_mut().find(|lane| lane.key == key) {
            lane.items.push_back(item);
            return;
        }
        let just_served = self.lanes.back().is_some_and(|lane| self.last.as_ref() == Some(&lane.key));
        let place = self.lanes.len() - usize::from(just_served);
        self.lanes.insert(place, Lane { key, items: VecDeque::from([item]) });
    }

    /// Serves the next item; its key goes to the back, unless the item was put at its place by hand.
    pub fn pop(&mut self) -> Option<T> {
        if let Some((key, item)) = self.placed.pop_front() {
            self.last = Some(key);
            return Some(item);
        }
        let mut lane = self.lanes.pop_front()?;
        let item = lane.items.pop_front().expect("no lane is empty");
        self.last = Some(lane.key.clone());
        if !lane.items.is_empty() {
            self.lanes.push_back(lane);
        }
        Some(item)
    }

    /// Takes out the first item, in serving order, for which `wanted` holds. Everybody's turn stays as it was.
    pub fn remove(&mut self, wanted: impl Fn(&T) -> bool) -> Option<T> {
        if let Some(place) = self.placed.iter().position(|(_, item)| wanted(item)) {
            return self.placed.remove(place).map(|(_, item)| item);
        }
        let (lane, item) = self.places().find(|&(lane, item)| wanted(&self.lanes[lane].items[item]))?;
        let removed = self.lanes[lane].items.remove(item);
        if self.lanes[lane].items.is_empty() {
            self.lanes.remove(lane);
        }
        removed
    }

    /// Puts the item for which `wanted` holds behind so many others, and keeps those before it where they are.
    pub fn place(&mut self, wanted: impl Fn(&T) -> bool, behind: usize) {
        let Some((key, item)) = self.take_out(&wanted) else { return };
        while self.placed.len() < behind {
            let Some((lane, _)) = self.places().next() else { break };
            let key = self.lanes[lane].key.clone();
            let next = self.lanes[lane].items.pop_front().expect("no lane is empty");
            let rest = self.lanes.remove(lane).expect("it was found there");
            // As if it was served: turns pass on.
            if !rest.items.is_empty() {
                self.lanes.push_back(rest);
            }
            self.placed.push_back((key, next));
        }
        self.placed.insert(behind.min(self.placed.len()), (key, item));
    }

    /// Items that were put at their places by hand; they are the first.
    #[must_use]
    pub fn placed(&self) -> usize {
        self.placed.len()
    }

    fn take_out(&mut self, wanted: &impl Fn(&T) -> bool) -> Option<(K, T)> {
        if let Some(place) = self.placed.iter().position(|(_, item)| wanted(item)) {
            return self.placed.remove(place);
        }
        let lane = self.lanes.iter().find(|lane| lane.items.iter().any(wanted))?;
        let key = lane.key.clone();
        self.remove(wanted).map(|item| (key, item))
    }

    /// In the order in which they will be served, if nothing is added.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.placed.iter().map(|(_, item)| item).chain(self.places().map(|(lane, item)| &self.lanes[lane].items[item]))
    }

    /// Items that will be served before the first for which `wanted` holds.
    #[must_use]
    pub fn position_of(&self, wanted: impl Fn(&T) -> bool) -> Option<usize> {
        self.iter().position(wanted)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.placed.len() + self.lanes.iter().map(|lane| lane.items.len()).sum::<usize>()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.placed.is_empty() && self.lanes.is_empty()
    }

    /// Items of one key.
    #[must_use]
    pub fn len_of(&self, key: &K) -> usize {
        let placed = self.placed.iter().filter(|(of, _)| of == key).count();
        placed + self.lanes.iter().find(|lane| lane.key == *key).map_or(0, |lane| lane.items.len())
    }

    /// Indices of lane and item, round by round.
    fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let rounds = self.lanes.iter().map(|lane| lane.items.len()).max().unwrap_or(0);
        (0..rounds)
            .flat_map(|round| (0..self.lanes.len()).map(move |lane| (lane, round)))
            .filter(|&(lane, round)| round < self.lanes[lane].items.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn drained(mut queue: FairQueue<u8, u32>) -> Vec<u32> {
        std::iter::from_fn(|| queue.pop()).collect()
    }

    #[test]
    fn keys_take_turns_and_each_keeps_its_order() {
        let mut queue = FairQueue::new();
        for item in [10, 11, 12] {
            queue.push(1, item);
        }
        queue.push(2, 20);
        queue.push(3, 30);
        queue.push(2, 21);
        assert_eq!(queue.iter().copied().collect::<Vec<_>>(), [10, 20, 30, 11, 21, 12]);
        assert_eq!(queue.position_of(|item| *item == 21), Some(4));
        assert_eq!((queue.len(), queue.len_of(&1), queue.len_of(&9)), (6, 3, 0));
        assert_eq!(drained(queue), [10, 20, 30, 11, 21, 12]);
    }

    #[test]
    fn what_is_put_somewhere_stays_there_and_turns_go_on_behind_it() {
        let mut queue = FairQueue::new();
        for (key, item) in [(1, 10), (1, 11), (1, 12), (2, 20), (3, 30)] {
            queue.push(key, item);
        }
        queue.place(|item| *item == 12, 1);
        assert_eq!(queue.iter().copied().collect::<Vec<_>>(), [10, 12, 20, 30, 11]);
        assert_eq!((queue.placed(), queue.len(), queue.len_of(&1)), (2, 5, 3));
        queue.push(4, 40);
        queue.place(|item| *item == 30, 0);
        assert_eq!(drained(queue), [30, 10, 12, 20, 11, 40]);
        let mut one = FairQueue::new();
        one.push(1, 10);
        one.place(|item| *item == 10, 99);
        one.place(|item| *item == 77, 0);
        assert_eq!((one.remove(|item| *item == 10), one.is_empty()), (Some(10), true));
    }

    #[test]
    fn whoever_was_just_served_lets_a_newcomer_pass() {
        let mut queue = FairQueue::new();
        queue.push(1, 10);
        assert_eq!(queue.pop(), Some(10));
        queue.push(1, 11);
        queue.push(2, 20);
        assert_eq!(drained(queue), [20, 11]);
    }

    #[test]
    fn removing_keeps_everybodys_turn() {
        let mut queue = FairQueue::new();
        queue.push(1, 10);
        queue.push(2, 20);
        queue.push(1, 11);
        assert_eq!(queue.remove(|item| *item == 10), Some(10));
        assert_eq!(queue.remove(|item| *item == 10), None);
        assert_eq!(drained(queue), [11, 20]);
    }

    #[derive(Clone, Debug)]
    enum Step {
        Push(u8),
        Pop,
        Remove(u32),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![5 => (0u8..5).prop_map(Step::Push), 3 => Just(Step::Pop), 1 => (0u32..60).prop_map(Step::Remove)];
        proptest::collection::vec(step, 0..120)
    }

    /// An item that waits: its key, how many of its own key were before it, and whom it saw being served since.
    struct Wait {
        key: u8,
        ahead: usize,
        passed_by: BTreeMap<u8, usize>,
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nobody_waits_for_more_than_one_item_of_each_other_key(steps in steps()) {
            let mut queue = FairQueue::new();
            let mut waiting: BTreeMap<u32, Wait> = BTreeMap::new();
            let mut next = 0;
            for step in steps {
                match step {
                    Step::Push(key) => {
                        let ahead = waiting.values().filter(|wait| wait.key == key).count();
                        waiting.insert(next, Wait { key, ahead, passed_by: BTreeMap::new() });
                        queue.push(key, next);
                        next += 1;
                    }
                    Step::Pop => {
                        let foretold = queue.iter().next().copied();
                        let served = queue.pop();
                        prop_assert_eq!(served, foretold);
                        prop_assert_eq!(served.is_none(), waiting.is_empty());
                        let Some(served) = served else { continue };
                        let done = waiting.remove(&served).expect("served once, and only what was pushed");
                        prop_assert!(done.passed_by.values().all(|&turns| turns <= done.ahead + 1));
                        for wait in waiting.values_mut().filter(|wait| wait.key != done.key) {
                            *wait.passed_by.entry(done.key).or_default() += 1;
                        }
                    }
                    Step::Remove(item) => {
                        prop_assert_eq!(queue.remove(|known| *known == item).is_some(), waiting.remove(&item).is_some());
                    }
                }
                prop_assert_eq!(queue.len(), waiting.len());
                prop_assert_eq!(queue.is_empty(), waiting.is_empty());
            }
            let json = serde_json::to_string(&queue).expect("plain data");
            prop_assert_eq!(&serde_json::from_str::<FairQueue<u8, u32>>(&json).expect("its own words"), &queue);
            let foretold: Vec<u32> = queue.iter().copied().collect();
            prop_assert_eq!(drained(queue), foretold);
        }
    }
}

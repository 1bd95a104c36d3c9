//! Hashes of leaves and nodes, and the root of a growing log from the few hashes that stand for all that came before.

use sha2::{Digest, Sha256};

/// SHA-256.
pub type Hash = [u8; 32];

/// The root of a log without entries.
#[must_use]
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// Leaves and nodes begin with different bytes, so that none can pass for the other.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// A complete subtree: it covers the leaves from `number << level` up to before `(number + 1) << level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    pub level: u32,
    pub number: u64,
}

/// The complete subtrees that a log consists of, the largest first: as many as its size has ones in binary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompactRange {
    size: u64,
    peaks: Vec<Hash>,
}

impl CompactRange {
    /// A log that was kept as its size and peaks. None: they don't fit each other.
    #[must_use]
    pub fn of(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (peaks.len() == size.count_ones() as usize).then_some(Self { size, peaks })
    }

    /// Entries so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    #[must_use]
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// Adds a leaf; tells each subtree that is complete now, the leaf itself first.
    pub fn append(&mut self, leaf: Hash, mut complete: impl FnMut(Node, Hash)) {
        let (mut node, mut hash) = (Node { level: 0, number: self.size }, leaf);
        complete(node, hash);
        while node.number & 1 == 1 {
            let left = self.peaks.pop().expect("a log has a peak for each one of its size");
            hash = node_hash(&left, &hash);
            node = Node { level: node.level + 1, number: node.number >> 1 };
            complete(node, hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    #[must_use]
    pub fn root(&self) -> Hash {
        let mut smaller = self.peaks.iter().rev();
        let Some(last) = smaller.next() else { return empty_root() };
        smaller.fold(*last, |right, left| node_hash(left, &right))
    }
}

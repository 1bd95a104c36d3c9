//! Proofs that an entry is in a log, and that a log only grew; and how anybody checks them (RFC 9162, 2.1.3 and 2.1.4).
//!
//! A proof is put together from hashes of complete subtrees. Which ones is told first, so that a store can fetch just these.

use super::tree::{Hash, Node, empty_root, node_hash};

/// Where there can be no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoProof {
    #[error("the log had no such entry at that size")]
    OutOfRange,
    #[error("a hash of the log is missing")]
    Missing(Node),
}

/// What a proof was to show is not so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the proof does not lead to the signed root")]
pub struct Refuted;

/// A span of leaves that ends at the end of a log or is a complete subtree.
#[derive(Clone, Copy)]
struct Span {
    start: u64,
    len: u64,
}

impl Span {
    /// The left part is the largest complete subtree that is not the whole.
    fn halves(self) -> (Self, Self) {
        let left = 1_u64 << (u64::BITS - 1 - (self.len - 1).leading_zeros());
        (Self { start: self.start, len: left }, Self { start: self.start + left, len: self.len - left })
    }

    fn nodes(self, found: &mut Vec<Node>) {
        if self.len.is_power_of_two() {
            let level = self.len.trailing_zeros();
            found.push(Node { level, number: self.start >> level });
        } else {
            let (left, right) = self.halves();
            left.nodes(found);
            right.nodes(found);
        }
    }

    fn hash(self, get: &impl Fn(Node) -> Option<Hash>) -> Result<Hash, NoProof> {
        let mut nodes = Vec::new();
        self.nodes(&mut nodes);
        let mut smaller = nodes.into_iter().rev().map(|node| get(node).ok_or(NoProof::Missing(node)));
        let last = smaller.next().expect("a span is not empty")?;
        smaller.try_fold(last, |right, left| Ok(node_hash(&left?, &right)))
    }
}

/// The sides along the way to a leaf, from the leaf up.
fn inclusion_spans(index: u64, size: u64) -> Result<Vec<Span>, NoProof> {
    if index >= size {
        return Err(NoProof::OutOfRange);
    }
    let (mut spans, mut here) = (Vec::new(), Span { start: 0, len: size });
    while here.len > 1 {
        let (left, right) = here.halves();
        if index < right.start {
            spans.push(right);
            here = left;
        } else {
            spans.push(left);
            here = right;
        }
    }
    spans.reverse();
    Ok(spans)
}

fn consistency_spans(first: u64, second: u64) -> Result<Vec<Span>, NoProof> {
    if first > second {
        return Err(NoProof::OutOfRange);
    }
    if first == 0 || first == second {
        return Ok(Vec::new());
    }
    let (mut spans, mut here, mut known) = (Vec::new(), Span { start: 0, len: second }, true);
    while here.start + here.len != first {
        let (left, right) = here.halves();
        if first <= right.start {
            spans.push(right);
            here = left;
        } else {
            spans.push(left);
            here = right;
            known = false;
        }
    }
    // Who checks has the first root already where it is this subtree's.
    if !known {
        spans.push(here);
    }
    spans.reverse();
    Ok(spans)
}

fn nodes_of(spans: &[Span]) -> Vec<Node> {
    let mut nodes = Vec::new();
    spans.iter().for_each(|span| span.nodes(&mut nodes));
    nodes
}

fn hashes_of(spans: &[Span], get: &impl Fn(Node) -> Option<Hash>) -> Result<Vec<Hash>, NoProof> {
    spans.iter().map(|span| span.hash(get)).collect()
}

/// What [`inclusion_proof`] will ask for.
///
/// # Errors
/// Where the log of that size has no such entry.
pub fn inclusion_nodes(index: u64, size: u64) -> Result<Vec<Node>, NoProof> {
    Ok(nodes_of(&inclusion_spans(index, size)?))
}

/// # Errors
/// Where the log of that size has no such entry, or `get` has no hash for a node.
pub fn inclusion_proof(index: u64, size: u64, get: &impl Fn(Node) -> Option<Hash>) -> Result<Vec<Hash>, NoProof> {
    hashes_of(&inclusion_spans(index, size)?, get)
}

/// What [`consistency_proof`] will ask for.
///
/// # Errors
/// Where the first size is the larger one.
pub fn consistency_nodes(first: u64, second: u64) -> Result<Vec<Node>, NoProof> {
    Ok(nodes_of(&consistency_spans(first, second)?))
}

/// # Errors
/// Where the first size is the larger one, or `get` has no hash for a node.
pub fn consistency_proof(first: u64, second: u64, get: &impl Fn(Node) -> Option<Hash>) -> Result<Vec<Hash>, NoProof> {
    hashes_of(&consistency_spans(first, second)?, get)
}

/// What [`root_from`] will ask for.
#[must_use]
pub fn root_nodes(size: u64) -> Vec<Node> {
    let mut nodes = Vec::new();
    if size > 0 {
        Span { start: 0, len: size }.nodes(&mut nodes);
    }
    nodes
}

/// The root that the log had at that size.
///
/// # Errors
/// Where `get` has no hash for a node.
pub fn root_from(size: u64, get: &impl Fn(Node) -> Option<Hash>) -> Result<Hash, NoProof> {
    if size == 0 { Ok(empty_root()) } else { Span { start: 0, len: size }.hash(get) }
}

/// Whether the leaf is entry `index` of the log with this size and root.
///
/// # Errors
/// Where it is not, or the proof does not show it.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> Result<(), Refuted> {
    if index >= size {
        return Err(Refuted);
    }
    let (mut place, mut last, mut hash) = (index, size - 1, *leaf);
    for side in proof {
        if last == 0 {
            return Err(Refuted);
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(side, &hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, side);
        }
        place >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == *root { Ok(()) } else { Err(Refuted) }
}

/// Whether the log with the second size and root begins with the whole log of the first.
///
/// # Errors
/// Where it does not, or the proof does not show it.
pub fn verify_consistency((first, first_root): (u64, &Hash), (second, second_root): (u64, &Hash), proof: &[Hash]) -> Result<(), Refuted> {
    if first > second {
        return Err(Refuted);
    }
    if first == second || first == 0 {
        let same = first != second || first_root == second_root;
        let begins_empty = first != 0 || *first_root == empty_root();
        return if proof.is_empty() && same && begins_empty { Ok(()) } else { Err(Refuted) };
    }
    let (seed, rest) = if first.is_power_of_two() {
        (*first_root, proof)
    } else {
        let (seed, rest) = proof.split_first().ok_or(Refuted)?;
        (*seed, rest)
    };
    let skip = (first - 1).trailing_ones();
    let (mut place, mut last) = ((first - 1) >> skip, (second - 1) >> skip);
    let (mut old, mut new) = (seed, seed);
    for side in rest {
        if last == 0 {
            return Err(Refuted);
        }
        if place & 1 == 1 || place == last {
            old = node_hash(side, &old);
            new = node_hash(side, &new);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new = node_hash(&new, side);
        }
        place >>= 1;
        last >>= 1;
    }
    if last == 0 && old == *first_root && new == *second_root { Ok(()) } else { Err(Refuted) }
}

//! Whatever is done to a log or a proof is found.

use super::*;
use crate::Timestamp;
use proptest::prelude::*;
use std::collections::HashMap;

/// Straight from the definition, RFC 9162, 2.1.1.
fn defined_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let left = leaves.len().next_power_of_two() / 2;
            node_hash(&defined_root(&leaves[..left]), &defined_root(&leaves[left..]))
        }
    }
}

struct Grown {
    leaves: Vec<Hash>,
    roots: Vec<Hash>,
    nodes: HashMap<Node, Hash>,
}

fn grown(size: u64) -> Grown {
    let (mut range, mut nodes) = (CompactRange::default(), HashMap::new());
    let leaves: Vec<Hash> = (0..size).map(|number| leaf_hash(&number.to_be_bytes())).collect();
    let mut roots = vec![range.root()];
    for leaf in &leaves {
        range.append(*leaf, |node, hash| _ = nodes.insert(node, hash));
        let kept = CompactRange::of(range.size(), range.peaks().to_vec()).expect("peaks fit the size");
        assert_eq!(kept, range);
        roots.push(range.root());
    }
    Grown { leaves, roots, nodes }
}

#[test]
fn peaks_that_do_not_fit_a_size_are_refused() {
    assert!(CompactRange::of(3, vec![[0; 32]]).is_none());
    assert!(CompactRange::of(0, Vec::new()).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn roots_and_proofs_are_those_of_the_definition(size in 1_u64..200, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let log = grown(size);
        let get = |node| log.nodes.get(&node).copied();
        let index = a.index(log.leaves.len());
        let first = b.index(log.leaves.len() + 1);
        prop_assert_eq!(log.roots[log.leaves.len()], defined_root(&log.leaves));
        let (at, root) = (index as u64, &log.roots[log.leaves.len()]);
        let wanted = inclusion_nodes(at, size).expect("in range");
        let proof = inclusion_proof(at, size, &|node| wanted.contains(&node).then(|| get(node)).flatten()).expect("a proof");
        prop_assert!(proof.len() <= 8);
        prop_assert_eq!(verify_inclusion(&log.leaves[index], at, size, &proof, root), Ok(()));
        let consistent = consistency_proof(first as u64, size, &get).expect("a proof");
        prop_assert_eq!(verify_consistency((first as u64, &log.roots[first]), (size, root), &consistent), Ok(()));
    }

    #[test]
    fn a_false_proof_is_refuted(size in 2_u64..200, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), bit in 0_usize..256) {
        let log = grown(size);
        let get = |node| log.nodes.get(&node).copied();
        let flip = |hash: &Hash| { let mut hash = *hash; hash[bit / 8] ^= 1 << (bit % 8); hash };
        let (index, root) = (a.index(log.leaves.len()), &log.roots[log.leaves.len()]);
        let at = index as u64;
        let proof = inclusion_proof(at, size, &get).expect("a proof");
        prop_assert!(verify_inclusion(&flip(&log.leaves[index]), at, size, &proof, root).is_err());
        prop_assert!(verify_inclusion(&log.leaves[index], at, size, &proof, &flip(root)).is_err());
        prop_assert!(verify_inclusion(&log.leaves[index], size, size, &proof, root).is_err());
        prop_assert!(verify_inclusion(&log.leaves[index], at, size, &proof[1..], root).is_err());
        let mut longer = proof.clone();
        longer.push([0; 32]);
        prop_assert!(verify_inclusion(&log.leaves[index], at, size, &longer, root).is_err());
        let place = b.index(proof.len());
        let mut other = proof.clone();
        other[place] = flip(&other[place]);
        prop_assert!(verify_inclusion(&log.leaves[index], at, size, &other, root).is_err());
        let elsewhere = b.index(log.leaves.len());
        if elsewhere != index {
            prop_assert!(verify_inclusion(&log.leaves[index], elsewhere as u64, size, &proof, root).is_err());
        }
    }

    #[test]
    fn a_log_that_was_rewritten_is_not_consistent(size in 2_u64..200, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let log = grown(size);
        let first = 1 + a.index(log.leaves.len() - 1);
        let mut leaves = log.leaves.clone();
        leaves[b.index(first)] = [9; 32];
        let (mut range, mut nodes) = (CompactRange::default(), HashMap::new());
        leaves.iter().for_each(|leaf| range.append(*leaf, |node, hash| _ = nodes.insert(node, hash)));
        let proof = consistency_proof(first as u64, size, &|node| nodes.get(&node).copied()).expect("a proof");
        prop_assert!(verify_consistency((first as u64, &log.roots[first]), (size, &range.root()), &proof).is_err());
    }

    /// Dropped, changed, doubled, swapped, renumbered, with notes that were made to fit or not: found as long as the heads stand.
    #[test]
    fn whatever_is_done_to_a_log_is_found(
        size in 2_u64..60, every in 1_u64..9, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), deed in 0_u8..5, mend in any::<bool>(),
    ) {
        let mut range = CompactRange::default();
        let mut lines = Vec::new();
        let mut heads = Vec::new();
        for index in 0..size {
            let draft = LedgerDraft::new(EntryKind::Used).detail("audience");
            let entry = Entry::of(&draft, index, Timestamp::from_millis(index * 7), uuid::Uuid::from_u128(index.into()), &[1; 16]).expect("an entry");
            range.append(entry.leaf(), |_, _| {});
            if (index + 1) % every == 0 || index + 1 == size {
                heads.push((range.size(), range.root()));
            }
            lines.push((entry.to_json(), entry.leaf()));
        }
        let (a, b) = (a.index(lines.len()), b.index(lines.len()));
        match deed {
            0 => _ = lines.remove(a),
            1 => lines[a].0 = lines[a].0.replace("audience", "person"),
            2 => lines.insert(b, lines[a].clone()),
            3 if a != b => lines.swap(a, b),
            _ => {
                lines.remove(a);
                for (index, line) in lines.iter_mut().enumerate() {
                    let mut entry = Entry::parse(&line.0).expect("an entry");
                    entry.index = index as u64;
                    line.0 = entry.to_json();
                }
            }
        }
        let mut audit = Audit::default();
        for (body, leaf) in &lines {
            let leaf = if mend { leaf_hash(body.as_bytes()) } else { *leaf };
            audit.entry(Line { body, leaf: Some(leaf) });
        }
        heads.iter().for_each(|(size, root)| audit.head(*size, *root));
        let findings = audit.finish();
        prop_assert!(!findings.is_empty());
        if deed == 1 && !mend {
            prop_assert_eq!(findings, vec![Finding::Changed { index: a as u64 }]);
        }
    }
}

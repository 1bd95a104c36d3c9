//! Silhouettes over time: what was not looked at is blended from its neighbours, and edges are kept from flickering.

use super::CELLS;
use std::sync::Arc;

/// How much a picture hears of the one before and the one after, of four.
const NEIGHBOUR: u32 = 1;

/// One for each picture. Where nothing was seen in any, all are empty.
pub fn whole(seen: &[Option<Vec<u8>>]) -> Vec<Arc<[u8]>> {
    let looked: Vec<usize> = (0..seen.len()).filter(|index| seen[*index].is_some()).collect();
    let filled: Vec<Vec<u8>> = (0..seen.len()).map(|index| between(seen, &looked, index)).collect();
    (0..filled.len())
        .map(|index| {
            let (before, after) = (&filled[index.saturating_sub(1)], &filled[(index + 1).min(filled.len() - 1)]);
            let cells = filled[index].iter().zip(before).zip(after);
            cells.map(|((is, was), will)| ((u32::from(*is) * 2 + (u32::from(*was) + u32::from(*will)) * NEIGHBOUR + 2) / 4) as u8).collect()
        })
        .collect()
}

fn between(seen: &[Option<Vec<u8>>], looked: &[usize], index: usize) -> Vec<u8> {
    let of = |at: usize| seen[looked[at]].as_deref().unwrap_or_default();
    match looked.binary_search(&index) {
        Ok(at) => of(at).to_vec(),
        Err(_) if looked.is_empty() => vec![0; CELLS],
        Err(0) => of(0).to_vec(),
        Err(at) if at == looked.len() => of(at - 1).to_vec(),
        Err(at) => {
            let (from, to) = (looked[at - 1], looked[at]);
            let (part, all) = ((index - from) as u32, (to - from) as u32);
            let cells = of(at - 1).iter().zip(of(at));
            cells.map(|(a, b)| ((u32::from(*a) * (all - part) + u32::from(*b) * part + all / 2) / all) as u8).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_looked_at_lies_between_its_neighbours() {
        let (none, all) = (vec![0; CELLS], vec![200; CELLS]);
        let made = whole(&[Some(none), None, None, None, Some(all)]);
        let first: Vec<u8> = made.iter().map(|cells| cells[7]).collect();
        assert_eq!(first, [13, 50, 100, 150, 188]);
        assert!(whole(&[None, None]).iter().all(|cells| cells.len() == CELLS && cells.iter().all(|cell| *cell == 0)));
    }
}

//! What clips were made of, and what was made of them. A deleted clip keeps its place: its id stays, and nothing else of it.

use crate::{
    Store, StoreError,
    dialect::{Arg, Row, Tx},
    values::{id, int},
};
use domain::{
    CameoId, ClipId, RoomId, TakeId,
    plan::{Derivation, FrozenPlan},
};
use std::collections::{BTreeSet, VecDeque};

/// Links that are read in each direction.
const MOST_LINKS: usize = 64;

/// One clip was made of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub clip: ClipId,
    pub parent: ClipId,
    pub how: Derivation,
    /// Among the parents of the clip, from 0.
    pub place: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// Up to those that were made of nothing, the nearest first.
    pub ancestors: Vec<Link>,
    /// Down to those of which nothing was made, the nearest first.
    pub descendants: Vec<Link>,
    /// There are more than are read.
    pub more: bool,
}

#[derive(Clone, Copy)]
enum Way {
    Up,
    Down,
}

impl Store {
    /// Everything that a clip was made of, and everything that was made of it; 64 links each way.
    ///
    /// # Errors
    /// Only faults.
    pub async fn lineage(&self, clip: ClipId) -> Result<Lineage, StoreError> {
        let (ancestors, more_up) = self.links(clip, Way::Up, MOST_LINKS).await?;
        let (descendants, more_down) = self.links(clip, Way::Down, MOST_LINKS).await?;
        Ok(Lineage { ancestors, descendants, more: more_up || more_down })
    }

    /// Takes that show this cameo and go back to the clip of another take, over any number of clips: kept ones, and those that are
    /// being made. Their grants stand.
    ///
    /// # Errors
    /// Only faults.
    pub async fn takes_made_of(&self, cameo: CameoId, take: TakeId) -> Result<Vec<TakeId>, StoreError> {
        let sql = "SELECT clip_id FROM cameo_uses WHERE cameo_id = $1 AND take_id = $2 AND clip_id IS NOT NULL";
        let Some(row) = self.db().row(sql, &[id(cameo), id(take)]).await? else { return Ok(Vec::new()) };
        let clip: ClipId = row.id(0)?;
        let (links, _) = self.links(clip, Way::Down, usize::MAX).await?;
        let made: BTreeSet<ClipId> = links.iter().map(|link| link.clip).collect();
        let mut takes = Vec::new();
        for clip in &made {
            let sql = "SELECT take_id FROM cameo_uses WHERE cameo_id = $1 AND clip_id = $2 AND state = 'granted'";
            for row in self.db().rows(sql, &[id(cameo), id(clip)]).await? {
                takes.push(row.id(0)?);
            }
        }
        let goes_back = |plan: &FrozenPlan| plan.derived().is_some_and(|derived| derived.clips.iter().any(|of| *of == clip || made.contains(of)));
        takes.extend(self.plans_under_way(cameo).await?.iter().filter(|plan| goes_back(plan)).map(FrozenPlan::take));
        Ok(takes)
    }

    /// Takes that wait, for their turn or for somebody's yes, and are to be made of one of these clips. Nobody has granted them anything yet.
    ///
    /// # Errors
    /// Only faults.
    pub async fn takes_waiting_for(&self, clips: &[ClipId]) -> Result<Vec<(RoomId, FrozenPlan)>, StoreError> {
        let sql = "SELECT room_id, plan FROM takes WHERE state = 'queued' AND plan LIKE '%\"derived\":{%' ORDER BY take_id";
        let mut takes = Vec::new();
        for row in &self.db().rows(sql, &[]).await? {
            let plan: FrozenPlan = row.json(1)?;
            if plan.derived().is_some_and(|derived| derived.clips.iter().any(|of| clips.contains(of))) {
                takes.push((row.id(0)?, plan));
            }
        }
        Ok(takes)
    }

    async fn plans_under_way(&self, cameo: CameoId) -> Result<Vec<FrozenPlan>, StoreError> {
        let sql = "SELECT t.plan FROM cameo_uses u JOIN takes t ON t.take_id = u.take_id \
                   WHERE u.cameo_id = $1 AND u.state = 'granted' AND u.clip_id IS NULL AND t.plan IS NOT NULL ORDER BY t.take_id";
        self.db().rows(sql, &[id(cameo)]).await?.iter().map(|row| row.json(0)).collect()
    }

    /// Level by level; each clip is looked at once. True: there are more.
    async fn links(&self, from: ClipId, way: Way, most: usize) -> Result<(Vec<Link>, bool), StoreError> {
        let (mut waiting, mut seen, mut links) = (VecDeque::from([from]), BTreeSet::from([from]), Vec::new());
        while let Some(clip) = waiting.pop_front() {
            let sql = match way {
                Way::Up => "SELECT clip_id, parent_id, how, place FROM clip_parents WHERE clip_id = $1 ORDER BY place",
                Way::Down => "SELECT clip_id, parent_id, how, place FROM clip_parents WHERE parent_id = $1 ORDER BY clip_id, place",
            };
            for row in &self.db().rows(sql, &[id(clip)]).await? {
                if links.len() == most {
                    return Ok((links, true));
                }
                let link = read(row)?;
                links.push(link);
                let next = match way {
                    Way::Up => link.parent,
                    Way::Down => link.clip,
                };
                if seen.insert(next) {
                    waiting.push_back(next);
                }
            }
        }
        Ok((links, false))
    }
}

fn read(row: &Row) -> Result<Link, StoreError> {
    let how = row.text(2)?;
    let how = Derivation::named(&how).ok_or_else(|| StoreError::corrupt(format!("derivation {how:?}")))?;
    Ok(Link { clip: row.id(0)?, parent: row.id(1)?, how, place: row.small(3)? })
}

/// Writes down what a clip was made of. Fails closed: whoever it shows must not have taken a clip back that it was made of.
pub(crate) async fn keep(tx: &mut Tx, clip: ClipId, plan: &FrozenPlan) -> Result<(), StoreError> {
    let Some(derived) = plan.derived() else { return Ok(()) };
    for (place, parent) in (0..).zip(derived.parents()) {
        for cameo in plan.cast().iter() {
            let sql = "SELECT 1 FROM cameo_uses WHERE clip_id = $1 AND cameo_id = $2 AND state = 'withdrawn'";
            if tx.row(sql, &[id(parent), id(cameo)]).await?.is_some() {
                return Err(StoreError::CastWithdrawn);
            }
        }
        tx.execute(
            "INSERT INTO clip_parents (clip_id, place, parent_id, how) VALUES ($1, $2, $3, $4)",
            &[id(clip), int(place), id(parent), Arg::text(derived.how.name())],
        )
        .await?;
    }
    Ok(())
}

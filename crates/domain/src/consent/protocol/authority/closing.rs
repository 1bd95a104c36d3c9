//! Closing: acts first, is durable before it is acknowledged, and is acknowledged when no holder can send any more (CONSENT-3, CONSENT-4).

use super::{
    super::{LAPSED_MS, MAX_LOG, RENEW_MS, Seen, message::ToHolder},
    AuthorityEffect, AuthorityMachine, DecisionError, HolderId, Lease, NodeId, Pending, Receipt, ReceiptLine,
};
use crate::{
    TakeId, Timestamp,
    cameo::{DecisionEvent, Scope},
    consent::StreamReceipt,
};
use std::collections::{BTreeMap, BTreeSet};

impl AuthorityMachine {
    /// Takes consent back. From here on nobody is granted it, and holders are told at once; [`AuthorityEffect::Acknowledge`] follows with
    /// the number that is returned.
    ///
    /// # Errors
    /// Where the cameo was ended: nothing is left to take back.
    pub fn revoke(&mut self, now: Timestamp, scope: Scope) -> Result<u64, DecisionError> {
        if self.decisions.is_ended() {
            return Err(DecisionError::Ended);
        }
        Ok(self.close(now, scope, DecisionEvent::Withdrawn { scope }))
    }

    /// Ends the cameo for good.
    ///
    /// # Errors
    /// Where it was ended before.
    pub fn end(&mut self, now: Timestamp) -> Result<u64, DecisionError> {
        if self.decisions.is_ended() {
            return Err(DecisionError::Ended);
        }
        Ok(self.close(now, Scope::Everything, DecisionEvent::Ended))
    }

    fn close(&mut self, now: Timestamp, scope: Scope, event: DecisionEvent) -> u64 {
        self.at.closing += 1;
        self.log.push_back(scope);
        if self.log.len() > MAX_LOG {
            self.log.pop_front();
        }
        self.forget_leases(now);
        let takes: Vec<TakeId> = self.decisions.touched(scope).collect();
        let closing = self.at.closing;
        let waiting: BTreeSet<HolderId> = self.leases.keys().copied().collect();
        let (lines, unconfirmed) = (BTreeMap::new(), self.lapsed.keys().copied().collect());
        self.pending.push(Pending { closing, scope, takes, event: self.next_event, waiting: waiting.clone(), lines, unconfirmed });
        for holder in waiting {
            self.tell(now, holder);
        }
        self.record(event);
        self.consider_all(now);
        self.settle(now);
        closing
    }

    /// Tells a holder all that it has not confirmed.
    fn tell(&mut self, now: Timestamp, holder: HolderId) {
        let oldest = self.pending.iter().filter(|pending| pending.waiting.contains(&holder)).map(|pending| pending.closing).min();
        let since = oldest.map_or(self.at.closing, |closing| closing - 1);
        let message = self.closings_after(since);
        if let Some(lease) = self.leases.get_mut(&holder) {
            lease.told_at = now;
        }
        self.send(holder, message);
    }

    /// Where the log does not reach back so far, no scope is named: the holder sees the gap and shuts everything.
    fn closings_after(&self, since: u64) -> ToHolder {
        let missed = self.at.closing - since;
        let known = self.log.len() as u64;
        if missed > known {
            return ToHolder::Close { at: self.at, since: self.at.closing, scopes: Vec::new() };
        }
        let skipped = usize::try_from(known - missed).expect("the log is short");
        ToHolder::Close { at: self.at, since, scopes: self.log.iter().skip(skipped).copied().collect() }
    }

    /// A holder spoke that has not acted on the last closing.
    pub(super) fn tell_behind(&mut self, now: Timestamp, holder: HolderId, seen: Seen) {
        if seen.epoch < self.at.epoch {
            self.await_old_holder(now, holder);
            let message = ToHolder::Close { at: self.at, since: self.at.closing, scopes: Vec::new() };
            return self.send(holder, message);
        }
        let message = self.closings_after(seen.closing.min(self.at.closing));
        self.send(holder, message);
    }

    /// It may hold a lease of an earlier authority, and has something to say for the receipts.
    fn await_old_holder(&mut self, now: Timestamp, holder: HolderId) {
        let Some(until) = self.old_leases_until.filter(|until| now <= *until) else { return };
        self.leases.entry(holder).or_insert(Lease { until, number: 0, told_at: now });
        self.await_again(holder);
    }

    /// It is within reach again: closings wait for it to confirm.
    pub(super) fn await_again(&mut self, holder: HolderId) {
        for pending in &mut self.pending {
            pending.unconfirmed.remove(&holder);
            pending.waiting.insert(holder);
        }
    }

    pub(super) fn confirmed(&mut self, now: Timestamp, holder: HolderId, at: Seen, lines: &[StreamReceipt]) {
        if at.epoch != self.at.epoch {
            return;
        }
        for pending in self.pending.iter_mut().filter(|pending| pending.closing <= at.closing) {
            // One that was given up may come back in time to say what it had sent.
            let waited = pending.waiting.remove(&holder);
            if !pending.unconfirmed.remove(&holder) && !waited {
                continue;
            }
            for line in lines {
                let used = self.decisions.use_of(line.stream.take);
                if used.is_some_and(|used| pending.scope.touches(line.stream.take, used.room, used.makers.iter().copied())) {
                    let last = pending.lines.entry((holder.node, line.stream)).or_default();
                    *last = line.last_sequence.max(*last);
                }
            }
        }
        self.settle(now);
    }

    pub(super) fn released(&mut self, now: Timestamp, holder: HolderId, number: u64) {
        let known = self.leases.get(&holder).or_else(|| self.lapsed.get(&holder));
        if known.is_none_or(|lease| lease.number >= number) {
            return;
        }
        self.leases.remove(&holder);
        self.lapsed.remove(&holder);
        for pending in &mut self.pending {
            pending.waiting.remove(&holder);
            pending.unconfirmed.remove(&holder);
        }
        self.settle(now);
    }

    fn forget_leases(&mut self, now: Timestamp) {
        let (live, ended): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut self.leases).into_iter().partition(|(_, lease)| now <= lease.until);
        self.leases = live;
        self.lapsed.extend(ended);
        self.lapsed.retain(|_, lease| now.since(lease.until) <= LAPSED_MS);
        if self.old_leases_until.is_some_and(|until| now > until) {
            self.old_leases_until = None;
        }
    }

    pub(super) fn tell_again(&mut self, now: Timestamp) {
        let late = |holder: &HolderId| self.leases.get(holder).is_some_and(|lease| now.since(lease.told_at) >= RENEW_MS);
        let late: BTreeSet<HolderId> = self.pending.iter().flat_map(|pending| pending.waiting.iter().copied()).filter(late).collect();
        for holder in late {
            self.tell(now, holder);
        }
    }

    pub(super) fn next_telling(&self) -> Timestamp {
        let waiting = self.pending.iter().flat_map(|pending| &pending.waiting).filter_map(|holder| self.leases.get(holder));
        let next = waiting.map(|lease| lease.told_at.plus(RENEW_MS).min(lease.until.plus(1)));
        next.chain(self.old_leases_until.map(|until| until.plus(1))).min().unwrap_or(Timestamp::NEVER)
    }

    /// Acknowledges what is durable, and confirmed or certainly over everywhere.
    pub(super) fn settle(&mut self, now: Timestamp) {
        self.forget_leases(now);
        for pending in &mut self.pending {
            let (waiting, lost): (BTreeSet<_>, BTreeSet<_>) = pending.waiting.iter().partition(|holder| self.leases.contains_key(holder));
            pending.waiting = waiting;
            pending.unconfirmed.extend(lost);
        }
        let over = |pending: &Pending| pending.waiting.is_empty() && pending.event < self.committed && self.old_leases_until.is_none();
        let (done, open): (Vec<_>, Vec<_>) = std::mem::take(&mut self.pending).into_iter().partition(over);
        self.pending = open;
        self.effects.extend(done.into_iter().map(|pending| AuthorityEffect::Acknowledge(pending.into_receipt())));
    }
}

impl Pending {
    fn into_receipt(self) -> Receipt {
        let lines = self.lines.into_iter().map(|((node, stream), last_sequence)| ReceiptLine { node, stream, last_sequence });
        let unconfirmed: BTreeSet<NodeId> = self.unconfirmed.into_iter().map(|holder| holder.node).collect();
        Receipt {
            closing: self.closing,
            scope: self.scope,
            takes: self.takes,
            lines: lines.collect(),
            unconfirmed: unconfirmed.into_iter().collect(),
        }
    }
}

//! What must hold, by the numbers of the invariants.

use super::*;
use domain::{
    cameo::Scope,
    consent::protocol::{LEASE_MS, Receipt},
};

impl World {
    /// Something of this take is leaving this node now.
    pub fn check_send(&mut self, node: usize, take: TakeId, part: &Sealed<u8>) {
        for index in (0..CAMEOS).filter(|index| plan_shows(take, *index)) {
            let home = &self.homes[index];
            assert!(!home.over.contains(&take), "CONSENT_4: a closing was acknowledged before");
            let stored = Decisions::fold(&home.stored);
            assert!(stored.use_of(take).is_some(), "CONSENT_7: the use is durable before its effect");
            let answered = home.answered.get(&self.nodes[node].holders[index].id());
            assert!(answered.is_some_and(|at| self.now <= at + LEASE_MS), "CONSENT_5: the lease has ended");
            assert!(self.nodes[node].holders[index].may_send(self.local(node), take), "CONSENT_1: cells and machine agree");
        }
        assert!(!self.told.contains_key(&part.stream()), "CONSENT_4: the receipt named the last one");
        let last = self.left.entry(part.stream()).or_default();
        *last = part.sequence().max(*last);
    }

    pub fn check_message(&mut self, cameo: usize, to: HolderId, message: &ToHolder) {
        match message {
            ToHolder::Renewed(_) => {
                self.homes[cameo].answered.insert(to, self.now);
            }
            ToHolder::Granted(granted) => {
                let stored = Decisions::fold(&self.homes[cameo].stored);
                assert!(stored.stands(granted.take()), "CONSENT_7: granted before it was durable");
            }
            _ => {}
        }
    }

    pub fn check_receipt(&mut self, index: usize, receipt: &Receipt) {
        self.acknowledged += 1;
        let home = &mut self.homes[index];
        let durable = |event: &DecisionEvent| match event {
            DecisionEvent::Withdrawn { scope } => *scope == receipt.scope,
            DecisionEvent::Ended => receipt.scope == Scope::Everything,
            _ => false,
        };
        assert!(home.stored.iter().any(durable), "CONSENT_4: durable before it is acknowledged");
        let touched: BTreeSet<TakeId> =
            (0..TAKES).map(plan).filter(|plan| receipt.scope.touches_asking(&domain::cameo::Asking::of(plan))).map(|plan| plan.take()).collect();
        home.over.extend(receipt.takes.iter().copied());
        assert!(receipt.takes.iter().all(|take| touched.contains(take)));
        let answered: BTreeSet<HolderId> = home.answered.keys().copied().collect();
        for line in &receipt.lines {
            assert_eq!(line.last_sequence, self.left.get(&line.stream).copied(), "CONSENT_4: the receipt is true");
            self.told.insert(line.stream, line.last_sequence);
        }
        for node in &self.nodes {
            let id = node.holders[index].id();
            // Of whom only an earlier authority knew, a receipt says nothing.
            if receipt.unconfirmed.contains(&id.node) || !answered.contains(&id) || home.epoch > 1 {
                continue;
            }
            for reader in node.readers.iter().filter(|reader| receipt.takes.contains(&reader.take) && plan_shows(reader.take, index)) {
                assert!(reader.slow.is_none(), "CONSENT_3: something is in flight");
                assert!(reader.kept.0.lock().is_empty(), "CONSENT_3: something could be sent again");
                let left = self.left.contains_key(&reader.parts[0].stream());
                assert!(!left || receipt.lines.iter().any(|line| line.stream == reader.parts[0].stream()), "CONSENT_4: a stream is missing");
            }
        }
    }

    /// After every step: nothing that is over could be sent, without trying it.
    pub fn check(&self) {
        for node in 0..NODES {
            for (index, holder) in self.nodes[node].holders.iter().enumerate() {
                let over = self.homes[index].over.iter();
                assert!(over.clone().all(|take| !holder.may_send(self.local(node), *take)), "CONSENT_4: a holder may still send");
            }
        }
    }

    fn commit_all(&mut self, cameo: usize) {
        while !self.homes[cameo].unstored.is_empty() {
            self.commit(cameo);
        }
    }

    /// With a network and stores that work again, every closing is acknowledged.
    pub fn heal(&mut self) {
        for node in &mut self.nodes {
            for reader in &mut node.readers {
                reader.slow = None;
            }
        }
        for _ in 0..12 {
            for _ in 0..6 {
                self.act(Step::DeliverAll);
                self.carry_out();
                (0..CAMEOS).for_each(|cameo| self.commit_all(cameo));
                self.carry_out();
                self.check();
            }
            self.pass(400);
            self.carry_out();
        }
        for home in &self.homes {
            let machine = home.machine.as_ref().expect("lives");
            assert!(!machine.has_closing(), "every closing is acknowledged in the end");
        }
    }
}

fn plan_shows(take: TakeId, index: usize) -> bool {
    (0..TAKES).map(plan).any(|plan| plan.take() == take && plan.cast().iter().any(|shown| shown == cameo(index)))
}

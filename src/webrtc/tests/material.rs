//! Units to send: sealed as a take's own.

use actors::stage::Unit;
use bytes::Bytes;
use domain::{
    CameoId, TakeId, Timestamp, UserId,
    account::Handle,
    cameo::{Decisions, Relations, Scope},
    consent::{
        Holder, HolderEffect, LiveCast,
        protocol::{AuthorityEffect, AuthorityMachine, Before, HolderId, NodeId, Receipt, Restored},
    },
    likeness::CameoKind,
    mention::Mention,
    plan::{Cast, CastMember, Draft, Format, FrozenPlan, Maker},
    storyboard::{Shot, Storyboard},
};
use media::{MediaUnit, UnitKind, UnitLabel};
use std::sync::Arc;
use uuid::Uuid;

/// A take whose units can be sealed.
pub(in crate::webrtc) struct Film {
    take: TakeId,
    cast: LiveCast,
    consent: Option<Consent>,
}

/// The home of one cameo and a node that shows it, with a bus between them that loses nothing.
struct Consent {
    authority: AuthorityMachine,
    holder: Holder,
    relations: Relations,
    receipts: Vec<Receipt>,
}

/// Far ahead of the clock by which packets are sent: no lease lapses while a test runs.
const THEN: Timestamp = Timestamp::from_millis(1 << 60);

impl Consent {
    fn of(cameo: CameoId, owner: UserId) -> Self {
        let restored = Restored { cameo, owner, epoch: 1, decisions: Decisions::default(), next_event: 0, before: Before::Nobody };
        let authority = AuthorityMachine::restore(restored, THEN);
        let holder = Holder::new(HolderId { node: NodeId::new(1), life: 1 }, cameo);
        Self { authority, holder, relations: Relations::of(owner), receipts: Vec::new() }
    }

    /// Carries out effects until none is left.
    fn settle(&mut self) {
        loop {
            let mut quiet = true;
            while let Some(effect) = self.holder.pop() {
                quiet = false;
                if let HolderEffect::Send(message) = effect {
                    self.authority.handle(THEN, message, &self.relations);
                }
            }
            while let Some(effect) = self.authority.pop() {
                quiet = false;
                match effect {
                    AuthorityEffect::Send { message, .. } => self.holder.handle(THEN, message),
                    AuthorityEffect::Record { number, .. } => self.authority.committed(THEN, number),
                    AuthorityEffect::Acknowledge(receipt) => self.receipts.push(receipt),
                    _ => {}
                }
            }
            if quiet {
                return;
            }
        }
    }
}

impl Film {
    /// Shows nobody.
    pub(in crate::webrtc) fn new(number: u128) -> Self {
        Self::with(number, Vec::new())
    }

    /// Shows one person, who can take their consent back.
    pub(in crate::webrtc) fn of_somebody(number: u128) -> Self {
        Self::with(number, vec![CameoId::from_uuid(Uuid::from_u128(number + 1_000))])
    }

    fn with(number: u128, cameos: Vec<CameoId>) -> Self {
        let take = TakeId::from_uuid(Uuid::from_u128(number));
        let user = UserId::from_uuid(Uuid::from_u128(1));
        let draft = Draft {
            take,
            room: None,
            storyboard: storyboard(),
            format: Format::default(),
            seed: 1,
            makers: vec![Maker { user, handle: "maker".parse::<Handle>().expect("a handle") }],
            cast: Cast::of(cameos.iter().map(|cameo| member(*cameo, user))),
            rules: 1,
        };
        let plan = FrozenPlan::freeze(draft).expect("a plan within its limits");
        let mut consent = cameos.first().map(|cameo| Consent::of(*cameo, user));
        let grants = consent.iter_mut().map(|consent| {
            consent.holder.ask(THEN, &plan).expect("in the plan");
            consent.settle();
            consent.holder.grant(THEN, &plan).expect("the owner makes it")
        });
        let cast = LiveCast::assemble(&plan, grants.collect()).expect("all consent");
        Self { take, cast, consent }
    }

    /// The owner takes everything back; what was stopped. None: something is still in flight.
    pub(in crate::webrtc) fn revoke(&mut self) -> Option<Receipt> {
        let consent = self.consent.as_mut().expect("shows somebody");
        consent.authority.revoke(THEN, Scope::Everything).expect("not ended");
        consent.settle();
        consent.receipts.pop()
    }

    pub(in crate::webrtc) fn take(&self) -> TakeId {
        self.take
    }

    /// A unit of this take.
    pub(in crate::webrtc) fn seal(&self, mut unit: MediaUnit) -> Unit {
        unit.label.take = self.take;
        Arc::new(self.cast.seal_stored([unit]).remove(0))
    }
}

fn member(cameo: CameoId, owner: UserId) -> CastMember {
    CastMember { cameo, owner, mention: Mention::person("maker".parse().expect("a handle")), kind: CameoKind::Person }
}

fn storyboard() -> Storyboard {
    let shot = Shot { id: "1".to_owned(), prompt: "a ball bounces".to_owned(), seconds: 4, ..Shot::default() };
    Storyboard { shots: vec![shot] }
}

/// A picture of so many packets; `index` says which.
pub(in crate::webrtc) fn picture(index: u32, keyframe: bool, packets: usize) -> MediaUnit {
    let rtp = (0..packets).map(|part| payload(index, part, 1_000)).collect();
    unit(UnitKind::Video, index, keyframe, u64::from(index) * 40_000, rtp)
}

/// A packet of sound.
pub(in crate::webrtc) fn sound(index: u32) -> MediaUnit {
    unit(UnitKind::Audio, index, false, u64::from(index) * 20_000, vec![payload(index, 0, 160)])
}

fn payload(index: u32, part: usize, length: usize) -> Bytes {
    // A single NAL unit (type 1), so that every depacketiser would take it.
    let mut bytes = vec![0x41; length];
    bytes[1..5].copy_from_slice(&index.to_be_bytes());
    bytes[5] = u8::try_from(part).expect("few parts");
    bytes.into()
}

fn unit(kind: UnitKind, index: u32, keyframe: bool, pts: u64, rtp: Vec<Bytes>) -> MediaUnit {
    let payload: Bytes = rtp.concat().into();
    let label = UnitLabel {
        kind,
        take: TakeId::from_uuid(Uuid::nil()),
        pass: 1,
        index,
        pts,
        duration: 20_000,
        keyframe,
        width: 360,
        height: 640,
        bytes: u32::try_from(payload.len()).expect("small"),
    };
    MediaUnit { label, payload: payload.clone(), rtp, framed: payload }
}

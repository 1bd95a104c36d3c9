//! A room's call: hands each packet of a microphone or camera, by reference, to everybody else in it.
//!
//! The room says which places are open; a packet of any other is dropped, and what of a place waits anywhere is dropped when it shuts. Of each open place
//! the last second is kept in memory, for those who lost a packet, and nowhere else. It does not know transports, nor who people are. Nobody waits for
//! a listener: a lane that is full loses its own oldest packets.

use bytes::Bytes;
use domain::{
    CallId,
    room::voices::{Gate, PLACES},
};
use parking_lot::Mutex;
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};
use tokio::sync::Notify;

/// Packets that wait for one listener: about half a second of a call in which everybody speaks and shows themselves.
pub const LANE_PACKETS: usize = 512;
/// Packets of one microphone, and of one camera, that can be sent again.
const SOUND_KEPT: usize = 64;
const PICTURE_KEPT: usize = 256;
/// And for so long.
const KEPT_FOR: Duration = Duration::from_secs(1);
/// A camera is asked for a keyframe so often at most.
const KEYFRAME_EVERY: Duration = Duration::from_millis(500);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Sound,
    Picture,
}

/// One packet as its speaker numbered it, and where it belongs.
#[derive(Clone, Debug)]
pub struct Packet {
    /// Below [`PLACES`].
    pub place: u8,
    pub kind: Kind,
    /// A run of packets of one speaker, without a gap that is no loss. The next one begins when the place opens again.
    pub spell: u32,
    pub sequence: u16,
    pub timestamp: u32,
    pub marker: bool,
    pub payload: Bytes,
    /// Of the time for which its place is open.
    pub opening: Opening,
}

/// The time from a place's opening to its shutting, as its packets know it.
#[derive(Clone, Debug, Default)]
pub struct Opening(Arc<AtomicBool>);

impl Opening {
    fn shut(&self) {
        self.0.store(true, SeqCst);
    }
}

impl Packet {
    /// Its place was shut since, or is somebody else's: it goes to nobody any more, whoever holds it.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        self.opening.0.load(SeqCst)
    }
}

/// The same before it has a place.
#[derive(Clone, Debug)]
pub struct Heard {
    pub kind: Kind,
    pub sequence: u16,
    pub timestamp: u32,
    pub marker: bool,
    pub payload: Bytes,
}

/// Which timestamp of a speaker stands for which moment of the server's clock (NTP, 32 bits of seconds and 32 of fraction).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub ntp: u64,
    pub timestamp: u32,
}

/// What the room has to hear: the latest of each connection.
#[derive(Debug, Default)]
pub struct News {
    pub left: Vec<CallId>,
    pub spoke: BTreeMap<CallId, bool>,
}

#[derive(Default)]
pub struct Call {
    inner: Mutex<Inner>,
    nudge: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

#[derive(Default)]
struct Inner {
    places: [Place; PLACES],
    lanes: Vec<Arc<Lane>>,
    spells: u32,
    news: News,
    ended: bool,
}

#[derive(Default)]
struct Place {
    call: Option<CallId>,
    sound: Out,
    picture: Out,
    keyframe_asked: Option<Instant>,
    /// Somebody asked too soon after.
    keyframe_owed: bool,
}

#[derive(Default)]
struct Out {
    open: bool,
    opening: Opening,
    spell: u32,
    /// What was forwarded, and when.
    ring: VecDeque<(Instant, Arc<Packet>)>,
    moment: Option<Moment>,
}

impl Out {
    /// What is too old to be sent again.
    fn forget(&mut self, now: Instant) {
        while self.ring.front().is_some_and(|(at, _)| now.saturating_duration_since(*at) > KEPT_FOR) {
            self.ring.pop_front();
        }
    }
}

impl Place {
    fn out(&mut self, kind: Kind) -> &mut Out {
        match kind {
            Kind::Sound => &mut self.sound,
            Kind::Picture => &mut self.picture,
        }
    }
}

impl Call {
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// What to do when there is [`News`]. Only the first one counts.
    pub fn on_news(&self, nudge: impl Fn() + Send + Sync + 'static) {
        let _ = self.nudge.set(Box::new(nudge));
    }

    /// A place to listen from, and to speak from once the room opens one.
    #[must_use]
    pub fn seat(self: &Arc<Self>, call: CallId) -> Seat {
        let lane = Arc::new(Lane { call, queue: Mutex::default(), filled: Notify::new() });
        let mut inner = self.inner.lock();
        if inner.ended {
            lane.end();
        }
        inner.lanes.push(lane.clone());
        Seat { call: self.clone(), lane }
    }

    /// This connection is in the call no more.
    pub fn dismiss(&self, call: CallId) {
        self.inner.lock().lanes.retain(|lane| {
            let stays = lane.call != call;
            if !stays {
                lane.end();
            }
            stays
        });
    }

    /// What goes out from now on. When this returns, nothing of what is shut is forwarded or sent again.
    pub fn set_gates(&self, gates: [Option<Gate>; PLACES], now: Instant) {
        let mut inner = self.inner.lock();
        let Inner { places, lanes, spells, .. } = &mut *inner;
        for (number, (place, gate)) in (0_u8..).zip(places.iter_mut().zip(gates)) {
            let call = gate.map(|gate| gate.call);
            let is_other = place.call != call;
            place.call = call;
            for (kind, open) in [(Kind::Sound, gate.is_some_and(|gate| gate.sound)), (Kind::Picture, gate.is_some_and(|gate| gate.picture))] {
                let out = place.out(kind);
                if out.open == open && !is_other {
                    continue;
                }
                if out.open {
                    out.opening.shut();
                    for lane in lanes.iter() {
                        lane.drop_place(number, kind);
                    }
                }
                *spells += 1;
                *out = Out { open, spell: *spells, ..Out::default() };
                if open && kind == Kind::Picture {
                    place.keyframe_asked = None;
                    ask(place, lanes, now);
                }
            }
        }
    }

    /// Everybody's connection ends.
    pub fn end(&self) {
        let mut inner = self.inner.lock();
        inner.ended = true;
        for lane in inner.lanes.drain(..) {
            lane.end();
        }
    }

    /// What has happened since it was asked last.
    #[must_use]
    pub fn news(&self) -> News {
        std::mem::take(&mut self.inner.lock().news)
    }

    fn nudge(&self) {
        if let Some(nudge) = self.nudge.get() {
            nudge();
        }
    }
}

/// Asks the camera at this place for a picture that needs no other.
fn ask(place: &mut Place, lanes: &[Arc<Lane>], now: Instant) {
    let is_due = place.keyframe_asked.is_none_or(|last| now.saturating_duration_since(last) >= KEYFRAME_EVERY);
    place.keyframe_owed = !is_due;
    if place.picture.open && is_due {
        place.keyframe_asked = Some(now);
        if let Some(lane) = lanes.iter().find(|lane| Some(lane.call) == place.call) {
            lane.want_keyframe();
        }
    }
}

/// Somebody's connection in the call; dropped: they have left.
pub struct Seat {
    call: Arc<Call>,
    lane: Arc<Lane>,
}

impl Seat {
    #[must_use]
    pub fn id(&self) -> CallId {
        self.lane.call
    }

    /// Hands a packet of mine to everybody else. False: nothing of mine goes out.
    pub fn forward(&self, heard: Heard, now: Instant) -> bool {
        let Heard { kind, sequence, timestamp, marker, payload } = heard;
        let mut inner = self.call.inner.lock();
        let Inner { places, lanes, .. } = &mut *inner;
        let Some((number, place)) = (0_u8..).zip(places.iter_mut()).find(|(_, place)| place.call == Some(self.lane.call)) else { return false };
        let out = place.out(kind);
        if !out.open {
            return false;
        }
        let opening = out.opening.clone();
        let packet = Arc::new(Packet { place: number, kind, spell: out.spell, sequence, timestamp, marker, payload, opening });
        out.forget(now);
        if out.ring.len() >= if kind == Kind::Sound { SOUND_KEPT } else { PICTURE_KEPT } {
            out.ring.pop_front();
        }
        out.ring.push_back((now, packet.clone()));
        for lane in lanes.iter().filter(|lane| lane.call != self.lane.call) {
            lane.push(&packet);
        }
        if place.keyframe_owed && kind == Kind::Picture {
            ask(place, lanes, now);
        }
        true
    }

    /// My numbers have begun anew: what comes is another spell.
    pub fn begin_again(&self, kind: Kind) {
        let mut inner = self.call.inner.lock();
        let Inner { places, spells, .. } = &mut *inner;
        if let Some(place) = places.iter_mut().find(|place| place.call == Some(self.lane.call)) {
            *spells += 1;
            let out = place.out(kind);
            *out = Out { open: out.open, opening: out.opening.clone(), spell: *spells, ..Out::default() };
        }
    }

    /// Waits until [`Self::take`] has something. False: this connection is in the call no more. Safe to cancel.
    pub async fn wait(&self) -> bool {
        loop {
            match self.lane.stand() {
                Stand::Ended => return false,
                Stand::Filled => return true,
                Stand::Empty => self.lane.filled.notified().await,
            }
        }
    }

    /// What others sent since, in order; true: my camera is asked for a keyframe.
    pub fn take(&self, into: &mut Vec<Arc<Packet>>) -> bool {
        let mut queue = self.lane.queue.lock();
        into.extend(queue.packets.drain(..));
        std::mem::take(&mut queue.keyframe)
    }

    /// A packet that was forwarded in this spell, if the spell lasts and the packet is young.
    #[must_use]
    pub fn again(&self, place: u8, kind: Kind, spell: u32, sequence: u16, now: Instant) -> Option<Arc<Packet>> {
        let mut inner = self.call.inner.lock();
        let out = inner.places.get_mut(usize::from(place))?.out(kind);
        if self.is_over() || !out.open || out.spell != spell {
            return None;
        }
        out.forget(now);
        out.ring.iter().rev().find(|(_, packet)| packet.sequence == sequence).map(|(_, packet)| packet.clone())
    }

    /// This connection is in the call no more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.lane.queue.lock().ended
    }

    /// I can't show what comes from this camera; none: from any.
    pub fn ask_keyframe(&self, which: Option<u8>, now: Instant) {
        let mut inner = self.call.inner.lock();
        if self.is_over() {
            return;
        }
        let Inner { places, lanes, .. } = &mut *inner;
        for (number, place) in (0_u8..).zip(places.iter_mut()) {
            if which.is_none_or(|which| which == number) {
                ask(place, lanes, now);
            }
        }
    }

    /// How my timestamps run.
    pub fn tell_moment(&self, kind: Kind, moment: Moment) {
        let mut inner = self.call.inner.lock();
        if let Some(place) = inner.places.iter_mut().find(|place| place.call == Some(self.lane.call)) {
            place.out(kind).moment = Some(moment);
        }
    }

    /// How the timestamps of others run: place, kind, spell and moment.
    #[must_use]
    pub fn moments(&self) -> Vec<(u8, Kind, u32, Moment)> {
        let mut inner = self.call.inner.lock();
        let mut moments = Vec::new();
        for (number, place) in (0_u8..).zip(inner.places.iter_mut()) {
            for kind in [Kind::Sound, Kind::Picture] {
                let out = place.out(kind);
                moments.extend(out.moment.filter(|_| out.open).map(|moment| (number, kind, out.spell, moment)));
            }
        }
        moments
    }

    /// My packets say that I speak, or do no more.
    pub fn spoke(&self, speaks: bool) {
        self.call.inner.lock().news.spoke.insert(self.lane.call, speaks);
        self.call.nudge();
    }

    /// Packets that were lost because this connection took them too slowly.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lane.queue.lock().lost
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut inner = self.call.inner.lock();
        inner.lanes.retain(|lane| !Arc::ptr_eq(lane, &self.lane));
        inner.news.spoke.remove(&self.lane.call);
        inner.news.left.push(self.lane.call);
        drop(inner);
        self.call.nudge();
    }
}

/// What waits for one connection.
struct Lane {
    call: CallId,
    queue: Mutex<Queue>,
    filled: Notify,
}

#[derive(Default)]
struct Queue {
    packets: VecDeque<Arc<Packet>>,
    keyframe: bool,
    ended: bool,
    lost: u64,
}

enum Stand {
    Empty,
    Filled,
    Ended,
}

impl Lane {
    fn push(&self, packet: &Arc<Packet>) {
        let mut queue = self.queue.lock();
        if queue.packets.len() >= LANE_PACKETS {
            queue.packets.pop_front();
            queue.lost += 1;
        }
        let was_empty = queue.packets.is_empty();
        queue.packets.push_back(packet.clone());
        drop(queue);
        if was_empty {
            self.filled.notify_one();
        }
    }

    fn drop_place(&self, place: u8, kind: Kind) {
        self.queue.lock().packets.retain(|packet| packet.place != place || packet.kind != kind);
    }

    fn want_keyframe(&self) {
        self.queue.lock().keyframe = true;
        self.filled.notify_one();
    }

    fn end(&self) {
        let mut queue = self.queue.lock();
        queue.packets.clear();
        queue.ended = true;
        drop(queue);
        self.filled.notify_one();
    }

    fn stand(&self) -> Stand {
        let queue = self.queue.lock();
        match (queue.ended, queue.packets.is_empty() && !queue.keyframe) {
            (true, _) => Stand::Ended,
            (false, true) => Stand::Empty,
            (false, false) => Stand::Filled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> CallId {
        CallId::from_uuid(Uuid::from_u128(number))
    }

    fn gates(open: &[(u8, u128, bool, bool)]) -> [Option<Gate>; PLACES] {
        let mut gates = [None; PLACES];
        for (place, call, sound, picture) in open {
            gates[usize::from(*place)] = Some(Gate { call: id(*call), sound: *sound, picture: *picture });
        }
        gates
    }

    fn sound(sequence: u16) -> Heard {
        Heard { kind: Kind::Sound, sequence, timestamp: u32::from(sequence) * 960, marker: false, payload: Bytes::from_static(b"opus") }
    }

    fn taken(seat: &Seat) -> Vec<u16> {
        let mut packets = Vec::new();
        seat.take(&mut packets);
        packets.iter().map(|packet| packet.sequence).collect()
    }

    #[test]
    fn only_open_places_are_heard_and_nobody_hears_themselves() {
        let (call, now) = (Call::new(), Instant::now());
        let [ana, ben, cleo] = [1, 2, 3].map(|number| call.seat(id(number)));
        assert!(!ana.forward(sound(1), now), "no place yet");
        call.set_gates(gates(&[(4, 1, true, false), (5, 2, false, false)]), now);
        assert!(ana.forward(sound(2), now));
        assert!(!ana.forward(Heard { kind: Kind::Picture, ..sound(2) }, now), "the camera is off");
        assert!(!ben.forward(sound(3), now), "muted");
        assert_eq!((taken(&ana), taken(&ben), taken(&cleo)), (vec![], vec![2], vec![2]));
    }

    #[test]
    fn what_waits_of_a_shut_place_is_dropped_and_never_comes_again() {
        let (call, now) = (Call::new(), Instant::now());
        let (ana, ben) = (call.seat(id(1)), call.seat(id(2)));
        call.set_gates(gates(&[(0, 1, true, false)]), now);
        ana.forward(sound(7), now);
        let spell = ben.call.inner.lock().places[0].sound.spell;
        assert!(ben.again(0, Kind::Sound, spell, 7, now + KEPT_FOR).is_some());
        assert!(ben.again(0, Kind::Sound, spell, 7, now + 2 * KEPT_FOR).is_none(), "too old");
        ana.forward(sound(7), now);
        call.set_gates(gates(&[(0, 1, false, false)]), now);
        assert!(taken(&ben).is_empty() && ben.again(0, Kind::Sound, spell, 7, now).is_none());
        call.set_gates(gates(&[(0, 1, true, false)]), now);
        assert!(ben.again(0, Kind::Sound, spell, 7, now).is_none());
        ana.forward(sound(9), now);
        let mut packets = Vec::new();
        ben.take(&mut packets);
        assert!(packets[0].spell > spell, "what was not forwarded is no loss");
    }

    #[test]
    fn what_a_listener_has_taken_and_not_sent_is_shut_too() {
        let (call, now) = (Call::new(), Instant::now());
        let (ana, ben) = (call.seat(id(1)), call.seat(id(2)));
        call.set_gates(gates(&[(0, 1, true, false)]), now);
        ana.forward(sound(1), now);
        ana.begin_again(Kind::Sound);
        ana.forward(sound(2), now);
        let mut batch = Vec::new();
        ben.take(&mut batch);
        assert!(batch.iter().all(|packet| !packet.is_shut()), "numbers that begin anew shut nothing");
        call.set_gates(gates(&[(0, 1, false, false)]), now);
        assert!(batch.len() == 2 && batch.iter().all(|packet| packet.is_shut()));
        call.set_gates(gates(&[(0, 1, true, false)]), now);
        assert!(batch[0].is_shut(), "what was shut stays so");
        ana.forward(sound(3), now);
        ben.take(&mut batch);
        call.set_gates(gates(&[(0, 2, true, false)]), now);
        assert!(batch[2].is_shut(), "the place is another's");
    }

    #[test]
    fn a_slow_listener_loses_its_own_packets_only() {
        let (call, now) = (Call::new(), Instant::now());
        let [ana, slow, quick] = [1, 2, 3].map(|number| call.seat(id(number)));
        call.set_gates(gates(&[(0, 1, true, false)]), now);
        for sequence in 0..2_000 {
            ana.forward(sound(sequence), now);
            assert_eq!(taken(&quick), [sequence]);
        }
        let late = taken(&slow);
        assert_eq!((late.len(), late.last(), slow.lost()), (LANE_PACKETS, Some(&1_999), 2_000 - LANE_PACKETS as u64));
    }

    #[test]
    fn a_camera_is_asked_for_a_keyframe_when_it_opens_and_now_and_then() {
        let (call, now) = (Call::new(), Instant::now());
        let (ana, ben) = (call.seat(id(1)), call.seat(id(2)));
        let asked = || ana.take(&mut Vec::new());
        call.set_gates(gates(&[(0, 1, false, true)]), now);
        assert!(asked());
        ben.ask_keyframe(Some(0), now + KEYFRAME_EVERY / 2);
        assert!(!asked(), "a moment ago");
        ana.forward(Heard { kind: Kind::Picture, ..sound(1) }, now + KEYFRAME_EVERY);
        assert!(asked(), "but not forgotten");
        ben.ask_keyframe(None, now + 2 * KEYFRAME_EVERY);
        assert!(asked());
    }

    #[tokio::test]
    async fn who_is_dismissed_hears_it_and_who_leaves_is_news() {
        let call = Call::new();
        let (ana, ben) = (call.seat(id(1)), call.seat(id(2)));
        let now = Instant::now();
        call.set_gates(gates(&[(0, 2, true, true)]), now);
        ben.forward(sound(1), now);
        ben.take(&mut Vec::new());
        let spell = call.inner.lock().places[0].sound.spell;
        assert!(ana.again(0, Kind::Sound, spell, 1, now).is_some());
        call.dismiss(id(1));
        assert!(!ana.wait().await);
        assert!(ana.is_over() && ana.again(0, Kind::Sound, spell, 1, now).is_none(), "who is out of it gets nothing of it");
        ana.ask_keyframe(Some(0), now + 2 * KEYFRAME_EVERY);
        assert!(!ben.take(&mut Vec::new()), "nor asks for anything");
        drop(ben);
        assert_eq!(call.news().left, [id(2)]);
        call.end();
        assert!(!call.seat(id(3)).wait().await, "nobody comes into a call that is over");
    }
}

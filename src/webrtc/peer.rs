//! The task of one peer: takes in what it says, sends it what the stage shows, and sends again what it lost.
//!
//! Everything of a unit happens inside `Sealed::send`: encryption and the call to the kernel, for first sending and for
//! repair alike (CONSENT-3). It never waits for a peer: what can't go out now is skipped to the next keyframe.

use super::{
    clock::Clock,
    core::{Core, Header},
    gateway::Place,
    history::{History, Sent},
    socket::{Datagram, Port, Routes},
    transport::Stand,
};
use actors::stage::{Keeper, Subscription, Unit};
use bytes::Bytes;
use domain::{
    Timestamp,
    consent::{StreamId, Withheld},
};
use media::UnitKind;
use rtc::rtcp::{
    self,
    sender_report::SenderReport,
    source_description::{SdesType, SourceDescription, SourceDescriptionChunk, SourceDescriptionItem},
};
use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// A browser that takes longer is not coming.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
const REPORT_EVERY: Duration = Duration::from_secs(1);
/// A replay that was just sent answers the wishes that come after it.
const REPLAY_EVERY: Duration = Duration::from_millis(250);
/// Packets of one step, and the time between steps: bursts at about 90 Mbit/s, so that they fit the buffers on their way.
const STEP_PACKETS: usize = 48;
const STEP: Duration = Duration::from_millis(5);
/// Packets sent again in a second at most, and at once.
const REPAIRS_PER_SECOND: u32 = 600;
const REPAIRS_AT_ONCE: u32 = 300;
/// Takes of which the consent gate knows this peer's history; older ones are out of the history.
const KNOWN_TAKES: usize = 16;
/// Datagrams handled before anything else gets its turn.
const DATAGRAMS_AT_ONCE: usize = 32;
/// Seconds from 1900 to 1970.
const NTP_OFFSET: u64 = 2_208_988_800;
const CNAME: &[u8] = b"stage";

/// A unit on its way out.
struct Queued {
    unit: Unit,
    timestamp: u32,
    /// Packets of it that went out.
    done: usize,
}

pub(super) struct Peer {
    core: Core,
    port: Arc<Port>,
    routes: Arc<Routes>,
    place: Place,
    subscription: Subscription,
    datagrams: mpsc::Receiver<Datagram>,
    end: CancellationToken,

    clock: Clock,
    history: Arc<History>,
    known_takes: VecDeque<Arc<Keeper<History>>>,
    queue: VecDeque<Queued>,
    /// Already sent by a replay, and still on the subscription's lane.
    replayed: HashSet<(StreamId, u64)>,
    /// Pictures were lost on the way out: wait for a keyframe.
    broken: bool,

    started: Instant,
    was_connected: bool,
    next_step: Instant,
    next_report: Instant,
    /// Streams whose first report was sent.
    reported: usize,
    last_replay: Option<Instant>,
    repairs: Allowance,
}

impl Peer {
    pub(super) fn new(
        core: Core,
        port: Arc<Port>,
        routes: Arc<Routes>,
        place: Place,
        subscription: Subscription,
        datagrams: mpsc::Receiver<Datagram>,
        end: CancellationToken,
    ) -> Self {
        let now = Instant::now();
        Self {
            core,
            port,
            routes,
            place,
            subscription,
            datagrams,
            end,
            clock: Clock::new(now, rand::random(), rand::random()),
            history: Arc::new(History::new()),
            known_takes: VecDeque::new(),
            queue: VecDeque::new(),
            replayed: HashSet::new(),
            broken: false,
            started: now,
            was_connected: false,
            next_step: now,
            next_report: now + REPORT_EVERY,
            reported: 0,
            last_replay: None,
            repairs: Allowance { left: REPAIRS_AT_ONCE, filled: now },
        }
    }

    /// Until the peer leaves, falls silent, is closed, or its stage is gone.
    pub(super) async fn run(mut self) {
        while self.core.stand() != Stand::Gone && !self.subscription.is_over() {
            let wake = self.wake();
            let hungry = self.was_connected && self.queue.is_empty();
            tokio::select! {
                biased;
                () = self.end.cancelled() => break,
                datagram = self.datagrams.recv() => match datagram {
                    Some(datagram) => self.take_in(datagram),
                    None => break,
                },
                () = tokio::time::sleep_until(wake.into()) => {}
                unit = self.subscription.next(), if hungry => match unit {
                    Some(unit) => self.accept(unit, Instant::now()),
                    None => break,
                },
            }
            self.work(Instant::now());
        }
        self.core.close();
        self.flush();
        tracing::debug!(peer = %self.place.peer, skipped = self.subscription.skipped(), "webrtc peer closed");
    }

    /// When there is something to do even if nothing happens.
    fn wake(&mut self) -> Instant {
        let mut wake = if self.was_connected { self.next_report } else { self.started + CONNECT_WITHIN };
        if !self.queue.is_empty() {
            wake = wake.min(self.next_step);
        }
        self.core.deadline().map_or(wake, |deadline| wake.min(deadline))
    }

    fn take_in(&mut self, first: Datagram) {
        let mut next = Some(first);
        for _ in 0..DATAGRAMS_AT_ONCE {
            let Some(datagram) = next else { return };
            self.core.read(datagram.from, datagram.bytes, datagram.at);
            self.flush();
            next = self.datagrams.try_recv().ok();
        }
        if let Some(datagram) = next {
            self.core.read(datagram.from, datagram.bytes, datagram.at);
        }
    }

    fn work(&mut self, now: Instant) {
        if self.core.deadline().is_some_and(|deadline| deadline <= now) {
            self.core.elapse(now);
        }
        self.flush();
        match self.core.stand() {
            Stand::Gone => return,
            Stand::Connecting => {
                if now >= self.started + CONNECT_WITHIN {
                    self.end.cancel();
                }
                return;
            }
            Stand::Connected if !self.was_connected => self.connected(now),
            Stand::Connected => {}
        }
        self.answer_wishes(now);
        self.send_queue(now);
        self.report(now);
    }

    /// From now on the peer can be sent to: first the present state.
    fn connected(&mut self, now: Instant) {
        self.was_connected = true;
        // What waited is the past; the group has what of it is needed.
        while self.subscription.try_next().is_some() {}
        self.replay(now);
        tracing::debug!(peer = %self.place.peer, "webrtc peer connected");
    }

    /// Puts the pictures from the last keyframe to now on the queue, in the place of all that waits.
    fn replay(&mut self, now: Instant) {
        self.last_replay = Some(now);
        self.queue.retain(|queued| queued.unit.label().kind == UnitKind::Audio);
        let mut sound = Vec::new();
        while let Some(unit) = self.subscription.try_next() {
            if unit.label().kind == UnitKind::Audio {
                sound.push(unit);
            }
        }
        let group = self.subscription.current_group();
        self.broken = group.is_empty();
        self.replayed = group.iter().map(place_of).collect();
        if let Some(last) = group.last() {
            let stamps = self.clock.squeeze(group.len(), &last.label(), now);
            self.queue.extend(group.into_iter().zip(stamps).map(|(unit, timestamp)| Queued { unit, timestamp, done: 0 }));
        }
        for unit in sound {
            self.accept(unit, now);
        }
    }

    /// A unit from the stage.
    fn accept(&mut self, unit: Unit, now: Instant) {
        let label = unit.label();
        match label.kind {
            UnitKind::Poster => return,
            UnitKind::Audio if self.core.audio.is_none() => return,
            UnitKind::Audio => {}
            UnitKind::Video => {
                if self.replayed.remove(&place_of(&unit)) || (self.broken && !label.keyframe) {
                    return;
                }
                if label.keyframe {
                    self.replayed.clear();
                    self.broken = false;
                }
            }
        }
        let timestamp = self.clock.stamp(&label, now);
        self.queue.push_back(Queued { unit, timestamp, done: 0 });
    }

    fn answer_wishes(&mut self, now: Instant) {
        let wishes = std::mem::take(&mut *self.core.wishes.lock());
        let video = self.core.video.ssrc;
        for (_, sequence) in wishes.lost.into_iter().filter(|(ssrc, _)| *ssrc == video) {
            self.send_again(sequence, now);
        }
        let is_due = self.last_replay.is_none_or(|last| now.saturating_duration_since(last) >= REPLAY_EVERY);
        if wishes.keyframe == Some(video) && is_due {
            self.replay(now);
        }
    }

    /// The same packet again, through the same gate as the first time.
    fn send_again(&mut self, sequence: u16, now: Instant) {
        let Some(sent) = self.history.find(sequence, now) else { return };
        if !self.repairs.spend(now) {
            return;
        }
        let (core, port) = (&mut self.core, &self.port);
        // Withheld or not written: the peer asks again, or for a keyframe.
        let _ = sent.unit.send(wall_clock(), |unit| {
            let Some(payload) = unit.rtp.get(sent.part) else { return };
            let header = Header { sequence, timestamp: sent.timestamp, marker: sent.part + 1 == unit.rtp.len() };
            core.write_rtp(true, header, payload.clone(), now);
            let _ = core.flush(|bytes, to| port.send(bytes, to), |_| {});
        });
    }

    /// Sends what waits, one step's worth of packets.
    fn send_queue(&mut self, now: Instant) {
        if now < self.next_step {
            return;
        }
        let mut room = STEP_PACKETS;
        while room > 0
            && let Some(mut queued) = self.queue.pop_front()
        {
            match self.send_part(&mut queued, room, now) {
                Ok(Progress { packets, whole, blocked: false }) => {
                    room -= packets.min(room);
                    if !whole {
                        self.queue.push_front(queued);
                    }
                }
                // The kernel's buffer is full, or somebody in it does not consent any more: on to the next keyframe.
                Ok(Progress { blocked: true, .. }) | Err(Withheld) => self.skip_pictures(&queued),
            }
        }
        self.next_step = if self.queue.is_empty() { now } else { now + STEP };
    }

    fn skip_pictures(&mut self, failed: &Queued) {
        if failed.unit.label().kind != UnitKind::Video {
            return;
        }
        self.broken = true;
        while let Some(position) = self.queue.iter().position(|queued| queued.unit.label().kind == UnitKind::Video) {
            if self.queue[position].unit.label().keyframe {
                self.broken = false;
                return;
            }
            self.queue.remove(position);
        }
    }

    fn send_part(&mut self, queued: &mut Queued, room: usize, now: Instant) -> Result<Progress, Withheld> {
        self.make_known(&queued.unit);
        let is_video = queued.unit.label().kind == UnitKind::Video;
        let (core, port, history) = (&mut self.core, &self.port, &self.history);
        let (owner, timestamp, first) = (&queued.unit, queued.timestamp, queued.done);
        let progress = owner.send(wall_clock(), |unit| {
            let part = Part { owner, timestamp, first, room, is_video, now };
            part.send(&unit.rtp, core, port, history)
        })?;
        queued.done += progress.packets;
        Ok(progress)
    }

    /// Tells the consent gate, once for each take, who keeps references to it.
    fn make_known(&mut self, unit: &Unit) {
        let take = unit.take();
        if self.known_takes.iter().any(|known| known.take() == take) {
            return;
        }
        if self.known_takes.len() == KNOWN_TAKES {
            self.known_takes.pop_front();
        }
        let keeper = Keeper::new(&self.history, take);
        unit.keep(keeper.known());
        self.known_takes.push_back(keeper);
    }

    /// Sender reports: which timestamp stands for which moment, so that the browser plays sound and picture together.
    fn report(&mut self, now: Instant) {
        let tracks = [(UnitKind::Video, Some(&self.core.video)), (UnitKind::Audio, self.core.audio.as_ref())];
        let running: Vec<_> = tracks.into_iter().filter_map(|(kind, track)| Some((kind, track.filter(|track| track.packets > 0)?))).collect();
        if now < self.next_report && running.len() <= self.reported {
            return;
        }
        self.reported = running.len();
        self.next_report = now + REPORT_EVERY;
        self.history.forget_old(now);
        let ntp_time = ntp_now();
        let mut packets: Vec<Box<dyn rtcp::Packet>> = Vec::new();
        for (kind, track) in &running {
            packets.push(Box::new(SenderReport {
                ssrc: track.ssrc,
                ntp_time,
                rtp_time: self.clock.at(*kind, now),
                packet_count: track.packets,
                octet_count: track.octets,
                ..SenderReport::default()
            }));
        }
        if packets.is_empty() {
            return;
        }
        let name = || SourceDescriptionItem { sdes_type: SdesType::SdesCname, text: Bytes::from_static(CNAME) };
        let chunks = running.iter().map(|(_, track)| SourceDescriptionChunk { source: track.ssrc, items: vec![name()] }).collect();
        packets.push(Box::new(SourceDescription { chunks }));
        self.core.write_rtcp(packets, now);
        self.flush();
    }

    fn flush(&mut self) {
        let (port, routes, name) = (&self.port, &self.routes, &self.place.name);
        // A full buffer: ICE, DTLS and RTCP repair themselves.
        let _ = self.core.flush(|bytes, to| port.send(bytes, to), |address| routes.proved(name, address));
    }
}

/// What of a unit goes out in one step.
struct Part<'a> {
    owner: &'a Unit,
    timestamp: u32,
    first: usize,
    room: usize,
    is_video: bool,
    now: Instant,
}

struct Progress {
    packets: usize,
    /// The unit is out.
    whole: bool,
    /// The kernel took no more.
    blocked: bool,
}

impl Part<'_> {
    fn send(&self, payloads: &[Bytes], core: &mut Core, port: &Port, history: &History) -> Progress {
        let end = payloads.len().min(self.first + self.room);
        for part in self.first..end {
            let track = if self.is_video { Some(&mut core.video) } else { core.audio.as_mut() };
            let Some(sequence) = track.map(super::core::Track::next_sequence) else { continue };
            // Of Opus, the marker would say that silence ended.
            let marker = self.is_video && part + 1 == payloads.len();
            core.write_rtp(self.is_video, Header { sequence, timestamp: self.timestamp, marker }, payloads[part].clone(), self.now);
            if self.is_video {
                history.put(Sent { sequence, timestamp: self.timestamp, unit: self.owner.clone(), part, at: self.now });
            }
        }
        let blocked = core.flush(|bytes, to| port.send(bytes, to), |_| {}).is_err();
        Progress { packets: end - self.first, whole: end == payloads.len(), blocked }
    }
}

fn place_of(unit: &Unit) -> (StreamId, u64) {
    (unit.stream(), unit.sequence())
}

fn since_1970() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn wall_clock() -> Timestamp {
    Timestamp::from_millis(u64::try_from(since_1970().as_millis()).unwrap_or(u64::MAX))
}

/// Now as NTP writes it: 32 bits of seconds since 1900, 32 bits of fraction.
pub(super) fn ntp_now() -> u64 {
    let now = since_1970();
    ((now.as_secs() + NTP_OFFSET) << 32) | ((u64::from(now.subsec_nanos()) << 32) / 1_000_000_000)
}

/// A budget that fills with time.
struct Allowance {
    left: u32,
    filled: Instant,
}

impl Allowance {
    fn spend(&mut self, now: Instant) -> bool {
        let earned = now.saturating_duration_since(self.filled).as_millis() * u128::from(REPAIRS_PER_SECOND) / 1_000;
        if earned > 0 {
            self.filled = now;
            self.left = self.left.saturating_add(u32::try_from(earned).unwrap_or(u32::MAX)).min(REPAIRS_AT_ONCE);
        }
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        true
    }
}

//! The task of one person's connection to a call: what they send goes to their seat, what others send goes to them, and what was lost either way is
//! sent again. It never waits for anybody: what the kernel does not take is this listener's loss.

use super::{
    line::{Header, Line},
    offer::Part,
    reception::{Arrival, Reception},
    rewrite::Rewrite,
};
use crate::webrtc::{
    clock::{AUDIO_RATE, VIDEO_RATE},
    gateway::Place,
    limits::Bucket,
    peer::ntp_now,
    socket::{Datagram, Port, Routes},
    transport::Stand,
};
use actors::call::{Heard, Kind, Moment, Packet, Seat};
use domain::{
    Timestamp,
    room::voices::{PLACES, Speaking},
};
use rtc::{
    rtcp::{
        self,
        payload_feedbacks::picture_loss_indication::PictureLossIndication,
        receiver_report::ReceiverReport,
        sender_report::SenderReport,
        transport_feedbacks::transport_layer_nack::{TransportLayerNack, nack_pairs_from_sequence_numbers},
    },
    rtp,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// A browser that takes longer is not coming.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
const REPORT_EVERY: Duration = Duration::from_secs(1);
/// Datagrams handled before anything else gets its turn.
const DATAGRAMS_AT_ONCE: usize = 32;
/// Packets of a microphone, and their bytes, in a second: Opus sends 50, or 100 short ones.
const SOUND_PACKETS: u32 = 120;
const SOUND_BYTES: u32 = 16_000;
/// The same of a camera.
const PICTURE_PACKETS: u32 = 300;
const PICTURE_BYTES: u32 = 120_000;
/// Bytes of one packet.
const SOUND_PACKET: usize = 1_000;
const PICTURE_PACKET: usize = 1_300;
/// Packets sent again in a second at most, and at once.
const REPAIRS_PER_SECOND: u32 = 300;
const REPAIRS_AT_ONCE: u32 = 150;
/// One listener asks for a keyframe of one camera so often at most.
const KEYFRAME_WISH_EVERY: Duration = Duration::from_secs(2);
/// A stream that sends under another number takes the place of one that has been silent for so long.
const TAKEN_OVER_AFTER: Duration = Duration::from_secs(1);

/// How a connection is reached.
pub(in crate::webrtc) struct Ways {
    pub(in crate::webrtc) port: Arc<Port>,
    pub(in crate::webrtc) routes: Arc<Routes>,
    pub(in crate::webrtc) place: Place,
    pub(in crate::webrtc) datagrams: mpsc::Receiver<Datagram>,
    pub(in crate::webrtc) end: CancellationToken,
}

/// What one device of somebody's sends.
struct Sending {
    kind: Kind,
    reception: Option<Reception>,
    packets: Bucket,
    bytes: Bucket,
}

impl Sending {
    fn new(kind: Kind, now: Instant) -> Self {
        let (packets, bytes) = if kind == Kind::Sound { (SOUND_PACKETS, SOUND_BYTES) } else { (PICTURE_PACKETS, PICTURE_BYTES) };
        Self { kind, reception: None, packets: Bucket::new(packets, packets, now), bytes: Bucket::new(bytes, bytes, now) }
    }

    fn admits(&mut self, packet: &rtp::Packet, now: Instant) -> bool {
        let most = if self.kind == Kind::Sound { SOUND_PACKET } else { PICTURE_PACKET };
        packet.payload.len() <= most && self.packets.spend(1, now) && self.bytes.spend(packet.payload.len(), now)
    }

    /// What this packet is to the stream of this device.
    fn arrive(&mut self, header: &rtp::Header, now: Instant) -> Arrival {
        match &mut self.reception {
            Some(known) if known.ssrc == header.ssrc => known.arrive(header.sequence_number, now),
            Some(known) if now.saturating_duration_since(known.last_at) < TAKEN_OVER_AFTER => Arrival::Stale,
            known => {
                let arrival = if known.is_some() { Arrival::Restart } else { Arrival::New };
                *known = Some(Reception::begin(header.ssrc, header.sequence_number, now));
                arrival
            }
        }
    }
}

pub(in crate::webrtc) struct Caller {
    line: Line,
    seat: Seat,
    ways: Ways,
    sound: Sending,
    picture: Sending,
    /// The places as this listener has them: sound and pictures.
    heard: Vec<Rewrite>,
    seen: Vec<Rewrite>,
    speaking: Speaking,
    /// From the speaker's clock to the server's, the same for voice and picture so that they stay in step.
    clock_shift: Option<u64>,
    repairs: Bucket,
    /// When this listener asked for a keyframe last, by place.
    wished: [Option<Instant>; PLACES],
    batch: Vec<Arc<Packet>>,
    started: Instant,
    was_connected: bool,
    next_report: Instant,
}

impl Caller {
    pub(in crate::webrtc) fn new(line: Line, seat: Seat, ways: Ways) -> Self {
        let now = Instant::now();
        let numbers = line.numbers();
        let places = |kind, rate| (0..PLACES as u8).map(|place| Rewrite::new(numbers.of(kind, place), rate)).collect();
        Self {
            heard: places(Kind::Sound, AUDIO_RATE),
            seen: places(Kind::Picture, VIDEO_RATE),
            line,
            seat,
            ways,
            sound: Sending::new(Kind::Sound, now),
            picture: Sending::new(Kind::Picture, now),
            speaking: Speaking::new(),
            clock_shift: None,
            repairs: Bucket::new(REPAIRS_PER_SECOND, REPAIRS_AT_ONCE, now),
            wished: [None; PLACES],
            batch: Vec::new(),
            started: now,
            was_connected: false,
            next_report: now + REPORT_EVERY,
        }
    }

    /// Until they leave, fall silent, or are in the call no more.
    pub(in crate::webrtc) async fn run(mut self) {
        // Datagrams come first below: who is in the call no more could send them without a pause.
        while self.line.transport.stand() != Stand::Gone && !self.seat.is_over() {
            let wake = self.wake();
            tokio::select! {
                biased;
                () = self.ways.end.cancelled() => break,
                datagram = self.ways.datagrams.recv() => match datagram {
                    Some(datagram) => self.take_in(datagram),
                    None => break,
                },
                () = tokio::time::sleep_until(wake.into()) => {}
                stays = self.seat.wait() => if !stays { break },
            }
            self.work(Instant::now());
        }
        self.line.transport.close();
        self.flush();
        tracing::debug!(peer = %self.ways.place.peer, lost = self.seat.lost(), "caller left");
    }

    /// When there is something to do even if nothing happens.
    fn wake(&mut self) -> Instant {
        let wake = if self.was_connected { self.next_report } else { self.started + CONNECT_WITHIN };
        let missing = [&self.sound, &self.picture].into_iter().filter_map(|sending| sending.reception.as_ref()?.deadline());
        let silence = self.speaking.deadline().map(|at| self.started + Duration::from_millis(at.as_millis()));
        missing.chain(silence).chain(self.line.transport.deadline()).fold(wake, Instant::min)
    }

    fn take_in(&mut self, first: Datagram) {
        let mut next = Some(first);
        for _ in 0..DATAGRAMS_AT_ONCE {
            let Some(datagram) = next else { return };
            self.read(datagram);
            next = self.ways.datagrams.try_recv().ok();
        }
        if let Some(datagram) = next {
            self.read(datagram);
        }
    }

    fn read(&mut self, datagram: Datagram) {
        let Datagram { from, bytes, at } = datagram;
        self.line.transport.read(from, bytes, at);
        self.flush();
        let mut inbound = std::mem::take(&mut *self.line.inbound.lock());
        for packet in inbound.packets.drain(..) {
            self.hear(packet, at);
        }
        for (ssrc, ntp, timestamp) in inbound.reports.drain(..) {
            self.align(ssrc, ntp, timestamp, at);
        }
        for (ssrc, sequence) in inbound.lost.drain(..) {
            if !self.send_again(ssrc, sequence, at) {
                break;
            }
        }
        for ssrc in inbound.keyframes.drain(..) {
            self.wish_keyframe(ssrc, at);
        }
    }

    /// They can't show what comes under this number.
    fn wish_keyframe(&mut self, ssrc: u32, now: Instant) {
        let Some(place) = self.seen.iter().position(|seen| seen.ssrc == ssrc) else { return };
        let last = &mut self.wished[place];
        if last.is_none_or(|last| now.saturating_duration_since(last) >= KEYFRAME_WISH_EVERY) {
            *last = Some(now);
            self.seat.ask_keyframe(u8::try_from(place).ok(), now);
        }
    }

    /// A packet of this person's own devices.
    fn hear(&mut self, packet: rtp::Packet, now: Instant) {
        let Some(kind) = self.line.kind(packet.header.payload_type) else { return };
        let sending = if kind == Kind::Sound { &mut self.sound } else { &mut self.picture };
        if !sending.admits(&packet, now) {
            return;
        }
        match sending.arrive(&packet.header, now) {
            Arrival::Stale => return,
            Arrival::Restart => self.seat.begin_again(kind),
            Arrival::New | Arrival::Repair => {}
        }
        let level = self.line.level.filter(|_| kind == Kind::Sound).and_then(|id| loudness(&packet.header, id));
        let rtp::Packet { header, payload } = packet;
        let heard = Heard { kind, sequence: header.sequence_number, timestamp: header.timestamp, marker: header.marker, payload };
        let is_heard = self.seat.forward(heard, now);
        if kind == Kind::Sound && self.speaking.heard(level.filter(|_| is_heard), self.moment(now)) {
            self.seat.spoke(self.speaking.is_on());
        }
    }

    fn moment(&self, now: Instant) -> Timestamp {
        Timestamp::from_millis(u64::try_from(now.saturating_duration_since(self.started).as_millis()).unwrap_or(u64::MAX))
    }

    /// Their report: which timestamp stands for which moment.
    fn align(&mut self, ssrc: u32, ntp: u64, timestamp: u32, now: Instant) {
        for sending in [&mut self.sound, &mut self.picture] {
            let Some(reception) = sending.reception.as_mut().filter(|reception| reception.ssrc == ssrc) else { continue };
            reception.reported(ntp, now);
            let shift = *self.clock_shift.get_or_insert_with(|| ntp_now().wrapping_sub(ntp));
            self.seat.tell_moment(sending.kind, Moment { ntp: ntp.wrapping_add(shift), timestamp });
        }
    }

    fn work(&mut self, now: Instant) {
        if self.line.transport.deadline().is_some_and(|deadline| deadline <= now) {
            self.line.transport.elapse(now);
        }
        self.flush();
        match self.line.transport.stand() {
            Stand::Gone => return,
            Stand::Connecting if now >= self.started + CONNECT_WITHIN => self.ways.end.cancel(),
            Stand::Connecting => {}
            Stand::Connected if !self.was_connected => self.connected(now),
            Stand::Connected => {}
        }
        self.pass_on(now);
        self.ask(now);
        if self.speaking.elapse(self.moment(now)) {
            self.seat.spoke(false);
        }
        self.report(now);
    }

    fn connected(&mut self, now: Instant) {
        self.was_connected = true;
        // What waited is the past; cameras begin with a picture of their own.
        self.seat.take(&mut Vec::new());
        self.seat.ask_keyframe(None, now);
        tracing::debug!(peer = %self.ways.place.peer, "caller connected");
    }

    /// Sends what others said.
    fn pass_on(&mut self, now: Instant) {
        let mut batch = std::mem::take(&mut self.batch);
        let wants_keyframe = self.seat.take(&mut batch);
        for packet in batch.drain(..) {
            // Looked at one by one, and written before the next: a place may be shut in the middle of a batch.
            if self.was_connected && !packet.is_shut() {
                self.relay(&packet, now);
                self.flush();
            }
        }
        self.batch = batch;
        if wants_keyframe {
            self.ask_keyframe(now);
        }
        self.flush();
    }

    fn relay(&mut self, packet: &Packet, now: Instant) {
        let part = if packet.kind == Kind::Sound { Part::Sound(packet.place) } else { Part::Picture(packet.place) };
        if !self.line.parts.contains(&part) {
            return;
        }
        let places = if packet.kind == Kind::Sound { &mut self.heard } else { &mut self.seen };
        let Some(rewrite) = places.get_mut(usize::from(packet.place)) else { return };
        let Some((sequence, timestamp)) = rewrite.next(packet, now) else { return };
        rewrite.packets = rewrite.packets.wrapping_add(1);
        rewrite.octets = rewrite.octets.wrapping_add(packet.payload.len() as u32);
        let header = Header { ssrc: rewrite.ssrc, sequence, timestamp, marker: packet.marker };
        self.line.write(packet.kind, &header, packet.payload.clone(), now);
    }

    /// The same packet once more, if its spell lasts and it is young. False: that was enough for now.
    fn send_again(&mut self, ssrc: u32, sequence: u16, now: Instant) -> bool {
        let at = |places: &[Rewrite]| places.iter().position(|place| place.ssrc == ssrc);
        let found = at(&self.heard).map(|place| (Kind::Sound, place)).or_else(|| at(&self.seen).map(|place| (Kind::Picture, place)));
        let Some((kind, place)) = found else { return true };
        let rewrite = if kind == Kind::Sound { &self.heard[place] } else { &self.seen[place] };
        let Some((spell, theirs)) = rewrite.undo(sequence) else { return true };
        // Before the call is looked into: others wait for that.
        if !self.repairs.spend(1, now) {
            return false;
        }
        let Some(packet) = u8::try_from(place).ok().and_then(|place| self.seat.again(place, kind, spell, theirs, now)) else { return true };
        let Some(timestamp) = rewrite.timestamp(spell, packet.timestamp) else { return true };
        self.line.write(kind, &Header { ssrc, sequence, timestamp, marker: packet.marker }, packet.payload.clone(), now);
        self.flush();
        true
    }

    /// Asks for what is missing of their own packets.
    fn ask(&mut self, now: Instant) {
        let sender_ssrc = self.line.numbers().own;
        let mut packets: Vec<Box<dyn rtcp::Packet>> = Vec::new();
        for sending in [&mut self.sound, &mut self.picture] {
            let Some(reception) = &mut sending.reception else { continue };
            let due = reception.due(now);
            if !due.is_empty() {
                let nacks = nack_pairs_from_sequence_numbers(&due);
                packets.push(Box::new(TransportLayerNack { sender_ssrc, media_ssrc: reception.ssrc, nacks }));
            }
            if std::mem::take(&mut reception.is_broken) && sending.kind == Kind::Picture {
                packets.push(Box::new(PictureLossIndication { sender_ssrc, media_ssrc: reception.ssrc }));
            }
        }
        if !packets.is_empty() {
            self.line.write_rtcp(packets, now);
            self.flush();
        }
    }

    fn ask_keyframe(&mut self, now: Instant) {
        if let Some(reception) = &self.picture.reception {
            let pli = PictureLossIndication { sender_ssrc: self.line.numbers().own, media_ssrc: reception.ssrc };
            self.line.write_rtcp(vec![Box::new(pli)], now);
        }
    }

    /// To the speaker how their packets arrive, to the listener which timestamps stand for which moment.
    fn report(&mut self, now: Instant) {
        if !self.was_connected || now < self.next_report {
            return;
        }
        self.next_report = now + REPORT_EVERY;
        let mut packets: Vec<Box<dyn rtcp::Packet>> = Vec::new();
        let reports: Vec<_> =
            [&mut self.sound, &mut self.picture].into_iter().filter_map(|sending| Some(sending.reception.as_mut()?.report(now))).collect();
        packets.push(Box::new(ReceiverReport { ssrc: self.line.numbers().own, reports, ..ReceiverReport::default() }));
        for (place, kind, spell, moment) in self.seat.moments() {
            let places = if kind == Kind::Sound { &self.heard } else { &self.seen };
            let Some(rewrite) = places.get(usize::from(place)) else { continue };
            let Some(rtp_time) = rewrite.timestamp(spell, moment.timestamp) else { continue };
            packets.push(Box::new(SenderReport {
                ssrc: rewrite.ssrc,
                ntp_time: moment.ntp,
                rtp_time,
                packet_count: rewrite.packets,
                octet_count: rewrite.octets,
                ..SenderReport::default()
            }));
        }
        self.line.write_rtcp(packets, now);
        self.flush();
    }

    fn flush(&mut self) {
        let Ways { port, routes, place, .. } = &self.ways;
        // A full buffer: this listener's loss, which is repaired like others.
        let _ = self.line.transport.flush(|bytes, to| port.send(bytes, to), |address| routes.proved(&place.name, address));
    }
}

/// How loud a packet is: decibels below full scale.
fn loudness(header: &rtp::Header, id: u8) -> Option<u8> {
    let extension = header.extensions.iter().find(|extension| extension.id == id)?;
    extension.payload.first().map(|byte| byte & 0x7f)
}

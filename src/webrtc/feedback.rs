//! What a peer tells about what it got: taken out of its RTCP before the library consumes it.
//!
//! It keeps nothing that goes out (the library's own repair would keep packets past a revocation).

use parking_lot::Mutex;
use rtc::{
    interceptor::{Interceptor, Packet, StreamInfo, TaggedPacket},
    rtcp::{
        payload_feedbacks::{full_intra_request::FullIntraRequest, picture_loss_indication::PictureLossIndication},
        transport_feedbacks::transport_layer_nack::TransportLayerNack,
    },
    sansio::Protocol,
    shared::error::Error,
};
use std::{collections::VecDeque, sync::Arc, time::Instant};

/// Lost packets that one peer can ask for before they are looked at.
const LOST_AT_MOST: usize = 512;

/// What the peer asks for.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    /// A keyframe of this stream.
    pub(super) keyframe: Option<u32>,
    /// Packets: stream and sequence number.
    pub(super) lost: Vec<(u32, u16)>,
}

/// Shared by the tap in the library's chain and the peer that reads it, both in one task.
pub(super) type WishBox = Arc<Mutex<Wishes>>;

/// The tap. Reads RTCP, lets no inbound media past, leaves everything outbound as it is.
#[derive(Default)]
pub(super) struct Tap {
    wishes: WishBox,
    inbound: VecDeque<TaggedPacket>,
    outbound: VecDeque<TaggedPacket>,
}

impl Tap {
    pub(super) fn new(wishes: WishBox) -> Self {
        Self { wishes, ..Self::default() }
    }

    fn note(&self, packet: &dyn rtc::rtcp::Packet) {
        let mut wishes = self.wishes.lock();
        let any = packet.as_any();
        if let Some(nack) = any.downcast_ref::<TransportLayerNack>() {
            let room = LOST_AT_MOST.saturating_sub(wishes.lost.len());
            let lost = nack.nacks.iter().flat_map(|pair| pair.into_iter()).take(room);
            wishes.lost.extend(lost.map(|sequence| (nack.media_ssrc, sequence)));
        } else if let Some(pli) = any.downcast_ref::<PictureLossIndication>() {
            wishes.keyframe = Some(pli.media_ssrc);
        } else if let Some(fir) = any.downcast_ref::<FullIntraRequest>() {
            wishes.keyframe = fir.fir.first().map(|entry| entry.ssrc).or(wishes.keyframe);
        }
    }
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Tap {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, message: TaggedPacket) -> Result<(), Error> {
        if let Packet::Rtcp(packets) = &message.message.packet {
            for packet in packets {
                self.note(packet.as_ref());
            }
            self.inbound.push_back(message);
        }
        Ok(())
    }

    fn poll_read(&mut self) -> Option<TaggedPacket> {
        self.inbound.pop_front()
    }

    fn handle_write(&mut self, message: TaggedPacket) -> Result<(), Error> {
        self.outbound.push_back(message);
        Ok(())
    }

    fn poll_write(&mut self) -> Option<TaggedPacket> {
        self.outbound.pop_front()
    }

    fn handle_timeout(&mut self, _now: Instant) -> Result<(), Error> {
        Ok(())
    }

    fn poll_timeout(&mut self) -> Option<Instant> {
        None
    }
}

impl Interceptor for Tap {
    fn bind_local_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _info: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _info: &StreamInfo) {}
}

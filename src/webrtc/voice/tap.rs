//! What a connection to a call sends, taken out of the library's chain right after it was decrypted: the library needs to know none of its streams.

use parking_lot::Mutex;
use rtc::{
    interceptor::{Interceptor, Packet, StreamInfo, TaggedPacket},
    rtcp::{
        payload_feedbacks::{full_intra_request::FullIntraRequest, picture_loss_indication::PictureLossIndication},
        sender_report::SenderReport,
        transport_feedbacks::transport_layer_nack::TransportLayerNack,
    },
    rtp,
    sansio::Protocol,
    shared::error::Error,
};
use std::{collections::VecDeque, sync::Arc, time::Instant};

/// Of each kind, before it is looked at: after every datagram.
const AT_ONCE: usize = 256;

/// What came in and was not looked at.
#[derive(Default)]
pub(super) struct Inbound {
    pub(super) packets: Vec<rtp::Packet>,
    /// Stream, moment (NTP) and timestamp.
    pub(super) reports: Vec<(u32, u64, u32)>,
    /// Packets that they lost: stream and sequence number.
    pub(super) lost: Vec<(u32, u16)>,
    /// Streams that they can't show without a keyframe.
    pub(super) keyframes: Vec<u32>,
}

/// Shared by the tap and the task that reads it; it is one task.
pub(super) type InboundBox = Arc<Mutex<Inbound>>;

#[derive(Default)]
pub(super) struct CallTap {
    inbound: InboundBox,
    outbound: VecDeque<TaggedPacket>,
}

impl CallTap {
    pub(super) fn new(inbound: InboundBox) -> Self {
        Self { inbound, ..Self::default() }
    }
}

impl Inbound {
    fn note(&mut self, packet: &dyn rtc::rtcp::Packet) {
        let any = packet.as_any();
        if let Some(nack) = any.downcast_ref::<TransportLayerNack>() {
            let room = AT_ONCE.saturating_sub(self.lost.len());
            let lost = nack.nacks.iter().flat_map(|pair| pair.into_iter()).take(room);
            self.lost.extend(lost.map(|sequence| (nack.media_ssrc, sequence)));
        } else if let Some(report) = any.downcast_ref::<SenderReport>() {
            push_bounded(&mut self.reports, (report.ssrc, report.ntp_time, report.rtp_time));
        } else if let Some(pli) = any.downcast_ref::<PictureLossIndication>() {
            push_bounded(&mut self.keyframes, pli.media_ssrc);
        } else if let Some(fir) = any.downcast_ref::<FullIntraRequest>() {
            for entry in &fir.fir {
                push_bounded(&mut self.keyframes, entry.ssrc);
            }
        }
    }
}

fn push_bounded<T>(list: &mut Vec<T>, item: T) {
    if list.len() < AT_ONCE {
        list.push(item);
    }
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for CallTap {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, message: TaggedPacket) -> Result<(), Error> {
        let mut inbound = self.inbound.lock();
        match message.message.packet {
            Packet::Rtp(packet) => push_bounded(&mut inbound.packets, packet),
            Packet::Rtcp(packets) => packets.iter().for_each(|packet| inbound.note(packet.as_ref())),
            _ => {}
        }
        Ok(())
    }

    fn poll_read(&mut self) -> Option<TaggedPacket> {
        None
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

impl Interceptor for CallTap {
    fn bind_local_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _info: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _info: &StreamInfo) {}
}

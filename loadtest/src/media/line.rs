//! One connection over WebRTC that costs little: ICE and DTLS by the library without I/O, and of the media that comes only the headers are read.
//!
//! What it sends is encrypted. It answers and sends checks of the path, and reports each second how what it receives arrives, as pages do.

use super::{
    library::{self, failed},
    sdp::{self, Ends, Part},
    tally::{Count, Tally, media},
};
use crate::error::{LoadError, Result};
use bytes::BytesMut;
use rtc::{
    peer_connection::{
        RTCPeerConnection,
        event::RTCPeerConnectionEvent,
        message::{RTCMessage, TaggedRTCMessage},
        sdp::RTCSessionDescription,
        state::RTCPeerConnectionState,
    },
    rtcp::{receiver_report::ReceiverReport, reception_report::ReceptionReport},
    rtp,
    sansio::Protocol,
    shared::{TransportContext, TransportMessage, TransportProtocol},
};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    net::UdpSocket,
    sync::{mpsc, watch},
    time::{sleep_until, timeout},
};

const CONNECTING: Duration = Duration::from_secs(15);
const REPORT_EVERY: Duration = Duration::from_secs(1);
const IDLE: Duration = Duration::from_secs(1);
const GRAIN: Duration = Duration::from_millis(2);
/// Our own number in reports.
const REPORTER: u32 = 1;
/// The longest datagram.
const DATAGRAM: usize = 2_048;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Connecting,
    Connected,
    Gone,
}

/// An offer that was not answered yet.
pub struct Draft {
    wire: Wire,
    mid: String,
    pub offer: String,
}

pub struct Line {
    tally: Arc<Mutex<Tally>>,
    stand: watch::Receiver<Stand>,
    mouth: Mouth,
}

impl Drop for Line {
    /// Says goodbye, so that the server sends nothing more.
    fn drop(&mut self) {
        let _ = self.mouth.0.send(Do::Leave);
    }
}

enum Do {
    Send(RTCMessage),
    Leave,
}

/// To send by a line.
#[derive(Clone)]
pub struct Mouth(mpsc::UnboundedSender<Do>);

impl Mouth {
    pub fn say(&self, packet: rtp::Packet) {
        // It fails where the line has ended, which is told otherwise.
        let _ = self.0.send(Do::Send(RTCMessage::RtpPacket(String::new(), packet)));
    }

    pub fn report(&self, report: Box<dyn rtc::rtcp::Packet>) {
        let _ = self.0.send(Do::Send(RTCMessage::RtcpPacket(String::new(), vec![report])));
    }
}

impl Draft {
    /// Of somebody who is reached at this address of the machine.
    ///
    /// # Errors
    /// What the library refuses.
    pub async fn new(own: IpAddr, parts: &[Part]) -> Result<Self> {
        let mut wire = Wire::lay(own).await?;
        let own = wire.library.create_offer(None).map_err(failed)?;
        wire.library.set_local_description(Instant::now(), own.clone()).map_err(failed)?;
        let (ends, mid) = Ends::of(&own.sdp).zip(sdp::first_mid(&own.sdp)).ok_or_else(|| failed("its own offer has no transport"))?;
        Ok(Self { offer: sdp::offer(&wire.with_candidate(ends), mid, parts), mid: mid.to_owned(), wire })
    }

    /// # Errors
    /// What the library refuses.
    pub fn answered(mut self, answer: &str) -> Result<Line> {
        let ends = Ends::of(answer).ok_or_else(|| failed("the answer has no transport"))?;
        let remote = RTCSessionDescription::answer(ends.for_library(&self.mid)).map_err(failed)?;
        self.wire.library.set_remote_description(Instant::now(), remote).map_err(failed)?;
        Ok(Line::begin(self.wire))
    }
}

impl Line {
    /// Answers an offer of whoever sends.
    ///
    /// # Errors
    /// What the library refuses.
    pub async fn answering(offer: &str) -> Result<(Self, String)> {
        let (ends, mid) = Ends::of(offer).zip(sdp::first_mid(offer)).ok_or_else(|| failed("the offer has no transport"))?;
        // The same address of this machine: some servers bind what they send to its interface.
        let mut wire = Wire::lay(ends.address().unwrap_or(Ipv4Addr::LOCALHOST.into())).await?;
        let remote = RTCSessionDescription::offer(ends.for_library(mid)).map_err(failed)?;
        wire.library.set_remote_description(Instant::now(), remote).map_err(failed)?;
        let own = wire.library.create_answer(None).map_err(failed)?;
        wire.library.set_local_description(Instant::now(), own.clone()).map_err(failed)?;
        let ends = Ends::of(&own.sdp).ok_or_else(|| failed("its own answer has no transport"))?;
        let answer = sdp::answer(&wire.with_candidate(ends), offer);
        Ok((Self::begin(wire), answer))
    }

    fn begin(wire: Wire) -> Self {
        let (todo, said) = mpsc::unbounded_channel();
        let (tally, stand) = (wire.tally.clone(), wire.stand.subscribe());
        tokio::spawn(drive(wire, said));
        Self { tally, stand, mouth: Mouth(todo) }
    }

    /// # Errors
    /// Where it does not come about.
    pub async fn connected(&mut self) -> Result<()> {
        let stand = timeout(CONNECTING, self.stand.wait_for(|stand| *stand != Stand::Connecting)).await;
        match stand.map(|stand| stand.map(|stand| *stand)) {
            Ok(Ok(Stand::Connected)) => Ok(()),
            Ok(_) => Err(failed("the connection was refused")),
            Err(_) => Err(LoadError::Late { what: "a connection over WebRTC", seconds: CONNECTING.as_secs() }),
        }
    }

    #[must_use]
    pub fn is_gone(&self) -> bool {
        *self.stand.borrow() != Stand::Connected
    }

    #[must_use]
    pub fn mouth(&self) -> Mouth {
        self.mouth.clone()
    }

    #[must_use]
    pub fn count(&self) -> Count {
        self.tally().count()
    }

    pub fn tally(&self) -> MutexGuard<'_, Tally> {
        locked(&self.tally)
    }
}

fn locked(tally: &Mutex<Tally>) -> MutexGuard<'_, Tally> {
    // It is whole after each packet.
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Wire {
    library: RTCPeerConnection,
    socket: UdpSocket,
    local: SocketAddr,
    tally: Arc<Mutex<Tally>>,
    stand: watch::Sender<Stand>,
}

impl Wire {
    async fn lay(own: IpAddr) -> Result<Self> {
        let socket = UdpSocket::bind((own, 0)).await.map_err(LoadError::Viewer)?;
        let local = socket.local_addr().map_err(LoadError::Viewer)?;
        Ok(Self { library: library::build(local)?, socket, local, tally: Arc::default(), stand: watch::Sender::new(Stand::Connecting) })
    }

    /// Where it is reached, whether or not the library's description says it.
    fn with_candidate(&self, ends: Ends) -> Ends {
        ends.reached_at(self.local)
    }

    /// Everything that waits. True: the library has something to do.
    fn read(&mut self, buffer: &mut [u8]) -> bool {
        let mut is_touched = false;
        let mut tally = None;
        while let Ok((length, from)) = self.socket.try_recv_from(buffer) {
            let bytes = &buffer[..length];
            let now = Instant::now();
            if let Some(seen) = media(bytes) {
                tally.get_or_insert_with(|| locked(&self.tally)).note(seen, now);
                continue;
            }
            // Reports of the sender: nobody here plays anything in step.
            if bytes.first().is_some_and(|first| (128..192).contains(first)) {
                continue;
            }
            let transport = TransportContext { local_addr: self.local, peer_addr: from, transport_protocol: TransportProtocol::UDP, ecn: None };
            let _ = self.library.handle_read(TransportMessage { now, transport, message: BytesMut::from(bytes) });
            is_touched = true;
        }
        is_touched
    }

    fn settle(&mut self) {
        while self.library.poll_read().is_some() {}
        while let Some(event) = self.library.poll_event() {
            let RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) = event else { continue };
            match state {
                RTCPeerConnectionState::Connected => drop(self.stand.send_replace(Stand::Connected)),
                RTCPeerConnectionState::Closed | RTCPeerConnectionState::Failed => drop(self.stand.send_replace(Stand::Gone)),
                _ => {}
            }
        }
        while let Some(out) = self.library.poll_write() {
            // A full buffer: what is lost is counted where it should have come.
            let _ = self.socket.try_send_to(&out.message, out.transport.peer_addr);
        }
    }

    fn write(&mut self, message: RTCMessage) {
        // It fails where there is no key yet.
        let _ = self.library.handle_write(TaggedRTCMessage { now: Instant::now(), message });
    }

    fn report(&mut self) {
        let standings = locked(&self.tally).standings();
        let report = |standing: super::tally::Standing| ReceptionReport {
            ssrc: standing.ssrc,
            total_lost: standing.lost.min(0x7f_ffff),
            last_sequence_number: standing.highest,
            ..ReceptionReport::default()
        };
        let reports = standings.into_iter().map(report).collect();
        self.write(RTCMessage::RtcpPacket(String::new(), vec![Box::new(ReceiverReport { ssrc: REPORTER, reports, ..ReceiverReport::default() })]));
    }
}

async fn drive(mut wire: Wire, mut said: mpsc::UnboundedReceiver<Do>) {
    let mut buffer = vec![0; DATAGRAM];
    let mut next_report = Instant::now() + REPORT_EVERY;
    loop {
        wire.settle();
        let now = Instant::now();
        let wake = wire.library.poll_timeout().unwrap_or(now + IDLE).min(next_report);
        // The library may name a moment that is over again and again.
        let alarm = sleep_until(wake.max(now + GRAIN).into());
        tokio::pin!(alarm);
        // Media alone changes nothing for the library.
        loop {
            tokio::select! {
                biased;
                message = said.recv() => {
                    let Some(Do::Send(message)) = message else {
                        let _ = wire.library.close();
                        wire.settle();
                        return;
                    };
                    wire.write(message);
                    break;
                }
                readable = wire.socket.readable() => {
                    if readable.is_err() {
                        return;
                    }
                    if wire.read(&mut buffer) {
                        break;
                    }
                }
                () = &mut alarm => {
                    let now = Instant::now();
                    let _ = wire.library.handle_timeout(now);
                    if now >= next_report {
                        next_report = now + REPORT_EVERY;
                        wire.report();
                    }
                    break;
                }
            }
        }
    }
}

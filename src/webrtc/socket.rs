//! The UDP port: opens it, and finds out which peer a datagram belongs to.
//!
//! A STUN request names its peer by the server's half of the user name, and the library proves it; everything else belongs to
//! whom the library has proved that address. What belongs to nobody is ignored in silence, so nothing is ever sent to an
//! address that did not prove itself.

use super::PeerId;
use bytes::BytesMut;
use domain::UserId;
use parking_lot::Mutex;
use socket2::{Domain, Protocol, Socket, Type};
use std::{
    collections::HashMap,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{net::UdpSocket, sync::mpsc};
use tokio_util::sync::CancellationToken;

/// Bytes of the kernel's buffers; it may grant less. What waits here has passed the consent gate: bounded, and gone within
/// milliseconds.
const KERNEL_BUFFER: usize = 1024 * 1024;
/// No datagram of ICE, DTLS or RTCP is longer.
const DATAGRAM_BYTES: usize = 2_048;
const ERROR_PAUSE: Duration = Duration::from_millis(1);
/// Addresses that one peer may prove: a few network paths.
const ADDRESSES_PER_PEER: usize = 16;

/// What came in for a peer.
pub(super) struct Datagram {
    pub(super) from: SocketAddr,
    pub(super) bytes: BytesMut,
    pub(super) at: Instant,
}

/// The one port.
pub(super) struct Port {
    socket: UdpSocket,
    /// Addresses of IPv4 are written as IPv6 on a socket of both.
    dual: bool,
    local: SocketAddr,
}

impl Port {
    pub(super) async fn open(listen: SocketAddr) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(listen), Type::DGRAM, Some(Protocol::UDP))?;
        let dual = listen.is_ipv6() && listen.ip().is_unspecified();
        if dual {
            socket.set_only_v6(false)?;
        }
        socket.set_nonblocking(true)?;
        socket.set_send_buffer_size(KERNEL_BUFFER)?;
        socket.set_recv_buffer_size(KERNEL_BUFFER)?;
        socket.bind(&listen.into())?;
        let socket = UdpSocket::from_std(socket.into())?;
        // A first `try_send_to` fails until the runtime has seen the socket once.
        socket.writable().await?;
        let local = socket.local_addr()?;
        Ok(Self { socket, dual, local })
    }

    pub(super) fn local(&self) -> SocketAddr {
        self.local
    }

    /// Gives a datagram to the kernel, or fails at once.
    pub(super) fn send(&self, bytes: &[u8], to: SocketAddr) -> io::Result<()> {
        let to = match to.ip() {
            IpAddr::V4(ip) if self.dual => SocketAddr::new(ip.to_ipv6_mapped().into(), to.port()),
            _ => to,
        };
        self.socket.try_send_to(bytes, to).map(|_| ())
    }

    /// Hands datagrams to their peers until `end`.
    pub(super) async fn run(&self, routes: &Routes, end: CancellationToken) {
        let mut buffer = vec![0; DATAGRAM_BYTES];
        loop {
            let received = tokio::select! {
                () = end.cancelled() => return,
                received = self.socket.recv_from(&mut buffer) => received,
            };
            let Ok((length, from)) = received else {
                // Somebody's unreachable port, told by ICMP, is not ours; should an error ever stay, it must not take a core.
                tokio::time::sleep(ERROR_PAUSE).await;
                continue;
            };
            let from = SocketAddr::new(from.ip().to_canonical(), from.port());
            routes.deliver(from, &buffer[..length]);
        }
    }
}

/// Who gets which datagrams.
#[derive(Default)]
pub(super) struct Routes {
    tables: Mutex<Tables>,
}

#[derive(Default)]
struct Tables {
    by_name: HashMap<String, Arc<Route>>,
    by_address: HashMap<SocketAddr, Arc<Route>>,
}

/// The way to one peer.
pub(super) struct Route {
    pub(super) peer: PeerId,
    pub(super) owner: UserId,
    /// The server's half of the ICE user name.
    pub(super) name: String,
    pub(super) inbox: mpsc::Sender<Datagram>,
}

impl Routes {
    pub(super) fn add(&self, route: Route) {
        self.tables.lock().by_name.insert(route.name.clone(), Arc::new(route));
    }

    pub(super) fn remove(&self, peer: PeerId, name: &str) {
        let mut tables = self.tables.lock();
        tables.by_name.remove(name);
        tables.by_address.retain(|_, route| route.peer != peer);
    }

    /// The library has proved that this peer is at this address. An address stays with a living peer of somebody else, so that
    /// nobody takes over another's path.
    pub(super) fn proved(&self, name: &str, address: SocketAddr) {
        let mut tables = self.tables.lock();
        let Some(route) = tables.by_name.get(name).cloned() else { return };
        match tables.by_address.get(&address) {
            Some(known) if known.peer == route.peer || known.owner != route.owner => {}
            _ if tables.by_address.values().filter(|known| known.peer == route.peer).count() >= ADDRESSES_PER_PEER => {}
            _ => {
                tables.by_address.insert(address, route);
            }
        }
    }

    fn deliver(&self, from: SocketAddr, bytes: &[u8]) {
        let route = {
            let tables = self.tables.lock();
            let route = match request_name(bytes) {
                Some(name) => tables.by_name.get(name).filter(|route| tables.admits(route, from)),
                None => tables.by_address.get(&from),
            };
            let Some(route) = route else { return };
            route.clone()
        };
        // Full: the peer is slow or floods; both repair themselves.
        let _ = route.inbox.try_send(Datagram { from, bytes: BytesMut::from(bytes), at: Instant::now() });
    }
}

impl Tables {
    /// Whether a peer may come from this address: known, or not one too many.
    fn admits(&self, route: &Route, from: SocketAddr) -> bool {
        self.by_address.get(&from).is_some_and(|known| known.peer == route.peer)
            || self.by_address.values().filter(|known| known.peer == route.peer).count() < ADDRESSES_PER_PEER
    }
}

const STUN_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const STUN_HEADER: usize = 20;
const USERNAME: u16 = 0x0006;

/// Whether these bytes are STUN.
pub(super) fn is_stun(bytes: &[u8]) -> bool {
    bytes.len() >= STUN_HEADER && bytes[0] < 4 && bytes[4..8] == STUN_COOKIE
}

/// The server's half of the user name in a STUN binding request.
fn request_name(bytes: &[u8]) -> Option<&str> {
    if !is_stun(bytes) || bytes[..2] != [0x00, 0x01] {
        return None;
    }
    let mut rest = &bytes[STUN_HEADER..];
    while let [kind_high, kind_low, length_high, length_low, tail @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*length_high, *length_low]));
        if u16::from_be_bytes([*kind_high, *kind_low]) == USERNAME {
            let (name, _) = std::str::from_utf8(tail.get(..length)?).ok()?.split_once(':')?;
            return Some(name);
        }
        rest = tail.get(length.next_multiple_of(4)..)?;
    }
    None
}

/// The addresses that a browser is told: those the operator names, else the one listened on, else all of this machine.
pub(super) fn candidates(public: &[IpAddr], local: SocketAddr) -> Vec<SocketAddr> {
    let mut ips: Vec<IpAddr> = if !public.is_empty() {
        public.to_vec()
    } else if !local.ip().is_unspecified() {
        vec![local.ip()]
    } else {
        let mut own = own_addresses(local.is_ipv6());
        own.push(Ipv4Addr::LOCALHOST.into());
        own
    };
    let mut seen = std::collections::HashSet::new();
    ips.retain(|ip| seen.insert(*ip));
    ips.into_iter().map(|ip| SocketAddr::new(ip, local.port())).collect()
}

fn own_addresses(with_ipv6: bool) -> Vec<IpAddr> {
    let interfaces = rtc::shared::ifaces::ifaces().unwrap_or_default();
    let ips = interfaces.into_iter().filter_map(|interface| Some(interface.addr?.ip()));
    ips.filter(|ip| match ip {
        IpAddr::V4(ip) => !ip.is_loopback() && !ip.is_link_local() && !ip.is_unspecified(),
        // A link-local address means nothing without its interface.
        IpAddr::V6(ip) => with_ipv6 && !ip.is_loopback() && !ip.is_unicast_link_local() && !ip.is_unspecified(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(attributes: &[(u16, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![0, 1, 0, 0];
        bytes.extend(STUN_COOKIE);
        bytes.extend([7; 12]);
        for (kind, value) in attributes {
            bytes.extend(kind.to_be_bytes());
            bytes.extend(u16::try_from(value.len()).expect("short").to_be_bytes());
            bytes.extend(*value);
            bytes.resize(bytes.len().next_multiple_of(4), 0);
        }
        bytes
    }

    #[test]
    fn a_binding_request_names_its_peer() {
        assert_eq!(request_name(&request(&[(0x8022, b"abc"), (USERNAME, b"server:client")])), Some("server"));
    }

    #[test]
    fn other_bytes_name_nobody() {
        assert_eq!(request_name(&[]), None);
        assert_eq!(request_name(&request(&[])), None);
        assert_eq!(request_name(&request(&[(USERNAME, b"without colon")])), None);
        let whole = request(&[(0x8022, b"abc"), (USERNAME, b"server:client")]);
        for length in 0..whole.len() - 3 {
            assert_eq!(request_name(&whole[..length]), None, "{length} bytes");
        }
        let mut seed = 1_u64;
        for _ in 0..5_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let mut broken = whole.clone();
            let place = (seed >> 33) as usize % broken.len();
            broken[place] = (seed >> 20) as u8;
            let _ = request_name(&broken);
        }
    }

    #[test]
    fn an_address_stays_with_the_peer_that_proved_it_first() {
        let routes = Routes::default();
        let (first, mut first_inbox) = mpsc::channel(4);
        let (second, mut second_inbox) = mpsc::channel(4);
        for (name, inbox, owner) in [("first", first, 1), ("second", second, 2)] {
            let owner = UserId::from_uuid(uuid::Uuid::from_u128(owner));
            routes.add(Route { peer: PeerId::random(), owner, name: name.to_owned(), inbox });
        }
        let address: SocketAddr = "192.0.2.7:4000".parse().expect("an address");
        routes.deliver(address, &[22, 0, 0]);
        assert!(first_inbox.try_recv().is_err(), "an unproved address belongs to nobody");
        routes.proved("first", address);
        routes.proved("second", address);
        routes.deliver(address, &[22, 0, 0]);
        assert!(first_inbox.try_recv().is_ok());
        assert!(second_inbox.try_recv().is_err());
    }

    #[test]
    fn candidates_are_what_the_operator_says_or_what_the_machine_has() {
        let any: SocketAddr = "0.0.0.0:7000".parse().expect("an address");
        let public: IpAddr = "203.0.113.4".parse().expect("an address");
        assert_eq!(candidates(&[public, public], any), [SocketAddr::new(public, 7000)]);
        let one: SocketAddr = "127.0.0.1:7000".parse().expect("an address");
        assert_eq!(candidates(&[], one), [one]);
        assert!(candidates(&[], any).contains(&one));
    }
}

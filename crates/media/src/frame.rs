//! How a media unit is framed for the WebSocket: a fixed header, then the payload.
//!
//! ```text
//!  0  u8   version, 1          20  u32  place of the unit in everything that was made of its take
//!  1  u8   0 video, 1 audio    24  u32  index of the unit in its pass
//!  2  u8   bit 0: keyframe     28  u64  pts, microseconds
//!  3  u8   pass                36  u16  width    38  u16  height
//!  4  16 bytes: take id        40  payload
//! ```
//!
//! Numbers are big-endian. The place is what receipts of revocations call a sequence: a viewer can see that nothing later came (CONSENT-4).

use crate::unit::{UnitKind, UnitLabel};
use bytes::{BufMut, Bytes, BytesMut};

pub const HEADER: usize = 40;
pub const VERSION: u8 = 1;

/// The whole message for one unit. Posters have none: they never go over this way.
#[must_use]
pub fn frame(label: &UnitLabel, place: u32, payload: &[u8]) -> Bytes {
    let kind = match label.kind {
        UnitKind::Video => 0,
        UnitKind::Audio => 1,
        UnitKind::Poster => return Bytes::new(),
    };
    let mut message = BytesMut::with_capacity(HEADER + payload.len());
    message.put_u8(VERSION);
    message.put_u8(kind);
    message.put_u8(u8::from(label.keyframe));
    message.put_u8(label.pass);
    message.put_slice(label.take.as_uuid().as_bytes());
    message.put_u32(place);
    message.put_u32(label.index);
    message.put_u64(label.pts);
    message.put_u16(label.width);
    message.put_u16(label.height);
    message.put_slice(payload);
    message.freeze()
}

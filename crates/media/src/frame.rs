//! How a media unit is framed for the WebSocket: a fixed header, then the payload.
//!
//! ```text
//!  0  u8   version, 1          20  u64  index of the unit in its pass
//!  1  u8   0 video, 1 audio    28  u64  pts, microseconds
//!  2  u8   bit 0: keyframe     36  u16  width    38  u16  height
//!  3  u8   pass                40  payload
//!  4  16 bytes: take id
//! ```
//!
//! Numbers are big-endian. Receipts of revocations name the sealed sequence, not this index.

use crate::unit::{UnitKind, UnitLabel};
use bytes::{BufMut, Bytes, BytesMut};

pub const HEADER: usize = 40;
pub const VERSION: u8 = 1;

/// The whole message for one unit. Posters have none: they never go over this way.
#[must_use]
pub fn frame(label: &UnitLabel, payload: &[u8]) -> Bytes {
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
    message.put_u64(u64::from(label.index));
    message.put_u64(label.pts);
    message.put_u16(label.width);
    message.put_u16(label.height);
    message.put_slice(payload);
    message.freeze()
}

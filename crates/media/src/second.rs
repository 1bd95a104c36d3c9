//! One whole second of a take's last pass as it is kept while the take is made, so that a crash costs no more than the second that was
//! under way.
//!
//! The encoder begins anew at each second, so a second that is read back joins the ones that are made after it without a seam. It
//! holds access units only: sound is quick to make again.

use crate::{MediaUnit, UnitKind};
use bytes::{Buf, BufMut, Bytes, BytesMut};
use domain::consent::Gather;

/// Gathers the access units of one second, in their order.
#[derive(Debug, Default)]
pub struct SecondGather(BytesMut);

impl SecondGather {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Gather<MediaUnit> for SecondGather {
    type Output = Bytes;

    fn add(&mut self, unit: &MediaUnit) {
        if unit.label.kind == UnitKind::Video {
            self.0.put_u32(unit.payload.len() as u32);
            self.0.put_slice(&unit.payload);
        }
    }

    fn finish(self) -> Bytes {
        self.0.freeze()
    }
}

/// A second as it was read back.
#[derive(Debug)]
pub struct KeptSecond {
    pub(crate) number: u32,
    /// Annex B, one for each picture.
    pub(crate) units: Vec<Bytes>,
}

impl KeptSecond {
    /// None: it is not as many units as a second has.
    #[must_use]
    pub fn read(number: u32, mut bytes: Bytes, fps: u32) -> Option<Self> {
        let mut units = Vec::new();
        while bytes.has_remaining() {
            let length = bytes.try_get_u32().ok()? as usize;
            if length == 0 || length > bytes.remaining() {
                return None;
            }
            units.push(bytes.split_to(length));
        }
        (units.len() == fps as usize).then_some(Self { number, units })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_that_is_not_whole_is_none() {
        let bytes = Bytes::from_static(&[0, 0, 0, 1, 7, 0, 0, 0, 2, 8, 9]);
        let second = KeptSecond::read(3, bytes.clone(), 2).expect("two units");
        assert_eq!((second.number, second.units), (3, vec![Bytes::from_static(&[7]), Bytes::from_static(&[8, 9])]));
        assert!(KeptSecond::read(3, bytes.clone(), 3).is_none(), "one is missing");
        for end in 1..bytes.len() {
            assert!(KeptSecond::read(3, bytes.slice(..end), 2).is_none(), "cut off at {end}");
        }
        assert!(KeptSecond::read(0, Bytes::from_static(&[0, 0, 0, 0]), 1).is_none());
    }
}

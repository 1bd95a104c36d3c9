//! One whole second of a take's last pass as it is kept while the take is made, so that a crash costs no more than the second that was
//! under way.
//!
//! The encoder begins anew at each second, so a second that is read back joins the ones that are made after it without a seam. It
//! holds access units only: sound is quick to make again.

use crate::{MediaUnit, UnitKind};
use bytes::{Buf, BufMut, Bytes, BytesMut};
use domain::consent::Gather;
use sha2::{Digest, Sha256};

/// Bytes of the digest before the units.
const SEAL: usize = 32;

fn seal(making: &[u8; 32], units: &[u8]) -> [u8; SEAL] {
    Sha256::new().chain_update(making).chain_update(units).finalize().into()
}

/// Gathers the access units of one second, in their order.
#[derive(Debug)]
pub struct SecondGather {
    making: [u8; 32],
    units: BytesMut,
}

impl SecondGather {
    /// `making`: a digest of everything that its pictures follow from.
    #[must_use]
    pub fn new(making: [u8; 32]) -> Self {
        Self { making, units: BytesMut::new() }
    }
}

impl Gather<MediaUnit> for SecondGather {
    type Output = Bytes;

    fn add(&mut self, unit: &MediaUnit) {
        if unit.label.kind == UnitKind::Video {
            self.units.put_u32(unit.payload.len() as u32);
            self.units.put_slice(&unit.payload);
        }
    }

    fn finish(self) -> Bytes {
        let mut bytes = BytesMut::with_capacity(SEAL + self.units.len());
        bytes.put_slice(&seal(&self.making, &self.units));
        bytes.put_slice(&self.units);
        bytes.freeze()
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
    /// None: it was made of something else, or is not as many units as a second has.
    #[must_use]
    pub fn read(number: u32, mut bytes: Bytes, fps: u32, making: [u8; 32]) -> Option<Self> {
        if bytes.len() < SEAL || bytes.split_to(SEAL) != seal(&making, &bytes)[..] {
            return None;
        }
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
        let (ours, others) = ([1; 32], [2; 32]);
        let sealed = |units: &[u8]| Bytes::from([&seal(&ours, units)[..], units].concat());
        let bytes = sealed(&[0, 0, 0, 1, 7, 0, 0, 0, 2, 8, 9]);
        let second = KeptSecond::read(3, bytes.clone(), 2, ours).expect("two units");
        assert_eq!((second.number, second.units), (3, vec![Bytes::from_static(&[7]), Bytes::from_static(&[8, 9])]));
        assert!(KeptSecond::read(3, bytes.clone(), 3, ours).is_none(), "one is missing");
        assert!(KeptSecond::read(3, bytes.clone(), 2, others).is_none(), "made of something else");
        for end in 0..bytes.len() {
            assert!(KeptSecond::read(3, bytes.slice(..end), 2, ours).is_none(), "cut off at {end}");
        }
        for units in [&[0, 0, 0, 0][..], &[0, 0, 0, 9, 1], &[0, 0]] {
            assert!(KeptSecond::read(0, sealed(units), 1, ours).is_none(), "{units:?}");
        }
    }
}

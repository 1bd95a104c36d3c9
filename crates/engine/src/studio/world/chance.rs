//! Variety that follows from the seed alone: hashes, not a generator, so that nothing depends on the order of asking.

/// Mixes a seed with a number.
#[must_use]
pub fn mix(seed: u64, number: u64) -> u64 {
    let mut z = seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// 0 … 1, without 1.
#[must_use]
pub fn unit(seed: u64, number: u64) -> f64 {
    (mix(seed, number) >> 11) as f64 / (1_u64 << 53) as f64
}

#[must_use]
pub fn between(seed: u64, number: u64, low: f64, high: f64) -> f64 {
    low + (high - low) * unit(seed, number)
}

/// One of some.
#[must_use]
pub fn pick<T: Copy>(seed: u64, number: u64, of: &[T]) -> T {
    of[(mix(seed, number) % of.len() as u64) as usize]
}

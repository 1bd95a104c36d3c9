//! A Fourier transform of 512 points, forwards and back. It knows numbers only.

use std::f32::consts::TAU;

/// Points; a power of two.
pub const SIZE: usize = 512;

/// Real and imaginary part.
pub type Complex = (f32, f32);

pub fn forward(values: &[Complex; SIZE]) -> [Complex; SIZE] {
    transform(values, -1.0)
}

pub fn backward(values: &[Complex; SIZE]) -> [Complex; SIZE] {
    transform(values, 1.0).map(|(re, im)| (re / SIZE as f32, im / SIZE as f32))
}

/// Cooley and Tukey's, in place over the values in bit-reversed order.
fn transform(values: &[Complex; SIZE], sign: f32) -> [Complex; SIZE] {
    let shift = usize::BITS - SIZE.trailing_zeros();
    let mut values: [Complex; SIZE] = std::array::from_fn(|index| values[index.reverse_bits() >> shift]);
    let mut half = 1;
    while half < SIZE {
        let (sin, cos) = (sign * TAU / (2 * half) as f32).sin_cos();
        for block in values.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            let mut turn = (1.0, 0.0);
            for (low, high) in low.iter_mut().zip(high) {
                let turned = times(*high, turn);
                *high = (low.0 - turned.0, low.1 - turned.1);
                *low = (low.0 + turned.0, low.1 + turned.1);
                turn = times(turn, (cos, sin));
            }
        }
        half *= 2;
    }
    values
}

fn times(a: Complex, b: Complex) -> Complex {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_where_it_was() {
        let values: [Complex; SIZE] = std::array::from_fn(|index| ((index as f32 * 0.37).sin(), (index as f32 * 0.11).cos()));
        for (a, b) in values.iter().zip(backward(&forward(&values))) {
            assert!((a.0 - b.0).abs() < 1e-3 && (a.1 - b.1).abs() < 1e-3);
        }
    }

    #[test]
    fn a_wave_is_one_line() {
        let wave: [Complex; SIZE] = std::array::from_fn(|index| ((TAU * 40.0 * index as f32 / SIZE as f32).cos(), 0.0));
        let spectrum = forward(&wave);
        for (bin, value) in spectrum.iter().enumerate() {
            let expected = if bin == 40 || bin == SIZE - 40 { SIZE as f32 / 2.0 } else { 0.0 };
            assert!((value.0.hypot(value.1) - expected).abs() < 0.1, "{bin}");
        }
    }
}

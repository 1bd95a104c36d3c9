//! Clay: everything bulges between its edges, lit from the upper left, with the marks of fingers.

use super::plane::{Plane, Texture, luma, noise};

/// Fine ridges in arcs, here and there, and dents.
pub fn prints() -> Texture {
    Texture::of(|x, y| {
        let (u, v) = (x as f64 / 256.0 * std::f64::consts::TAU, y as f64 / 256.0 * std::f64::consts::TAU);
        let bend = (u + 0.7 * v.sin()).sin() + (v + 0.6 * u.cos()).cos();
        let where_pressed = ((noise(8, x, y, 5) - 0.55) * 4.0).clamp(0.0, 1.0);
        let ridges = (bend * 15.0).sin() * where_pressed;
        let dents = noise(9, x, y, 12) - 0.5;
        (128.0 + ridges * 22.0 + dents * 110.0).clamp(0.0, 255.0) as u8
    })
}

/// `bulge` holds how each place leans to the light.
pub fn mould(rgba: &mut [u8], width: usize, bulge: &mut Plane<1>, prints: &Texture) {
    let mut slopes = vec![128_u8; width];
    for (y, row) in rgba.chunks_exact_mut(width * 4).enumerate() {
        bulge.read(y, &mut slopes);
        let marks = prints.row(y);
        for (x, (pixel, slope)) in row.chunks_exact_mut(4).zip(&slopes).enumerate() {
            let lean = (i16::from(*slope) - 128).clamp(-42, 42);
            let shade = lean + ((i16::from(marks[x & 255]) - 128) >> 3);
            let grey = i16::from(luma(pixel));
            for channel in &mut pixel[..3] {
                // Clay is of strong, even colours.
                let value = (grey + (((i16::from(*channel) - grey) * 19) >> 4)).clamp(0, 255);
                let room = if shade > 0 { 255 - value } else { value };
                *channel = (value + ((i32::from(room) * i32::from(shade)) >> 7) as i16).clamp(0, 255) as u8;
            }
        }
    }
}

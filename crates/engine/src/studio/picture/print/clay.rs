//! Clay: everything bulges between its edges, lit from the upper left, with the marks of fingers.

use super::{
    lanes::{Row, tile},
    plane::{Plane, Texture, noise},
};

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
#[inline(always)]
pub fn mould(rgba: &mut [u8], scratch: &mut Row, slopes: &mut [u8], bulge: &mut Plane<1>, prints: &Texture) {
    for (y, row) in rgba.chunks_exact_mut(slopes.len() * 4).enumerate() {
        bulge.read(y, slopes);
        scratch.take(row);
        // Clay is of strong, even colours.
        scratch.colour(19);
        tile(prints.row(y), 0, &mut scratch.grain);
        for (shade, slope) in scratch.grain.iter_mut().zip(&*slopes) {
            *shade = (i16::from(*slope) - 128).clamp(-42, 42) + ((*shade - 128) >> 3);
        }
        for plane in [&mut scratch.red, &mut scratch.green, &mut scratch.blue] {
            for (c, shade) in plane.iter_mut().zip(&scratch.grain) {
                let room = if *shade > 0 { 255 - *c } else { *c };
                *c += (room * shade) >> 7;
            }
        }
        scratch.give(row);
    }
}

//! Clay: everything bulges between its edges, lit from the upper left, with the marks of fingers.

use super::plane::{Plane, Texture, noise};

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

pub fn mould(rgba: &mut [u8], width: usize, bulge: &Plane, prints: &Texture) {
    let height = rgba.len() / (width * 4);
    let reach = (height / 160).max(2);
    let (mut above, mut below, mut work) = (vec![0_u8; width * 4], vec![0_u8; width * 4], Vec::new());
    for y in 0..height {
        bulge.read_with(y.saturating_sub(reach), &mut above, &mut work);
        bulge.read_with((y + reach).min(height - 1), &mut below, &mut work);
        let marks = prints.row(y);
        let row = &mut rgba[y * width * 4..][..width * 4];
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            let (left, right) = (x.saturating_sub(reach), (x + reach).min(width - 1));
            let slope = i32::from(above[left * 4]) - i32::from(below[right * 4]) + (i32::from(above[right * 4]) - i32::from(below[left * 4])) / 2;
            let shade = (slope * 5 / 4).clamp(-46, 44) + (i32::from(marks[x & 255]) - 128) / 9;
            let grey = (i32::from(pixel[0]) + i32::from(pixel[1]) * 2 + i32::from(pixel[2])) / 4;
            for channel in &mut pixel[..3] {
                // Clay is of strong, even colours.
                let value = grey + (i32::from(*channel) - grey) * 19 / 16;
                let lit = if shade > 0 { value + (255 - value) * shade / 150 } else { value + value * shade / 110 };
                *channel = lit.clamp(0, 255) as u8;
            }
        }
    }
}

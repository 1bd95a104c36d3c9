//! The most telling colours of pictures: k-means in Oklab, from fixed places and fixed beginnings, so that the same pictures give the same
//! colours.

use super::Opened;
use std::sync::Arc;

/// Colours that are told apart.
const COUNT: usize = 6;
/// Places that are looked at, each way.
const PLACES: usize = 48;
const ROUNDS: usize = 14;

/// Lightness 0…1, and the two axes of colour, about −0.4…0.4.
pub type Lab = [f64; 3];

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tint {
    pub lab: Lab,
    /// Of all that was looked at, 0…1.
    pub share: f64,
}

/// The largest share first.
#[must_use]
pub fn of(pictures: &[Arc<Opened>]) -> Vec<Tint> {
    let place = |at: usize| (at as f64 + 0.5) / PLACES as f64;
    let seen = |picture: &Arc<Opened>| -> Vec<Lab> {
        let places = (0..PLACES * PLACES).map(|at| picture.at(place(at % PLACES), place(at / PLACES)));
        places.map(|colour| lab(colour.map(|c| f64::from(c) / 255.0))).collect()
    };
    let points: Vec<Lab> = pictures.iter().flat_map(seen).collect();
    let mut means = beginnings(&points);
    let mut counts = vec![0_usize; means.len()];
    for _ in 0..ROUNDS {
        let mut sums = vec![[0.0; 3]; means.len()];
        counts.fill(0);
        for point in &points {
            let near = nearest(&means, point);
            counts[near] += 1;
            (0..3).for_each(|axis| sums[near][axis] += point[axis]);
        }
        for ((mean, sum), count) in means.iter_mut().zip(&sums).zip(&counts) {
            if *count > 0 {
                *mean = sum.map(|axis| axis / *count as f64);
            }
        }
    }
    let all = points.len().max(1) as f64;
    let mut tints: Vec<Tint> = means.into_iter().zip(counts).map(|(lab, count)| Tint { lab, share: count as f64 / all }).collect();
    tints.retain(|tint| tint.share > 0.004);
    tints.sort_by(|a, b| b.share.total_cmp(&a.share));
    tints
}

/// Each as far as can be from those before, the first nearest to the middle of all.
fn beginnings(points: &[Lab]) -> Vec<Lab> {
    let Some(count) = (!points.is_empty()).then_some(points.len() as f64) else { return Vec::new() };
    let middle = points.iter().fold([0.0; 3], |sum: Lab, point| [0, 1, 2].map(|axis| sum[axis] + point[axis] / count));
    let mut found = vec![points[nearest(points, &middle)]];
    while found.len() < COUNT {
        let far = points
            .iter()
            .map(|point| (apart(point, &found[nearest(&found, point)]), point))
            .fold(None, |best: Option<(f64, &Lab)>, is| if best.is_none_or(|best| is.0 > best.0) { Some(is) } else { best });
        match far {
            Some((distance, point)) if distance > 1e-4 => found.push(*point),
            _ => break,
        }
    }
    found
}

fn nearest(means: &[Lab], point: &Lab) -> usize {
    let mut best = (0, f64::MAX);
    for (index, mean) in means.iter().enumerate() {
        let distance = apart(mean, point);
        if distance < best.1 {
            best = (index, distance);
        }
    }
    best.0
}

/// Squared; colour counts more than lightness, for that is what makes two pictures kin.
#[must_use]
pub fn apart(a: &Lab, b: &Lab) -> f64 {
    0.6 * (a[0] - b[0]).powi(2) + 2.2 * ((a[1] - b[1]).powi(2) + (a[2] - b[2]).powi(2))
}

/// From sRGB, 0…1.
#[must_use]
pub fn lab(rgb: [f64; 3]) -> Lab {
    let [r, g, b] = rgb.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

/// To sRGB, 0…1; what can't be shown is cut off.
#[must_use]
pub fn rgb(lab: Lab) -> [f64; 3] {
    let l = (lab[0] + 0.396_337_777_4 * lab[1] + 0.215_803_757_3 * lab[2]).powi(3);
    let m = (lab[0] - 0.105_561_345_8 * lab[1] - 0.063_854_172_8 * lab[2]).powi(3);
    let s = (lab[0] - 0.089_484_177_5 * lab[1] - 1.291_485_548_0 * lab[2]).powi(3);
    let linear = [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ];
    linear.map(|c| {
        let c = c.clamp(0.0, 1.0);
        if c <= 0.003_130_8 { 12.92 * c } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 }
    })
}

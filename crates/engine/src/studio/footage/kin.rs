//! Colours drawn towards those of a picture, so that a scene and the picture look akin. Skin stays skin.

use super::{
    colours::{self, Lab, Tint},
    reel::Reel,
};

/// Told apart colours.
const MOST: usize = 6;
/// How far lightness and colour are drawn.
const DRAWN: (f64, f64) = (0.38, 0.86);
/// Nearness in lightness, in strength of colour and in colour at which a colour of the picture is heard, squared: what is vivid becomes
/// what is vivid in the picture, whatever its hue.
const NEAR: [f64; 3] = [0.05, 0.004, 0.09];

#[derive(Clone, Copy, Debug)]
pub struct Kin {
    tints: [Tint; MOST],
    count: usize,
    /// 0…1.
    strength: f64,
}

impl Kin {
    /// None of a picture without colours.
    #[must_use]
    pub fn of(reel: &Reel) -> Option<Self> {
        let found = reel.colours();
        let none = Tint { lab: [0.5, 0.0, 0.0], share: 0.0 };
        let tints = std::array::from_fn(|index| found.get(index).copied().unwrap_or(none));
        let count = found.len().min(MOST);
        (count > 0).then_some(Self { tints, count, strength: 1.0 })
    }

    #[must_use]
    pub fn weaker(self, strength: f64) -> Self {
        Self { strength, ..self }
    }

    /// The kin of a colour, sRGB 0…1.
    #[must_use]
    pub fn of_colour(&self, rgb: [f64; 3]) -> [f64; 3] {
        let own = colours::lab(rgb);
        let goal = self.goal(&own);
        // A place may change its colours, a face may not.
        let part = self.strength * (1.0 - 0.9 * skin(&own));
        let drawn = [
            own[0] + (goal[0] - own[0]) * DRAWN.0 * part,
            own[1] + (goal[1] - own[1]) * DRAWN.1 * part,
            own[2] + (goal[2] - own[2]) * DRAWN.1 * part,
        ];
        colours::rgb(drawn)
    }

    /// What of the picture is most like it.
    fn goal(&self, own: &Lab) -> Lab {
        let (mut sum, mut all) = ([0.0; 3], 1e-12);
        for tint in &self.tints[..self.count] {
            let light = (tint.lab[0] - own[0]).powi(2) / NEAR[0];
            let vivid = (tint.lab[1].hypot(tint.lab[2]) - own[1].hypot(own[2])).powi(2) / NEAR[1];
            let colour = ((tint.lab[1] - own[1]).powi(2) + (tint.lab[2] - own[2]).powi(2)) / NEAR[2];
            let weight = tint.share.powf(0.4) * (-light - vivid - colour).exp() + 1e-9 * tint.share;
            (0..3).for_each(|axis| sum[axis] += tint.lab[axis] * weight);
            all += weight;
        }
        sum.map(|axis| axis / all)
    }
}

/// How much a colour is like skin of any shade: 0…1.
fn skin([light, a, b]: &Lab) -> f64 {
    let (hue, chroma) = (b.atan2(*a).to_degrees(), a.hypot(*b));
    let ramp = |from: f64, to: f64, value: f64| ((value - from) / (to - from)).clamp(0.0, 1.0);
    let hue = ramp(22.0, 34.0, hue) * ramp(80.0, 68.0, hue);
    hue * ramp(0.02, 0.035, chroma) * ramp(0.15, 0.12, chroma) * ramp(0.25, 0.35, *light) * ramp(0.95, 0.9, *light)
}

//! Colours of a place at a time: sky, light, shadow, haze. Everything else is a thing's own colour seen in this light.

use crate::studio::{
    footage::Kin,
    screenplay::{Colour, Setting, Style, TimeOfDay, Weather},
};
use vello_cpu::kurbo::Vec2;

/// Red, green, blue, 0…1, sRGB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rgb(pub f64, pub f64, pub f64);

impl Rgb {
    pub const WHITE: Self = Self(1.0, 1.0, 1.0);
    pub const BLACK: Self = Self(0.0, 0.0, 0.0);

    #[must_use]
    pub const fn hex(value: u32) -> Self {
        Self(((value >> 16) & 255) as f64 / 255.0, ((value >> 8) & 255) as f64 / 255.0, (value & 255) as f64 / 255.0)
    }

    #[must_use]
    pub fn mix(self, other: Self, t: f64) -> Self {
        Self(self.0 + (other.0 - self.0) * t, self.1 + (other.1 - self.1) * t, self.2 + (other.2 - self.2) * t)
    }

    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self(self.0 * other.0, self.1 * other.1, self.2 * other.2)
    }

    #[must_use]
    pub fn lighter(self, t: f64) -> Self {
        self.mix(Self::WHITE, t)
    }

    #[must_use]
    pub fn darker(self, t: f64) -> Self {
        self.mix(Self(self.0 * 0.25, self.1 * 0.22, self.2 * 0.32), t)
    }

    fn clamped(self) -> Self {
        Self(self.0.clamp(0.0, 1.0), self.1.clamp(0.0, 1.0), self.2.clamp(0.0, 1.0))
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Palette {
    pub sky: [Rgb; 3],
    pub haze: Rgb,
    /// Multiplies every thing's own colour.
    pub ambient: Rgb,
    /// Tints what is lit.
    pub key: Rgb,
    /// How much lighter the lit side is, 0…1.
    pub contrast: f64,
    /// Towards the light; x to the right, y up; length 1.
    pub light: Vec2,
    pub shadow_colour: Rgb,
    /// Of shadows on the ground.
    pub shadow: f64,
    pub ink: Rgb,
    pub sun: Rgb,
    pub sun_at: (f64, f64),
    pub night: bool,
    /// Metres at which haze takes half.
    pub clear: f64,
    pub cloud: Rgb,
    /// A picture whose colours everything is drawn towards.
    pub kin: Option<Kin>,
}

impl Palette {
    #[must_use]
    pub fn new(setting: Setting, time: TimeOfDay, weather: Weather, style: Style) -> Self {
        let mut palette = Self::of_time(time);
        if setting.is_indoors() {
            palette.indoors(setting, time);
        } else if !setting.has_weather() {
            palette.elsewhere(setting);
        } else {
            palette.weather(weather, time);
        }
        if matches!(style, Style::Cartoon | Style::Pixel | Style::Anime | Style::Comic) {
            for sky in &mut palette.sky {
                *sky = saturate(*sky, 1.22);
            }
            palette.ambient = palette.ambient.lighter(0.08);
        }
        if style == Style::Realistic {
            palette.contrast *= 1.35;
            palette.shadow = (palette.shadow * 1.4).min(0.75);
            palette.clear *= 0.7;
        }
        if style == Style::Noir {
            // Hard light: what is lit is bright, the rest is black.
            palette.contrast = 0.62;
            palette.shadow = 0.85;
            palette.shadow_colour = Rgb::hex(0x030306);
            palette.key = Rgb::WHITE;
            palette.ambient = palette.ambient.times(Rgb(0.80, 0.80, 0.84));
            for (sky, dark) in palette.sky.iter_mut().zip([0.45, 0.3, 0.1]) {
                *sky = sky.darker(dark);
            }
        }
        palette
    }

    fn of_time(time: TimeOfDay) -> Self {
        let day = Self {
            sky: [Rgb::hex(0x4f9be0), Rgb::hex(0x93c8f0), Rgb::hex(0xe3f2f4)],
            haze: Rgb::hex(0xc3dfee),
            ambient: Rgb(1.0, 1.0, 1.0),
            key: Rgb::hex(0xfff3d6),
            contrast: 0.30,
            light: Vec2::new(-0.62, 0.78),
            shadow_colour: Rgb::hex(0x1c2a3a),
            shadow: 0.42,
            ink: Rgb::hex(0x1d1a2b),
            sun: Rgb::hex(0xfffbe8),
            sun_at: (0.24, 0.13),
            night: false,
            clear: 85.0,
            cloud: Rgb::hex(0xffffff),
            kin: None,
        };
        match time {
            TimeOfDay::Day => day,
            TimeOfDay::Dawn => Self {
                sky: [Rgb::hex(0x7f9bd4), Rgb::hex(0xe7b9c4), Rgb::hex(0xffe2b8)],
                haze: Rgb::hex(0xf0cfc4),
                ambient: Rgb::hex(0xf3e2e6),
                key: Rgb::hex(0xffe0ae),
                light: Vec2::new(0.85, 0.53),
                sun: Rgb::hex(0xfff0c4),
                sun_at: (0.74, 0.34),
                clear: 50.0,
                cloud: Rgb::hex(0xffe6dd),
                ..day
            },
            TimeOfDay::Sunset => Self {
                sky: [Rgb::hex(0x43386f), Rgb::hex(0xd5667a), Rgb::hex(0xffc27a)],
                haze: Rgb::hex(0xe08f86),
                ambient: Rgb::hex(0xf4d3c6),
                key: Rgb::hex(0xffbe78),
                contrast: 0.42,
                light: Vec2::new(0.9, 0.44),
                shadow_colour: Rgb::hex(0x2a1734),
                shadow: 0.5,
                sun: Rgb::hex(0xffe9b0),
                sun_at: (0.72, 0.40),
                clear: 95.0,
                cloud: Rgb::hex(0xffa890),
                ..day
            },
            TimeOfDay::Night => Self {
                sky: [Rgb::hex(0x0a1230), Rgb::hex(0x1a2856), Rgb::hex(0x3a4a80)],
                haze: Rgb::hex(0x25345f),
                ambient: Rgb(0.68, 0.72, 0.90),
                key: Rgb::hex(0xb9cdff),
                contrast: 0.24,
                light: Vec2::new(-0.5, 0.87),
                shadow_colour: Rgb::hex(0x04060f),
                shadow: 0.5,
                ink: Rgb::hex(0x0a0a1a),
                sun: Rgb::hex(0xf4f2e0),
                sun_at: (0.24, 0.12),
                night: true,
                clear: 40.0,
                cloud: Rgb::hex(0x34426f),
                kin: None,
            },
        }
    }

    fn weather(&mut self, weather: Weather, time: TimeOfDay) {
        let grey = match time {
            TimeOfDay::Night => Rgb::hex(0x1b2440),
            TimeOfDay::Sunset => Rgb::hex(0x8a7486),
            _ if weather == Weather::Storm => Rgb::hex(0x5d6a7c),
            _ => Rgb::hex(0x9fb0bd),
        };
        let (veil, clear, dim) = match weather {
            Weather::Clear => return,
            Weather::Wind => (0.12, 1.0, 1.0),
            Weather::Cloudy => (0.55, 0.8, 0.93),
            Weather::Rain => (0.72, 0.42, 0.82),
            Weather::Storm => (0.85, 0.36, 0.68),
            Weather::Snow => (0.6, 0.4, 0.97),
            Weather::Fog => (0.85, 0.16, 0.95),
        };
        // At night the lamps stay as bright.
        let dim = if time == TimeOfDay::Night { 1.0 - (1.0 - dim) * 0.4 } else { dim };
        for (index, sky) in self.sky.iter_mut().enumerate() {
            *sky = sky.mix(grey.lighter(0.12 * index as f64), veil);
        }
        self.haze = self.haze.mix(grey.lighter(0.15), veil);
        self.clear *= clear;
        self.ambient = self.ambient.times(Rgb(dim, dim, dim * 1.03)).clamped();
        self.contrast *= 1.0 - 0.55 * veil;
        self.shadow *= 1.0 - 0.45 * veil;
        self.key = self.key.mix(Rgb::hex(0xe6eef5), veil);
        self.cloud = self.cloud.mix(grey, veil * 0.8);
    }

    /// Where there is no air, or water instead.
    fn elsewhere(&mut self, setting: Setting) {
        if setting == Setting::Underwater {
            self.sky = [Rgb::hex(0x4fc0cc), Rgb::hex(0x2f8fb0), Rgb::hex(0x1f6a94)];
            self.haze = if self.night { Rgb::hex(0x0f3a5c) } else { Rgb::hex(0x2f8aa8) };
            self.ambient = if self.night { Rgb(0.45, 0.66, 0.82) } else { Rgb(0.72, 0.95, 1.0) };
            self.key = Rgb::hex(0xc8fff4);
            self.clear = 11.0;
            self.light = Vec2::new(-0.3, 0.95);
            self.shadow = 0.3;
            return;
        }
        self.sky = [Rgb::hex(0x02030a), Rgb::hex(0x050818), Rgb::hex(0x0a1028)];
        self.haze = Rgb::hex(0x0a0e20);
        self.ambient = Rgb(0.92, 0.93, 1.0);
        self.key = Rgb::WHITE;
        self.contrast = 0.42;
        self.clear = 170.0;
        self.shadow = 0.7;
        self.shadow_colour = Rgb::hex(0x05060f);
        self.light = Vec2::new(-0.78, 0.62);
        self.night = true;
    }

    fn indoors(&mut self, setting: Setting, time: TimeOfDay) {
        let night = time == TimeOfDay::Night;
        self.light = Vec2::new(-0.4, 0.92);
        self.contrast = 0.30;
        self.clear = 400.0;
        self.shadow = 0.36;
        self.ink = Rgb::hex(0x1d1a2b);
        self.shadow_colour = Rgb::hex(0x24180f);
        let (ambient, key) = match setting {
            Setting::Gym | Setting::Arena => (0xf4efe6, 0xfff4dc),
            Setting::IceRink => (0xe8f0fa, 0xf2faff),
            Setting::Theatre => (0xecd0c8, 0xffdca0),
            Setting::Stairs => (if night { 0x8f7f80 } else { 0xc8b8a8 }, 0xffc878),
            Setting::Cave => (0x9a94b8, 0xbfe0f0),
            Setting::LampRoom => (if night { 0xc0b4a8 } else { 0xf0e4d4 }, 0xffe0a0),
            Setting::Library => (if night { 0xd0a880 } else { 0xf0dcc0 }, 0xffd79a),
            Setting::Bedroom | Setting::Nursery if night => (0x8f94c4, 0xffd8a0),
            Setting::Classroom | Setting::Office if night => (0xc4c8d4, 0xf0f2ff),
            Setting::Stage => (0xf2eef0, 0xfff4e4),
            _ if night => (0xe0c4a8, 0xffd591),
            _ if time == TimeOfDay::Sunset => (0xf6d8bc, 0xffc484),
            _ if time == TimeOfDay::Dawn => (0xf6e2da, 0xffdcb0),
            _ => (0xf7efe4, 0xfff0d0),
        };
        let (ambient, key) = (Rgb::hex(ambient), Rgb::hex(key));
        if setting == Setting::Cave {
            self.haze = Rgb::hex(0x1c1a2a);
            self.clear = 26.0;
        }
        if matches!(setting, Setting::Arena | Setting::IceRink | Setting::Theatre) {
            self.haze = Rgb::hex(0x3a4260);
            self.clear = 60.0;
        }
        if setting == Setting::LampRoom {
            let outside = Self::of_time(time);
            self.haze = outside.haze;
            self.clear = outside.clear;
        }
        self.ambient = ambient;
        self.key = key;
    }

    /// Draws the air itself towards a picture's colours, and from now on everything that is toned.
    pub fn akin(&mut self, kin: Kin) {
        self.kin = Some(kin);
        let of = |colour: Rgb| kin_of(&kin, colour);
        self.sky = self.sky.map(of);
        (self.haze, self.cloud, self.sun) = (of(self.haze), of(self.cloud), of(self.sun));
        self.key = self.key.mix(of(self.key), 0.5);
    }

    fn own(&self, colour: Rgb) -> Rgb {
        self.kin.as_ref().map_or(colour, |kin| kin_of(kin, colour))
    }

    #[must_use]
    pub fn tone(&self, colour: Rgb, z: f64) -> Rgb {
        let colour = self.own(colour);
        let near = colour.times(self.ambient);
        let far = 1.0 - (-z.max(0.0) / self.clear).exp2();
        near.mix(self.haze, far)
    }

    /// The lit and the shadowed side.
    #[must_use]
    pub fn sides(&self, colour: Rgb, z: f64, flat: bool) -> (Rgb, Rgb) {
        let colour = self.own(colour);
        let lit = colour.mix(self.key, self.contrast).times(self.ambient.mix(self.key, 0.35));
        let dark = colour.mix(self.shadow_colour, if flat { 0.26 } else { 0.40 });
        let far = 1.0 - (-z.max(0.0) / self.clear).exp2();
        (lit.clamped().mix(self.haze, far), dark.times(self.ambient).mix(self.haze, far))
    }
}

fn kin_of(kin: &Kin, colour: Rgb) -> Rgb {
    let [r, g, b] = kin.of_colour([colour.0, colour.1, colour.2]);
    Rgb(r, g, b)
}

fn saturate(colour: Rgb, by: f64) -> Rgb {
    let grey = colour.0 * 0.3 + colour.1 * 0.59 + colour.2 * 0.11;
    let away = |c: f64| grey + (c - grey) * by;
    Rgb(away(colour.0), away(colour.1), away(colour.2)).clamped()
}

/// The paint that a colour's name means.
#[must_use]
pub fn named(colour: Colour) -> Rgb {
    Rgb::hex(match colour {
        Colour::Red => 0xd8363a,
        Colour::Orange => 0xf0812c,
        Colour::Yellow => 0xf6c834,
        Colour::Green => 0x3f9b55,
        Colour::Blue => 0x2f6fcf,
        Colour::Purple => 0x7d4bb3,
        Colour::Pink => 0xf08bb0,
        Colour::Brown => 0x84573a,
        Colour::Black => 0x2b2b33,
        Colour::White => 0xf4f2ee,
        Colour::Grey => 0x8c9096,
        Colour::Gold => 0xd9a93c,
    })
}

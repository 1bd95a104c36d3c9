//! Where and when a shot is, and how it is drawn.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
pub enum Setting {
    Park,
    /// A basketball court outdoors.
    Court,
    /// A hall with a court, a wooden floor and a crowd.
    Gym,
    Street,
    Meadow,
    Forest,
    Beach,
    Room,
    /// A sports field with goals and stands.
    Stadium,
    /// A calm, neutral studio backdrop: nothing was understood of the place.
    Stage,
    Desert,
    Kitchen,
    /// A children's room.
    Nursery,
    Bedroom,
    Classroom,
    Office,
    Library,
    Cafe,
    /// A stage with a curtain, before an audience.
    Theatre,
    /// A hall with mats and stands.
    Arena,
    IceRink,
    /// An outdoor swimming pool with a diving board.
    Pool,
    /// The open sea, seen across the waves.
    Sea,
    Underwater,
    Lake,
    Harbour,
    /// A rocky coast with a lighthouse.
    Lighthouse,
    /// Inside a tower: winding stairs.
    Stairs,
    /// At the top of a tower, around its lamp.
    LampRoom,
    Rooftop,
    City,
    Village,
    Garden,
    Farm,
    Castle,
    Mountain,
    Jungle,
    Cave,
    Station,
    Moon,
    Space,
    /// Among the clouds.
    Sky,
}

impl Setting {
    #[must_use]
    pub fn is_indoors(self) -> bool {
        matches!(
            self,
            Self::Gym
                | Self::Room
                | Self::Stage
                | Self::Kitchen
                | Self::Nursery
                | Self::Bedroom
                | Self::Classroom
                | Self::Office
                | Self::Library
                | Self::Cafe
                | Self::Theatre
                | Self::Arena
                | Self::IceRink
                | Self::Stairs
                | Self::LampRoom
                | Self::Cave
        )
    }

    /// Nothing of the weather comes here.
    #[must_use]
    pub fn has_weather(self) -> bool {
        !self.is_indoors() && !matches!(self, Self::Moon | Self::Space | Self::Underwater)
    }

    /// Metres a second squared, downwards.
    #[must_use]
    pub fn gravity(self) -> f64 {
        match self {
            Self::Moon => 1.62,
            Self::Space => 0.0,
            _ => 9.81,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum TimeOfDay {
    Dawn,
    Day,
    Sunset,
    Night,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Weather {
    Clear,
    Cloudy,
    Wind,
    Rain,
    /// Heavy rain with lightning.
    Storm,
    Snow,
    Fog,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
pub enum Style {
    /// Gradients and soft light, no outlines: where nothing is asked.
    Soft,
    /// Ink outlines, flat shading, bigger heads.
    Cartoon,
    /// Leaning to the real: fine shading, grain, depth of field, true proportions.
    Realistic,
    /// Large eyes, cel shading, bright skies.
    Anime,
    /// A pale wash on paper.
    Watercolour,
    /// Large pixels of few colours.
    Pixel,
    /// Black and white, hard light.
    Noir,
    /// Figures of clay, finger marks, on twos.
    Clay,
    /// Heavy ink, halftone dots.
    Comic,
    /// Graphite hatching on paper.
    Pencil,
}

//! How a shot is filmed: from how near, with which movement.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CameraPlan {
    pub framing: Framing,
    pub movement: CameraMove,
    pub handheld: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Framing {
    /// Chosen by what is in the shot.
    Auto,
    Close,
    Medium,
    Full,
    Wide,
    /// From above and far away.
    Aerial,
    /// From near the ground, upwards.
    Low,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum CameraMove {
    /// Follows its subject gently.
    Auto,
    Still,
    Track,
    PanLeft,
    PanRight,
    TiltUp,
    TiltDown,
    ZoomIn,
    ZoomOut,
    /// The camera itself goes: near things pass faster than far ones.
    DollyIn,
    DollyOut,
    /// Along an arc about its subject.
    Orbit,
    CraneUp,
}

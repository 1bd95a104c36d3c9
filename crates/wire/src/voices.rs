//! Who is in a room's call, as pages see it.

use domain::{CallId, UserId, room::voices::VoiceLine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Somebody in the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VoiceView {
    #[ts(type = "string")]
    pub user: UserId,
    /// Their connection: a page that finds another one here than its own was taken over from elsewhere.
    #[ts(type = "string")]
    pub call: CallId,
    /// Of which sections of an answer their sound and pictures come; null: they listen.
    pub slot: Option<u8>,
    pub microphone: bool,
    pub camera: bool,
    /// Their page sends silence.
    pub silent: bool,
    /// By a host.
    pub muted: bool,
    pub speaking: bool,
}

impl From<VoiceLine> for VoiceView {
    fn from(line: VoiceLine) -> Self {
        let VoiceLine { user, call, place, sends, muted, speaks } = line;
        Self { user, call, slot: place, microphone: sends.microphone, camera: sends.camera, silent: sends.silent, muted, speaking: speaks }
    }
}

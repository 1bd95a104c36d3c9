//! People to each other: follows, mutuals and blocks.
//!
//! | route | body | answer |
//! | --- | --- | --- |
//! | `GET /api/people/{handle}` | | [`ProfileView`] |
//! | `PUT /api/people/{handle}/follow` | | [`ProfileView`] |
//! | `DELETE /api/people/{handle}/follow` | | [`ProfileView`] |
//! | `PUT /api/people/{handle}/block` | | [`ProfileView`]: takes that stand between the two end as well |
//! | `DELETE /api/people/{handle}/block` | | [`ProfileView`] |

use crate::cameo::KindView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Somebody, as seen by whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileView {
    pub handle: String,
    /// This is whoever asks.
    pub me: bool,
    /// I follow them.
    pub follows: bool,
    /// They follow me.
    pub followed_by: bool,
    pub mutual: bool,
    /// I blocked them. Whether they blocked me is not told.
    pub blocked: bool,
    /// Whom they can be cast as, whether or not I may.
    pub cameos: Vec<ProfileCameo>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileCameo {
    /// Without the `@`.
    pub mention: String,
    pub kind: KindView,
}

//! Who plays whom: the mentions of a plan, the likenesses that came for its cast, and what may not be drawn.
//!
//! A mention in the cast is played by its likeness or the take fails; a mention outside the cast is played by a stand-in. Nothing
//! here looks at a pixel's colour.

use crate::EngineError;
use domain::{
    likeness::{CameoKind, FaceMarks, Likeness, View},
    mention::Mention,
    plan::FrozenPlan,
};

/// Views of one likeness.
const MOST_VIEWS: usize = 16;
/// Pixels of a view's longer side.
const LONGEST: u32 = 512;

/// One likeness as the words need it: by what name, what it is, how it wants to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub mention: Mention,
    pub kind: CameoKind,
    pub preferences: String,
}

/// The roles of a take, in the order of its likenesses. Empty: every mention is played by a stand-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill(pub Vec<Role>);

impl Bill {
    #[must_use]
    pub fn of(likenesses: &[Likeness]) -> Self {
        let role = |likeness: &Likeness| Role {
            mention: likeness.mention.clone(),
            kind: likeness.kind,
            preferences: likeness.preferences.chars().take(500).collect(),
        };
        Self(likenesses.iter().map(role).collect())
    }

    /// Index of the likeness, and its role.
    #[must_use]
    pub fn role(&self, mention: &Mention) -> Option<(usize, &Role)> {
        self.0.iter().enumerate().find(|(_, role)| role.mention == *mention)
    }
}

/// Whether the likenesses are those of the cast, each once and each fit to be drawn.
///
/// # Errors
/// [`EngineError::Failed`]: nothing is drawn then. It names no one.
pub fn check(plan: &FrozenPlan, likenesses: &[Likeness]) -> Result<(), EngineError> {
    let failed = |why: &str| Err(EngineError::Failed(why.to_owned()));
    for member in plan.cast().members() {
        match likenesses.iter().filter(|likeness| likeness.cameo == member.cameo).count() {
            0 => return failed("the likeness of a cast cameo did not come with the plan"),
            1 => {}
            _ => return failed("a likeness came twice"),
        }
    }
    for likeness in likenesses {
        let member = plan.cast().members().iter().find(|member| member.cameo == likeness.cameo);
        let Some(member) = member else { return failed("a likeness came that is not in the plan's cast") };
        if member.mention != likeness.mention || member.kind != likeness.kind {
            return failed("a likeness does not fit its place in the cast");
        }
        if !is_drawable(likeness) {
            return failed("a likeness can't be drawn: its views are damaged; it must be enrolled again");
        }
    }
    Ok(())
}

fn is_drawable(likeness: &Likeness) -> bool {
    let views = &likeness.views;
    let sound = |view: &View| {
        let (w, h) = (view.picture.width, view.picture.height);
        (8..=LONGEST).contains(&w)
            && (8..=LONGEST).contains(&h)
            && view.picture.rgba.len() == w as usize * h as usize * 4
            && view.yaw.is_finite()
            && view.pitch.is_finite()
            && view.marks.as_ref().is_none_or(|marks| are_a_face(marks, w as f32, h as f32))
    };
    let has_face = || views.iter().any(|view| view.marks.is_some());
    (1..=MOST_VIEWS).contains(&views.len())
        && views.iter().all(sound)
        && (likeness.kind != CameoKind::Person || has_face())
        && likeness.voice.is_none_or(|voice| voice.pitch_hz.is_finite() && voice.range_hz.is_finite())
}

/// Marks near the picture, in the order of a face: the forehead over the chin, and far enough apart to measure by.
fn are_a_face(marks: &FaceMarks, width: f32, height: f32) -> bool {
    let all = points(marks);
    let near = |[x, y]: &[f32; 2]| x.is_finite() && y.is_finite() && (-width..=2.0 * width).contains(x) && (-height..=2.0 * height).contains(y);
    let apart = |a: [f32; 2], b: [f32; 2]| (a[0] - b[0]).hypot(a[1] - b[1]);
    all.iter().all(near) && apart(marks.brow, marks.chin) > 8.0 && apart(marks.cheek_left, marks.cheek_right) > 4.0
}

/// Marks in one order everywhere: eyes, nose, mouth (left, right, top, bottom), chin, brow, cheeks.
#[must_use]
pub fn points(m: &FaceMarks) -> [[f32; 2]; 11] {
    [m.left_eye, m.right_eye, m.nose, m.mouth_left, m.mouth_right, m.mouth_top, m.mouth_bottom, m.chin, m.brow, m.cheek_left, m.cheek_right]
}

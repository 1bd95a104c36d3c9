//! Uploads in a film: which shot uses which picture or footage, in what role, and which of its pictures is seen when.
//!
//! It opens pictures only when a frame needs them, so that the first still comes as fast as ever. It knows no files, no people and no
//! consent: a material comes with the plan that uses it and ends with the film.

mod casting;
mod check;
mod colours;
mod fit;
mod form;
mod kin;
mod light;
mod matte;
mod opened;
mod paint;
mod reel;
mod sound;

pub use check::check;
pub use fit::{Fit, lay};
pub use form::{Body, Form};
pub use kin::Kin;
pub use light::Light;
pub use matte::{clean, matte};
pub use opened::Opened;
pub use paint::{Painter, stepped};
pub use reel::Reel;

use super::{
    screenplay::{ActorId, Screenplay},
    sound::Under,
    understand::Understood,
};
use domain::{
    storyboard::Shot,
    upload::{FOOTAGE_FPS, Material, Role, UploadKind},
};

/// What the shots of one film use of uploads.
#[derive(Debug, Default)]
pub struct Footage {
    reels: Vec<Reel>,
    /// For each shot of the screenplay.
    uses: Vec<Option<Use>>,
}

#[derive(Clone, Copy, Debug)]
struct Use {
    reel: usize,
    role: Role,
    /// Seconds of the material that are gone when the shot begins: a prompt may have become several shots.
    from: f64,
    figure: Option<ActorId>,
}

/// An upload as one frame shows it.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    pub reel: &'a Reel,
    pub role: Role,
    /// Of the material.
    pub picture: usize,
    /// Seconds for which its last picture stands already.
    pub held: f64,
    /// The actor who is seen as what stands in front of it: drawn as its cut-out ([`Role::Subject`]), or seen in it already.
    pub figure: Option<ActorId>,
}

impl Footage {
    /// Finds each shot's upload; casts what stands in front of it where its role asks for that, before anything is simulated.
    #[must_use]
    pub fn cast(shots: &[Shot], materials: &[Material], understood: &mut Understood) -> Self {
        let reels: Vec<Reel> = materials.iter().map(|material| Reel::new(material.clone())).collect();
        let mut starts = Vec::with_capacity(shots.len());
        let mut start = 0.0;
        for shot in shots {
            starts.push(start);
            start += f64::from(shot.seconds);
        }
        let Understood { screenplay, notices } = understood;
        let mut uses = vec![None; screenplay.shots.len()];
        for (number, shot) in shots.iter().enumerate() {
            let Some(reference) = shot.reference else { continue };
            let Some(reel) = reels.iter().position(|reel| reel.material().upload == reference.upload) else { continue };
            let end = starts[number] + f64::from(shot.seconds);
            let own: Vec<usize> = (0..uses.len()).filter(|at| (starts[number] - 1e-6..end - 1e-6).contains(&screenplay.shots[*at].start)).collect();
            let figures = casting::figures(&reels[reel], reference.role, screenplay, &own);
            notices.extend(casting::notices(&reels[reel], reference.role, screenplay, &own, (number + 1, shot.seconds)));
            let role = casting::role(&reels[reel], reference.role);
            casting::hold_camera(role, screenplay, &own);
            for (at, figure) in own.into_iter().zip(figures) {
                uses[at] = Some(Use { reel, role, from: screenplay.shots[at].start - starts[number], figure });
            }
        }
        Self { reels, uses }
    }

    /// What a shot shows so many seconds after its beginning.
    #[must_use]
    pub fn shown(&self, shot: usize, at: f64) -> Option<Shown<'_>> {
        let used = self.uses.get(shot).copied().flatten()?;
        let reel = &self.reels[used.reel];
        let (picture, held) = reel.at(used.from + at, back_and_forth(used.role));
        Some(Shown { reel, role: used.role, picture, held, figure: used.figure })
    }

    /// What is heard of the footage itself, under everything else.
    #[must_use]
    pub fn heard(&self, screenplay: &Screenplay) -> Vec<Under> {
        let of_shot = |(shot, used): (usize, &Option<Use>)| {
            let used = (*used)?;
            let plan = screenplay.shots.get(shot)?;
            let sounds = matches!(used.role, Role::Backdrop | Role::Insert | Role::Restyle | Role::Subject);
            let material = self.reels[used.reel].material();
            (sounds && !material.sound.is_empty()).then(|| sound::under(material, plan.start, used.from, plan.seconds))
        };
        self.uses.iter().enumerate().filter_map(of_shot).collect()
    }
}

/// What has no course of its own runs to its end and back again, rather than standing still.
fn back_and_forth(role: Role) -> bool {
    matches!(role, Role::Setting | Role::Subject | Role::Palette)
}

/// Seconds of a material.
fn seconds(material: &Material) -> f64 {
    if material.kind == UploadKind::Image { f64::INFINITY } else { material.pictures.len() as f64 / f64::from(FOOTAGE_FPS) }
}

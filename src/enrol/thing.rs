//! Watches a recording of a pet or a thing: looks for people's faces in every picture, and cuts the thing out of the sharpest ones.
//!
//! It judges nothing. Blocks; it runs on a thread that may.

use super::{
    Trouble,
    measure::{self, Print, Region},
    views,
    watch::rgb,
};
use domain::likeness::View;
use media::intake::{self, FPS, Still};
use models::Models;
use std::{ops::ControlFlow, path::Path};

/// Views that are kept: the sharpest of each part of the recording.
const VIEWS: usize = 4;
/// Pictures of one part: a second and a half, so that short recordings have several.
const PART: usize = FPS as usize * 3 / 2;

/// What was seen.
pub struct ThingWatched {
    pub seconds: f32,
    /// Pictures with a person's face.
    pub faces: usize,
    /// Median share of the picture that the cut-outs cover.
    pub cover: Option<f32>,
    pub views: Vec<View>,
    pub print: Option<[u8; 32]>,
}

/// Watches a file.
///
/// # Errors
/// What can't be read, and models that fail.
pub fn thing(file: &Path, models: &Models) -> Result<ThingWatched, Trouble> {
    let finder = models.faces()?;
    let mut faces = 0;
    let (mut trouble, mut print) = (None, Print::default());
    let mut best: Vec<Option<(f32, Still)>> = Vec::new();
    let mut number = 0;
    let count = intake::pictures(file, |still| {
        print.add(&still);
        let part = number / PART;
        number += 1;
        match rgb(&still).map(|picture| finder.find(picture)) {
            Some(Ok(found)) => faces += usize::from(!found.is_empty()),
            Some(Err(error)) => {
                trouble = Some(error);
                return ControlFlow::Break(());
            }
            None => return ControlFlow::Continue(()),
        }
        let all = Region { left: 0.0, top: 0.0, width: still.width as f32, height: still.height as f32 };
        let (_, sharpness) = measure::light_and_sharpness(&still, all.inner(0.6));
        if best.len() <= part {
            best.resize_with(part + 1, || None);
        }
        // More parts than a recording may have are judged too long; they need not be kept.
        if part < 2 * VIEWS && best[part].as_ref().is_none_or(|(known, _)| sharpness > *known) {
            best[part] = Some((sharpness, still));
        }
        ControlFlow::Continue(())
    })?;
    if let Some(error) = trouble {
        return Err(error.into());
    }
    let (cover, views) = cut(best.into_iter().flatten().collect());
    Ok(ThingWatched { seconds: count as f32 / FPS as f32, faces, cover, views, print: print.finish() })
}

/// The views, the sharpest first.
fn cut(mut stills: Vec<(f32, Still)>) -> (Option<f32>, Vec<View>) {
    stills.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut covers, mut found) = (Vec::new(), Vec::new());
    for (_, still) in stills.into_iter().take(VIEWS) {
        // What is too small to be looked at was not kept.
        let Some((mask, cover)) = rgb(&still).map(models::thing) else { continue };
        covers.push(cover);
        if let Some(cut) = views::cut(&still.rgb, still.width, still.height, &mask.alpha) {
            found.push(View { yaw: 0.0, pitch: 0.0, picture: cut.picture, marks: None });
        }
    }
    covers.sort_by(f32::total_cmp);
    let cover = covers.get(covers.len() / 2).copied().filter(|_| !found.is_empty());
    (cover, found)
}

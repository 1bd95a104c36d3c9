//! A material with what was learnt of it: its pictures as they are needed, its colours, its light, its form.

use super::{
    colours::{self, Tint},
    form::Form,
    light::Light,
    opened::Opened,
};
use domain::upload::{FOOTAGE_FPS, Material};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use vello_cpu::Pixmap;

/// Pictures that are kept open: two artists draw at once, and a frame may be drawn again.
const KEPT: usize = 4;

pub struct Reel {
    material: Material,
    lately: Mutex<Vec<(usize, Arc<Opened>)>>,
    /// Cut-outs by what they depend on.
    cut: Mutex<Vec<([u64; 4], Arc<Pixmap>)>>,
    colours: OnceLock<Vec<Tint>>,
    light: OnceLock<Light>,
    form: OnceLock<Form>,
}

impl std::fmt::Debug for Reel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reel({})", self.material.upload)
    }
}

impl Reel {
    #[must_use]
    pub fn new(material: Material) -> Self {
        Self { material, lately: Mutex::default(), cut: Mutex::default(), colours: OnceLock::new(), light: OnceLock::new(), form: OnceLock::new() }
    }

    #[must_use]
    pub fn material(&self) -> &Material {
        &self.material
    }

    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        (f64::from(self.material.width), f64::from(self.material.height))
    }

    /// Which picture is seen at `at` seconds, and for how long it stands already.
    #[must_use]
    pub fn at(&self, at: f64, back_and_forth: bool) -> (usize, f64) {
        let count = self.material.pictures.len();
        // A hair more, so that the frames of a take at 24 a second meet one picture each.
        let index = (at.max(0.0) * f64::from(FOOTAGE_FPS) + 1e-3).floor() as usize;
        if count == 1 || index < count {
            return (index.min(count - 1), if count == 1 { at } else { 0.0 });
        }
        if back_and_forth {
            let turn = index % (2 * (count - 1));
            return (turn.min(2 * (count - 1) - turn), 0.0);
        }
        (count - 1, at - count as f64 / f64::from(FOOTAGE_FPS))
    }

    #[must_use]
    pub fn open(&self, index: usize) -> Arc<Opened> {
        let find =
            || self.lately.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|(known, _)| *known == index).map(|found| found.1.clone());
        if let Some(found) = find() {
            return found;
        }
        let picture = &self.material.pictures[index.min(self.material.pictures.len() - 1)];
        let opened = Arc::new(Opened::of(&picture.jpeg, self.material.width, self.material.height));
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        if lately.len() >= KEPT {
            lately.remove(0);
        }
        lately.push((index, opened.clone()));
        opened
    }

    #[must_use]
    pub fn silhouette(&self, index: usize) -> &[u8] {
        &self.material.pictures[index.min(self.material.pictures.len() - 1)].silhouette
    }

    /// Its most telling colours.
    #[must_use]
    pub fn colours(&self) -> &[Tint] {
        self.colours.get_or_init(|| {
            let last = self.material.pictures.len() - 1;
            let mut indices = vec![0, last / 2, last];
            indices.dedup();
            let pictures: Vec<Arc<Opened>> = indices.into_iter().map(|index| self.open(index)).collect();
            colours::of(&pictures)
        })
    }

    /// The light in which it was taken.
    #[must_use]
    pub fn light(&self) -> &Light {
        self.light.get_or_init(|| Light::of(&self.open(0), self.silhouette(0)))
    }

    /// Where in its pictures somebody stands. Opens none.
    #[must_use]
    pub fn form(&self) -> &Form {
        self.form.get_or_init(|| Form::of(&self.material))
    }

    /// A cut-out that was made lately, or this one.
    pub fn kept(&self, key: [u64; 4], make: impl FnOnce() -> Pixmap) -> Arc<Pixmap> {
        let find = || self.cut.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|(known, _)| *known == key).map(|found| found.1.clone());
        if let Some(found) = find() {
            return found;
        }
        let made = Arc::new(make());
        let mut cut = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        if cut.len() >= KEPT {
            cut.remove(0);
        }
        cut.push((key, made.clone()));
        made
    }
}

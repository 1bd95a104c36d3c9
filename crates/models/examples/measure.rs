//! How long each model takes, and how alike the faces of some pictures are: the figures of `docs/decisions/0010-local-models.md`.
//!
//! `cargo run --release -p greenroom-models --example measure -- PICTURE...`

use models::{Embedding, Face, FaceFinder, ModelError, Models, Places, RgbRef, voice};
use std::{env, hint::black_box, path::Path, time::Instant};

const ROUNDS: u32 = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let models = Models::open(Places::usual(None, Path::new("data")));
    timed("load and check all", 1, || models.ready_for_enrolment().and_then(|()| models.ready_for_moderation()))?;
    let faces = models.faces()?;
    let mut known = Vec::new();
    for (index, path) in env::args().skip(1).enumerate() {
        let picture = image::open(&path)?.to_rgb8();
        let rgb = RgbRef::new(picture.width(), picture.height(), picture.as_raw())?;
        let found = faces.find(rgb)?;
        for face in &found {
            println!("{path}: score {:.2}, presence {:.2}, {:?}", face.score, face.presence, face.pose);
        }
        let Some(face) = found.first() else { continue };
        known.push((path, faces.embed(rgb, face)?));
        if index == 0 {
            time_pictures(&models, faces, rgb, face)?;
        }
    }
    table(&known);
    let hum: Vec<f32> = (0..80_000).map(|sample| (sample as f32 * 0.05).sin() * 0.3).collect();
    timed("pitch of 5 s", ROUNDS, || {
        black_box(voice::pitch(&hum));
        Ok(())
    })?;
    timed("digits in 5 s", ROUNDS, || models.digits()?.hear(&hum, 6).map(drop))?;
    timed("a sentence", ROUNDS, || models.sentences()?.embed("a dog surfs on a wave of noodles while the crowd cheers").map(drop))?;
    Ok(())
}

fn time_pictures(models: &Models, faces: &FaceFinder, rgb: RgbRef<'_>, face: &Face) -> Result<(), ModelError> {
    let cutout = models.cutout()?;
    timed("find", ROUNDS, || faces.find(rgb).map(drop))?;
    timed("embed", ROUNDS, || faces.embed(rgb, face).map(drop))?;
    timed("cut out a person", ROUNDS, || cutout.person(rgb).map(drop))?;
    timed("cut out a head", ROUNDS, || cutout.head(rgb, face).map(drop))
}

fn timed(what: &str, rounds: u32, mut call: impl FnMut() -> Result<(), ModelError>) -> Result<(), ModelError> {
    let mut spent = Vec::new();
    for _ in 0..rounds {
        let begun = Instant::now();
        call()?;
        spent.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    spent.sort_by(f64::total_cmp);
    println!("{what}: {:.1} ms (median of {rounds})", spent[spent.len() / 2]);
    Ok(())
}

fn table(known: &[(String, Embedding)]) {
    for (index, (path, embedding)) in known.iter().enumerate() {
        let row: Vec<String> = known[..index].iter().map(|(_, other)| format!("{:.2}", embedding.cosine(other))).collect();
        println!("{path}: {}", row.join(" "));
    }
}

//! Writes `crates/engine/files/nearest.bin` anew: the vectors of all known words. To be run where a table of words or the model has changed.
//!
//! ```sh
//! cargo run --release -p greenroom-engine --example nearest_vectors
//! ```

use engine::studio::understand::vectors;
use models::{Models, Places};
use std::{fs, path::Path};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let models = Models::open(Places::usual(None, Path::new("data")));
    let file = vectors(models.sentences()?)?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("files/nearest.bin");
    fs::write(&path, &file)?;
    println!("{}: {} words, {} bytes", path.display(), (file.len() - 8) / models::sentences::LENGTH, file.len());
    Ok(())
}

//! Makes sure that the folder of the built page exists, because its files become part of the program. Without `make web` it is
//! empty, and the server says so.

fn main() -> std::io::Result<()> {
    std::fs::create_dir_all("web/dist")?;
    println!("cargo:rerun-if-changed=web/dist");
    Ok(())
}

//! What a room may be called.

use super::command::{MAX_NAME, Refused};

/// Without what is around it.
///
/// # Errors
/// [`Refused::NameLength`]: nothing is left, it is too long, or it is not one line of plain characters.
pub fn room_name(name: &str) -> Result<String, Refused> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= MAX_NAME && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(Refused::NameLength) }
}

/// As much of it as a room may be called: of a clip's title, or of a name from when tabs were let in.
#[must_use]
pub fn mended_name(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_NAME).collect();
    room_name(&plain).unwrap_or_else(|_| "Room".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_and_what_is_none_is_made_one() {
        assert_eq!(room_name(" Scene 1\n").as_deref(), Ok("Scene 1"));
        for name in ["", " ", "Scene\t1", "Scene\n1", &"x".repeat(MAX_NAME + 1)] {
            assert_eq!(room_name(name), Err(Refused::NameLength));
            let mended = mended_name(name);
            assert_eq!(room_name(&mended), Ok(mended.clone()), "{name:?}");
        }
        assert_eq!(mended_name("Scene\t1"), "Scene 1");
    }
}

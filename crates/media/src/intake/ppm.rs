//! Reads one picture of a stream of binary PPM pictures (`P6`): each tells its own size, so nothing has to be known before.

use std::io::{Error, ErrorKind, Read};

/// Longer headers than `P6 640 640 255` with room to spare are not ffmpeg's.
const LONGEST_HEADER: usize = 32;

/// Width, height, RGB. None at the end of the stream.
pub type Picture = (u32, u32, Vec<u8>);

pub fn read(pipe: &mut dyn Read, side: u32) -> std::io::Result<Option<Picture>> {
    let Some(magic) = word(pipe)? else { return Ok(None) };
    if magic != "P6" {
        return Err(odd());
    }
    let width = number(pipe)?;
    let height = number(pipe)?;
    if number(pipe)? != 255 || !(1..=side).contains(&width) || !(1..=side).contains(&height) {
        return Err(odd());
    }
    let mut rgb = vec![0; width as usize * height as usize * 3];
    pipe.read_exact(&mut rgb)?;
    Ok(Some((width, height, rgb)))
}

fn odd() -> Error {
    Error::new(ErrorKind::InvalidData, "not a picture of the size that was asked for")
}

fn number(pipe: &mut dyn Read) -> std::io::Result<u32> {
    word(pipe)?.and_then(|text| text.parse().ok()).ok_or_else(odd)
}

/// Up to the next white space, which is taken too.
fn word(pipe: &mut dyn Read) -> std::io::Result<Option<String>> {
    let mut text = String::new();
    let mut byte = [0];
    while text.len() < LONGEST_HEADER {
        if pipe.read(&mut byte)? == 0 {
            return Ok(None);
        }
        match byte[0] {
            space if space.is_ascii_whitespace() && !text.is_empty() => return Ok(Some(text)),
            letter if letter.is_ascii_alphanumeric() => text.push(char::from(letter)),
            _ => return Err(odd()),
        }
    }
    Err(odd())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut bytes: &[u8]) -> Vec<std::io::Result<Option<Picture>>> {
        let mut found = Vec::new();
        loop {
            let picture = read(&mut bytes, 4);
            let more = matches!(picture, Ok(Some(_)));
            found.push(picture);
            if !more {
                return found;
            }
        }
    }

    #[test]
    fn pictures_follow_each_other_until_the_end() {
        let found = all(b"P6\n2 1\n255\nabcdefP6\n1 1\n255\nxyz");
        assert!(matches!(&found[0], Ok(Some((2, 1, rgb))) if rgb == b"abcdef"));
        assert!(matches!(&found[1], Ok(Some((1, 1, rgb))) if rgb == b"xyz"));
        assert!(matches!(found[2], Ok(None)));
    }

    #[test]
    fn what_is_no_picture_of_a_small_size_is_refused() {
        for bytes in [&b"P5\n1 1\n255\na"[..], b"P6\n5 1\n255\n", b"P6\n0 1\n255\n", b"P6\n1 1\n65535\nabcdef", b"P6\n2 2\n255\nabc", b"\0\0\0\0"] {
            assert!(read(&mut &bytes[..], 4).is_err(), "{bytes:?}");
        }
        let long = [b'7'; 400];
        assert!(read(&mut &long[..], 4).is_err());
    }
}

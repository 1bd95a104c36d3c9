//! Reads one picture of a stream of PAM pictures (`P7`), red, green, blue and alpha: each tells its own size.

use std::io::{Error, ErrorKind, Read};

/// ffmpeg's own headers have some 70 bytes.
const LONGEST_HEADER: usize = 128;

/// Width, height, RGBA. None at the end of the stream.
pub fn read(pipe: &mut dyn Read, side: u32) -> std::io::Result<Option<(u32, u32, Vec<u8>)>> {
    let Some(header) = header(pipe)? else { return Ok(None) };
    let number = |name: &str| -> Option<u32> { header.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok()) };
    let (Some(width), Some(height), Some(4), Some(255)) = (number("WIDTH "), number("HEIGHT "), number("DEPTH "), number("MAXVAL ")) else {
        return Err(odd());
    };
    if !header.starts_with("P7\n") || !(1..=side).contains(&width) || !(1..=side).contains(&height) {
        return Err(odd());
    }
    let mut rgba = vec![0; width as usize * height as usize * 4];
    pipe.read_exact(&mut rgba)?;
    Ok(Some((width, height, rgba)))
}

fn odd() -> Error {
    Error::new(ErrorKind::InvalidData, "not a picture of the size and depth that was asked for")
}

/// Up to and with the line that ends it.
fn header(pipe: &mut dyn Read) -> std::io::Result<Option<String>> {
    let mut text = String::new();
    let mut byte = [0];
    while text.len() < LONGEST_HEADER {
        if pipe.read(&mut byte)? == 0 {
            return if text.is_empty() { Ok(None) } else { Err(odd()) };
        }
        if !byte[0].is_ascii() {
            return Err(odd());
        }
        text.push(char::from(byte[0]));
        if text.ends_with("\nENDHDR\n") {
            return Ok(Some(text));
        }
    }
    Err(odd())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_read_and_what_is_none_is_refused() {
        let good = b"P7\nWIDTH 2\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\nabcdefgh";
        assert_eq!(read(&mut &good[..], 4).expect("a picture"), Some((2, 1, b"abcdefgh".to_vec())));
        assert!(read(&mut &b""[..], 4).expect("the end").is_none());
        let wrong = [
            "P7\nWIDTH 9\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nENDHDR\n",
            "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nENDHDR\nabcdef",
            "P7\nENDHDR\n",
            "P6\n2 1\n255\n",
        ];
        for text in wrong {
            assert!(read(&mut text.as_bytes(), 4).is_err(), "{text:?}");
        }
        assert!(read(&mut &good[..good.len() - 1], 4).is_err());
        assert!(read(&mut &[b'7'; 400][..], 4).is_err());
    }
}

//! Reads the WAV file that a voice program writes to a pipe: its lengths are not to be trusted.

/// Samples a second and mono samples, −1…1. None where it is not 16-bit PCM.
pub fn read(file: &[u8]) -> Option<(u32, Vec<f32>)> {
    if file.get(..4)? != b"RIFF" || file.get(8..12)? != b"WAVE" {
        return None;
    }
    let mut format = None;
    let mut at = 12;
    while let (Some(name), Some(length)) = (file.get(at..at + 4), word(file, at + 4)) {
        let from = at + 8;
        let to = from.saturating_add(length as usize).min(file.len());
        let body = file.get(from..to)?;
        match name {
            b"fmt " => {
                let is_pcm = half(body, 0)? == 1 && half(body, 14)? == 16;
                format = is_pcm.then_some((word(body, 4)?, usize::from(half(body, 2)?)));
            }
            b"data" => {
                let (rate, channels) = format?;
                if channels == 0 {
                    return None;
                }
                let first = body.chunks_exact(2 * channels).map(|frame| f32::from(i16::from_le_bytes([frame[0], frame[1]])) / 32_768.0);
                return Some((rate, first.collect()));
            }
            _ => {}
        }
        at = to + to % 2;
    }
    None
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file() -> Vec<u8> {
        let mut file = b"RIFF\x24\xf0\xff\x7fWAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        file.extend(22_050u32.to_le_bytes());
        file.extend(44_100u32.to_le_bytes());
        file.extend([2, 0, 16, 0]);
        file.extend(b"data\0\xf0\xff\x7f");
        file.extend([0, 0x40, 0, 0xC0]);
        file
    }

    #[test]
    fn endless_lengths_of_a_pipe_end_with_the_file() {
        assert_eq!(read(&file()), Some((22_050, vec![0.5, -0.5])));
    }

    proptest! {
        #[test]
        fn broken_files_are_refused_quietly(cut in 0usize..60, at in 0usize..48, value: u8) {
            let mut file = file();
            file.truncate(cut);
            if let Some(byte) = file.get_mut(at) {
                *byte = value;
            }
            let _ = read(&file);
        }
    }
}

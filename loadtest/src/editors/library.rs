//! Documents of a megabyte: what they cost the server in memory, and how long a newcomer waits for one.

use super::{
    dialect::{Dialect, NOTHING, Step},
    script::text_of,
    target::{Place, Target},
};
use crate::{
    error::{LoadError, Result},
    lean::{self, Inbound, Kind, frame},
};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};
use yrs::{Doc, ReadTxn, Transact, Update, updates::decoder::Decode, updates::encoder::Encode};

const PATIENCE: Duration = Duration::from_secs(30);
/// Before memory is looked at.
const SETTLE: Duration = Duration::from_secs(2);
/// Newcomers that are alike a real page: those after the first few.
const NEWCOMER: usize = 10_000;

/// Open documents, each with one reader who stays.
pub struct Library {
    places: Vec<Place>,
    readers: Vec<tokio::task::JoinHandle<()>>,
    /// Bytes of memory for each document.
    pub bytes_each: f64,
}

impl Library {
    /// Puts the same document so many times into the server; one more is opened before memory is looked at.
    ///
    /// # Errors
    /// Where the server refuses it.
    pub async fn fill(target: &Target, doc: &Doc, count: usize) -> Result<Self> {
        let mut library = Self { places: Vec::new(), readers: Vec::new(), bytes_each: f64::NAN };
        library.add(target, doc).await?;
        sleep(SETTLE).await;
        let before = target.memory();
        for _ in 0..count {
            library.add(target, doc).await?;
        }
        sleep(SETTLE).await;
        library.bytes_each = (target.memory() as f64 - before as f64) / count as f64;
        Ok(library)
    }

    async fn add(&mut self, target: &Target, doc: &Doc) -> Result<()> {
        let place = target.document(false).await?;
        let mut reader = Reader::open(&place, self.places.len()).await?;
        let (bytes, vector) = {
            let txn = doc.transact();
            (txn.encode_diff_v1(&yrs::StateVector::default()), txn.state_vector().encode_v1())
        };
        reader.say(Step::Update, &bytes).await?;
        // The answer comes after what was written before the question was taken in.
        reader.say(Step::One, &vector).await?;
        reader.whole().await?;
        self.readers.push(tokio::spawn(async move { while reader.hear().await.is_ok() {} }));
        self.places.push(place);
        Ok(())
    }

    /// Somebody opens one of the documents: milliseconds from before the connection until all of it is there.
    ///
    /// # Errors
    /// Where it does not come, or another text than was put in.
    pub async fn join(&self, number: usize, wanted: &str) -> Result<f64> {
        let place = &self.places[number % self.places.len()];
        let began = Instant::now();
        let mut reader = Reader::open(place, NEWCOMER).await?;
        reader.say(Step::One, &[0]).await?;
        let bytes = reader.whole().await?;
        let taken = began.elapsed().as_secs_f64() * 1_000.0;
        let doc = Doc::new();
        let update = Update::decode_v1(&bytes).ok();
        let applied = update.is_some_and(|update| doc.transact_mut().apply_update(update).is_ok());
        if applied && text_of(&doc) == wanted {
            Ok(taken)
        } else {
            Err(LoadError::Unexpected { what: "opening a document", got: format!("{} bytes with another text", bytes.len()) })
        }
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        self.readers.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

/// The text of a document as a newcomer gets it.
///
/// # Errors
/// Where it does not come.
pub async fn text_at(place: &Place) -> Result<String> {
    let mut reader = Reader::open(place, NEWCOMER).await?;
    reader.say(Step::One, &[0]).await?;
    let doc = Doc::new();
    let bytes = reader.whole().await?;
    if let Ok(update) = Update::decode_v1(&bytes) {
        drop(doc.transact_mut().apply_update(update));
    }
    Ok(text_of(&doc))
}

struct Reader {
    stream: TcpStream,
    inbound: Inbound,
    dialect: Dialect,
    buffer: Vec<u8>,
}

impl Reader {
    async fn open(place: &Place, number: usize) -> Result<Self> {
        let (stream, inbound) = lean::open(&place.door(number)).await.map_err(LoadError::Viewer)?;
        let mut reader = Self { stream, inbound, dialect: place.dialect.clone(), buffer: vec![0; 64 * 1024] };
        if let Some(greeting) = place.dialect.greeting() {
            reader.put(Kind::Binary, &greeting).await?;
        }
        Ok(reader)
    }

    async fn put(&mut self, kind: Kind, message: &[u8]) -> Result<()> {
        self.stream.write_all(&frame(kind, message)).await.map_err(LoadError::Viewer)
    }

    async fn say(&mut self, step: Step, content: &[u8]) -> Result<()> {
        let message = self.dialect.write(step, content);
        self.put(Kind::Binary, &message).await
    }

    /// The next answer to a question for everything that is lacking.
    async fn whole(&mut self) -> Result<Vec<u8>> {
        let answered = async {
            loop {
                if let Some(update) = self.hear().await? {
                    return Ok(update);
                }
            }
        };
        timeout(PATIENCE, answered).await.map_err(|_| LoadError::Late { what: "a document", seconds: PATIENCE.as_secs() })?
    }

    /// Reads once. What it is told, if that is an answer.
    async fn hear(&mut self) -> Result<Option<Vec<u8>>> {
        let (mut whole, mut answers) = (None, Vec::new());
        while let Some((kind, payload)) = self.inbound.take() {
            match kind {
                Kind::Binary => match self.dialect.read(payload) {
                    Some((Step::One, _)) => answers.push(frame(Kind::Binary, &self.dialect.write(Step::Two, &NOTHING))),
                    Some((Step::Two, update)) => whole = Some(update.to_vec()),
                    _ => {}
                },
                Kind::Ping => answers.push(frame(Kind::Pong, payload)),
                Kind::Close => {
                    let why = String::from_utf8_lossy(payload.get(2..).unwrap_or_default()).into_owned();
                    return Err(LoadError::Closed("a document's socket", why));
                }
                Kind::Text | Kind::Pong | Kind::Other => {}
            }
        }
        for answer in answers {
            self.stream.write_all(&answer).await.map_err(LoadError::Viewer)?;
        }
        if whole.is_some() {
            return Ok(whole);
        }
        let count = self.stream.read(&mut self.buffer).await.map_err(LoadError::Viewer)?;
        if count == 0 {
            return Err(LoadError::Closed("a document's socket", String::new()));
        }
        self.inbound.push(&self.buffer[..count]);
        Ok(None)
    }
}

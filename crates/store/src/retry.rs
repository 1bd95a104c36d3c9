//! A transaction is tried again while the database says that this may help.

use crate::{StoreError, dialect::is_transient};
use std::time::Duration;

const MOST_TRIES: u32 = 24;
const LONGEST_WAIT_MS: u64 = 64;

#[derive(Default)]
pub(crate) struct Tries(u32);

impl Tries {
    /// Whether to try again; waits a little longer each time. The waits of two rivals differ by when they began.
    pub(crate) async fn again(&mut self, error: &StoreError) -> bool {
        if self.0 >= MOST_TRIES || !is_transient(error) {
            return false;
        }
        let longest = (1_u64 << self.0.min(6)).min(LONGEST_WAIT_MS);
        let spread = u64::from(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.subsec_nanos()));
        self.0 += 1;
        tokio::time::sleep(Duration::from_micros(500 + spread % (longest * 1_000))).await;
        true
    }
}

/// Runs `$body` (a future of `Result<_, StoreError>`) in a transaction that writes, and commits it.
macro_rules! transact {
    ($db:expr, |$tx:ident| $body:expr) => {{
        let mut tries = $crate::retry::Tries::default();
        loop {
            let outcome: Result<_, $crate::StoreError> = async {
                let mut open = $db.begin().await?;
                let $tx = &mut open;
                let value = $body.await?;
                open.commit().await?;
                Ok(value)
            }
            .await;
            match outcome {
                Err(error) if tries.again(&error).await => {}
                outcome => break outcome,
            }
        }
    }};
}

pub(crate) use transact;

//! Passwords: argon2id, off the threads that serve, a few at a time.
//!
//! A handle that does not exist costs as much as a wrong password, so that the answer's time does not tell who has an account.

use super::error::{Answer, HttpError};
use argon2::{
    Argon2, PasswordHash, PasswordHasher, PasswordVerifier,
    password_hash::{SaltString, rand_core::OsRng},
};
use domain::account::Password;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Each takes some 20 MB and a core for a moment.
const AT_ONCE: usize = 2;
/// Those that wait; more are told to come again.
const WAITING: usize = 64;

pub struct Passwords {
    turns: Arc<Semaphore>,
    places: Semaphore,
    /// Of no password: for handles that are unknown.
    decoy: String,
}

impl Passwords {
    /// Takes as long as one hash.
    #[must_use]
    pub fn new() -> Self {
        let decoy = hash(b"nobody's").expect("the default parameters are valid");
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), places: Semaphore::new(AT_ONCE + WAITING), decoy }
    }

    /// In PHC format.
    ///
    /// # Errors
    /// `busy`.
    pub async fn hash(&self, password: Password) -> Answer<String> {
        let hashed = self.in_turn(move || hash(password.expose().as_bytes())).await?;
        hashed.map_err(|error| HttpError::fault("a password could not be hashed", &error))
    }

    /// Whether the password is the one that was hashed; `None`, nobody's, never is.
    ///
    /// # Errors
    /// `busy`.
    pub async fn verify(&self, password: Password, stored: Option<String>) -> Answer<bool> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        let fits = self.in_turn(move || {
            PasswordHash::new(&stored).is_ok_and(|hash| Argon2::default().verify_password(password.expose().as_bytes(), &hash).is_ok())
        });
        Ok(fits.await? && known)
    }

    async fn in_turn<R: Send + 'static>(&self, work: impl FnOnce() -> R + Send + 'static) -> Answer<R> {
        let _place = self.places.try_acquire().map_err(|_| HttpError::busy())?;
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| HttpError::busy())?;
        // The turn goes with the work: who goes away meanwhile does not make room for more.
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|error| HttpError::fault("hashing failed", &error))
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

fn hash(password: &[u8]) -> Result<String, argon2::password_hash::Error> {
    let salt = SaltString::generate(&mut OsRng);
    Argon2::default().hash_password(password, &salt).map(|hash| hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        text.parse().expect("long enough")
    }

    #[tokio::test]
    async fn only_the_right_password_fits_and_nobody_fits_nothing() {
        let passwords = Passwords::new();
        let stored = passwords.hash(password("correct horse")).await.expect("not busy");
        assert!(stored.starts_with("$argon2id$"));
        assert!(passwords.verify(password("correct horse"), Some(stored.clone())).await.expect("not busy"));
        assert!(!passwords.verify(password("battery staple"), Some(stored)).await.expect("not busy"));
        assert!(!passwords.verify(password("nobody's"), None).await.expect("not busy"));
        assert!(!passwords.verify(password("correct horse"), Some("not a hash".into())).await.expect("not busy"));
    }
}

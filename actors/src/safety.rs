//! What a take with somebody's likeness in it may not show: a hook that a take passes before it is queued, beside the rules for all prompts.
//!
//! It is called on a thread where nobody waits for it. It knows the words and the owners' rules; it never sees a picture.

mod likeness;

pub use likeness::LikenessSafety;

use domain::{cameo::Rules, moderation::Verdict, plan::CastMember, room::Refused, storyboard::Storyboard};
use wire::ErrorBody;

/// Looks at a storyboard together with those whom it would show.
pub trait Safety: Send + Sync {
    /// `cast` holds only those who will appear, with the rules that their owners made; it is never empty.
    ///
    /// # Errors
    /// The first rule that is broken, named: the take is refused.
    fn check_cast(&self, storyboard: &Storyboard, cast: &[(CastMember, Rules)]) -> Result<(), Verdict>;
}

/// Runs a check where nobody waits for it.
///
/// # Errors
/// The verdict, with its code; `moderation_failed` where there is none.
pub(crate) async fn checked<T, F>(subject: T, check: F) -> Result<T, ErrorBody>
where
    T: Send + 'static,
    F: FnOnce(&T) -> Result<(), Verdict> + Send + 'static,
{
    let checking = tokio::task::spawn_blocking(move || check(&subject).map(|()| subject));
    match checking.await {
        Ok(Ok(subject)) => Ok(subject),
        Ok(Err(verdict)) => {
            let refused = Refused::from(verdict);
            Err(ErrorBody::new(refused.code(), &refused))
        }
        // Unknown means no.
        Err(_) => Err(ErrorBody::new("moderation_failed", "this can't be checked right now, so it is not made: try again in a moment")),
    }
}

/// Owners' restrictions by their words alone: a shot that has every longer word of one is refused.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainWords;

/// Letters from which on a word says something of its own.
const TELLING: usize = 4;

impl Safety for PlainWords {
    fn check_cast(&self, storyboard: &Storyboard, cast: &[(CastMember, Rules)]) -> Result<(), Verdict> {
        for (index, shot) in storyboard.shots.iter().enumerate() {
            let spoken = shot.dialogue.iter().map(|line| line.words.as_str());
            let said: Vec<String> = std::iter::once(shot.prompt.as_str()).chain(spoken).flat_map(words).collect();
            for (member, rules) in cast {
                let meets = |restriction: &&String| {
                    let mut telling = words(restriction).filter(|word| word.chars().count() >= TELLING).peekable();
                    telling.peek().is_some() && telling.all(|word| said.contains(&word))
                };
                if let Some(restriction) = rules.restrictions.iter().find(meets) {
                    let sentence = format!("@{} does not want to be shown in this: “{restriction}”", member.mention);
                    return Err(Verdict { rule: "cameo_restriction".into(), sentence, shot: index + 1 });
                }
            }
        }
        Ok(())
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

//! One suite for both databases: whatever holds on SQLite holds on Postgres.

#![allow(clippy::unwrap_used, reason = "a test may panic; these functions are tests, called from the real ones")]

mod accounts;
mod cameos;
mod clips;
mod conversations;
mod crash;
mod enrolment;
mod harness;
mod invites;
mod journal;
mod ledger;
mod lineage;
mod objects;
mod opening;
mod people;
mod questions;
mod rooms;
mod uploads;
mod versions;

/// Makes of each `async fn name(bench: Bench)` a test on each database.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::harness::Bench::sqlite()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::harness::Bench::postgres().await).await;
            })*
        }
    };
}
pub(crate) use on_both;

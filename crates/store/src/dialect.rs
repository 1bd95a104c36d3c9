//! All that differs between SQLite and Postgres: how one connects, begins, binds, reads a row and tells that a retry helps.
//!
//! Everywhere else there is one SQL text for both. It knows no table. Text is kept without NUL, which Postgres can't hold:
//! it becomes U+FFFD on both, so that both keep the same.

use crate::StoreError;
use sqlx::{
    Postgres, Row as _, Sqlite, Transaction,
    migrate::{Migration, MigrationType, Migrator},
    postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use std::{borrow::Cow, str::FromStr, time::Duration};

const MIGRATIONS: [(i64, &str, &str); 9] = [
    (1, "first", include_str!("../../../migrations/0001_first.sql")),
    (2, "cameos", include_str!("../../../migrations/0002_cameos.sql")),
    (3, "uploads", include_str!("../../../migrations/0003_uploads.sql")),
    (4, "lineage", include_str!("../../../migrations/0004_lineage.sql")),
    (5, "conversations", include_str!("../../../migrations/0005_conversations.sql")),
    (6, "doors", include_str!("../../../migrations/0006_doors.sql")),
    (7, "storyboard versions", include_str!("../../../migrations/0007_storyboard_versions.sql")),
    (8, "conversation spans", include_str!("../../../migrations/0008_conversation_spans.sql")),
    (9, "version numbers", include_str!("../../../migrations/0009_version_numbers.sql")),
];
const BUSY: Duration = Duration::from_secs(10);
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

#[derive(Clone)]
pub(crate) enum Db {
    /// One connection writes, so that writers queue here and not in SQLite's busy loop.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    All,
    Read,
}

pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A value on its way in.
#[derive(Clone, Debug)]
pub(crate) enum Arg<'a> {
    Text(Cow<'a, str>),
    NoText,
    Int(i64),
    NoInt,
    Bytes(&'a [u8]),
}

pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query($sql);
        for arg in $args {
            query = match arg {
                Arg::Text(text) => query.bind(text.clone().into_owned()),
                Arg::NoText => query.bind(None::<String>),
                Arg::Int(number) => query.bind(*number),
                Arg::NoInt => query.bind(None::<i64>),
                Arg::Bytes(bytes) => query.bind(bytes.to_vec()),
            };
        }
        query
    }};
}

impl Db {
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        let db = Self::connect(url, Access::All).await?;
        db.migrate().await?;
        Ok(db)
    }

    /// Neither makes nor migrates anything, and can't write.
    pub(crate) async fn open_to_read(url: &str) -> Result<Self, StoreError> {
        Self::connect(url, Access::Read).await
    }

    async fn connect(url: &str, access: Access) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            return open_sqlite(url, access).await;
        }
        if !url.starts_with("postgres:") && !url.starts_with("postgresql:") {
            return Err(StoreError::Address("write sqlite:///path/to/file or postgres://host/name".to_owned()));
        }
        let mut options = PgConnectOptions::from_str(url).map_err(|error| StoreError::Address(error.to_string()))?;
        if access == Access::Read {
            options = options.options([("default_transaction_read_only", "on")]);
        }
        Ok(Self::Postgres(PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).connect_with(options).await?))
    }

    /// Takes out of the file's log of recent writes what was just deleted. Postgres does that when it vacuums and recycles its own log.
    ///
    /// Readers may stand in the way. They are not waited for long: everything else that writes waits behind this.
    pub(crate) async fn scrub(&self) -> Result<(), sqlx::Error> {
        let Self::Sqlite { writer, .. } = self else { return Ok(()) };
        let mut connection = writer.acquire().await?;
        sqlx::query("PRAGMA busy_timeout = 200").execute(&mut *connection).await?;
        let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_all(&mut *connection).await;
        sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA busy_timeout = {}", BUSY.as_millis()))).execute(&mut *connection).await?;
        emptied.map(drop)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let migration = |(number, name, sql): (i64, &'static str, &'static str)| {
            Migration::new(number, name.into(), MigrationType::Simple, sqlx::SqlSafeStr::into_sql_str(sql), false)
        };
        let migrator = Migrator::with_migrations(MIGRATIONS.into_iter().map(migration).collect());
        match self {
            Self::Sqlite { writer, .. } => migrator.run(writer).await?,
            Self::Postgres(pool) => migrator.run(pool).await?,
        }
        Ok(())
    }

    /// Begins a transaction that writes. Dropped without a commit it is rolled back.
    pub(crate) async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await?),
        })
    }

    /// Reads outside of a transaction: what is committed.
    pub(crate) async fn rows(&self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Row>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { readers, .. } => bound!(sql, args).fetch_all(readers).await?.into_iter().map(Row::Sqlite).collect(),
            Self::Postgres(pool) => bound!(sql, args).fetch_all(pool).await?.into_iter().map(Row::Postgres).collect(),
        })
    }

    pub(crate) async fn row(&self, sql: &'static str, args: &[Arg<'_>]) -> Result<Option<Row>, sqlx::Error> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        self.rows("SELECT COUNT(*) FROM owner_tickets", &[]).await?;
        Ok(())
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

async fn open_sqlite(url: &str, access: Access) -> Result<Db, StoreError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|error| StoreError::Address(error.to_string()))?;
    let path = options.get_filename().to_owned();
    if url.contains(":memory:") || url.contains("mode=memory") || path.as_os_str().is_empty() {
        return Err(StoreError::Address("SQLite needs a file: write sqlite:///path/to/file".to_owned()));
    }
    if access == Access::Read {
        let readers = SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true).busy_timeout(BUSY)).await?;
        return Ok(Db::Sqlite { writer: readers.clone(), readers });
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        tokio::fs::create_dir_all(folder).await.map_err(|error| StoreError::Address(format!("{}: {error}", folder.display())))?;
    }
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
        .foreign_keys(true)
        // What is deleted is overwritten: an erased cameo's key must not stay in a free page.
        .pragma("secure_delete", "ON");
    let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    let readers = SqlitePoolOptions::new().max_connections(READERS).connect_with(options).await?;
    Ok(Db::Sqlite { writer, readers })
}

impl Tx {
    /// The number of rows that it changed.
    pub(crate) async fn execute(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(tx) => bound!(sql, args).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => bound!(sql, args).execute(&mut **tx).await?.rows_affected(),
        })
    }

    pub(crate) async fn rows(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Row>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(tx) => bound!(sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect(),
            Self::Postgres(tx) => bound!(sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect(),
        })
    }

    pub(crate) async fn row(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Option<Row>, sqlx::Error> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

impl Row {
    pub(crate) fn text(&self, column: usize) -> Result<String, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get_unchecked(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    pub(crate) fn maybe_text(&self, column: usize) -> Result<Option<String>, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get_unchecked(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    pub(crate) fn int(&self, column: usize) -> Result<i64, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get_unchecked(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    pub(crate) fn maybe_int(&self, column: usize) -> Result<Option<i64>, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get_unchecked(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    pub(crate) fn maybe_bytes(&self, column: usize) -> Result<Option<Vec<u8>>, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get_unchecked(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    /// SQLite knows no type `BYTEA`; the value itself is bytes.
    pub(crate) fn bytes(&self, column: usize) -> Result<Vec<u8>, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get_unchecked(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }
}

/// The same transaction, tried again, may succeed: serialization failure or deadlock on Postgres, a busy file on SQLite.
pub(crate) fn is_transient(error: &StoreError) -> bool {
    let StoreError::Database(error) = error else { return false };
    let Some(code) = error.as_database_error().and_then(sqlx::error::DatabaseError::code) else { return false };
    matches!(code.as_ref(), "40001" | "40P01" | "5" | "261" | "517")
}

impl<'a> Arg<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        if text.contains('\0') { Self::Text(text.replace('\0', "\u{fffd}").into()) } else { Self::Text(text.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn pragma(pool: &SqlitePool, sql: &'static str) -> String {
        let row = sqlx::query(sql).fetch_one(pool).await.expect("a pragma");
        row.try_get_unchecked::<String, _>(0).expect("its value")
    }

    #[tokio::test]
    async fn every_sqlite_connection_is_durable_and_checks_keys() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let db = Db::open(&format!("sqlite://{}/x.db", folder.path().display())).await.expect("it opens");
        let Db::Sqlite { writer, readers } = db else { panic!("not SQLite") };
        for pool in [&writer, &readers] {
            assert_eq!(pragma(pool, "PRAGMA journal_mode").await, "wal");
            assert_eq!(pragma(pool, "PRAGMA synchronous").await, "2");
            assert_eq!(pragma(pool, "PRAGMA foreign_keys").await, "1");
            assert_eq!(pragma(pool, "PRAGMA busy_timeout").await, "10000");
            assert_eq!(pragma(pool, "PRAGMA secure_delete").await, "1");
        }
    }

    #[test]
    fn text_loses_only_nul() {
        let Arg::Text(text) = Arg::text("a\0b\u{202e}'") else { panic!("not text") };
        assert_eq!(text, "a\u{fffd}b\u{202e}'");
    }
}

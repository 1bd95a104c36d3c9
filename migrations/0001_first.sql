-- Runs on SQLite and on Postgres. Ids are UUIDs as text; moments are milliseconds since 1970; hashes and updates are bytes.
-- Columns that name a person in a room's or a clip's history bear no foreign key: history outlives an account.

CREATE TABLE accounts (
    user_id       TEXT   NOT NULL PRIMARY KEY,
    handle        TEXT   NOT NULL UNIQUE,
    password_hash TEXT   NOT NULL,
    birth_date    TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    is_owner      BIGINT NOT NULL DEFAULT 0,
    invites_left  BIGINT NOT NULL CHECK (invites_left >= 0),
    home_epoch    BIGINT NOT NULL DEFAULT 0
);

-- At most one owner.
CREATE UNIQUE INDEX accounts_owner ON accounts (is_owner) WHERE is_owner = 1;

CREATE TABLE owner_tickets (
    token_hash BYTEA NOT NULL PRIMARY KEY
);

CREATE TABLE sessions (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    user_id    TEXT   NOT NULL REFERENCES accounts (user_id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    label      TEXT   NOT NULL
);

CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE rooms (
    room_id       TEXT   NOT NULL PRIMARY KEY,
    name          TEXT   NOT NULL,
    created_by    TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    last_activity BIGINT NOT NULL,
    home_epoch    BIGINT NOT NULL DEFAULT 0,
    last_seq      BIGINT NOT NULL DEFAULT 0,
    last_update   BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE invites (
    code_hash  BYTEA  NOT NULL PRIMARY KEY,
    by_user    TEXT   NOT NULL REFERENCES accounts (user_id) ON DELETE CASCADE,
    room_id    TEXT   REFERENCES rooms (room_id) ON DELETE CASCADE,
    role       TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    uses_left  BIGINT NOT NULL CHECK (uses_left >= 0)
);

CREATE INDEX invites_by_user ON invites (by_user);
CREATE INDEX invites_by_room ON invites (room_id);

CREATE TABLE members (
    room_id   TEXT   NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
    user_id   TEXT   NOT NULL,
    role      TEXT   NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (room_id, user_id)
);

CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE events (
    room_id TEXT   NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
    seq     BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    body    TEXT   NOT NULL,
    PRIMARY KEY (room_id, seq)
);

CREATE TABLE takes (
    take_id    TEXT   NOT NULL PRIMARY KEY,
    room_id    TEXT   NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
    asker      TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    attempt    BIGINT NOT NULL DEFAULT 0,
    queued_seq BIGINT NOT NULL,
    clip_id    TEXT,
    plan       TEXT
);

CREATE INDEX takes_unfinished ON takes (room_id, queued_seq) WHERE state IN ('queued', 'running');

CREATE TABLE document_updates (
    room_id TEXT   NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
    number  BIGINT NOT NULL,
    author  TEXT,
    bytes   BYTEA  NOT NULL,
    PRIMARY KEY (room_id, number)
);

CREATE TABLE replies (
    user_id TEXT   NOT NULL,
    key     TEXT   NOT NULL,
    reply   TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (user_id, key)
);

CREATE INDEX replies_by_age ON replies (at);

CREATE TABLE clips (
    clip_id    TEXT   NOT NULL PRIMARY KEY,
    take_id    TEXT   NOT NULL UNIQUE,
    room_id    TEXT,
    title      TEXT   NOT NULL,
    seconds    BIGINT NOT NULL,
    width      BIGINT NOT NULL,
    height     BIGINT NOT NULL,
    fps        BIGINT NOT NULL,
    engine     TEXT   NOT NULL,
    bytes      BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    makers     TEXT   NOT NULL,
    cameos     TEXT   NOT NULL,
    notices    TEXT   NOT NULL,
    plan       TEXT   NOT NULL,
    deleted    BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE clip_owners (
    clip_id TEXT NOT NULL REFERENCES clips (clip_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    PRIMARY KEY (clip_id, user_id)
);

CREATE INDEX clip_owners_by_user ON clip_owners (user_id, clip_id);

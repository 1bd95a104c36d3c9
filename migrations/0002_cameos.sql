-- Cameos: who may cast whom, what was made of it, and the ledger of it all. Runs on SQLite and on Postgres, as the first does.
-- A person's row may go and their history stay, so columns that name people bear no foreign key.

ALTER TABLE accounts ADD COLUMN guardian TEXT;
ALTER TABLE takes ADD COLUMN title TEXT;

-- wrapped_key: the key of this cameo's objects, sealed under the key file. Gone: nobody can read them any more, from a backup neither.
CREATE TABLE cameos (
    cameo_id          TEXT   NOT NULL PRIMARY KEY,
    owner_id          TEXT   NOT NULL,
    kind              TEXT   NOT NULL,
    name              TEXT   NOT NULL,
    state             TEXT   NOT NULL,
    minor             BIGINT NOT NULL,
    guardian_approved BIGINT,
    created_at        BIGINT NOT NULL,
    ended_at          BIGINT,
    last_number       BIGINT NOT NULL DEFAULT 0,
    wrapped_key       BYTEA
);

-- A mention means one cameo. The person's own has the empty name.
CREATE UNIQUE INDEX cameos_by_mention ON cameos (owner_id, name) WHERE state = 'active';
CREATE INDEX cameos_by_owner ON cameos (owner_id, cameo_id);
CREATE INDEX cameos_ended ON cameos (ended_at) WHERE state = 'ended';

CREATE TABLE cameo_events (
    cameo_id TEXT   NOT NULL REFERENCES cameos (cameo_id) ON DELETE CASCADE,
    number   BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    body     TEXT   NOT NULL,
    PRIMARY KEY (cameo_id, number)
);

-- One row for each cameo and take. state: granted, withdrawn, over.
CREATE TABLE cameo_uses (
    cameo_id    TEXT   NOT NULL REFERENCES cameos (cameo_id) ON DELETE CASCADE,
    take_id     TEXT   NOT NULL,
    room_id     TEXT,
    clip_id     TEXT,
    state       TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    entry_index BIGINT NOT NULL,
    PRIMARY KEY (cameo_id, take_id)
);

CREATE INDEX cameo_uses_by_take ON cameo_uses (take_id);
CREATE INDEX cameo_uses_by_clip ON cameo_uses (clip_id);

CREATE TABLE cameo_use_makers (
    cameo_id TEXT NOT NULL,
    take_id  TEXT NOT NULL,
    user_id  TEXT NOT NULL,
    PRIMARY KEY (cameo_id, take_id, user_id),
    FOREIGN KEY (cameo_id, take_id) REFERENCES cameo_uses (cameo_id, take_id) ON DELETE CASCADE
);

CREATE INDEX cameo_use_makers_by_user ON cameo_use_makers (cameo_id, user_id);

-- An owner who closed a clip for everybody who is not an owner.
CREATE TABLE clip_withdrawals (
    clip_id TEXT   NOT NULL REFERENCES clips (clip_id) ON DELETE CASCADE,
    user_id TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (clip_id, user_id)
);

CREATE TABLE questions (
    question_id TEXT   NOT NULL PRIMARY KEY,
    cameo_id    TEXT   NOT NULL REFERENCES cameos (cameo_id) ON DELETE CASCADE,
    owner_id    TEXT   NOT NULL,
    take_id     TEXT   NOT NULL,
    room_id     TEXT,
    asker       TEXT   NOT NULL,
    makers      TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    answer      TEXT,
    answered_at BIGINT,
    UNIQUE (cameo_id, take_id)
);

CREATE INDEX questions_open ON questions (owner_id, question_id) WHERE answer IS NULL;
CREATE INDEX questions_by_take ON questions (take_id);

CREATE TABLE receipts (
    cameo_id TEXT   NOT NULL,
    number   BIGINT NOT NULL,
    user_id  TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    body     TEXT   NOT NULL,
    PRIMARY KEY (cameo_id, number)
);

CREATE INDEX receipts_by_user ON receipts (user_id);

CREATE TABLE challenges (
    challenge_id TEXT   NOT NULL PRIMARY KEY,
    user_id      TEXT   NOT NULL,
    turns        TEXT   NOT NULL,
    digits       TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT
);

CREATE INDEX challenges_by_user ON challenges (user_id);
CREATE INDEX challenges_by_end ON challenges (expires_at);

CREATE TABLE enrol_attempts (
    user_id TEXT   NOT NULL,
    number  BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (user_id, number)
);

-- Hashes alone: nothing of a recording, and not whose it was.
CREATE TABLE recordings_seen (
    print BYTEA  NOT NULL PRIMARY KEY,
    at    BIGINT NOT NULL
);

CREATE TABLE follows (
    follower TEXT   NOT NULL,
    followed TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (follower, followed)
);

CREATE INDEX follows_by_followed ON follows (followed);

CREATE TABLE blocks (
    blocker TEXT   NOT NULL,
    blocked TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (blocker, blocked)
);

CREATE INDEX blocks_by_blocked ON blocks (blocked);

-- The one row that all who append must hold: the log's size and the hashes of its complete subtrees.
CREATE TABLE ledger_state (
    one   BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    size  BIGINT NOT NULL,
    peaks TEXT   NOT NULL
);

INSERT INTO ledger_state (one, size, peaks) VALUES (1, 0, '');

CREATE TABLE ledger_entries (
    entry_index BIGINT NOT NULL PRIMARY KEY,
    body        TEXT   NOT NULL
);

CREATE TABLE ledger_nodes (
    level  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hash   BYTEA  NOT NULL,
    PRIMARY KEY (level, number)
);

CREATE TABLE ledger_heads (
    size BIGINT NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL,
    root BYTEA  NOT NULL,
    note TEXT   NOT NULL
);

-- What an entry hides, for those whom it concerns; goes with the cameo.
CREATE TABLE ledger_blinds (
    entry_index BIGINT NOT NULL PRIMARY KEY,
    blind       BYTEA  NOT NULL,
    cameo_id    TEXT   NOT NULL,
    other       TEXT
);

CREATE INDEX ledger_blinds_by_cameo ON ledger_blinds (cameo_id);

CREATE TABLE ledger_concerns (
    user_id     TEXT   NOT NULL,
    entry_index BIGINT NOT NULL REFERENCES ledger_blinds (entry_index) ON DELETE CASCADE,
    PRIMARY KEY (user_id, entry_index)
);

CREATE INDEX ledger_concerns_by_entry ON ledger_concerns (entry_index);

-- Which key files belong to this database: a lost one must not be replaced by a new one in silence.
CREATE TABLE key_marks (
    name TEXT  NOT NULL PRIMARY KEY,
    mark BYTEA NOT NULL
);

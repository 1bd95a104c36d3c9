-- Direct messages. Runs on SQLite and on Postgres. What was said stays when an account goes, so columns that name people bear no foreign key.

-- pair: of two people, their ids, the smaller first; there is one conversation of each two. state: the rules' own, as JSON.
CREATE TABLE conversations (
    conversation_id TEXT   NOT NULL PRIMARY KEY,
    pair            TEXT   UNIQUE,
    state           TEXT   NOT NULL,
    last_seq        BIGINT NOT NULL,
    last_at         BIGINT NOT NULL
);

CREATE TABLE conversation_members (
    user_id         TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    standing        TEXT   NOT NULL,
    muted_until     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, conversation_id)
);

CREATE INDEX conversation_members_by_conversation ON conversation_members (conversation_id);

-- message_id: the message that the event says, edits, deletes or reacts to. worded: its body holds what the message says or brings.
CREATE TABLE conversation_events (
    conversation_id TEXT   NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    seq             BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    message_id      TEXT,
    body            TEXT   NOT NULL,
    worded          BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation_id, seq)
);

CREATE INDEX conversation_events_worded ON conversation_events (message_id) WHERE worded = 1;

-- As it reads now. words: null where it brings a clip or the way into a room, or was taken back. folded: the same in small letters, to search in.
CREATE TABLE messages (
    message_id      TEXT   NOT NULL PRIMARY KEY,
    conversation_id TEXT   NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    seq             BIGINT NOT NULL,
    by_user         TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    words           TEXT,
    folded          TEXT,
    clip_id         TEXT,
    room_id         TEXT,
    role            TEXT,
    deleted         BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX messages_by_conversation ON messages (conversation_id, seq);
CREATE INDEX messages_by_clip ON messages (clip_id);

-- Deleted for this person alone.
CREATE TABLE messages_hidden (
    user_id    TEXT NOT NULL,
    message_id TEXT NOT NULL REFERENCES messages (message_id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, message_id)
);

-- What came to somebody, in order and without gaps: devices go on after the place that they have. note: what concerns them alone; else seq names
-- the event. Only the latest are kept: what is older is read from the conversations themselves.
CREATE TABLE inboxes (
    user_id TEXT   NOT NULL PRIMARY KEY,
    last    BIGINT NOT NULL
);

CREATE TABLE inbox (
    user_id         TEXT   NOT NULL,
    place           BIGINT NOT NULL,
    conversation_id TEXT   NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    seq             BIGINT,
    note            TEXT,
    PRIMARY KEY (user_id, place)
);

CREATE INDEX inbox_by_conversation ON inbox (conversation_id);

-- Messages that somebody reported, with what they said then: they may be taken back before anybody looks.
CREATE TABLE message_reports (
    reporter        TEXT   NOT NULL,
    message_id      TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL,
    author          TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    reason          TEXT   NOT NULL,
    note            TEXT   NOT NULL,
    said            TEXT   NOT NULL,
    PRIMARY KEY (reporter, message_id)
);

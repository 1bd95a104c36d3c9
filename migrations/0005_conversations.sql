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

-- message_id: the message that the event says, edits, deletes or reacts to.
CREATE TABLE conversation_events (
    conversation_id TEXT   NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    seq             BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    message_id      TEXT,
    body            TEXT   NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

CREATE INDEX conversation_events_by_message ON conversation_events (message_id);

-- As it reads now. words: null where it brings something else, or was taken back. folded: the same in small letters, to search in.
CREATE TABLE messages (
    message_id      TEXT   NOT NULL PRIMARY KEY,
    conversation_id TEXT   NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    seq             BIGINT NOT NULL,
    by_user         TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    words           TEXT,
    folded          TEXT,
    deleted         BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX messages_by_conversation ON messages (conversation_id, seq);

-- Deleted for this person alone.
CREATE TABLE messages_hidden (
    user_id    TEXT NOT NULL,
    message_id TEXT NOT NULL REFERENCES messages (message_id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, message_id)
);

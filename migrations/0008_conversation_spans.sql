-- What of a conversation is each member's to see, and how far they have read, so that lists and searches are one question. -1: to be taken from the
-- conversation's state, which happens when the store opens; until then nothing is theirs.

ALTER TABLE conversation_members ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation_members ADD COLUMN until BIGINT NOT NULL DEFAULT -1;
ALTER TABLE conversation_members ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;

CREATE INDEX conversation_members_unspanned ON conversation_members (conversation_id) WHERE until = -1;

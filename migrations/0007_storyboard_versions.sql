-- Moments of a storyboard worth going back to: what stood there, and who wrote since the one before. Lists read everything but the content.
CREATE TABLE storyboard_versions (
    room_id TEXT   NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
    number  BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    authors TEXT   NOT NULL,
    reason  TEXT   NOT NULL,
    shots   BIGINT NOT NULL,
    words   BIGINT NOT NULL,
    bytes   BIGINT NOT NULL,
    content TEXT   NOT NULL,
    PRIMARY KEY (room_id, number)
);

-- Pictures and footage that people bring into a room. Runs on SQLite and on Postgres, as the first does.

-- wrapped_key: the key of its sealed faces, itself sealed under the key file. Gone: nobody can read them any more.
CREATE TABLE uploads (
    upload_id   TEXT   NOT NULL PRIMARY KEY,
    room_id     TEXT   NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
    by_user     TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    width       BIGINT NOT NULL,
    height      BIGINT NOT NULL,
    millis      BIGINT NOT NULL,
    palette     TEXT   NOT NULL,
    mosaic      TEXT   NOT NULL,
    notices     TEXT   NOT NULL,
    bytes       BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    wrapped_key BYTEA,
    deleted     BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX uploads_by_room ON uploads (room_id, upload_id);

-- Who was recognised in it when it was last looked at: for lists alone. A plan looks anew.
CREATE TABLE upload_shows (
    upload_id TEXT NOT NULL REFERENCES uploads (upload_id) ON DELETE CASCADE,
    cameo_id  TEXT NOT NULL REFERENCES cameos (cameo_id) ON DELETE CASCADE,
    PRIMARY KEY (upload_id, cameo_id)
);

CREATE INDEX upload_shows_by_cameo ON upload_shows (cameo_id);

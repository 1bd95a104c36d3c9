-- Who may come into a room without an invitation, and whom a host took out of it.

ALTER TABLE rooms ADD COLUMN door TEXT NOT NULL DEFAULT 'closed';

CREATE TABLE removed_members (
    room_id TEXT NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    PRIMARY KEY (room_id, user_id)
);

-- How many versions of a storyboard there ever were: a number is given once, also where its version was forgotten.
ALTER TABLE rooms ADD COLUMN versions BIGINT NOT NULL DEFAULT 0;
UPDATE rooms SET versions = COALESCE((SELECT MAX(number) FROM storyboard_versions WHERE storyboard_versions.room_id = rooms.room_id), 0);

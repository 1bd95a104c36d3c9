-- What each clip was made of. Neither side bears a foreign key: a clip that was deleted keeps its place in the lineage of the others.
CREATE TABLE clip_parents (
    clip_id   TEXT   NOT NULL,
    place     BIGINT NOT NULL,
    parent_id TEXT   NOT NULL,
    how       TEXT   NOT NULL,
    PRIMARY KEY (clip_id, place)
);

CREATE INDEX clip_parents_by_parent ON clip_parents (parent_id, clip_id);

-- Times are Unix seconds (UTC), ids are text, unknown is NULL. docs/store.md describes every table, column and view.

CREATE TABLE store (
    is_sandbox INTEGER,
    indexed_account_id INTEGER NOT NULL
);
INSERT INTO store VALUES (NULL, 0);

CREATE TABLE provider (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE list (
    id INTEGER PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    is_watched INTEGER NOT NULL,
    added_at INTEGER NOT NULL
);

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    user_id TEXT,
    sec_uid TEXT,
    handle TEXT,
    display_name TEXT,
    bio TEXT,
    verified INTEGER,
    private INTEGER,
    followers INTEGER,
    following INTEGER,
    likes INTEGER,
    videos INTEGER,
    likes_given INTEGER,
    website_url TEXT,
    provider_id INTEGER NOT NULL,
    renamed_at INTEGER
);
CREATE INDEX account_handle ON account (handle COLLATE NOCASE) WHERE user_id IS NULL;
CREATE INDEX account_sec_uid ON account (sec_uid) WHERE user_id IS NULL AND sec_uid IS NOT NULL;

-- The index of account.user_id, for the ids that are plain 64-bit numbers. It is filled in sorted batches: accounts above
-- store.indexed_account_id are not in it yet. An index of their text would cost more time and space than all else.
CREATE TABLE account_number (
    user_id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL
);
CREATE INDEX account_other_id ON account (user_id) WHERE CAST(CAST(user_id AS INTEGER) AS TEXT) <> user_id;

CREATE TABLE former_handle (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL,
    handle TEXT NOT NULL,
    replaced_not_before INTEGER,
    replaced_not_after INTEGER NOT NULL
);
CREATE INDEX former_handle_account ON former_handle (account_id);

CREATE TABLE reading (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL,
    resumed_id INTEGER,
    kind TEXT NOT NULL,
    provider_id INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    status TEXT,
    is_finished INTEGER NOT NULL,
    users INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    retries INTEGER NOT NULL,
    credits REAL NOT NULL,
    expected_credits REAL,
    reported_total INTEGER,
    next_cursor TEXT,
    next_page INTEGER NOT NULL,
    duration REAL NOT NULL,
    message TEXT,
    seen_below BLOB,
    is_gapless INTEGER NOT NULL
);
CREATE INDEX reading_list ON reading (list_id);
CREATE INDEX reading_started_at ON reading (started_at);

CREATE TABLE read_range (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL,
    reading_id INTEGER NOT NULL,
    read_at INTEGER NOT NULL,
    not_after INTEGER,
    above INTEGER
);
CREATE INDEX read_range_list ON read_range (list_id);

CREATE TABLE follow (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    reading_id INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    seen_at INTEGER,
    seen_reading_id INTEGER,
    missing_reading_id INTEGER,
    followed_not_before INTEGER,
    followed_not_after INTEGER,
    unfollowed_not_before INTEGER,
    unfollowed_not_after INTEGER,
    unfollowed_reading_id INTEGER
);
CREATE INDEX follow_account ON follow (account_id, list_id);
CREATE INDEX follow_position ON follow (list_id, followed_not_before DESC);

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL,
    follow_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    handle TEXT,
    previous_handle TEXT,
    not_before INTEGER,
    not_after INTEGER,
    seen_at INTEGER NOT NULL,
    profile TEXT
);
CREATE INDEX change_seen_at ON change (seen_at);
CREATE INDEX change_list ON change (list_id, seen_at);

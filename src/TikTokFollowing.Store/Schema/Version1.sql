-- Times are Unix seconds (UTC), ids of TikTok are text, unknown is NULL. docs/store.md describes every table, column and view.

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
    renamed_at INTEGER,
    row_hash INTEGER NOT NULL
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
    id INTEGER PRIMARY KEY AUTOINCREMENT,
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

-- AUTOINCREMENT: what keeps the id of a row that is gone must not meet another row under it.
CREATE TABLE follow (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
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

-- A view for each question, so that a reader needs no join.

CREATE VIEW following_history AS
SELECT
    list.handle AS followed_by, account.handle, account.user_id, account.sec_uid, account.display_name, account.bio, account.verified,
    account.private, account.followers, account.following, account.likes, account.videos, account.likes_given, account.website_url,
    provider.name AS provider, follow.followed_not_before, follow.followed_not_after, follow.first_seen_at,
    CASE
        WHEN follow.unfollowed_not_after IS NOT NULL THEN max(follow.first_seen_at, ifnull(follow.unfollowed_not_before, 0))
        ELSE max(follow.first_seen_at, ifnull(follow.seen_at, 0), ifnull((
            SELECT max(read_range.read_at) FROM read_range
            WHERE read_range.list_id = follow.list_id
                AND read_range.reading_id > follow.reading_id
                AND (follow.seen_reading_id IS NULL OR read_range.reading_id >= follow.seen_reading_id)
                AND (follow.missing_reading_id IS NULL OR read_range.reading_id < follow.missing_reading_id)
                AND read_range.above < ifnull(follow.followed_not_before, 0)
                AND (read_range.not_after IS NULL OR read_range.not_after >= follow.followed_not_after)), 0))
    END AS last_seen_at,
    follow.unfollowed_not_before, follow.unfollowed_not_after
FROM follow
    JOIN list ON list.id = follow.list_id
    JOIN account ON account.id = follow.account_id
    JOIN provider ON provider.id = account.provider_id;

CREATE VIEW following AS
SELECT * FROM following_history WHERE unfollowed_not_after IS NULL;

CREATE VIEW following_change AS
SELECT
    change.seen_at, list.handle AS followed_by, change.kind, change.handle, change.previous_handle, account.user_id, account.display_name,
    change.not_before, change.not_after, change.profile
FROM change
    JOIN list ON list.id = change.list_id
    JOIN follow ON follow.id = change.follow_id
    JOIN account ON account.id = follow.account_id;

CREATE VIEW following_summary AS
SELECT
    list.handle, provider.name AS provider, reading.kind, ifnull(reading.status, 'Stopped') AS status, reading.users, reading.duplicates,
    reading.pages, reading.requests + (reading.expected_credits IS NOT NULL) AS requests, reading.retries,
    reading.credits + ifnull(reading.expected_credits, 0) AS credits, reading.reported_total, reading.next_cursor, reading.started_at,
    reading.duration, reading.message
FROM reading
    JOIN list ON list.id = reading.list_id
    JOIN provider ON provider.id = reading.provider_id;

CREATE VIEW list_status AS
SELECT
    list.handle, list.is_watched, list.added_at,
    (SELECT count(*) FROM follow WHERE follow.list_id = list.id AND follow.unfollowed_not_after IS NULL) AS following,
    ifnull(newest.status, 'Stopped') AS status, newest.kind, newest.started_at, newest.message,
    (SELECT max(ended_at) FROM reading WHERE reading.list_id = list.id AND reading.is_finished) AS finished_at,
    (SELECT max(ended_at) FROM reading WHERE reading.list_id = list.id AND reading.status = 'Complete' AND reading.kind <> 'NewestPart') AS complete_at
FROM list
    LEFT JOIN reading AS newest ON newest.id = (SELECT max(reading.id) FROM reading WHERE reading.list_id = list.id);

/**
 * The tables. Times are milliseconds since 1970.
 * `entry` is the ledger; its versions are not unique, because the naive strategy installs one version twice and the
 * ledger has to be able to say so.
 */
export const schema = `
  CREATE TABLE IF NOT EXISTS setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS account (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name TEXT NOT NULL,
    password TEXT
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS event (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    available INTEGER NOT NULL CHECK (available >= 0),
    version INTEGER NOT NULL,
    waitlist INTEGER NOT NULL,
    waiting INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS booking (
    sequence INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    event_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    seats INTEGER NOT NULL CHECK (seats > 0),
    status TEXT NOT NULL CHECK (status IN ('booked', 'waitlisted', 'cancelled')),
    version INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS booking_queue ON booking (event_id, sequence) WHERE status = 'waitlisted';
  CREATE UNIQUE INDEX IF NOT EXISTS booking_place ON booking (event_id, user_id) WHERE status = 'waitlisted';

  CREATE TABLE IF NOT EXISTS entry (
    sequence INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    user_id TEXT NOT NULL,
    seats INTEGER NOT NULL,
    available INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    key TEXT
  );
  CREATE INDEX IF NOT EXISTS entry_by_version ON entry (event_id, version);

  CREATE TABLE IF NOT EXISTS idempotency (
    user_id TEXT NOT NULL,
    key TEXT NOT NULL,
    event_id TEXT NOT NULL,
    seats_asked INTEGER NOT NULL,
    reference TEXT NOT NULL,
    seats INTEGER NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER,
    PRIMARY KEY (user_id, key)
  ) WITHOUT ROWID;
`

-- Referral tables for SQLite, version 2: the messages that wait for delivery. Can be run again: what exists is left alone.

CREATE TABLE IF NOT EXISTS {{schema}}"{{prefix}}outbox" (
    "partition" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "due_at" INTEGER,
    "value" BLOB NOT NULL,
    "stream" TEXT NOT NULL,
    CONSTRAINT "pk_{{prefix}}outbox" PRIMARY KEY ("partition", "id")
) STRICT;

CREATE UNIQUE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}outbox_position"
    ON "{{prefix}}outbox" ("partition", "position");

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}outbox_due"
    ON "{{prefix}}outbox" ("partition", "due_at", "position") WHERE "due_at" IS NOT NULL;

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}outbox_stream"
    ON "{{prefix}}outbox" ("partition", "stream", "position") WHERE "due_at" IS NOT NULL;

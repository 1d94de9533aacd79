-- Referral tables for SQLite, version 1. Can be run again: what exists is left alone.

CREATE TABLE IF NOT EXISTS {{schema}}"{{prefix}}records" (
    "partition" TEXT NOT NULL,
    "kind" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "due_at" INTEGER,
    "value" BLOB NOT NULL,
    "owner" TEXT,
    "subject" TEXT,
    "list" TEXT,
    CONSTRAINT "pk_{{prefix}}records" PRIMARY KEY ("partition", "kind", "id")
) STRICT;

CREATE UNIQUE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}records_position"
    ON "{{prefix}}records" ("partition", "kind", "position");

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}records_due"
    ON "{{prefix}}records" ("partition", "kind", "due_at", "position") WHERE "due_at" IS NOT NULL;

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}records_owner"
    ON "{{prefix}}records" ("partition", "kind", "owner", "position") WHERE "owner" IS NOT NULL;

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}records_subject"
    ON "{{prefix}}records" ("partition", "kind", "subject", "position") WHERE "subject" IS NOT NULL;

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}records_list"
    ON "{{prefix}}records" ("partition", "kind", "list", "position") WHERE "list" IS NOT NULL;

CREATE TABLE IF NOT EXISTS {{schema}}"{{prefix}}facts" (
    "partition" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "due_at" INTEGER,
    "value" BLOB NOT NULL,
    "type" TEXT NOT NULL,
    "occurred_at" INTEGER NOT NULL,
    "customer" TEXT,
    "referrer" TEXT,
    "channel" TEXT,
    "segment" TEXT,
    "subject" TEXT,
    "visitor" TEXT,
    "code" TEXT,
    "unit" TEXT,
    "quantity" INTEGER,
    "margin" INTEGER,
    "program_version" INTEGER,
    CONSTRAINT "pk_{{prefix}}facts" PRIMARY KEY ("partition", "id")
) STRICT;

CREATE UNIQUE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}facts_position"
    ON "{{prefix}}facts" ("partition", "position");

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}facts_due"
    ON "{{prefix}}facts" ("partition", "due_at", "position") WHERE "due_at" IS NOT NULL;

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}facts_type"
    ON "{{prefix}}facts" ("partition", "type", "occurred_at");

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}facts_customer"
    ON "{{prefix}}facts" ("partition", "customer", "occurred_at") WHERE "customer" IS NOT NULL;

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}facts_referrer"
    ON "{{prefix}}facts" ("partition", "referrer", "occurred_at")
    WHERE ("type" IN ('SignedUp', 'TouchRecorded') OR "customer" IS NULL) AND "referrer" IS NOT NULL;

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}facts_refused_customer"
    ON "{{prefix}}facts" ("partition", "customer", "position")
    WHERE "type" IN ('ReferralRefused', 'ConversionNotRewarded', 'RewardReviewed') AND "customer" IS NOT NULL;

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}facts_refused_referrer"
    ON "{{prefix}}facts" ("partition", "referrer", "position")
    WHERE "type" IN ('ReferralRefused', 'ConversionNotRewarded', 'RewardReviewed') AND "referrer" IS NOT NULL;

CREATE TABLE IF NOT EXISTS {{schema}}"{{prefix}}ledger" (
    "partition" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "due_at" INTEGER,
    "value" BLOB NOT NULL,
    "type" TEXT NOT NULL,
    "occurred_at" INTEGER NOT NULL,
    "customer" TEXT,
    "referrer" TEXT,
    "channel" TEXT,
    "segment" TEXT,
    "subject" TEXT,
    "visitor" TEXT,
    "code" TEXT,
    "unit" TEXT,
    "quantity" INTEGER,
    "margin" INTEGER,
    "program_version" INTEGER,
    CONSTRAINT "pk_{{prefix}}ledger" PRIMARY KEY ("partition", "id")
) STRICT;

CREATE UNIQUE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}ledger_position"
    ON "{{prefix}}ledger" ("partition", "position");

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}ledger_due"
    ON "{{prefix}}ledger" ("partition", "due_at", "position") WHERE "due_at" IS NOT NULL;

CREATE INDEX IF NOT EXISTS {{schema}}"ix_{{prefix}}ledger_customer"
    ON "{{prefix}}ledger" ("partition", "customer", "position") WHERE "customer" IS NOT NULL;

CREATE TABLE IF NOT EXISTS {{schema}}"{{prefix}}counters" (
    "partition" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    CONSTRAINT "pk_{{prefix}}counters" PRIMARY KEY ("partition", "id")
) STRICT;

package dev.rehome.postgres.settings;

/** How a cell's PostgreSQL keeps tenants apart. */
public enum Isolation {
  /** Shared tables with a tenant column. */
  ROW,
  /** A schema per tenant. */
  SCHEMA,
  /** A dedicated instance or database. */
  DATABASE
}

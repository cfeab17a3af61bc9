package dev.rehome.model;

/** Each phase is journalled twice. */
public enum Mark {
  /** Written before the phase's first effect. */
  INTENT,
  /** Written after the phase's last effect. */
  DURABLE
}

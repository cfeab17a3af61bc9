package dev.rehome.wire;

/** What may happen to a request on its way. */
public sealed interface WireFault {

  /** The network's own. */
  enum Broken implements WireFault {
    /** One bit in the middle of the request's body is turned. */
    REQUEST_CORRUPTED,
    /** One bit in the middle of the answer's body is turned. */
    ANSWER_CORRUPTED,
    /** The connection is reset when half of the request's body has passed. */
    REQUEST_CUT,
    /** The connection ends, in good order, when half of the answer's body has passed. */
    ANSWER_TRUNCATED,
    /** The store does what is asked; the connection is reset before the answer. */
    ANSWER_LOST,
    /** Nothing is passed on and nothing is answered, until the client gives up. */
    SILENCE
  }

  /** The store is not asked; the answer is an error of its kind. */
  record Refused(int status, String code) implements WireFault {}
}

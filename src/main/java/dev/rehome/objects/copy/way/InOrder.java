package dev.rehome.objects.copy.way;

import dev.rehome.digest.Sha256;
import dev.rehome.model.Stopped;
import java.security.MessageDigest;

/** The SHA-256 of a content whose parts are there in any order. Thread safe. */
public final class InOrder {
  private final MessageDigest digest = Sha256.begin();
  private int next = 1;
  private boolean broken;

  /** Waits until all parts before this one have been added, and adds it; unless one was lost. */
  synchronized void add(int number, byte[] content) {
    try {
      while (next < number && !broken) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while an object was copied");
    }
    if (next == number) {
      digest.update(content);
      next++;
      notifyAll();
    }
  }

  /** A part is lost: nobody waits for it. */
  public synchronized void broken() {
    broken = true;
    notifyAll();
  }

  /** Of all parts; call it once. */
  synchronized String hex() {
    return Sha256.end(digest);
  }
}

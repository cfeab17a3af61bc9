package dev.rehome.objects.copy.way;

import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** How content comes from one bucket to the other. Thread safe. */
public interface Way {
  Parts parts();

  /** How much of our memory so many bytes need. */
  long memory(long bytes);

  /** Copies an object at once. */
  Written whole(ObjectEntry entry);

  /**
   * Copies a part into an open upload.
   *
   * @param number from 1
   */
  CompletedPart part(Upload upload, int number);
}

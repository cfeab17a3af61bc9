package dev.rehome.store;

import java.util.Map;
import java.util.Optional;

/** The routes of the pipeline, for what a component asks through one of its own. Thread safe. */
public interface Routes {
  /** For a process without a pipeline. */
  Routes NONE =
      new Routes() {
        @Override
        public void bind(String name, Object bean) {}

        @Override
        public <T> Optional<T> ask(
            String route, Object body, Map<String, Object> headers, Class<T> answer) {
          return Optional.empty();
        }
      };

  /** Makes an object, e.g. a client, known to routes by a name; a name that is known stays. */
  void bind(String name, Object bean);

  /**
   * Sends a body through {@code direct:ROUTE} and waits for what comes back; what the route throws
   * is thrown, without Camel's wrapping. Empty as long as no pipeline is started, and if it has no
   * such route.
   */
  <T> Optional<T> ask(String route, Object body, Map<String, Object> headers, Class<T> answer);
}

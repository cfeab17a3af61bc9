package dev.rehome.sandbox.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresBinariesTest {
  @TempDir Path cache;

  @Test
  void severalThatExtractAtOnceGetTheSameAndLeaveNothingElse() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Callable<Path> extracting = () -> PostgresBinaries.extract(cache);
      for (Future<Path> home : threads.invokeAll(List.of(extracting, extracting, extracting))) {
        assertThat(home.get().resolve("bin/postgres")).isExecutable();
      }
    } finally {
      threads.shutdown();
    }
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left).hasSize(1);
    }
  }
}

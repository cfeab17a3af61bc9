package dev.rehome.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a benchmark runs on. */
public final class Machine {
  private Machine() {}

  /** E.g. {@code 2 cores, 24 GiB, Java 17}. */
  public static String told() throws IOException {
    Path meminfo = Path.of("/proc/meminfo");
    String memory =
        Files.exists(meminfo) ? Files.readAllLines(meminfo).get(0).replaceAll("\\D", "") : "0";
    return "%d cores, %d GiB, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            Math.round(Long.parseLong(memory) / (double) (1 << 20)),
            Runtime.version().feature());
  }

  /** The load of the last minute: what others do on it. */
  public static String load() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}

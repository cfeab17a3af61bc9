package dev.rehome.postgres.schema.dump;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Stopped;
import dev.rehome.postgres.side.PostgresSide;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own {@code pg_dump}, found on the PATH, as a child process. */
public final class PgDump {
  /** A schema of ten thousand tables is about 20 MB. */
  private static final int OUTPUT_BYTES_MAX = 256 << 20;

  private static final int ERRORS_BYTES_MAX = 64 << 10;
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  /** What was there when pg_dump listed it, and not any more when it asked for more. */
  private static final Pattern GONE =
      Pattern.compile(
          "(relation|type|function|schema|column) .* does not exist|cache lookup failed for"
              + "|could not open relation with OID|could not find tuple for|not found in pg_");

  private PgDump() {}

  /** The major version of the program; empty when there is none. */
  public static OptionalInt major() {
    try {
      Process process = new ProcessBuilder("pg_dump", "--version").start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher matcher = VERSION.matcher(said);
      return matcher.find()
          ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
          : OptionalInt.empty();
    } catch (IOException notThere) {
      return OptionalInt.empty();
    }
  }

  /**
   * What pg_dump prints.
   *
   * @throws MoveFailed with pg_dump's own words when it fails
   */
  public static String run(PostgresSide side, Move move, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("pg_dump", "--no-password"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    LibpqEnvironment.put(builder.environment(), side.settings().database(), move.applicationName());
    Process process = null;
    try {
      process = builder.start();
      process.getOutputStream().close();
      InputStream errorStream = process.getErrorStream();
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> text(errorStream, ERRORS_BYTES_MAX, false));
      String output = text(process.getInputStream(), OUTPUT_BYTES_MAX, true);
      int status = process.waitFor();
      if (status != 0) {
        String said = errors.join().strip();
        String message = side.cell() + ": pg_dump ended with " + status + ": " + said;
        // as the driver would have it, for those who look at what changes meanwhile
        throw GONE.matcher(said).find()
            ? new MoveFailed(message, new SQLException(said, "42P01"))
            : new MoveFailed(message);
      }
      return output;
    } catch (IOException e) {
      throw new MoveFailed(
          side.cell()
              + ": pg_dump cannot be run: "
              + e.getMessage()
              + "; install PostgreSQL's client programs",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped(side.cell() + ": stopped while pg_dump ran");
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  /** The stream to its end, kept up to a bound. */
  private static String text(InputStream stream, int bytesMax, boolean whole) {
    try (stream) {
      byte[] kept = stream.readNBytes(bytesMax);
      if (stream.read() >= 0) {
        if (whole) {
          throw new MoveFailed("pg_dump printed more than " + bytesMax + " bytes of schema");
        }
        stream.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return new String(kept, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package dev.rehome.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nothing reads the time but through {@link Clock}, which those who put the program together hand
 * in; {@code System.nanoTime} measures.
 */
final class ClockTest {
  private static final Set<String> NOW =
      Set.of("now", "currentTimeMillis", "systemUTC", "systemDefaultZone", "system");

  private static final DescribedPredicate<JavaCall<?>> READS_THE_TIME =
      DescribedPredicate.describe("read the time", ClockTest::readsTheTime);

  private static final ArchRule NOTHING =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.rehome.Assembly")
          .and()
          .doNotHaveFullyQualifiedName("dev.rehome.pipeline.Wiring")
          .and()
          .doNotHaveFullyQualifiedName("dev.rehome.pipeline.Pipeline")
          .and()
          .resideOutsideOfPackages("dev.rehome.sandbox..", "dev.rehome.bench..")
          .should()
          .callCodeUnitWhere(READS_THE_TIME);

  /** With a clock handed in, {@code now} is as good as the clock. */
  private static boolean readsTheTime(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    boolean ofClock =
        call.getTarget().getRawParameterTypes().stream()
            .anyMatch(type -> type.isEquivalentTo(Clock.class));
    boolean ofDate = owner.equals(Date.class.getName()) && call.getName().equals("<init>");
    boolean named =
        (owner.startsWith("java.time.") || owner.equals(System.class.getName()))
            && NOW.contains(call.getName());
    return ofDate || (named && !ofClock);
  }

  @Test
  void nothingReadsTheTimeButThroughAClock() {
    JavaClasses program =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.rehome");
    NOTHING.check(program);
  }

  @Test
  void whoDoesIsSeen() {
    for (Class<?> planted :
        new Class<?>[] {OfTheInstant.class, OfMillis.class, OfAClock.class, OfADate.class}) {
      assertThat(NOTHING.evaluate(new ClassFileImporter().importClasses(planted)).hasViolation())
          .as(planted.getSimpleName())
          .isTrue();
    }
    assertThat(
            NOTHING
                .evaluate(new ClassFileImporter().importClasses(OfWhatWasHandedIn.class))
                .hasViolation())
        .isFalse();
  }

  static final class OfTheInstant {
    Instant now() {
      return Instant.now();
    }
  }

  static final class OfMillis {
    long now() {
      return System.currentTimeMillis();
    }
  }

  static final class OfAClock {
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  @SuppressWarnings("JavaUtilDate")
  static final class OfADate {
    Date now() {
      return new Date();
    }
  }

  static final class OfWhatWasHandedIn {
    LocalDateTime now(Clock clock) {
      return LocalDateTime.now(clock);
    }
  }
}

package dev.rehome.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Values by key, typed. What is wrong is written to the faults, and a value that suits the caller
 * is returned, so that one reading finds everything. A blank value is as good as none.
 */
public final class Reading {
  private static final Pattern JDBC =
      Pattern.compile("jdbc:postgresql://[^/?#\\s]+/[^/?#\\s]+(\\?\\S*)?");
  private static final Pattern LOGIN_IN_URL =
      Pattern.compile("(?i)//[^/]*@|[?&](user|password|sslpassword)=");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(?!tenant}|id})[^}]*}?");

  private final Map<String, Given> given;
  private final List<String> faults;
  private final String cell;
  private final String start;
  private final Path directory;

  /** Of keys in full. */
  Reading(Map<String, Given> given, List<String> faults) {
    this(given, faults, "", "", Path.of(""));
  }

  private Reading(
      Map<String, Given> given, List<String> faults, String cell, String start, Path directory) {
    this.given = given;
    this.faults = faults;
    this.cell = cell;
    this.start = start;
    this.directory = directory;
  }

  /** The same of one section of a cell: keys are what follows its start. */
  Reading below(String ofCell, String itsStart, Path itsDirectory) {
    return new Reading(given, faults, ofCell, itsStart, itsDirectory);
  }

  /** The cell that is read. */
  public String cell() {
    return cell;
  }

  /** What files that settings name are relative to. */
  public Path directory() {
    return directory;
  }

  /** The key in full, as people have to write it. */
  public String key(String key) {
    return start + key;
  }

  /** What was given, unless it is blank. */
  public Optional<Given> given(String key) {
    return Optional.ofNullable(given.get(key(key))).filter(one -> !one.value().isBlank());
  }

  public Optional<String> text(String key) {
    return given(key).map(Given::value);
  }

  /** A text that must be there. */
  public String required(String key, String rule) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      faults.add(key(key) + " is missing; " + rule);
    }
    return text.orElse("");
  }

  /** The three keys under {@code prefix}: url, user, password. */
  public Settings.Database database(String prefix) {
    String url =
        required(
            prefix + "url",
            orVariable(prefix + "url") + ", to e.g. jdbc:postgresql://127.0.0.1:5432/app");
    if (!url.isEmpty()) {
      checkUrl(given.get(key(prefix + "url")));
    }
    String user =
        required(
            prefix + "user", orVariable(prefix + "user") + ", to the name of our database role");
    if (!given.containsKey(key(prefix + "password"))) {
      faults.add(
          "%spassword is missing; %s, or leave its value empty where the server asks for none"
              .formatted(key(prefix), orVariable(prefix + "password")));
    }
    return new Settings.Database(url, user, text(prefix + "password").orElse(""));
  }

  private String orVariable(String key) {
    return "set it, or " + EnvironmentNames.of(key(key));
  }

  private void checkUrl(Given url) {
    if (LOGIN_IN_URL.matcher(url.value()).find()) {
      fault(url, "user and password belong in .user and .password, not into the URL");
    } else if (!JDBC.matcher(url.value()).matches()) {
      fault(url, "must be jdbc:postgresql://HOST:PORT/DATABASE");
    }
  }

  /** A whole number within the bounds, both inclusive. */
  public int integer(String key, int otherwise, int least, int most) {
    return (int) number(key, otherwise, least, most, Sizes::number, "a whole number");
  }

  /** A number of bytes within the bounds, both inclusive; it may be written 64MiB. */
  public long bytes(String key, long otherwise, long least, long most) {
    return number(key, otherwise, least, most, Sizes::bytes, "bytes, e.g. 64MiB,");
  }

  private long number(
      String key,
      long otherwise,
      long least,
      long most,
      BiFunction<String, Long, Optional<Long>> parser,
      String what) {
    Optional<Given> one = given(key);
    if (one.isEmpty()) {
      return otherwise;
    }
    Optional<Long> number = parser.apply(one.get().value(), most).filter(n -> n >= least);
    if (number.isEmpty()) {
      fault(one.get(), "must be %s from %d to %d".formatted(what, least, most));
    }
    return number.orElse(otherwise);
  }

  /** True or false, in small letters. */
  public boolean flag(String key, boolean otherwise) {
    Optional<Given> one = given(key);
    if (one.isPresent() && !one.get().value().matches("true|false")) {
      fault(one.get(), "must be true or false");
    }
    return one.map(Given::value).map(Boolean::parseBoolean).orElse(otherwise);
  }

  /** Parts of a comma list, none of them blank or twice. */
  public List<String> list(String key) {
    Optional<Given> one = given(key);
    Set<String> parts = new LinkedHashSet<>();
    if (one.isPresent()) {
      for (String part : one.get().value().split(",", -1)) {
        if (part.isBlank()) {
          fault(one.get(), "has an empty part; must be a comma list, e.g. a,b");
        } else if (!parts.add(part.strip())) {
          fault(
              one.get(),
              "names " + (one.get().secret() ? "a part" : part.strip()) + " twice; once is enough");
        }
      }
    }
    return new ArrayList<>(parts);
  }

  /** Pairs such as {@code a:b,c:d}, none of the left sides twice. */
  public Map<String, String> pairs(String key) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String part : list(key)) {
      int colon = part.indexOf(':');
      String left = colon < 0 ? "" : part.substring(0, colon).strip();
      String right = colon < 0 ? "" : part.substring(colon + 1).strip();
      if (left.isEmpty() || right.isEmpty()) {
        fault(given.get(key(key)), "must be pairs, e.g. a:b,c:d; \"" + part + "\" is none");
      } else if (pairs.putIfAbsent(left, right) != null) {
        fault(given.get(key(key)), "names " + left + " twice; keep one");
      }
    }
    return pairs;
  }

  /** Of the values in the key, which must have no placeholder but {tenant} and {id}. */
  public void checkPlaceholders(String key) {
    given(key)
        .filter(one -> PLACEHOLDER.matcher(one.value()).find())
        .ifPresent(one -> fault(one, "only {tenant} and {id} are replaced; use one of them"));
  }

  /** The fault's place, key and value are the property's. */
  public void fault(Given where, String rule) {
    faults.add(where.shown() + ": " + rule);
  }

  /** A fault that is not one property's. */
  public void fault(String text) {
    faults.add(text);
  }
}

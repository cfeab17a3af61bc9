package dev.rehome.breadth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Types with values that are easily lost, as SQL expressions. */
final class RandomValues {
  private static final Map<String, List<String>> BASE = new LinkedHashMap<>();

  static {
    put("int", "0", "-2147483648", "2147483647", "7");
    put("bigint", "9223372036854775807", "-9223372036854775808", "0");
    put("smallint", "-32768", "32767", "1");
    put(
        "numeric",
        "'NaN'",
        "'Infinity'",
        "'-Infinity'",
        "1.0",
        "1.00",
        "-0.000",
        "1e-400",
        "1e300",
        "0.1");
    put("numeric(9,3)", "1.5", "1.500", "-999999.999", "'NaN'");
    put("float8", "'-0'", "0", "'NaN'", "'Infinity'", "5e-324", "0.1", "1.7976931348623157e308");
    put("float4", "'-0'", "0.1", "'NaN'", "3.4e38", "1e-45");
    put("boolean", "true", "false");
    put(
        "text",
        "''",
        "' '",
        "'NULL'",
        "E'a\\tb\\n\\\\N\\r'",
        "'\\.'",
        "'it''s \"x\"; --'",
        "'😀ß'",
        "repeat('long ', 3000)",
        "E'\\u0001'");
    put("varchar(10)", "''", "'  x '", "'0123456789'", "'{,}'");
    put("char(5)", "''", "'a'", "' b'");
    put("bytea", "''", "'\\x00ff5c0a'", "decode(repeat('00', 5000), 'hex')");
    put("date", "'infinity'", "'-infinity'", "'0044-03-15 BC'", "'5874897-12-31'", "'2024-02-29'");
    put(
        "timestamptz",
        "'infinity'",
        "'4713-02-01 00:00+00 BC'",
        "'2024-03-31 02:30:00.000001+01'",
        "'294276-12-31 23:59:59+00'");
    put("timestamp(3)", "'-infinity'", "'0001-01-01 BC'", "'2024-01-01 00:00:00.999'");
    put("interval", "'-178000000 years'", "'1 mon -1 day 00:00:00.000001'", "'0'", "'400 days'");
    put("timetz", "'24:00:00-15:59:59'", "'00:00+15'", "'12:00:00.5+02'");
    put("time", "'24:00'", "'00:00:00.000001'");
    put("uuid", "'00000000-0000-0000-0000-000000000000'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'");
    put("json", "'{\"b\": 1, \"a\" :2, \"a\": 3}'", "'null'", "' [1.0, 1.00] '", "'\"\\u00e9\"'");
    put("jsonb", "'{\"b\": 1, \"a\": [1.0, 1.00]}'", "'null'", "'\"\"'", "'{}'");
    put("inet", "'::1/64'", "'192.168.0.1/24'", "'10.0.0.1'");
    put("cidr", "'10.0.0.0/8'", "'::/0'");
    put("macaddr", "'08:00:2b:01:02:03'");
    put("int4range", "'empty'", "'[1,5)'", "'(,)'");
    put("tstzrange", "'[-infinity,infinity]'", "'(,2024-01-01 00:00+00)'");
    put("nummultirange", "'{}'", "'{[1.0,2.00),(5,)}'");
    put("bit(3)", "B'000'", "B'101'");
    put("varbit", "B''", "B'00000000000001'");
    put("tsvector", "''", "'a:1A,2B ''it''''s'':3'");
    put("tsquery", "''", "'!(a & ''b c'':*) | d <2> e'");
    put("xml", "''", "'<a b=\"c\">&amp;</a>'", "'two <b/>'");
    put("money", "'-12.34'", "'0'");
    put("point", "'(0.1,-0)'", "'(NaN,Infinity)'");
    put("polygon", "'((0,0),(1,1),(1,0))'");
    put("\"char\"", "'a'", "''");
    put("name", "'n'", "''");
    put("pg_lsn", "'16/B374D848'");
    put("regclass", "'pg_class'");
    put(
        "text[]",
        "'{}'",
        "ARRAY['', NULL, 'NULL', 'a,b', '\"', '\\', '{}']",
        "'[5:6]={x,y}'",
        "ARRAY[['a'], ['b']]");
    put("numeric[]", "'{NaN,1.50,Infinity}'", "'{}'");
    put("timestamptz[]", "'{infinity,\"0044-03-15 00:00+00 BC\"}'");
    put("jsonb[]", "'{null,\"null\"}'");
    put("bytea[]", "ARRAY['\\x00'::bytea, '', NULL]");
    put("citext", "'A'", "'a'", "'ß'", "''");
    put("hstore", "'a=>1,\"b;\"=>NULL,c=>\"\"'", "''");
    put("citext[]", "'{A,a,NULL}'");
  }

  private final Random random;
  private final Map<String, List<String>> types = new LinkedHashMap<>(BASE);

  RandomValues(Random random) {
    this.random = random;
  }

  private static void put(String type, String... values) {
    BASE.put(type, List.of(values));
  }

  /** A type that the schema makes, and an array of it. */
  void add(String type, List<String> values) {
    types.put(type, values);
    types.put(
        type + "[]",
        List.of(
            "ARRAY[" + values.get(0) + "::" + type + ", NULL]",
            "'{}'",
            "ARRAY["
                + String.join(", ", values.stream().map(v -> v + "::" + type).toList())
                + "]"));
  }

  String type() {
    List<String> all = new ArrayList<>(types.keySet());
    return all.get(random.nextInt(all.size()));
  }

  /** A value of the type; one in five is null. */
  String value(String type) {
    return random.nextInt(5) == 0 ? "NULL" : present(type);
  }

  /** A value of the type that is not null. */
  String present(String type) {
    List<String> values = types.get(type);
    return "(" + values.get(random.nextInt(values.size())) + ")::" + type;
  }
}

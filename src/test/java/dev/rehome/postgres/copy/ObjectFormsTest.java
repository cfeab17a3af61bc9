package dev.rehome.postgres.copy;

import static dev.rehome.postgres.Buckets.at;
import static dev.rehome.postgres.Buckets.aws;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every way to refer to an object, in every type of column that may hold one. */
final class ObjectFormsTest {
  private static final ObjectsCell SHARED = at("http://east:9000", "files", "tenants/{tenant}");

  /** What arrives of each text; what fits a column arrives alike in all. */
  private static void arrive(ObjectsCell east, ObjectsCell west, String... fromAndTo)
      throws Exception {
    Map<String, String> expected = new LinkedHashMap<>();
    for (int i = 0; i < fromAndTo.length; i += 2) {
      expected.put(fromAndTo[i], fromAndTo[i + 1]);
    }
    Setting setting =
        Setting.ROW.objects(
            east,
            west,
            "docs.t",
            "docs.v",
            "shop.docs.c",
            "docs.ci",
            "docs.ts",
            "docs.vs",
            "docs.j:/file/url",
            "docs.b:/files/*/url",
            "docs.b:/by/*",
            "docs.b:/list/1");
    try (TwoDatabases two = new TwoDatabases(setting)) {
      TwoDatabases.run(two.sourceDatabase(), "CREATE EXTENSION citext SCHEMA public");
      TwoDatabases.run(two.targetDatabase(), "CREATE EXTENSION citext SCHEMA public");
      two.onSource(
          """
          CREATE TABLE docs (tenant_id text, id int, t text, v varchar(200), c char(200), ci citext,
            ts text[], vs varchar(200)[], j json, b jsonb, other text, PRIMARY KEY (tenant_id, id))
          """);
      insert(two, List.copyOf(expected.keySet()));
      Plan plan = two.copyAll();
      assertThat(two.failing(plan)).isEmpty();
      for (String column :
          List.of(
              "t",
              "v",
              "rtrim(c)",
              "ci::text",
              "ts[2]",
              "vs[1]",
              "j #>> '{file,url}'",
              "b #>> '{files,1,url}'",
              "b #>> '{by,one}'",
              "b #>> '{list,1}'")) {
        assertThat(values(two, column)).as(column).containsExactlyElementsOf(expected.values());
      }
      List<String> same = List.copyOf(expected.keySet());
      assertThat(values(two, "other")).containsExactlyElementsOf(same);
      assertThat(values(two, "b #>> '{list,0}'")).containsExactlyElementsOf(same);
      assertThat(values(two, "b #>> '{by,one}' || 'x'")).hasSize(same.size());
      assertThat(
              two.target(
                  "SELECT count(*) FROM docs WHERE ts[1] IS NULL AND ts[3] = '' AND j ->> 'n' ="
                      + " '1.00'"))
          .isEqualTo(Integer.toString(same.size()));
    }
  }

  private static void insert(TwoDatabases two, List<String> texts) throws Exception {
    try (Connection connection = two.connectSource();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO shop.docs SELECT 'acme', ?, u, u, u, u, ARRAY[NULL, u, ''], ARRAY[u, NULL],
                  json_build_object('n', 1.00, 'file', json_build_object('url', u)),
                  jsonb_build_object('files', jsonb_build_array(1, jsonb_build_object('url', u), NULL),
                    'by', jsonb_build_object('one', u, 'two', 2), 'list', jsonb_build_array(u, u)),
                  u
                FROM (SELECT ?::text AS u) AS given
                """)) {
      for (int i = 0; i < texts.size(); i++) {
        insert.setInt(1, i);
        insert.setString(2, texts.get(i));
        insert.executeUpdate();
      }
    }
  }

  private static List<String> values(TwoDatabases two, String column) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection = two.connectTarget();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + column + " FROM docs ORDER BY id")) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }

  @Test
  void fromOneEndpointToAnother() throws Exception {
    arrive(
        SHARED,
        at("http://west:9001", "acme-files", "of/{tenant}"),
        "s3://files/tenants/acme/a.pdf",
        "s3://acme-files/of/acme/a.pdf",
        "http://east:9000/files/tenants/acme/a.pdf",
        "http://west:9001/acme-files/of/acme/a.pdf",
        "https://east:9000/files/tenants/acme/a",
        "https://west:9001/acme-files/of/acme/a",
        "http://east/files/tenants/acme/a",
        "http://west/acme-files/of/acme/a",
        "https://east/files/tenants/acme/a",
        "https://west/acme-files/of/acme/a",
        "http://files.east:9000/tenants/acme/a",
        "http://acme-files.west:9001/of/acme/a",
        "https://files.east/tenants/acme/a",
        "https://acme-files.west/of/acme/a",
        "http://east:9000/files/tenants%2Facme%2Fa%2Fb",
        "http://west:9001/acme-files/of%2Facme%2Fa%2Fb",
        "tenants/acme/x y",
        "of/acme/x y",
        "tenants/acme/",
        "of/acme/",
        "s3://files/tenants/acme/%20?#%2F/../ü",
        "s3://acme-files/of/acme/%20?#%2F/../ü",
        "http://east:9000/files/tenants/acme/a?X-Amz-Expires=60#page=2",
        "http://west:9001/acme-files/of/acme/a?X-Amz-Expires=60#page=2");
  }

  @Test
  void whatIsNoReferenceOfTheTenantsStaysAsItIs() throws Exception {
    String[] foreign = {
      "",
      "s3://files/tenants/acme2/a.pdf",
      "tenants/acme2/a.pdf",
      "tenants/acme",
      "s3://files/tenants/acme",
      "s3://other/tenants/acme/a",
      "http://east:9000/files/tenants/acme2/a",
      "http://east:9000/filesx/tenants/acme/a",
      "http://east:90001/files/tenants/acme/a",
      "http://xfiles.east:9000/tenants/acme/a",
      "http://northeast:9000/files/tenants/acme/a",
      "http://files.east:9000/files/tenants/acme/a",
      "ftp://east:9000/files/tenants/acme/a",
      "https://example.com/?u=http://east:9000/files/tenants/acme/a",
      " s3://files/tenants/acme/a",
      "S3://files/tenants/acme/a",
      "a\\b\t'\"{},\n" + "NULL",
      "s3://acme-files/of/acme/there-already",
    };
    String[] pairs = new String[2 * foreign.length];
    for (int i = 0; i < foreign.length; i++) {
      pairs[2 * i] = foreign[i];
      pairs[2 * i + 1] = foreign[i];
    }
    arrive(SHARED, at("http://west:9001", "acme-files", "of/{tenant}"), pairs);
  }

  @Test
  void fromAnEndpointToAwsAndItsOtherScheme() throws Exception {
    arrive(
        SHARED,
        aws("eu-west-1", "acme-files", "a b/{tenant}"),
        "http://east:9000/files/tenants/acme/a",
        "https://s3.eu-west-1.amazonaws.com/acme-files/a%20b/acme/a",
        "https://files.east/tenants/acme/a",
        "https://acme-files.s3.eu-west-1.amazonaws.com/a%20b/acme/a",
        "s3://files/tenants/acme/a",
        "s3://acme-files/a b/acme/a",
        "tenants/acme/a",
        "a b/acme/a");
  }

  @Test
  void fromAwsToAws() throws Exception {
    arrive(
        aws("us-east-1", "files", "ü & co/{tenant}"),
        aws("cn-north-1", "acme-files", ""),
        "https://s3.us-east-1.amazonaws.com/files/%C3%BC%20%26%20co/acme/a",
        "https://s3.cn-north-1.amazonaws.com.cn/acme-files/a",
        "https://s3.us-east-1.amazonaws.com/files/ü & co/acme/a",
        "https://s3.cn-north-1.amazonaws.com.cn/acme-files/a",
        "http://s3.amazonaws.com/files/%C3%BC%20%26%20co%2Facme%2Fa%2Fb",
        "http://s3.amazonaws.com.cn/acme-files/a%2Fb",
        "https://files.s3.us-east-1.amazonaws.com/%C3%BC%20%26%20co/acme/a",
        "https://acme-files.s3.cn-north-1.amazonaws.com.cn/a",
        "https://files.s3.amazonaws.com/%C3%BC%20%26%20co/acme/a",
        "https://acme-files.s3.amazonaws.com.cn/a",
        "https://s3.eu-west-1.amazonaws.com/files/%C3%BC%20%26%20co/acme/a",
        "https://s3.eu-west-1.amazonaws.com/files/%C3%BC%20%26%20co/acme/a",
        "ü & co/acme/a",
        "a",
        "ü & co/acme2/a",
        "ü & co/acme2/a");
  }

  @Test
  void fromAwsAndAWholeBucketToAnEndpointWithAPath() throws Exception {
    arrive(
        aws("us-east-1", "{tenant}-all", ""),
        at("http://west:9001/store/", "files", "of/{tenant}"),
        "https://s3.amazonaws.com/acme-all/a",
        "http://west:9001/store/files/of/acme/a",
        "https://acme-all.s3.us-east-1.amazonaws.com/a",
        "http://files.west:9001/store/of/acme/a",
        "s3://acme-all/a",
        "s3://files/of/acme/a",
        "a",
        "a");
  }

  @Test
  void anEndpointWithoutAPortHasTheUsualOne() throws Exception {
    arrive(
        at("https://s3.east", "files", "{tenant}"),
        at("https://s3.west:8443", "files", "{tenant}"),
        "https://s3.east/files/acme/a",
        "https://s3.west:8443/files/acme/a",
        "https://s3.east:443/files/acme/a",
        "https://s3.west:8443/files/acme/a",
        "http://s3.east:80/files/acme/a",
        "http://s3.west:8443/files/acme/a",
        "https://s3.east:80/files/acme/a",
        "https://s3.east:80/files/acme/a");
  }
}

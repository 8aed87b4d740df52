package io.tapevault.infra.athena;

import io.tapevault.forwarding.archive.ArchiveAddress;
import io.tapevault.forwarding.archive.ArchiveHour;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.constructs.Construct;

/// The files of one archive as the table `archive`: a line is an `event`, and its folder is `dt`
/// and `hour`. The folders are computed, so that nobody has to tell of new ones.
final class ArchiveTable extends Construct {

  private static final String NAME = "archive";

  private final String database;

  ArchiveTable(Construct scope, String siem, ArchiveAddress.Bucket bucket) {
    super(scope, "Of-" + siem);
    // A name of SQL has no hyphen.
    database = "tapevault_" + siem.replace('-', '_');
    CfnDatabase made =
        CfnDatabase.Builder.create(this, "Database")
            .catalogId(Aws.ACCOUNT_ID)
            .databaseInput(
                CfnDatabase.DatabaseInputProperty.builder()
                    .name(database)
                    .description("Tapevault: what was sent to " + siem)
                    .build())
            .build();
    CfnTable.Builder.create(this, "Table")
        .catalogId(Aws.ACCOUNT_ID)
        .databaseName(made.getRef())
        .tableInput(
            CfnTable.TableInputProperty.builder()
                .name(NAME)
                .description(
                    "Tapevault: events as they were stored, by the hour of their time in UTC")
                .tableType("EXTERNAL_TABLE")
                .partitionKeys(List.of(text("dt"), text("hour")))
                .parameters(projection(bucket.location()))
                .storageDescriptor(lines(bucket.location()))
                .build())
        .build();
  }

  static CfnTable.ColumnProperty text(String name) {
    return column(name, "string");
  }

  static CfnTable.ColumnProperty column(String name, String type) {
    return CfnTable.ColumnProperty.builder().name(name).type(type).build();
  }

  private static Map<String, String> projection(String location) {
    return Map.ofEntries(
        Map.entry("EXTERNAL", "TRUE"),
        Map.entry("projection.enabled", "true"),
        Map.entry("projection.dt.type", "date"),
        Map.entry("projection.dt.format", "yyyy-MM-dd"),
        // A clock may be ahead of Athena's.
        Map.entry("projection.dt.range", ArchiveHour.FIRST_DAY + ",NOW+1DAYS"),
        Map.entry("projection.dt.interval", "1"),
        Map.entry("projection.dt.interval.unit", "DAYS"),
        Map.entry("projection.hour.type", "integer"),
        Map.entry("projection.hour.range", "0,23"),
        Map.entry("projection.hour.digits", "2"),
        Map.entry("storage.location.template", location + "dt=${dt}/hour=${hour}/"));
  }

  /// The serializer's own separator of columns is U+0001, which JSON has only escaped: a line is
  /// one column.
  private static CfnTable.StorageDescriptorProperty lines(String location) {
    return lines(
        location, List.of(text("event")), "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe");
  }

  /// Files of lines, each a row that `library` takes apart.
  static CfnTable.StorageDescriptorProperty lines(
      String location, List<CfnTable.ColumnProperty> columns, String library) {
    return CfnTable.StorageDescriptorProperty.builder()
        .location(location)
        .columns(columns)
        .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
        .outputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
        .serdeInfo(
            CfnTable.SerdeInfoProperty.builder()
                .serializationLibrary(library)
                .parameters(Map.of("serialization.format", "1"))
                .build())
        .build();
  }

  String database() {
    return database;
  }

  /// What Glue calls the table, and what it is in.
  List<String> inCatalog() {
    return List.of("catalog", "database/" + database, "table/" + database + "/" + NAME);
  }
}

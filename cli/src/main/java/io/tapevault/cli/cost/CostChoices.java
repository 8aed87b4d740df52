package io.tapevault.cli.cost;

import io.tapevault.cli.cost.Cost.Load;
import io.tapevault.cli.cost.Prices.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// What the choices of a deployment add in a month, by their names in `infra/tapevault.yaml`. Those
/// that are not here add nothing: a domain with certificates, a lock, a budget, a boundary, tags.
final class CostChoices {

  // One in each of two zones, and a list of rules that is usual.
  private static final int ENDPOINTS = 2;
  private static final int ACL_RULES = 5;

  private CostChoices() {}

  /// So much of each, by what they are called.
  static SequencedMap<String, Map<Item, Double>> of(Load load) {
    double events = load.eventsPerDay() * Cost.DAYS;
    double requests = events / load.eventsPerRequest();
    double sessions = load.sessionsPerDay() * Cost.DAYS;
    double recorded = sessions * load.recordingMegabytes() / 1e3;
    double kept = load.sessionsPerDay() * load.retentionDays() * load.recordingMegabytes() / 1e3;
    SequencedMap<String, Map<Item, Double>> adds = new LinkedHashMap<>();
    // Each put of an event, each batch that is read for a consumer, each call on the bucket.
    double calls = events + (1 + load.siems()) * Cost.batches(load);
    adds.put(
        "aws.cloudtrail", Map.of(Item.TRAIL_EVENT, calls + (Cost.PUTS + Cost.GETS) * sessions));
    adds.put(
        "aws.replicate_to, in another region",
        Map.of(Item.BUCKET_STORAGE, kept, Item.BUCKET_PUT, sessions, Item.REGION_OUT, recorded));
    adds.put(
        "aws.vpc_endpoints, in two zones",
        Map.of(
            Item.ENDPOINT_HOUR,
            ENDPOINTS * Cost.HOURS,
            Item.ENDPOINT_DATA,
            events * load.eventBytes() / Cost.GB));
    adds.put(
        "aws.web_acl, with five rules",
        Map.of(
            Item.ACL_MONTH,
            1.0,
            Item.ACL_RULE,
            (double) ACL_RULES,
            Item.ACL_REQUEST,
            requests + 4 * sessions));
    adds.put("aws.dashboard", Map.of(Item.DASHBOARD_MONTH, 1.0));
    adds.put("aws.canary", Map.of(Item.ALARM_MONTH, 1.0));
    adds.put("a TB that questions of Athena read", Map.of(Item.ATHENA_SCANNED, 1.0));
    return adds;
  }

  static SequencedMap<String, Double> usd(Load load, Prices prices) {
    SequencedMap<String, Double> usd = new LinkedHashMap<>();
    of(load)
        .forEach((choice, adds) ->
            usd.put(
                choice,
                adds.entrySet().stream()
                    .mapToDouble(one -> prices.of(one.getKey(), one.getValue()))
                    .sum()));
    return usd;
  }
}

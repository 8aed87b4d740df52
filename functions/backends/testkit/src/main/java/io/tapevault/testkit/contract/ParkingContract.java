package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.EventKey;
import io.tapevault.event.Parking;
import io.tapevault.event.Position;
import io.tapevault.event.Refused;
import io.tapevault.event.Refused.Reason;
import io.tapevault.settings.Retention;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Parking] promises.
public abstract class ParkingContract {

  private static final LocalDate TODAY = LocalDate.parse("2026-03-01");

  private final MovableClock clock = new MovableClock(NOON);
  private Parking parking;

  /// A parking place with nothing in it, another one at each call.
  protected abstract Parking open(InstantSource clock, Retention retention) throws Exception;

  /// A parking place that lacks every permission; empty where the backend knows none.
  protected abstract Optional<Parking> denied() throws Exception;

  @BeforeEach
  void begin_with_nothing_parked() throws Exception {
    parking = open(clock, Retention.DEFAULT);
  }

  @Test
  void nothing_is_parked_at_first() {
    assertEquals(List.of(), parking.parked(TODAY, 10));
    parking.park(List.of());
    assertEquals(List.of(), parking.parked(TODAY, 10));
  }

  @Test
  void a_permission_that_is_missing_is_named() throws Exception {
    for (Parking denied : denied().stream().toList()) {
      Refused refused = refused(Reason.NOT_JSON, "", null, new byte[1]);
      Permissions.isNamed(() -> denied.park(List.of(refused)));
      Permissions.isNamed(() -> denied.parked(TODAY, 1));
    }
  }

  @Test
  void what_was_parked_is_there_with_its_bytes_and_its_reason() {
    byte[] every = new byte[256];
    IntStream.range(0, 256).forEach(i -> every[i] = (byte) i);
    Set<Refused> refused =
        Set.of(
            refused(Reason.NOT_JSON, "no\u0000body \"knows\" 😀", null, every),
            refused(Reason.NOT_AN_OBJECT, "", "", new byte[0]),
            refused(Reason.NO_TYPE, "no 'event'", "a-uid", "{}".getBytes(UTF_8)),
            refused(Reason.TOO_DEEP, "é".repeat(5000), null, new byte[300_000]),
            refused(Reason.REFUSED_BY_SIEM, "splunk: no", "u\u0000", new byte[2_000_000]));
    parking.park(List.copyOf(refused));
    assertEquals(refused, Set.copyOf(parking.parked(TODAY, 10)));
  }

  @Test
  void where_an_event_lies_that_a_siem_refused_is_known() {
    Position place =
        new Position(
            Instant.parse("2026-03-01T11:00:00.123456789Z"), new EventKey("s:1", 1L << 52));
    Refused refused =
        new Refused(Reason.REFUSED_BY_SIEM, "soc: no", "u", ByteBuffer.allocate(2), place, null);
    parking.park(List.of(refused));
    assertEquals(Optional.of(refused), parking.find(TODAY, refused.id()));
  }

  @Test
  void the_door_is_known_at_which_something_came_in() {
    Refused refused = refused(Reason.NO_TYPE, "no 'event'", null, "{}".getBytes(UTF_8)).at("hec");
    parking.park(List.of(refused));
    assertEquals(List.of(refused), parking.parked(TODAY, 10));
    assertEquals(Optional.of(refused), parking.find(TODAY, refused.id()));
  }

  @Test
  void every_reason_can_be_parked() {
    Set<Refused> refused =
        Arrays.stream(Reason.values())
            .map(reason -> refused(reason, reason.code(), null, new byte[] {1}))
            .collect(toSet());
    parking.park(List.copyOf(refused));
    assertEquals(refused, Set.copyOf(parking.parked(TODAY, 100)));
  }

  @Test
  void the_bytes_are_those_between_position_and_limit() {
    ByteBuffer buffer = ByteBuffer.wrap("[{},nonsense,{}]".getBytes(UTF_8)).position(4).limit(12);
    ByteBuffer alike =
        ByteBuffer.allocateDirect(20).put("nonsense".getBytes(UTF_8)).flip().asReadOnlyBuffer();
    parking.park(List.of(new Refused(Reason.NOT_JSON, "nonsense", null, buffer)));
    parking.park(List.of(new Refused(Reason.NOT_JSON, "nonsense", null, alike)));
    assertEquals(4, buffer.position());
    assertEquals(8, alike.remaining());
    for (int again = 0; again < 2; again++) {
      byte[] bytes = new byte[8];
      parking.parked(TODAY, 10).getFirst().bytes().get(bytes);
      assertEquals("nonsense", new String(bytes, UTF_8));
    }
  }

  @Test
  void the_same_bytes_for_the_same_reason_on_the_same_day_are_parked_once() {
    Refused one = refused(Reason.NOT_JSON, "why", null, new byte[] {1, 2});
    Refused otherReason = refused(Reason.NO_TYPE, "why", null, new byte[] {1, 2});
    Refused otherBytes = refused(Reason.NOT_JSON, "why", null, new byte[] {1, 3});
    Refused otherSiem = refused(Reason.NOT_JSON, "elsewhere: why", null, new byte[] {1, 2});
    parking.park(List.of(one, one, otherReason, otherSiem));
    clock.move(Duration.ofHours(11));
    parking.park(List.of(otherBytes, one));
    assertEquals(4, parking.parked(TODAY, 10).size());
    assertEquals(
        Set.of(one, otherReason, otherBytes, otherSiem), Set.copyOf(parking.parked(TODAY, 10)));
  }

  @Test
  void a_day_ends_at_midnight_utc() {
    Refused one = refused(Reason.NOT_JSON, "why", null, new byte[] {1});
    parking.park(List.of(one));
    clock.move(Duration.ofHours(12).minusMillis(1));
    Refused last = refused(Reason.NOT_JSON, "why", null, new byte[] {2});
    parking.park(List.of(last));
    clock.move(Duration.ofMillis(1));
    parking.park(List.of(one));
    assertEquals(Set.of(one, last), Set.copyOf(parking.parked(TODAY, 10)));
    assertEquals(List.of(one), parking.parked(TODAY.plusDays(1), 10));
    assertEquals(List.of(), parking.parked(TODAY.minusDays(1), 10));
  }

  @Test
  void each_is_found_under_its_id_on_its_day() {
    Refused one = refused(Reason.NOT_JSON, "why", null, new byte[] {1});
    Refused other = refused(Reason.REFUSED_BY_SIEM, "soc: no", "u", new byte[2_000]);
    parking.park(List.of(one, other));
    assertEquals(Optional.of(one), parking.find(TODAY, one.id()));
    assertEquals(Optional.of(other), parking.find(TODAY, other.id()));
    assertEquals(Optional.empty(), parking.find(TODAY.plusDays(1), one.id()));
    for (String none : List.of("", "x", "0".repeat(30), one.id().substring(1), one.id() + "0")) {
      assertEquals(Optional.empty(), parking.find(TODAY, none), none);
    }
  }

  @Test
  void no_more_are_answered_than_were_asked_for() {
    Set<Refused> refused =
        IntStream.range(0, 120)
            .mapToObj(i -> refused(Reason.NOT_JSON, "why", null, new byte[] {(byte) i}))
            .collect(toSet());
    parking.park(List.copyOf(refused));
    assertEquals(7, Set.copyOf(parking.parked(TODAY, 7)).size());
    assertEquals(refused, Set.copyOf(parking.parked(TODAY, 1000)));
  }

  @Test
  void what_was_parked_stays_as_long_as_events_do() throws Exception {
    Refused one = refused(Reason.NOT_JSON, "why", null, new byte[] {1});
    Parking forever = open(clock, new Retention.Forever());
    parking.park(List.of(one));
    forever.park(List.of(one));
    clock.move(Duration.ofDays(365).minusSeconds(1));
    assertEquals(List.of(one), parking.parked(TODAY, 10));
    clock.move(Duration.ofSeconds(1));
    assertEquals(List.of(), parking.parked(TODAY, 10));
    assertEquals(List.of(one), forever.parked(TODAY, 10));
  }

  private static Refused refused(Reason reason, String detail, @Nullable String uid, byte[] bytes) {
    return new Refused(reason, detail, uid, ByteBuffer.wrap(bytes));
  }
}

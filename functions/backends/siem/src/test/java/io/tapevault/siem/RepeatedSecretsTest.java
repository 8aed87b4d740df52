package io.tapevault.siem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.DiscreetSink;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A SIEM that repeats what it was shown, in any form: no secret comes into an error, a log or a
/// parked event.
class RepeatedSecretsTest {

  private static final String TOKEN = "ya29.Fq7-t0ken_Vw3kQz81";
  private static final String SESSION_TOKEN = "FwoGZXIvYXdzEBYaDK9sEssi0nT0k3n";
  private static final String IN_ADDRESS = "k3y-in-the-addr3ss";
  private static final String OF_ANOTHER = "hec-t0ken/of-An0ther+Siem=";

  @BeforeAll
  static void keys() {
    FaultsTest.keys();
    System.setProperty("aws.sessionToken", SESSION_TOKEN);
  }

  @AfterAll
  static void noKeys() {
    FaultsTest.noKeys();
    System.clearProperty("aws.sessionToken");
  }

  private static List<String> secrets(SinkSpec spec, Protocol protocol) {
    List<String> secrets = new ArrayList<>();
    if (protocol.ofAws()) {
      secrets.add(SESSION_TOKEN);
    } else if (!Set.of(Protocol.SENTINEL, Protocol.SECOPS).contains(protocol)) {
      secrets.add(IN_ADDRESS);
    } else {
      secrets.add(TOKEN);
    }
    if (protocol == Protocol.SECOPS) {
      secrets.add(Protocol.privateKey());
    } else if (spec.secret() != null) {
      secrets.add(spec.secret());
    }
    return secrets;
  }

  /// How it may be repeated.
  private static List<String> forms(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    StringBuilder percent = new StringBuilder();
    for (byte one : bytes) {
      percent.append("%%%02x".formatted(one));
    }
    return Stream.of(
            secret,
            Base64.getEncoder().encodeToString(bytes),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
            Base64.getEncoder().encodeToString(("user:" + secret).getBytes(UTF_8)),
            Base64.getEncoder().encodeToString(("me:" + secret + " and").getBytes(UTF_8)),
            Base64.getMimeEncoder(0, new byte[0]).encodeToString(("a" + secret).getBytes(UTF_8)),
            URLEncoder.encode(secret, UTF_8),
            percent.toString(),
            percent.toString().toUpperCase(Locale.ROOT),
            URLEncoder.encode(URLEncoder.encode(secret, UTF_8), UTF_8),
            escaped(secret),
            secret.replace("/", "\\/"))
        .toList();
  }

  private static String escaped(String secret) {
    return secret.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
  }

  private static Map<String, Answer> repeating(List<String> secrets) {
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (int status : new int[] {200, 400, 403, 503}) {
      for (String secret : secrets) {
        for (String form : forms(secret)) {
          answers.put(status + " " + form, Answer.saying(status, "bad: " + form + "; try again"));
        }
      }
      answers.put(status + " all of the request", all(status));
    }
    for (String secret : secrets) {
      // Each character escaped, and cut at any place of an escape.
      for (int before = 1; before <= 12; before++) {
        String words = "x".repeat(before) + " " + escaped(secret) + " and";
        answers.put("escaped behind " + before + " of " + secret, Answer.saying(403, words));
      }
      // Behind so many blanks that its beginning is the last that is looked at.
      for (int shown : new int[] {6, 12}) {
        String words = "bad" + " ".repeat(4093 - shown) + secret;
        answers.put("cut after " + shown + " of " + secret, Answer.saying(500, words));
      }
      answers.put(
          "redirected " + secret, Answer.status(302, "location: /" + secret + "?again=" + secret));
    }
    return answers;
  }

  /// What it was shown, head and all.
  private static Answer all(int status) {
    return (request, connection) ->
        Answer.saying(status, request.headers() + " " + request.target()).to(request, connection);
  }

  /// What is left of a secret is too little to be of use.
  private static List<String> left(String said, List<String> secrets) {
    return secrets.stream()
        .flatMap(secret -> forms(secret).stream())
        .flatMap(form ->
            IntStream.rangeClosed(0, form.length() - 10).mapToObj(i -> form.substring(i, i + 10)))
        .filter(part -> said.contains(part) && !isUserAlone(part))
        .distinct()
        .toList();
  }

  /// The Base64 of what stands around it.
  private static boolean isUserAlone(String part) {
    return part.matches("[%u0\\\\]*") || "IGFuZA==".contains(part);
  }

  @ParameterizedTest
  @EnumSource
  void no_secret_is_told_whatever_the_siem_repeats(Protocol protocol) throws IOException {
    List<StoredEvent> events =
        IntStream.range(0, 2)
            .mapToObj(
                i -> Engine.stored("{\"event\":\"x\",\"uid\":\"u%d\",\"sid\":\"s\"}".formatted(i)))
            .collect(Collectors.toList());
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream log = new PrintStream(said, true, UTF_8);
    System.setOut(log);
    System.setErr(log);
    List<String> secrets;
    try (FaultySiem login =
            FaultySiem.start(
                Answer.saying(200, "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3599}"));
        FaultySiem siem = FaultySiem.start(Answer.status(500))) {
      URI address = siem.uri().resolve("/" + IN_ADDRESS + "/in?key=" + IN_ADDRESS);
      SinkSpec spec = protocol.spec(address, login.uri());
      secrets = secrets(spec, protocol);
      log.println(spec);
      Engine engine = new Engine(protocol.open(address, login.uri(), FaultsTest.SHORT));
      repeating(secrets)
          .forEach((name, answer) -> {
            siem.answer(half(protocol, answer));
            engine.run(events, 1);
            log.println(engine.trouble());
          });
      log.println(engine.parked());
      login.answer(form());
      for (int i = 0; i < 2; i++) {
        Engine other = new Engine(protocol.open(address, login.uri(), FaultsTest.SHORT));
        other.run(events, 1);
        log.println(other.trouble());
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    String text = said.toString(UTF_8);
    assertFalse(text.isBlank());
    assertEquals(List.of(), new TreeSet<>(left(text, secrets)).stream().toList());
  }

  @Test
  void nor_is_the_secret_of_another_siem() throws IOException {
    SinkSpec another =
        new SinkSpec(
            "other",
            SinkType.SPLUNK_HEC,
            Map.of(SinkSpec.ADDRESS, "https://splunk.example/" + IN_ADDRESS),
            OF_ANOTHER);
    List<String> secrets = List.of(OF_ANOTHER, IN_ADDRESS);
    List<StoredEvent> events =
        List.of(
            Engine.stored("{\"event\":\"x\",\"uid\":\"u0\"}"),
            Engine.stored("{\"event\":\"x\",\"uid\":\"u1\"}"));
    StringBuilder said = new StringBuilder();
    try (FaultySiem siem = FaultySiem.start(Answer.status(500))) {
      Engine engine =
          new Engine(
              new DiscreetSink(
                  Protocol.ELASTIC.open(siem.uri(), siem.uri(), FaultsTest.SHORT),
                  () -> List.of(another)));
      repeating(secrets)
          .forEach((name, answer) -> {
            siem.answer(half(Protocol.ELASTIC, answer));
            engine.run(events, 1);
            said.append(engine.trouble()).append('\n');
          });
      said.append(engine.parked());
    }
    assertTrue(said.toString().contains("status 403"), said.toString());
    assertEquals(List.of(), new TreeSet<>(left(said.toString(), secrets)).stream().toList());
  }

  /// One of two events is taken, so that the other is parked with the words about it.
  private static Answer half(Protocol protocol, Answer answer) {
    return (request, connection) -> {
      List<String> uids = Protocol.uids(request);
      (uids.equals(List.of("u0")) ? protocol.taking(1) : answer).to(request, connection);
    };
  }

  /// A login that refuses, and repeats the form it was sent.
  private static Answer form() {
    return (request, connection) ->
        Answer.saying(400, "invalid: " + request.body()).to(request, connection);
  }
}

package io.tapevault.http.playback.asked;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.alarm.Register;
import io.tapevault.event.Sha256;
import io.tapevault.http.Decoded;
import io.tapevault.http.Problem;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Where pages ended, as texts that clients hand back unread: signed by this vault, and bound to
/// the question whose page it was. They do not expire, and no server has to remember them.
public final class Cursors {

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte VERSION = 2;
  private static final int KEY_ID = 4;
  private static final int SIGNATURE = 16;
  private static final int HEAD = 1 + KEY_ID + SIGNATURE;
  private static final int DIGITS = 16;

  private static final Problem BAD =
      new Problem(
          Problem.Type.BAD_CURSOR,
          "it was altered, or cut off, or never was one: hand the cursor back as it was given");
  private static final Problem OTHER_QUERY =
      new Problem(
          Problem.Type.CURSOR_OF_ANOTHER_QUERY,
          "hand the cursor back with the very question whose page it came with, 'limit' apart");
  private static final Problem OTHER_KEY =
      new Problem(
          Problem.Type.CURSOR_OF_ANOTHER_KEY,
          "another vault signed it, or this one with a key that it no longer has: ask from the"
              + " beginning");

  private final CursorKey key;

  private Cursors(CursorKey key) {
    this.key = key;
  }

  /// `random` fills what it is given with what nobody can guess.
  public static Cursors in(Register register, Consumer<byte[]> random) {
    return new Cursors(new CursorKey(register, random));
  }

  /// Where a page ended, and whether its reader asks for the next one.
  public record Place(String text, boolean bySameCaller) {
    public boolean isFirst() {
      return text.isEmpty();
    }
  }

  private static final Place FIRST = new Place("", false);

  public String cursor(String question, String caller, String place) {
    byte[] payload = (digest(question) + digest(caller) + place).getBytes(UTF_8);
    byte[] secret = key.bytes();
    return encoded(
        ByteBuffer.allocate(HEAD + payload.length)
            .put(VERSION)
            .put(id(secret))
            .put(signature(secret, payload))
            .put(payload)
            .array());
  }

  /// Where the page begins that is asked for: the place is empty where that is the first.
  public Decoded<Place> after(Parameters asked, String question, String caller) {
    return asked
        .one("cursor")
        .map(cursor -> read(cursor, question, caller))
        .orElseGet(() -> Decoded.of(FIRST));
  }

  private Decoded<Place> read(String cursor, String question, String caller) {
    byte[] bytes = decoded(cursor);
    if (bytes.length < HEAD + 2 * DIGITS || bytes[0] != VERSION) {
      return new Decoded.Misunderstood<>(BAD);
    }
    byte[] id = Arrays.copyOfRange(bytes, 1, 1 + KEY_ID);
    byte[] secret = key.bytes();
    if (!Arrays.equals(id, id(secret))) {
      secret = key.again();
      if (!Arrays.equals(id, id(secret))) {
        return new Decoded.Misunderstood<>(OTHER_KEY);
      }
    }
    byte[] payload = Arrays.copyOfRange(bytes, HEAD, bytes.length);
    byte[] signature = Arrays.copyOfRange(bytes, 1 + KEY_ID, HEAD);
    if (!MessageDigest.isEqual(signature, signature(secret, payload))) {
      return new Decoded.Misunderstood<>(BAD);
    }
    String text = new String(payload, UTF_8);
    return text.startsWith(digest(question))
        ? Decoded.of(new Place(text.substring(2 * DIGITS), text.startsWith(digest(caller), DIGITS)))
        : new Decoded.Misunderstood<>(OTHER_QUERY);
  }

  private static String digest(String text) {
    return Sha256.ofText(text).substring(0, DIGITS);
  }

  private static byte[] id(byte[] secret) {
    return Arrays.copyOf(signature(secret, "id".getBytes(UTF_8)), KEY_ID);
  }

  private static byte[] signature(byte[] secret, byte[] payload) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return Arrays.copyOf(mac.doFinal(payload), SIGNATURE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Empty where that is none. Of several spellings of the same bytes, ours alone is one.
  private static byte[] decoded(String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      return encoded(bytes).equals(cursor) ? bytes : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}

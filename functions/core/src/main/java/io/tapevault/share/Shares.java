package io.tapevault.share;

import io.tapevault.alarm.Register;
import io.tapevault.alarm.Register.Entry;
import io.tapevault.alarm.Register.Subject;
import io.tapevault.event.EventLog;
import io.tapevault.event.Sha256;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.SessionId;
import io.tapevault.share.Share.Said;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Makes links to recordings, finds what one leads to, and takes them back. Each is an event before
/// it has an effect. They are kept in the register, each under the SHA-256 of its word; what is
/// over is told for as long as the register keeps it.
public final class Shares {

  /// The longest time that one may be open; the register keeps it longer.
  public static final Duration LONGEST = Duration.ofDays(30);

  /// So many are open at a time, in a whole vault: every one is looked at for a list.
  public static final int MOST = 1_000;

  private static final int WORD_BYTES = 32;
  // 32 bytes in Base64 of URLs.
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int PAGE = 500;
  private static final int TRIES = 5;

  private final Register register;
  private final EventLog log;
  private final InstantSource clock;
  private final Chance chance;

  /// `chance` is what nobody can foresee.
  public Shares(Register register, EventLog log, InstantSource clock, Chance chance) {
    this.register = register;
    this.log = log;
    this.clock = clock;
    this.chance = chance;
  }

  /// Fills an array with random bytes.
  public interface Chance {
    void fill(byte[] bytes);
  }

  /// A link, and the word that opens it, which nobody can tell again.
  public record Created(Share share, String word) {}

  /// Empty where as many are open as can be.
  public Optional<Created> create(SessionId sid, Said said, Duration validity) {
    if (all(share -> share.isOpen(clock.instant())).size() >= MOST) {
      return Optional.empty();
    }
    byte[] random = new byte[WORD_BYTES];
    chance.fill(random);
    String word = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Share share = new Share(digest(word), sid, said, said.at().plus(validity), null);
    log.append(List.of(ShareEvent.created(share)));
    if (!register.put(Subject.SHARES, entry(share))) {
      throw new IllegalStateException("256 random bits were drawn twice");
    }
    return Optional.of(new Created(share, word));
  }

  /// Those of a session, open or not, the newest first.
  public List<Share> of(SessionId sid) {
    return all(share -> share.sid().equals(sid));
  }

  /// What was revoked stays so, by whoever was first. Empty where the session has none of this id.
  public Optional<Share> revoke(SessionId sid, String id, Said said) {
    Optional<Share> found = of(sid).stream().filter(share -> share.id().equals(id)).findFirst();
    return found.flatMap(share -> revoke(share, said));
  }

  private Optional<Share> revoke(Share found, Said said) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Share> there = find(found.digest());
      if (there.isEmpty()) {
        return there;
      }
      Said first = there.get().revoked() == null ? said : there.get().revoked();
      Share revoked = there.get().revokedBy(first);
      log.append(List.of(ShareEvent.revoked(revoked, first)));
      if (revoked.equals(there.get())
          || register.replace(Subject.SHARES, entry(there.get()), entry(revoked))) {
        return Optional.of(revoked);
      }
    }
    throw new Unavailable(
        "the share " + found.id() + " changes all the time",
        new IllegalStateException("it was replaced " + TRIES + " times"));
  }

  /// What a word opens now. It is looked up by its digest, so that no time that this takes tells
  /// anything of another word.
  public Optional<Share> open(String word) {
    return WORD.matcher(word).matches()
        ? find(digest(word)).filter(share -> share.isOpen(clock.instant()))
        : Optional.empty();
  }

  /// Notes that somebody at this address was shown it: once a minute.
  public void opened(Share share, String address) {
    log.append(List.of(ShareEvent.opened(share, address, clock.instant())));
  }

  private Optional<Share> find(String digest) {
    return register.find(Subject.SHARES, digest).flatMap(Shares::read);
  }

  private List<Share> all(Predicate<Share> wanted) {
    List<Share> all = new ArrayList<>();
    List<Entry> page = register.page(Subject.SHARES, null, PAGE);
    while (!page.isEmpty()) {
      page.stream().flatMap(entry -> read(entry).stream()).filter(wanted).forEach(all::add);
      page =
          page.size() < PAGE
              ? List.of()
              : register.page(Subject.SHARES, page.getLast().name(), PAGE);
    }
    all.sort(Comparator.comparing((Share share) -> share.created().at()).reversed());
    return List.copyOf(all);
  }

  private static Optional<Share> read(Entry entry) {
    return ShareJson.read(entry.name(), entry.text());
  }

  private static Entry entry(Share share) {
    return new Entry(share.digest(), share.created().at(), ShareJson.write(share));
  }

  private static String digest(String word) {
    return Sha256.ofText(word);
  }
}

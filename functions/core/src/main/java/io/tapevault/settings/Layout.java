package io.tapevault.settings;

/// How what is stored is named, where both the product and its deployment have to know: the keys of
/// the table, as Teleport makes it, and how the keys of our own begin.
public final class Layout {

  public static final String SESSION_ID = "SessionID";
  public static final String EVENT_INDEX = "EventIndex";

  /// The event's time, in unix seconds.
  public static final String CREATED_AT = "CreatedAt";

  /// The day of it (UTC), `yyyy-mm-dd`.
  public static final String CREATED_AT_DATE = "CreatedAtDate";

  /// When the item may be deleted, in unix seconds.
  public static final String EXPIRES = "Expires";

  /// The index of the table by day.
  public static final String BY_DAY = "timesearchV2";

  /// The partitions of what was refused.
  public static final String PARKED = "parked#";

  /// The partitions of what the register holds.
  public static final String REGISTER = "register#";

  /// The partitions of the catalogue of sessions.
  public static final String SESSIONS = "sessions#";

  /// The partitions of what SIEMs have had.
  public static final String RECEIPTS = "receipts#";

  /// The partition of the holds.
  public static final String HOLDS = "holds#";

  /// The partition of the tokens.
  public static final String TOKENS = "tokens#";

  /// When a token was last used, and in no other item.
  public static final String USED_AT = "UsedAt";

  /// Who revoked a token, and when.
  public static final String REVOKED_BY = "RevokedBy";

  public static final String REVOKED_AT = "RevokedAt";

  /// What is kept of a token's secret.
  public static final String SECRET_DIGEST = "SecretDigest";

  /// When a held item, which does not expire, would have expired.
  public static final String HELD = "Held";

  /// Objects that hold events too large for the table.
  public static final String LARGE_EVENTS = "events/";

  /// Objects that were made from recordings.
  public static final String DERIVED = "derived/";

  /// Objects that say what is hidden of recordings.
  public static final String REDACTIONS = "redactions/";

  /// Objects that words are looked for in: `transcripts/day=YYYY-MM-DD/…`.
  public static final String TRANSCRIPTS = "transcripts/";

  /// Exports that are too large for an answer, for a day.
  public static final String EXPORTS = "exports/";

  /// The tag of a recording, and what it says.
  public static final String TAG = "tapevault";

  public static final String TAG_HELD = "held";
  public static final String TAG_EXPIRED = "expired";

  private Layout() {}
}

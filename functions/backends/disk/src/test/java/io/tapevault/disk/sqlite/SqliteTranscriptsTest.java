package io.tapevault.disk.sqlite;

import io.tapevault.search.Transcripts;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.TranscriptsContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTranscriptsTest extends TranscriptsContract {

  @TempDir private Path folder;

  @AutoClose private final Databases databases = new Databases();

  @Override
  protected Transcripts open() {
    return databases.in(folder, InstantSource.system(), Retention.DEFAULT).transcripts();
  }
}

package io.tapevault.cli.output;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What a command that failed says, and its exit status.
public final class Failure {

  private Failure() {}

  public static int said(PrintWriter err, Exception trouble) {
    if (trouble instanceof StandardOutput.Unwritten unwritten) {
      return unwritten.said();
    }
    err.println("tapevault: " + SafeText.harmless(words(trouble)));
    return 1;
  }

  private static String words(Exception trouble) {
    return switch (trouble) {
      case InterruptedException interrupted -> "interrupted";
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case AccessDeniedException denied -> denied.getFile() + " may not be opened";
      case FileSystemException other -> other.toString();
      case Exception other -> other.getMessage() == null ? other.toString() : other.getMessage();
    };
  }
}

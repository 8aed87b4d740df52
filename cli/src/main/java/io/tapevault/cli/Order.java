package io.tapevault.cli;

/// By time, the oldest or the newest first.
enum Order {
  asc,
  desc
}

package io.tapevault.node.recordings;

import io.tapevault.node.disk.Disk;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What a node does not decide itself: its disk, the time, chance; and where it says what happens.
public record Surroundings(
    Disk disk, InstantSource clock, RandomGenerator random, Consumer<String> log) {}

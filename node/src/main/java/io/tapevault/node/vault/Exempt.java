package io.tapevault.node.vault;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is reached without a proxy, as `NO_PROXY` lists it: names with all that is below them,
/// addresses, networks (`10.0.0.0/8`), each with a port or without; `*` is everything.
record Exempt(List<Entry> entries) {

  // host, [address]:port, host:port; an address of version 6 may stand without brackets.
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)|([^:]*:[^:]*:.*?))(?::(\\d{1,5}))?");

  static Exempt parse(String list) {
    return new Exempt(
        Stream.of(list.split("[,\\s]+"))
            .filter(one -> !one.isEmpty())
            .flatMap(one -> Entry.parse(one.toLowerCase(Locale.ROOT)).stream())
            .toList());
  }

  boolean holds(URI uri) {
    String host = bare(uri.getHost().toLowerCase(Locale.ROOT));
    Optional<InetAddress> address = literal(host);
    boolean here =
        host.equals("localhost") || address.filter(InetAddress::isLoopbackAddress).isPresent();
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    return here || entries.stream().anyMatch(entry -> entry.holds(host, address, port));
  }

  private static String bare(String host) {
    String name = host.replaceAll("[\\[\\]]", "");
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /// Nothing where it is a name: no name is looked up.
  private static Optional<InetAddress> literal(String host) {
    if (!host.contains(":") && !host.matches("[0-9.]+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// A name, or as many bits of an address; a port of 0 is any.
  private record Entry(String name, Optional<InetAddress> network, int bits, int port) {

    static Optional<Entry> parse(String text) {
      String[] parts = text.split("/", 2);
      Matcher form = FORM.matcher(parts[0]);
      if (!form.matches()) {
        return Optional.empty();
      }
      String host =
          Stream.of(form.group(1), form.group(2), form.group(3))
              .filter(one -> one != null)
              .findFirst()
              .orElse("");
      int port = form.group(4) == null ? 0 : Integer.parseInt(form.group(4));
      Optional<InetAddress> address = literal(host);
      if (address.isEmpty()) {
        String name = host.startsWith("*.") ? host.substring(1) : host;
        return Optional.of(new Entry(name, address, 0, port));
      }
      int all = 8 * address.get().getAddress().length;
      boolean network = parts.length == 2 && parts[1].matches("\\d{1,3}");
      int bits = network ? Math.min(all, Integer.parseInt(parts[1])) : all;
      return Optional.of(new Entry("", address, bits, port));
    }

    boolean holds(String host, Optional<InetAddress> address, int asked) {
      return (port == 0 || port == asked)
          && (network.isPresent()
              ? address.filter(one -> inside(network.get(), one)).isPresent()
              : named(host));
    }

    private boolean named(String host) {
      String below = name.startsWith(".") ? name : "." + name;
      return name.equals("*") || host.endsWith(below) || below.equals("." + host);
    }

    private boolean inside(InetAddress network, InetAddress address) {
      byte[] ours = network.getAddress();
      byte[] theirs = address.getAddress();
      if (ours.length != theirs.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}

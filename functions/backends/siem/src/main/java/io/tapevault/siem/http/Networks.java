package io.tapevault.siem.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which addresses a SIEM may have: those of the public internet, and what the configuration
/// allows.
///
/// An address where a machine learns its own credentials has to be allowed by itself: no network
/// that is wider holds it.
final class Networks {

  private static final List<Network> NOT_PUBLIC =
      Stream.of(
              // The registries of special-purpose addresses (RFC 6890), and multicast.
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "224.0.0.0/3",
              // Those that stand for an address of version 4 among them.
              "::/96",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/32",
              "2002::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .map(Network::parse)
          .toList();

  // EC2, ECS and EKS.
  private static final Set<InetAddress> CREDENTIALS =
      Set.of(
          InetAddress.ofLiteral("169.254.169.254"),
          InetAddress.ofLiteral("169.254.170.2"),
          InetAddress.ofLiteral("169.254.170.23"),
          InetAddress.ofLiteral("fd00:ec2::254"),
          InetAddress.ofLiteral("fd00:ec2::23"));

  private final List<Network> allowed;

  private Networks(List<Network> allowed) {
    this.allowed = allowed;
  }

  /// Addresses and networks with commas between them; nothing allows none. Throws an
  /// [IllegalArgumentException].
  static Networks parse(String text) {
    return new Networks(
        Stream.of(text.split(","))
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .map(Network::parse)
            .toList());
  }

  boolean hold(InetAddress address) {
    boolean credentials = CREDENTIALS.contains(address);
    return NOT_PUBLIC.stream().noneMatch(network -> network.holds(address))
        || allowed.stream()
            .anyMatch(network -> network.holds(address) && (!credentials || network.isOne()));
  }

  /// The addresses that begin with the same bits.
  private record Network(InetAddress address, int bits) {

    // The cause would quote what may be a secret in the wrong place.
    @SuppressWarnings("UnusedException")
    static Network parse(String text) {
      try {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = InetAddress.ofLiteral(literal);
        int all = address.getAddress().length * 8;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits >= 0 && bits <= all) {
          return new Network(address, bits);
        }
      } catch (IllegalArgumentException e) {
        // as below
      }
      throw new IllegalArgumentException(
          "allow: it is not addresses or networks such as 10.1.0.0/16,fd12::7");
    }

    boolean isOne() {
      return bits == address.getAddress().length * 8;
    }

    boolean holds(InetAddress other) {
      byte[] these = address.getAddress();
      byte[] those = other.getAddress();
      int whole = bits / 8;
      int rest = 0xff00 >> bits % 8 & 0xff;
      return those.length == these.length
          && Arrays.equals(those, 0, whole, these, 0, whole)
          && (rest == 0 || ((those[whole] ^ these[whole]) & rest) == 0);
    }
  }
}

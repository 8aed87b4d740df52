package io.tapevault.witnesses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class SyslogNgTest extends SyslogPromises {

  @Override
  ServerProcess start(Place place) throws IOException, InterruptedException {
    Path program = Installed.file("syslog-ng", "debian/usr/sbin/syslog-ng");
    Path root = Installed.HOME.resolve("debian");
    Path settings =
        Files.writeString(
            place.folder().resolve("syslog-ng.conf"),
            """
            @version: 3.38
            options { use-dns(no); keep-hostname(yes); ts-format(iso); frac-digits(6); };
            source s {
              syslog(ip("127.0.0.1") port(%d) transport("tls")
                tls(cert-file("%s") key-file("%s") peer-verify(optional-untrusted)));
            };
            destination d {
              file("%s" template("$(format-json msg=$MSG sd=$SDATA type=$MSGID time=$S_ISODATE)\\n"));
            };
            log { source(s); destination(d); };
            """
                .formatted(place.port(), place.certificate(), place.key(), place.arrived()));
    return ServerProcess.start(
        List.of(
            program.toString(),
            "--foreground",
            "--stderr",
            "--no-caps",
            "--cfgfile=" + settings,
            "--module-path=" + root.resolve("usr/lib/syslog-ng/3.38"),
            "--persist-file=" + place.folder().resolve("persist"),
            "--pidfile=" + place.folder().resolve("pid"),
            "--control=" + place.folder().resolve("control")),
        Map.of(
            "LD_LIBRARY_PATH", Installed.folders(root, "usr/lib/syslog-ng", "usr/lib/*", "lib/*")),
        place.port(),
        place.folder().resolve("log"));
  }
}

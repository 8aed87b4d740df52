package io.tapevault.witnesses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class RsyslogTest extends SyslogPromises {

  @Override
  ServerProcess start(Place place) throws IOException, InterruptedException {
    Path program = Installed.file("rsyslog", "debian/usr/sbin/rsyslogd");
    Path root = Installed.HOME.resolve("debian");
    Path settings =
        Files.writeString(
            place.folder().resolve("rsyslog.conf"),
            """
            global(workDirectory="%s"
              defaultNetstreamDriverCAFile="%s" defaultNetstreamDriverCertFile="%s" defaultNetstreamDriverKeyFile="%s")
            module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon")
            input(type="imtcp" address="127.0.0.1" port="%d")
            template(name="json" type="list") {
              constant(value="{") property(outname="msg" name="msg" format="jsonf")
              constant(value=",") property(outname="sd" name="structured-data" format="jsonf")
              constant(value=",") property(outname="type" name="msgid" format="jsonf")
              constant(value=",") property(outname="time" name="timestamp" dateFormat="rfc3339" format="jsonf")
              constant(value="}\\n")
            }
            *.* action(type="omfile" file="%s" template="json")
            """
                .formatted(
                    place.folder(),
                    place.certificate(),
                    place.certificate(),
                    place.key(),
                    place.port(),
                    place.arrived()));
    return ServerProcess.start(
        List.of(
            program.toString(),
            "-n",
            "-iNONE",
            "-f",
            settings.toString(),
            "-M",
            Installed.folders(root, "usr/lib/*/rsyslog")),
        Map.of("LD_LIBRARY_PATH", Installed.folders(root, "usr/lib/*", "lib/*")),
        place.port(),
        place.folder().resolve("log"));
  }
}

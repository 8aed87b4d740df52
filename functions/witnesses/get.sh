#!/usr/bin/env bash
# Gets the servers and libraries that others wrote, which the tests of this module ask, into a folder of their own. It installs nothing on the machine. Go's checksum database, npm's lock file and apt's
# signatures say that they are what they should be. What cannot be had here is named in the file `missing` there, with the reason; its tests say so too.
set -u
here=$(cd "$(dirname "$0")" && pwd)
home=${TAPEVAULT_WITNESSES:-$HOME/.cache/tapevault/witnesses}
victorialogs=v1.52.1
collector=v0.155.0
mkdir -p "$home/bin" || exit
: >"$home/missing"

missing() {
  printf '%s: %s\n' "$1" "$2" >>"$home/missing"
}

# Shippers that no registry of Debian, PyPI, npm, Go or Maven has. What they send was read in their documentation and sources, and is sent by tests of ours.
not_to_be_had() {
  missing teleport-event-handler "it comes from Teleport's own download site alone"
  missing "Fluent Bit" "it comes from its own repositories alone"
  missing Fluentd "it is a gem of Ruby's, which is not asked for here"
  missing Vector "it comes from its own repositories alone"
  missing "rsyslog's omhttp" "Debian's rsyslog has none"
  missing "Amazon Data Firehose" "it is a service of AWS"
}

reason() {
  tail -n 1 "$home/log" | cut -c 1-200
}

get_victorialogs() {
  [ -x "$home/bin/victoria-logs" ] && return
  command -v go >/dev/null || { missing VictoriaLogs "it is built with Go, which is not here"; return; }
  echo "Building VictoriaLogs $victorialogs (a minute) …"
  GOBIN=$home/bin go install "github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs@$victorialogs" >"$home/log" 2>&1 || missing VictoriaLogs "$(reason)"
}

get_collector() {
  [ -x "$home/bin/otelcol" ] && return
  command -v go >/dev/null || { missing "OpenTelemetry Collector" "it is built with Go, which is not here"; return; }
  echo "Building the OpenTelemetry Collector $collector (some minutes the first time) …"
  { GOBIN=$home/bin go install "go.opentelemetry.io/collector/cmd/builder@$collector" &&
    cd "$home" && bin/builder --config "$here/otelcol.yaml" && cp otelcol/otelcol bin/otelcol; } >"$home/log" 2>&1 || missing "OpenTelemetry Collector" "$(reason)"
}

# Unpacked and not installed: no daemon is started, and no root is needed.
get_debian() {
  local name=$1 program=$2
  shift 2
  [ -e "$home/debian/$program" ] && return
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || { missing "$name" "it comes as a Debian package, and this is no Debian"; return; }
  echo "Getting $name of this Debian …"
  mkdir -p "$home/packages/$name" && cd "$home/packages/$name" || return
  apt-get download "$@" >"$home/log" 2>&1 || { missing "$name" "$(reason)"; return; }
  for package in *.deb; do
    dpkg -x "$package" "$home/debian" >"$home/log" 2>&1 || { missing "$name" "$(reason)"; return; }
  done
}

get_webhooks() {
  cmp -s "$here/webhooks/package-lock.json" "$home/webhooks/package-lock.json" && [ -d "$home/webhooks/node_modules/standardwebhooks" ] && return
  command -v npm >/dev/null || { missing "Standard Webhooks" "npm is not here"; return; }
  mkdir -p "$home/webhooks" && cp "$here"/webhooks/* "$home/webhooks" && cd "$home/webhooks" || return
  npm ci --no-audit --no-fund --ignore-scripts >"$home/log" 2>&1 || missing "Standard Webhooks" "$(reason)"
}

get_python() {
  [ -e "$home/python/ready" ] && return
  echo "Getting splunk-handler and OpenTelemetry for Python …"
  { python3 -m venv "$home/python" &&
    "$home/python/bin/pip" install -q splunk-handler==3.0.0 opentelemetry-sdk==1.45.2 opentelemetry-exporter-otlp-proto-http==1.45.2 &&
    touch "$home/python/ready"; } >"$home/log" 2>&1 || missing Python "$(reason)"
}

not_to_be_had
get_victorialogs
get_collector
get_debian syslog-ng usr/sbin/syslog-ng syslog-ng-core libivykis0 libnet1 libpcre3 libwrap0
get_debian "syslog-ng http()" usr/lib/syslog-ng/3.38/libhttp.so syslog-ng-mod-http
get_debian rsyslog usr/sbin/rsyslogd rsyslog rsyslog-openssl libestr0 libfastjson4
get_webhooks
get_python
command -v curl >/dev/null || missing curl "it is not here"

#!/bin/sh
# Starts Prometheus: in its container, and Debian's own where there are none. The app model gives the addresses of what is
# scraped (http://host:port) and SCRAPE_TOKEN; the defaults are the container's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${PROMETHEUS_CONFIG:-/tmp}

# The config names a file for the token, so that Prometheus does not show it on its status page.
umask 077
printf %s "$SCRAPE_TOKEN" >"$work/scrape-token"
unset SCRAPE_TOKEN

address() { printf %s "${1#*://}" | sed 's|/.*||'; }
sed -e "s|@rules@|$here|; s|@token@|$work/scrape-token|; s|@interval@|${PROMETHEUS_INTERVAL:-5s}|" \
    -e "s|@gateway@|$(address "$GATEWAY")|; s|@identity@|$(address "$IDENTITY")|; s|@operations@|$(address "$OPERATIONS")|" \
    -e "s|@catalogue@|$(address "$CATALOGUE")|; s|@enrolment@|$(address "$ENROLMENT")|" \
    -e "s|@delivery@|$(address "$DELIVERY")|; s|@certification@|$(address "$CERTIFICATION")|" \
    -e "s|@messaging@|$(address "$MESSAGING")|" \
    "$here/prometheus.yml" >"$work/prometheus.yml"

exec prometheus --config.file="$work/prometheus.yml" \
    --storage.tsdb.path="${PROMETHEUS_DATA:-/prometheus}" \
    --storage.tsdb.retention.time="${PROMETHEUS_RETENTION:-35d}" \
    --web.listen-address="${PROMETHEUS_LISTEN:-0.0.0.0:9090}" \
    --log.level=warn

#!/bin/sh
# Starts Prometheus: in its container, and Debian's own where there are none. The app model gives the addresses of what is
# scraped (http://host:port, those of replicas with spaces between) and SCRAPE_TOKEN; the defaults are the container's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${PROMETHEUS_CONFIG:-/tmp}

# The config names a file for the token, so that Prometheus does not show it on its status page.
umask 077
printf %s "$SCRAPE_TOKEN" >"$work/scrape-token"
unset SCRAPE_TOKEN

targets() { printf %s "$1" | sed -E 's#[a-z]+://([^/ ]+)[^ ]*#"\1"#g; s# +#, #g'; }
sed -e "s|@rules@|$here|; s|@token@|$work/scrape-token|; s|@interval@|${PROMETHEUS_INTERVAL:-5s}|" \
    -e "s|@gateway@|$(targets "$GATEWAY")|; s|@identity@|$(targets "$IDENTITY")|; s|@operations@|$(targets "$OPERATIONS")|" \
    -e "s|@catalogue@|$(targets "$CATALOGUE")|; s|@enrolment@|$(targets "$ENROLMENT")|" \
    -e "s|@delivery@|$(targets "$DELIVERY")|; s|@certification@|$(targets "$CERTIFICATION")|" \
    -e "s|@messaging@|$(targets "$MESSAGING")|" \
    "$here/prometheus.yml" >"$work/prometheus.yml"

exec prometheus --config.file="$work/prometheus.yml" \
    --storage.tsdb.path="${PROMETHEUS_DATA:-/prometheus}" \
    --storage.tsdb.retention.time="${PROMETHEUS_RETENTION:-35d}" \
    --web.listen-address="${PROMETHEUS_LISTEN:-0.0.0.0:9090}" \
    --log.level=warn

#!/bin/bash
# A session ends when it is not used for its TTL; each use begins it anew.
. "$OBJECTOS_TESTS/lib.sh"

# Seconds left of the session.
left() { objectos storage ttl "id/$1" --scope sessions; }
id=$(objectos session create alice --ttl 1h)
objectos storage expire "id/$id" 5s --scope sessions
objectos session get "$id" >printed
expect_status 0 awk '{ exit !($1 > 3590 && $1 <= 3600) }' <<<"$(left "$id")"
objectos storage expire "id/$id" 5s --scope sessions
objectos session set "$id" '[1]'
expect_status 0 awk '{ exit !($1 > 3590 && $1 <= 3600) }' <<<"$(left "$id")"
objectos session list --user alice >printed
default=$(objectos session create alice)
expect_status 0 awk '{ exit !($1 > 86390 && $1 <= 86400) }' <<<"$(left "$default")"
short=$(objectos session create alice --ttl 1ms)
wait_until ! objectos storage has "id/$short" --scope sessions
expect_no objectos session get "$short"
expect_same "$(printf '%s\n' "$id" "$default" | sort)" "$(objectos session list --user alice | cut -f 1)"
expect_error 2 'a TTL must be longer than 0' objectos session create alice --ttl 0
expect_error 2 'user must not be empty' objectos session create ''

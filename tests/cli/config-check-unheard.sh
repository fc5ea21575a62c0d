#!/bin/bash
# `config check` names what looks like a setting and is none.
. "$OBJECTOS_TESTS/lib.sh"

OBJECTOS_STORAG_DURABILITY=full run objectos config check
want_status 0
expect_err 'OBJECTOS_STORAG_DURABILITY is no setting, did you mean OBJECTOS_STORAGE_DURABILITY'
printf '{"state_dir": "/tmp/x"}\n' >objectos.json
run objectos config check
expect_err 'state_dir is ignored'
rm objectos.json
expect_out "$OBJECTOS_STATE_DIR" objectos config get state_dir
expect_out "$HOME/.local/state/objectos" env -u OBJECTOS_STATE_DIR objectos config get state_dir

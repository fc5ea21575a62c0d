#!/bin/bash
# A wrong rule is status 2 with file, line, column and the nearest key, for every command that reads rules.
. "$OBJECTOS_TESTS/lib.sh"

# One rule; where it is wrong stands @.
wrong() {
  local before=${2%%@*}
  printf '{ "metrics": { "alerts": [\n%s\n] } }\n' "${2/@/}" >conf.json
  chmod 600 conf.json
  for verb in 'metrics alerts check' 'metrics alerts list' 'metrics alerts export' 'config check'; do
    # shellcheck disable=SC2086 # words on purpose
    expect_error 2 "conf.json:2:$((${#before} + 1)): .*$1" objectos $verb --config conf.json
  done
}
wrong 'unknown key "metrics.alerts\[\].treshold"' '{"name":"n","metric":"m","op":">",@"treshold":1}'
expect_err 'did you mean "threshold"'
wrong 'has no metric' '@{"name":"n"}'
wrong 'must be a duration' '{"name":"n","metric":"m","op":">","threshold":1,"for":@"soon"}'
wrong 'must be one of >' '{"name":"n","metric":"m","threshold":1,"op":@"=<"}'
expect_err 'did you mean "<'
wrong 'rate and increase exclude each other' '{"name":"n","metric":"m","op":">","threshold":1,"rate":"5m","increase":@"5m"}'
wrong 'NO_SUCH_VARIABLE is not set' '{"name":"n","metric":"m","op":">","threshold":@"${NO_SUCH_VARIABLE}"}'
wrong '"{{ humanize }}" is not known' '{"name":"n","metric":"m","absent":true,"annotations":@{"a":"{{ humanize }}"}}'
wrong 'two alerts called n' $'{"name":"n","metric":"m","absent":true},{"name":@"n","metric":"o","absent":true}'
# Other commands do not read rules.
expect_nothing objectos metrics inc hits --config conf.json
# A variable has the whole list, too; its places are in its text.
expect_error 2 'OBJECTOS_METRICS_ALERTS:1:3: unknown key' env 'OBJECTOS_METRICS_ALERTS=[{"nam":1}]' objectos metrics alerts check
expect_error 2 'OBJECTOS_METRICS_ALERTS:1:2:' env 'OBJECTOS_METRICS_ALERTS=[7]' objectos metrics alerts check
expect_out $'inactive\t${x}' env 'OBJECTOS_METRICS_ALERTS=[{"name":"${x}","metric":"m","absent":true}]' objectos metrics alerts list
# The manual tells of each member.
for name in name metric labels op threshold rate increase quantile absent older_than for keep_firing_for repeat alert_labels \
  annotations; do
  expect_status 0 grep -q "^.It Cm \"$name\"\$" "$OBJECTOS_TESTS/../man/objectos-config.1"
done

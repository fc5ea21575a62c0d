#!/bin/bash
# notify template list names templates, their languages and their parts.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_NOTIFICATION_TEMPLATES=$PWD/templates
expect_nothing objectos notify template list

mkdir -p templates/partials
touch templates/{b.text,a.de.html,a.de.subject,a.subject,partials/p}.hbs templates/README.md
expect_out $'a\t-\tsubject\na\tde\tsubject,html\nb\t-\ttext' objectos notify template list
expect_ndjson $'{"name":"a","locale":null,"parts":["subject"]}\n{"name":"a","locale":"de","parts":["subject","html"]}
{"name":"b","locale":null,"parts":["text"]}' objectos notify template list --json

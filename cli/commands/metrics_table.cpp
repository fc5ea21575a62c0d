#include "commands/metrics.hpp"
#include "commands/tables.hpp"

namespace objectos::cli {
namespace {

constexpr Option label{"--label", 'l',        "NAME=VALUE", "a label of the series; may be repeated",
                       nullptr,   Live::none, true};
constexpr Option only_label{
    "--label", 'l', "NAME=VALUE", "only series with this label; may be repeated", nullptr, Live::none, true};
constexpr Positional name_word{"NAME", Arity::one, "the metric", nullptr, Live::metric};
constexpr Positional pattern{"PATTERN", Arity::optional, "only names that match this pattern (default: all)",
                             nullptr, Live::metric};

// ---- recording
constexpr Option label_only[] = {label};
constexpr Positional inc_words[] = {name_word, {"N", Arity::optional, "how much to add (default: 1)"}};
constexpr Example inc_examples[] = {{"objectos metrics inc app.errors.total -l kind=io",
                                     "count one more, from any number of processes at once"},
                                    {"objectos metrics inc bytes_sent_total 4096", "add more than one"}};
constexpr Positional value_words[] = {name_word,
                                      {"V", Arity::one, "the value; a negative one stands behind --"}};
constexpr Example set_examples[] = {
    {"objectos metrics set queue_depth 17", "set a gauge"},
    {"objectos metrics set last_success_seconds \"$(date +%s)\"", "keep when something went well"},
    {"objectos metrics set temperature_celsius -l room=attic -- -3.5", "set a negative value"}};
constexpr Example add_examples[] = {{"objectos metrics add jobs_running 1", "raise a gauge"},
                                    {"objectos metrics add jobs_running -- -1", "lower it again"}};
constexpr Positional observe_words[] = {name_word,
                                        {"V", Arity::many, "the values; - reads more from standard input"}};
constexpr Example observe_examples[] = {
    {"objectos metrics observe wait_seconds 0.25", "add one value to a histogram"},
    {"cut -f 7 times | objectos metrics observe wait_seconds -", "add all of a file's"}};

// ---- declare
constexpr Positional name_only[] = {name_word};
constexpr Option declare_options[] = {
    {"--type", 0, "TYPE", "counter, gauge or histogram", "counter|gauge|histogram"},
    {"--help-text", 0, "TEXT", "what it measures, for whoever reads the export"},
    {"--unit", 0, "UNIT", "its unit, such as seconds or bytes"},
    {"--buckets", 0, "LIST",
     "upper bounds of a histogram's buckets: 0.1,1,10, or default, or batch (up to 24 hours)"},
    {"--label", 'l', "NAME", "the name of a label that every series has; may be repeated", nullptr,
     Live::none, true},
    {"--init", 0, "LABELS", "a series that appears with 0: kind=io,host=a; may be repeated", nullptr,
     Live::none, true}};
constexpr Example declare_examples[] = {
    {"objectos metrics declare errors --type counter --init kind=io",
     "make a series appear with 0, so that its first increase is seen"},
    {"objectos metrics declare job_seconds --type histogram --buckets batch",
     "choose buckets up to 24 hours before the first value"}};

// ---- reading
constexpr Option filter_only[] = {only_label};
constexpr Example get_examples[] = {
    {"objectos metrics get app.errors.total", "print the sum over all labels"},
    {"objectos metrics get app.errors.total -l kind=io", "print one series"}};
constexpr Positional pattern_word[] = {pattern};
constexpr Option list_options[] = {
    {"--type", 0, "TYPE", "only metrics of this type", "counter|gauge|histogram"}};
constexpr Example list_examples[] = {{"objectos metrics list 'app.*'", "list what there is"}};
constexpr Positional quantile_words[] = {name_word, {"Q", Arity::many, "from 0 to 1"}};
constexpr Example quantile_examples[] = {
    {"objectos metrics quantile wait_seconds 0.5 0.99", "print median and 99th percentile"}};

// ---- reset, delete
constexpr Positional optional_name[] = {
    {"NAME", Arity::optional, "the metric (default: all)", nullptr, Live::metric}};
constexpr Example reset_examples[] = {{"objectos metrics reset app.errors.total", "set all its series to 0"}};
constexpr Positional delete_words[] = {
    {"NAME", Arity::optional, "the metric, unless --match is given", nullptr, Live::metric}};
constexpr Option delete_options[] = {{"--match", 0, "PATTERN", "every metric that matches the pattern"},
                                     {"--yes", 'y', nullptr, "do not ask"},
                                     {"--dry-run", 0, nullptr, "list what would go, change nothing"}};
constexpr Example delete_examples[] = {
    {"objectos metrics delete app.errors.total", "remove a metric and what is fixed about it"},
    {"objectos metrics delete --match 'tmp.*' --yes", "remove what matches"}};

// ---- export
constexpr Option export_options[] = {
    {"--format", 0, "FORMAT", "prometheus (text 0.0.4, the default), openmetrics (1.0) or json",
     "prometheus|openmetrics|json"},
    {"--escaping", 0, "SCHEME",
     "how names are written that the format has no room for (default: underscores)",
     "underscores|dots|values|allow-utf-8"},
    {"--output", 'o', "FILE", "write to FILE, which appears whole or not at all, readable for everybody",
     nullptr, Live::file}};
constexpr Example export_examples[] = {
    {"objectos metrics export", "print everything as Prometheus reads it"},
    {"objectos metrics export -o objectos.prom", "hand it to node_exporter, in the directory that it reads"}};

// ---- push
constexpr Positional push_words[] = {
    {"URL", Arity::one,
     "the Pushgateway, http:// or https://; env:NAME or file:PATH if a password is in it"}};
constexpr Option push_options[] = {
    {"--job", 0, "JOB", "the job whose metrics these are"},
    {"--group", 0, "NAME=VALUE", "a further grouping label; may be repeated", nullptr, Live::none, true},
    {"--method", 0, "METHOD",
     "put (the default) replaces everything of the group, post only metrics of the same name", "put|post"}};
constexpr Example push_examples[] = {{"objectos metrics push \"$GATEWAY\" --job backup",
                                      "hand everything to Prometheus through a Pushgateway"},
                                     {"objectos metrics push env:GATEWAY --job backup --group host=web1",
                                      "keep the URL's password off the command line, and hosts apart"}};

// ---- import, lint
constexpr Positional file_word[] = {{"FILE", Arity::one, "an exposition; -: standard input", nullptr, Live::file}};
constexpr Example import_examples[] = {
    {"curl -s localhost:9100/metrics | objectos metrics import -", "add what another program exports"}};
constexpr Option lint_options[] = {
    {"--format", 0, "FORMAT", "the format to check (default: openmetrics if the text ends with # EOF)",
     "prometheus|openmetrics"},
    {"--fail-on", 0, "SEVERITY", "what makes the exit status 1 (default: error)", "error|warning"}};
constexpr Example lint_examples[] = {
    {"objectos metrics export | objectos metrics lint -", "check what is exported"},
    {"objectos metrics lint objectos.prom --fail-on warning", "be strict with names and help texts, too"}};

// ---- alerts
constexpr Option check_options[] = {{"--notify", 0, nullptr, "send messages instead of printing lines"}};
constexpr Example check_examples[] = {
    {"* * * * * objectos metrics alerts check || true", "let cron check each minute, and mail what is new"},
    {"objectos metrics alerts check --json", "print all alerts that are pending or firing"}};
constexpr Example alerts_list_examples[] = {{"objectos metrics alerts list", "look at all rules"}};
constexpr Option alerts_export_options[] = {
    {"--format", 0, "FORMAT", "prometheus: a rule file (the default)", "prometheus"}};
constexpr Example alerts_export_examples[] = {
    {"objectos metrics alerts export > /etc/prometheus/objectos.rules.yml",
     "let Prometheus evaluate the rules"}};

// ---- run
constexpr Positional run_words[] = {{"NAME", Arity::one, "what the metrics' names begin with"},
                                    {"CMD", Arity::many, "the command and its arguments, behind --"}};
constexpr Example run_examples[] = {
    {"objectos metrics run nightly.backup -- sh backup.sh",
     "keep how often it ran, how it ended and how long it took"},
    {"objectos metrics run report -l site=lyon --timeout 2h -- sh report.sh",
     "label it, and stop it after two hours"},
    {"objectos lock run pack -- objectos metrics run pack -- sh pack.sh",
     "run it, unless it still runs"}};

// ---- plot
constexpr Example plot_examples[] = {
    {"objectos metrics plot nightly.backup_duration_seconds", "see how long it took, and how often"},
    {"objectos metrics plot app.errors.total -l host=a", "compare the series of a counter"}};

// ---- watch
constexpr Option watch_options[] = {
    {"--interval", 'n', "DURATION", "how long to wait between two looks (default: 2s)"}};
constexpr Example watch_examples[] = {{"objectos metrics watch", "look at everything as it changes"},
                                      {"objectos metrics watch 'app.*' --interval 10s --json >> app.ndjson",
                                       "keep what changes, until it is stopped"}};

constexpr Command commands[] = {
    {"inc", "add to a counter",
     "Adds N, or 1, to a counter, which appears with its first use. Prints nothing. N must not be "
     "negative.\n\n"
     "The first use of a name fixes its type and the names of its labels. A use that contradicts them is "
     "refused "
     "with exit status 3, and nothing changes.",
     inc_words, label_only, inc_examples, nullptr, metrics::inc},
    {"set", "set a gauge", "Sets a gauge, which appears with its first use. The last one to set it wins.",
     value_words, label_only, set_examples, nullptr, metrics::set},
    {"add", "add to a gauge", "Adds to a gauge, which begins at 0. A negative value stands behind --.",
     value_words, label_only, add_examples, nullptr, metrics::add},
    {"observe", "add values to a histogram",
     "Adds each value to a histogram. All are stored together, or none. With - values are read from standard "
     "input, "
     "with blanks or newlines between them.\n\nA histogram that was not declared has the buckets 0.005 to "
     "10, made "
     "for seconds.",
     observe_words, label_only, observe_examples, nullptr, metrics::observe},
    {"declare", "fix type, help, unit, labels and buckets of a metric",
     "Declares a metric before its first use. May be repeated: help and unit may change, the rest may not. "
     "Without "
     "--label and --init the first use decides on the labels.",
     name_only, declare_options, declare_examples, nullptr, metrics::declare},
    {"get", "print what a metric is now",
     "Prints a counter's sum over all series that have the given labels, a gauge's value, or a line for each "
     "of "
     "several. Of a histogram: count, sum and quantiles.",
     name_only, filter_only, get_examples, "there is no such series", metrics::get},
    {"list", "list metrics",
     "Lists name, type, number of series and help, with tabs between them, in bytewise order of names.",
     pattern_word, list_options, list_examples, nullptr, metrics::list, Touches::itself, true},
    {"quantile", "print quantiles of a histogram",
     "Prints a line for each Q: the value at that rank, over all series that have the given labels, off by "
     "at most "
     "1.1 % of itself.",
     quantile_words, filter_only, quantile_examples, "there is no such series, or nothing was observed yet",
     metrics::quantile},
    {"reset",
     "set metrics to zero",
     "Sets all series of a metric, or of all metrics, to 0. They stay in the export.",
     optional_name,
     {},
     reset_examples,
     nullptr,
     metrics::reset},
    {"delete", "remove metrics",
     "Removes a metric with all its series, and what was fixed about it. With --match, all that match, after "
     "a question "
     "on the terminal or with --yes.",
     delete_words, delete_options, delete_examples, "the question was answered with no", metrics::remove},
    {"export",
     "write everything for Prometheus",
     "Writes all metrics in bytewise order of names, without time stamps: the same state gives the same "
     "bytes. "
     "metrics.prefix and metrics.default_labels of the configuration apply here; a series' own label "
     "wins.\n\nNames "
     "may hold what the formats have no room for: underscores writes app.errors as app_errors, dots as "
     "app_dot_errors, values as U__app_2e_errors, and allow-utf-8 in quotes. Counters end with _total.\n\nA "
     "FILE "
     "that ends with .prom is meant for node_exporter's textfile collector.",
     {},
     export_options,
     export_examples,
     nullptr,
     metrics::export_},
    {"push", "send everything to a Pushgateway",
     "Sends what export writes to a Prometheus Pushgateway, as one group: a job and further labels. Counters "
     "go on from push to push, since it is their sum that is sent; where nothing is recorded the group becomes "
     "empty. Prometheus must scrape the Pushgateway with honor_labels: true.\n\n"
     "Connecting may take 2 seconds, the answer 5. Where there is none, or the Pushgateway answers 5xx, it "
     "is tried again for 10 seconds. metrics.timeout of the configuration takes the place of all three; "
     "--timeout ends the tries, too. What the Pushgateway refuses is not tried again: 400 is exit status 3, "
     "401 and 403 are 5.\n\n"
     "A label that a grouping label would overwrite with another value is refused; of default labels the "
     "grouping label wins. Certificates are verified: CURL_CA_BUNDLE or SSL_CERT_FILE names an authority of "
     "your own. Proxies are taken from http_proxy, https_proxy and no_proxy.",
     push_words, push_options, push_examples, nullptr, metrics::push},
    {"import",
     "add another exposition's metrics",
     "Reads text 0.0.4 or OpenMetrics 1.0 and adds its families: counters and histograms are added to what "
     "is there, "
     "gauges set. A family that would be exported under a name that is there is that family. All is stored, "
     "or "
     "nothing if the text breaches its format or contradicts what is there.\n\nUntyped metrics, infos and "
     "states "
     "become gauges. Of a summary, count and sum are kept.",
     file_word,
     {},
     import_examples,
     nullptr,
     metrics::import},
    {"lint", "check an exposition",
     "Checks text 0.0.4 or OpenMetrics 1.0 and prints FILE:LINE:COLUMN: SEVERITY: MESSAGE for each finding. "
     "Errors are "
     "breaches of the format, also those that promtool lets through: series that stand there twice, families "
     "in "
     "several blocks, histograms that are not cumulative. Warnings are advice on names, units and help "
     "texts, and time "
     "stamps in text 0.0.4.",
     file_word, lint_options, lint_examples, "there is a finding at or above --fail-on", metrics::lint},
    {"alerts check",
     "evaluate the alert rules",
     "Evaluates the rules of the configuration (metrics.alerts, see man objectos-config). Made for cron: run "
     "it once a "
     "minute. What it remembers is kept with the metrics.\n\n"
     "A line is printed for each alert that there is news of: it fires, it still fires after repeat (4 hours "
     "unless "
     "configured otherwise), or it is resolved. So cron mails once for each, and a check with nothing new "
     "prints "
     "nothing, but ends with 1 as long as an alert fires. The line holds state, alert, value, since when, "
     "and the "
     "annotation summary, with tabs between them. With --json all alerts that are pending or firing, and "
     "those that "
     "this check resolved, come out as they are, and count as not told to anybody.\n\n"
     "Each series has a state of its own. Semantics are those of Prometheus: pending until it was so for the "
     "time for, "
     "rates and increases extrapolated to their window with counter resets, made of the samples that checks "
     "have "
     "taken: a window should hold at least four checks. A counter that appears with 1 has not grown: declare "
     "it "
     "with --init.\n\n"
     "Any number of checks may run at once: one of them tells. If it is killed over that, the next check 30 "
     "seconds later "
     "tells again. A rule that does not fit its metric is named on standard error and makes the exit status "
     "3; "
     "the others are evaluated.",
     {},
     check_options,
     check_examples,
     "an alert fires",
     metrics::alerts_check},
    {"alerts list",
     "print alert rules with their state",
     "Prints what the last check left, without evaluating anything: a line for each alert that is pending or "
     "firing, "
     "and one for each rule that has none. Nothing that is printed here counts as told.",
     {},
     {},
     alerts_list_examples,
     nullptr,
     metrics::alerts_list},
    {"alerts export",
     "write the alert rules for Prometheus",
     "Writes a rule file that Prometheus evaluates as alerts check does, about series as metrics export "
     "writes them: "
     "with the prefix, the default labels and the names' mapping. The same rules and metrics give the same "
     "bytes.\n\n"
     "A metric that is not there yet is taken for a counter if the rule is about its growth, for a histogram "
     "if about "
     "a quantile, else for a gauge. Quantiles are Prometheus' own estimate, between the bounds of buckets.",
     {},
     alerts_export_options,
     alerts_export_examples,
     nullptr,
     metrics::alerts_export},
    {"run", "run a command and record how it went",
     "Runs CMD and exits with its status, 128 + n if signal n ended it. Standard streams are CMD's own, "
     "signals are "
     "passed on to CMD and its process group.\n\n"
     "Recorded are, before CMD begins: NAME_in_progress and NAME_last_start_timestamp_seconds; when it has "
     "ended, also "
     "by a signal: NAME_runs_total{status}, NAME_duration_seconds (a histogram up to 24 hours, unless it was "
     "declared "
     "with other buckets), NAME_last_completion_timestamp_seconds, NAME_last_success_timestamp_seconds, "
     "NAME_last_exit_code, NAME_last_signal, NAME_cpu_seconds_total{mode} and NAME_max_rss_bytes, which is "
     "the memory "
     "of the largest single process.\n\n"
     "The label status is success; failure, also if CMD could not be executed; signal; timeout; or lost: "
     "then this "
     "command was killed with KILL, which takes CMD with it, and the next run of NAME counts it. Of runs on "
     "other "
     "hosts or in other containers that is known after a week.\n\n"
     "CMD is what counts: where the metrics cannot be kept it runs all the same, a message says so at the "
     "end, and the "
     "exit status is CMD's. A store that does not answer holds CMD up for a second or two, or for "
     "metrics.timeout.\n\n"
     "Exit status: that of CMD; 124 --timeout was over: CMD got TERM, and KILL five seconds later; 125 wrong "
     "usage, or "
     "no process could be made; 126 CMD cannot be executed; 127 CMD was not found.",
     run_words, label_only, run_examples, nullptr, metrics::run, Touches::itself, false, false, nullptr,
     true},
    {"plot", "draw a metric",
     "Draws a histogram with a bar for each bucket: its upper bound, how many values fell into it, and the "
     "buckets in "
     "which median, 90th and 99th percentile lie. Histograms of several series are added up. Of a counter or "
     "gauge "
     "there is a bar for each series that has the given labels.\n\n"
     "Never wider than the terminal, 80 columns where there is none. Where the locale is not UTF-8 bars are "
     "made of #. "
     "With --json, what metrics get prints.",
     name_only, filter_only, plot_examples, "there is no such series", metrics::plot},
    {"watch", "watch metrics change",
     "Shows each series with its value, how much it has changed per second since the last look, and what "
     "this watch has "
     "seen of it: of a gauge its values, of others their changes. Of a histogram the value is how many were "
     "observed. "
     "q, Ctrl-C or a signal ends it with exit status 0.\n\n"
     "Where standard output is no terminal, each look is a line for each series: name, labels, value and "
     "change per "
     "second, with tabs between them, and an empty line behind them. With --json it is what metrics get "
     "prints of each "
     "series, with per_second and time. A store that cannot be read is named, and asked again; only at the "
     "first look "
     "that is an error.",
     pattern_word, watch_options, watch_examples, nullptr, metrics::watch, Touches::itself, true, false},
};

}  // namespace

const Group metrics_group{
    "metrics", "counters, gauges and histograms that many processes share",
    "Keeps exact counters, gauges and histograms, safely for any number of processes, and exports them for "
    "Prometheus. State is a SQLite file in the state directory unless configured otherwise.\n\n"
    "--metrics-url, OBJECTOS_METRICS_URL or metrics.url in the configuration names another store: memory:, "
    "sqlite:PATH, redis://USER:PASSWORD@HOST:PORT/DB and the other URLs of Redis that man objectos-storage lists. A "
    "Redis Cluster keeps all metrics on one node.\n\n"
    "Names are letters, digits, _ : . - and /, and begin with no digit; labels the same without the colon. "
    "The labels "
    "le and quantile and those that begin with __ are reserved. Two names that would be exported as one are "
    "refused.",
    commands};

}  // namespace objectos::cli

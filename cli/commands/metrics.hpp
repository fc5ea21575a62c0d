// The functions behind `objectos metrics`; the table is in metrics_table.cpp.
#pragma once

#include <string>
#include <vector>

#include "call.hpp"

namespace objectos::cli::metrics {

// metrics.cpp: what changes metrics
int inc(Call& call);
int set(Call& call);
int add(Call& call);
int observe(Call& call);
int declare(Call& call);
int reset(Call& call);
int remove(Call& call);

// metrics_read.cpp
int get(Call& call);
int list(Call& call);
int quantile(Call& call);

// metrics_text.cpp
int export_(Call& call);
int import(Call& call);
int lint(Call& call);

// metrics_push.cpp
int push(Call& call);

// metrics_alerts.cpp
int alerts_check(Call& call);
int alerts_list(Call& call);
int alerts_export(Call& call);

// metrics_run.cpp
int run(Call& call);

// metrics_plot.cpp
int plot(Call& call);

// metrics_watch.cpp
int watch(Call& call);

// What the verbs share.
[[noreturn]] void usage(const Message& what);
/// The labels that an option gives; views into the call's words. Error(usage) for one without `=`.
std::vector<Label> labels_option(const Call& call, std::string_view name = "--label");
/// Error(usage) that names `what` for anything but a number.
double number_word(const std::string& text, const char* what);
/// `errors{kind="io"}`
std::string series_name(const std::string& name, const Labels& labels);

}  // namespace objectos::cli::metrics

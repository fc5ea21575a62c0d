// The metrics verbs that record, declare, reset and delete.
#include "commands/metrics.hpp"

#include <algorithm>

#include "exit_status.hpp"
#include "input.hpp"
#include "language.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::metrics {

void usage(const Message& what) {
  throw Error(Errc::usage, what);
}

std::vector<Label> labels_option(const Call& call, std::string_view name) {
  std::vector<Label> labels;
  for (const auto& [option, value] : call.args.options) {
    if (option->name != name) continue;
    const std::size_t equals = value.find('=');
    if (equals == value.npos) {
      throw Error(Errc::usage,
                  Message("metrics.label_form", "\"{{text}}\" is not NAME=VALUE", {{"text", value}}))
          .at(name);
    }
    labels.emplace_back(std::string_view(value).substr(0, equals),
                        std::string_view(value).substr(equals + 1));
  }
  return labels;
}

double number_word(const std::string& text, const char* what) {
  if (const auto number = parse_metric_number(text)) return *number;
  throw Error(Errc::usage, Message("metrics.number", "\"{{text}}\" is not a number", {{"text", text}}))
      .at(what);
}

std::string series_name(const std::string& name, const Labels& labels) {
  std::string text = name;
  if (labels.empty()) return text;
  text += '{';
  for (const auto& [label, value] : labels) {
    if (text.back() != '{') text += ',';
    text.append(label).append("=").append(json::quoted(value));
  }
  return text + "}";
}

namespace {

/// Silent; the value only as JSON.
int print_recorded(Call& call, const std::vector<Label>& labels, double value) {
  if (!call.out.json()) return exit_status::ok;
  append_recorded_json(call.out.buffer(), call.args.positionals[0], labels, value);
  call.out.line("");
  return exit_status::ok;
}

/// One use; what the series is now is asked for only if it is printed.
template <class Use>
int record(Call& call, Use use) {
  const std::vector<Label> labels = labels_option(call);
  Metrics::Group group(call.session.metrics());
  use(group, call.args.positionals[0], labels);
  if (call.out.json()) return print_recorded(call, labels, group.commit()[0]);
  group.commit_untold();
  return exit_status::ok;
}

/// Words between blanks and newlines, as numbers.
std::vector<double> numbers_of(std::string_view text) {
  std::vector<double> numbers;
  constexpr std::string_view blanks = " \t\r\n";
  for (std::size_t at = text.find_first_not_of(blanks); at != text.npos;) {
    const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
    numbers.push_back(number_word(std::string(text.substr(at, end - at)), "V"));
    at = text.find_first_not_of(blanks, end);
  }
  return numbers;
}

std::vector<double> observed_values(const Call& call) {
  const std::vector<std::string>& words = call.args.positionals;
  if (words.size() < 2) usage(Message("cli.missing", "{{name}} is missing", {{"name", "V"}}));
  std::vector<double> values;
  for (auto word = words.begin() + 1; word != words.end(); ++word) {
    if (*word == "-") {
      call.check_input(*word, "V");
      const std::vector<double> read = numbers_of(read_input("-"));
      values.insert(values.end(), read.begin(), read.end());
    } else {
      values.push_back(number_word(*word, "V"));
    }
  }
  return values;
}

// ---- declare
// -------------------------------------------------------------------------------------------------

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    items.emplace_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return items;
}

std::vector<double> buckets_option(const Call& call) {
  const std::string* list = call.args.find("--buckets");
  if (!list) return {};
  if (*list == "default") return {default_buckets().begin(), default_buckets().end()};
  if (*list == "batch") return {batch_buckets().begin(), batch_buckets().end()};
  std::vector<double> bounds;
  for (const std::string& item : split_list(*list)) bounds.push_back(number_word(item, "--buckets"));
  return bounds;
}

/// `k=v,k2=v2`, or nothing for the series without labels.
Labels init_option(const std::string& text) {
  Labels labels;
  if (text.empty()) return labels;
  for (const std::string& item : split_list(text)) {
    const std::size_t equals = item.find('=');
    if (equals == item.npos)
      throw Error(Errc::usage,
                  Message("metrics.label_form", "\"{{text}}\" is not NAME=VALUE", {{"text", item}}))
          .at("--init");
    labels.emplace_back(item.substr(0, equals), item.substr(equals + 1));
  }
  return labels;
}

MetricType type_option(const Call& call) {
  const std::string* type = call.args.find("--type");
  if (!type) usage(Message("cli.missing", "{{name}} is missing", {{"name", "--type"}}));
  if (*type == "counter") return MetricType::counter;
  return *type == "gauge" ? MetricType::gauge : MetricType::histogram;
}

// ---- reset, delete
// ---------------------------------------------------------------------------------------------

int print_number(Call& call, const char* name, std::size_t n) {
  if (call.out.json()) call.out.line("{\"" + std::string(name) + "\":" + std::to_string(n) + "}");
  return exit_status::ok;
}

int dry_run(Call& call, const Glob& names) {
  std::string list;
  for (const auto& [family, series] : call.session.metrics().families(names)) {
    if (!call.out.json()) call.out.line(call.shown(family.name));
    if (!list.empty()) list += ',';
    json::append_string(list, family.name);
  }
  if (call.out.json()) call.out.line("{\"deleted\":0,\"would_delete\":[" + list + "]}");
  return exit_status::ok;
}

bool confirmed(Call& call, const Glob& names) {
  if (call.args.has("--yes") || call.session.in_batch || !call.session.console.can_ask())
    return call.confirmed("");
  Language language(call.session.lang);
  const std::size_t n = call.session.metrics().families(names).size();
  return call.confirmed(
      "objectos: " + language.text(Message("metrics.delete", "delete metrics: {{count}}?", {{"count", n}})));
}

}  // namespace

int inc(Call& call) {
  const std::string* by = call.args.positional(1);
  return record(call, [n = by ? number_word(*by, "N") : 1](auto& group, const std::string& name, LabelList labels) {
    group.increment_counter(name, n, labels);
  });
}

int set(Call& call) {
  return record(call, [v = number_word(call.args.positionals[1], "V")](auto& group, const std::string& name,
                                                                       LabelList labels) {
    group.set_gauge(name, v, labels);
  });
}

int add(Call& call) {
  return record(call, [v = number_word(call.args.positionals[1], "V")](auto& group, const std::string& name,
                                                                       LabelList labels) {
    group.increment_gauge(name, v, labels);
  });
}

int observe(Call& call) {
  const std::vector<Label> labels = labels_option(call);
  const std::vector<double> values = observed_values(call);
  if (values.empty()) return exit_status::ok;
  call.session.metrics().record_histogram(call.args.positionals[0], values, labels);
  return print_recorded(call, labels, values.back());
}

int declare(Call& call) {
  MetricFamily family;
  family.name = call.args.positionals[0];
  family.type = type_option(call);
  if (const std::string* help = call.args.find("--help-text")) family.help = *help;
  if (const std::string* unit = call.args.find("--unit")) family.unit = *unit;
  family.bounds = buckets_option(call);
  std::vector<Labels> zero;
  for (const auto& [option, value] : call.args.options) {
    if (option->name == std::string_view("--label")) {
      if (!family.labels) family.labels.emplace();
      family.labels->push_back(value);
    }
    if (option->name == std::string_view("--init")) zero.push_back(init_option(value));
  }
  call.session.metrics().declare(std::move(family), zero);
  return exit_status::ok;
}

int reset(Call& call) {
  const std::string* name = call.args.positional(0);
  return print_number(call, "reset", call.session.metrics().reset(name ? Glob(Glob::escape(*name)) : Glob()));
}

int remove(Call& call) {
  const std::string* name = call.args.positional(0);
  const std::string* match = call.args.find("--match");
  if (name && match) usage(Message("metrics.name_and_match", "NAME and --match exclude each other"));
  if (!name && !match) usage(Message("cli.missing", "{{name}} is missing", {{"name", "NAME"}}));
  const Glob names(name ? Glob::escape(*name) : *match);
  if (call.args.has("--dry-run")) return dry_run(call, names);
  if (match && !confirmed(call, names)) {
    print_number(call, "deleted", 0);
    return exit_status::no;
  }
  return print_number(call, "deleted", call.session.metrics().remove(names));
}

}  // namespace objectos::cli::metrics

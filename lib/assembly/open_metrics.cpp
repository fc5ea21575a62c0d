// Which store of metrics stands behind a URL, and what the configuration says of the service.
#include "assembly/backend_choice.hpp"
#include "core/json_tree.hpp"
#include "core/module.hpp"
#include "kernel/server_options.hpp"
#include "metrics/labels.hpp"
#include "metrics/names.hpp"
#include "objectos/log.hpp"
#include "objectos/metrics.hpp"
#include "redis/exports.hpp"
#include "sqlite/metrics_store.hpp"

namespace objectos {
namespace {

/// A place in front of what is wrong with a configured value.
template <class Read>
auto configured(const char* key, Read read) {
  try {
    return read();
  } catch (const Error& error) {
    throw error.as(Errc::usage).at(key);
  }
}

Labels default_labels(const Config& config) {
  const std::string text = config.json("metrics.default_labels").raw();
  const json::Node tree =
      json::parse_tree(text, {"metrics.default_labels", 1}, json::Reader::Dialect::strict);
  std::vector<Label> labels;
  for (const json::Member& member : tree.members) {
    labels.emplace_back(member.key, member.value.kind == json::Kind::string
                                        ? std::string_view(member.value.string)
                                        : member.value.text);
  }
  return metrics::labels_of(
      configured("metrics.default_labels", [&] { return metrics::check_labels(labels); }).text);
}

MetricsOptions options_of(const Config& config) {
  MetricsOptions options;
  options.enabled = config.boolean("metrics.enabled");
  options.prefix = config.string("metrics.prefix");
  if (!options.prefix.empty()) {
    configured("metrics.prefix", [&] {
      metrics::check_metric_name(options.prefix);
      return 0;
    });
  }
  options.default_labels = default_labels(config);
  return options;
}

std::shared_ptr<Metrics> open_sqlite(const Config& config, std::string_view path) {
  return std::make_shared<Metrics>(sqlite::metrics(sqlite_options(config, "metrics", path)),
                                   options_of(config));
}

std::shared_ptr<Metrics> open_memory(const Config& config) {
  const auto max_samples = static_cast<std::size_t>(config.integer("metrics.max_histogram_observations"));
  return std::make_shared<Metrics>(memory_metrics(max_samples), options_of(config));
}

std::shared_ptr<Metrics> open_redis(const Config& config, ServerOptions options) {
  return std::make_shared<Metrics>(module_exports<redis::Exports>("redis").metrics(std::move(options)),
                                   options_of(config));
}

}  // namespace

std::shared_ptr<Metrics> open_metrics(const Config& config) {
  if (const auto url = url_of(config, "metrics")) return open_metrics(*url, config);
  const std::string backend = config.string("metrics.backend");
  if (backend == "memory") return open_memory(config);
  if (backend == "redis") return open_redis(config, server_options(config, "metrics", backend));
  return open_sqlite(config, config.string("metrics.options.path"));
}

std::shared_ptr<Metrics> open_metrics(std::string_view url, const Config& config) {
  const auto colon = url.find(':');
  const std::string_view scheme = url.substr(0, colon);
  const std::string_view rest = colon == url.npos ? std::string_view() : url.substr(colon + 1);
  if (scheme == "memory" && rest.empty()) return open_memory(config);
  if (scheme == "sqlite" && !rest.empty()) return open_sqlite(config, rest);
  if (module_of_url(url) == "redis") return open_redis(config, server_options_of_url(config, "metrics", url));
  throw Error(
      Errc::usage,
      Message("metrics.url", "\"{{url}}\" is not the URL of a store of metrics", {{"url", redact(url)}}),
      Message("metrics.url_hint", "URLs are memory:, sqlite:PATH, redis://HOST, rediss://HOST"));
}

}  // namespace objectos

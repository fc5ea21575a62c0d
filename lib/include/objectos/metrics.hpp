// Counters, gauges and histograms that many processes share. Start here:
//
//   auto metrics = objectos::open_metrics(objectos::Config::load(objectos::ConfigSources::process()));
//   metrics->increment_counter("app.errors.total", 1, {{"kind", "io"}});
//   std::string page = metrics->export_prometheus();
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/config.hpp"
#include "objectos/error.hpp"
#include "objectos/metrics_handles.hpp"
#include "objectos/metrics_store.hpp"
#include "objectos/plugin.hpp"

namespace objectos {

/// Bounds of a histogram that is declared without any, in seconds: 5 ms to 10 s.
OBJECTOS_API std::span<const double> default_buckets() noexcept;
/// Bounds for batch jobs, in seconds: the default ones and on to 24 h.
OBJECTOS_API std::span<const double> batch_buckets() noexcept;

/// Labels as they come out: sorted by name.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// A series, or several added up, as a reader wants it.
struct Metric {
  std::string name;
  MetricType type = MetricType::counter;
  Labels labels;     ///< of the series; where several are added up, those that were asked for
  double value = 0;  ///< counter, gauge
  // Of a histogram only:
  std::uint64_t count = 0;
  double sum = 0;
  std::vector<std::pair<double, std::uint64_t>> buckets;  ///< bound (last: +Inf), how many are not above it
  std::vector<HistogramCell> cells;
  /// The last values as they were, oldest first, for each series; only of a store in memory, at most
  /// metrics.max_histogram_observations, and without those of handles. Count, sum and quantiles do not depend on it.
  std::vector<double> samples;

  /// The value at rank ceil(q × count) of a histogram, 0 ≤ q ≤ 1, off by at most 1.1 % of itself. Of values
  /// that were imported only classic buckets are known: where such lie among others, the quantile is
  /// interpolated between bounds. Nothing without observations.
  OBJECTOS_API std::optional<double> quantile(double q) const;
};

/// A family with all its series.
struct MetricReport {
  MetricFamily family;
  std::vector<Metric> series;
};

struct MetricsOptions {
  bool enabled = true;    ///< false: nothing is recorded
  std::string prefix;     ///< begins every exported name
  Labels default_labels;  ///< of every exported series; a family's own label wins
};

enum class MetricsFormat { prometheus, openmetrics, json };
/// How names that a format has no room for are written. allow_utf8 quotes them and changes nothing.
enum class MetricsEscaping { underscores, dots, values, allow_utf8 };

/// Takes the next piece of an export.
using MetricsSink = std::function<void(std::string_view)>;

namespace metrics {
class BuiltInMetrics;
}

/// The service. Thread safe.
///
/// Every member throws Error(usage) for an illegal name, label or value, and Error(data) if what is asked for
/// contradicts the type, labels or bounds that the name has, or if its exported name is another's; then
/// nothing has changed. And whatever the store throws (unavailable, denied, data).
///
/// Names are letters, digits, `_ : . - /` and characters beyond ASCII, and begin with no digit; labels the
/// same without `:`. Labels that begin with `__`, `le` and `quantile` are reserved.
class OBJECTOS_API Metrics {
 public:
  static constexpr std::string_view service_name = "metrics";

  explicit Metrics(std::shared_ptr<MetricsStore> store, MetricsOptions options = {});
  /// Flushes what handles have recorded; what goes wrong is logged.
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // ---- recording: what returns is stored

  /// Adds to a counter; what it is now. `by` must be finite and not negative.
  double increment_counter(std::string_view name, double by = 1, LabelList labels = {});
  double set_gauge(std::string_view name, double value, LabelList labels = {});
  double increment_gauge(std::string_view name, double by = 1, LabelList labels = {});
  double decrement_gauge(std::string_view name, double by = 1, LabelList labels = {});
  /// `value` must not be NaN.
  void record_histogram(std::string_view name, double value, LabelList labels = {});
  /// Many at once: all are stored, or none.
  void record_histogram(std::string_view name, std::span<const double> values, LabelList labels = {});

  /// Several uses that are stored together, or not at all, by commit().
  class OBJECTOS_API Group {
   public:
    explicit Group(Metrics& metrics);
    ~Group();
    void increment_counter(std::string_view name, double by = 1, LabelList labels = {});
    void set_gauge(std::string_view name, double value, LabelList labels = {});
    void increment_gauge(std::string_view name, double by, LabelList labels = {});
    /// Bounds are for a histogram that is not there yet; one that is must have the same. Empty: any.
    void observe(std::string_view name, std::span<const double> values, LabelList labels = {},
                 std::span<const double> bounds = {});
    /// What each counter and gauge is now, in the order of the calls; 0 for a histogram.
    std::vector<double> commit();
    /// The same without telling, which spares some stores a good part of the work.
    void commit_untold();

    struct Use;

   private:
    friend class Metrics;
    Use& add(std::string_view name, MetricType type, LabelList labels);
    Metrics& metrics_;
    std::vector<Use> uses_;
  };

  // ---- handles, for what is used often: see metrics_handles.hpp

  /// The series appears, with 0 if it is new. Errors as for the uses above, which the handles have no more.
  CounterHandle counter(std::string_view name, LabelList labels = {});
  GaugeHandle gauge(std::string_view name, LabelList labels = {});
  HistogramHandle histogram(std::string_view name, LabelList labels = {});
  /// Stores what handles have recorded, all together. What the store refuses (somebody else has removed the
  /// metric and declared it anew) is dropped with a warning. On any other error all is kept for the next
  /// flush.
  void flush() const;

  /// Fixes what `family` says; without labels, the first use decides on them, and without bounds a histogram
  /// has default_buckets(). May be repeated, also to change help and unit. `zero`: series that appear with 0.
  void declare(MetricFamily family, const std::vector<Labels>& zero = {});

  // ---- reading

  std::optional<MetricFamily> family(std::string_view name) const;
  /// The series of that name whose labels include `labels`: counters and histograms added up into one, gauges
  /// one each. Empty if there is none.
  std::vector<Metric> get_metric(std::string_view name, LabelList labels = {}) const;
  std::vector<MetricReport> get_metrics(const Glob& names = Glob()) const;
  std::vector<MetricReport> metrics_by_type(MetricType type) const;
  /// Families by name, without their series, and how many series each has.
  std::vector<std::pair<MetricFamily, std::size_t>> families(const Glob& names = Glob()) const;

  /// Sets what matches to zero; how many families.
  std::size_t reset(const Glob& names = Glob());
  /// Removes what matches; how many families.
  std::size_t remove(const Glob& names);

  // ---- export: prefix and default labels apply

  /// Text 0.0.4: `text/plain; version=0.0.4`.
  std::string export_prometheus() const;
  /// OpenMetrics 1.0: `application/openmetrics-text; version=1.0.0`.
  std::string export_openmetrics() const;
  /// Piece by piece, so that no more than a few series are in memory. The same state gives the same bytes.
  void write(MetricsFormat format, MetricsEscaping escaping, const MetricsSink& sink) const;

  const MetricsOptions& options() const noexcept { return options_; }
  MetricsStore& store() const noexcept { return *store_; }

 private:
  friend class metrics::BuiltInMetrics;
  struct Handles;
  std::vector<double> record(std::vector<Group::Use>& uses) const;
  bool try_record(std::vector<Group::Use>& uses) const;
  std::optional<double> again(const MetricUse& use) const;

  std::shared_ptr<MetricsStore> store_;
  MetricsOptions options_;
  std::unique_ptr<Handles> handles_;
};

/// The service that the configuration describes (`metrics.url`, else `metrics.backend` and
/// `metrics.options`). Nothing is opened or created before the first use.
OBJECTOS_API std::shared_ptr<Metrics> open_metrics(const Config& config);
/// The store behind a URL: `memory:`, `sqlite:PATH`, `redis://…`; other settings from `config`.
OBJECTOS_API std::shared_ptr<Metrics> open_metrics(std::string_view url, const Config& config);

/// Writes text 0.0.4 to `path` for node_exporter's textfile collector: the file appears whole or not at all,
/// mode 0644. Error(data), and the old file stays, if another .prom file beside it has a family of ours with
/// another type or help: the collector would drop one of them without a word. `escaping` is not allow_utf8.
OBJECTOS_API void write_textfile(const Metrics& metrics, const std::string& path,
                                 MetricsEscaping escaping = MetricsEscaping::underscores);

// ---- expositions of others
// -----------------------------------------------------------------------------------

/// OpenMetrics if the last line is `# EOF`, else text 0.0.4.
OBJECTOS_API MetricsFormat exposition_format(std::string_view text) noexcept;

struct MetricsFinding {
  enum class Severity { error, warning };
  Severity severity;
  std::size_t line;    ///< from 1
  std::size_t column;  ///< in bytes, from 1
  Message message;
};
/// Errors are breaches of the format, found beyond the first one, too. Warnings are advice on names, units
/// and help texts, and time stamps and negative counters in text 0.0.4. Ordered by place. `format` is not
/// json. Error(data) for a text of 4 GiB and more.
OBJECTOS_API std::vector<MetricsFinding> lint_metrics(std::string_view text, MetricsFormat format);

struct MetricsImport {
  std::size_t families = 0;
  std::size_t series = 0;
  std::vector<std::string> left_out;  ///< families of a type that cannot be added to: gaugehistogram
};
/// Adds an exposition in either format to what is there: counters and histograms are added, gauges, untyped
/// metrics, infos and states set. Of a summary count and sum are kept, as a histogram with the one bucket
/// +Inf. A family that would be exported under a name that is there is that family. All is stored or nothing.
/// Error(data) with NAME:LINE:COLUMN for the first breach of the format, and for what contradicts the
/// families that are there.
OBJECTOS_API MetricsImport import_metrics(Metrics& into, std::string_view text, std::string_view name);

/// Shortest text that reads back as `x`: `3`, `0.3`, `1e-07`, `NaN`, `+Inf`, `-Inf`.
OBJECTOS_API std::string metric_number(double x);
/// A number as people and expositions write it, and nothing else; nothing if `text` is none.
OBJECTOS_API std::optional<double> parse_metric_number(std::string_view text);

/// Appends {"name","labels","value"}.
OBJECTOS_API void append_recorded_json(std::string& out, std::string_view name, LabelList labels,
                                       double value);
/// Appends {"name","type","labels","value"}; of a histogram "count", "sum", "buckets" and "quantiles" instead
/// of the value.
OBJECTOS_API void append_metric_json(std::string& out, const Metric& metric);

/// Registers the service "metrics", opened as the configuration says, and flushes what handles have recorded
/// once a second and at its end. Unless metrics.track_built_in_metrics is false, it measures the kernel's own
/// work, through handles: plugin.load.duration{plugin}, plugin.enable.duration{plugin} and
/// hook.execution.duration{event}, in seconds, and service.calls.total{service}.
class OBJECTOS_API MetricsPlugin : public ServicePlugin {
 public:
  MetricsPlugin();
  explicit MetricsPlugin(Config config);
  ~MetricsPlugin() override;
  void init(PluginContext& context) override;
  void destroy() override;

 private:
  std::shared_ptr<Metrics> metrics_;
};

}  // namespace objectos

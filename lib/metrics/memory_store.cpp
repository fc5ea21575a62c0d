#include <algorithm>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include "metrics/buckets.hpp"
#include "metrics/labels.hpp"
#include "metrics/many_series.hpp"
#include "objectos/metrics_store.hpp"

namespace objectos {
namespace {

/// The last values, the oldest overwritten first.
class Samples {
 public:
  void add(double value, std::size_t most) {
    if (values_.size() < most) {
      values_.push_back(value);
    } else if (most > 0) {
      values_[oldest_] = value;
      oldest_ = (oldest_ + 1) % most;
    }
  }
  std::vector<double> in_order() const {
    std::vector<double> values = values_;
    std::rotate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(oldest_), values.end());
    return values;
  }

 private:
  std::vector<double> values_;
  std::size_t oldest_ = 0;
};

struct Series {
  double value = 0;
  std::vector<HistogramCell> cells;
  Samples samples;
};
using AllSeries = std::map<std::string, Series, std::less<>>;

/// A name and labels as somebody wrote them, as one key; each with its length in front.
class Words {
 public:
  /// Empty if they are too long to be worth it.
  Words(std::string_view name, LabelList labels) noexcept {
    add(name);
    for (const auto& [label, value] : labels) {
      add(label);
      add(value);
    }
  }
  std::string_view text() const noexcept { return {text_, is_whole_ ? size_ : 0}; }

 private:
  void add(std::string_view word) noexcept {
    if (!is_whole_ || word.size() + sizeof(unsigned) > sizeof text_ - size_) {
      is_whole_ = false;
      return;
    }
    const auto length = static_cast<unsigned>(word.size());
    std::memcpy(text_ + size_, &length, sizeof length);
    std::memcpy(text_ + size_ + sizeof length, word.data(), word.size());
    size_ += sizeof length + word.size();
  }
  char text_[256];
  std::size_t size_ = 0;
  bool is_whole_ = true;
};

class MemoryMetrics final : public MetricsStore {
 public:
  explicit MemoryMetrics(std::size_t max_samples) : max_samples_(max_samples) {}

  std::string name() const override { return "memory"; }

  std::optional<MetricFamily> family(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    const auto found = families_.find(name);
    return found == families_.end() ? std::nullopt : std::optional(found->second);
  }

  void declare(const Declare& change) override {
    const std::lock_guard lock(mutex_);
    MetricFamilies changed = families_;
    change(changed);
    families_.swap(changed);
    known_.clear();
  }

  bool record(std::span<MetricChange> changes) override {
    const std::lock_guard lock(mutex_);
    if (!are_as_taken(changes)) return false;
    for (MetricChange& change : changes) apply(change);
    return true;
  }

  std::optional<double> record_again(const MetricUse& use) override {
    const Words words(use.name, use.labels);
    if (words.text().empty()) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Known* known = find_or_learn(words.text(), use);
    if (!known || known->family->type != use.type) return std::nullopt;
    if (use.type == MetricType::histogram) {
      const HistogramCell cell = metrics::cell_of(known->family->bounds, use.value);
      metrics::add_cells(known->series->cells, {&cell, 1});
      known->series->samples.add(use.value, max_samples_);
      return 0;
    }
    double& value = known->series->value;
    return value = use.is_set ? use.value : value + use.value;
  }

  std::vector<OpenRun> open_runs(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    const auto found = runs_.find(name);
    return found == runs_.end() ? std::vector<OpenRun>() : found->second;
  }

  Noted record_run(std::span<MetricChange> changes, const RunNote& note) override {
    const std::lock_guard lock(mutex_);
    if (!are_as_taken(changes)) return Noted::other_families;
    std::vector<OpenRun> runs = runs_[std::string(note.name)];
    for (const OpenRun& ended : note.ended) {
      if (std::erase_if(runs, [&](const OpenRun& run) { return run.id == ended.id; }) == 0)
        return Noted::other_runs;
    }
    if (note.begun) runs.push_back(*note.begun);
    for (MetricChange& change : changes) {
      if (change.kind == MetricChange::Kind::running) {
        change.value = static_cast<double>(std::count_if(
            runs.begin(), runs.end(), [&](const OpenRun& run) { return run.labels == change.labels; }));
      }
      apply(change);
    }
    runs_[std::string(note.name)] = std::move(runs);
    return Noted::done;
  }

  void read(const Glob& names, MetricsVisitor& visitor) override {
    const std::lock_guard lock(mutex_);
    for (auto at = families_.lower_bound(names.prefix()); at != families_.end(); ++at) {
      const auto& [name, family] = *at;
      if (!name.starts_with(names.prefix())) return;
      if (!names.matches(name)) continue;
      visitor.family(family);
      for (const auto& [labels, series] : series_[name]) {
        const std::vector<double> samples = series.samples.in_order();
        visitor.series({labels, series.value, series.cells, samples});
      }
    }
  }

  std::size_t reset(const Glob& names) override {
    const std::lock_guard lock(mutex_);
    std::size_t matched = 0;
    for (const auto& [name, family] : families_) {
      if (!names.matches(name)) continue;
      for (auto& [labels, series] : series_[name]) series = {};
      ++matched;
    }
    return matched;
  }

  std::size_t remove(const Glob& names) override {
    const std::lock_guard lock(mutex_);
    known_.clear();
    return std::erase_if(families_, [&](const auto& item) {
      const bool matched = names.matches(item.first);
      if (matched) series_.erase(item.first);
      return matched;
    });
  }

  AlertNotes alert_notes() override {
    const std::lock_guard lock(mutex_);
    return notes_;
  }

  bool note_alerts(std::uint64_t version, const AlertChanges& changes) override {
    const std::lock_guard lock(mutex_);
    if (version != notes_.version) return false;
    for (const auto& [key, text] : changes) {
      if (text.empty()) {
        notes_.texts.erase(key);
      } else {
        notes_.texts.insert_or_assign(key, text);
      }
    }
    ++notes_.version;
    return true;
  }

 private:
  struct Known {
    const MetricFamily* family;
    Series* series;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>()(text);
    }
  };
  /// Enough for what is used often; the words of all others are learned again and again.
  static constexpr std::size_t most_known = 100'000;

  const Known* find_or_learn(std::string_view words, const MetricUse& use) {
    if (const auto found = known_.find(words); found != known_.end()) return &found->second;
    const auto family = families_.find(use.name);
    const auto all = series_.find(use.name);
    if (family == families_.end() || all == series_.end()) return nullptr;
    const metrics::CheckedLabels labels = metrics::check_labels(use.labels);
    const auto series = all->second.find(labels.text);
    if (family->second.labels != labels.names || series == all->second.end()) return nullptr;
    if (known_.size() == most_known) known_.clear();
    return &known_.emplace(words, Known{&family->second, &series->second}).first->second;
  }

  bool are_as_taken(std::span<const MetricChange> changes) const {
    return std::all_of(changes.begin(), changes.end(),
                       [this](const MetricChange& change) { return is_as_taken(*change.family); });
  }

  bool is_as_taken(const MetricFamily& taken) const {
    const auto found = families_.find(taken.name);
    return found != families_.end() && found->second.type == taken.type &&
           found->second.labels == taken.labels && found->second.bounds == taken.bounds;
  }

  void apply(MetricChange& change) {
    AllSeries& all = series_[change.family->name];
    auto found = all.find(change.labels);
    if (found == all.end()) {
      found = all.emplace(std::string(change.labels), Series{}).first;
      if (all.size() == metrics::many_series + 1) metrics::warn_of_many_series(change.family->name);
    }
    Series& series = found->second;
    if (change.kind == MetricChange::Kind::observe) {
      if (change.cell.count > 0) metrics::add_cells(series.cells, {&change.cell, 1});
      for (const double value : change.samples) series.samples.add(value, max_samples_);
      return;
    }
    series.value = change.kind == MetricChange::Kind::add ? series.value + change.value : change.value;
    change.value = series.value;
  }

  const std::size_t max_samples_;
  std::mutex mutex_;
  MetricFamilies families_;
  std::map<std::string, AllSeries, std::less<>> series_;
  std::unordered_map<std::string, Known, Hash, std::equal_to<>> known_;  // into those two
  AlertNotes notes_;
  std::map<std::string, std::vector<OpenRun>, std::less<>> runs_;
};

}  // namespace

std::shared_ptr<MetricsStore> memory_metrics(std::size_t max_samples) {
  return std::make_shared<MemoryMetrics>(max_samples);
}

}  // namespace objectos

#include "redis/metrics_store.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <mutex>
#include <tuple>
#include <unordered_map>

#include "metrics/many_series.hpp"
#include "metrics/stored_form.hpp"
#include "objectos/error.hpp"
#include "objectos/json.hpp"
#include "objectos/metrics.hpp"
#include "redis/client.hpp"

namespace objectos::redis {
namespace {

/// What must be the same for a use to fit; of a family whose labels are open none is.
std::string shape_of(const MetricFamily& family) {
  if (!family.labels) return {};
  return std::string(metric_type_name(family.type)) + '\n' + metrics::stored_labels(*family.labels) + '\n' +
         metrics::stored_bounds(family.bounds);
}

/// `["counter","kind,code","","help","unit"]`; null for labels that are open.
std::string description_of(const MetricFamily& family) {
  std::string text = "[" + json::quoted(metric_type_name(family.type)) + ",";
  text += family.labels ? json::quoted(metrics::stored_labels(*family.labels)) : "null";
  for (const std::string& part : {metrics::stored_bounds(family.bounds), family.help, family.unit})
    text += "," + json::quoted(part);
  return text + "]";
}

MetricFamily family_of(std::string_view name, std::string_view description) {
  MetricFamily family;
  family.name = name;
  std::vector<std::optional<std::string>> parts;
  json::Reader reader(description, {"metrics", 1});
  std::string scratch;
  for (reader.begin_array(); reader.next_element();) {
    if (reader.peek() == json::Kind::string) {
      parts.emplace_back(reader.string(scratch));
    } else {
      reader.value();
      parts.emplace_back();
    }
  }
  const bool is_whole = parts.size() == 5 && parts[0] && parts[2] && parts[3] && parts[4];
  if (!is_whole || !metrics::read_stored(family, *parts[0], parts[1], *parts[2])) {
    throw Error(Errc::data, Message("redis.metric", "the metric {{name}} is not one that objectos wrote",
                                    {{"name", name}}));
  }
  family.help = *parts[3];
  family.unit = *parts[4];
  return family;
}

double number_of(std::string_view text) {
  return parse_metric_number(text).value_or(0);
}

/// A family's hash, as series in order.
class Series {
 public:
  explicit Series(const Reply& hash) {
    for (std::size_t i = 0; i + 1 < hash.size(); i += 2) {
      const std::string_view field = hash[i].text(), value = hash[i + 1].text();
      if (field.empty()) continue;
      if (field[0] == 'v' || field[0] == 't') values_.emplace_back(field.substr(1), number_of(value));
      if (field[0] == 'c') add_cell(field.substr(1), value);
    }
    std::sort(values_.begin(), values_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::sort(cells_.begin(), cells_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.first, a.second.bucket, a.second.slot) <
             std::tie(b.first, b.second.bucket, b.second.slot);
    });
  }

  void show(const MetricFamily& family, MetricsVisitor& visitor) {
    if (family.type != MetricType::histogram) {
      for (const auto& [labels, value] : values_) visitor.series({labels, value, {}});
      return;
    }
    auto cell = cells_.begin();
    std::vector<HistogramCell> own;
    for (const auto& [labels, sum] : values_) {
      own.clear();
      for (; cell != cells_.end() && cell->first <= labels; ++cell) {
        if (cell->first == labels) own.push_back(cell->second);
      }
      if (!own.empty()) own.front().sum = sum;  // Redis keeps one sum for all cells
      visitor.series({labels, 0, own});
    }
  }

 private:
  /// BUCKET:SLOT:labels
  void add_cell(std::string_view field, std::string_view count) {
    HistogramCell cell;
    const char* end = field.data() + field.size();
    const auto bucket = std::from_chars(field.data(), end, cell.bucket);
    if (bucket.ec != std::errc() || bucket.ptr == end || *bucket.ptr != ':') return;
    const auto slot = std::from_chars(bucket.ptr + 1, end, cell.slot);
    if (slot.ec != std::errc() || slot.ptr == end || *slot.ptr != ':') return;
    std::from_chars(count.data(), count.data() + count.size(), cell.count);
    if (cell.bucket < 0 || cell.count == 0) return;
    cells_.emplace_back(std::string_view(slot.ptr + 1, static_cast<std::size_t>(end - slot.ptr - 1)), cell);
  }

  std::vector<std::pair<std::string_view, double>> values_;
  std::vector<std::pair<std::string_view, HistogramCell>> cells_;
};

class RedisMetrics final : public MetricsStore {
 public:
  explicit RedisMetrics(ServerOptions options)
      : prefix_(options.key_prefix + "{metrics}:"),
        index_(prefix_ + "families"),
        alerts_(prefix_ + "alerts"),
        client_(make_client(std::move(options))) {}

  std::string name() const override { return "redis"; }

  std::optional<MetricFamily> family(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    const Reply reply = call(index_, std::array<std::string_view, 3>{"HGET", index_, name}, true);
    if (reply.is_nil()) return std::nullopt;
    return family_of(name, reply.text());
  }

  /// Read, changed here, and written if nobody else has written meanwhile.
  void declare(const Declare& change) override {
    const std::lock_guard lock(mutex_);
    for (int attempt = 0;; ++attempt) {
      Index index = read_index();
      const std::vector<std::string> names = change(index.families);
      if (names.empty() || write_index(index, names)) return;
      pause(attempt);
    }
  }

  bool record(std::span<MetricChange> changes) override {
    const std::lock_guard lock(mutex_);
    return write(changes, nullptr) == Noted::done;
  }

  std::vector<OpenRun> open_runs(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    const std::string key = runs_key(name);
    const Reply hash = call(key, std::array<std::string_view, 2>{"HGETALL", key}, true);
    std::vector<OpenRun> runs;
    for (std::size_t i = 0; i + 1 < hash.size(); i += 2)
      runs.push_back({std::string(hash[i].text()), std::string(hash[i + 1].text())});
    return runs;
  }

  Noted record_run(std::span<MetricChange> changes, const RunNote& note) override {
    const std::lock_guard lock(mutex_);
    return write(changes, &note);
  }

  void read(const Glob& names, MetricsVisitor& visitor) override {
    const std::lock_guard lock(mutex_);
    const Index index = read_index();
    std::vector<const MetricFamily*> wanted;
    for (const auto& [name, family] : index.families) {
      if (names.matches(name)) wanted.push_back(&family);
    }
    try {
      show(wanted, visitor);
    } catch (...) {
      client_->abandon();
      throw;
    }
  }

  std::size_t reset(const Glob& names) override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> keys;
    for (const std::string& name : matching(names)) keys.push_back(key_of(name));
    if (!keys.empty()) run(scripts::metrics_reset, keys, {});
    return keys.size();
  }

  std::size_t remove(const Glob& names) override {
    const std::lock_guard lock(mutex_);
    const std::vector<std::string> matched = matching(names);
    if (matched.empty()) return 0;
    std::vector<std::string> keys = {index_};
    for (const std::string& name : matched) keys.push_back(key_of(name));
    return static_cast<std::size_t>(
        run(scripts::metrics_remove, keys, {matched.begin(), matched.end()}).integer());
  }

  AlertNotes alert_notes() override {
    const std::lock_guard lock(mutex_);
    AlertNotes notes;
    const Reply hash = call(alerts_, std::array<std::string_view, 2>{"HGETALL", alerts_}, true);
    for (std::size_t i = 0; i + 1 < hash.size(); i += 2) {
      const std::string_view key = hash[i].text(), text = hash[i + 1].text();
      if (key.empty()) {
        std::from_chars(text.data(), text.data() + text.size(), notes.version);
      } else {
        notes.texts.emplace(key, text);
      }
    }
    return notes;
  }

  bool note_alerts(std::uint64_t version, const AlertChanges& changes) override {
    const std::lock_guard lock(mutex_);
    const std::string known = std::to_string(version);
    std::vector<std::string_view> arguments = {known};
    for (const auto& [key, text] : changes) {
      arguments.push_back(key);
      arguments.push_back(text);
    }
    return run(scripts::metrics_alerts, {alerts_}, arguments).integer() == 1;
  }

 private:
  struct Index {
    MetricFamilies families;
    std::string version = "0";
  };

  std::string key_of(std::string_view family) const { return prefix_ + "family:" + std::string(family); }
  std::string runs_key(std::string_view name) const { return prefix_ + "runs:" + std::string(name); }

  static std::string_view kind_word(MetricChange::Kind kind) {
    switch (kind) {
      case MetricChange::Kind::add: return "add";
      case MetricChange::Kind::set: return "set";
      case MetricChange::Kind::running: return "running";
      case MetricChange::Kind::observe: break;
    }
    return "observe";
  }

  /// One script, which metrics_record.lua describes.
  Noted write(std::span<MetricChange> changes, const RunNote* note) {
    std::vector<const MetricFamily*> families;
    std::deque<std::string> texts;  // what the words point to
    std::vector<std::string_view> arguments;
    const auto own = [&texts](std::string text) -> std::string_view {
      return texts.emplace_back(std::move(text));
    };
    std::unordered_map<const MetricFamily*, std::string_view> numbers;
    const auto number_of_family = [&](const MetricFamily* family) {
      std::string_view& number = numbers[family];
      if (!number.empty()) return number;
      auto at = std::find_if(families.begin(), families.end(),
                             [&](const MetricFamily* known) { return *known == *family; });
      if (at == families.end()) at = families.insert(families.end(), family);
      return number = own(std::to_string(at - families.begin() + 1));
    };
    for (const MetricChange& change : changes) {
      const bool observes = change.kind == MetricChange::Kind::observe;
      arguments.push_back(number_of_family(change.family));
      arguments.push_back(kind_word(change.kind));
      arguments.push_back(change.labels);
      arguments.push_back(own(metric_number(observes ? change.cell.sum : change.value)));
      if (!observes) continue;
      arguments.push_back(
          own(std::to_string(change.cell.bucket) + ":" + std::to_string(change.cell.slot) + ":"));
      arguments.push_back(own(std::to_string(change.cell.count)));
    }
    std::vector<std::string> keys;
    std::vector<std::string_view> head = {own(std::to_string(families.size())),
                                          own(std::to_string(metrics::many_series))};
    for (const MetricFamily* family : families) {
      keys.push_back(key_of(family->name));
      head.push_back(own(shape_of(*family)));
    }
    if (note) {
      keys.push_back(runs_key(note->name));
      head.push_back(own(std::to_string(note->ended.size())));
      for (const OpenRun& ended : note->ended) head.push_back(ended.id);
      head.push_back(note->begun ? "1" : "0");
      if (note->begun) head.insert(head.end(), {note->begun->id, note->begun->labels});
    }
    arguments.insert(arguments.begin(), head.begin(), head.end());
    const Reply reply = run(scripts::metrics_record, keys, arguments);
    if (reply.is_integer()) return reply.integer() == 0 ? Noted::other_families : Noted::other_runs;
    for (std::size_t i = 0; i < changes.size() && i < reply.size(); ++i) {
      if (changes[i].kind != MetricChange::Kind::observe) changes[i].value = number_of(reply[i].text());
    }
    for (std::size_t i = changes.size(); i < reply.size(); ++i)
      metrics::warn_of_many_series(families.at(static_cast<std::size_t>(reply[i].integer() - 1))->name);
    return Noted::done;
  }

  Reply call(std::string_view key, Words words, bool is_read, const Script* script = nullptr) {
    return client_->call({key, words, is_read, script});
  }

  Reply run(const Script& script, const std::vector<std::string>& keys,
            const std::vector<std::string_view>& arguments) {
    const std::string count = std::to_string(keys.size());
    std::vector<std::string_view> words = {"EVALSHA", script.sha, count};
    words.insert(words.end(), keys.begin(), keys.end());
    words.insert(words.end(), arguments.begin(), arguments.end());
    return call(keys.front(), words, false, &script);
  }

  Index read_index() {
    Index index;
    const Reply reply = call(index_, std::array<std::string_view, 2>{"HGETALL", index_}, true);
    for (std::size_t i = 0; i + 1 < reply.size(); i += 2) {
      const std::string_view name = reply[i].text(), text = reply[i + 1].text();
      if (name.empty()) {
        index.version = text;
      } else {
        index.families.emplace(name, family_of(name, text));
      }
    }
    return index;
  }

  bool write_index(const Index& index, const std::vector<std::string>& names) {
    std::vector<std::string> keys = {index_};
    std::deque<std::string> texts;
    std::vector<std::string_view> arguments = {index.version};
    for (const std::string& name : names) {
      const MetricFamily& family = index.families.find(name)->second;
      keys.push_back(key_of(name));
      arguments.push_back(name);
      arguments.push_back(texts.emplace_back(description_of(family)));
      arguments.push_back(texts.emplace_back(shape_of(family)));
    }
    return run(scripts::metrics_declare, keys, arguments).integer() == 1;
  }

  std::vector<std::string> matching(const Glob& names) {
    std::vector<std::string> matched;
    for (const auto& [name, family] : read_index().families) {
      if (names.matches(name)) matched.push_back(name);
    }
    return matched;
  }

  /// A few hashes are on their way while one is shown.
  void show(const std::vector<const MetricFamily*>& wanted, MetricsVisitor& visitor) {
    constexpr std::size_t ahead = 16;
    std::size_t sent = 0;
    for (std::size_t shown = 0; shown < wanted.size(); ++shown) {
      for (; sent < wanted.size() && sent < shown + ahead; ++sent) {
        const std::string key = key_of(wanted[sent]->name);
        const std::array<std::string_view, 2> words{"HGETALL", key};
        client_->send({key, words, true, nullptr});
      }
      client_->pump();
      const Reply hash = client_->receive();
      if (hash.is_error()) throw client_->refusal(hash);
      visitor.family(*wanted[shown]);
      Series(hash).show(*wanted[shown], visitor);
    }
  }

  std::mutex mutex_;
  const std::string prefix_;
  const std::string index_;
  const std::string alerts_;
  std::unique_ptr<Client> client_;
};

}  // namespace

std::shared_ptr<MetricsStore> metrics(ServerOptions options) {
  return std::make_shared<RedisMetrics>(std::move(options));
}

}  // namespace objectos::redis

#include "redis/cache_backend.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>

#include "cache/limits.hpp"
#include "core/keys.hpp"
#include "objectos/error.hpp"
#include "redis/client.hpp"
#include "redis/storage_backend.hpp"

namespace objectos::redis {
namespace {

/// What the names in the index begin with. The braces are Redis Cluster's: they make one slot of all of them.
std::string index_name(std::string prefix) {
  std::replace_if(prefix.begin(), prefix.end(), [](char c) { return c == '{' || c == '}'; }, '_');
  return "{" + (prefix.empty() ? "objectos:cache" : prefix) + "}";
}

std::int64_t number_of(std::string_view text) {
  return std::strtoll(std::string(text).c_str(), nullptr, 10);
}

class RedisCache final : public CacheBackend {
 public:
  RedisCache(ServerOptions options, const CacheLimits& limits)
      : limits_(limits),
        prefix_(options.key_prefix),
        index_(index_name(options.key_prefix)),
        client_(make_client(std::move(options))),
        is_cluster_(!client_->has_transactions()) {}

  std::string name() const override { return "redis"; }

  std::int64_t now_ms() const override {
    const std::lock_guard lock(mutex_);
    const Reply time = client_->call_any(std::array<std::string_view, 1>{"TIME"});
    return number_of(time[0].text()) * 1000 + number_of(time[1].text()) / 1000;
  }

  bool get(std::string_view key, ValueVisitor visit) override {
    const std::lock_guard lock(mutex_);
    if (is_cluster_) {
      const Reply found = on_entry(key, {"GET"}, true);
      run("get", {policy_name(limits_.policy), key, found.is_nil() ? "0" : "1"});
      if (!found.is_nil()) visit(value_of(found.text()));
      return !found.is_nil();
    }
    const Reply reply = run("get", {policy_name(limits_.policy), key});
    if (reply[0].is_nil()) return false;
    visit(value_of(reply[0].text()));
    return true;
  }

  void set(std::string_view key, CacheItem item) override {
    const std::uint64_t bytes = entry_bytes(key, item);
    if (limits_.max_bytes != 0 && bytes > limits_.max_bytes) throw too_large_for_cache(bytes, limits_.max_bytes);
    if (item.ttl) keys::ends_at(Clock::system().now_ms(), *item.ttl);  // within the calendar?
    std::string value;
    append_stored(value, item.value);
    std::string tags;
    for (const std::string& tag : item.tags) tags.append(tag).push_back('\n');
    const std::string ttl = item.ttl ? std::to_string(item.ttl->count()) : "";
    const std::string size = std::to_string(bytes), max_size = std::to_string(limits_.max_size),
                      max_bytes = std::to_string(limits_.max_bytes);
    const std::lock_guard lock(mutex_);
    remove_entries(run("set", {policy_name(limits_.policy), key, is_cluster_ ? std::string_view() : value, size, ttl,
                               max_size, max_bytes, tags}));
    if (!is_cluster_) return;
    if (item.ttl) {
      on_entry(key, {"SET", value, "PX", ttl});
    } else {
      on_entry(key, {"SET", value});
    }
  }

  bool remove(std::string_view key) override {
    const std::lock_guard lock(mutex_);
    return remove_keys({std::string(key)}) > 0;
  }

  bool has(std::string_view key) override {
    const std::lock_guard lock(mutex_);
    return on_entry(key, {"EXISTS"}, true).integer() > 0;
  }

  bool has_tag(std::string_view key, std::string_view tag) override {
    const std::lock_guard lock(mutex_);
    return run("has_tag", {key, tag})[0].integer() == 1;
  }

  void range(const Range& range, const Visitor& visit) override {
    const std::lock_guard lock(mutex_);
    if (range.pattern.is_literal()) return visit_one(range, visit);
    for (Entry& entry : list(range)) {
      if (range.with_values) {
        const Reply found = on_entry(entry.key, {"GET"}, true);
        if (found.is_nil()) continue;  // gone since it was listed
        entry.value = value_of(found.text());
      }
      if (!visit(entry)) return;
    }
  }

  std::size_t remove_matching(const Glob& pattern) override {
    const std::lock_guard lock(mutex_);
    constexpr std::size_t at_once = 500;
    std::size_t removed = 0;
    std::vector<std::string> page;
    for (Entry& entry : list({pattern, {}, false})) {
      page.push_back(std::move(entry.key));
      if (page.size() < at_once) continue;
      removed += remove_keys(page);
      page.clear();
    }
    return removed + (page.empty() ? 0 : remove_keys(page));
  }

  std::size_t remove_tagged(std::string_view tag, std::string_view prefix) override {
    const std::lock_guard lock(mutex_);
    return remove_entries(run("remove_tagged", {tag, prefix}));
  }

  std::vector<std::string> tags(std::string_view prefix) override {
    const std::lock_guard lock(mutex_);
    const Reply reply = run("tags", {prefix});
    std::vector<std::string> tags;
    for (std::size_t i = 0; i < reply[0].size(); ++i) {
      std::string_view lines = reply[0][i].text();
      for (std::size_t end; (end = lines.find('\n')) != lines.npos; lines.remove_prefix(end + 1))
        tags.emplace_back(lines.substr(0, end));
    }
    std::sort(tags.begin(), tags.end());
    tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
    return tags;
  }

  std::size_t collect() override {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(run("collect", {})[0].integer());
  }

  CacheStats stats(const std::string* scope) override {
    const std::lock_guard lock(mutex_);
    const Reply reply = scope ? run("stats", {"scope", *scope}) : run("stats", {"all"});
    const auto count = [&reply](std::size_t i) { return static_cast<std::uint64_t>(reply[0][i].integer()); };
    return {count(0), count(1), count(2), count(3), count(4), count(5), limits_, name()};
  }

  void reset_stats(const std::string* scope) override {
    const std::lock_guard lock(mutex_);
    scope ? run("reset", {"scope", *scope}) : run("reset", {"all"});
  }

 private:
  /// One step of the script on the index.
  Reply run(std::string_view operation, const std::vector<std::string_view>& words) {
    std::vector<std::string_view> all{"EVALSHA", scripts::cache.sha, "1", index_,
                                      is_cluster_ ? std::string_view() : prefix_, operation};
    all.insert(all.end(), words.begin(), words.end());
    return client_->call({index_, all, false, &scripts::cache});
  }

  /// A command on an entry: the first word, its key, the others.
  Reply on_entry(std::string_view key, const std::vector<std::string_view>& words, bool is_read = false) {
    const std::string full = prefix_ + std::string(key);
    std::vector<std::string_view> all{words[0], full};
    all.insert(all.end(), words.begin() + 1, words.end());
    return client_->call({full, all, is_read, nullptr});
  }

  /// On a cluster: what the index says must go. The number that the step returned.
  std::size_t remove_entries(const Reply& reply) {
    for (std::size_t i = 0; i < reply[1].size(); ++i) on_entry(reply[1][i].text(), {"UNLINK"});
    return static_cast<std::size_t>(reply[0].integer());
  }

  std::size_t remove_keys(const std::vector<std::string>& keys) {
    return remove_entries(run("remove", {keys.begin(), keys.end()}));
  }

  /// By the index: nothing else is looked through. Sorted, without values.
  std::vector<Entry> list(const Range& range) {
    const Reply reply = run("list", {});
    std::vector<Entry> entries;
    for (std::size_t i = 0; i + 1 < reply[0].size(); i += 2) {
      const std::string_view key = reply[0][i].text(), ends = reply[0][i + 1].text();
      if (key <= range.after || !range.pattern.matches(key)) continue;
      entries.push_back({std::string(key), Value(), ends.empty() ? std::nullopt : std::optional(number_of(ends))});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
    return entries;
  }

  void visit_one(const Range& range, const Visitor& visit) {
    const std::string& key = range.pattern.prefix();
    if (key <= range.after) return;
    const std::string full = prefix_ + key;
    const std::array<std::string_view, 4> words{"EVALSHA", scripts::entry.sha, "1", full};
    const Reply found = client_->call({full, words, true, &scripts::entry});
    if (found.is_nil()) return;
    const std::int64_t ends = found[1].integer();
    visit({key, value_of(found[0].text()), ends < 0 ? std::nullopt : std::optional(ends)});
  }

  mutable std::mutex mutex_;
  const CacheLimits limits_;
  const std::string prefix_;
  const std::string index_;
  const std::unique_ptr<Client> client_;
  const bool is_cluster_;
};

}  // namespace

std::shared_ptr<CacheBackend> cache(ServerOptions options, const CacheLimits& limits) {
  return std::make_shared<RedisCache>(std::move(options), limits);
}

}  // namespace objectos::redis

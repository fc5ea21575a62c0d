// Get-or-set on the cache in this process, and on the list and map that one writes by hand.
//
//   cache_bench [--operations N] [--keys N] [--capacity N] [--threads N] [--seed N] lru|sieve|list
//   cache_bench … ranks
//
// A look-up of a key drawn from a Zipf distribution (exponent 0.99); after a miss the key is set, with 32 bytes. The
// keys are drawn before the clock starts. Prints operations per second, operations per second of processor time of one
// thread (on a machine that is busy with other work the better measure) and the share of hits, with tabs between them.
// `ranks` prints the drawn keys' numbers as 32-bit words, for peers in other languages. With --threads every
// thread does N operations.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <latch>
#include <ctime>
#include <list>
#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "objectos/cache.hpp"

namespace {

struct Settings {
  std::size_t operations = 10'000'000;
  std::size_t keys = 1'000'000;
  std::size_t capacity = 100'000;
  std::size_t threads = 1;
  std::uint64_t seed = 1;
  std::string what;
};

/// After Gray et al., "Quickly generating billion-record synthetic databases" (1994).
class Zipf {
 public:
  Zipf(std::size_t n, std::uint64_t seed) : n_(static_cast<double>(n)), random_(seed) {
    for (std::size_t i = 1; i <= n; ++i) zeta_ += 1 / std::pow(static_cast<double>(i), theta);
    const double zeta2 = 1 + 1 / std::pow(2.0, theta);
    eta_ = (1 - std::pow(2 / n_, 1 - theta)) / (1 - zeta2 / zeta_);
  }
  std::uint32_t operator()() {
    const double u = std::uniform_real_distribution<double>()(random_);
    const double uz = u * zeta_;
    if (uz < 1) return 0;
    if (uz < 1 + std::pow(0.5, theta)) return 1;
    return static_cast<std::uint32_t>(n_ * std::pow(eta_ * u - eta_ + 1, 1 / (1 - theta)));
  }

 private:
  static constexpr double theta = 0.99;
  double n_, zeta_ = 0, eta_ = 0;
  std::mt19937_64 random_;
};

std::vector<std::uint32_t> draw(const Settings& settings, std::uint64_t seed) {
  Zipf zipf(settings.keys, seed);
  std::vector<std::uint32_t> ranks(settings.operations);
  for (auto& rank : ranks) rank = std::min(zipf(), static_cast<std::uint32_t>(settings.keys - 1));
  return ranks;
}

/// "key:123456", without a look into a table: every peer makes its keys as it goes.
struct Key {
  char text[16];
  std::size_t size;
  explicit Key(std::uint32_t n) {
    std::memcpy(text, "key-", 4);
    char digits[10];
    std::size_t count = 0;
    do digits[count++] = static_cast<char>('0' + n % 10);
    while (n /= 10);
    for (size = 4; count > 0;) text[size++] = digits[--count];
  }
  operator std::string_view() const { return {text, size}; }
};

const std::string value_text = "\"abcdefghijklmnopqrstuvwxyz0123\"";  // 32 bytes

class ObjectosCache {
 public:
  ObjectosCache(std::size_t capacity, objectos::CachePolicy policy)
      : cache_(objectos::memory_cache({.max_size = capacity, .max_bytes = 0, .policy = policy})) {}
  bool get_or_set(std::string_view key) {
    std::size_t size = 0;
    if (cache_.visit(key, [&size](const objectos::Value& value) { size = value.raw().size(); })) return true;
    cache_.set(key, objectos::Value::trusted(value_text));
    return false;
  }

 private:
  objectos::Cache cache_;
};

/// What one writes in a page: std::list for the order, std::unordered_map for the keys. Not thread safe.
class ListCache {
 public:
  explicit ListCache(std::size_t capacity) : capacity_(capacity) { map_.reserve(capacity); }
  bool get_or_set(std::string_view key) {
    const std::string owned(key);
    const auto at = map_.find(owned);
    if (at != map_.end()) {
      order_.splice(order_.begin(), order_, at->second);
      return !at->second->second.empty();
    }
    if (map_.size() >= capacity_) {
      map_.erase(order_.back().first);
      order_.pop_back();
    }
    order_.emplace_front(owned, value_text);
    map_.emplace(owned, order_.begin());
    return false;
  }

 private:
  using Order = std::list<std::pair<std::string, std::string>>;
  std::size_t capacity_;
  Order order_;
  std::unordered_map<std::string, Order::iterator> map_;
};

/// Of this thread.
double processor_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

template <class CacheUnderTest>
void measure(const Settings& settings, CacheUnderTest& cache) {
  std::vector<std::vector<std::uint32_t>> ranks;
  for (std::size_t i = 0; i < settings.threads; ++i) ranks.push_back(draw(settings, settings.seed + i));
  std::latch ready(static_cast<std::ptrdiff_t>(settings.threads) + 1);
  std::vector<std::size_t> hits(settings.threads);
  std::vector<double> processor_seconds(settings.threads);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < settings.threads; ++i) {
    threads.emplace_back([&, i] {
      ready.arrive_and_wait();
      const double start = processor_time();
      std::size_t n = 0;
      for (const std::uint32_t rank : ranks[i]) n += cache.get_or_set(Key(rank));
      hits[i] = n;
      processor_seconds[i] = processor_time() - start;
    });
  }
  ready.arrive_and_wait();
  const auto start = std::chrono::steady_clock::now();
  for (std::thread& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const std::size_t all_hits = std::accumulate(hits.begin(), hits.end(), std::size_t{0});
  const double all_seconds = std::accumulate(processor_seconds.begin(), processor_seconds.end(), 0.0);
  const double operations = static_cast<double>(settings.operations * settings.threads);
  std::printf("%.0f\t%.0f\t%.4f\n", operations / seconds, operations / all_seconds,
              static_cast<double>(all_hits) / operations);
}

Settings parse(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto number = [&] { return static_cast<std::size_t>(std::strtoull(argv[++i], nullptr, 10)); };
    if (i + 1 < argc && word == "--operations") {
      settings.operations = number();
    } else if (i + 1 < argc && word == "--keys") {
      settings.keys = number();
    } else if (i + 1 < argc && word == "--capacity") {
      settings.capacity = number();
    } else if (i + 1 < argc && word == "--threads") {
      settings.threads = number();
    } else if (i + 1 < argc && word == "--seed") {
      settings.seed = number();
    } else {
      settings.what = word;
    }
  }
  return settings;
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = parse(argc, argv);
  if (settings.what == "lru" || settings.what == "sieve") {
    ObjectosCache cache(settings.capacity,
                        settings.what == "lru" ? objectos::CachePolicy::lru : objectos::CachePolicy::sieve);
    measure(settings, cache);
  } else if (settings.what == "list" && settings.threads == 1) {
    ListCache cache(settings.capacity);
    measure(settings, cache);
  } else if (settings.what == "ranks") {
    const auto ranks = draw(settings, settings.seed);
    std::fwrite(ranks.data(), sizeof ranks[0], ranks.size(), stdout);
  } else {
    std::fputs("cache_bench: what is to be measured? lru, sieve, list or ranks\n", stderr);
    return 2;
  }
  return 0;
}

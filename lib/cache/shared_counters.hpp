// The statistics of a cache that several processes use: counters in a file that all of them map into memory. To count
// is one atomic addition there, so nothing is lost between processes nor when one is killed, and a hit writes nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace objectos {

enum class Counted { hit, miss, eviction, expiration };

struct SharedCounts {
  std::uint64_t hits = 0, misses = 0, evictions = 0, expirations = 0;
};

/// One of its slots for each scope. With more scopes than slots, those that came last are in the total only. Not thread
/// safe by itself; the file is.
class SharedCounters {
 public:
  explicit SharedCounters(std::string path) : path_(std::move(path)) {}
  ~SharedCounters();
  SharedCounters(const SharedCounters&) = delete;
  SharedCounters& operator=(const SharedCounters&) = delete;

  /// Creates the file if it is missing. Where it cannot be written (a read-only disk, no rights, no room) nothing is
  /// counted: the cache still answers. Error(data) if it is no such file.
  void add(std::string_view scope, Counted what, std::uint64_t times = 1);
  /// Of one scope; null: of all. Zeros if there is no file.
  SharedCounts counts(const std::string* scope);
  void reset(const std::string* scope);

 private:
  struct File;
  bool open(bool create);
  bool map(int descriptor);
  bool make_file();
  std::string path_;
  File* file_ = nullptr;
  bool is_writable_ = false;
  bool has_failed_ = false;  // to create it: not tried again
};

}  // namespace objectos

// How much is in a service's file, for whoever looks at it from outside.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace objectos::sqlite {

struct FileFacts {
  bool is_there = false;
  std::uint64_t bytes = 0;      ///< of the database
  std::uint64_t log_bytes = 0;  ///< of its write-ahead log
  std::uint64_t rows = 0;       ///< of the storage's or the cache's table; 0 for others
  std::uint64_t expired = 0;    ///< of these
};

/// `service`: "storage", "cache", …. Opens the file for reading only. Error(unavailable) if that is not
/// possible.
FileFacts file_facts(const std::string& path, std::string_view service, std::int64_t now_ms);

}  // namespace objectos::sqlite

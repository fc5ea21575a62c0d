// Files that are never seen half written.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos {

/// A file that appears whole or not at all: written beside its place, flushed to disk, renamed. Two writers
/// of one path do not disturb each other; the last commit() wins. Every failure is an Error that names the
/// path. Not thread safe.
class OBJECTOS_API AtomicFile {
 public:
  explicit AtomicFile(std::string path, mode_t mode = 0600);
  ~AtomicFile();  ///< removes the temporary file unless committed
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  void write(std::string_view bytes);
  void commit();
  int descriptor() const noexcept { return fd_; }

 private:
  std::string path_;
  std::string temporary_;
  int fd_ = -1;
};

/// Makes the directories above `path` that are missing, with mode 0700.
OBJECTOS_API void make_parent_directories(const std::string& path);

}  // namespace objectos

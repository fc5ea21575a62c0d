// Files as they were, out of git.
#pragma once

#include <sys/types.h>

#include <mutex>
#include <optional>
#include <string>

namespace objectos::cli {

/// The files of one revision of the repository around the working directory. Thread safe.
class GitRevision {
 public:
  /// Error(usage) if there is no such revision or no repository, Error(unavailable) if git cannot be run.
  explicit GitRevision(const std::string& revision);
  ~GitRevision();
  GitRevision(const GitRevision&) = delete;
  GitRevision& operator=(const GitRevision&) = delete;

  /// The file at that path, as seen from the working directory; nothing if there was none. Error(unavailable)
  /// if git ends unasked.
  std::optional<std::string> file(const std::string& path);

 private:
  std::string read_line();
  std::string read_bytes(std::size_t size);
  void fill();

  std::mutex mutex_;
  std::string commit_;
  std::string buffer_;  // read, not taken yet
  pid_t process_ = -1;
  int to_ = -1, from_ = -1;
};

}  // namespace objectos::cli

// A small tar (POSIX ustar, regular files only): the form of a backup, readable with tar(1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "objectos/atomic_file.hpp"

namespace objectos {

class ArchiveWriter {
 public:
  explicit ArchiveWriter(AtomicFile& out) : out_(out) {}
  /// Adds the file at `path` under `name` (at most 100 bytes). It must not change meanwhile.
  void add(const std::string& name, const std::string& path);
  /// The two empty blocks that end a tar.
  void finish();

 private:
  AtomicFile& out_;
};

/// Reads what may be anybody's file: every member is checked before it is given out.
class ArchiveReader {
 public:
  /// `descriptor` stays the caller's; `name` is for messages.
  ArchiveReader(int descriptor, std::string name) : fd_(descriptor), name_(std::move(name)) {}

  struct Member {
    std::string name;
    std::uint64_t size;
  };
  /// The next member; nothing at the end. Error(data) for a damaged archive, for anything but a regular file
  /// and for a name that is absolute or leads upwards.
  std::optional<Member> next();
  /// Copies the present member's content to `descriptor`.
  void extract(int descriptor, const std::string& path);

 private:
  [[noreturn]] void damaged() const;
  bool read_block(char* block);
  int fd_;
  std::string name_;
  std::uint64_t left_ = 0;     // of the present member's content
  std::uint64_t padding_ = 0;  // behind it
};

}  // namespace objectos

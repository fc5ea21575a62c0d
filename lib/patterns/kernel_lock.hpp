// A lock of the kernel on a file: it ends with the last process that holds it, however that ends.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace objectos {

/// An open-file-description lock (fcntl(2), F_OFD_SETLK): children that inherit the descriptor hold it too,
/// and others can ask about it without taking it. Not thread safe.
class KernelLock {
 public:
  /// Takes the lock on `path`, which is created (0600) in a directory that is there; nothing if another
  /// process has it. Error(unavailable, denied) for what the file system says.
  static std::optional<KernelLock> try_take(const std::string& path);
  KernelLock(KernelLock&& other) noexcept;
  KernelLock& operator=(KernelLock&& other) noexcept;
  ~KernelLock();

  /// Names this very file on this run of this kernel: no other file has the name while the lock is held.
  const std::string& identity() const noexcept { return identity_; }
  int descriptor() const noexcept { return descriptor_; }
  /// Lets go, for those who inherited it too, and removes the file.
  void release() noexcept;

 private:
  KernelLock(std::string path, int descriptor, std::string identity);
  std::string path_;
  int descriptor_;
  std::string identity_;
};

/// The lock on an open file; false if another process has it.
bool try_kernel_lock(int descriptor) noexcept;
/// True if the open file is the one at `path`.
bool is_file_at(const std::string& path, int descriptor) noexcept;

/// What the kernel knows of the process that recorded `identity` for its lock on `path`.
enum class Liveness { alive, dead, unknown };
Liveness liveness(const std::string& path, std::string_view identity);

}  // namespace objectos

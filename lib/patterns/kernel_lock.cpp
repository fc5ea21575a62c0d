#include "patterns/kernel_lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/files.hpp"

namespace objectos {
namespace {

/// Changes with every boot, and is the same in all containers of a machine.
std::string boot_id() {
  std::string id = files::read("/proc/sys/kernel/random/boot_id").value_or("");
  while (!id.empty() && id.back() == '\n') id.pop_back();
  return id;
}

std::string identity_of(const struct stat& file) {
  const std::string boot = boot_id();
  if (boot.empty()) return {};
  return boot + ":" + std::to_string(file.st_dev) + ":" + std::to_string(file.st_ino);
}

int set_lock(int descriptor, short type) {
  struct flock whole {};
  whole.l_type = type;
  whole.l_whence = SEEK_SET;
  return ::fcntl(descriptor, F_OFD_SETLK, &whole);
}

bool is_at(const std::string& path, const struct stat& file) {
  struct stat there {};
  return ::stat(path.c_str(), &there) == 0 && there.st_dev == file.st_dev && there.st_ino == file.st_ino;
}

}  // namespace

bool try_kernel_lock(int descriptor) noexcept {
  return set_lock(descriptor, F_WRLCK) == 0;
}

bool is_file_at(const std::string& path, int descriptor) noexcept {
  struct stat file {};
  return ::fstat(descriptor, &file) == 0 && is_at(path, file);
}

std::optional<KernelLock> KernelLock::try_take(const std::string& path) {
  for (;;) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) files::fail("open", path, errno);
    struct stat file {};
    if (set_lock(descriptor, F_WRLCK) != 0 || ::fstat(descriptor, &file) != 0) {
      const int reason = errno;
      ::close(descriptor);
      if (reason == EAGAIN || reason == EACCES) return std::nullopt;
      files::fail("lock", path, reason);
    }
    // Who released it in between has removed it: the next one would lock another file.
    if (is_at(path, file)) return KernelLock(path, descriptor, identity_of(file));
    ::close(descriptor);
  }
}

KernelLock::KernelLock(std::string path, int descriptor, std::string identity)
    : path_(std::move(path)), descriptor_(descriptor), identity_(std::move(identity)) {}

KernelLock::KernelLock(KernelLock&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      identity_(std::move(other.identity_)) {}

KernelLock& KernelLock::operator=(KernelLock&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(identity_, other.identity_);
  return *this;
}

KernelLock::~KernelLock() {
  release();
}

void KernelLock::release() noexcept {
  if (descriptor_ < 0) return;
  ::unlink(path_.c_str());
  set_lock(descriptor_, F_UNLCK);
  ::close(std::exchange(descriptor_, -1));
}

Liveness liveness(const std::string& path, std::string_view identity) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return Liveness::unknown;
  Liveness found = Liveness::unknown;
  struct stat file {};
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (::fstat(descriptor, &file) == 0 && identity_of(file) == identity &&
      ::fcntl(descriptor, F_OFD_GETLK, &whole) == 0)
    found = whole.l_type == F_UNLCK ? Liveness::dead : Liveness::alive;
  ::close(descriptor);
  return found;
}

}  // namespace objectos

#include "objectos/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "core/files.hpp"

namespace objectos {

AtomicFile::AtomicFile(std::string path, mode_t mode) : path_(std::move(path)) {
  // The process id and a counter keep two writers apart; O_EXCL keeps a planted link out.
  static std::atomic<unsigned> counter{0};
  temporary_ = path_ + ".tmp." + std::to_string(::getpid()) + "." + std::to_string(counter++);
  fd_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (fd_ < 0 && errno == EEXIST) {  // left by a killed process that had our number
    ::unlink(temporary_.c_str());
    fd_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  }
  if (fd_ < 0) files::fail("create", path_, errno);
  ::fchmod(fd_, mode);  // whatever the umask says
}

AtomicFile::~AtomicFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view bytes) {
  files::write_all(fd_, bytes, path_);
}

void AtomicFile::commit() {
  if (::fsync(fd_) != 0) files::fail("write", path_, errno);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) files::fail("create", path_, errno);
  ::close(fd_);
  fd_ = -1;
  // The rename itself reaches the disk with its directory.
  const int directory = ::open(files::parent(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    ::fsync(directory);
    ::close(directory);
  }
}

void make_parent_directories(const std::string& path) {
  files::make_private_directory(files::parent(path));
}

}  // namespace objectos

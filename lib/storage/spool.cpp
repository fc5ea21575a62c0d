#include "storage/spool.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "core/files.hpp"

namespace objectos {
namespace {

int unnamed_file() {
  const char* configured = ::secure_getenv("TMPDIR");
  const std::string directory = configured && *configured ? configured : "/tmp";
  int fd = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) {  // a file system without O_TMPFILE
    std::string name = directory + "/objectos.XXXXXX";
    fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd >= 0) ::unlink(name.c_str());
  }
  if (fd < 0) files::fail("create a temporary file in", directory, errno);
  return fd;
}

}  // namespace

Spool::~Spool() {
  if (file_ >= 0) ::close(file_);
}

void Spool::append(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= limit_) spill();
}

void Spool::spill() {
  if (file_ < 0) file_ = unnamed_file();
  files::write_all(file_, buffer_, "the temporary file");
  buffer_.clear();
}

void Spool::rewind() {
  at_ = 0;
  if (file_ < 0) return;
  if (!reading_) spill();
  reading_ = true;
  buffer_.clear();
  if (::lseek(file_, 0, SEEK_SET) < 0) files::fail("read", "the temporary file", errno);
}

void Spool::refill(std::size_t size) {
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t target = std::max<std::size_t>(size, 256u << 10);
  while (buffer_.size() < size) {
    const std::size_t have = buffer_.size();
    buffer_.resize(target);
    const ssize_t n = ::read(file_, buffer_.data() + have, target - have);
    const int error_number = errno;
    buffer_.resize(have + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    if (n == 0) return;
    if (n < 0 && error_number != EINTR) files::fail("read", "the temporary file", error_number);
  }
}

std::string_view Spool::read(std::size_t size) {
  if (buffer_.size() - at_ < size && file_ >= 0) refill(size);
  const std::string_view out = std::string_view(buffer_).substr(at_, size);
  at_ += out.size();
  return out;
}

}  // namespace objectos

#include "input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "objectos/error.hpp"
#include "objectos/storage.hpp"
#include "objectos/text.hpp"

namespace objectos::cli {
namespace {

constexpr std::size_t piece_bytes = 1 << 18;

/// A name that leads to no file is a mistake in the words; what fails later is the disk's.
Errc errc_of(int error_number) {
  switch (error_number) {
    case EACCES:
    case EPERM: return Errc::denied;
    case ENOENT:
    case ENOTDIR:
    case EISDIR: return Errc::usage;
    default: return Errc::unavailable;
  }
}

}  // namespace

InputFile::InputFile(const std::string& path)
    : name_(path == "-" ? "standard input" : path),
      fd_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (fd_ < 0) fail(errno);
}

InputFile::~InputFile() {
  if (fd_ > STDIN_FILENO) ::close(fd_);
}

void InputFile::fail(int error_number) const {
  throw Error(errc_of(error_number), Message("cli.read", "cannot read {{path}}: {{reason}}",
                                             {{"path", name_}, {"reason", std::strerror(error_number)}}));
}

std::size_t InputFile::read(char* to, std::size_t size) {
  for (;;) {
    const ssize_t n = ::read(fd_, to, size);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR) fail(errno);
  }
}

std::string_view InputFile::next() {
  buffer_.resize(piece_bytes);
  return std::string_view(buffer_).substr(0, read(buffer_.data(), buffer_.size()));
}

std::size_t InputFile::size_hint() const {
  struct stat info {};
  return ::fstat(fd_, &info) == 0 && S_ISREG(info.st_mode) ? static_cast<std::size_t>(info.st_size) : 0;
}

std::string read_input(const std::string& path) {
  InputFile input(path);
  constexpr std::size_t piece = 65536;
  // Room for a byte more than the file should have: so its end is seen without making more.
  std::string text(std::max(std::min(input.size_hint(), max_value_bytes) + 1, piece), '\0');
  for (std::size_t size = 0;;) {
    const std::size_t n = input.read(text.data() + size, text.size() - size);
    size += n;
    if (size > max_value_bytes) {
      throw Error(Errc::data, Message("cli.too_large", "{{path}}: larger than {{limit}}",
                                      {{"path", input.name()}, {"limit", format_size(max_value_bytes)}}));
    }
    if (n == 0) {
      text.resize(size);
      return text;
    }
    if (size == text.size()) text.resize(size + piece);
  }
}

}  // namespace objectos::cli

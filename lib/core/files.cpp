#include "core/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace objectos::files {

Errc errc_of(int error_number) noexcept {
  return error_number == EACCES || error_number == EPERM ? Errc::denied : Errc::unavailable;
}

void fail(std::string_view operation, std::string_view path, int error_number) {
  throw Error(errc_of(error_number),
              Message("files.failed", "{{operation}} {{path}}: {{reason}}",
                      {{"operation", operation}, {"path", path}, {"reason", std::strerror(error_number)}}));
}

std::optional<std::string> read(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    fail("open", path, errno);
  }
  std::string text;
  struct stat info {};
  if (::fstat(fd, &info) == 0 && info.st_size > 0) text.reserve(static_cast<std::size_t>(info.st_size));
  char buffer[16384];
  for (;;) {
    const ssize_t n = ::read(fd, buffer, sizeof buffer);
    if (n == 0) break;
    if (n < 0) {
      if (errno == EINTR) continue;
      const int error_number = errno;
      ::close(fd);
      fail("read", path, error_number);
    }
    text.append(buffer, static_cast<std::size_t>(n));
  }
  ::close(fd);
  return text;
}

void write_all(int descriptor, std::string_view bytes, std::string_view path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      fail("write", path, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string parent(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == path.npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

void make_private_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return;
  if (errno == EEXIST) {
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0 && !S_ISDIR(info.st_mode)) fail("create", path, ENOTDIR);
    return;
  }
  if (errno != ENOENT || path.empty() || path == "/") fail("create", path, errno);
  make_private_directory(parent(path));
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) fail("create", path, errno);
}

bool check_private_directory(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return false;
    fail("open", path, errno);
  }
  if (!S_ISDIR(info.st_mode)) fail("open", path, ENOTDIR);
  if (info.st_uid != ::geteuid()) {
    throw Error(Errc::denied,
                Message("files.foreign_directory", "{{path}}: this directory belongs to another user",
                        {{"path", path}}),
                Message("files.foreign_directory_hint",
                        "name one of your own with --state-dir, or become that user"));
  }
  if (info.st_mode & 022) {
    throw Error(Errc::denied,
                Message("files.writable_directory", "{{path}}: other users can write to this directory",
                        {{"path", path}}),
                Message("files.writable_directory_hint", "chmod 700 {{path}}", {{"path", path}}));
  }
  return true;
}

std::string absolute(std::string_view path, std::string_view base) {
  std::string whole(path);
  if (path.empty() || path.front() != '/') whole = std::string(base) + "/" + whole;
  std::vector<std::string_view> parts;
  std::string_view rest = whole;
  while (!rest.empty()) {
    const auto slash = rest.find('/');
    const auto part = rest.substr(0, slash);
    rest.remove_prefix(slash == rest.npos ? rest.size() : slash + 1);
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      // Only where no link can change the meaning is this exact; a caller that minds uses real paths.
      parts.pop_back();
      continue;
    }
    if (part != "..") parts.push_back(part);
  }
  std::string out;
  for (const auto part : parts) out.append("/").append(part);
  return out.empty() ? "/" : out;
}

}  // namespace objectos::files

#include "objectos/single_flight.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/files.hpp"
#include "patterns/kernel_lock.hpp"
#include "patterns/lock_book.hpp"

namespace objectos {
namespace {

// What a maker that was killed has written of a result does not end with this.
constexpr std::string_view end_mark = "\nend of result\n";

std::string contents(int descriptor) {
  struct stat file {};
  if (::fstat(descriptor, &file) != 0 || file.st_size <= 0) return {};
  std::string text(static_cast<std::size_t>(file.st_size), '\0');
  std::size_t at = 0;
  while (at < text.size()) {
    const ssize_t n = ::pread(descriptor, text.data() + at, text.size() - at, static_cast<off_t>(at));
    if (n <= 0) break;
    at += static_cast<std::size_t>(n);
  }
  text.resize(at);
  return text;
}

}  // namespace

SingleFlight::SingleFlight(const std::string& directory, const std::string& name) : path_(directory + "/" + name) {
  files::make_private_directory(directory);
  open();
}

SingleFlight::~SingleFlight() {
  if (descriptor_ >= 0) ::close(descriptor_);  // and the lock with it, if we had it
}

bool SingleFlight::is_under_way(const std::string& directory, const std::string& name) {
  const int descriptor = ::open((directory + "/" + name).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return false;
  const bool is_free = try_kernel_lock(descriptor);
  ::close(descriptor);
  return !is_free;
}

void SingleFlight::open() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) files::fail("open", path_, errno);
}

bool SingleFlight::has_result() {
  std::string text = contents(descriptor_);
  if (!text.ends_with(end_mark)) return false;
  text.resize(text.size() - end_mark.size());
  result_ = std::move(text);
  return true;
}

SingleFlight::Turn SingleFlight::wait(std::optional<std::chrono::steady_clock::time_point> deadline) {
  for (int attempt = 0;; ++attempt) {
    if (try_kernel_lock(descriptor_)) {
      if (is_file_at(path_, descriptor_)) {
        makes_ = true;
        return Turn::make;
      }
      if (has_result()) {
        ::close(descriptor_);  // others wait for their turn to read it
        descriptor_ = -1;
        return Turn::result;
      }
      open();  // it was removed without a result: join those who came later
      continue;
    }
    const auto now = std::chrono::steady_clock::now();
    if (deadline && now >= *deadline) return Turn::late;
    pause(0, deadline.value_or(now + std::chrono::seconds(1)));
  }
}

void SingleFlight::finish(const std::string& result) {
  if (!makes_) return;
  makes_ = false;
  // Removed first: who comes from now on makes it anew, and a result that was cut short is read by nobody.
  ::unlink(path_.c_str());
  const std::string text = result + std::string(end_mark);
  if (::ftruncate(descriptor_, 0) == 0) {
    // Without room for it each of those who wait makes its own.
    [[maybe_unused]] const ssize_t written = ::pwrite(descriptor_, text.data(), text.size(), 0);
  }
  ::close(descriptor_);
  descriptor_ = -1;
}

}  // namespace objectos

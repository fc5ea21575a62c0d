// What is written to file descriptor 2 while this lives, instead of where it went before.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <string>

class CaptureStderr {
 public:
  CaptureStderr() : before_(::dup(2)), file_(::memfd_create("stderr", MFD_CLOEXEC)) {
    std::fflush(stderr);
    ::dup2(file_, 2);
  }
  ~CaptureStderr() {
    std::fflush(stderr);
    ::dup2(before_, 2);
    ::close(before_);
    ::close(file_);
  }
  CaptureStderr(const CaptureStderr&) = delete;
  CaptureStderr& operator=(const CaptureStderr&) = delete;

  std::string text() const {
    std::fflush(stderr);
    std::string out(static_cast<std::size_t>(::lseek(file_, 0, SEEK_END)), '\0');
    const ssize_t got = ::pread(file_, out.data(), out.size(), 0);
    out.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return out;
  }

 private:
  int before_;
  int file_;
};

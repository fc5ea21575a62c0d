// Files and standard input as commands read them. Every failure is an Error that names the file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace objectos::cli {

/// Opened for reading; "-" is standard input. Error(usage) if there is no such file, Error(denied) without
/// the right to read it.
class InputFile {
 public:
  explicit InputFile(const std::string& path_or_dash);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// Reads at most `size` bytes; 0 at the end.
  std::size_t read(char* to, std::size_t size);
  /// The next piece, valid until the next call; empty at the end.
  std::string_view next();
  /// Bytes in a regular file; 0 for anything else.
  std::size_t size_hint() const;
  /// For messages: the path, or "standard input".
  const std::string& name() const { return name_; }

 private:
  [[noreturn]] void fail(int error_number) const;
  std::string name_;
  std::string buffer_;
  int fd_;
};

/// All of the input, byte for byte. Error(data) beyond max_value_bytes.
std::string read_input(const std::string& path_or_dash);

}  // namespace objectos::cli

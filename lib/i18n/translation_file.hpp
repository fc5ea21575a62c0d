// A translation file, read without loss: every key and value with the bytes it was written in, in their
// order, duplicates too. The runtime and the linter read files by this and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/error.hpp"

namespace objectos::i18n {

enum class FileFormat : std::uint8_t { json, yaml };

/// By the name's end: `.json`, `.yml`, `.yaml`. False for any other.
bool format_of(std::string_view path, FileFormat& format) noexcept;

enum class NodeKind : std::uint8_t { object, array, string, number, boolean, null };

/// Bytes of a file, from `begin` to before `end`.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Counted from 1; columns are characters (Unicode code points), not bytes.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  bool operator==(const Position&) const = default;
};

/// A value with its key. Nodes lie in the order of the file, a parent before its children.
struct Node {
  NodeKind kind = NodeKind::null;
  bool is_plain = false;      ///< YAML: written without quotes, so what it is depends on how it looks
  bool is_plain_key = false;  ///< the same of its key
  bool is_copied = false;     ///< YAML: stands for what an anchor names; its spans are the alias'
  std::uint32_t parent = 0;
  std::uint32_t end = 0;  ///< index of the node behind the last one below it
  std::string_view key;   ///< decoded; empty for the root and for items of arrays
  std::string_view text;  ///< decoded, of scalars; of objects and arrays nothing
  Span key_span;          ///< as written, with quotes; empty where there is no key
  Span span;              ///< as written, with quotes or brackets

  bool is_scalar() const noexcept { return kind > NodeKind::array; }
};

/// What is wrong with a file as such.
struct Fault {
  enum class Kind : std::uint8_t { syntax, encoding };
  Kind kind;
  bool is_fatal;  ///< a parser by the book refuses the file
  Span span;
  Message message;
};

class TranslationFile {
 public:
  static constexpr std::size_t max_bytes = std::size_t{64} << 20;
  static constexpr std::size_t max_depth = 200;
  /// What aliases may stand for, all together.
  static constexpr std::size_t max_copied_nodes = 1'000'000;
  static constexpr std::size_t max_faults = 20;

  /// The file at `path`. Faults in it are no errors, they are in faults(). Error(denied or unavailable) if it
  /// cannot be read, Error(data) if it is larger than max_bytes or no regular file; Error(unavailable) for
  /// YAML where the module `yaml` is not installed.
  OBJECTOS_API static std::unique_ptr<const TranslationFile> read(const std::string& path);
  /// The same of a text. `path` is what path() returns.
  OBJECTOS_API static std::unique_ptr<const TranslationFile> parse(std::string path, std::string text,
                                                                   FileFormat format);

  TranslationFile(const TranslationFile&) = delete;  // nodes look into the text
  TranslationFile& operator=(const TranslationFile&) = delete;

  const std::string& path() const noexcept { return path_; }
  FileFormat format() const noexcept { return format_; }
  /// As it is on disk.
  std::string_view text() const noexcept { return text_; }
  /// The first is the root, an object; there is none if nothing could be read.
  const std::vector<Node>& nodes() const noexcept { return nodes_; }
  /// In the order of the file.
  const std::vector<Fault>& faults() const noexcept { return faults_; }
  /// True if a parser by the book refuses the file: what is in nodes() may be a part.
  OBJECTOS_API bool is_broken() const noexcept;

  /// Thread safe.
  OBJECTOS_API Position position(std::uint32_t offset) const;
  /// Of both ends, in less time.
  OBJECTOS_API std::pair<Position, Position> positions(Span span) const;
  /// The line, counted from 1, without its end.
  OBJECTOS_API std::string_view line(std::uint32_t number) const;

 private:
  friend class TreeBuilder;
  TranslationFile(std::string path, std::string text, FileFormat format);
  const std::vector<std::uint32_t>& line_starts() const;
  std::uint32_t characters(std::size_t begin, std::size_t end) const;

  std::string path_;
  std::string text_;
  FileFormat format_;
  std::vector<Node> nodes_;
  std::vector<Fault> faults_;
  std::pmr::monotonic_buffer_resource decoded_;
  mutable std::once_flag lines_counted_;
  mutable std::vector<std::uint32_t> line_starts_;
};

}  // namespace objectos::i18n

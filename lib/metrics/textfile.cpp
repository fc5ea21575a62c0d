// The file that node_exporter's textfile collector reads.
#include <filesystem>
#include <map>
#include <utility>

#include "core/files.hpp"
#include "metrics/exposition_line.hpp"
#include "objectos/atomic_file.hpp"

namespace objectos {
namespace {

namespace fs = std::filesystem;
using metrics::Metadata;

/// Type and help by family, of a text that comes in pieces.
class MetadataCollector {
 public:
  void add(std::string_view piece) {
    for (;;) {
      const std::size_t end = piece.find('\n');
      rest_ += piece.substr(0, end);
      if (end == piece.npos) return;
      line();
      piece.remove_prefix(end + 1);
    }
  }
  const auto& families() const { return families_; }

 private:
  struct Family {
    std::string type, help;
  };

  void line() {
    const std::string text = std::exchange(rest_, {});
    if (!text.starts_with('#')) return;
    try {
      const auto parsed = metrics::parse_exposition_line(text, false);
      const auto* metadata = std::get_if<Metadata>(&parsed);
      if (!metadata) return;
      Family& family = families_[metadata->name];
      (metadata->kind == Metadata::Kind::type ? family.type : family.help) = metadata->text;
    } catch (const metrics::SyntaxFault&) {
      // Of another's file, which the collector will pass over.
    }
  }

  std::string rest_;
  std::map<std::string, Family> families_;
};

void check_sibling(const MetadataCollector& ours, const std::string& path) {
  const auto text = files::read(path);
  if (!text) return;
  MetadataCollector theirs;
  theirs.add(*text);
  for (const auto& [name, family] : theirs.families()) {
    const auto same = ours.families().find(name);
    if (same == ours.families().end() ||
        (same->second.type == family.type && same->second.help == family.help))
      continue;
    throw Error(
        Errc::data,
        Message("metrics.sibling", "{{path}} has the metric {{name}} with another type or help text",
                {{"path", path}, {"name", name}}),
        Message("metrics.sibling_hint", "the textfile collector would leave one of them out without a word"));
  }
}

void check_siblings(const MetadataCollector& ours, const std::string& path) {
  std::error_code ignored;  // a directory that cannot be read has shown its error before
  for (const fs::directory_entry& entry : fs::directory_iterator(files::parent(path), ignored)) {
    const std::string other = entry.path().string();
    if (other.ends_with(".prom") && !fs::equivalent(entry.path(), path, ignored) &&
        entry.is_regular_file(ignored))
      check_sibling(ours, other);
  }
}

}  // namespace

void write_textfile(const Metrics& metrics, const std::string& path, MetricsEscaping escaping) {
  AtomicFile file(path, 0644);
  MetadataCollector ours;
  metrics.write(MetricsFormat::prometheus, escaping, [&](std::string_view piece) {
    file.write(piece);
    ours.add(piece);
  });
  check_siblings(ours, path);
  file.commit();
}

}  // namespace objectos

#include "lint/usage.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "core/files.hpp"
#include "i18n/translation_file.hpp"
#include "lint/findings.hpp"
#include "lint/parallel.hpp"
#include "lint/source_files.hpp"
#include "lint/source_language.hpp"
#include "lint/source_scanner.hpp"
#include "objectos/text.hpp"

namespace objectos::lint {
namespace {

constexpr std::size_t max_file_bytes = std::size_t{512} << 20;
constexpr std::size_t max_line_text = 1000;

/// Tells places of a text, asked for in rising order: a line may be as long as the file.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {}

  void place(std::size_t offset, std::uint32_t& line, std::uint32_t& column) {
    if (offset < at_) *this = Places(text_);
    for (; at_ < offset; ++at_) {
      if (text_[at_] == '\n') {
        ++line_;
        column_ = 1;
        line_start_ = at_ + 1;
      } else if (at_ + 1 == text_.size() || (static_cast<unsigned char>(text_[at_ + 1]) & 0xC0) != 0x80) {
        ++column_;
      }
    }
    line = line_;
    column = column_;
  }
  std::string line_text() const {
    std::string_view line = text_.substr(line_start_, max_line_text + 2);
    const auto end = line.find('\n');
    if (end == line.npos && line.size() > max_line_text) return {};
    line = line.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return std::string(line);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
};

/// Rails: what `.title` in a view is behind; nothing for code whose place does not tell it.
std::optional<std::string> view_prefix(std::string_view path) {
  static constexpr std::string_view directory = "views/";
  const auto found = path.rfind(directory);
  if (found == path.npos || (found > 0 && path[found - 1] != '/')) return std::nullopt;
  std::string prefix(path.substr(found + directory.size()));
  const auto name = prefix.rfind('/') + 1;
  prefix.resize(std::min(prefix.find('.', name), prefix.size()));
  if (prefix[name] == '_') prefix.erase(name, 1);
  std::replace(prefix.begin(), prefix.end(), '/', '.');
  return prefix;
}

class CodeLook final : public SourceSink {
 public:
  CodeLook(const KeyIndex& keys, const std::string& path, std::string_view code,
           std::vector<KeyState>& states)
      : keys_(keys), path_(path), code_(code), states_(states) {}

  void call(SourceCall call) override { calls_.push_back(std::move(call)); }

  void text(std::string_view text) override {
    if (use(text)) return;
    // "errors." is there to be put in front of something.
    if (text.size() > 1 && (text.back() == '.' || text.back() == ':')) may_use(std::string(text) + hole);
  }
  void pattern(std::string_view pattern) override {
    if (pattern.substr(0, pattern.find(hole)).find_first_of(".:") != pattern.npos) may_use(pattern);
  }
  void prefix(std::string prefix) override {
    if (std::find(prefixes_.begin(), prefixes_.end(), prefix) == prefixes_.end())
      prefixes_.push_back(std::move(prefix));
  }

  /// At the end of the code: what is called, by then with all that goes in front.
  void finish(std::vector<UndefinedKey>& undefined) {
    Places places(code_);
    for (const SourceCall& call : calls_) {
      if (is_defined(call)) continue;
      UndefinedKey entry;
      entry.key = call.key;
      std::replace(entry.key.begin(), entry.key.end(), hole, '*');
      entry.place.file = path_;
      places.place(call.begin, entry.place.line, entry.place.column);
      entry.line_text = places.line_text();
      places.place(call.end, entry.place.end_line, entry.place.end_column);
      undefined.push_back(std::move(entry));
    }
  }

 private:
  bool use(std::string_view text) {
    return keys_.find(text, [this](KeyIndex::Id id) { states_[id] = KeyState::used; });
  }
  bool may_use(std::string_view pattern) {
    return keys_.match(
        pattern, [this](KeyIndex::Id id) { states_[id] = std::max(states_[id], KeyState::undeterminable); });
  }

  /// Marks what the call may mean. False if that is no key at all, and certainly none.
  bool is_defined(const SourceCall& call) {
    if (call.key.front() == '.') return is_defined_in_view(call);
    bool is_defined = look(call, call.key);
    for (const std::string& prefix : prefixes_) {
      is_defined |= look(call, prefix + "." + call.key);
      is_defined |= look(call, prefix + ":" + call.key);
    }
    // What begins with something unknown may be anything.
    return is_defined || call.key.front() == hole;
  }

  bool is_defined_in_view(const SourceCall& call) {
    const std::optional<std::string> prefix = view_prefix(path_);
    if (prefix && look(call, *prefix + call.key)) return true;
    return may_use(hole + call.key);
  }

  bool look(const SourceCall& call, const std::string& key) {
    if (key.find(hole) != key.npos) return may_use(key);
    bool is_defined = use(key);
    // i18next: other sets of plural forms.
    for (const std::string_view ending : {"_ordinal", "_plural"})
      is_defined |= use(key + std::string(ending));
    if (call.has_context) is_defined |= may_use(key + "_" + hole);
    // An object is asked for, and something in it is taken then.
    return is_defined || may_use(key + "." + hole);
  }

  const KeyIndex& keys_;
  const std::string& path_;
  std::string_view code_;
  std::vector<KeyState>& states_;
  std::vector<SourceCall> calls_;
  std::vector<std::string> prefixes_;
};

bool is_binary(std::string_view code) {
  return code.substr(0, 8192).find('\0') != code.npos;
}

/// All of a file of code; nothing if it is no regular one.
std::optional<std::string> read_code(const std::string& path) {
  struct Descriptor {
    int number;
    ~Descriptor() {
      if (number >= 0) ::close(number);
    }
  };
  // Without O_NONBLOCK a named pipe without a writer would be waited for.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.number < 0) files::fail("cannot read", path, errno);
  struct stat status {};
  if (::fstat(file.number, &status) != 0) files::fail("cannot read", path, errno);
  if (!S_ISREG(status.st_mode)) return std::nullopt;
  if (static_cast<std::uint64_t>(status.st_size) > max_file_bytes)
    throw Error(Errc::data, Message("usage.too_large", "{{path}} is larger than {{most}}",
                                    {{"path", path}, {"most", format_size(max_file_bytes)}}));
  std::string code(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t size = 0;
  while (size < code.size()) {
    const ssize_t n = ::read(file.number, code.data() + size, code.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) files::fail("cannot read", path, errno);
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  code.resize(size);
  return code;
}

/// What one file has said.
struct FileResult {
  bool was_read = false;
  std::vector<UndefinedKey> undefined;
  std::optional<Error> failure;
};

FileResult look_at_file(const KeyIndex& keys, const std::string& path, const CallNames& names,
                        std::vector<KeyState>& states) {
  FileResult result;
  try {
    const std::optional<std::string> code = read_code(path);
    if (!code || is_binary(*code)) return result;
    look_at_code(keys, path, *code, names, states, result.undefined);
    result.was_read = true;
  } catch (const Error& error) {
    result.failure = error;
  }
  return result;
}

void raise(std::vector<KeyState>& states, const std::vector<KeyState>& others) {
  for (std::size_t i = 0; i < states.size(); ++i) states[i] = std::max(states[i], others[i]);
}

/// Translations name others: `$t(menu.save)` in i18next, `@:menu.save` in vue-i18n.
std::vector<KeyState> used_by_texts(const SourceKeys& keys) {
  std::vector<KeyState> states(keys.index.size());
  for (const SourceKeys::File& file : keys.files) {
    for (const i18n::Node& node : file.text->nodes()) {
      for (const std::string_view mark : {"$t(", "@:"}) {
        for (std::size_t at = node.text.find(mark); at != node.text.npos; at = node.text.find(mark, at + 1)) {
          const std::string_view rest = node.text.substr(at + mark.size());
          const std::string_view name = rest.substr(0, rest.find_first_of(", )\t\n"));
          keys.index.find(name, [&](KeyIndex::Id id) { states[id] = KeyState::used; });
        }
      }
    }
  }
  return states;
}

Message undefined_message(const std::string& key) {
  return key.find('*') == key.npos
             ? Message("check.undefined_key", "there is no key \"{{key}}\"", {{"key", key}})
             : Message("check.undefined_prefix", "no key is like \"{{key}}\"", {{"key", key}});
}

}  // namespace

void look_at_code(const KeyIndex& keys, const std::string& path, std::string_view code,
                  const CallNames& names, std::vector<KeyState>& states,
                  std::vector<UndefinedKey>& undefined) {
  CodeLook look(keys, path, code, states);
  scan_source(code, source_language(path), names, look);
  look.finish(undefined);
}

CodeUsage usage_in(const std::vector<std::string>& files, const KeyIndex& keys, const CallNames& names,
                   unsigned jobs) {
  const unsigned threads = thread_count(jobs, files.size());
  std::vector<std::vector<KeyState>> states(threads, std::vector<KeyState>(keys.size()));
  std::vector<FileResult> results(files.size());
  in_parallel(files.size(), threads, [&](std::size_t file, unsigned thread) {
    results[file] = look_at_file(keys, files[file], names, states[thread]);
  });

  CodeUsage usage;
  for (FileResult& result : results) {
    usage.files += result.was_read;
    if (result.failure)
      usage.unreadable.emplace_back(files[static_cast<std::size_t>(&result - results.data())],
                                    *result.failure);
    std::move(result.undefined.begin(), result.undefined.end(), std::back_inserter(usage.undefined));
  }
  usage.states = std::move(states[0]);
  for (std::size_t thread = 1; thread < threads; ++thread) raise(usage.states, states[thread]);
  return usage;
}

CodeUsage usage_of(const SourceKeys& keys, const CheckOptions& options) {
  CodeUsage usage =
      usage_in(find_source_files(options.usage), keys.index, CallNames(options.calls), options.jobs);
  raise(usage.states, used_by_texts(keys));
  return usage;
}

void add_usage_findings(const CheckOptions& options, CheckReport& report) {
  if (options.usage.empty()) return;
  std::optional<SourceKeys> keys;
  try {
    keys = read_source_keys(options);
  } catch (const Error&) {
    return;
  }
  const CodeUsage usage = usage_of(*keys, options);
  Findings findings(options, keys->locale);
  for (KeyIndex::Id id = 0; id < keys->index.size(); ++id) {
    if (usage.states[id] != KeyState::unused) continue;
    const SourceKeys::Place place = keys->places[id];
    const SourceKeys::File& file = keys->files[place.file];
    const i18n::Node& node = file.text->nodes()[place.node];
    findings.add(Rule::unused_key, keys->index.key(id), {file.text.get(), node.key_span},
                 Message("check.unused_key", "no code uses \"{{key}}\"", {{"key", keys->index.key(id)}}));
  }
  for (const UndefinedKey& each : usage.undefined)
    findings.add(Rule::undefined_key, each.key, each.place, each.line_text, undefined_message(each.key));
  for (const auto& [path, error] : usage.unreadable) {
    report.is_incomplete = true;
    findings.add(Rule::syntax, "", path, error.message());
  }
  std::move(findings.list().begin(), findings.list().end(), std::back_inserter(report.findings));
}

}  // namespace objectos::lint

namespace objectos {

UsageReport translation_usage(const CheckOptions& options) {
  const lint::SourceKeys keys = lint::read_source_keys(options);
  lint::CodeUsage usage = lint::usage_of(keys, options);
  UsageReport report;
  report.files = usage.files;
  report.undefined = std::move(usage.undefined);
  for (auto& [path, error] : usage.unreadable) report.unreadable.push_back(std::move(error));
  for (lint::KeyIndex::Id id = 0; id < keys.index.size(); ++id) {
    std::vector<std::string>* const lists[] = {&report.unused, &report.undeterminable, &report.used};
    lists[static_cast<std::size_t>(usage.states[id])]->push_back(keys.index.key(id));
  }
  for (auto* list : {&report.used, &report.unused, &report.undeterminable})
    std::sort(list->begin(), list->end());
  return report;
}

}  // namespace objectos

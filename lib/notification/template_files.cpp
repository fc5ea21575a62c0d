#include "notification/template_files.hpp"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <tuple>

#include "core/ascii.hpp"
#include "core/files.hpp"
#include "objectos/i18n.hpp"

namespace objectos::notification {
namespace {

constexpr std::size_t max_directories = 16;  // of partials, one in the other

struct CloseDirectory {
  void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};

/// Names that do not begin with a dot; none if there is no such directory.
std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, CloseDirectory> directory(::opendir(path.c_str()));
  if (!directory) {
    if (errno == ENOENT || errno == ENOTDIR) return names;
    files::fail("open", path, errno);
  }
  for (errno = 0; const dirent* entry = ::readdir(directory.get()); errno = 0) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  if (errno != 0) files::fail("read", path, errno);
  return names;
}

bool is_directory(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool is_locale(std::string_view text) {
  try {
    locale_chain(text, "");
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// In lower case and with `-`, as names of the same locale are compared.
std::string folded(std::string_view locale) {
  std::string text = ascii::lower(locale);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

/// The name's parts between dots, without `.hbs`; empty if it does not end so.
std::vector<std::string_view> words_of(std::string_view file) {
  constexpr std::string_view ending = ".hbs";
  std::vector<std::string_view> words;
  if (!file.ends_with(ending)) return words;
  file.remove_suffix(ending.size());
  for (;;) {
    const auto dot = file.find('.');
    words.push_back(file.substr(0, dot));
    if (dot == file.npos) return words;
    file.remove_prefix(dot + 1);
  }
}

std::optional<MessagePart> part_named(std::string_view name) noexcept {
  for (const MessagePart part : message_parts) {
    if (message_part_name(part) == name) return part;
  }
  return std::nullopt;
}

/// `NAME[.LOCALE].PART.hbs`
std::optional<TemplateFile> message_file(std::string_view file) {
  const auto words = words_of(file);
  if (words.size() < 2 || words.size() > 3 || !is_template_name(words.front())) return std::nullopt;
  const auto part = part_named(words.back());
  const std::string_view locale = words.size() == 3 ? words[1] : std::string_view();
  if (!part || (words.size() == 3 && !is_locale(locale))) return std::nullopt;
  return TemplateFile{std::string(words.front()), std::string(locale), *part, {}};
}

/// `NAME[.LOCALE].hbs`
std::optional<TemplateFile> partial_file(std::string_view file) {
  const auto words = words_of(file);
  if (words.empty() || words.size() > 2 || !is_template_name(words.front())) return std::nullopt;
  const std::string_view locale = words.size() == 2 ? words[1] : std::string_view();
  if (words.size() == 2 && !is_locale(locale)) return std::nullopt;
  return TemplateFile{std::string(words.front()), std::string(locale), MessagePart::text, {}};
}

/// The first of `files` that `is_wanted`, by the first locale that there is one in.
template <class IsWanted>
const TemplateFile* nearest_file(const std::vector<TemplateFile>& files,
                                 const std::vector<std::string>& locales, IsWanted is_wanted) {
  const auto in_locale = [&](std::string_view locale) -> const TemplateFile* {
    for (const TemplateFile& file : files) {
      if (is_wanted(file) && folded(file.locale) == folded(locale)) return &file;
    }
    return nullptr;
  };
  for (const std::string& locale : locales) {
    if (const TemplateFile* file = in_locale(locale)) return file;
  }
  return in_locale("");
}

}  // namespace

std::string source_of(const TemplateFile& file) {
  std::optional<std::string> text = files::read(file.path);
  if (!text) files::fail("read", file.path, ENOENT);
  const bool is_document = file.part != MessagePart::subject && file.part != MessagePart::sms;
  if (is_document || !text->ends_with('\n')) return std::move(*text);
  text->pop_back();
  if (text->ends_with('\r')) text->pop_back();
  return std::move(*text);
}

bool is_template_name(std::string_view name) noexcept {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

bool is_partial_name(std::string_view name) noexcept {
  for (;;) {
    const auto slash = name.find('/');
    if (!is_template_name(name.substr(0, slash))) return false;
    if (slash == name.npos) return true;
    name.remove_prefix(slash + 1);
  }
}

TemplateFiles::TemplateFiles(const std::string& directory) {
  for (const std::string& name : names_in(directory)) {
    if (auto file = message_file(name)) {
      file->path = directory + "/" + name;
      messages_.push_back(std::move(*file));
    } else if (!words_of(name).empty()) {
      strays_.push_back(directory + "/" + name);
    }
  }
  add_partials(directory + "/partials", "");
  const auto by_name = [](const TemplateFile& a, const TemplateFile& b) {
    return std::tie(a.name, a.locale, a.part) < std::tie(b.name, b.locale, b.part);
  };
  std::sort(messages_.begin(), messages_.end(), by_name);
  std::sort(partials_.begin(), partials_.end(), by_name);
  std::sort(strays_.begin(), strays_.end());
}

void TemplateFiles::add_partials(const std::string& path, const std::string& prefix) {
  for (const std::string& name : names_in(path)) {
    const std::string inside = path + "/" + name;
    if (auto file = partial_file(name)) {
      file->name.insert(0, prefix);
      file->path = inside;
      partials_.push_back(std::move(*file));
    } else if (is_template_name(name) && is_directory(inside) &&
               static_cast<std::size_t>(std::count(prefix.begin(), prefix.end(), '/')) < max_directories) {
      add_partials(inside, prefix + name + "/");
    } else if (!words_of(name).empty()) {
      strays_.push_back(inside);
    }
  }
}

const TemplateFile* TemplateFiles::message(std::string_view name, MessagePart part,
                                           const std::vector<std::string>& locales) const noexcept {
  return nearest_file(messages_, locales,
                      [&](const TemplateFile& file) { return file.name == name && file.part == part; });
}

const TemplateFile* TemplateFiles::partial(std::string_view name,
                                           const std::vector<std::string>& locales) const noexcept {
  return nearest_file(partials_, locales, [&](const TemplateFile& file) { return file.name == name; });
}

bool TemplateFiles::has_message(std::string_view name) const noexcept {
  return std::any_of(messages_.begin(), messages_.end(),
                     [name](const TemplateFile& file) { return file.name == name; });
}

}  // namespace objectos::notification

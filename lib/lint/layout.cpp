#include "lint/layout.hpp"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>

#include "core/files.hpp"
#include "i18n/locale_tag.hpp"
#include "i18n/translation_file.hpp"
#include "lint/languages.hpp"

namespace objectos::lint {
namespace {

constexpr std::size_t max_depth = 16;  // of directories

/// What parts of a path tell of a file.
struct Named {
  std::string_view locale;
  std::string space;
};

std::string_view without_ending(std::string_view name) {
  return name.substr(0, name.rfind('.'));
}

void append_part(std::string& space, std::string_view part) {
  if (part.empty()) return;
  if (!space.empty()) space += '/';
  space += part;
}

/// `NAMESPACE.LOCALE` and `LOCALE.NAMESPACE`, of a name without its ending.
bool split_dotted(std::string_view stem, Named& named) {
  const auto last = stem.rfind('.');
  if (last == stem.npos) return false;
  const std::string_view front = stem.substr(0, last), back = stem.substr(last + 1);
  if (names_locale(back)) {
    named.locale = back;
    append_part(named.space, front);
    return true;
  }
  if (!names_locale(front)) return false;
  named.locale = front;
  append_part(named.space, back);
  return true;
}

/// `relative`: the path below the directory that was asked for.
bool tell(std::string_view relative, Named& named) {
  std::string_view rest = relative;
  for (auto slash = rest.find('/'); slash != rest.npos; slash = rest.find('/')) {
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(slash + 1);
    if (named.locale.empty() && names_locale(part)) {
      named.locale = part;
    } else {
      append_part(named.space, part);
    }
  }
  const std::string_view stem = without_ending(rest);
  if (!named.locale.empty()) {
    // `de/de.yml` and `de/models.de.yml` name it twice.
    if (i18n::is_same_tag(stem, named.locale)) return true;
    if (stem.size() > named.locale.size() && stem[stem.size() - named.locale.size() - 1] == '.' &&
        stem.ends_with(named.locale)) {
      append_part(named.space, stem.substr(0, stem.size() - named.locale.size() - 1));
      return true;
    }
    append_part(named.space, stem);
    return true;
  }
  if (names_locale(stem)) {
    named.locale = stem;
    return true;
  }
  return split_dotted(stem, named);
}

class Finder {
 public:
  explicit Finder(std::string root) : root_(std::move(root)) {
    while (root_.size() > 1 && root_.back() == '/') root_.pop_back();
  }

  std::vector<LocaleFile> find() {
    struct stat status {};
    if (::stat(root_.c_str(), &status) != 0) {
      if (errno == ENOENT)
        throw Error(Errc::usage, Message("check.no_path", "{{path}} does not exist", {{"path", root_}}));
      files::fail("cannot read", root_, errno);
    }
    if (S_ISDIR(status.st_mode)) {
      directory("", 0);
    } else {
      single();
    }
    return std::move(found_);
  }

 private:
  void single() {
    i18n::FileFormat format;
    Named named;
    const auto slash = root_.rfind('/');
    const std::string_view name =
        slash == root_.npos ? std::string_view(root_) : std::string_view(root_).substr(slash + 1);
    if (!i18n::format_of(root_, format)) {
      throw Error(Errc::usage,
                  Message("i18n.format", "{{path}} is neither .json nor .yml nor .yaml", {{"path", root_}}));
    }
    if (!tell(name, named)) {
      // `locales/de/common.json`
      const auto above = slash == root_.npos || slash == 0 ? root_.npos : root_.rfind('/', slash - 1);
      const std::size_t from = above == root_.npos ? 0 : above + 1;
      if (slash == root_.npos || !tell(std::string_view(root_).substr(from), named)) {
        throw Error(Errc::usage,
                    Message("check.no_locale", "the name of {{path}} tells no locale", {{"path", root_}}),
                    Message("check.no_locale_hint", "names are like de.json, de/menu.json, menu.de.yml"));
      }
    }
    found_.push_back({root_, std::string(named.locale), std::move(named.space), root_});
  }

  std::string path_of(const std::string& relative) const {
    if (relative.empty()) return root_;
    return root_ == "." ? relative : root_ == "/" ? "/" + relative : root_ + "/" + relative;
  }

  void directory(const std::string& relative, std::size_t depth) {
    const std::string path = path_of(relative);
    const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(path.c_str()), ::closedir);
    if (!open) files::fail("cannot read", path, errno);
    struct stat status {};
    if (::fstat(::dirfd(open.get()), &status) != 0) files::fail("cannot read", path, errno);
    if (depth > max_depth || !seen_.insert({status.st_dev, status.st_ino}).second) return;
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(open.get()))
      if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) this->entry(relative.empty() ? name : relative + "/" + name, depth);
  }

  void entry(const std::string& relative, std::size_t depth) {
    const std::string path = path_of(relative);
    i18n::FileFormat format;
    const bool has_ending = i18n::format_of(relative, format);
    struct stat status {};
    // A broken link with the right ending is a file that cannot be read, which the reader says.
    if (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return directory(relative, depth + 1);
    Named named;
    if (!has_ending || !tell(relative, named)) return;
    found_.push_back({path, std::string(named.locale), std::move(named.space), root_});
  }

  std::string root_;
  std::set<std::pair<dev_t, ino_t>> seen_;
  std::vector<LocaleFile> found_;
};

}  // namespace

std::vector<LocaleFile> find_locale_files(const std::vector<std::string>& paths) {
  std::vector<LocaleFile> files;
  for (const std::string& path : paths) {
    for (LocaleFile& file : Finder(path).find()) files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end(),
            [](const LocaleFile& a, const LocaleFile& b) { return a.path < b.path; });
  files.erase(std::unique(files.begin(), files.end(),
                          [](const LocaleFile& a, const LocaleFile& b) { return a.path == b.path; }),
              files.end());
  return files;
}

std::string source_locale(const std::vector<LocaleFile>& files, const CheckOptions& options) {
  std::string paths;
  for (const std::string& path : options.paths) paths.append(paths.empty() ? "" : ", ").append(path);
  if (files.empty()) {
    throw Error(Errc::usage, Message("check.no_files", "no translation files in {{path}}", {{"path", paths}}),
                Message("check.no_files_hint", "they are named like en.json, en/menu.json, menu.en.yml"));
  }
  const std::string wanted = options.source.empty() ? "en" : options.source;
  for (const LocaleFile& file : files)
    if (i18n::is_same_tag(file.locale, wanted)) return file.locale;
  if (!options.source.empty()) {
    throw Error(Errc::usage,
                Message("check.source_absent", "there is no file of the source locale {{locale}} in {{path}}",
                        {{"locale", options.source}, {"path", paths}}));
  }
  for (const LocaleFile& file : files)
    if (i18n::folded_tag(file.locale).starts_with("en-")) return file.locale;
  throw Error(
      Errc::usage,
      Message("check.no_source", "which locale is the source? there is no en in {{path}}", {{"path", paths}}),
      Message("check.no_source_hint", "name it with --source LOCALE"));
}

std::string counterpart(const LocaleFile& file, std::string_view locale) {
  // The part that names the locale stands between separators.
  std::string path = file.path;
  const std::size_t from = path.size() > file.root.size() && file.root != "." ? file.root.size() : 0;
  for (std::size_t at = from; (at = path.find(file.locale, at)) != path.npos; ++at) {
    const std::size_t end = at + file.locale.size();
    const auto separates = [](char c) { return c == '/' || c == '.'; };
    if ((at != 0 && !separates(path[at - 1])) || (end < path.size() && !separates(path[end]))) continue;
    path.replace(at, file.locale.size(), locale);
    at += locale.size();
    if (at >= path.size()) break;
  }
  return path;
}

}  // namespace objectos::lint

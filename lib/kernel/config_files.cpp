#include "kernel/config_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <utility>

#include "core/files.hpp"
#include "objectos/error.hpp"

namespace objectos::config {

const FileValue* ConfigFile::find(const ConfigKey& row) const noexcept {
  const auto at =
      std::lower_bound(values.begin(), values.end(), &row,
                       [](const FileValue& value, const ConfigKey* key) { return value.row < key; });
  return at != values.end() && at->row == &row ? &*at : nullptr;
}

// ---- keys ----------------------------------------------------------------------------------------------

namespace {

class KeyReader {
 public:
  explicit KeyReader(ConfigFile& file) : file_(file) {}

  /// Notes every key below `section` ("" at the top), or below its member `only` if that is given.
  void read(const json::Node& section, const std::string& name, std::string_view only = {}) {
    std::vector<std::string> seen;
    for (const json::Member& member : section.members) {
      const std::string segment = snake_case(member.key);
      if (!only.empty() && segment != only) {
        file_.ignored.push_back(shown(member.key));
        continue;
      }
      if (std::find(seen.begin(), seen.end(), segment) != seen.end())
        fail_two_spellings(file_.document(), member);
      seen.push_back(segment);
      read_member(member, name, segment);
    }
  }

 private:
  void read_member(const json::Member& member, const std::string& section, const std::string& segment) {
    const std::string name = section.empty() ? segment : section + '.' + segment;
    // A dot inside a segment would reach keys of other sections.
    const bool plain = segment.find('.') == segment.npos;
    if (const ConfigKey* row = plain ? find_row(name) : nullptr) {
      file_.values.push_back({row, &member.value, segment != member.key});
    } else if (plain && is_section(name)) {
      if (member.value.kind != json::Kind::object) fail_section(member.value, name);
      read(member.value, name);
    } else {
      fail_unknown(member, section, segment);
    }
  }

  [[noreturn]] void fail_section(const json::Node& value, const std::string& name) const {
    throw Error(Errc::usage,
                Message("config.not_section", "{{place}}: {{key}} must be an object, not {{found}}",
                        {{"place", file_.document().place(value.offset)},
                         {"key", name},
                         // What stands here could be anything, a secret too.
                         {"found", value.kind == json::Kind::string ? "\"…\"" : shown(value)}}));
  }

  [[noreturn]] void fail_unknown(const json::Member& member, const std::string& section,
                                 const std::string& segment) const {
    const std::string start = section.empty() ? section : section + '.';
    Message hint;
    if (find_row(start + segment))
      hint = Message("config.nest_key", "write the parts of {{key}} as objects in each other",
                     {{"key", start + segment}});
    else if (auto meant = suggest(section, segment))
      hint = Message("config.did_you_mean", "did you mean \"{{key}}\"?", {{"key", std::move(*meant)}});
    fail_unknown_key(file_.document(), member, start + shown(member.key), std::move(hint));
  }

  ConfigFile& file_;
};

json::Node parse_text(const ConfigFile& file) {
  // An empty file sets nothing: --config /dev/null is a way to say so.
  if (file.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    json::Node empty;
    empty.kind = json::Kind::object;
    return empty;
  }
  try {
    return json::parse_tree(file.text, {file.name, 1}, json::Reader::Dialect::comments);
  } catch (const Error& error) {
    throw error.as(Errc::usage);  // not the user's data: their words to us
  }
}

}  // namespace

std::shared_ptr<const ConfigFile> parse_file(std::string name, std::string directory, std::string text,
                                             Trust trust) {
  auto file = std::make_shared<ConfigFile>();
  file->name = std::move(name);
  file->directory = std::move(directory);
  file->trust = trust;
  file->text = std::move(text);
  file->root = parse_text(*file);
  if (file->root.kind != json::Kind::object) {
    throw Error(
        Errc::usage,
        Message("config.not_configuration", "{{place}}: a configuration is a JSON object, not {{found}}",
                {{"place", file->document().place(file->root.offset)}, {"found", shown(file->root)}}));
  }
  KeyReader(*file).read(file->root, "", trust == Trust::found ? "i18n" : "");
  std::sort(file->values.begin(), file->values.end(),
            [](const FileValue& a, const FileValue& b) { return a.row < b.row; });
  return file;
}

// ---- files ---------------------------------------------------------------------------------------------

namespace {

/// Far beyond any configuration; keeps a stranger's file from filling the memory.
constexpr std::size_t max_file_bytes = 16u * 1024 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }

 private:
  int fd_;
};

/// Mostly there is no such file, and stat() says so in two thirds of the time of open(). Without a file errno
/// tells why.
Descriptor open_if_there(const std::string& path, int flags = 0) {
  struct stat info {};
  return Descriptor(::stat(path.c_str(), &info) == 0 ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags)
                                                     : -1);
}

/// Opens and then asks the open file about itself, so that nobody can swap it in between.
class Loader {
 public:
  explicit Loader(const ConfigSources& sources) : sources_(sources), directory_(sources.directory) {}

  ConfigFiles load() {
    if (!sources_.file.empty()) load_explicit();
    if (!directory_.empty()) load_found();
    if (!sources_.user_file.empty()) load_standing(sources_.user_file);
    if (!sources_.system_file.empty()) load_standing(sources_.system_file);
    return std::move(files_);
  }

 private:
  void load_explicit() {
    const std::string path = join_path(working_directory(sources_), sources_.file);
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) {
      if (errno != ENOENT && errno != ENOTDIR) files::fail("open", sources_.file, errno);
      throw Error(Errc::usage, Message("config.no_file", "{{file}}: there is no such configuration file",
                                       {{"file", sources_.file}}));
    }
    add(fd, sources_.file, path, Trust::named);
  }

  /// The user's or the system's file, which need not be there.
  void load_standing(const std::string& path) {
    const Descriptor fd = open_if_there(path);
    if (fd) return add(fd, path, path, Trust::named);
    if (errno != ENOENT && errno != ENOTDIR) files::fail("open", path, errno);
  }

  /// The first objectos.json from the working directory upwards.
  void load_found() {
    std::string path = directory_;
    while (path.ends_with('/')) path.pop_back();
    for (;;) {
      const std::size_t length = path.size();
      path += "/objectos.json";
      // Not to wait for a pipe that somebody called objectos.json.
      const Descriptor fd = open_if_there(path, O_NONBLOCK);
      struct stat info {};
      if (fd && ::fstat(fd.get(), &info) == 0 && S_ISREG(info.st_mode))
        return add(fd, path, path, Trust::found);
      if (!fd && errno == EACCES && ::lstat(path.c_str(), &info) == 0) files::fail("open", path, EACCES);
      const auto slash = length == 0 ? path.npos : path.rfind('/', length - 1);
      if (slash == path.npos) return;
      path.resize(slash);
    }
  }

  void add(const Descriptor& fd, const std::string& name, const std::string& path, Trust trust) {
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0) files::fail("open", name, errno);
    for (const Identity& known : identities_) {
      if (known.device == info.st_dev && known.inode == info.st_ino) return;
    }
    identities_.push_back({info.st_dev, info.st_ino});
    check_trust(info, name, trust);
    files_.push_back(parse_file(name, files::parent(path), read(fd, name), trust));
  }

  static void check_trust(const struct stat& info, const std::string& name, Trust trust) {
    if (S_ISDIR(info.st_mode))
      throw Error(Errc::usage, Message("config.directory", "{{file}}: a directory is no configuration file",
                                       {{"file", name}}));
    if (S_ISCHR(info.st_mode)) return;  // /dev/null, a terminal: the system minds those
    if (trust == Trust::found) {
      if (info.st_mode & S_IWOTH)
        throw Error(Errc::denied,
                    Message("config.found_writable", "{{file}}: refused, because everybody can write to it",
                            {{"file", name}}),
                    Message("config.found_writable_hint", "chmod o-w {{file}}", {{"file", name}}));
      return;
    }
    if (info.st_uid != 0 && info.st_uid != ::geteuid())
      throw Error(Errc::denied,
                  Message("config.foreign", "{{file}}: refused, because it belongs to another user",
                          {{"file", name}}),
                  Message("config.foreign_hint", "a configuration file belongs to you or to root"));
    if (info.st_mode & (S_IWGRP | S_IWOTH))
      throw Error(
          Errc::denied,
          Message("config.writable", "{{file}}: refused, because others can write to it", {{"file", name}}),
          Message("config.writable_hint", "chmod go-w {{file}}", {{"file", name}}));
  }

  static std::string read(const Descriptor& fd, const std::string& name) {
    std::string text;
    char buffer[16384];
    for (;;) {
      const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
      if (n == 0) return text;
      if (n < 0) {
        if (errno == EINTR) continue;
        files::fail("read", name, errno);
      }
      text.append(buffer, static_cast<std::size_t>(n));
      if (text.size() > max_file_bytes)
        throw Error(Errc::usage,
                    Message("config.too_large", "{{file}}: a configuration file has at most 16 MiB",
                            {{"file", name}}));
    }
  }

  struct Identity {
    dev_t device;
    ino_t inode;
  };

  const ConfigSources& sources_;
  const std::string& directory_;
  std::vector<Identity> identities_;
  ConfigFiles files_;
};

}  // namespace

ConfigFiles load_files(const ConfigSources& sources) {
  return Loader(sources).load();
}

std::string join_path(std::string_view directory, std::string_view path) {
  if (path.starts_with('/')) return std::string(path);
  while (path.starts_with("./")) {
    path.remove_prefix(2);
    path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
  }
  std::string out(directory);
  if (path.empty() || path == ".") return out;
  if (!out.ends_with('/')) out += '/';
  return out.append(path);
}

std::string working_directory(const ConfigSources& sources) {
  if (!sources.directory.empty()) return sources.directory;
  char buffer[PATH_MAX];
  return ::getcwd(buffer, sizeof buffer) ? buffer : "/";
}

// ---- environment ---------------------------------------------------------------------------------------

std::optional<std::string> process_environment(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

std::optional<std::string> read_variable(Environment environment, std::string_view name) {
  if (!environment) return std::nullopt;
  auto value = environment(name);
  if (value && value->empty()) value.reset();
  return value;
}

std::string xdg_directory(Environment environment, std::string_view variable, std::string_view fallback) {
  const auto set = read_variable(environment, variable);
  if (set && set->front() == '/') return *set;
  const auto home = read_variable(environment, "HOME");
  return home ? join_path(*home, fallback) : std::string();
}

}  // namespace objectos::config

namespace objectos {

ConfigSources ConfigSources::process() {
  ConfigSources sources;
  sources.environment = config::process_environment;
  if (auto file = config::read_variable(sources.environment, "OBJECTOS_CONFIG"))
    sources.file = std::move(*file);
  char buffer[PATH_MAX];
  if (::getcwd(buffer, sizeof buffer)) sources.directory = buffer;  // else deleted: nothing to walk up from
  const std::string user = config::xdg_directory(sources.environment, "XDG_CONFIG_HOME", ".config");
  if (!user.empty()) sources.user_file = user + "/objectos/config.json";
  sources.system_file = "/etc/objectos/config.json";
  return sources;
}

}  // namespace objectos

// storage export, import, copy, backup, restore.
#include <unistd.h>

#include <filesystem>

#include "commands/storage.hpp"
#include "exit_status.hpp"
#include "input.hpp"
#include "language.hpp"
#include "objectos/atomic_file.hpp"
#include "objectos/log.hpp"

namespace objectos::cli::storage {
namespace {

OnConflict on_conflict(const Args& args) {
  const std::string* what = args.find("--on-conflict");
  if (what && *what == "keep") return OnConflict::keep;
  if (what && *what == "fail") return OnConflict::fail;
  return OnConflict::replace;
}

/// A bar on the terminal that is drawn over itself, when a hundredth more is done.
class Progress {
 public:
  explicit Progress(const Call& call)
      : shown_(::isatty(STDERR_FILENO) == 1 && !call.session.quiet && !call.session.in_batch) {}
  ~Progress() {
    if (drawn_ >= 0) print_error("\r\x1b[K");
  }
  bool is_shown() const { return shown_; }
  void show(std::size_t done, std::size_t total) {
    const int hundredths = static_cast<int>(done * 100 / total);
    if (hundredths == drawn_) return;
    drawn_ = hundredths;
    const auto filled = static_cast<std::size_t>(hundredths) * bar_width / 100;
    std::string bar = "\r[" + std::string(filled, '#') + std::string(bar_width - filled, ' ') + "] ";
    bar += std::to_string(hundredths) + " % of " + std::to_string(total);
    print_error(bar);
  }

 private:
  static constexpr std::size_t bar_width = 40;
  bool shown_;
  int drawn_ = -1;
};

/// A copy from a file that is not there would copy nothing and say that all went well.
void check_source(const std::string& url) {
  constexpr std::string_view scheme = "sqlite:";
  if (!url.starts_with(scheme)) return;
  const std::string path = url.substr(scheme.size());
  if (::access(path.c_str(), F_OK) != 0) {
    throw Error(Errc::usage,
                Message("storage.no_database", "{{path}}: there is no such database", {{"path", path}}));
  }
}

std::shared_ptr<Storage> open_side(Call& call, const char* option) {
  const std::string* url = call.args.find(option);
  if (!url) throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", option}}));
  try {
    const std::string target = url_option(option, *url);
    if (option == std::string_view("--from")) check_source(target);
    return open_storage(target, call.session.config());
  } catch (const Error& error) {
    if (error.code() == Errc::usage && error.place().empty()) throw error.at(option);
    throw;
  }
}

}  // namespace

int export_(Call& call) {
  const Storage storage = call.storage();
  const std::string* path = call.args.find("--output");
  std::optional<AtomicFile> file;
  if (path && *path != "-") file.emplace(*path);
  if (call.session.console.stdout_is_terminal()) call.out.protect_terminal();
  std::string lines;
  std::size_t exported = 0;
  storage.each({call.pattern(0), {}, true}, [&](const Entry& entry) {
    ++exported;
    std::string& to = file ? lines : call.out.buffer();
    append_export_line(to, entry);
    if (!file) {
      call.out.line("");
    } else {
      lines += '\n';
      if (lines.size() > (1u << 16)) {
        file->write(lines);
        lines.clear();
      }
    }
    return true;
  });
  if (file) {
    file->write(lines);
    file->commit();
    if (call.out.json()) call.out.line("{\"exported\":" + std::to_string(exported) + "}");
  }
  return exit_status::ok;
}

int import(Call& call) {
  const std::string* path = call.args.positional(0);
  call.check_input(path ? *path : "-", "FILE");
  InputFile input(path ? *path : "-");
  Storage storage = call.storage();
  const ImportResult result = import_entries(
      storage, [&input] { return input.next(); }, input.name(), on_conflict(call.args));
  if (call.out.json()) {
    call.out.line("{\"imported\":" + std::to_string(result.imported) +
                  ",\"kept\":" + std::to_string(result.kept) + "}");
  }
  return exit_status::ok;
}

int copy(Call& call) {
  std::shared_ptr<Storage> from = open_side(call, "--from");
  std::shared_ptr<Storage> to = open_side(call, "--to");
  if (const std::string* scope = call.args.find("--scope")) {
    from = std::make_shared<Storage>(from->scoped(*scope));
    to = std::make_shared<Storage>(to->scoped(*scope));
  }
  Progress progress(call);
  std::function<void(std::size_t, std::size_t)> show;
  if (progress.is_shown()) show = [&progress](std::size_t done, std::size_t n) { progress.show(done, n); };
  const std::size_t copied = copy_entries(*from, *to, call.pattern(0), show);
  if (call.out.json()) call.out.line("{\"copied\":" + std::to_string(copied) + "}");
  return exit_status::ok;
}

namespace {

/// The archive's name. Backups are of the state directory, so a store elsewhere is not in them.
const std::string& archive(const Call& call) {
  const std::string& file = call.args.positionals[0];
  if (file == "-") throw Error(Errc::usage, Message("backup.dash", "a backup is a file, not a stream"));
  if (call.args.has("--storage-url")) {
    throw Error(Errc::usage, Message("backup.url", "a backup is of the state directory, not of a URL"),
                Message("backup.url_hint", "storage export and import work on any store"))
        .at("--storage-url");
  }
  if (call.session.config().is_set("storage.url")) {
    Logger("backup").warning(
        "storage.url is set: what is stored there is no part of a backup of the state directory");
  }
  return file;
}

int print_file(Call& call, const std::string& file) {
  if (call.out.json()) call.out.line("{\"file\":" + json::quoted(file) + "}");
  return exit_status::ok;
}

/// Where a person is there, and something to be lost.
bool may_replace(Call& call) {
  if (call.args.has("--yes") || call.session.in_batch || !call.session.console.can_ask()) return true;
  const std::string directory = call.session.config().state_dir();
  std::error_code ignored;
  if (!std::filesystem::exists(directory, ignored)) return true;
  Language language(call.session.lang);
  return call.session.console.confirm(
      "objectos: " +
      language.text(Message("storage.restore", "replace databases in {{directory}} by those of the archive?",
                            {{"directory", call.shown(directory)}})));
}

}  // namespace

int backup(Call& call) {
  const std::string& file = archive(call);
  backup_state(call.session.config(), file);
  return print_file(call, file);
}

int restore(Call& call) {
  const std::string& file = archive(call);
  if (!may_replace(call)) return exit_status::no;
  restore_state(call.session.config(), file);
  return print_file(call, file);
}

}  // namespace objectos::cli::storage

// The state directory as one file and back.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <vector>

#include "assembly/archive.hpp"
#include "core/files.hpp"
#include "objectos/atomic_file.hpp"
#include "objectos/error.hpp"
#include "objectos/storage.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/snapshot.hpp"

namespace objectos {
namespace {

namespace fs = std::filesystem;

bool is_database(const std::string& name) {
  return name.ends_with(".db") && name.find('/') == name.npos;
}

/// Locks are of this machine and this moment; everything else in the directory is worth keeping.
bool is_kept(const std::string& name) {
  return is_database(name) || name == "cache.stats" || name.starts_with("tokens/");
}

/// A private directory that goes away with everything in it.
class WorkDirectory {
 public:
  explicit WorkDirectory(const std::string& beside) : path_(beside + ".work.XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) files::fail("create", path_, errno);
  }
  ~WorkDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  WorkDirectory(const WorkDirectory&) = delete;
  WorkDirectory& operator=(const WorkDirectory&) = delete;
  std::string file(std::string name) const {
    std::replace(name.begin(), name.end(), '/', '_');
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

std::vector<std::string> kept_files(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code failure;
  for (auto at = fs::recursive_directory_iterator(directory, failure);
       !failure && at != fs::recursive_directory_iterator(); at.increment(failure)) {
    const std::string name = fs::relative(at->path(), directory).string();
    if (at->is_regular_file() && !at->is_symlink() && is_kept(name)) names.push_back(name);
  }
  if (failure) files::fail("read", directory, failure.value());
  std::sort(names.begin(), names.end());
  return names;
}

int open_archive(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    if (errno == ENOENT)
      throw Error(Errc::usage,
                  Message("backup.no_file", "{{path}}: there is no such file", {{"path", path}}));
    files::fail("open", path, errno);
  }
  return fd;
}

/// Unpacks and checks every member; the state directory is not touched.
std::vector<std::string> unpack(const std::string& archive, const WorkDirectory& work) {
  const int fd = open_archive(archive);
  std::vector<std::string> names;
  try {
    ArchiveReader reader(fd, archive);
    while (const auto member = reader.next()) {
      if (!is_kept(member->name) || std::count(names.begin(), names.end(), member->name)) {
        throw Error(Errc::data,
                    Message("backup.unknown_member", "{{path}}: holds {{name}}, which no backup has",
                            {{"path", archive}, {"name", member->name}}));
      }
      const std::string file = work.file(member->name);
      const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      if (out < 0) files::fail("create", file, errno);
      try {
        reader.extract(out, file);
      } catch (...) {
        ::close(out);
        throw;
      }
      ::close(out);
      if (is_database(member->name)) sqlite::check_snapshot(file);
      names.push_back(member->name);
    }
  } catch (...) {
    ::close(fd);
    throw;
  }
  ::close(fd);
  return names;
}

}  // namespace

void backup_state(const Config& config, const std::string& file) {
  const std::string state = config.state_dir();
  if (!files::check_private_directory(state)) {
    throw Error(Errc::data,
                Message("backup.nothing", "{{path}}: there is nothing to back up", {{"path", state}}));
  }
  AtomicFile out(file);
  const WorkDirectory work(file);
  ArchiveWriter archive(out);
  for (const std::string& name : kept_files(state)) {
    std::string source = state + "/" + name;
    if (is_database(name)) {
      const std::string copy = work.file(name);
      sqlite::save_snapshot(source, copy, sqlite::lock_timeout(config, "storage"));
      source = copy;
    }
    archive.add(name, source);
  }
  archive.finish();
  out.commit();
}

void restore_state(const Config& config, const std::string& file) {
  const std::string state = config.state_dir();
  if (!files::check_private_directory(state)) files::make_private_directory(state);
  const WorkDirectory work(state + "/restore");
  for (const std::string& name : unpack(file, work)) {
    const std::string target = state + "/" + name;
    if (is_database(name)) {
      sqlite::load_snapshot(work.file(name), target, sqlite::lock_timeout(config, "storage"));
    } else {
      files::make_private_directory(files::parent(target));
      if (::rename(work.file(name).c_str(), target.c_str()) != 0) files::fail("create", target, errno);
    }
  }
}

}  // namespace objectos

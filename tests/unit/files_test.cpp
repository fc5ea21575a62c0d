// Files that are never seen half written, directories with exact modes, paths.
#include "core/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <optional>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "objectos/atomic_file.hpp"
#include "scratch.hpp"
#include "thrown.hpp"

using namespace objectos;

TEST_CASE("an atomic file appears with commit, whole", "[files]") {
  const Scratch scratch;
  scratch.file("f", "old");
  {
    AtomicFile file(scratch.path("f"));
    file.write("new ");
    file.write("content");
    CHECK(scratch.content("f") == "old");
    file.commit();
    CHECK(scratch.content("f") == "new content");
  }
  CHECK(scratch.entries() == 1);
}

TEST_CASE("without commit nothing is left", "[files]") {
  const Scratch scratch;
  scratch.file("f", "old");
  {
    AtomicFile file(scratch.path("f"));
    file.write("half");
  }
  CHECK(scratch.content("f") == "old");
  CHECK(scratch.entries() == 1);
}

TEST_CASE("modes are exact under any umask", "[files]") {
  const Scratch scratch;
  const mode_t mask = GENERATE(as<mode_t>{}, 0, 022, 077, 0777);
  const mode_t mode = GENERATE(as<mode_t>{}, 0600, 0644, 0400);
  const mode_t before = ::umask(mask);
  {
    AtomicFile file(scratch.path("f"), mode);
    file.write("x");
    file.commit();
  }
  ::umask(before);
  CHECK(Scratch::mode(scratch.path("f")) == mode);
}

TEST_CASE("the mode of what was there before does not matter", "[files]") {
  const Scratch scratch;
  ::chmod(scratch.file("f", "old").c_str(), 0666);
  AtomicFile file(scratch.path("f"));
  file.commit();
  CHECK(Scratch::mode(scratch.path("f")) == 0600);
}

TEST_CASE("a link at the place is replaced, its target is left alone", "[files]") {
  const Scratch scratch;
  scratch.file("target", "precious");
  REQUIRE(::symlink(scratch.path("target").c_str(), scratch.path("f").c_str()) == 0);
  AtomicFile file(scratch.path("f"));
  file.write("new");
  file.commit();
  CHECK(scratch.content("target") == "precious");
  CHECK_FALSE(std::filesystem::is_symlink(scratch.path("f")));
  CHECK(scratch.content("f") == "new");
}

TEST_CASE("links planted at the temporary names are not followed", "[files]") {
  const Scratch scratch;
  scratch.file("target", "precious");
  // The number of the next file of this process is not known here: plant a range of them.
  unsigned next = 0;
  {
    const AtomicFile probe(scratch.path("probe"));
    for (const auto& entry : std::filesystem::directory_iterator(scratch.path())) {
      const std::string name = entry.path().filename().string();
      if (name.rfind("probe.tmp.", 0) == 0)
        next = static_cast<unsigned>(std::stoul(name.substr(name.rfind('.') + 1))) + 1;
    }
  }
  const std::string planted =
      scratch.path("f.tmp." + std::to_string(::getpid()) + "." + std::to_string(next));
  REQUIRE(::symlink(scratch.path("target").c_str(), planted.c_str()) == 0);
  AtomicFile file(scratch.path("f"));
  file.write("new");
  file.commit();
  CHECK(scratch.content("target") == "precious");
  CHECK(scratch.content("f") == "new");
  CHECK_FALSE(scratch.exists(std::filesystem::path(planted).filename().string()));
}

TEST_CASE("many writers of one path leave one whole file", "[files]") {
  const Scratch scratch;
  std::vector<std::thread> writers;
  std::atomic<int> failed{0};
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round) {
        try {
          AtomicFile file(scratch.path("f"));
          for (int part = 0; part < 10; ++part) file.write(std::string(1000, static_cast<char>('a' + i)));
          file.commit();
        } catch (const Error&) {
          ++failed;
        }
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(failed == 0);
  const std::string content = scratch.content("f");
  CHECK(content == std::string(10'000, content.empty() ? '?' : content.front()));
  CHECK(scratch.entries() == 1);
}

TEST_CASE("a place that cannot be written is named", "[files]") {
  const Scratch scratch;
  CHECK(thrown([&] { AtomicFile file(scratch.path("none/f")); }) ==
        "unavailable: create " + scratch.path("none/f") + ": No such file or directory");
  ::mkdir(scratch.path("d").c_str(), 0700);
  CHECK(thrown_code([&] {
          AtomicFile file(scratch.path("d"));
          file.commit();
        }) == "unavailable");
  CHECK(scratch.entries() == 1);  // no temporary file stays behind
}

TEST_CASE("a full disk is unavailable", "[files]") {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  if (full < 0) {
    SUCCEED("there is no /dev/full here");
    return;
  }
  CHECK(thrown([&] { files::write_all(full, "x", "F"); }) == "unavailable: write F: No space left on device");
  ::close(full);
}

TEST_CASE("reading a whole file, or none", "[files]") {
  const Scratch scratch;
  CHECK_FALSE(files::read(scratch.path("none")));
  scratch.file("empty", "");
  CHECK(files::read(scratch.path("empty")) == "");
  CHECK_FALSE(files::read(scratch.path("empty/below")));
  std::string large(100'000, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31);
  CHECK((files::read(scratch.file("large", large)) == large));
  CHECK(thrown_code([&] { files::read(scratch.path()); }) == "unavailable");
}

TEST_CASE("what a file may not do is denied", "[files]") {
  CHECK(files::errc_of(EACCES) == Errc::denied);
  CHECK(files::errc_of(EPERM) == Errc::denied);
  CHECK(files::errc_of(ENOENT) == Errc::unavailable);
  CHECK(files::errc_of(ENOSPC) == Errc::unavailable);
  CHECK(files::errc_of(EROFS) == Errc::unavailable);
}

TEST_CASE("private directories are made with all above them", "[files]") {
  const Scratch scratch;
  const mode_t before = ::umask(GENERATE(as<mode_t>{}, 0, 022, 077));
  files::make_private_directory(scratch.path("a/b//c/"));
  files::make_private_directory(scratch.path("a/b/c"));  // fine if it is there
  make_parent_directories(scratch.path("x/y/file"));
  ::umask(before);
  for (const char* name : {"a", "a/b", "a/b/c", "x/y"}) CHECK(Scratch::mode(scratch.path(name)) == 0700);
  CHECK_FALSE(scratch.exists("x/y/file"));
  scratch.file("f", "");
  CHECK(thrown_code([&] { files::make_private_directory(scratch.path("f")); }) == "unavailable");
  CHECK(thrown_code([&] { files::make_private_directory(scratch.path("f/g")); }) == "unavailable");
  CHECK(thrown_code([&] { files::make_private_directory(""); }) == "unavailable");
}

TEST_CASE("a directory that others can write to is not trusted", "[files]") {
  const Scratch scratch;
  CHECK(files::check_private_directory(scratch.path()));
  CHECK_FALSE(files::check_private_directory(scratch.path("none")));
  for (const mode_t mode : {0770, 0702, 0777, 01777}) {
    ::chmod(scratch.path().c_str(), mode);
    CHECK(thrown([&] { files::check_private_directory(scratch.path()); }) ==
          "denied: " + scratch.path() + ": other users can write to this directory");
  }
  ::chmod(scratch.path().c_str(), 0755);
  CHECK(files::check_private_directory(scratch.path()));
  ::chmod(scratch.path().c_str(), 0700);
  scratch.file("f", "");
  CHECK(thrown_code([&] { files::check_private_directory(scratch.path("f")); }) == "unavailable");
}

TEST_CASE("parents", "[files]") {
  CHECK(files::parent("f") == ".");
  CHECK(files::parent("d/f") == "d");
  CHECK(files::parent("/f") == "/");
  CHECK(files::parent("/d/f") == "/d");
  CHECK(files::parent("/") == "/");
}

TEST_CASE("absolute paths", "[files]") {
  CHECK(files::absolute("f", "/base") == "/base/f");
  CHECK(files::absolute("/x/f", "/base") == "/x/f");
  CHECK(files::absolute("../f", "/base/sub") == "/base/f");
  CHECK(files::absolute("./a/./b//c/", "/base") == "/base/a/b/c");
  CHECK(files::absolute("a/../../b", "/base") == "/b");
  CHECK(files::absolute("../../../..", "/base") == "/");
  CHECK(files::absolute("", "/base") == "/base");
  CHECK(files::absolute("..a/...", "/") == "/..a/...");
}

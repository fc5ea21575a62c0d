// The tar of a backup: written so that tar(1) reads it, read as if anybody had written it.
#include "assembly/archive.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <functional>
#include <vector>

#include "catch.hpp"
#include "scratch.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

/// A header as a program that knows the format would write it; a test then spoils something.
struct Block {
  std::string bytes = std::string(512, '\0');
  void put(std::size_t at, std::string_view text) { bytes.replace(at, text.size(), text); }
  void seal() {
    put(148, "        ");
    unsigned sum = 0;
    for (const char c : bytes) sum += static_cast<unsigned char>(c);
    char text[8];
    std::snprintf(text, sizeof text, "%06o", sum);
    put(148, std::string_view(text, 7));
  }
};

std::string header(std::string_view name, std::size_t size, const std::function<void(Block&)>& spoil = {}) {
  Block block;
  block.put(0, name.substr(0, 100));
  block.put(100, "0000600");
  char text[13];
  std::snprintf(text, sizeof text, "%011zo", size);
  block.put(124, std::string_view(text, 11));
  block.put(156, "0");
  block.put(257, std::string_view("ustar\0"
                                  "00",
                                  8));
  if (spoil) spoil(block);
  block.seal();
  return block.bytes;
}

std::string padded(std::string content) {
  content.resize((content.size() + 511) / 512 * 512);
  return content;
}
const std::string end(1024, '\0');

/// A descriptor over bytes in memory.
class Memory {
 public:
  explicit Memory(std::string_view bytes) : fd_(::memfd_create("archive", MFD_CLOEXEC)) {
    REQUIRE(fd_ >= 0);
    REQUIRE(::write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    ::lseek(fd_, 0, SEEK_SET);
  }
  ~Memory() { ::close(fd_); }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  int fd() const { return fd_; }
  std::string content() const {
    std::string out(static_cast<std::size_t>(::lseek(fd_, 0, SEEK_END)), '\0');
    REQUIRE(::pread(fd_, out.data(), out.size(), 0) == static_cast<ssize_t>(out.size()));
    return out;
  }

 private:
  int fd_;
};

/// "name=content;…" of a whole archive, or what went wrong.
std::string read_all(std::string_view bytes) {
  const Memory archive(bytes);
  std::string out;
  const std::string outcome = thrown([&] {
    ArchiveReader reader(archive.fd(), "A");
    while (const auto member = reader.next()) {
      const Memory content("");
      reader.extract(content.fd(), "out");
      out += member->name + "=" + content.content() + ";";
      if (content.content().size() != member->size) out += "SIZE";
    }
  });
  return outcome == "nothing" ? out : outcome;
}

const std::string damaged = "data: A: this is not a backup made by objectos, or it is damaged";

}  // namespace

TEST_CASE("what is written is read back, at every size around a block", "[archive]") {
  const Scratch scratch;
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::size_t size : {0, 1, 511, 512, 513, 1024, 70'000}) {
    files.emplace_back("f" + std::to_string(size), std::string(size, static_cast<char>('a' + size % 26)));
  }
  files.emplace_back("tokens/" + std::string(93, 'n'), "a name that fills its field");
  {
    AtomicFile out(scratch.path("a.tar"));
    ArchiveWriter writer(out);
    for (const auto& [name, content] : files) writer.add(name, scratch.file("source", content));
    writer.finish();
    out.commit();
  }
  std::string expected;
  for (const auto& [name, content] : files) expected += name + "=" + content + ";";
  CHECK((read_all(scratch.content("a.tar")) == expected));
  CHECK(scratch.content("a.tar").size() % 512 == 0);
}

TEST_CASE("a member may be passed over", "[archive]") {
  const Memory archive(header("a", 600) + padded(std::string(600, 'x')) + header("b", 2) + padded("hi") +
                       end);
  ArchiveReader reader(archive.fd(), "A");
  CHECK(reader.next()->name == "a");
  CHECK(reader.next()->name == "b");
  CHECK_FALSE(reader.next());
}

TEST_CASE("a name that does not fit is refused, not cut", "[archive]") {
  const Scratch scratch;
  AtomicFile out(scratch.path("a.tar"));
  ArchiveWriter writer(out);
  CHECK(thrown_code([&] { writer.add(std::string(101, 'n'), scratch.file("source", "x")); }) == "data");
}

TEST_CASE("only regular files are taken in", "[archive]") {
  const Scratch scratch;
  scratch.file("target", "x");
  REQUIRE(::symlink(scratch.path("target").c_str(), scratch.path("link").c_str()) == 0);
  AtomicFile out(scratch.path("a.tar"));
  ArchiveWriter writer(out);
  CHECK(thrown_code([&] { writer.add("link", scratch.path("link")); }) == "unavailable");
  CHECK(thrown_code([&] { writer.add("none", scratch.path("none")); }) == "unavailable");
}

TEST_CASE("other programs' regular files are read", "[archive]") {
  CHECK(read_all(header("a", 1) + padded("x") + end) == "a=x;");
  CHECK(read_all(header("a", 1, [](Block& b) { b.put(156, std::string_view("\0", 1)); }) + padded("x") +
                 end) == "a=x;");  // the old type
  CHECK(read_all(header("a", 1, [](Block& b) { b.put(257, "ustar  "); }) + padded("x") + end) ==
        "a=x;");  // GNU's magic
  CHECK(read_all(header("d/e/f", 0) + end) == "d/e/f=;");
  CHECK(read_all(end) == "");
  CHECK(read_all(header("a", 0) + std::string(512, '\0')) == "a=;");  // one closing block is enough
}

TEST_CASE("names that lead elsewhere are refused", "[archive]") {
  for (const char* name : {"/etc/passwd", "../up", "a/../../up", "a/..", "..", ".", "./a", "a/./b", "a//b",
                           "a/", "/", "", "\xFF", "a/\xC3"}) {
    CAPTURE(name);
    CHECK(read_all(header(name, 0) + end) == damaged);
  }
  CHECK(read_all(header("a", 0, [](Block& b) { b.put(345, "/etc"); }) + end) ==
        damaged);  // by way of the prefix field
  CHECK(read_all(header("..a/...", 0) + end) == "..a/...=;");
}

TEST_CASE("links, devices and directories are refused", "[archive]") {
  for (const char type : std::string("123456789gxLKSVD \x01")) {
    CAPTURE(type);
    CHECK(read_all(header("a", 0, [type](Block& b) { b.bytes[156] = type; }) + end) == damaged);
  }
}

TEST_CASE("sizes that are none are refused", "[archive]") {
  for (const std::string_view size :
       {std::string_view("            "), std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0", 12),
        std::string_view("-0000000001\0", 12), std::string_view("0000000008\0\0", 12),
        std::string_view("\x80\0\0\0\0\0\0\0\0\0\0\1", 12), std::string_view("0x1\0\0\0\0\0\0\0\0\0", 12),
        std::string_view("1 1         ", 12)}) {
    CAPTURE(size);
    const std::string outcome = read_all(header("a", 0, [size](Block& b) { b.put(124, size); }) + end);
    // "1 1": what follows the number is not looked at, but the byte it promises is missing.
    CHECK(outcome == (size.front() == '1' ? "a=" + std::string(1, '\0') + ";" : damaged));
  }
}

TEST_CASE("a size far beyond the file ends as damage, not in memory", "[archive]") {
  for (const char* size : {"77777777777\0", "777777777777"}) {
    CHECK(read_all(header("a", 0, [size](Block& b) { b.put(124, std::string_view(size, 12)); }) +
                   padded("x") + end) == damaged);
  }
  // Also when its content is passed over.
  const Memory archive(header("a", 5000) + end);
  ArchiveReader reader(archive.fd(), "A");
  CHECK(reader.next());
  CHECK(thrown([&] { reader.next(); }) == damaged);
}

TEST_CASE("one changed byte of a header is noticed", "[archive]") {
  const std::string good = header("name", 3) + padded("abc") + end;
  for (std::size_t at = 0; at < 512; ++at) {
    // In the checksum itself a NUL may stand for a blank: both end it.
    if (at == 154 || at == 155) continue;
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] + 1);
    if (read_all(bad) != damaged) FAIL_CHECK("byte " << at);
  }
  SUCCEED();
}

TEST_CASE("an archive that is cut anywhere is damaged", "[archive]") {
  const std::string good = header("name", 700) + padded(std::string(700, 'x')) + header("b", 0) + end;
  for (std::size_t size = 0; size + 512 < good.size(); size += 13) {
    if (read_all(std::string_view(good).substr(0, size)) != damaged) FAIL_CHECK("cut at " << size);
  }
  CHECK(read_all(good) != damaged);
}

TEST_CASE("what is no archive at all is told so", "[archive]") {
  CHECK(read_all("") == damaged);
  CHECK(read_all("hello") == damaged);
  CHECK(read_all(std::string(512, 'x')) == damaged);
  CHECK(read_all(std::string("SQLite format 3\0", 16) + std::string(4080, '\0')) == damaged);
}

TEST_CASE("a directory in place of an archive is an error with its name", "[archive]") {
  const Scratch scratch;
  const int fd = ::open(scratch.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  REQUIRE(fd >= 0);
  ArchiveReader reader(fd, "D");
  CHECK(thrown_code([&] { reader.next(); }) == "unavailable");
  ::close(fd);
}

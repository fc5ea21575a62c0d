// Records that wait in memory or in an unnamed file.
#include "storage/spool.hpp"

#include <cstdint>

#include "catch.hpp"
#include "scratch.hpp"
#include "thrown.hpp"

using objectos::Spool;

TEST_CASE("what was appended is read in any pieces, in memory and from the file", "[spool]") {
  // A limit of 1 spills at every append, the large one never.
  const std::size_t limit = GENERATE(std::size_t{1}, std::size_t{1000}, std::size_t{1} << 30);
  Spool spool(limit);
  std::string all;
  for (int i = 0; i < 3000; ++i) {
    const std::string record(static_cast<std::size_t>(i * 37 % 500), static_cast<char>(i));
    spool.append(record);
    all += record;
  }
  spool.rewind();
  std::string read;
  for (std::size_t size = 1;; size = size * 3 % 10'007 + 1) {
    const std::string_view piece = spool.read(size);
    read += piece;
    if (piece.size() < size) break;  // fewer only at the end
  }
  CHECK((read == all));
  CHECK(spool.read(1).empty());
}

TEST_CASE("a record larger than the read buffer comes whole", "[spool]") {
  Spool spool(1024);
  const std::string large(3'000'000, 'x');
  spool.append("head");
  spool.append(large);
  spool.append("tail");
  spool.rewind();
  CHECK(spool.read(4) == "head");
  CHECK((spool.read(large.size()) == large));
  CHECK(spool.read(10) == "tail");
}

TEST_CASE("an empty spool reads nothing", "[spool]") {
  Spool spool;
  spool.rewind();
  CHECK(spool.read(10).empty());
  spool.append("");
  spool.rewind();
  CHECK(spool.read(0).empty());
}

TEST_CASE("the file has no name and needs a directory", "[spool]") {
  const char* before = std::getenv("TMPDIR");
  const std::string saved = before ? before : "";
  {
    const Scratch scratch;
    ::setenv("TMPDIR", scratch.path().c_str(), 1);
    Spool spool(1);
    spool.append("spilled");
    CHECK(scratch.entries() == 0);
    ::setenv("TMPDIR", scratch.path("not there").c_str(), 1);
    Spool other(1);
    CHECK(thrown_code([&] { other.append("x"); }) == "unavailable");
    spool.rewind();
    CHECK(spool.read(7) == "spilled");
  }
  before ? ::setenv("TMPDIR", saved.c_str(), 1) : ::unsetenv("TMPDIR");
}

#include "patterns/cache_front.hpp"

#include "catch.hpp"

using namespace objectos;
using Kept = std::optional<std::optional<std::string>>;
using Text = std::optional<std::string>;

namespace {

CacheFront front_of(const Cache& cache) {
  CacheFront front;
  front.use(cache, "s", std::chrono::hours(1));
  return front;
}

constexpr Millis long_time{1'000'000};

}  // namespace

TEST_CASE("a cache in front of storage keeps what was read, also that nothing is there") {
  const Cache cache(memory_cache());
  CacheFront one = front_of(cache), two = front_of(cache);
  CHECK(one.get("k") == Kept());
  CHECK(one.keep("k", "tag", long_time, [] { return Text("1"); }) == Text("1"));
  CHECK(one.keep("none", "tag", long_time, [] { return Text(); }) == Text());
  for (CacheFront* front : {&one, &two}) {
    CHECK(front->get("k") == Kept(Text("1")));
    CHECK(front->get("none") == Kept(Text()));
  }
  two.forget("tag");
  CHECK(one.get("k") == Kept());
  CHECK(one.get("none") == Kept());
  CHECK(cache.count() == 0);
}

TEST_CASE("a cache in front of storage does not find what was read before a change") {
  const Cache cache(memory_cache());
  CacheFront reader = front_of(cache), writer = front_of(cache);
  CHECK(reader.keep("k", "tag", long_time, [&] {
    writer.forget("tag");  // after its change, which the reader has not seen
    return Text("old");
  }) == Text("old"));
  CHECK(reader.get("k") == Kept());
  // Somebody else has read after the change meanwhile.
  reader.keep("k", "tag", long_time, [&] {
    writer.forget("tag");
    writer.keep("k", "tag", long_time, [] { return Text("new"); });
    return Text("old");
  });
  CHECK(reader.get("k") == Kept(Text("new")));
}

TEST_CASE("a cache in front of storage: one that ends while it reads leaves nothing to be found") {
  const Cache cache(memory_cache());
  CacheFront front = front_of(cache);
  CHECK_THROWS(front.keep("k", "tag", long_time, []() -> Text { throw 1; }));
  CHECK(front.get("k") == Kept());
  front.keep("k", "tag", long_time, [] { return Text("1"); });
  CHECK(front.get("k") == Kept(Text("1")));
}

// "Did you mean".
#include "catch.hpp"
#include "objectos/text.hpp"

using objectos::nearest;

namespace {
const std::vector<std::string> verbs = {"get",    "set",    "delete", "has",    "keys",
                                        "count",  "incr",   "ttl",    "expire", "persist",
                                        "export", "import", "copy",   "backup", "restore"};
}

TEST_CASE("one slip of the finger finds the word", "[spell]") {
  CHECK(nearest("gte", verbs) == "get");       // swapped
  CHECK(nearest("delet", verbs) == "delete");  // left out
  CHECK(nearest("deletee", verbs) == "delete");
  CHECK(nearest("kexs", verbs) == "keys");
  CHECK(nearest("exprot", verbs) == "export");
  CHECK(nearest("imprt", verbs) == "import");
  CHECK(nearest("Get", verbs) == "get");
}

TEST_CASE("a beginning counts as near", "[spell]") {
  CHECK(nearest("del", verbs) == "delete");
  CHECK(nearest("rest", verbs) == "restore");
}

TEST_CASE("the word itself is the nearest", "[spell]") {
  for (const std::string& verb : verbs) CHECK(nearest(verb, verbs) == verb);
}

TEST_CASE("what is far from everything gets no suggestion", "[spell]") {
  CHECK_FALSE(nearest("frobnicate", verbs));
  CHECK_FALSE(nearest("xyz", verbs));
  CHECK_FALSE(nearest("get", {}));
  CHECK_FALSE(nearest("", verbs));
  CHECK_FALSE(nearest(std::string(65, 'a'), {std::string(65, 'a') + "b"}));
}

TEST_CASE("of two equally near the first is taken", "[spell]") {
  CHECK(nearest("cat", {"bat", "rat"}) == "bat");
}

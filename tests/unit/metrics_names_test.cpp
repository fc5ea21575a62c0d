#include "catch.hpp"
#include "metrics/labels.hpp"
#include "metrics/names.hpp"
#include "thrown.hpp"

using namespace objectos;
using namespace objectos::metrics;

TEST_CASE("metric names: what is legal", "[metrics]") {
  for (const char* name : {"a", "_", ":", "a.b", "a-b/c", "A9", "\xC3\xA4", "job:rate5m"})
    CHECK_NOTHROW(check_metric_name(name));
  CHECK(thrown([] { check_metric_name(""); }) == "usage: a name must not be empty");
  CHECK(thrown([] { check_metric_name("a b"); }) ==
        "usage: \" \" is not allowed in a name, at character 2 of \"a b\"");
  CHECK(thrown([] {
          check_metric_name(
              "\xC3\xA4"
              "b{");
        }).starts_with("usage: \"{\" is not allowed in a name, at character 3"));
  for (const char* name : {"9a", ".a", "-a", "a\n", "a\"", "a=", "a,b", "a\x7F", "\xC2\x80", "\xFF", "a\xC3"})
    CHECK(thrown_code([&] { check_metric_name(name); }) == "usage");
  CHECK(thrown_code([] { check_metric_name(std::string(1025, 'a')); }) == "usage");
}

TEST_CASE("label names: what is legal and what is reserved", "[metrics]") {
  for (const char* name : {"a", "_a", "a.b", "lee", "quantiles"}) CHECK_NOTHROW(check_label_name(name));
  for (const char* name : {"le", "quantile", "__name__", "__", "_.a", "a:b", "1"})
    CHECK(thrown_code([&] { check_label_name(name); }) == "usage");
}

TEST_CASE("metric names: mapping as prometheus/common does it", "[metrics]") {
  const auto map = [](std::string_view name, MetricsEscaping scheme) {
    return mapped_metric_name(name, scheme);
  };
  using enum MetricsEscaping;
  CHECK(map("app.errors", underscores) == "app_errors");
  CHECK(map("1foo", underscores) == "_foo");
  CHECK(map("a\xC3\xA4\xF0\x9F\x98\x80z", underscores) == "a__z");
  CHECK(map("a\xFFz", underscores) == "a_z");
  CHECK(map("a.b_c-d:e", dots) == "a_dot_b__c__d:e");
  CHECK(map("plain_name", values) == "plain_name");
  CHECK(map("app.errors", values) == "U__app_2e_errors");
  CHECK(map("a_b.c", values) == "U__a__b_2e_c");
  CHECK(map("a\xC3\xA4\xF0\x9F\x98\x80", values) == "U__a_e4__1f600_");
  CHECK(map("a\xFF", values) == "U__a_FFFD_");
  CHECK(map("a.b", allow_utf8) == "a.b");
  CHECK(mapped_label_name("a:b", underscores) == "a_b");
}

TEST_CASE("metric names: the ending of a counter", "[metrics]") {
  CHECK(without_total("a_total") == "a");
  CHECK(without_total("a.total") == "a");
  CHECK(without_total("a\xC3\xA4total") == "a");
  CHECK(without_total("atotal") == "atotal");
  CHECK(without_total("a:total") == "a:total");
  CHECK(without_total("_total") == "_total");
  CHECK(without_total("total") == "total");
}

TEST_CASE("labels: one text for one set", "[metrics]") {
  CHECK(check_labels({}).text.empty());
  const CheckedLabels checked = check_labels({{"b", "x\"\\\n"}, {"a", "1"}, {"c", ""}});
  CHECK(checked.text == "a=\"1\",b=\"x\\\"\\\\\\n\"");
  CHECK(checked.names == std::vector<std::string>{"a", "b", "c"});
  CHECK(labels_of(checked.text) == Labels{{"a", "1"}, {"b", "x\"\\\n"}});
  CHECK(thrown([] { check_labels({{"a", "1"}, {"a", "2"}}); }) == "usage: the label a is given twice");
  CHECK(thrown([] {
          check_labels({{"a.b", "1"}, {"a_b", "2"}});
        }) == "data: the labels a.b and a_b are both exported as a_b");
  CHECK(thrown_code([] { check_labels({{"a", "\xFF"}}); }) == "usage");
  CHECK_NOTHROW(check_labels({{"a", std::string(max_label_bytes, 'x')}}));
  CHECK(thrown_code([] { check_labels({{"a", std::string(10'000'000, 'x')}}); }) == "usage");
}

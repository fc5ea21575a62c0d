#include "catch.hpp"
#include "metrics/alert_template.hpp"
#include "metrics/yaml.hpp"
#include "objectos/metrics_alerts.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;

std::vector<AlertRule> rules_of(const std::string& list) {
  return alert_rules(Config::parse("{\"metrics\":{\"alerts\":" + list + "}}", "f.json"));
}

/// What is wrong with one rule, if that is said to be at the `@` in it.
std::string fault(std::string rule) {
  const std::size_t at = rule.find('@');
  rule.erase(at, 1);
  const std::string text = thrown([&] { rules_of("[\n" + rule + "]"); });
  const std::string place = "usage: f.json:2:" + std::to_string(at + 1) + ": ";
  return text.starts_with(place) ? text.substr(place.size()) : text;
}

/// A rule in which `text` stands in place of its comparison.
std::string with(const std::string& text) {
  return R"({"name":"n","metric":"m",)" + text + "}";
}

}  // namespace

TEST_CASE("a rule is read with everything it says") {
  const auto rules = rules_of(R"([
    {"name":"Errors","metric":"app.errors","labels":{"kind":"io","b":""},"op":">=","threshold":-1.5e3,"increase":"1h30m",
     "for":"5m","keepFiringFor":90,"repeat":"1d","alert_labels":{"severity":"page"},
     "annotations":{"summary":"{{ $labels.kind }}: {{$value}}"}},
    {"name":"Missed","metric":"last","older_than":"26h","absent":false},
    {"name":"Gone","metric":"beat","absent":true},
    {"name":"Slow","metric":"wait","quantile":"0.99","op":"<","threshold":"2"}])");
  REQUIRE(rules.size() == 4);
  const AlertRule& errors = rules[0];
  CHECK(errors.name == "Errors");
  CHECK(errors.metric == "app.errors");
  CHECK(errors.labels == Labels{{"b", ""}, {"kind", "io"}});
  CHECK(errors.value == AlertRule::Value::increase);
  CHECK(errors.window == std::chrono::minutes(90));
  CHECK(errors.op == AlertRule::Op::at_least);
  CHECK(errors.threshold == -1500);
  CHECK(errors.hold_for == std::chrono::minutes(5));
  CHECK(errors.keep_firing_for == std::chrono::seconds(90));
  CHECK(errors.repeat == std::chrono::hours(24));
  CHECK(errors.alert_labels == Labels{{"severity", "page"}});
  CHECK(errors.annotations == Labels{{"summary", "{{ $labels.kind }}: {{$value}}"}});
  CHECK(rules[1].value == AlertRule::Value::age);
  CHECK(rules[1].window == std::chrono::hours(26));
  CHECK(rules[1].repeat == AlertRule().repeat);
  CHECK(rules[1].hold_for == Millis(0));
  CHECK(rules[2].value == AlertRule::Value::absent);
  CHECK(rules[3].value == AlertRule::Value::quantile);
  CHECK(rules[3].quantile == 0.99);
  CHECK(rules[3].threshold == 2);
  CHECK(alert_rules(Config()).empty());
}

TEST_CASE("what is wrong with a rule is said with its place") {
  CHECK(fault("@{}") == "the alert has no name");
  CHECK(fault(R"(@{"name":"n"})") == "the alert has no metric");
  CHECK(fault(R"(@{"name":"n","metric":"m"})") == "the alert has no op");
  CHECK(fault("@" + with(R"("op":">")")) == "the alert has no threshold");
  CHECK(fault(R"({"name":@"","metric":"m","absent":true})") == "the alert has no name");
  CHECK(fault(R"({"name":@"a\nb","metric":"m","absent":true})").starts_with("the name of an alert is"));
  CHECK(fault(R"({"name":@")" + std::string(201, 'x') + R"(","metric":"m","absent":true})")
            .starts_with("the name of an alert is"));
  CHECK(fault(R"({"name":"n","metric":@"a b","absent":true})").find("\"a b\"") != std::string::npos);
  CHECK(fault(with(R"("rate":"5m","increase":@"5m")")) == "rate and increase exclude each other");
  CHECK(fault(with(R"("absent":@true,"quantile":1)")) == "quantile and absent exclude each other");
  CHECK(fault(with(R"("absent":true,"op":@">")")) == "absent is compared with no op");
  CHECK(fault(with(R"("older_than":"1h","threshold":@1)")) == "older_than is compared with no threshold");
  CHECK(fault(with(R"("rate":@"0s","op":">","threshold":1)")) == "the time must be more than 0s");
  CHECK(fault(with(R"("quantile":@1.5,"op":">","threshold":1)")) == "\"1.5\" is not from 0 to 1");
  CHECK(fault(with(R"("absent":true,"labels":@{"le":"1"})")).find("reserved") != std::string::npos);
  CHECK(fault(with(R"("absent":true,"labels":@{"a.b":"1","a_b":"1"})")).find("both exported") !=
        std::string::npos);
  CHECK(fault(with(R"("absent":true,"alert_labels":@{"alertname":"x"})")) ==
        "the label alertname is the alert's name");
  CHECK(fault(with(R"("absent":true,"annotations":@{"a-b":"x"})"))
            .starts_with("\"a-b\" is no name of an annotation"));
  CHECK(fault(with(R"("absent":true,"annotations":@{"a":"{{ $value | humanize }}"})"))
            .starts_with("\"{{ $value | humanize }}\" is not known"));
  CHECK(thrown([] {
          rules_of(R"([{"name":"n","metric":"m","absent":true},{"name":"n","metric":"o","absent":true}])");
        }).ends_with("there are two alerts called n"));
}

TEST_CASE("what the configuration can tell of a rule's members it tells with their place") {
  CHECK(fault(R"({@"nam":"n"})") == "unknown key \"metrics.alerts[].nam\"");
  CHECK(fault(with(R"("op":@"=>")")).starts_with("metrics.alerts[].op must be one of >, >=, <, <=, ==, !="));
  CHECK(fault(with(R"("threshold":@"much")")).starts_with("metrics.alerts[].threshold must be a number"));
  CHECK(fault(with(R"("for":@"soon")")).starts_with("metrics.alerts[].for must be a duration"));
  CHECK(fault(with(R"("absent":@3)")).starts_with("metrics.alerts[].absent must be true or false"));
  CHECK(fault(with(R"("labels":@["a"])")).starts_with("metrics.alerts[].labels must be an object"));
  CHECK(fault(with(R"("labels":{"a":@1})")) ==
        "every item of metrics.alerts[].labels must be a string, not 1");
  CHECK(fault(with(R"("older_than":"1h",@"olderThan":"1h")")).starts_with("\"olderThan\" is set twice"));
  CHECK(fault("@3").starts_with("every item of metrics.alerts must be an object"));
}

TEST_CASE("texts of alerts are filled in") {
  const Labels labels = {{"a.b", "x"}, {"kind", "io"}};
  CHECK(metrics::fill_template("{{ $value }}", 0.3, labels) == "0.3");
  CHECK(metrics::fill_template("a {{$labels.kind}} b {{  $labels.a.b  }}{{ $labels.none }}.", 1, labels) ==
        "a io b x.");
  CHECK(metrics::fill_template("{ {{ $value }} } $value {", 2, {}) == "{ 2 } $value {");
  CHECK(metrics::exported_template("{{$value}} {{ $labels.a.b }} }}") == "{{ $value }} {{ $labels.a_b }} }}");
  for (const char* wrong :
       {"{{", "{{ }}", "{{ $labels. }}", "{{ $value", "{{ $labels.a | title }}", "{{ .Value }}"})
    CHECK(thrown_code([&] { metrics::check_template(wrong); }) == "usage");
}

TEST_CASE("texts are quoted for YAML") {
  CHECK(metrics::yaml_quoted("a \"b\" \\ \n") == R"("a \"b\" \\ \n")");
  CHECK(metrics::yaml_quoted(std::string("\0\t\x7f", 3)) == R"("\x00\x09\x7F")");
  CHECK(metrics::yaml_quoted("\xC3\xA4\xC2\x85\xE2\x80\xA8\xEF\xBB\xBF\xF0\x9F\x98\x80") ==
        "\"\xC3\xA4\\x85\\u2028\\uFEFF\xF0\x9F\x98\x80\"");
}

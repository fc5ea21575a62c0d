#include <filesystem>
#include <fstream>
#include <sstream>

#include "catch.hpp"
#include "objectos/metrics.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

/// "LINE:COLUMN id", a line each; warnings with a w in front.
std::string findings(std::string_view text, MetricsFormat format, bool warnings = false) {
  std::string out;
  for (const MetricsFinding& finding : lint_metrics(text, format)) {
    const bool is_warning = finding.severity == MetricsFinding::Severity::warning;
    if (is_warning && !warnings) continue;
    out +=
        (is_warning ? "w " : "") + std::to_string(finding.line) + ":" + std::to_string(finding.column) + " ";
    out.append(finding.message.id().substr(finding.message.id().find('.') + 1)).append("\n");
  }
  return out;
}
std::string om(std::string_view text) {
  return findings(std::string(text) + "# EOF\n", MetricsFormat::openmetrics);
}
std::string plain(std::string_view text) {
  return findings(text, MetricsFormat::prometheus);
}
std::string advice(std::string_view text) {
  return findings(text, MetricsFormat::prometheus, true);
}

std::string content(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("lint: the samples of the corpus get the right verdict", "[metrics]") {
  const std::filesystem::path corpus = std::string(OBJECTOS_TEST_CORPORA) + "/openmetrics";
  if (!std::filesystem::exists(corpus)) {
    SUCCEED("there is no corpus");
    return;
  }
  std::size_t seen = 0;
  for (const char* verdict : {"valid", "invalid"}) {
    for (const auto& entry : std::filesystem::directory_iterator(corpus / verdict)) {
      const std::string name = entry.path().filename();
      INFO(verdict << "/" << name);
      const bool is_om = name.ends_with(".om");
      const std::string found =
          findings(content(entry.path()), is_om ? MetricsFormat::openmetrics : MetricsFormat::prometheus);
      // Of the five that may be refused, these two are no text 0.0.4: an empty label, an unknown escape.
      const bool is_refused =
          verdict == std::string_view("invalid") || name == "commas.prom" || name == "escaping.prom";
      CHECK(found.empty() != is_refused);
      ++seen;
    }
  }
  CHECK(seen == 114);
}

TEST_CASE("lint: text 0.0.4 is read with all its freedoms", "[metrics]") {
  CHECK(plain("").empty());
  CHECK(plain("\n# a comment\n \t\n  a \t{ b = \"c\" , d=\"e\",}\t1  -12 \n").empty());
  CHECK(plain("{\"a b\",\"c d\"=\"e\"} 1\n# TYPE \"x y\" gauge\n{\"x y\"} 2\n").empty());
  CHECK(plain("a{b=\"\\\\\\\"\\n{},=\"} NaN\n").empty());
}

TEST_CASE("lint: text 0.0.4, what is wrong and where", "[metrics]") {
  CHECK(plain("a 1") == "1:4 no_newline\n");
  CHECK(plain("a 1\r\n") == "1:4 cr\n");
  CHECK(plain("\xEF\xBB\xBF"
              "a 1\n") == "1:1 bom\n");
  CHECK(plain("a{b=\"\xFF\"} 1\n") == "1:6 utf8\n");
  CHECK(plain("a 1\na 2\n") == "2:1 series_twice\n");
  CHECK(plain("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\",z=\"\"} 1\n") == "2:1 series_twice\n");
  CHECK(plain("a{x=\"1\"} 1\nb 1\na{x=\"2\"} 1\n") == "3:1 family_again\n");
  CHECK(plain("# TYPE a gauge\n# TYPE a gauge\n") == "2:1 metadata_twice\n");
  CHECK(plain("a 1\n# TYPE a gauge\n") == "2:1 late_metadata\n");
  CHECK(plain("# TYPE a info\n") == "1:10 type\n");
  CHECK(plain("a 1 2.5\n") == "1:5 timestamp\n");
  CHECK(plain("a 1 2 3\n") == "1:7 more\n");
  CHECK(plain("a{b=\"c\n") == "1:5 open_quote\n");
  CHECK(plain("a{b=c} 1\n") == "1:5 quote\n");
  CHECK(plain("a{b=\"c\"\n") == "1:8 comma\n");
  CHECK(plain("a\n") == "1:2 no_value\n");
  CHECK(plain("{} 1\n") == "1:1 no_name\n");
  CHECK(plain("9a 1\nb x\n") == "1:1 metric_name\n2:3 number\n");
  CHECK(plain("# TYPE h histogram\nh 1\n") == "2:1 sample_name\n");
}

TEST_CASE("lint: histograms", "[metrics]") {
  const std::string head = "# TYPE h histogram\n";
  CHECK(plain(head + "h_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 1\nh_count 2\n").empty());
  CHECK(plain(head + "h_bucket{le=\"1\"} 3\nh_bucket{le=\"+Inf\"} 2\nh_sum 1\nh_count 2\n") ==
        "3:21 not_cumulative\n");
  CHECK(plain(head +
              "h_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n") ==
        "3:1 bound_order\n");
  CHECK(plain(head + "h_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n") == "4:1 no_inf\n");
  CHECK(plain("h 1\n# TYPE h histogram\nh_count 1\n") ==
        "2:1 late_metadata\n3:1 no_inf\n3:1 sum_and_count\n");
  // Of two whose lines are mixed each is held against itself.
  const std::string mixed =
      "h_bucket{k=\"a\",le=\"1\"} 1\nh_bucket{k=\"b\",le=\"1\"} 3\n"
      "h_bucket{k=\"a\",le=\"+Inf\"} 2\nh_bucket{k=\"b\",le=\"+Inf\"} 3\n"
      "h_sum{k=\"a\"} 1\nh_sum{k=\"b\"} 1\nh_count{k=\"a\"} 2\n";
  CHECK(plain(head + mixed + "h_count{k=\"b\"} 3\n").empty());
  CHECK(plain(head + mixed + "h_count{k=\"b\"} 2\n") == "9:1 other_count\n");
  CHECK(plain(head + "h_bucket{le=\"+Inf\"} 2\nh_sum 1\nh_count 1\n") == "4:1 other_count\n");
  CHECK(plain(head + "h_bucket{le=\"+Inf\"} 2\n") == "2:1 sum_and_count\n");
  CHECK(plain(head + "h_bucket{le=\"+Inf\"} 1.5\nh_sum 1\nh_count 1.5\n") == "2:21 count\n4:9 count\n");
  CHECK(plain(head + "h_bucket 1\n") == "2:1 part\n2:1 no_inf\n2:1 sum_and_count\n");
}

TEST_CASE("lint: names that were there before", "[metrics]") {
  const std::string a = "# TYPE a summary\na_count 1\na_sum 1\n";
  CHECK(plain(a + "b 1\na_count 1\n") == "5:1 clash\n");
  CHECK(plain(a + "b 1\n# TYPE a gauge\na 1\n") == "5:1 family_again\n");
  CHECK(plain("a_sum 1\n" + a) == "2:1 clash\n");
  CHECK(plain("a_total 1\n" + a).empty());
}

TEST_CASE("lint: a series is another one at another time, whatever stands between", "[metrics]") {
  CHECK(plain("a{b=\"1\",c=\"2\"} 1\na{b=\"2\"} 1\na{c=\"2\",b=\"1\"} 2\n") == "3:1 series_twice\n");
  CHECK(plain("a 1 5\na 1 6\na 1\na 2 5\n") == "4:1 series_twice\n");
  CHECK(om("a{b=\"1\"} 1\na{b=\"2\"} 1\na{b=\"1\"} 2\n") == "3:1 interleaved\n");
  CHECK(om("a 1 1\na 1 2\na 1 2\n") == "3:1 series_twice\n");
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "a{b=\"" + std::to_string(i) + "\"} 1\n";
  CHECK(plain(many).empty());
  CHECK(om(many).empty());
  CHECK(plain(many + "a{b=\"17\"} 1\n") == "1001:1 series_twice\n");
  CHECK(om(many + "a{b=\"17\"} 1\n") == "1001:1 interleaved\n");
}

TEST_CASE("lint: OpenMetrics is strict", "[metrics]") {
  CHECK(om("").empty());
  CHECK(om("# TYPE a counter\na_total{b=\"c\"} 1 1.5 # {id=\"x\"} 0.5 1.2\n").empty());
  CHECK(om("# TYPE \"a.b\" counter\n{\"a.b_total\",\"c.d\"=\"e\"} 1\n").empty());
  CHECK(om("# TYPE a gauge\n\na 1\n") == "2:1 blank_line\n");
  CHECK(om("# a comment\n") == "1:1 comment\n");
  CHECK(om("a{b=\"c\",} 1\n") == "1:9 label\n");
  CHECK(om("# TYPE a gauge\na 1 # {id=\"x\"} 1\n") == "2:5 exemplar\n");
  CHECK(om("# TYPE a counter\na 1\n") == "2:1 sample_name\n");
  CHECK(om("# TYPE a counter\na_total 1 # {id=\"" + std::string(127, 'x') + "\"} 1\n") ==
        "2:11 long_exemplar\n");
  CHECK(om("# TYPE a summary\na_count 1\n# TYPE b gauge\nb 1\na_sum 1\n") == "5:1 clash\n");
  CHECK(om("# TYPE a histogram\na_bucket{le=\"+inf\"} 1\na_count 1\na_sum 1\n") == "2:1 part\n4:1 no_inf\n");
  CHECK(om("a 1 1\na 2 2\n").empty());
  CHECK(om("a 1 1\na 2 1\n") == "2:1 series_twice\n");
  CHECK(om("# TYPE a stateset\na{a=\"on\"} 1\na{a=\"off\"} 2\n") == "3:12 state\n");
  CHECK(om("# TYPE a info\na_info{v=\"1\"} 2\n") == "2:15 info\n");
  CHECK(findings("a 1\n", MetricsFormat::openmetrics) == "2:1 no_eof\n");
  CHECK(findings("# EOF\na 1\n", MetricsFormat::openmetrics) == "2:1 after_eof\n");
}

TEST_CASE("lint: promtool's advice", "[metrics]") {
  CHECK(advice("# HELP a_total x\n# TYPE a_total counter\na_total 1\n").empty());
  CHECK(advice("# TYPE a counter\na 1\n") == "w 1:1 help\nw 1:1 no_total\n");
  CHECK(advice("# HELP a_total x\n# TYPE a_total gauge\na_total{le=\"1\",quantile=\"1\"} 1\n") ==
        "w 1:1 total\nw 1:1 le\nw 1:1 quantile\n");
  CHECK(advice("# HELP aB x\n# TYPE aB gauge\naB{cD=\"1\"} 1\n") == "w 1:1 camel_case\nw 1:1 camel_label\n");
  CHECK(advice("# HELP a_gauge x\n# TYPE a_gauge gauge\na_gauge 1\n") == "w 1:1 type_in_name\n");
  CHECK(advice("# HELP a:b_ms x\n# TYPE a:b_ms gauge\na:b_ms 1\n") == "w 1:1 colon\nw 1:1 abbreviation\n");
  CHECK(advice("# HELP a_hours x\n# TYPE a_hours gauge\na_hours 1 12\n") == "w 1:1 unit\nw 3:11 timestamp\n");
  CHECK(advice("# HELP a_sum x\n# TYPE a_sum gauge\na_sum 1\n") == "w 1:1 count\n");
  CHECK(advice("# HELP a_total x\n# TYPE a_total counter\na_total -1\n") == "w 3:9 negative\n");
}

TEST_CASE("import: what an export holds comes back, added to what is there", "[metrics]") {
  Metrics from(memory_metrics());
  from.increment_counter("app.errors.total", 3, {{"kind", "a\"\\\nb"}});
  from.set_gauge("depth", -1.5, {{"q", "x"}});
  from.record_histogram("wait.seconds", std::vector<double>{0.001, 0.3, 70});
  from.record_histogram("wait.seconds", 0.3);
  for (const std::string& text : {from.export_prometheus(), from.export_openmetrics()}) {
    Metrics into(memory_metrics());
    const MetricsImport result = import_metrics(into, text, "x");
    CHECK(result.families == 3);
    CHECK(result.series == 3);
    CHECK(into.export_openmetrics().size() > 100);
    CHECK(import_metrics(into, text, "x").series == 3);
    CHECK(into.get_metric("app_errors_total").at(0).value == 6);
    CHECK(into.get_metric("app_errors_total").at(0).labels == Labels{{"kind", "a\"\\\nb"}});
    CHECK(into.get_metric("depth").at(0).value == -1.5);
    CHECK(into.get_metric("wait_seconds").at(0).count == 8);
    CHECK(into.get_metric("wait_seconds").at(0).sum == 2 * (0.001 + 0.3 + 70 + 0.3));
    CHECK(into.get_metric("wait_seconds").at(0).buckets.at(6).second == 6);
    // Into itself: the exported name is the dotted one's.
    Metrics again(memory_metrics());
    again.increment_counter("app.errors.total", 1, {{"kind", "io"}});
    import_metrics(again, text, "x");
    CHECK(again.get_metric("app.errors.total").at(0).value == 4);
  }
}

TEST_CASE("import: summaries, untyped metrics, infos and states", "[metrics]") {
  Metrics metrics(memory_metrics());
  const MetricsImport result = import_metrics(
      metrics,
      "# TYPE s summary\ns{quantile=\"0.5\"} 3\ns_sum 7\ns_count 2\n"
      "# TYPE i info\ni_info{v=\"1\"} 1\n# TYPE st stateset\nst{st=\"on\"} 1\nst{st=\"off\"} 0\n"
      "# TYPE g gaugehistogram\ng_bucket{le=\"+Inf\"} 1\ng_gsum 1\ng_gcount 1\n"
      "# TYPE u unknown\nu 5\n# EOF\n",
      "x");
  CHECK(result.families == 4);
  CHECK(result.left_out == std::vector<std::string>{"g"});
  CHECK(metrics.get_metric("s").at(0).count == 2);
  CHECK(metrics.get_metric("s").at(0).sum == 7);
  CHECK(metrics.get_metric("s").at(0).buckets.size() == 1);
  CHECK(metrics.get_metric("i_info").at(0).value == 1);
  CHECK(metrics.get_metric("st").size() == 2);
  CHECK(metrics.get_metric("u").at(0).value == 5);
}

TEST_CASE("import: of several points in time the last one counts", "[metrics]") {
  Metrics metrics(memory_metrics());
  const std::string_view plain =
      "# TYPE c counter\nc{k=\"a\"} 1\nc{k=\"b\"} 5 10\nc{k=\"a\"} 2 20\nc{k=\"b\"} 3 20\ng 7 1\ng 8 2\n";
  CHECK(import_metrics(metrics, plain, "x").series == 3);
  CHECK(metrics.get_metric("c", {{"k", "a"}}).at(0).value == 2);
  CHECK(metrics.get_metric("c", {{"k", "b"}}).at(0).value == 3);
  CHECK(metrics.get_metric("g").at(0).value == 8);
  const std::string_view openmetrics =
      "# TYPE h histogram\nh_bucket{le=\"1\"} 1 1\nh_bucket{le=\"+Inf\"} 2 1\nh_count 2 1\nh_sum 3 1\n"
      "h_bucket{le=\"1\"} 2 2\nh_bucket{le=\"+Inf\"} 4 2\nh_count 4 2\nh_sum 6 2\n# EOF\n";
  CHECK(import_metrics(metrics, openmetrics, "x").series == 1);
  CHECK(metrics.get_metric("h").at(0).count == 4);
  CHECK(metrics.get_metric("h").at(0).sum == 6);
}

TEST_CASE("import: histograms whose lines are mixed", "[metrics]") {
  Metrics metrics(memory_metrics());
  const std::string_view text =
      "# TYPE h histogram\nh_bucket{k=\"a\",le=\"1\"} 1\nh_bucket{k=\"b\",le=\"1\"} 3\n"
      "h_bucket{k=\"a\",le=\"+Inf\"} 2\nh_bucket{k=\"b\",le=\"+Inf\"} 3\n"
      "h_sum{k=\"a\"} 1\nh_sum{k=\"b\"} 4\nh_count{k=\"a\"} 2\nh_count{k=\"b\"} 3\n";
  CHECK(import_metrics(metrics, text, "x").series == 2);
  CHECK(metrics.get_metric("h", {{"k", "a"}}).at(0).count == 2);
  CHECK(metrics.get_metric("h", {{"k", "b"}}).at(0).sum == 4);
  std::string other(text);
  other.replace(other.rfind("le=\"1\""), 6, "le=\"2\"");
  CHECK(thrown([&] { import_metrics(metrics, other, "x"); }) ==
        "data: x:3:1: the buckets differ from those of the family's first series");
}

TEST_CASE("import: what is switched off takes nothing, and says what there is", "[metrics]") {
  Metrics metrics(memory_metrics(), {.enabled = false, .prefix = {}, .default_labels = {}});
  const MetricsImport result = import_metrics(metrics, "a{b=\"1\"} 1\na{b=\"2\"} 1\n", "x");
  CHECK(result.families == 1);
  CHECK(result.series == 2);
  CHECK(metrics.export_prometheus().empty());
}

TEST_CASE("import: nothing of a text that is wrong is stored", "[metrics]") {
  Metrics metrics(memory_metrics());
  metrics.increment_counter("c", 1, {{"k", "v"}});
  metrics.record_histogram("h", 1);
  const std::string before = metrics.export_prometheus();
  const auto import = [&](std::string_view text) {
    return thrown([&] { import_metrics(metrics, text, "f"); });
  };
  CHECK(import("a 1\nb x\n") == "data: f:2:3: \"x\" is not a number");
  CHECK(import("a 1\n# TYPE c gauge\nc 1\n") == "data: f:3: c is a counter, not a gauge");
  CHECK(import("# TYPE c counter\nc{z=\"1\"} 1\n") == "data: f:2: the labels of c are k, not z");
  CHECK(import("# TYPE c counter\nc{k=\"1\"} -1\n") ==
        "data: f:2:10: a counter is a finite number from 0 up");
  CHECK(import("a{__x=\"1\"} 1\n").starts_with("data: f:1:1: "));
  CHECK(import("# TYPE h histogram\nh_bucket{le=\"7\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n")
            .starts_with("data: f:2: the buckets of h"));
  CHECK(import("# TYPE h summary\nh_sum 1\nh_count 1\n").starts_with("data: f:2: the buckets of h"));
  CHECK(metrics.export_prometheus() == before);
}

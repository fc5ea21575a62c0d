#include "metrics/push.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <thread>
#include <variant>

#include "core/percent.hpp"
#include "metrics/exposition.hpp"
#include "metrics/labels.hpp"
#include "metrics/names.hpp"
#include "objectos/log.hpp"

namespace objectos {
namespace metrics {
namespace {

constexpr std::string_view job_label = "job";

// ---- where to -------------------------------------------------------------------------------------------

/// `/NAME/VALUE`. A path has no room for an empty value or a slash, and . and .. mean something else there.
void append_step(std::string& path, std::string_view name, std::string_view value) {
  path.append("/").append(name);
  if (!value.empty() && value.find('/') == value.npos && value != "." && value != "..") {
    path.append("/").append(percent::encoded(value));
    return;
  }
  std::string base64 = base64_encode(value);
  std::replace(base64.begin(), base64.end(), '+', '-');
  std::replace(base64.begin(), base64.end(), '/', '_');
  base64.resize(std::min(base64.find('='), base64.size()));
  path.append("@base64/").append(base64.empty() ? "=" : base64);
}

/// The grouping labels as they are written, `job` among them.
Labels check_group(const MetricsPush& push) {
  if (push.job.empty())
    throw Error(Errc::usage, Message("metrics.no_job", "the job's name must not be empty"));
  std::vector<Label> given(push.group.begin(), push.group.end());
  for (const Label& label : given) {
    if (label.first == job_label)
      throw Error(Errc::usage, Message("metrics.job_group", "job is a grouping label already"));
  }
  given.emplace_back(job_label, push.job);
  check_labels(given);
  Labels group;
  for (const auto& [name, value] : given)
    group.emplace_back(mapped_label_name(name, MetricsEscaping::underscores), value);
  return group;
}

HttpUrl target_of(const MetricsPush& push) {
  HttpUrl url = push.gateway;
  if (!url.query.empty())
    throw Error(Errc::usage, Message("metrics.push_query", "the URL of a Pushgateway has no ?"));
  while (url.path.ends_with('/')) url.path.pop_back();
  url.path += push_path(push);
  return url;
}

// ---- what -----------------------------------------------------------------------------------------------

const std::string* value_in(const Labels& group, std::string_view name) {
  const std::string mapped = mapped_label_name(name, MetricsEscaping::underscores);
  const auto found =
      std::find_if(group.begin(), group.end(), [&](const auto& label) { return label.first == mapped; });
  return found == group.end() ? nullptr : &found->second;
}

/// Hands everything on, unless the Pushgateway would overwrite a label of it.
class GroupCheck final : public MetricsVisitor {
 public:
  GroupCheck(const Labels& group, MetricsVisitor& next) : group_(group), next_(next) {}

  void family(const MetricFamily& family) override {
    name_ = family.name;
    shares_labels_ = family.labels && std::any_of(family.labels->begin(), family.labels->end(),
                                                  [&](const auto& name) { return value_in(group_, name); });
    next_.family(family);
  }

  void series(const SeriesView& series) override {
    if (shares_labels_) check(series.labels);
    next_.series(series);
  }

 private:
  void check(std::string_view labels) const {
    for (LabelReader reader(labels); reader.next();) {
      const std::string* grouped = value_in(group_, reader.name);
      if (!grouped || *grouped == unescaped(reader.value)) continue;
      throw Error(Errc::data,
                  Message("metrics.grouped_label",
                          "{{metric}} has the label {{label}}, which the Pushgateway would overwrite",
                          {{"metric", name_}, {"label", reader.name}}));
    }
  }

  const Labels& group_;
  MetricsVisitor& next_;
  std::string name_;
  bool shares_labels_ = false;
};

std::string body_of(const Metrics& metrics, const Labels& group) {
  MetricsOptions options = metrics.options();
  std::erase_if(options.default_labels, [&](const auto& label) { return value_in(group, label.first); });
  std::string text;
  const MetricsSink sink = [&text](std::string_view piece) { text += piece; };
  const auto writer = make_writer(MetricsFormat::prometheus, MetricsEscaping::underscores, options, sink);
  GroupCheck check(group, *writer);
  metrics.store().read(Glob(), check);
  writer->finish();
  return text;
}

// ---- sending --------------------------------------------------------------------------------------------

Errc code_of(int status) {
  switch (status) {
    case 400:
    case 413:
    case 422: return Errc::data;
    case 401:
    case 403:
    case 407: return Errc::denied;
    default: return Errc::unavailable;
  }
}

Error refusal(const HttpResponse& response, const HttpUrl& url) {
  const std::string words = response.excerpt();
  return Error(code_of(response.status),
               words.empty()
                   ? Message("http.status", "the server answered {{status}}", {{"status", response.status}})
                   : Message("http.answer", "the server answered {{status}}: {{words}}",
                             {{"status", response.status}, {"words", words}}))
      .at(url.place());
}

/// How long to wait before the next try: twice as long each time, and not as long as others who began with
/// us.
class BackOff {
 public:
  Millis next() {
    const Millis step = step_;
    step_ = std::min(step_ * 2, Millis(2'000));
    std::uniform_int_distribution<Millis::rep> any(step.count() / 2, step.count());
    return Millis(any(random_));
  }

 private:
  Millis step_{200};
  std::random_device random_;
};

struct Failure {
  Error error;
  bool may_pass;                     ///< another try may succeed
  std::optional<Millis> not_before;  ///< by the server's word
};

/// The status of a push that was taken, or why it was not.
std::variant<int, Failure> try_once(HttpClient& http, const HttpRequest& request) {
  try {
    const HttpResponse response = http.send(request);
    if (response.status >= 200 && response.status < 300) return response.status;
    return Failure{refusal(response, request.url), response.status >= 500, response.retry_after};
  } catch (const HttpError& error) {
    const bool may_pass = error.failure() == HttpFailure::not_sent || error.failure() == HttpFailure::unknown;
    return Failure{error, may_pass, std::nullopt};
  }
}

/// Says that it was not tried but once: else nobody would know what took so long.
Error after_tries(const Error& error, int tries) {
  if (tries == 1) return error;
  return error.with_hint(Message("metrics.tries", "it was tried {{count}} times", {{"count", tries}}));
}

}  // namespace

Pause::~Pause() = default;
SteadyPoint Pause::now() const {
  return std::chrono::steady_clock::now();
}
void Pause::sleep(Millis time) {
  std::this_thread::sleep_for(time);
}

std::string push_path(const MetricsPush& push) {
  std::string path = "/metrics";
  append_step(path, job_label, push.job);
  for (const auto& [name, value] : push.group)
    append_step(path, mapped_label_name(name, MetricsEscaping::underscores), value);
  return path;
}

int push(const Metrics& metrics, HttpClient& http, const MetricsPush& push, Pause& pause) {
  const SteadyPoint end = deadline_after(push.limit, pause.now());
  const Labels group = check_group(push);
  HttpRequest request{.method = push.method == MetricsPush::Method::put ? "PUT" : "POST",
                      .url = target_of(push),
                      .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}};
  request.body = body_of(metrics, group);
  const Millis answer_timeout = push.answer_timeout + Millis(request.body.size() / 1000);
  BackOff back_off;
  for (int tries = 1;; ++tries) {
    const auto left = [&] { return std::chrono::ceil<Millis>(end - pause.now()); };
    request.timeout = std::min(answer_timeout, std::max(left(), Millis(1)));
    request.connect_timeout = std::min(push.connect_timeout, request.timeout);
    const auto outcome = try_once(http, request);
    if (const int* status = std::get_if<int>(&outcome)) return *status;
    const Failure& failure = std::get<Failure>(outcome);
    const Millis wait = std::max(back_off.next(), failure.not_before.value_or(Millis(0)));
    if (!failure.may_pass || wait >= left()) throw after_tries(failure.error, tries);
    Logger("metrics").info(std::string(failure.error.what()) + "; the next try is in " +
                           format_duration(wait));
    pause.sleep(wait);
  }
}

}  // namespace metrics

int push_metrics(const Metrics& metrics, HttpClient& http, const MetricsPush& push) {
  metrics::Pause pause;
  return metrics::push(metrics, http, push, pause);
}

}  // namespace objectos

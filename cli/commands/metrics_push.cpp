// metrics push: everything to a Pushgateway.
#include <algorithm>

#include "commands/metrics.hpp"
#include "exit_status.hpp"
#include "objectos/metrics_push.hpp"
#include "wrapper.hpp"

namespace objectos::cli::metrics {
namespace {

HttpUrl gateway_word(const Call& call) {
  const std::string url = url_option("URL", call.args.positionals[0]);
  try {
    return HttpUrl::parse(url);
  } catch (const Error& error) {
    throw error.at("URL");
  }
}

Labels group_option(const Call& call) {
  Labels group;
  for (const auto& [name, value] : labels_option(call, "--group")) group.emplace_back(name, value);
  return group;
}

MetricsPush::Method method_option(const Call& call) {
  const std::string* method = call.args.find("--method");
  return method && *method == "post" ? MetricsPush::Method::post : MetricsPush::Method::put;
}

void set_times(const Call& call, MetricsPush& push) {
  if (const Config& config = call.session.config(); config.is_set("metrics.timeout"))
    push.limit = push.connect_timeout = push.answer_timeout = config.duration("metrics.timeout");
  // A little before --timeout ends the program: so there is time to say what the last try met.
  if (const auto end = time_limit(call))
    push.limit = std::min(push.limit, std::chrono::floor<Millis>((*end - Steady::now()) / 10 * 9));
}

}  // namespace

int push(Call& call) {
  const std::string* job = call.args.find("--job");
  if (!job) usage(Message("cli.missing", "{{name}} is missing", {{"name", "--job"}}));
  MetricsPush push{
      .gateway = gateway_word(call), .job = *job, .group = group_option(call), .method = method_option(call)};
  set_times(call, push);
  const auto http = open_http_client();
  const int status = push_metrics(call.session.metrics(), *http, push);
  if (call.out.json()) call.out.line("{\"status\":" + std::to_string(status) + "}");
  return exit_status::ok;
}

}  // namespace objectos::cli::metrics

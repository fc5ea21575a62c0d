// notify flush, notify worker, notify queue …
#include <algorithm>
#include <array>
#include <set>

#include "commands/delivery_list.hpp"
#include "commands/notify.hpp"
#include "exit_status.hpp"
#include "language.hpp"
#include "objectos/json.hpp"
#include "objectos/log.hpp"
#include "stop_signals.hpp"

namespace objectos::cli::notify {
namespace {

std::string report_json(const FlushReport& report) {
  return "{\"sent\":" + std::to_string(report.sent) + ",\"retrying\":" + std::to_string(report.retrying) +
         ",\"dead\":" + std::to_string(report.dead) + ",\"left\":" + std::to_string(report.left) + "}";
}

Message report_text(const FlushReport& report) {
  return Message(
      "notify.flushed",
      "{{sent}} sent, {{retrying}} to be tried again, {{dead}} given up, {{left}} left in the queue",
      {{"sent", report.sent}, {"retrying", report.retrying}, {"dead", report.dead}, {"left", report.left}});
}

void tell_errors(const Call& call, const FlushReport& report) {
  for (const std::string& error : report.errors)
    tell(call, Message("notify.error", "{{reason}}", {{"reason", error}}));
}

/// What waits for a mend of ours must not wait in silence. True if there is any.
bool tell_config_pauses(const Call& call, const std::vector<DestinationPause>& pauses) {
  bool has_any = false;
  for (const DestinationPause& pause : pauses) {
    if (!pause.is_config) continue;
    has_any = true;
    tell(call, Message("notify.paused_config", "until {{time}} nothing goes to {{destination}}: {{reason}}",
                       {{"time", format_time(pause.until)}, {"destination", pause.destination}, {"reason", pause.reason}}));
  }
  if (has_any)
    tell(call, Message("notify.paused_mend", "once that is mended: objectos notify queue retry --state queued"));
  return has_any;
}

/// Of what was tried: 5 our own set-up is at fault, 1 all were given up, 6 some were.
int status_of(const FlushReport& report) {
  if (report.config > 0) return exit_status::of(Errc::denied);
  if (report.dead == 0) return exit_status::ok;
  return report.sent + report.retrying > 0 ? exit_status::of(Errc::partial) : exit_status::no;
}

std::optional<DeliveryState> state_option(const Call& call) {
  const std::string* name = call.args.find("--state");
  return name ? delivery_state_of(*name) : std::nullopt;
}

void print_changed(Call& call, const char* name, std::size_t count) {
  if (call.out.json()) call.out.line("{\"" + std::string(name) + "\":" + std::to_string(count) + "}");
}

/// Who asks for a new try has mended what was wrong. No ids: everything.
void end_pauses(NotificationQueue& queue, const std::vector<std::string>& ids) {
  for (const DestinationPause& pause : queue.pauses()) {
    const bool is_meant = ids.empty() || std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
                            const auto delivery = queue.find(id);
                            return delivery && delivery->destination == pause.destination;
                          });
    if (is_meant) queue.pause({pause.destination, 0, true, {}});
  }
}

/// IDs, or everything in one of the states.
std::size_t change(Call& call, std::span<const DeliveryState> from, DeliveryState to) {
  NotificationQueue& queue = call.session.notification().queue();
  if (call.args.positionals.empty() == !call.args.has("--state"))
    throw Error(Errc::usage, Message("notify.ids_or_state", "either IDs or --state is needed"));
  if (to == DeliveryState::queued) end_pauses(queue, call.args.positionals);
  if (const auto state = state_option(call)) {
    if (std::find(from.begin(), from.end(), *state) == from.end())
      usage("--state",
            Message("notify.state", "what is {{state}} stays so", {{"state", delivery_state_name(*state)}}));
    return queue.change({}, std::array{*state}, to);
  }
  std::size_t count = 0;
  for (const std::string& id : call.args.positionals) count += queue.change(id, from, to);
  return count;
}

/// What a purge would take.
int list_finished(Call& call, std::int64_t before) {
  NotificationQueue& queue = call.session.notification().queue();
  const std::vector<std::string> ids = queue.finished(before);
  const std::set<std::string, std::less<>> messages(ids.begin(), ids.end());
  DeliveryList list(call, queue.now_ms());
  queue.list({}, [&](const Delivery& delivery) {
    if (messages.contains(delivery.message)) list.add(delivery);
    return true;
  });
  return exit_status::ok;
}

bool confirmed(Call& call, std::int64_t before) {
  if (call.args.has("--yes") || call.session.in_batch || !call.session.console.can_ask())
    return call.confirmed("");
  Language language(call.session.lang);
  const std::size_t count = call.session.notification().queue().finished(before).size();
  return call.confirmed(
      "objectos: " +
      language.text(Message("notify.purge", "forget finished messages: {{count}}?", {{"count", count}})));
}

constexpr std::array may_be_retried = {DeliveryState::queued, DeliveryState::dead, DeliveryState::unknown,
                                       DeliveryState::cancelled, DeliveryState::retrying};
constexpr std::array may_be_cancelled = {DeliveryState::queued, DeliveryState::retrying,
                                         DeliveryState::unknown};

}  // namespace

int flush(Call& call) {
  FlushOptions options;
  if (const auto max = call.count("--max")) options.max = *max;
  if (const auto connections = call.count("--connections")) options.connections = *connections;
  if (const auto limit = call.duration("--deadline")) options.deadline = deadline_after(*limit);
  const FlushReport report = call.session.notification().flush(options);
  const std::vector<DestinationPause> pauses = call.session.notification().queue().pauses();
  if (!call.session.in_batch) call.session.close_notification();
  if (call.out.json()) call.out.line(report_json(report));
  tell_errors(call, report);
  if (!report.errors.empty() || call.session.verbose > 0) tell(call, report_text(report));
  if (report.left > 0 && tell_config_pauses(call, pauses)) return exit_status::of(Errc::denied);
  return status_of(report);
}

int worker(Call& call) {
  constexpr Millis pause{1'000};
  Notification& service = call.session.notification();
  const StopSignals signals;
  FlushOptions options;
  options.stop = &signals.flag();
  while (!signals.flag()) {
    try {
      const FlushReport report = service.flush(options);
      if (report.sent + report.retrying + report.dead + report.config > 0 && call.out.json()) {
        call.out.line(report_json(report));
        call.out.flush();
      }
      tell_errors(call, report);
    } catch (const Error& error) {
      if (error.code() != Errc::unavailable) throw;  // the store may come back
      Logger("notification").warning(error.what());
    }
    signals.wait(pause);
  }
  call.session.close_notification();
  return exit_status::ok;
}

int queue_list(Call& call) {
  DeliveryRange range{.state = state_option(call), .channel = {}, .to = {}, .after = {}};
  if (const std::string* channel = call.args.find("--channel")) range.channel = *channel;
  if (const std::string* after = call.args.find("--after")) range.after = *after;
  std::size_t left = call.count("--limit").value_or(SIZE_MAX);
  if (left == 0) return exit_status::ok;
  NotificationQueue& queue = call.session.notification().queue();
  DeliveryList list(call, queue.now_ms());
  queue.list(range, [&](const Delivery& delivery) {
    list.add(delivery);
    return --left > 0;
  });
  return exit_status::ok;
}

int queue_show(Call& call) {
  Notification& service = call.session.notification();
  const auto delivery = service.queue().find(call.args.positionals[0]);
  if (!delivery) {
    if (call.out.json()) call.out.line("null");
    return exit_status::no;
  }
  const std::string content = service.content(delivery->message).value_or("null");
  if (call.out.json()) {
    std::string line = delivery_json(*delivery);
    line.pop_back();
    call.out.line(line + ",\"created_at\":" + json::quoted(format_time(delivery->created_at)) +
                  ",\"message\":" + redact(content) + "}");
    return exit_status::ok;
  }
  const auto line = [&call](const char* name, const std::string& value) {
    if (!value.empty()) call.out.line(std::string(name) + "\t" + call.shown(value));
  };
  line("id", delivery->id);
  line("state", std::string(delivery_state_name(delivery->state)));
  line("channel", delivery->channel);
  line("to", shown_recipient(*delivery));
  line("created_at", format_time(delivery->created_at));
  line("attempts", std::to_string(delivery->attempts));
  if (!is_final(delivery->state) && delivery->next_attempt_at > 0)
    line("next_attempt_at", format_time(delivery->next_attempt_at));
  line("class", std::string(delivery_class_name(delivery->kind)));
  line("code", delivery->code);
  line("provider_id", delivery->provider_id);
  line("error", delivery->error);
  line("message", redact(content));
  return exit_status::ok;
}

int queue_retry(Call& call) {
  const std::size_t count = change(call, may_be_retried, DeliveryState::queued);
  print_changed(call, "retried", count);
  return count > 0 ? exit_status::ok : exit_status::no;
}

int queue_cancel(Call& call) {
  const std::size_t count = change(call, may_be_cancelled, DeliveryState::cancelled);
  print_changed(call, "cancelled", count);
  return count > 0 ? exit_status::ok : exit_status::no;
}

int queue_purge(Call& call) {
  const auto age = call.duration("--older-than");
  if (!age)
    throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", "--older-than"}}));
  NotificationQueue& queue = call.session.notification().queue();
  const std::int64_t before = queue.now_ms() - age->count();
  if (call.args.has("--dry-run")) return list_finished(call, before);
  const bool is_meant = confirmed(call, before);
  print_changed(call, "deleted", is_meant ? queue.purge(before) : 0);
  return is_meant ? exit_status::ok : exit_status::no;
}

int queue_stats(Call& call) {
  Notification& service = call.session.notification();
  const QueueCounts counts = service.queue_status();
  if (call.out.json()) {
    append_queue_json(call.out.buffer(), counts, service.queue().now_ms());
    call.out.line("");
    return exit_status::ok;
  }
  const std::int64_t age =
      counts.oldest == 0 ? 0 : std::max<std::int64_t>(service.queue().now_ms() - counts.oldest, 0);
  const std::pair<const char*, std::uint64_t> numbers[] = {
      {"queued", counts.of(DeliveryState::queued) + counts.of(DeliveryState::sending)},
      {"retrying", counts.of(DeliveryState::retrying)},
      {"sent", counts.of(DeliveryState::sent)},
      {"dead", counts.of(DeliveryState::dead)},
      {"unknown", counts.of(DeliveryState::unknown)}};
  for (const auto& [name, number] : numbers) call.out.line(std::string(name) + "\t" + std::to_string(number));
  if (counts.oldest != 0) call.out.line("oldest_seconds\t" + format_seconds(age));
  for (const DestinationPause& pause : service.queue().pauses())
    call.out.line("paused\t" + call.shown(pause.destination) + "\tuntil " + format_time(pause.until) + "\t" +
                  call.shown(pause.reason));
  return exit_status::ok;
}

}  // namespace objectos::cli::notify

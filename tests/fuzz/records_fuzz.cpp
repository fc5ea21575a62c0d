// What other programs may have put where locks, rate limits, recorded runs and notes of alerts are kept.
#include <string>

#include "fuzz.hpp"
#include "metrics/alert_note.hpp"
#include "recorded_run.hpp"
#include "storage/gcra.hpp"
#include "storage/lock_record.hpp"

using namespace objectos;

namespace {

void look_at_alert(std::string_view text) {
  const auto note = metrics::note_of(text);
  if (!note) return;
  const std::string again = metrics::text_of(*note);
  MUST_HOLD(metrics::note_of(again));
  MUST_HOLD(metrics::text_of(*metrics::note_of(again)) == again);
}

void look_at_lock(const Value& value) {
  LockRecord record;
  if (!succeeds(Errc::data, [&] { record = LockRecord::parse("lock:k", value); })) return;
  record.current(7, 0);
  const LockRecord again = LockRecord::parse("lock:k", record.value());
  MUST_HOLD(again.last == record.last);
  MUST_HOLD(again.holdings.size() == record.holdings.size());
  MUST_HOLD(again.value() == record.value());
}

void look_at_limit(const Value& value) {
  const Entry entry{"k", value, {}};
  const RateLimitRule rule({.rate = {10, Millis(1000)}, .burst = 5});
  succeeds(Errc::data, [&] {
    const auto verdict = rule.verdict("k", &entry, 1'700'000'000'000'000);
    MUST_HOLD(verdict.backlog_us >= 0 && verdict.backlog_us <= rule.burst_us());
  });
  succeeds(Errc::data, [&] { RateLimitRule checked(stored_limit("k", value)); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  if (const auto run = cli::RecordedRun::decoded(text)) {
    const auto again = cli::RecordedRun::decoded(run->encoded());
    MUST_HOLD(again && again->encoded() == run->encoded());
  }
  Value value = Value::bytes(std::string(text));
  succeeds(Errc::data, [&] { value = Value::stored(std::string(text), {"value", 1}); });
  look_at_lock(value);
  look_at_limit(value);
  look_at_alert(text);
  return 0;
}

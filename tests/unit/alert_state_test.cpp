#include <cmath>

#include "catch.hpp"
#include "metrics/alert_state.hpp"

namespace {

using namespace objectos;
using metrics::AlertNote;
using State = AlertState;

constexpr std::int64_t begin = 1'700'000'000'000;
constexpr std::int64_t second = 1000;

/// One alert, looked at every second.
struct Watched {
  AlertRule rule;
  AlertNote note;
  std::int64_t now = begin;

  State look(std::optional<double> value) {
    now += second;
    return metrics::advance(note, rule, value, now) ? State::resolved : note.state;
  }
  /// What a check that says things finds to say: 'f', 'r' or '-'. It lives to note that it was said.
  char say() {
    AlertNote::Told& told = note.told[0];
    if (!metrics::claim(told, note, rule, now)) return '-';
    const char what = told.says_firing ? 'f' : 'r';
    metrics::confirm(told);
    return what;
  }
};

}  // namespace

TEST_CASE("an alert without a time to wait fires at once, and is resolved at once") {
  Watched alert;
  CHECK(alert.look({}) == State::inactive);
  CHECK(alert.look(5) == State::firing);
  CHECK(alert.note.value == 5);
  CHECK(metrics::since_of(alert.note) == alert.now);
  CHECK(alert.look(6) == State::firing);
  CHECK(alert.note.value == 6);
  CHECK(metrics::since_of(alert.note) == alert.now - second);
  CHECK(alert.look({}) == State::resolved);
  CHECK(alert.note.value == 6);
  CHECK(alert.look({}) == State::inactive);
}

TEST_CASE("an alert waits until it was so without a break") {
  Watched alert;
  alert.rule.hold_for = Millis(2 * second);
  CHECK(alert.look(1) == State::pending);
  CHECK(alert.look(1) == State::pending);
  CHECK(alert.look({}) == State::inactive);
  CHECK(alert.look(1) == State::pending);
  CHECK(alert.look(1) == State::pending);
  CHECK(alert.look(1) == State::firing);
}

TEST_CASE("an alert is kept firing over breaks") {
  Watched alert;
  alert.rule.keep_firing_for = Millis(2 * second);
  CHECK(alert.look(1) == State::firing);
  CHECK(alert.look({}) == State::firing);
  CHECK(alert.look({}) == State::firing);
  CHECK(alert.look(1) == State::firing);  // begins to count anew
  CHECK(alert.look({}) == State::firing);
  CHECK(alert.look({}) == State::firing);
  CHECK(alert.look({}) == State::resolved);
}

TEST_CASE("a clock that is set back neither holds an alert up nor silences it") {
  Watched alert;
  alert.rule.hold_for = Millis(2 * second);
  CHECK(alert.look(1) == State::pending);
  alert.now -= 1'000'000 * second;
  metrics::not_ahead(alert.note, alert.now);
  CHECK(alert.look(1) == State::pending);
  CHECK(alert.look(1) == State::firing);
  CHECK(alert.say() == 'f');
  alert.now -= 1'000'000 * second;
  metrics::not_ahead(alert.note, alert.now);
  alert.now += alert.rule.repeat.count();
  CHECK(alert.say() == 'f');
}

TEST_CASE("nothing is said twice inside repeat, and what was said is taken back") {
  Watched alert;
  alert.rule.repeat = Millis(10 * second);
  std::string said;
  const auto look = [&](bool is_so) {
    alert.look(is_so ? std::optional(1.0) : std::nullopt);
    said += alert.say();
  };
  for (int i = 0; i < 12; ++i) look(true);
  CHECK(said == "f---------f-");
  said.clear();
  look(false);
  look(false);
  CHECK(said == "r-");
  said.clear();
  // Fires again inside repeat: silence, until repeat is over. Resolved before that: silence, too.
  look(true);
  look(false);
  CHECK(said == "--");
  said.clear();
  for (int i = 0; i < 6; ++i) look(true);
  look(false);
  CHECK(said == "----f-r");
}

TEST_CASE("with a repeat of nothing, each check says it") {
  Watched alert;
  alert.rule.repeat = Millis(0);
  for (int i = 0; i < 3; ++i) {
    alert.look(1);
    CHECK(alert.say() == 'f');
  }
}

TEST_CASE("what one is about to say, no other says, unless the one is dead") {
  Watched alert;
  alert.look(1);
  AlertNote::Told& told = alert.note.told[0];
  CHECK(metrics::claim(told, alert.note, alert.rule, alert.now));
  const std::int64_t claimed = told.claim;
  CHECK_FALSE(metrics::claim(told, alert.note, alert.rule, alert.now + 29 * second));
  CHECK(metrics::claim(told, alert.note, alert.rule, alert.now + 30 * second));
  CHECK(told.claim == claimed);  // the same message
  metrics::release(told);
  CHECK(metrics::claim(told, alert.note, alert.rule, alert.now + 31 * second));
  CHECK(told.claim == claimed);
  // It may have been said before its teller died.
  metrics::release(told);
  alert.look({});
  CHECK(alert.say() == 'r');
  CHECK(alert.say() == '-');
}

TEST_CASE("each way of saying has a memory of its own") {
  Watched alert;
  alert.look(1);
  CHECK(alert.say() == 'f');
  CHECK(metrics::claim(alert.note.told[1], alert.note, alert.rule, alert.now));
}

TEST_CASE("NaN is neither above nor below nor equal, but different") {
  AlertRule rule;
  const auto with = [&](AlertRule::Op op, double value) {
    rule.op = op;
    return metrics::holds(rule, value);
  };
  using Op = AlertRule::Op;
  for (const Op op : {Op::greater, Op::at_least, Op::less, Op::at_most, Op::equal})
    CHECK_FALSE(with(op, std::nan("")));
  CHECK(with(Op::different, std::nan("")));
  CHECK(with(Op::greater, 1));
  CHECK_FALSE(with(Op::greater, 0));
  CHECK(with(Op::at_least, 0));
  CHECK(with(Op::less, -1));
  CHECK_FALSE(with(Op::less, 0));
  CHECK(with(Op::at_most, 0));
  CHECK(with(Op::equal, 0));
  CHECK_FALSE(with(Op::different, 0));
}

TEST_CASE("a note comes back from its text") {
  AlertNote note;
  note.state = State::firing;
  note.value = 0.1 + 0.2;
  note.active_since = begin;
  note.firing_since = begin + 1;
  note.resolved_at = begin + 2;
  note.false_since = begin + 3;
  note.told[0] = {begin + 4, true, begin + 5, true, begin + 6};
  note.told[1] = {begin + 7, false, begin + 8, false, begin + 9};
  note.checked_at = begin + 10;
  note.samples = {{begin, 1e300, 0}, {begin + 1, std::nan(""), 1e-7}};
  const std::string text = metrics::text_of(note);
  const auto back = metrics::note_of(text);
  REQUIRE(back);
  CHECK(metrics::text_of(*back) == text);
  CHECK(back->told[1].until == begin + 9);
  CHECK(back->samples.size() == 2);
  for (const char* other : {"", "1", "2 0", "1 x", "1 9 0", "1 1 1 1"}) CHECK_FALSE(metrics::note_of(other));
  CHECK_FALSE(metrics::note_of(text + " 1"));
}

TEST_CASE("a note is over when nothing in it means anything") {
  AlertNote note;
  const Millis repeat(10 * second);
  CHECK(note.is_over(begin, repeat));
  note.told[1].at = begin - 9 * second;
  CHECK_FALSE(note.is_over(begin, repeat));
  CHECK(note.is_over(begin + second, repeat));
  note.told[1].is_open = true;
  CHECK_FALSE(note.is_over(begin + second, repeat));
  note.told[1] = {};
  note.samples.push_back({});
  CHECK_FALSE(note.is_over(begin, repeat));
}

// What is remembered of one alert between two checks, and the text that a store keeps of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/alert_window.hpp"
#include "objectos/metrics_alerts.hpp"

namespace objectos::metrics {

struct AlertNote {
  /// What was said of it in one way.
  struct Told {
    std::int64_t at = 0;   ///< when it was said last that it fires; 0: never
    bool is_open = false;  ///< said to fire, and not yet to be resolved
    // A check that is about to say something says so here first.
    std::int64_t claim = 0;  ///< when it was first meant to be said; 0: nothing is
    bool says_firing = false;
    std::int64_t until = 0;  ///< from then on the one who meant to is taken for dead
  };

  AlertState state = AlertState::inactive;
  double value = 0;
  std::int64_t active_since = 0, firing_since = 0, resolved_at = 0;
  std::int64_t false_since = 0;  ///< of one that is kept firing
  std::array<Told, 2> told;      ///< by Alerts::Way
  std::int64_t checked_at = 0;
  std::vector<AlertSample> samples;

  /// True if nothing in it means anything any more.
  bool is_over(std::int64_t now, Millis repeat) const noexcept;
};

std::string text_of(const AlertNote& note);
/// Nothing for a text that text_of() has not made: its alert begins anew.
std::optional<AlertNote> note_of(std::string_view text);

/// The key that a note is kept under.
std::string note_key(std::string_view rule, std::string_view metric, std::string_view labels);
struct NoteKey {
  std::string_view rule, metric, labels;
};
NoteKey parts_of_key(std::string_view key);

}  // namespace objectos::metrics

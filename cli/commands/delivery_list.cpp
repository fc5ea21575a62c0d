#include "commands/delivery_list.hpp"

#include <algorithm>
#include <iterator>

#include "commands/notify.hpp"
#include "text_width.hpp"

namespace objectos::cli::notify {
namespace {

constexpr std::size_t recipient_column = 3;
/// In columns; the recipient has what is left.
constexpr std::size_t widths[] = {17, 9, 7, 0, 4, 4, 5};

/// "12s", "5m", "7h", "3d": the largest unit that fits.
std::string about(std::int64_t ms) {
  const std::int64_t seconds = std::max<std::int64_t>(ms, 0) / 1000;
  if (seconds < 100) return std::to_string(seconds) + "s";
  if (seconds < 100 * 60) return std::to_string(seconds / 60) + "m";
  if (seconds < 48 * 3600) return std::to_string(seconds / 3600) + "h";
  return std::to_string(seconds / 86'400) + "d";
}

bool is_tried_again(const Delivery& delivery) {
  return !is_final(delivery.state) && delivery.next_attempt_at > 0;
}

}  // namespace

DeliveryList::DeliveryList(Call& call, std::int64_t now)
    : call_(call),
      now_(now),
      has_columns_(call.session.console.stdout_is_terminal() && !call.out.json()),
      mark_(call.session.console.has_blocks() ? "…" : "~") {}

void DeliveryList::add(const Delivery& delivery) {
  if (has_columns_) return add_columns(delivery);
  call_.out.line(call_.out.json() ? delivery_json(delivery) : fields(delivery));
}

std::string DeliveryList::fields(const Delivery& delivery) const {
  std::string line = delivery.id + "\t" + std::string(delivery_state_name(delivery.state)) + "\t" +
                     delivery.channel + "\t" + call_.shown(shown_recipient(delivery)) + "\t" +
                     format_time(delivery.created_at);
  if (delivery.attempts > 0) line += "\ttries " + std::to_string(delivery.attempts);
  if (is_tried_again(delivery)) line += "\tnext " + format_time(delivery.next_attempt_at);
  if (!delivery.error.empty()) line += "\t" + call_.shown(delivery.error);
  return line;
}

void DeliveryList::add_columns(const Delivery& delivery) {
  if (!has_head_) print_columns({"id", "state", "channel", "to", "age", "next", "tries"}, true);
  has_head_ = true;
  print_columns({delivery.id, std::string(delivery_state_name(delivery.state)), delivery.channel,
                 call_.shown(shown_recipient(delivery)), about(now_ - delivery.created_at),
                 is_tried_again(delivery) ? about(delivery.next_attempt_at - now_) : "",
                 std::to_string(delivery.attempts)},
                false);
  if (delivery.error.empty()) return;
  const std::size_t width = call_.session.console.width();
  call_.out.line("  " + cut(call_.shown(delivery.error), std::max<std::size_t>(width, 40) - 2, mark_));
}

/// Texts begin below each other, numbers end so.
void DeliveryList::print_columns(const std::string (&cells)[7], bool is_head) {
  std::size_t others = 2 * (std::size(widths) - 1);
  for (const std::size_t width : widths) others += width;
  const std::size_t left = std::max(call_.session.console.width(), others + 10) - others;
  std::string line;
  for (std::size_t i = 0; i < std::size(widths); ++i) {
    const std::size_t width = i == recipient_column ? left : widths[i];
    // What an operator copies is whole, however long it is.
    const std::string cell = i == 0 ? cells[i] : cut(cells[i], width, mark_);
    const std::string blanks(width - std::min(columns(cell), width), ' ');
    line.append(i == 0 ? "" : "  ").append(i > recipient_column ? blanks + cell : cell + blanks);
  }
  call_.out.line(is_head ? call_.session.console.bold(line) : line);
}

}  // namespace objectos::cli::notify

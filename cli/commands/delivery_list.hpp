// Deliveries, one after the other: `notify queue list`, and what a purge would take.
#pragma once

#include <cstdint>
#include <string>

#include "call.hpp"

namespace objectos::cli::notify {

/// JSON, fields between tabs, or on a terminal columns below headings, with what went wrong below each.
class DeliveryList {
 public:
  /// `now`: of the queue's clock, in milliseconds.
  DeliveryList(Call& call, std::int64_t now);
  void add(const Delivery& delivery);

 private:
  std::string fields(const Delivery& delivery) const;
  void add_columns(const Delivery& delivery);
  void print_columns(const std::string (&cells)[7], bool is_head);

  Call& call_;
  const std::int64_t now_;
  const bool has_columns_;
  const std::string mark_;  ///< stands for what is cut off
  bool has_head_ = false;
};

}  // namespace objectos::cli::notify

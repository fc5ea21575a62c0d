#include "notification/flush_run.hpp"

#include <algorithm>
#include <optional>
#include <thread>

#include "core/process.hpp"
#include "notification/lease_keeper.hpp"

namespace objectos::notification {
namespace {

/// How many are claimed at once: one commit that waits for the disk.
constexpr std::size_t claim_size = 100;

/// True if the holder is a process that this one can see to have ended.
bool is_dead(const std::string& owner) {
  const auto identity =
      ProcessIdentity::parse(std::string_view(owner).substr(std::min(owner.find(' '), owner.size() - 1) + 1));
  return identity && life_of(*identity) == Life::ended;
}

std::vector<std::string> dead_owners(NotificationQueue& queue) {
  std::vector<std::string> owners = queue.owners();
  std::erase_if(owners, [](const std::string& owner) { return owner.empty() || !is_dead(owner); });
  return owners;
}

}  // namespace

FlushRun::FlushRun(NotificationQueue& queue, RoundSettings settings, const FlushOptions& options)
    : queue_(queue), settings_(std::move(settings)), options_(options), left_(options.max) {
  // What is put back untried is none of the report's.
  settings_.tried = [this, count = std::move(settings_.tried)](const Delivery& delivery, Millis took) {
    count(delivery, took);
    add(delivery);
  };
  request_.lease = settings_.lease;
  request_.dead_owners = dead_owners(queue_);
}

FlushReport FlushRun::run() {
  std::vector<Delivery> first = claim();
  if (first.empty()) return report_;
  const LeaseKeeper keeper(queue_, settings_.lease);
  std::vector<std::thread> others;
  // A whole piece: there is probably more.
  const std::size_t threads = first.size() == claim_size ? std::max<std::size_t>(options_.connections, 1) : 1;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back([this] { work(); });
  try {
    deliver(std::move(first));
    work();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    has_failed_ = true;
  }
  for (std::thread& thread : others) thread.join();
  if (failure_) std::rethrow_exception(failure_);
  return report_;
}

bool FlushRun::may_go_on() const {
  return !has_failed_ && !(options_.stop && *options_.stop) &&
         !(options_.deadline && std::chrono::steady_clock::now() >= *options_.deadline);
}

std::vector<Delivery> FlushRun::claim() {
  const std::lock_guard lock(mutex_);
  if (left_ == 0 || !may_go_on()) return {};
  request_.max = std::min(claim_size, left_);
  std::vector<Delivery> claimed = queue_.claim(request_);
  left_ -= claimed.size();
  return claimed;
}

void FlushRun::deliver(std::vector<Delivery> claimed) {
  DeliveryRound(settings_).run(claimed, [this] { return may_go_on(); });
}

void FlushRun::work() noexcept {
  try {
    for (std::vector<Delivery> claimed; !(claimed = claim()).empty();) deliver(std::move(claimed));
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    has_failed_ = true;
  }
}

void FlushRun::add(const Delivery& delivery) {
  const std::lock_guard lock(mutex_);
  if (delivery.state == DeliveryState::sent) ++report_.sent;
  if (delivery.state == DeliveryState::retrying) ++report_.retrying;
  if (delivery.state == DeliveryState::dead || delivery.state == DeliveryState::unknown) ++report_.dead;
  if (delivery.kind == DeliveryClass::config && delivery.state == DeliveryState::queued) ++report_.config;
  constexpr std::size_t most_errors = 20;
  const auto& errors = report_.errors;
  const bool is_new = !delivery.error.empty() && errors.size() < most_errors &&
                      std::none_of(errors.begin(), errors.end(),
                                   [&](const std::string& one) { return one.ends_with(": " + delivery.error); });
  if (is_new) report_.errors.push_back(delivery.id + " to " + shown_recipient(delivery) + ": " + delivery.error);
}

}  // namespace objectos::notification

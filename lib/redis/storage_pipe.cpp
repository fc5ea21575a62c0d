// Many operations under way at once.
#include <algorithm>
#include <deque>
#include <unordered_map>

#include "redis/redis_storage.hpp"
#include "storage/step.hpp"

namespace objectos::redis {
namespace {

// Sent ahead is what fills a few packets; under way is what keeps the server busy, and whose replies, by the size of
// those seen so far, fit into a few megabytes.
constexpr std::size_t send_bytes = 16u << 10;
constexpr std::size_t most_under_way = 8192;
constexpr std::size_t reply_bytes = 4u << 20;

bool is_whole_increment(const Action& action) {
  const auto* increment = std::get_if<Increment>(&action);
  return increment && std::holds_alternative<std::int64_t>(increment->by);
}

/// True if the server's script may leave the step to us.
bool is_uncertain(const Action& action) {
  if (const Put* put = std::get_if<Put>(&action)) return put->condition == Put::If::equals;
  return std::holds_alternative<Increment>(action) || std::holds_alternative<Update>(action);
}

}  // namespace

class RedisStorage::Pipe final : public Pipeline {
 public:
  Pipe(RedisStorage& backend, Done done) : backend_(backend), done_(std::move(done)) {}
  ~Pipe() override {
    if (!under_way_.empty()) backend_.client_->abandon();
  }

  void add(Operation&& operation) override {
    if (!lock_.owns_lock()) lock_ = std::unique_lock(backend_.mutex_);
    if (std::holds_alternative<FencedPut>(operation.action)) return do_alone(operation);
    if (must_wait(operation)) drain_all();
    if (!std::holds_alternative<Read>(operation.action)) backend_.forget();
    try {
      backend_.client_->send(backend_.commands_.command(operation.key, operation.action, rough_now()));
    } catch (const Error& error) {
      drain_all();
      operation.error = std::make_unique<Error>(error);
      return done_(operation);
    }
    if (is_uncertain(operation.action)) {
      Uncertain& uncertain = uncertain_[operation.key];
      ++uncertain.count;
      uncertain.all_whole = uncertain.all_whole && is_whole_increment(operation.action);
    }
    bytes_ += size_of(operation);
    under_way_.push_back(std::move(operation));
    if (backend_.client_->unsent() >= send_bytes) exchange();
    while (under_way_.size() >= window_ || bytes_ >= reply_bytes) wait_for_one();
    if (left_to_us_) drain_all();
  }

  void drain() override {
    drain_all();
    if (lock_.owns_lock()) lock_.unlock();
  }

 private:
  struct Uncertain {
    int count = 0;
    bool all_whole = true;
  };

  static std::size_t size_of(const Operation& operation) {
    const Put* put = std::get_if<Put>(&operation.action);
    return put ? put->value.raw().size() : 0;
  }

  /// What may come back to us must not be overtaken by the next step on its key. Of increments by whole numbers
  /// either all come back or none does.
  bool must_wait(const Operation& operation) const {
    if (uncertain_.empty()) return false;
    const auto at = uncertain_.find(operation.key);
    return at != uncertain_.end() && !(at->second.all_whole && is_whole_increment(operation.action));
  }

  void do_alone(Operation& operation) {
    drain_all();
    try {
      operation.outcome = run(backend_, operation.key, std::move(operation.action));
    } catch (const Error& error) {
      operation.error = std::make_unique<Error>(error);
    }
    done_(operation);
  }

  /// Sends, and takes the replies that are here.
  void exchange() {
    backend_.client_->pump();
    while (!under_way_.empty()) {
      std::optional<Reply> reply;
      try {
        reply = backend_.client_->take();
      } catch (const Error& error) {
        fail_first(error);
        continue;
      }
      if (!reply) return;
      finish_first(*reply);
    }
  }

  void wait_for_one() {
    std::optional<Reply> reply;
    try {
      reply.emplace(backend_.client_->receive());
    } catch (const Error& error) {
      return fail_first(error);
    }
    finish_first(*reply);
  }

  void drain_all() {
    while (!under_way_.empty()) wait_for_one();
    backend_.told_ms_.reset();
    left_to_us_ = false;
  }

  void fail_first(const Error& error) {
    Operation operation = take_first();
    operation.error = std::make_unique<Error>(error);
    done_(operation);
  }

  void finish_first(const Reply& reply) {
    Operation operation = take_first();
    try {
      if (reply.is_error()) throw backend_.client_->refusal(reply);
      Interpretation result = StepCommands::interpret(operation.action, reply);
      if (result.outcome.value) note_size(result.outcome.value->raw().size());
      left_to_us_ = left_to_us_ || result.ask_client;
      operation.outcome = backend_.finish(operation.key, operation.action, std::move(result));
    } catch (const Error& error) {
      operation.error = std::make_unique<Error>(with_key(error, operation.key));
    }
    done_(operation);
  }

  Operation take_first() {
    Operation operation = std::move(under_way_.front());
    under_way_.pop_front();
    bytes_ -= size_of(operation);
    if (!uncertain_.empty() && is_uncertain(operation.action)) {
      const auto at = uncertain_.find(operation.key);
      if (--at->second.count == 0) uncertain_.erase(at);
    }
    return operation;
  }

  void note_size(std::size_t bytes) {
    average_ = (average_ * 7 + bytes) / 8;
    window_ = std::clamp<std::size_t>(reply_bytes / (average_ + 64), 4, std::min(most_under_way, window_ * 2));
  }

  RedisStorage& backend_;
  Done done_;
  std::unique_lock<std::recursive_mutex> lock_;
  std::deque<Operation> under_way_;
  std::unordered_map<std::string, Uncertain> uncertain_;
  std::size_t bytes_ = 0;  // of the values that are being written
  std::size_t average_ = 0;
  std::size_t window_ = most_under_way;
  bool left_to_us_ = false;
};

std::unique_ptr<Pipeline> RedisStorage::pipeline(Pipeline::Done done) {
  if (atomic_) return StorageBackend::pipeline(std::move(done));
  return std::make_unique<Pipe>(*this, std::move(done));
}

}  // namespace objectos::redis

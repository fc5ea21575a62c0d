#include "redis/reply.hpp"

#include <new>

namespace objectos::redis {
namespace {

/// No answer of ours has more elements: SCAN is asked for a thousand, a cluster has 16384 slots.
constexpr std::size_t max_elements = 1u << 20;
/// Redis' own limit for a string (proto-max-bulk-len).
constexpr std::size_t max_string = 512u << 20;

[[noreturn]] void not_redis() {
  throw Error(Errc::unavailable, Message("redis.protocol", "the answer is not what a Redis server says"));
}

/// hiredis' own constructors, which it gives out through a reader only.
const redisReplyObjectFunctions& original() {
  static const redisReplyObjectFunctions functions = [] {
    redisReader* reader = ::redisReaderCreate();
    if (!reader) throw std::bad_alloc();
    const redisReplyObjectFunctions found = *reader->fn;
    ::redisReaderFree(reader);
    return found;
  }();
  return functions;
}

// The count's type changed between hiredis' versions.
template <class Count>
void* create_array(const redisReadTask* task, Count count) {
  if (static_cast<std::size_t>(count) > max_elements) return nullptr;
  return original().createArray(task, count);
}
template <class Count>
void limit_arrays(void* (*&create)(const redisReadTask*, Count)) {
  create = &create_array<Count>;
}
void* create_string(const redisReadTask* task, char* text, std::size_t size) {
  if (size > max_string) return nullptr;
  return original().createString(task, text, size);
}

/// The same within our limits.
redisReplyObjectFunctions& limited() {
  static redisReplyObjectFunctions functions = [] {
    redisReplyObjectFunctions made = original();
    limit_arrays(made.createArray);
    made.createString = &create_string;
    return made;
  }();
  return functions;
}

}  // namespace

std::string_view Reply::text() const {
  if (!is_text() && !is_error()) not_redis();
  return {reply_->str, static_cast<std::size_t>(reply_->len)};
}

std::int64_t Reply::integer() const {
  if (reply_->type != REDIS_REPLY_INTEGER) not_redis();
  return reply_->integer;
}

std::size_t Reply::size() const {
  if (reply_->type != REDIS_REPLY_ARRAY) not_redis();
  return reply_->elements;
}

Reply Reply::operator[](std::size_t index) const {
  if (index >= size()) not_redis();
  return Reply(View{}, reply_->element[index]);
}

std::string_view error_word(std::string_view error) {
  // Before 7.0: "ERR Error running script (call to f_…): @user_script:7: WRONGTYPE Operation …"
  if (error.starts_with("ERR Error running script") || error.starts_with("ERR user_script")) {
    for (const std::string_view word : {"WRONGTYPE", "OOM", "READONLY", "MISCONF", "NOREPLICAS", "NOPERM"}) {
      if (error.find(std::string(": ").append(word)) != error.npos ||
          error.find(std::string(": -").append(word)) != error.npos)
        return word;
    }
  }
  return error.substr(0, error.find(' '));
}

Error error_of(std::string_view error) {
  const std::string_view word = error_word(error);
  // The server repeats the words of a command that it does not know.
  error = error.substr(0, error.find(", with args beginning with"));
  error = error.substr(0, error.find_first_of("\r\n"));
  const Message what("redis.error", "the server says: {{error}}", {{"error", error}});
  if (word == "NOAUTH" || word == "WRONGPASS" || word == "NOPERM" || word == "DENIED" ||
      error.starts_with("ERR invalid password") || error.starts_with("ERR AUTH ") ||
      error.starts_with("ERR Client sent AUTH"))
    return Error(Errc::denied, what,
                 Message("redis.denied_hint", "check user and password; man objectos-config lists the keys"));
  if (word == "WRONGTYPE")
    return Error(Errc::data, Message("redis.wrong_type", "the key holds a list, set, hash or stream, not a value"));
  if (error.starts_with("ERR DB index") || error.starts_with("ERR invalid DB index"))
    return Error(Errc::usage, what);
  if (error.starts_with("ERR unknown command") || error.starts_with("ERR syntax error"))
    return Error(Errc::unavailable, what, Message("redis.old_hint", "objectos needs Redis 6.2 or newer"));
  if (error.starts_with("ERR string exceeds maximum")) return Error(Errc::data, what);
  return Error(Errc::unavailable, what);
}

Reader::Reader() : reader_(::redisReaderCreateWithFunctions(&limited())) {
  if (!reader_) throw std::bad_alloc();
}

void Reader::feed(std::string_view bytes) {
  if (::redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) != REDIS_OK) throw std::bad_alloc();
}

std::optional<Reply> Reader::next() {
  void* reply = nullptr;
  if (::redisReaderGetReply(reader_.get(), &reply) != REDIS_OK) not_redis();
  if (!reply) return std::nullopt;
  return Reply(static_cast<redisReply*>(reply));
}

}  // namespace objectos::redis

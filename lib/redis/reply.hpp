// What a Redis server answers, and hiredis' reader behind it. https://redis.io/docs/reference/protocol-spec
#pragma once

#include <hiredis/hiredis.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "objectos/error.hpp"

namespace objectos::redis {

/// One answer, RESP2. Accessors throw Error(unavailable) if it is of another kind: the peer is no Redis.
class Reply {
 public:
  explicit Reply(redisReply* reply) : owned_(reply), reply_(reply) {}

  bool is_nil() const noexcept { return reply_->type == REDIS_REPLY_NIL; }
  bool is_error() const noexcept { return reply_->type == REDIS_REPLY_ERROR; }
  bool is_integer() const noexcept { return reply_->type == REDIS_REPLY_INTEGER; }
  bool is_text() const noexcept {
    return reply_->type == REDIS_REPLY_STRING || reply_->type == REDIS_REPLY_STATUS;
  }
  /// "OK", a bulk string or an error's text.
  std::string_view text() const;
  std::int64_t integer() const;
  std::size_t size() const;
  Reply operator[](std::size_t index) const;  ///< valid as long as the outermost reply

 private:
  struct View {};
  Reply(View, redisReply* reply) : reply_(reply) {}
  struct Free {
    void operator()(redisReply* reply) const { ::freeReplyObject(reply); }
  };
  std::unique_ptr<redisReply, Free> owned_;
  redisReply* reply_;
};

/// Error replies by their first word ("MOVED", "READONLY"); of scripts' errors in older servers the word inside.
std::string_view error_word(std::string_view error);
/// The Error that an error reply stands for. Repeats no argument of the command.
Error error_of(std::string_view error);

/// Cuts a stream into replies.
class Reader {
 public:
  Reader();
  void feed(std::string_view bytes);
  /// The next whole reply. Error(unavailable) for what is no RESP.
  std::optional<Reply> next();

 private:
  struct Free {
    void operator()(redisReader* reader) const { ::redisReaderFree(reader); }
  };
  std::unique_ptr<redisReader, Free> reader_;
};

}  // namespace objectos::redis

#include "net/failure.hpp"

namespace objectos::net {

Error no_answer(Millis time) {
  return Error(Errc::unavailable,
               Message("net.no_answer", "no answer within {{time}}", {{"time", format_duration(time)}}));
}

bool is_late(const Error& error) {
  return error.message().id() == "net.no_answer";
}

Error of_unknown_fate(const Error& error) {
  if (error.code() != Errc::unavailable || error.message().id() == "net.unknown_fate") return error;
  return Error(Errc::unavailable, Message("net.unknown_fate", "{{reason}}; whether it was done is unknown",
                                          {{"reason", error.what()}}));
}

}  // namespace objectos::net

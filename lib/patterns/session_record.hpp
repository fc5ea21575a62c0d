// What is stored of sessions in the scope `sessions`:
//
//   id/ID      {"user","data","created_at","last_access","ttl","listed_until"}, ends when the session does
//   user/USER  {ID: until when it may stay here, …}: which sessions a user has, ends with the last of them
//
// Times are milliseconds. In a scope NAME is SCOPE:NAME.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace objectos {

struct SessionRecord {
  std::string user;
  std::string data;  ///< compact JSON
  std::int64_t created_at = 0;
  std::int64_t last_access = 0;
  std::int64_t ttl = 0;
  std::int64_t listed_until = 0;  ///< the user's list has the session at least until then

  /// Error(data) if the text is none; the message does not hold it.
  static SessionRecord read(const std::string& text);
  std::string text() const;
};

/// The sessions of one user: id → until when it may stay in the list.
using SessionList = std::map<std::string, std::int64_t, std::less<>>;
SessionList read_session_list(const std::string& text);
std::string session_list_text(const SessionList& list);

}  // namespace objectos

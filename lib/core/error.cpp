#include "objectos/error.hpp"

namespace objectos {

std::string_view errc_name(Errc code) noexcept {
  switch (code) {
    case Errc::usage: return "usage";
    case Errc::data: return "data";
    case Errc::unavailable: return "unavailable";
    case Errc::denied: return "denied";
    case Errc::partial: return "partial";
    case Errc::internal: break;
  }
  return "internal";
}

std::string Message::fill(std::string_view pattern, const std::vector<Arg>& args) {
  std::string out;
  while (!pattern.empty()) {
    const auto open = pattern.find("{{");
    const auto close = open == pattern.npos ? pattern.npos : pattern.find("}}", open);
    if (close == pattern.npos) break;
    out.append(pattern.substr(0, open));
    const auto name = pattern.substr(open + 2, close - open - 2);
    bool found = false;
    for (const Arg& arg : args) {
      if (arg.name != name) continue;
      out.append(arg.value);
      found = true;
      break;
    }
    if (!found) out.append(pattern.substr(open, close + 2 - open));
    pattern.remove_prefix(close + 2);
  }
  out.append(pattern);
  return out;
}

Error::Error(Errc code, Message what, Message hint)
    : code_(code), message_(std::move(what)), hint_(std::move(hint)), text_(message_.text()) {}
Error::Error(const Error&) = default;
Error& Error::operator=(const Error&) = default;
Error::~Error() = default;

Error Error::at(std::string_view place) const {
  Error placed(*this);
  placed.place_.insert(0, std::string(place) + ": ");
  placed.text_ = placed.place_ + message_.text();
  return placed;
}

Error Error::as(Errc code) const {
  Error other(*this);
  other.code_ = code;
  return other;
}

Error Error::with_hint(Message hint) const {
  Error other(*this);
  other.hint_ = std::move(hint);
  return other;
}

}  // namespace objectos

#include "http/request.hpp"

#include <algorithm>
#include <charconv>

#include "core/percent.hpp"
#include "objectos/error.hpp"

namespace objectos::http {
namespace {

std::string decoded(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '+', ' ');
  auto out = percent::decoded(plain);
  if (!out)
    throw Error(Errc::usage, Message("serve.percent", "a % is not followed by two hexadecimal digits"));
  return std::move(*out);
}

}  // namespace

Query::Query(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::string name = decoded(pair.substr(0, equals));
    const auto is_same = [&](const auto& known) { return known.first == name; };
    if (std::any_of(parameters_.begin(), parameters_.end(), is_same))
      throw Error(Errc::usage,
                  Message("serve.parameter_twice", "the parameter {{name}} stands twice", {{"name", name}}));
    parameters_.emplace_back(std::move(name), decoded(pair.substr(std::min(equals + 1, pair.size()))));
  }
}

std::optional<std::string> Query::take(std::string_view name) {
  const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                  [&](const auto& known) { return known.first == name; });
  if (found == parameters_.end()) return std::nullopt;
  std::string value = std::move(found->second);
  parameters_.erase(found);
  return value;
}

std::optional<std::size_t> Query::take_count(std::string_view name, std::size_t most) {
  const auto text = take(name);
  if (!text) return std::nullopt;
  std::size_t count = 0;
  const auto end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, count);
  if (parsed.ec != std::errc() || parsed.ptr != end || count == 0 || count > most) {
    throw Error(Errc::usage, Message("serve.count", "\"{{text}}\" is not a whole number from 1 to {{most}}",
                                     {{"text", *text}, {"most", most}}))
        .at(name);
  }
  return count;
}

void Query::end() const {
  if (parameters_.empty()) return;
  throw Error(Errc::usage, Message("serve.parameter", "there is no parameter {{name}}",
                                   {{"name", parameters_.front().first}}));
}

}  // namespace objectos::http

#include "patterns/logic_value.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include "core/utf8.hpp"

namespace objectos::logic {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The whole of `text` as a number.
double parse_number(std::string_view text) {
  if (text.find_first_not_of(" \t\n\v\f\r") == text.npos) return 0;
  if (text.front() == '+' && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) return not_a_number;
  if (error == std::errc::result_out_of_range) {
    if (text.find("e-") != text.npos || text.find("E-") != text.npos) return 0;
    return text.front() == '-' ? -std::numeric_limits<double>::infinity()
                               : std::numeric_limits<double>::infinity();
  }
  return number;
}

Datum member(const Datum& datum, std::string_view name) {
  if (const auto* members = datum.object()) {
    for (const auto& [key, value] : *members) {
      if (key == name) return value;
    }
  } else if (const auto* elements = datum.array()) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (error == std::errc() && end == name.data() + name.size() && index < elements->size())
      return (*elements)[index];
  }
  return {};
}

/// Ends a little behind `limit`: what shares its parts may be far larger as text than in memory.
void append_json(std::string& out, const Datum& datum, std::size_t limit) {
  if (out.size() > limit) return;
  if (const bool* boolean = datum.boolean()) {
    out += *boolean ? "true" : "false";
  } else if (const double* number = datum.number()) {
    out += format_number(*number);
  } else if (const std::string* text = datum.string()) {
    json::append_string(out, *text);
  } else if (const auto* elements = datum.array()) {
    out += '[';
    for (std::size_t i = 0; i < elements->size() && out.size() <= limit; ++i) {
      if (i) out += ',';
      append_json(out, (*elements)[i], limit);
    }
    out += ']';
  } else if (const auto* members = datum.object()) {
    out += '{';
    for (std::size_t i = 0; i < members->size() && out.size() <= limit; ++i) {
      if (i) out += ',';
      json::append_string(out, (*members)[i].first);
      out += ':';
      append_json(out, (*members)[i].second, limit);
    }
    out += '}';
  } else {
    out += "null";
  }
}

}  // namespace

Datum::Datum(const json::Node& node) {
  switch (node.kind) {
    case json::Kind::null: break;
    case json::Kind::boolean: *this = Datum(node.text == "true"); break;
    case json::Kind::number: *this = Datum(parse_number(node.text)); break;
    case json::Kind::string: *this = Datum(node.string); break;
    case json::Kind::array: {
      Array elements;
      elements.reserve(node.elements.size());
      for (const json::Node& element : node.elements) elements.emplace_back(element);
      *this = Datum(std::move(elements));
      break;
    }
    case json::Kind::object: {
      Object members;
      members.reserve(node.members.size());
      for (const json::Member& member : node.members) members.emplace_back(member.key, Datum(member.value));
      *this = Datum(std::move(members));
      break;
    }
  }
}

Datum Datum::at(std::string_view path) const {
  Datum found = *this;
  while (!path.empty()) {
    const auto dot = path.find('.');
    const std::string_view part = path.substr(0, dot);
    path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
    if (!part.empty()) found = member(found, part);
  }
  return found;
}

std::string Datum::to_json(std::size_t limit) const {
  std::string out;
  append_json(out, *this, limit);
  if (out.size() > limit) {
    out.resize(utf8::valid_prefix(std::string_view(out).substr(0, limit)));
    out += "...";
  }
  return out;
}

bool is_true(const Datum& datum) {
  if (const bool* boolean = datum.boolean()) return *boolean;
  if (const double* number = datum.number()) return *number != 0;
  if (const std::string* text = datum.string()) return !text->empty();
  if (const auto* elements = datum.array()) return !elements->empty();
  if (const auto* members = datum.object()) return !members->empty();
  return false;
}

double to_number(const Datum& datum) {
  if (const bool* boolean = datum.boolean()) return *boolean ? 1 : 0;
  if (const double* number = datum.number()) return *number;
  if (const std::string* text = datum.string()) return parse_number(*text);
  return datum.is_null() ? 0 : not_a_number;
}

bool is_equal(const Datum& a, const Datum& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.string() && b.string()) return *a.string() == *b.string();
  return to_number(a) == to_number(b);
}

bool is_less(const Datum& a, const Datum& b) {
  if (a.string() && b.string()) return *a.string() < *b.string();
  return to_number(a) < to_number(b);
}

std::string format_number(double number) {
  if (!std::isfinite(number)) return "null";
  char buffer[400];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed).ptr;
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  return text == "-0" ? "0" : std::string(text);
}

}  // namespace objectos::logic

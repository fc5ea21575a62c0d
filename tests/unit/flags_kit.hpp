// What the tests of flags share: stores with flags in them, and what they evaluate to in a line.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "catch.hpp"
#include "objectos/flags.hpp"

using namespace objectos;

struct FixedClock final : Clock {
  std::int64_t now_ms() const override { return 1'700'000'000'000; }
};
inline const FixedClock fixed;

inline Storage fresh() {
  return Storage(memory_storage(0, fixed));
}

inline Value js(std::string_view text) {
  return Value::json(text);
}

/// "VARIANT VALUE REASON", with the error's code behind it.
inline std::string got(const Flags& flags, std::string_view name, const FlagContext& context = {}) {
  const FlagResult result = flags.get(name, context);
  CHECK(result.flag == name);
  CHECK(result.variant.has_value() == result.value.has_value());
  return (result.variant ? *result.variant + ' ' + result.value->raw() : "-") + ' ' +
         std::string(flag_reason_name(result.reason)) +
         (result.error_code.empty() ? "" : ' ' + result.error_code);
}

/// A store with one flag of these variants and this rule.
inline Flags with_rule(std::string_view variants, std::string_view targeting, std::string_view name = "flag",
                       std::string_view more = "") {
  Flags flags(fresh(), "", fixed);
  std::string file = "{\"flags\":{" + json::quoted(name) + ":{\"state\":\"ENABLED\",\"variants\":{";
  std::string first;
  for (std::size_t at = 0; at < variants.size();) {
    const auto end = std::min(variants.find(' ', at), variants.size());
    const std::string variant(variants.substr(at, end - at));
    file += (first.empty() ? "" : ",") + json::quoted(variant) + ':' + json::quoted(variant);
    if (first.empty()) first = variant;
    at = end + 1;
  }
  file += "},\"defaultVariant\":" + json::quoted(first) + ",\"targeting\":" + std::string(targeting) + "}}" +
          std::string(more) + "}";
  flags.import(file, "test");
  return flags;
}

inline std::string variant_for(const Flags& flags, std::string_view name, const FlagContext& context) {
  return flags.get(name, context).variant.value_or("-");
}
